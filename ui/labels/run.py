"""The work behind the label screen: preview, file and ledger, all off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.labels import LabelContent
from spbe_assets.domain.progress import Progress
from spbe_assets.labels import printing
from spbe_assets.labels.printing import Order, Printed

PREVIEWED = 2_000
"""So many records are prepared for the preview; of more the first pages are shown."""


def preview(session: Any, order: Order, path: Path, progress: Progress) -> Printed:
    """Write the very PDF that would be saved, or its first pages."""
    return printing.write(session, order, path, progress, PREVIEWED)


def untagged(session: Any, order: Order) -> int:
    """How many of the wanted assets can't get a label because they have no tag."""
    from spbe_assets.services import labels

    return labels.count(session, order.wanted, has_tag=False) if isinstance(order.wanted, AssetFilter) else 0


def give_tags(uow: Any, order: Order, progress: Progress) -> int:
    """Give them tags of this installation's series."""
    from spbe_assets.services import labels

    return labels.give_tags(uow, order.wanted, progress) if isinstance(order.wanted, AssetFilter) else 0


def save(session: Any, order: Order, path: Path, progress: Progress) -> Printed:
    """Write all of it to where somebody wants it."""
    return printing.write(session, order, path, progress)


def remember(uow: Any, printed: Sequence[LabelContent], stock: str) -> int:
    """Write into the ledger what was printed, each record once."""
    from spbe_assets.services import labels

    return labels.record_prints(uow, printed, stock)
