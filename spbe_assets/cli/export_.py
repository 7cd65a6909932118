"""`export assets|links|template OUT`: lists as XLSX, CSV or JSON, and the empty table that people fill."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.filters import asset_filter, asset_options, link_filter, link_options
from spbe_assets.cli.frame import Call, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from spbe_assets.domain.progress import Progress

ASSETS, LINKS, TEMPLATE = "assets", "links", "template"
SHARED = frozenset(("text", "agencies", "regions", "label", "no_label"))
"""Filters that assets and links both have."""
OF_LINKS = frozenset(("kinds", "roles", "link_statuses"))


@program_command("export", _("Export a list as XLSX, CSV or JSON, or the empty template as XLSX."))
@click.argument("what", type=click.Choice((ASSETS, LINKS, TEMPLATE)), metavar="assets|links|template")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@asset_options
@link_options
def command(call: Call, what: str, out: Path, **given: Any) -> None:
    """Export a list."""
    _check(what, out, given)
    if what == TEMPLATE:
        from spbe_assets.sheets.export import write_template

        write_template(out)
        call.answer({"file": str(out), "rows": 0}, _("{file}: empty template").format(file=out))
        return
    with call.reading() as store, store.read() as session, watched(_("Exporting")) as progress:
        rows = _write(session, what, out, given, progress)
    call.answer({"file": str(out), "rows": rows}, f"{out}: {_counted(what, rows)}")


def _check(what: str, out: Path, given: dict[str, Any]) -> None:
    from spbe_assets.sheets.export import FORMATS

    endings = (".xlsx",) if what == TEMPLATE else FORMATS
    if out.suffix.casefold() not in endings:
        raise Refused(
            _("{file}: choose a name that ends in {endings}.").format(file=out.name, endings=", ".join(endings))
        )
    named_output(out)
    allowed = {ASSETS: given.keys() - OF_LINKS, LINKS: SHARED | OF_LINKS, TEMPLATE: frozenset[str]()}[what]
    if any(value for name, value in given.items() if name not in allowed):
        raise Refused(_("One of these filters does not fit such a list; leave it out."))


def _write(session: Session, what: str, out: Path, given: dict[str, Any], progress: Progress) -> int:
    from spbe_assets.sheets.export import write_assets, write_links

    if what == LINKS:
        return write_links(session, link_filter(session, given), out, progress)
    return write_assets(session, asset_filter(session, given), out, progress)


def _counted(what: str, rows: int) -> str:
    if what == LINKS:
        return ngettext("{n} link", "{n} links", rows).format(n=formats.number(rows))
    return ngettext("{n} asset", "{n} assets", rows).format(n=formats.number(rows))
