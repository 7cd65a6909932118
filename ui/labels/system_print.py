"""Printing a run on a printer of the system: its dialog, then the pages, neither of them in the window's way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import LabelContent
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.labels import printers
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.printing import Order, Printed
from spbe_assets.labels.stock import Stock
from ui.context import AppContext
from ui.jobs import Job
from ui.labels.paint_pages import count, paint_pages, set_up
from ui.widgets.progress import ProgressDialog

PROGRESS_EVERY = 200
Paint = Callable[[QPrinter, Fit, Progress], Any]
_OPTIONS = QAbstractPrintDialog.PrintDialogOption
_LEFT_OUT = _OPTIONS.PrintToFile | _OPTIONS.PrintSelection | _OPTIONS.PrintCurrentPage | _OPTIONS.PrintShowPageSize
_LEFT_OUT |= _OPTIONS.PrintCollateCopies
_CHOSEN_ELSEWHERE = ("groupBox", "pageSetLabel", "pageSetCombo")
"""The parts of Qt's own dialog that ask for copies, their order, and odd or even pages."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a run holds, before anything is printed."""

    contents: tuple[LabelContent, ...]
    unknown: tuple[str, ...]
    pages: int


class SystemPrint(QObject):
    """Prints one run at a time; exactly one of the signals answers each `print_order`.

    `printed` carries a `Printed`: what lies on the pages that were chosen in the dialog.
    """

    printed = Signal(object)
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.dialog: QPrintDialog | None = None

    def print_order(self, order: Order, printer_name: str, parent: QWidget) -> None:
        """Read what is wanted, ask in the system's dialog, then print.

        Args:
            order: what to print; its copies are printed, whatever the dialog says.
            printer_name: as the system calls it; the dialog can change it, and the fit with it.
            parent: the window above which the dialogs stand.
        """
        job = self._context.read_later(lambda session, progress: _read(session, order, progress), quiet=True)
        self._follow(job, _("Reading the labels"), parent, partial(self._ask_for, order, printer_name, parent))

    def print_page(self, stock: Stock, printer_name: str, parent: QWidget, paint: Paint, pages: int) -> None:
        """Print something else on a paper, such as a test page; `printed` carries what `paint` returns.

        Args:
            stock: the paper.
            printer_name: as the system calls it.
            parent: the window above which the dialogs stand.
            paint: paints on a printer that is set up, with its correction, on another thread.
            pages: how many there are.
        """
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(printer_name)
        if not printer.isValid() or printer.printerName() != printer_name:
            told = _("This computer doesn't know the printer {name} any more. Choose another one.")
            self.failed.emit(Refused(told.format(name=printer_name)))
            return
        set_up(printer, stock)
        printer.setDocName(_("Labels on {stock}").format(stock=stock.title))
        dialog = self.dialog = _dialog(printer, pages, parent)
        dialog.finished.connect(partial(self._answer, printer, stock, parent, paint))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # its own `open` wants a slot
        for name in _CHOSEN_ELSEWHERE:
            for part in dialog.findChildren(QWidget, name):
                part.hide()

    def _ask_for(self, order: Order, printer_name: str, parent: QWidget, read: _Read) -> None:
        def paint(printer: QPrinter, fit: Fit, progress: Progress) -> Printed:
            is_other = printer.printerName() != printer_name
            known = replace(order, fit=fit) if is_other else order
            return replace(paint_pages(printer, known, read.contents, progress), unknown=read.unknown)

        self.print_page(order.stock, printer_name, parent, paint, read.pages)

    def _answer(self, printer: QPrinter, stock: Stock, parent: QWidget, paint: Paint, answer: int) -> None:
        if answer != QDialog.DialogCode.Accepted:
            self.cancelled.emit()
            return
        set_up(printer, stock)  # again, because the dialog may have changed paper, copies and scale
        fit = printers.fit(self._context.store, printer.printerName(), stock.id)
        job = self._context.run_later(lambda progress: paint(printer, fit, progress), quiet=True)
        self._follow(job, _("Printing on {printer}").format(printer=printer.printerName()), parent, self.printed.emit)

    def _follow(self, job: Job, title: str, parent: QWidget, then: Callable[[Any], object]) -> None:
        ProgressDialog(job, title, parent)
        job.then(self, then).otherwise(self, self.failed.emit)
        job.cancelled.connect(self.cancelled)


def _read(session: Any, order: Order, progress: Progress) -> _Read:
    """Read the labels of an order. Raises Refused where there are none."""
    from spbe_assets.services import labels

    chosen = labels.chosen(session, order.wanted)
    contents: list[LabelContent] = []
    for content in chosen.contents:
        contents.append(content)
        if len(contents) % PROGRESS_EVERY == 0:
            progress.step(len(contents), chosen.records, content.tag)
    return _Read(tuple(contents), chosen.unknown, count(order, contents).pages)


def _dialog(printer: QPrinter, pages: int, parent: QWidget) -> QPrintDialog:
    dialog = QPrintDialog(printer, parent)
    dialog.setOptions(dialog.options() & ~_LEFT_OUT)
    dialog.setOption(_OPTIONS.PrintPageRange)
    dialog.setMinMax(1, max(pages, 1))
    dialog.setFromTo(1, max(pages, 1))
    dialog.setPrintRange(QAbstractPrintDialog.PrintRange.AllPages)
    return dialog
