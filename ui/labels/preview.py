"""The preview of a run: prepared again off the GUI thread whenever the order is another one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from spbe_assets.labels.printing import Order, Printed
from ui.context import AppContext
from ui.jobs import Job
from ui.labels import run

AFTER_A_CHANGE_MS = 250


@dataclass(frozen=True, slots=True)
class Prepared:
    """An order, what became of it, and the file that is shown."""

    order: Order
    printed: Printed
    file: Path


class Preview(QObject):
    """`ready` carries a `Prepared`, `refused` why there is none; `untagged` and `reprinted` how many there are."""

    begun = Signal()
    ready = Signal(object)
    refused = Signal(object)
    untagged = Signal(int)
    reprinted = Signal(int)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._folder = TemporaryDirectory(prefix="spbe-assets-", ignore_cleanup_errors=True)
        self._number = 0
        self._order: Order | None = None
        self._preparing: Job | None = None
        self.shown: Prepared | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_A_CHANGE_MS)
        self._timer.timeout.connect(self._prepare)

    def ask(self, order: Order) -> None:
        """Prepare this order in a moment; whatever was shown counts no longer."""
        self._order = order
        if self._preparing is not None:
            self._preparing.cancel()
        self._timer.start()
        self.begun.emit()

    @Slot()
    def _prepare(self) -> None:
        order = self._order
        if order is None:
            return
        self._number += 1
        file = Path(self._folder.name) / f"{self._number}.pdf"
        job = self._context.read_later(
            lambda session, progress: run.preview(session, order, file, progress), quiet=True
        )
        self._preparing = job
        job.then(self, lambda printed: self._show(Prepared(order, printed, file)) if self._preparing is job else None)
        job.otherwise(self, lambda error: self._refuse(error) if self._preparing is job else None)
        for question, answer in ((run.untagged, self.untagged), (run.reprinted, self.reprinted)):
            self._count(question, answer, order)

    def _count(self, question: Callable[[Any, Order], int], answer: SignalInstance, order: Order) -> None:
        job = self._context.read_later(lambda session, _progress: question(session, order))
        job.then(self, lambda count: answer.emit(count) if self._order is order else None)

    def _show(self, prepared: Prepared) -> None:
        old, self.shown, self._preparing = self.shown, prepared, None
        self.ready.emit(prepared)
        if old is not None:
            with suppress(OSError):  # it may still be drawn from; it goes with its folder at the latest
                old.file.unlink()

    def _refuse(self, error: Exception) -> None:
        self.shown = self._preparing = None
        self.refused.emit(error)
