"""The work behind the label assistant: preview, file, printer and ledger, all off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.labels import Blank, Design, LabelContent
from spbe_assets.domain.progress import Progress
from spbe_assets.labels import printing
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.labels.printing import Order, Printed

PREVIEWED = 2_000
"""So many records are prepared for the preview; of more the first pages are shown."""
FORMS = {PrinterKind.ZPL: ".zpl", PrinterKind.TSPL: ".prn"}


def preview(session: Any, order: Order, path: Path, progress: Progress) -> Printed:
    """Write the very PDF that would be saved, or its first pages.

    Raises:
        Refused: nothing matches, or the chosen thermal printer can't take this paper.
    """
    if order.dpi:
        from spbe_assets.labels import thermal  # loads Pillow

        thermal.check(order.stock)
    return printing.write(session, order, path, progress, PREVIEWED)


def untagged(session: Any, order: Order) -> int:
    """How many of the wanted assets can't get a label because they have no tag."""
    from spbe_assets.services import labels

    return labels.count(session, order.wanted, has_tag=False) if isinstance(order.wanted, AssetFilter) else 0


def reprinted(session: Any, order: Order) -> int:
    """How many of the wanted labels were printed before and say the same still."""
    from spbe_assets.services import labels

    if isinstance(order.wanted, AssetFilter | LinkFilter) and order.wanted.no_label:
        return 0
    return labels.already_printed(session, order.wanted, order.design).count


def give_tags(uow: Any, order: Order, progress: Progress) -> int:
    """Give them tags of this installation's series."""
    from spbe_assets.services import labels

    return labels.give_tags(uow, order.wanted, progress) if isinstance(order.wanted, AssetFilter) else 0


def reserve(uow: Any, order: Order) -> Order:
    """New numbers for blank labels, taken out of the series so that none comes twice; other orders as they are."""
    from spbe_assets.services import labels

    if not isinstance(order.wanted, Blank):
        return order
    return replace(order, wanted=labels.reserve_blank(uow, len(order.wanted.tags), order.stock.id))


def save(session: Any, order: Order, path: Path, progress: Progress) -> Printed:
    """Write all of it to where somebody wants it."""
    return printing.write(session, order, path, progress)


def send(session: Any, order: Order, printer: Printer, progress: Progress) -> Printed:
    """Print all of it on a thermal printer that is reached by network or queue."""
    from spbe_assets.labels import sending

    with TemporaryDirectory(prefix="spbe-assets-") as folder:
        file = Path(folder) / f"labels{FORMS[printer.kind]}"
        printed = printing.write(session, order, file, progress)
        sending.send(file, sending.parse(printer.address), progress=progress)
    return printed


def remember(uow: Any, printed: Sequence[LabelContent], stock: str, design: Design, reason: str) -> int:
    """Write into the ledger what was printed, each record once."""
    from spbe_assets.services import label_ledger

    return label_ledger.record_prints(uow, printed, stock, reason, design.parts)
