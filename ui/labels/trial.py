"""Printing the test page: on a printer of the system, on a thermal one, or into a file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.labels import sending, test_page
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.labels.stock import Stock
from ui.context import AppContext
from ui.labels.paint_pages import dot_mm, paint_drawings
from ui.labels.system_print import SystemPrint
from ui.widgets.file_dialogs import ask_save, documents
from ui.widgets.progress import ProgressDialog

ENDINGS = {PrinterKind.PDF: ".pdf", PrinterKind.ZPL: ".zpl", PrinterKind.TSPL: ".tspl"}


class Trial(QObject):
    """Exactly one of the signals answers each `print_on` that wasn't cancelled; `printed` carries a sentence."""

    printed = Signal(str)
    failed = Signal(object)

    def __init__(self, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.system = SystemPrint(context, self)
        self.system.printed.connect(lambda _pages: self.printed.emit(_("The test page was printed")))
        self.system.failed.connect(self.failed)

    def print_on(self, printer: Printer, stock: Stock, fit: Fit) -> None:
        """Print the test page of a paper with a correction, to see whether it is enough."""
        if printer.kind is PrinterKind.SYSTEM:
            self._print(printer, stock, fit)
        elif printer.address:
            self._send(printer, stock, fit)
        else:
            name = _("test-page")
            proposed = documents() / f"{name}{ENDINGS[printer.kind]}"
            kinds = f"*{proposed.suffix}"
            ask_save(
                self._window,
                _("Save the test page"),
                proposed,
                kinds,
                lambda path: self._write(path, printer, stock, fit),
            )

    def _print(self, printer: Printer, stock: Stock, fit: Fit) -> None:
        def paint(device: QPrinter, _kept: Fit, _progress: Progress) -> None:
            drawings = test_page.pages(stock, dot_mm=dot_mm(device) / fit.scale)
            paint_drawings(device, stock, drawings, fit)

        self.system.print_page(stock, printer.name, self._window, paint, 1)

    def _send(self, printer: Printer, stock: Stock, fit: Fit) -> None:
        def work(progress: Progress) -> str:
            with TemporaryDirectory(prefix="spbe-assets-") as folder:
                file = Path(folder) / f"test-page{ENDINGS[printer.kind]}"
                test_page.render(file, stock, dpi=printer.dpi, fit=fit)
                sending.send(file, sending.parse(printer.address), progress=progress)
            return _("The test page was printed")

        job = self._context.run_later(work, quiet=True)
        ProgressDialog(job, _("Printing on {printer}").format(printer=printer.name), self._window)
        job.then(self, self.printed.emit).otherwise(self, self.failed.emit)

    def _write(self, path: Path, printer: Printer, stock: Stock, fit: Fit) -> None:
        dpi, said = printer.dpi, _("The test page was saved: {file}").format(file=path)
        job = self._context.run_later(lambda _progress: test_page.render(path, stock, dpi=dpi, fit=fit), quiet=True)
        job.then(self, lambda _none: self.printed.emit(said)).otherwise(self, self.failed.emit)
