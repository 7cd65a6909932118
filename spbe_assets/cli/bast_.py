"""`bast OUT.pdf NUMBER`: the official minutes of an act."""

from __future__ import annotations

from pathlib import Path

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _, language, ngettext

KIND = ".pdf"


@program_command("bast", _("Write the minutes of a hand-over, loan, repair, return or disposal proposal."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.pdf")
@click.argument("number", metavar="NUMBER")
@click.option("--language", "code", type=click.Choice(["id", "en"]), help=_("The language of the minutes."))
@click.option("--returned", is_flag=True, help=_("The minutes of what came back instead, by either number."))
def command(call: Call, out: Path, number: str, code: str | None, returned: bool) -> None:
    """Write the minutes of the newest act with this document number, or of its return."""
    from spbe_assets.reports import bast
    from spbe_assets.services import minutes, move_list

    named_output(out)
    if out.suffix.lower() != KIND:
        raise Refused(_("{file}: the name must end in .pdf.").format(file=out.name))
    with call.reading() as store, store.read() as session:
        said = minutes.read(session, move_list.paper_numbered(session, number, returned=returned))
        pages = bast.write(out, said, code or language())
    told = ngettext("{file}: minutes of {n} item.", "{file}: minutes of {n} items.", len(said.goods))
    data = {"file": str(out), "items": len(said.goods), "pages": pages}
    call.answer(data, told.format(file=out, n=formats.number(len(said.goods))))
