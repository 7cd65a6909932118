"""Finishing a sweep: what is missing and what was unexpected, once more, then the number and notes of its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services import sweeps
from spbe_assets.services.sweeps import Line, RoomView, Settled, State, SweepOverview
from ui import format
from ui.context import AppContext
from ui.format import counted
from ui.sweeps import looks
from ui.widgets.basics import button, divider, label
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.table import CELL, Cell, Index, TableView

SIZE, NOTES_PX = (820, 620), 62
LONGEST_NUMBER = 80
ROOM, STATE, TAG, THING = range(4)
HEADERS = (N_("Room"), N_("State"), N_("Tag"), N_("Item"))
WIDTHS = {ROOM: 210, STATE: 160, TAG: 120}
DEALT_WITH = (Settled.MOVED, Settled.CREATED)
_NOWHERE = QModelIndex()


class Ending(NamedTuple):
    """What the minutes are to say."""

    number: str
    notes: str


class LeftTable(QAbstractTableModel):
    """What is not as the register has it, room by room."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[tuple[str, Line]] = []

    def show_rooms(self, rooms: Sequence[RoomView]) -> None:
        """Show what is missing or unexpected in these rooms; what has been moved or recorded is dealt with."""
        self.beginResetModel()
        self.lines = [
            (room.room, line)
            for room in rooms
            for line in room.lines
            if line.state is not State.FOUND and line.settled not in DEALT_WITH
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        made = self._cell(index.row(), index.column())
        if role == CELL:
            return made
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return made.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(HEADERS[index.column()])}: {made.text}"
        return None

    def _cell(self, row: int, column: int) -> Cell:
        room, line = self.lines[row]
        if column == ROOM:
            return Cell(room, style="muted")
        if column == STATE:
            look = looks.of_state(line.state, is_open=False)
            return Cell(look.word, icon=look.icon, style=look.role)
        if column == TAG:
            return Cell(line.tag or line.code, style="code")
        return Cell(looks.called(line), second=line.serial)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADERS[section])
        return super().headerData(section, orientation, role)


class FinishDialog(QDialog):
    """`finished_with` carries an `Ending`."""

    finished_with = Signal(object)

    def __init__(self, context: AppContext, sweep_id: Id, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = label("", "record", wrap=True)
        self.notice = Notice("info", "")
        self.notice.hide()
        self.left = LeftTable(self)
        self.table = TableView()
        self.number = QLineEdit()
        self.notes = QPlainTextEdit()
        self.cancel_button = button(_("Go on sweeping"))
        self.finish_button = button(_("Finish and make the minutes"), "main", "clipboard-check")
        self.finish_button.setEnabled(False)

        self._lay_out()
        self.cancel_button.clicked.connect(self.reject)
        self.finish_button.clicked.connect(self._finish)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.finish_button.click)
        job = context.read_later(lambda session, _progress: sweeps.everything(session, sweep_id))
        job.then(self, self._show)
        self.number.setFocus()

    def _lay_out(self) -> None:
        self.setWindowTitle(_("Finish the sweep"))
        self.resize(*SIZE)
        self.table.setObjectName("framed")
        self.table.setModel(self.left)
        self.table.setAccessibleName(_("Missing and exceptions"))
        head = self.table.horizontalHeader()
        for column, width in WIDTHS.items():
            head.resizeSection(column, width)
        head.setSectionResizeMode(THING, QHeaderView.ResizeMode.Stretch)
        self.number.setMaxLength(LONGEST_NUMBER)
        self.number.setPlaceholderText(_("for instance 028/BA-OPNAME/XI/2026"))
        self.notes.setFixedHeight(NOTES_PX)
        self.notes.setTabChangesFocus(True)
        body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 14)
        body.setSpacing(8)
        body.addWidget(self.heading)
        body.addWidget(self.notice)
        body.addWidget(self.table, 1)
        for title, field in (
            (_("Number of the minutes (optional)"), self.number),
            (_("Notes for the minutes (optional)"), self.notes),
        ):
            name = label(title, "small")
            name.setBuddy(field)
            field.setAccessibleName(title)
            body.addWidget(name)
            body.addWidget(field)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 12)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.finish_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(divider())
        whole.addLayout(foot)

    def _show(self, found: tuple[SweepOverview, tuple[RoomView, ...]]) -> None:
        overview, rooms = found
        total = overview.total
        said = [
            _("{found} of {expected} found").format(
                found=format.number(total.found), expected=format.number(total.expected)
            ),
            counted(ngettext("{n} missing", "{n} missing", total.missing), total.missing) if total.missing else "",
            looks.exceptions_told(looks.exceptions(total)),
        ]
        self.heading.setText(" · ".join(text for text in said if text))
        self._say_undone(sum(not room.done for room in overview.rooms))
        self.number.setText(overview.sweep.number)
        self.notes.setPlainText(overview.sweep.notes)
        self.left.show_rooms(rooms)
        well = EmptyState("circle-check", _("Everything is where it should be"), _("Nothing is missing or unexpected."))
        self.table.set_empty(well)
        self.finish_button.setEnabled(True)

    def _say_undone(self, rooms: int) -> None:
        self.notice.set(counted(ngettext("{n} room is not marked as done yet.", "{n} rooms are not marked as done yet.",
                                         rooms), rooms))  # fmt: skip
        self.notice.set_tone("warn")
        self.notice.setVisible(rooms > 0)

    def _finish(self) -> None:
        self.accept()
        self.finished_with.emit(Ending(self.number.text().strip(), self.notes.toPlainText().strip()))
