"""What opens under a filter chip: a list to tick, with type-ahead where it is long, a day, or a span of years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain import validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import Field, Kind
from spbe_assets.i18n import N_, _
from ui.inventory.filter_kinds import Option
from ui.widgets.basics import label

WIDTH = 340
LINES = 9
LINE_PX = 30
YEAR = Field("asset", "year", N_("Year"), Kind.YEAR)
DAY = Field("asset", "day", N_("Day"), Kind.DATE)


class Popup(QFrame):
    """A small sheet under a chip, inside the window; `picked` fires at every change.

    A press elsewhere, Esc, or the focus going on closes it.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(8)

    def open_under(self, anchor: QWidget) -> None:
        """Show below a chip, kept inside the window."""
        self.adjustSize()
        window = anchor.window()
        corner = anchor.mapTo(window, QPoint(0, anchor.height() + 4))
        corner.setX(max(0, min(corner.x(), window.width() - self.width() - 8)))
        corner.setY(max(0, min(corner.y(), window.height() - self.height() - 8)))
        self.move(corner)
        self.show()
        self.raise_()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.close()
        elif isinstance(event, QKeyEvent) and _is_escape(event):
            self.close()
            return True
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        super().closeEvent(event)


def _is_escape(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape


class TickList(QListWidget):
    """A list of which every line is a check box as a whole: a click anywhere on it, Space or Enter turns it."""

    turned = Signal(QListWidgetItem)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Choices"))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._options: list[Option] = []
        self.itemClicked.connect(self.turn)

    def show_options(self, options: Sequence[Option], ticked: Collection[Any]) -> None:
        """Show other lines."""
        self.clear()
        self._options = list(options)
        for option in options:
            self._add(option, on=option.value in ticked)
        self.setCurrentRow(0)

    def option(self, item: QListWidgetItem) -> Option:
        """What a line stands for."""
        return self._options[self.row(item)]

    def _add(self, option: Option, *, on: bool) -> None:
        item = QListWidgetItem(option.text)
        item.setToolTip(option.hint)
        item.setSizeHint(QSize(0, LINE_PX))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.addItem(item)

    def turn(self, item: QListWidgetItem) -> None:
        """Tick a line, or take its tick away."""
        on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        self.turned.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.turn(item)
        else:
            super().keyPressEvent(event)


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
        self.list = TickList()

        self.column.addWidget(self.search)
        self.column.addWidget(self.list)

        self.search.textChanged.connect(self._fill)
        self.list.turned.connect(self._on_turned)
        self._fill("")
        self.list.setFixedHeight(LINE_PX * min(max(self.list.count(), 1), LINES) + 4)
        self.setFocusProxy(self.search if searchable else self.list)

    def _fill(self, text: str) -> None:
        first = [] if text else [Option(value, name) for value, name in self._ticked.items()]
        found = [option for option in self._load(text.strip()) if text or option.value not in self._ticked]
        if not self.search.isVisibleTo(self):
            first, found = [], list(self._load(""))
        self.list.show_options([*first, *found], self._ticked)

    def _on_turned(self, item: QListWidgetItem) -> None:
        option = self.list.option(item)
        if item.checkState() == Qt.CheckState.Checked:
            self._ticked[option.value] = option.text
        else:
            self._ticked.pop(option.value, None)
        self.picked.emit(dict(self._ticked))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search line into the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)


class DayPopup(Popup):
    """One of the usual days, or a typed one."""

    def __init__(self, options: Sequence[Option], chosen: date | None, typed: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._options = list(options)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Usual days"))
        for option in options:
            item = QListWidgetItem(option.text)
            item.setSizeHint(QSize(0, LINE_PX))
            self.list.addItem(item)
            if option.value == chosen:
                self.list.setCurrentItem(item)
        self.list.setFixedHeight(LINE_PX * self.list.count() + 4)
        self.day = QLineEdit(typed, placeholderText=_("or a day: day/month/year"))
        self.day.setAccessibleName(_("Day"))
        self.column.addWidget(self.list)
        self.column.addWidget(self.day)
        self.setFocusProxy(self.list)
        self.note = label("", "small")
        self.note.setWordWrap(True)
        self.note.hide()
        self.column.addWidget(self.note)
        self.list.itemClicked.connect(self._take_line)
        self.list.itemActivated.connect(self._take_line)
        self.day.returnPressed.connect(self._take_typed)

    def _take_line(self, item: QListWidgetItem) -> None:
        self._take(self._options[self.list.row(item)].value)

    def _take(self, day: date | None) -> None:
        if self.isVisible():  # a click on a line also activates it on some platforms
            self.close()
            self.picked.emit(day)

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
