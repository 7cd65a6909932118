"""The questions of the label screen: what, on which paper, from which cell, how often."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.printing import MOST_COPIES, Order
from spbe_assets.labels.stock import Stock
from spbe_assets.services import settings
from ui.context import AppContext
from ui.labels.sheet_picker import SheetPicker
from ui.labels.what_box import WhatBox
from ui.widgets.basics import label, pad
from ui.widgets.card import Card

ROW_PX = 32
STOCK_SETTING, NEXT_CELL_SETTING = "labels.stock", "labels.next_cell."


class OrderCard(Card):
    """`changed` fires when something else is to be printed."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._stocks = stocks.catalogue()
        self._labels = 0
        self.what = WhatBox(context)
        self.stock = QComboBox()
        self.picker = SheetPicker()
        self.start, self.copies = QSpinBox(), QSpinBox()
        self.last_end = label("", "small", wrap=True)
        for one in self._stocks.values():
            self.stock.addItem(one.title, one.id)
        self.stock.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.copies.setRange(1, MOST_COPIES)
        for spin in (self.start, self.copies):
            pad(spin)

        self._lay_out()
        kept = settings.installation(context.store, STOCK_SETTING, stocks.DEFAULT)
        self.stock.setCurrentIndex(max(self.stock.findData(kept), 0))
        self._take_stock()

        self.what.changed.connect(self.changed)
        self.stock.currentIndexChanged.connect(lambda _index: self._take_stock())
        self.picker.chosen.connect(self.start.setValue)
        self.start.valueChanged.connect(lambda _value: self._take_start())
        self.copies.valueChanged.connect(lambda _value: self.changed.emit())

    @property
    def paper(self) -> Stock:
        """The paper that is chosen."""
        return self._stocks[self.stock.currentData()]

    @property
    def order(self) -> Order:
        """What is to be printed."""
        return Order(self.what.wanted, self.paper, self.start.value(), self.copies.value())

    def show_count(self, labels: int) -> None:
        """Show on the sheet how far so many labels go."""
        self._labels = labels
        self._show_sheet()

    def remember(self, order: Order, next_cell: int) -> None:
        """Keep the paper and where its last sheet ended, for the next time."""
        store, paper = self._context.store, order.stock.id

        def keep(_progress: Progress) -> None:
            settings.set_installation(store, STOCK_SETTING, paper)
            settings.set_installation(store, NEXT_CELL_SETTING + paper, next_cell)

        self._context.run_later(keep).then(self, lambda _done: self._show_end())

    def _take_stock(self) -> None:
        paper = self.paper
        is_sheet = paper.cells > 1
        self.start.setRange(1, paper.cells)
        for part in (self.picker, self.start, self._start_name, self._picker_name):
            part.setVisible(is_sheet)
        self._show_sheet()
        self._show_end()
        self.changed.emit()

    def _show_sheet(self) -> None:
        self.picker.show_sheet(self.paper, self.start.value(), self._labels)

    def _take_start(self) -> None:
        self._show_sheet()
        self.changed.emit()

    def _show_end(self) -> None:
        """Say where the last sheet of this paper ended."""
        free = settings.installation(self._context.store, NEXT_CELL_SETTING + self.paper.id, 1)
        is_known = isinstance(free, int) and 1 < free <= self.paper.cells
        self.last_end.setText(_("The last sheet is free from cell {n} on.").format(n=free) if is_known else "")
        self.last_end.setVisible(is_known)

    def _lay_out(self) -> None:
        self._start_name, self._picker_name = label(_("First cell"), "muted"), label(_("Sheet"), "muted")
        self._start_name.setBuddy(self.start)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in ((_("Paper"), self.stock), (_("Copies"), self.copies)):
            field.setAccessibleName(name)
            shown = label(name, "muted")
            shown.setBuddy(field)
            shown.setMinimumHeight(ROW_PX)
            form.addRow(shown, field)
        self.start.setAccessibleName(_("First cell"))
        self._start_name.setMinimumHeight(ROW_PX)
        form.addRow(self._start_name, self.start)
        sheet = QVBoxLayout()
        sheet.setSpacing(2)
        sheet.addWidget(self.picker)
        sheet.addWidget(self.last_end)
        form.addRow(self._picker_name, sheet)
        self.body.setSpacing(10)
        self.body.addWidget(label(_("What gets a label"), "heading"))
        self.body.addWidget(self.what)
        self.body.addWidget(label(_("Paper and place"), "heading"))
        self.body.addLayout(form)
