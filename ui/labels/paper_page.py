"""Which label paper: found by typing, drawn to scale, or a paper of one's own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QListWidget, QListWidgetItem

from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.stock import Stock
from spbe_assets.services import settings
from ui.context import AppContext
from ui.labels.page import LabelPage, ask, form
from ui.labels.sheet_picker import SheetPicker
from ui.widgets.basics import button, label, pad

STOCK_SETTING, LENGTH_SETTING = "labels.stock", "labels.length."
LENGTHS_MM = (10.0, 300.0)
LINE_PX = 34


class PaperPage(LabelPage):
    """`paper` is the one that is chosen; the last used one stands first chosen the next time."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(
            _("Label paper"), _("Look on the packet for the maker's number, or for the size of one label.")
        )
        self._context = context
        self._stocks: dict[str, Stock] = {}
        self.search = QLineEdit(placeholderText=_("Maker, number or size"), clearButtonEnabled=True)
        self.search.setAccessibleName(_("Find a label paper"))
        self.list = QListWidget()
        self.list.setObjectName("sections")
        self.list.setAccessibleName(_("Label papers"))
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.own_button = button(_("My own label paper…"), icon="pencil")
        self.length = QDoubleSpinBox()
        self.length.setRange(*LENGTHS_MM)
        self.length.setDecimals(1)
        self.length.setSuffix(" mm")
        pad(self.length)
        self.sheet = SheetPicker(can_choose=False)
        self.measures = label("", "muted", wrap=True)

        self.asked.addWidget(self.search)
        self.asked.addWidget(self.list, 1)
        lengths = form()
        self._length_name = ask(lengths, _("Length of a label"), self.length)
        self.asked.addLayout(lengths)
        self.asked.addWidget(self.own_button)
        self.stage.addWidget(self.sheet, 1)
        self.stage.addWidget(self.measures)
        self.setFocusProxy(self.search)
        self.load(str(settings.installation(context.store, STOCK_SETTING, stocks.DEFAULT)))

        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.currentItemChanged.connect(lambda *_items: self._take())
        self.own_button.clicked.connect(self.edit_own)
        self.length.valueChanged.connect(lambda _value: self._show())

    @property
    def paper(self) -> Stock:
        """The paper that is chosen."""
        chosen = self._chosen
        return chosen.cut_to(self.length.value()) if chosen.length is not None else chosen

    @property
    def _chosen(self) -> Stock:
        item = self.list.currentItem()
        return self._stocks[item.data(Qt.ItemDataRole.UserRole)] if item else stocks.find(stocks.DEFAULT)

    def load(self, chosen: str) -> None:
        """Read the catalogue again, own papers included, and choose one."""
        self._stocks = stocks.catalogue()
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._stocks.values():
            item = QListWidgetItem(one.title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            item.setToolTip(one.title)
            item.setSizeHint(QSize(0, LINE_PX))
        self.list.blockSignals(False)
        self.choose(chosen)

    def choose(self, stock_id: str) -> None:
        """Choose a paper by its id; one that is gone gives way to the usual one."""
        ids = list(self._stocks)
        wanted = stock_id if stock_id in self._stocks else stocks.DEFAULT
        self.list.setCurrentRow(ids.index(wanted) if wanted in self._stocks else 0)
        self._take()

    @Slot()
    def edit_own(self) -> None:
        """Make or change a paper of one's own, beginning with the chosen one."""
        from ui.labels.stock_editor import StockEditor

        editor = StockEditor(self._context, self.paper, self.window())
        editor.saved.connect(self.load)
        editor.finished.connect(editor.deleteLater)
        editor.open()

    @Slot(str)
    def _narrow(self, text: str) -> None:
        """Show the papers that hold every word."""
        words = text.casefold().replace(",", ".").split()
        for number in range(self.list.count()):
            item = self.list.item(number)
            said = item.text().casefold().replace(",", ".")
            item.setHidden(not all(word in said for word in words))
        shown = [number for number in range(self.list.count()) if not self.list.item(number).isHidden()]
        if shown and self.list.currentItem().isHidden():
            self.list.setCurrentRow(shown[0])

    def _take(self) -> None:
        """A roll or tape that is cut asks how long its labels are; the last length of each is remembered."""
        usual = self._chosen.length
        for part in (self.length, self._length_name):
            part.setVisible(usual is not None)
        if usual is not None:
            kept = settings.installation(self._context.store, LENGTH_SETTING + self._chosen.id, usual)
            self.length.blockSignals(True)
            self.length.setValue(kept if isinstance(kept, int | float) else usual)
            self.length.blockSignals(False)
        self._show()

    def remember(self) -> None:
        """Begin with this paper, and this length of it, the next time."""
        store, paper, length = self._context.store, self._chosen, self.length.value()

        def keep(_progress: Progress) -> None:
            settings.set_installation(store, STOCK_SETTING, paper.id)
            if paper.length is not None:
                settings.set_installation(store, LENGTH_SETTING + paper.id, length)

        self._context.run_later(keep)

    def _show(self) -> None:
        paper = self.paper
        self.sheet.show_sheet(paper, 1, 0)
        self.measures.setText(paper.title)
        self.changed.emit()
