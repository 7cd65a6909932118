"""What opens under a filter chip: a list to tick, with type-ahead where it is long, a day, or a span of years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from spbe_assets.domain import validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import Field, Kind
from spbe_assets.i18n import N_, _
from ui.inventory.filter_kinds import Option
from ui.widgets.basics import button, label

VALUE = Qt.ItemDataRole.UserRole
WIDTH = 300
LINES = 9
LINE_PX = 30
YEAR = Field("asset", "year", N_("Year"), Kind.YEAR)
DAY = Field("asset", "day", N_("Day"), Kind.DATE)


class Popup(QFrame):
    """A small sheet under a chip; `picked` fires at every change, a click elsewhere or Esc closes it."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(8)

    def open_under(self, anchor: QWidget) -> None:
        """Show below a chip, kept inside the screen."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        room = anchor.screen().availableGeometry()
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        corner.setY(max(room.top(), min(corner.y(), room.bottom() - self.height())))
        self.move(corner)
        self.show()


class TickPopup(Popup):
    """Lines to tick. `load` gives the lines for a typed text; what is ticked stays on top."""

    def __init__(
        self,
        load: Callable[[str], Sequence[Option]],
        ticked: Mapping[Any, str],
        *,
        searchable: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._ticked = dict(ticked)

        self.search = QLineEdit(placeholderText=_("Type to find"), clearButtonEnabled=True)
        self.search.setVisible(searchable)
        self.search.setAccessibleName(_("Find a choice"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Choices"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)

        self.column.addWidget(self.search)
        self.column.addWidget(self.list)

        self.search.textChanged.connect(self._fill)
        self.list.itemChanged.connect(self._on_tick)
        self.list.itemActivated.connect(_turn)
        self._fill("")
        self.list.setFixedHeight(LINE_PX * min(max(self.list.count(), 1), LINES) + 4)
        self.setFocusProxy(self.search if searchable else self.list)

    def _fill(self, text: str) -> None:
        first = [] if text else [Option(value, name) for value, name in self._ticked.items()]
        found = [option for option in self._load(text.strip()) if text or option.value not in self._ticked]
        if not self.search.isVisibleTo(self):
            first, found = [], list(self._load(""))
        self.list.blockSignals(True)
        self.list.clear()
        for option in (*first, *found):
            self._add(option)
        self.list.blockSignals(False)
        if self.list.count():
            self.list.setCurrentRow(0)

    def _add(self, option: Option) -> None:
        item = QListWidgetItem(option.text)
        item.setData(VALUE, option.value)
        item.setToolTip(option.hint)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        on = option.value in self._ticked
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _on_tick(self, item: QListWidgetItem) -> None:
        value = item.data(VALUE)
        if item.checkState() == Qt.CheckState.Checked:
            self._ticked[value] = item.text()
        else:
            self._ticked.pop(value, None)
        self.picked.emit(dict(self._ticked))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search line into the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)


def _turn(item: QListWidgetItem) -> None:
    on = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


class DayPopup(Popup):
    """One of the usual days, or a typed one."""

    def __init__(self, options: Sequence[Option], chosen: date | None, typed: str, parent: QWidget) -> None:
        super().__init__(parent)
        for option in options:
            choice = button(option.text, "flat")
            choice.setProperty("menu", True)
            choice.clicked.connect(lambda _on=False, day=option.value: self._take(day))
            self.column.addWidget(choice)
        self.day = QLineEdit(typed if chosen else "", placeholderText=_("day/month/year"))
        self.day.setAccessibleName(_("Day"))
        self.column.addWidget(self.day)
        self.note = label("", "small")
        self.note.setWordWrap(True)
        self.note.hide()
        self.column.addWidget(self.note)
        self.day.returnPressed.connect(self._take_typed)

    def _take(self, day: date | None) -> None:
        self.picked.emit(day)
        self.close()

    def _take_typed(self) -> None:
        try:
            self._take(validation.parse_text(DAY, self.day.text()))
        except Invalid as error:
            self.note.setText(str(error))
            self.note.show()
            self.adjustSize()


class YearPopup(Popup):
    """From and to a year; either may stay empty."""

    def __init__(self, first: int | None, last: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.first, self.last = (QLineEdit("" if year is None else str(year)) for year in (first, last))
        self.first.setPlaceholderText(_("from"))
        self.last.setPlaceholderText(_("to"))
        self.first.setAccessibleName(_("From year"))
        self.last.setAccessibleName(_("To year"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.first)
        row.addWidget(label("–", "muted"))
        row.addWidget(self.last)
        self.column.addLayout(row)
        self.note = label("", "small")
        self.note.setWordWrap(True)
        self.note.hide()
        self.column.addWidget(self.note)
        for line in (self.first, self.last):
            line.textEdited.connect(lambda _text: self._take())
            line.returnPressed.connect(self.close)
        self.setFocusProxy(self.first)

    def _take(self) -> None:
        try:
            years = tuple(validation.parse_text(YEAR, line.text()) for line in (self.first, self.last))
        except Invalid as error:
            self.note.setText(str(error))
            self.note.setVisible(len(self.first.text()) >= 4 or len(self.last.text()) >= 4)
            return
        self.note.hide()
        self.picked.emit(years)
