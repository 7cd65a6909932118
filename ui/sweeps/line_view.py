"""The lines of a room as a list that has the keyboard: single keys act, everything else is typed into the scan line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.sweeps import Line, State
from ui.sweeps import line_table
from ui.sweeps.line_table import CONDITION, REGISTER, SEEN, STATE, TAG, THING, Key, LineTable
from ui.widgets.table import TableView

WIDTHS = {STATE: 192, TAG: 106, CONDITION: 146, REGISTER: 170, SEEN: 140}
NARROW_PX, WIDE_CONDITION_PX = 960, 230
WIDE_PX = 1300
_Select = QItemSelectionModel.SelectionFlag
PLAIN = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class LineView(TableView):
    """`typed` carries a text that belongs into the scan line; `act` does what a key means and says whether it did."""

    typed = Signal(str)
    rooms_asked = Signal()

    def __init__(self, shown: LineTable, act: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._act = shown, act
        self.setModel(shown)
        self.setAccessibleName(_("What is in this room"))
        head = self.horizontalHeader()
        for column, width in WIDTHS.items():
            head.resizeSection(column, width)
        head.setSectionResizeMode(THING, QHeaderView.ResizeMode.Stretch)

    def selected(self) -> list[Line]:
        """The selected lines from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [line for row in rows if (line := self._lines.line(row)) is not None]

    def current(self) -> Line | None:
        """The line that has the ring of the focus."""
        return self._lines.line(self.currentIndex().row())

    def select(self, keys: Sequence[Key]) -> None:
        """Select these lines as far as they are shown, and nothing else."""
        wanted = QItemSelection()
        for row in (self._lines.row_of(key) for key in keys):
            if row >= 0:
                wanted.select(self._lines.index(row, 0), self._lines.index(row, 0))
        self.selectionModel().select(wanted, _Select.ClearAndSelect | _Select.Rows)

    def go_to(self, key: Key, *, select: bool) -> None:
        """Bring a line into view, selected or only ringed."""
        row = self._lines.row_of(key)
        if row < 0:
            return
        how = _Select.ClearAndSelect | _Select.Rows if select else _Select.NoUpdate
        self.selectionModel().setCurrentIndex(self._lines.index(row, 0), how)
        self.scrollTo(self._lines.index(row, 0))

    def next_missing(self, after: Line) -> Line | None:
        """The line below one that is not seen yet, or the first such line of all; None where all are seen."""
        at = self._lines.row_of(line_table.key(after))
        rows = [*self._lines.lines[at + 1 :], *self._lines.lines[: max(at, 0)]]
        return next((line for line in rows if line.state is State.MISSING), None)

    def ring(self, row: int) -> None:
        """Put the ring on a row without selecting it, for the next tick."""
        at = max(0, min(row, self._lines.rowCount() - 1))
        self.selectionModel().setCurrentIndex(self._lines.index(at, 0), _Select.NoUpdate)
        self.scrollTo(self._lines.index(at, 0))

    def keys_of_selected(self) -> list[Key]:
        """What tells the selected lines again."""
        return [line_table.key(line) for line in self.selected()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the time is left out; where there is much, the old condition is told too."""
        super().resizeEvent(event)
        width = event.size().width()
        self.setColumnHidden(SEEN, width < NARROW_PX)
        wide = width >= WIDE_PX
        self.horizontalHeader().resizeSection(CONDITION, WIDE_CONDITION_PX if wide else WIDTHS[CONDITION])
        self.horizontalHeader().resizeSection(REGISTER, 280 if wide else WIDTHS[REGISTER])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._act(event):
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.typed.emit(QGuiApplication.clipboard().text().strip())
        elif event.key() == Qt.Key.Key_Left:
            self.rooms_asked.emit()
        elif _is_letter(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


def _is_letter(event: QKeyEvent) -> bool:
    text = event.text()
    return len(text) == 1 and text.isprintable() and text != " " and not event.modifiers() & ~PLAIN
