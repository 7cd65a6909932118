"""`--printer`: where labels are sent besides the file, and what is known of that printer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spbe_assets.cli.frame import Call
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.labels.geometry import Fit
    from spbe_assets.labels.printers import Printer
    from spbe_assets.labels.stock import Stock

SUFFIXES = {"zpl": (".zpl",), "tspl": (".prn", ".tspl")}


@dataclass(frozen=True, slots=True)
class Target:
    """A printer as the command line means it; without an address nothing is sent, and `dpi` is 0 for a PDF."""

    text: str | None
    dpi: int
    fit: Fit
    address: str = ""

    def send(self, path: Path) -> None:
        """Send what was written.

        Raises:
            Refused: the printer didn't take it.
        """
        from spbe_assets.labels import sending

        if self.address:
            with watched(_("Sending")) as progress:
                sending.send(path, sending.parse(self.address), title=path.name, progress=progress)


def target(call: Call, text: str | None, stock: Stock, out: Path, dpi: int | None) -> Target:
    """What `--printer` means: an address, or the name of a label printer that was set up in the program.

    Raises:
        Invalid: it is neither.
        Refused: the file's form is not what the printer understands.
    """
    from spbe_assets.labels import dots, sending
    from spbe_assets.labels.geometry import Fit

    is_pdf = out.suffix.lower() == ".pdf"
    if not text:
        return Target(None, dpi or (0 if is_pdf else dots.DEFAULT), Fit())
    if is_pdf:
        raise Refused(_("Label printers take no PDF. Let the name end in .zpl or .prn, as the printer understands."))
    known, fit = _set_up(call, text, stock)
    if known is None:
        sending.parse(text)
        return Target(text, dpi or dots.DEFAULT, Fit(), text)
    suffixes = SUFFIXES.get(str(known.kind), ())
    if out.suffix.lower() not in suffixes or not known.address:
        raise Refused(
            _("The printer {name} can't be sent {file}: see its language and address in the program.").format(
                name=known.name, file=out.name
            )
        )
    return Target(text, dpi or known.dpi or dots.DEFAULT, fit, known.address)


def _set_up(call: Call, name: str, stock: Stock) -> tuple[Printer | None, Fit]:
    """The printer of this name and what corrects it on a stock."""
    from spbe_assets.labels import printers
    from spbe_assets.labels.geometry import Fit

    if ":" in name or not call.path.is_file():
        return None, Fit()
    with call.reading() as store:
        known = next((one for one in printers.thermal(store) if one.name.casefold() == name.casefold()), None)
        return known, printers.fit(store, known.name, stock.id) if known else Fit()
