"""What there is to know about a thermal printer: its name, its language, its resolution, and how it is reached."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets.i18n import N_, _
from spbe_assets.labels import dots, sending
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.labels.sending import Port, Queue
from ui.context import AppContext
from ui.labels.fit_form import NAME_PX
from ui.labels.page import ask, form
from ui.widgets.basics import label, pad

LANGUAGES = {
    PrinterKind.ZPL: N_("ZPL (Zebra and compatible ones)"),
    PrinterKind.TSPL: N_("TSPL (TSC, Xprinter and compatible ones)"),
}
NETWORK, QUEUE, FILE = range(3)
WAYS = (N_("By network"), N_("By a queue of this computer"), N_("By a file that is copied to it"))
LARGEST_PORT = 65_535


class ThermalForm(QWidget):
    """`changed` fires whenever something was typed or chosen."""

    changed = Signal()

    def __init__(self, context: AppContext, printer: Printer, *, is_new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit(printer.name, placeholderText=_("such as Zebra in the store room"))
        self.name.setEnabled(is_new)  # corrections are kept under it
        self.language, self.dpi, self.way = QComboBox(), QComboBox(), QComboBox()
        self.host, self.port = QLineEdit(placeholderText="192.168.1.50"), QSpinBox()
        self.queue = QComboBox(editable=True)
        self.details = QStackedWidget()

        self._fill()
        self._lay_out()
        self._show(printer)
        context.run_later(lambda _progress: sending.queues(), quiet=True).then(self, self._show_queues)

        self.way.currentIndexChanged.connect(self.details.setCurrentIndex)
        for line in (self.name, self.host):
            line.textEdited.connect(self.changed)
        for box in (self.language, self.dpi, self.way, self.queue):
            box.currentTextChanged.connect(self.changed)
        self.port.valueChanged.connect(self.changed)

    @property
    def printer(self) -> Printer:
        """The printer as it is described.

        Raises:
            Invalid: there is no such address.
        """
        address = self._address()
        if address:
            sending.parse(address)
        kind = PrinterKind(self.language.currentData())
        return Printer(self.name.text().strip(), kind, self.dpi.currentData(), address)

    def _address(self) -> str:
        way, host = self.way.currentIndex(), self.host.text().strip()
        if way == NETWORK:
            host = f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host
            return f"tcp://{host}:{self.port.value()}"
        return f"queue:{self.queue.currentText().strip()}" if way == QUEUE else ""

    def _show(self, printer: Printer) -> None:
        self.language.setCurrentIndex(max(self.language.findData(str(printer.kind)), 0))
        self.dpi.setCurrentIndex(max(self.dpi.findData(printer.dpi or dots.DEFAULT), 0))
        address = sending.parse(printer.address) if printer.address else None
        way = QUEUE if isinstance(address, Queue) else NETWORK if address or not printer.name else FILE
        if isinstance(address, Port):
            self.host.setText(address.host)
            self.port.setValue(address.port)
        elif isinstance(address, Queue):
            self.queue.setCurrentText(address.name)
        self.way.setCurrentIndex(way)
        self.details.setCurrentIndex(way)

    @Slot(object)
    def _show_queues(self, names: list[str]) -> None:
        typed = self.queue.currentText()
        self.queue.blockSignals(True)
        self.queue.clear()
        self.queue.addItems(names)
        self.queue.setCurrentText(typed or (names[0] if names else ""))
        self.queue.blockSignals(False)

    def _fill(self) -> None:
        for kind, text in LANGUAGES.items():
            self.language.addItem(_(text), str(kind))
        for dpi in dots.RESOLUTIONS:
            self.dpi.addItem(_("{n} dpi").format(n=dpi), dpi)
        self.way.addItems([_(text) for text in WAYS])
        self.port.setRange(1, LARGEST_PORT)
        self.port.setValue(sending.RAW_PORT)
        self.port.setGroupSeparatorShown(False)
        pad(self.port)

    def _lay_out(self) -> None:
        questions = form()
        questions.setContentsMargins(0, 0, 0, 0)
        ask(questions, _("Name"), self.name).setMinimumWidth(NAME_PX)
        ask(questions, _("Language"), self.language)
        ask(questions, _("Resolution"), self.dpi)
        ask(questions, _("Reached"), self.way)
        network = QWidget()
        row = QHBoxLayout(network)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.host, 1)
        row.addWidget(label(_("Port"), "muted"))
        row.addWidget(self.port)
        for field, name in ((self.host, _("Network address")), (self.port, _("Port")), (self.queue, _("Queue"))):
            field.setAccessibleName(name)
        note = label(_("Printing asks for a file, which you then copy to the printer."), "small", wrap=True)
        for page in (network, self.queue, note):
            self.details.addWidget(page)
        ask(questions, "", self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(questions)
