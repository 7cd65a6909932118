"""Printing a PDF on a printer of the system: its dialog, then page by page off the GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.widgets.pdf_pages import POINTS_PER_INCH, draw_page, page_sizes
from ui.widgets.progress import ProgressDialog

DOTS_PER_INCH = 300
_OPTIONS = QAbstractPrintDialog.PrintDialogOption


class PdfPrint(QObject):
    """Prints one file at a time; `printed` carries how many pages were."""

    printed = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._window = context, parent

    def ask(self, file: Path, title: str) -> QPrintDialog:
        """Ask in the system's dialog, then print; `file` must stay where it is until then."""
        sizes = page_sizes(file)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        _lay(printer, sizes[0])
        dialog = QPrintDialog(printer, self._window)
        dialog.setOption(_OPTIONS.PrintPageRange)
        dialog.setMinMax(1, len(sizes))
        dialog.finished.connect(lambda answer: self._print(printer, file, sizes, answer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # its own `open` wants a slot
        return dialog

    def _print(self, printer: QPrinter, file: Path, sizes: list[tuple[float, float]], answer: int) -> None:
        if answer != QDialog.DialogCode.Accepted:
            return
        job = self._context.run_later(lambda progress: print_pages(printer, file, sizes, progress))
        ProgressDialog(job, _("Printing on {printer}").format(printer=printer.printerName()), self._window)
        job.then(self, self.printed.emit)


def print_pages(printer: QPrinter, file: Path, sizes: list[tuple[float, float]], progress: Progress) -> int:
    """Paint the chosen pages of a PDF, each on paper of its own size; returns how many.

    Raises:
        Refused: the printer can't be written to.
        Cancelled: the user asked to stop.
    """
    first, last = printer.fromPage() or 1, printer.toPage() or len(sizes)
    chosen = range(first - 1, min(last, len(sizes)))
    printer.setResolution(DOTS_PER_INCH)
    printer.setFullPage(True)
    _lay(printer, sizes[chosen.start])
    painter = QPainter()
    if not painter.begin(printer):
        told = _("The printer {name} can't be reached; check it and print again.")
        raise Refused(told.format(name=printer.printerName()))
    try:
        for done, number in enumerate(chosen):
            progress.step(done, len(chosen))
            if done:
                _lay(printer, sizes[number])
                printer.newPage()
            _paint(painter, printer, file, number)
    finally:
        painter.end()
    return len(chosen)


def _paint(painter: QPainter, printer: QPrinter, file: Path, number: int) -> None:
    picture = draw_page(file, number, DOTS_PER_INCH / POINTS_PER_INCH)
    image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    painter.drawImage(QRectF(printer.paperRect(QPrinter.Unit.DevicePixel)), image)


def _lay(printer: QPrinter, size: tuple[float, float]) -> None:
    width, height = size
    is_wide = width > height
    paper = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageSize(paper)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait)
