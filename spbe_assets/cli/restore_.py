"""`restore FILE`: put a backup in the place of the database."""

from __future__ import annotations

from pathlib import Path

import click

from spbe_assets.cli.frame import Call, named_input
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _


@program_command("restore", _("Put a backup in the place of the database; the present one is kept beside it."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def command(call: Call, file: Path) -> None:
    """Restore a backup."""
    from spbe_assets.storage import backup

    named_input(file)
    kept = backup.restore(file, call.path)
    lines = [_("{file} was restored.").format(file=call.path)]
    if kept is not None:
        lines.append(_("The database before is kept as {file}.").format(file=kept))
    call.answer({"database": str(call.path), "kept": None if kept is None else str(kept)}, *lines)
