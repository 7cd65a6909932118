"""Which printer the labels go to, and what corrects it on this paper."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.labels import dots, printers
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.labels.stock import Stock
from ui import format
from ui.context import AppContext
from ui.labels.printer_dialog import PrinterDialog
from ui.widgets.basics import button, label

PDF = Printer("")
NEW = Printer("", PrinterKind.ZPL, dots.DEFAULT)


class PrinterBox(QWidget):
    """`changed` fires when another printer or another correction counts. The printer used last is chosen at first."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stock: Stock | None = None
        self._system: tuple[Printer, ...] = ()
        self._known = [PDF]
        self._chosen = ""
        self.box = QComboBox()
        self.box.setAccessibleName(_("Printer"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.words = label("", "small", wrap=True)
        self.adjust_button = button(_("Adjust…"), "small")

        self._lay_out()
        last = printers.chosen(context.store)
        if last and last not in (one.name for one in printers.thermal(context.store)):
            self._system = (Printer(last, PrinterKind.SYSTEM),)  # believed until the system has been asked
        self._fill(last)
        self.setFocusProxy(self.box)
        self.box.activated.connect(self._take)
        self.adjust_button.clicked.connect(self.adjust)

    @property
    def printer(self) -> Printer:
        """The printer that is chosen."""
        return self._known[self._row_of(self._chosen)]

    def fit_for(self, stock: Stock) -> Fit:
        """What corrects it on a paper."""
        return printers.fit(self._context.store, self.printer.name, stock.id)

    def show_paper(self, stock: Stock) -> None:
        """Say what corrects the printer on this paper."""
        self._stock = stock
        self._show_words()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask the system for its printers once the first picture stands, because some systems take their time."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.ask_system)

    @Slot()
    def ask_system(self) -> None:
        """Ask the system for its printers again; where the chosen one is gone, it's a PDF from now on."""
        name = self.printer.name
        self._system = tuple(Printer(one, PrinterKind.SYSTEM) for one in QPrinterInfo.availablePrinterNames())
        self._fill(name)
        if self.printer.name != name:
            self.changed.emit()

    @Slot()
    def adjust(self) -> PrinterDialog:
        """Open the dialog of the chosen printer."""
        return self._open(self.printer)

    @Slot()
    def set_up(self) -> PrinterDialog:
        """Open the dialog for a new thermal printer."""
        return self._open(NEW)

    @Slot(int)
    def _take(self, row: int) -> None:
        if row >= len(self._known):
            self.box.setCurrentIndex(self._row_of(self._chosen))
            self.set_up()
        else:
            self._choose(self._known[row].name)

    def _choose(self, name: str) -> None:
        """Use a printer from now on."""
        self._fill(name)
        store = self._context.store
        self._context.run_later(lambda _progress: printers.choose(store, name))
        self.changed.emit()

    def _open(self, printer: Printer) -> PrinterDialog:
        stock = self._stock or stocks.find(stocks.DEFAULT)
        taken = [one.name for one in self._known] + [self.box.itemText(0)]
        dialog = PrinterDialog(self._context, printer, stock, taken, self.window())
        dialog.saved.connect(self._follow)
        dialog.removed.connect(lambda _name: self._choose(""))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(object)
    def _follow(self, printer: Printer) -> None:
        self._choose(printer.name)

    def _row_of(self, name: str) -> int:
        return next((row for row, one in enumerate(self._known) if one.name == name), 0)

    def _fill(self, name: str) -> None:
        """List what there is now and show the printer of this name."""
        self._known = [PDF, *self._system, *printers.thermal(self._context.store)]
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([one.name or _("PDF file") for one in self._known])
        self.box.insertSeparator(len(self._known))
        self.box.addItem(_("Set up a thermal printer…"))
        self.box.setCurrentIndex(self._row_of(name))
        self.box.blockSignals(False)
        self._chosen = self._known[self._row_of(name)].name
        self._show_words()

    def _show_words(self) -> None:
        words = told(self.fit_for(self._stock)).split(" · ") if self._stock else []
        self.words.setText(" · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in words))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.adjust_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.box)
        column.addLayout(row)


def told(fit: Fit) -> str:
    """A correction in words: moved 0.4 / −0.2 mm, scaled to 100.2 %."""
    parts = []
    if fit.offset_x or fit.offset_y:
        moved = {"right": _signed(fit.offset_x), "down": _signed(fit.offset_y)}
        parts.append(_("moved {right} / {down} mm").format(**moved))
    if fit.scale != 1:
        parts.append(_("scaled to {n} %").format(n=_signed(fit.scale * 100)))
    return " · ".join(parts) or _("Not corrected on this paper")


def _signed(value: float) -> str:
    """With a true minus and as many places as it has, two at most."""
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    places = len(text.partition(".")[2])
    return ("−" if value < 0 else "") + format.decimal(abs(value), places)
