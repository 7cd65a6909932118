"""What labels are printed with: a PDF, a printer of the system, or a thermal printer that is spoken to directly.

Printers and what corrects them belong to an installation, because the same sheet lies differently in every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _
from spbe_assets.labels import dots
from spbe_assets.labels.geometry import Fit
from spbe_assets.services import settings
from spbe_assets.storage.store import Store

PRINTERS_SETTING, CHOSEN_SETTING, FITS_SETTING = "labels.printers", "labels.printer", "labels.fits"


class PrinterKind(StrEnum):
    """How labels reach the paper."""

    PDF = "pdf"
    SYSTEM = "system"
    ZPL = "zpl"
    TSPL = "tspl"


@dataclass(frozen=True, slots=True)
class Printer:
    """One way of printing. `address` is for thermal printers: `tcp://host:port`, `queue:NAME`, or empty for a file."""

    name: str
    kind: PrinterKind = PrinterKind.PDF
    dpi: int = 0
    address: str = ""

    @property
    def is_thermal(self) -> bool:
        """Whether it is spoken to in its own language, dot by dot."""
        return self.kind in (PrinterKind.ZPL, PrinterKind.TSPL)

    @property
    def dot_mm(self) -> float:
        """The width of one dot; 0 where the program need not know it."""
        return dots.size_mm(self.dpi) if self.is_thermal else 0.0


def thermal(store: Store) -> tuple[Printer, ...]:
    """The thermal printers that were set up here, in the order they were."""
    kept = settings.installation(store, PRINTERS_SETTING, [])
    return tuple(filter(None, map(_read, kept if isinstance(kept, list) else [])))


def save(store: Store, printer: Printer) -> None:
    """Keep a thermal printer; one of the same name is replaced.

    Raises:
        Invalid: it has no name, or a resolution no such printer has.
    """
    if not printer.name.strip():
        raise Invalid(_("Give the printer a name, such as Zebra in the store room."), "name")
    dots.per_mm(printer.dpi)
    others = [one for one in thermal(store) if one.name != printer.name]
    settings.set_installation(store, PRINTERS_SETTING, [_written(one) for one in (*others, printer)])


def remove(store: Store, name: str) -> None:
    """Forget a thermal printer."""
    kept = [_written(one) for one in thermal(store) if one.name != name]
    settings.set_installation(store, PRINTERS_SETTING, kept)


def chosen(store: Store) -> str:
    """The name of the printer used last; empty for a PDF."""
    return str(settings.installation(store, CHOSEN_SETTING, ""))


def choose(store: Store, name: str) -> None:
    """Use this printer the next time as well."""
    settings.set_installation(store, CHOSEN_SETTING, name)


def fit(store: Store, printer: str, stock_id: str) -> Fit:
    """What corrects a printer on a stock; nothing where it was never measured."""
    kept = settings.installation(store, FITS_SETTING, {})
    values = kept.get(_key(printer, stock_id)) if isinstance(kept, dict) else None
    try:
        return Fit(*map(float, values)) if values else Fit()
    except (TypeError, ValueError, Invalid):
        return Fit()


def set_fit(store: Store, printer: str, stock_id: str, fit: Fit) -> None:
    """Correct a printer on a stock from now on."""
    kept = settings.installation(store, FITS_SETTING, {})
    known = kept if isinstance(kept, dict) else {}
    values = [fit.offset_x, fit.offset_y, fit.scale]
    settings.set_installation(store, FITS_SETTING, known | {_key(printer, stock_id): values})


def _key(printer: str, stock_id: str) -> str:
    return f"{printer}\n{stock_id}"


def _written(printer: Printer) -> dict[str, Any]:
    return {"name": printer.name, "kind": str(printer.kind), "dpi": printer.dpi, "address": printer.address}


def _read(values: Any) -> Printer | None:
    """A kept printer; None where the setting was made by another version and can't be read."""
    try:
        return Printer(str(values["name"]), PrinterKind(values["kind"]), int(values["dpi"]), str(values["address"]))
    except (KeyError, TypeError, ValueError):
        return None
