"""`import FILE`: an agency's spreadsheet into the register, as one action that undo takes back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets.cli.frame import Call, named_input, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from spbe_assets.sheets.plan_model import ImportPlan, Problem
    from spbe_assets.storage.store import Store

PRESETS = ("auto", "kib-b", "kir", "spbe", "snipe-it", "netbox", "template")
SHOWN = 20


@program_command("import", _("Import a spreadsheet: XLSX, XLS, ODS or CSV; undo takes it back as a whole."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--preset", type=click.Choice(PRESETS), default="auto", help=_("What kind of file it is."))
@click.option("--agency", metavar="NAME", help=_("Whose equipment it is; goes before what the file says."))
@click.option("--sheet", metavar="NAME", help=_("Only this sheet of the file."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would be done."))
@click.option("--good-rows-only", is_flag=True, help=_("Import the good rows although others are rejected."))
@click.option("--rejects", type=click.Path(path_type=Path), metavar="OUT.xlsx", help=_("Where rejected rows go."))
def command(call: Call, file: Path, **given: Any) -> int:
    """Import a spreadsheet."""
    named_input(file)
    if given["rejects"]:
        named_output(given["rejects"])
    with call.writing() as store:
        return _import(call, store, file, given)


def _import(call: Call, store: Store, file: Path, given: dict[str, Any]) -> int:
    raise NotImplementedError
