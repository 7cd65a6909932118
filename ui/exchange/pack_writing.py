"""A pack on its way to the disk: what is wanted, and writing it as one piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.packs import Order, Written
from spbe_assets.domain.progress import Progress
from spbe_assets.sync import writing
from ui.context import AppContext
from ui.exchange import usual


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is written, and where to."""

    order: Order
    path: Path


def write(context: AppContext, wanted: Wanted, progress: Progress) -> tuple[Written, Changes]:
    """Write a pack on the writer thread, and tell what that wrote into the register, such as assignments."""
    store, before = context.store, context.store.data_version()
    written = writing.create(store, context.actor, wanted.order, wanted.path, progress)
    usual.keep_folder(store, wanted.path.parent)
    return written, store.changes_since(before)
