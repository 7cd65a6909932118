"""One printer: how a thermal one is reached, and for all of them what corrects it on a paper."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.labels import printers
from spbe_assets.labels.printers import Printer
from spbe_assets.labels.stock import Stock
from ui.context import AppContext
from ui.labels.fit_form import FitForm
from ui.labels.thermal_form import ThermalForm
from ui.labels.trial import Trial
from ui.widgets.basics import button, label, set_kind

WIDTH_PX = 580


class PrinterDialog(QDialog):
    """Sets up a thermal printer, or adjusts any printer on one paper.

    `saved` carries the `Printer` once everything is kept, `removed` the name of one that is forgotten.
    """

    saved = Signal(object)
    removed = Signal(str)

    def __init__(
        self,
        context: AppContext,
        printer: Printer,
        stock: Stock,
        taken: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """`taken` are the names that a new printer can't have."""
        super().__init__(parent)
        self._context, self._printer, self._stock, self._taken = context, printer, stock, taken
        self._is_new = printer.is_thermal and not printer.name
        self.thermal = ThermalForm(context, printer, is_new=self._is_new) if printer.is_thermal else None
        self.fit = FitForm(stock, printers.fit(context.store, printer.name, stock.id))
        self.trial = Trial(context, self)
        self.note = label("", "bad", wrap=True)
        self.test_button = button(_("Print test page"), "", "printer")
        self.remove_button = button(_("Remove printer"), "danger")
        self.save_button, self.cancel_button = button(_("Save"), "main"), button(_("Cancel"))

        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.fit.problem.connect(self._say)
        self.trial.printed.connect(lambda said: self._say(said, "good"))
        self.trial.failed.connect(self._fail)
        self.test_button.clicked.connect(self.print_test_page)
        self.remove_button.clicked.connect(self.remove)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        if self.thermal is not None:
            self.thermal.changed.connect(lambda: self._say(""))

    @property
    def printer(self) -> Printer:
        """The printer as it is described now.

        Raises:
            Invalid: its address or its name can't be right.
        """
        if self.thermal is None:
            return self._printer
        printer = self.thermal.printer
        if self._is_new and printer.name in self._taken:
            raise Invalid(_("There is a printer called {name} already.").format(name=printer.name), "name")
        return printer

    @Slot()
    def print_test_page(self) -> None:
        """Print the test page with what is entered; what is measured on it comes on top of that."""
        try:
            printer = self.printer
        except AppError as error:
            self._say(error)
            return
        self._say("")
        self.fit.begin_measuring()
        self.trial.print_on(printer, self._stock, self.fit.fit)

    @Slot()
    def save(self) -> None:
        """Keep everything, or say what is wrong."""
        try:
            printer = self.printer
        except AppError as error:
            self._say(error)
            return
        store, stock, fit = self._context.store, self._stock.id, self.fit.fit

        def keep(_progress: Progress) -> Printer:
            if printer.is_thermal:
                printers.save(store, printer)
            printers.set_fit(store, printer.name, stock, fit)
            return printer

        self._context.run_later(keep, quiet=True).then(self, self._end).otherwise(self, self._fail)

    @Slot()
    def remove(self) -> None:
        """Forget this thermal printer."""
        store, name = self._context.store, self._printer.name
        job = self._context.run_later(lambda _progress: printers.remove(store, name), quiet=True)
        job.then(self, lambda _none: self._end(None)).otherwise(self, self._fail)

    def _end(self, printer: Printer | None) -> None:
        self.accept()
        if printer is None:
            self.removed.emit(self._printer.name)
        else:
            self.saved.emit(printer)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self._say(error)
        else:
            self._context.error_raised.emit(error)

    def _say(self, sentence: object, kind: str = "bad") -> None:
        set_kind(self.note, kind)
        self.note.setText(str(sentence))
        self.note.setVisible(bool(str(sentence)))
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def _lay_out(self) -> None:
        self.setWindowTitle(_("Set up a thermal printer") if self._is_new else self._printer.name or _("PDF file"))
        self.setMinimumWidth(WIDTH_PX)
        self.remove_button.setVisible(self.thermal is not None and not self._is_new)
        self.note.hide()
        self.save_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        if self.thermal is not None:
            column.addWidget(self.thermal)
            column.addSpacing(6)
        column.addWidget(label(_("Correction on this paper"), "heading"))
        column.addWidget(label(self._stock.title, "muted", wrap=True))
        column.addWidget(self.fit)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addSpacing(4)
        foot = QHBoxLayout()
        for made in (self.test_button, self.remove_button):
            foot.addWidget(made)
        foot.addStretch(1)
        for made in (self.cancel_button, self.save_button):
            foot.addWidget(made)
        column.addLayout(foot)
