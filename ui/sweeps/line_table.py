"""What should be in a room and what was seen there, as a table: all of it, what is still missing, or the exceptions."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services.sweeps import Line, RoomView, Settled, State
from ui import format, theme
from ui.sweeps import looks
from ui.widgets.table import CELL, Cell, Index

STATE, TAG, THING, CONDITION, REGISTER, SEEN = range(6)
HEADERS = (N_("State"), N_("Tag"), N_("Item"), N_("Condition"), N_("In the register"), N_("Seen"))
FOREIGN = (State.WRONG_ROOM, State.UNEXPECTED, State.UNKNOWN)
Key = tuple[Id | None, Id | None]
_NOWHERE = QModelIndex()


class Shown(IntEnum):
    """Which lines are shown."""

    ALL = 0
    MISSING = 1
    EXCEPTIONS = 2


class LineTable(QAbstractTableModel):
    """The lines of one room; `key` tells the same line again after the room was read anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Line, ...] = ()
        self._is_open = True
        self._shown = Shown.ALL
        self.lines: list[Line] = []

    def show_room(self, view: RoomView | None) -> None:
        """Show a room, or none."""
        self._all = view.lines if view is not None else ()
        self._is_open = view is None or view.sweep.is_open
        self.show_only(self._shown)

    def show_only(self, shown: Shown) -> None:
        """Show only some of the lines."""
        self.beginResetModel()
        self._shown = shown
        self.lines = [line for line in self._all if _belongs(line, shown)]
        self.endResetModel()

    @property
    def shown(self) -> Shown:
        """Which lines are shown."""
        return self._shown

    def count(self, shown: Shown) -> int:
        """How many lines there are of one kind."""
        return len(self._all) if shown is Shown.ALL else sum(_belongs(line, shown) for line in self._all)

    def line(self, row: int) -> Line | None:
        """What stands in a row; None outside the list."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def of_sighting(self, sighting_id: Id) -> Line | None:
        """The line of a sighting, on show or not."""
        return next((line for line in self._all if line.sighting_id == sighting_id), None)

    def row_of(self, key: Key) -> int:
        """Where a line stands, -1 where it is not shown."""
        return next((row for row, line in enumerate(self.lines) if same(key, line)), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        if role == CELL:
            return cell(line, index.column(), is_open=self._is_open)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(line, index.column(), is_open=self._is_open).text
        if role == Qt.ItemDataRole.ToolTipRole:
            made = cell(line, index.column(), is_open=self._is_open)
            return " · ".join(text for text in (made.text, made.second) if text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(HEADERS[index.column()])}: {cell(line, index.column(), is_open=self._is_open).text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADERS[section])
        return super().headerData(section, orientation, role)


def key(line: Line) -> Key:
    """What tells a line again: its asset, or the sighting of a code that nobody knows."""
    return line.asset_id, line.sighting_id


def same(one: Key, line: Line) -> bool:
    """Whether a line is that of a key; seen meanwhile or taken back, an asset is the same."""
    asset_id, sighting_id = one
    return line.asset_id == asset_id if asset_id is not None else line.sighting_id == sighting_id


def cell(line: Line, column: int, *, is_open: bool = True) -> Cell:
    """What stands in one cell of a line."""
    if column == STATE:
        look = looks.of_line(line, is_open=is_open)
        return Cell(look.word, icon=look.icon, style=look.role)
    if column == TAG:
        return Cell(line.tag or format.NOTHING, style="code" if line.tag else "muted")
    if column == THING:
        return Cell(looks.called(line), second=line.serial, style="strong")
    if column == CONDITION:
        return _condition(line)
    if column == REGISTER:
        return Cell(register(line), style="muted")
    return Cell(_seen(line), style="muted")


def register(line: Line) -> str:
    """Where the register has what is not expected here, and where else it was seen."""
    said = []
    if line.state in (State.WRONG_ROOM, State.UNEXPECTED):
        agency = line.agency if line.state is State.UNEXPECTED else ""
        said.append(" · ".join(text for text in (line.room, agency) if text) or _("in no room"))
    if line.also_in:
        said.append(_("also seen in {rooms}").format(rooms=", ".join(line.also_in)))
    if line.settled is Settled.LEFT:
        said.append(_("left as it is"))
    return ", ".join(said)


def _condition(line: Line) -> Cell:
    if line.condition is None:
        return Cell(format.NOTHING, style="muted")
    before = looks.condition(line.condition_before) if line.condition_changed and line.condition_before else ""
    return Cell(
        looks.condition(line.condition),
        second=_("was {condition}").format(condition=before) if before else "",
        tone=theme.tone(line.condition),
        style="strong" if line.condition_seen else "muted",
    )


def _seen(line: Line) -> str:
    if line.seen_at is None:
        return ""
    when = format.recent(line.seen_at, datetime.now(UTC))
    if line.state is State.MISSING:
        return _("last {when}").format(when=when)
    return f"{format.clock(line.seen_at)} · {line.seen_by}" if when != format.moment(line.seen_at) else when


def _belongs(line: Line, shown: Shown) -> bool:
    if shown is Shown.MISSING:
        return line.state is State.MISSING
    return shown is Shown.ALL or line.state in FOREIGN
