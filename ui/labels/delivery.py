"""From the preview to the paper: reserve, write or print, then the ledger; one way for every kind of printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.labels import Blank
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.labels.printing import Order, Printed
from ui.context import AppContext
from ui.jobs import Job
from ui.labels import run
from ui.labels.preview import Prepared
from ui.previewed import keep


class Delivery(QObject):
    """`working` carries a job to show, `delivered` the order, what was printed, and the file or None.

    `given_up` says that the user closed the system's dialog, or that it could not print.
    """

    working = Signal(object)
    given_up = Signal()
    delivered = Signal(object, object, object)

    def __init__(self, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def write(self, prepared: Prepared, path: Path, reason: str) -> None:
        """Write a file: the previewed one where it holds everything."""
        is_pdf = path.suffix.lower() == ".pdf"
        if prepared.printed.is_whole and is_pdf and not isinstance(prepared.order.wanted, Blank):
            job = self._context.run_later(lambda _progress: keep(prepared.file, path))
            self._follow(job, lambda _path: self._record(prepared.order, prepared.printed, path, reason))
        else:
            self._reserved(prepared.order, lambda order: self._write(order, path, reason))

    def send(self, prepared: Prepared, printer: Printer, reason: str) -> None:
        """Print on a printer of the system, after its dialog, or on a thermal one at once."""
        if printer.kind is PrinterKind.SYSTEM:
            self._reserved(prepared.order, lambda order: self._print(order, printer, reason))
        else:
            self._reserved(prepared.order, lambda order: self._send(order, printer, reason))

    def _reserved(self, order: Order, go_on: Callable[[Order], None]) -> None:
        """Take new numbers out of the series first; it is an action of its own, for what is printed stays printed."""
        if isinstance(order.wanted, Blank):
            job = self._context.write(lambda uow, _progress: run.reserve(uow, order), "labels")
            job.then(self, go_on).otherwise(self, lambda _error: self.given_up.emit())
        else:
            go_on(order)

    def _write(self, order: Order, path: Path, reason: str) -> None:
        job = self._context.read_apart(run.save, order, path)
        self._follow(job, lambda printed: self._record(order, printed, path, reason))

    def _send(self, order: Order, printer: Printer, reason: str) -> None:
        job = self._context.read_apart(run.send, order, printer)
        self._follow(job, lambda printed: self._record(order, printed, None, reason))

    def _print(self, order: Order, printer: Printer, reason: str) -> None:
        from ui.labels.system_print import SystemPrint

        printing = SystemPrint(self._context, self)
        printing.printed.connect(lambda printed: self._record(order, printed, None, reason))
        printing.failed.connect(self._context.error_raised)
        for ended in (printing.failed, printing.cancelled):
            ended.connect(lambda *_error: self.given_up.emit())
        printing.print_order(order, printer.name, self._window)

    def _follow(self, job: Job, then: Callable[[Any], None]) -> None:
        job.then(self, then)
        self.working.emit(job)

    def _record(self, order: Order, printed: Printed, path: Path | None, reason: str) -> None:
        """It is on paper: note it in the ledger. No undo is offered, because what was printed stays printed."""
        contents, paper, design = printed.contents, order.stock.id, order.design
        self._context.write(lambda uow, _progress: run.remember(uow, contents, paper, design, reason), "labels")
        self.delivered.emit(order, printed, path)
