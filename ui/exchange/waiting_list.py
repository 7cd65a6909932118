"""The records that wait for a decision, one below the other: tag, name, and the fields it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import theme
from ui.widgets.table import CELL, Index

WIDTH_PX, LINE_PX, EDGE_PX, TEXT_PX = 260, 74, 14, 20
AT_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """What is painted, and what it stands for; `mark` is a word at the right of the tag."""

    tag: str
    name: str
    below: str
    key: Any
    mark: str = ""

    @property
    def whole(self) -> str:
        """All of it for a tooltip and a screen reader."""
        return " · ".join(text for text in (self.tag, self.mark, self.name, self.below) if text)


class WaitingModel(QAbstractListModel):
    """Shows what it is given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[WaitingLine] = []

    def show_lines(self, lines: Sequence[WaitingLine]) -> None:
        """Show others."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == CELL:
            return line
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        return line.whole if role in spoken else None


class WaitingDelegate(QStyledItemDelegate):
    """Three lines of text over a thin line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, LINE_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, rect = index.data(CELL), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selected"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect)
        room = rect.adjusted(EDGE_PX, 8, -EDGE_PX, -8)
        self._text(painter, room, 0, line.tag, theme.mono_font(), "text")
        self._text(painter, room, 1, line.name, theme.font(weight=QFont.Weight.Medium), "text")
        self._text(painter, room, 2, line.below, theme.font(12), "muted")
        if line.mark:
            painter.setFont(theme.font(11, QFont.Weight.DemiBold))
            painter.setPen(theme.colour("warn"))
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRect(room.left(), room.top(), room.width(), TEXT_PX), right, line.mark)
        painter.restore()

    def _text(self, painter: QPainter, room: QRect, row: int, text: str, font: QFont, role: str) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.left(), room.top() + row * TEXT_PX, room.width(), TEXT_PX), AT_LEFT, shown)


class WaitingList(QListView):
    """`chosen` carries the key of the line that is now the current one, None where there is none."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_of_lines = WaitingModel(self)
        self.setModel(self.model_of_lines)
        self.setItemDelegate(WaitingDelegate(self))
        self.setObjectName("waiting")
        self.setAccessibleName(name)
        self.setFixedWidth(WIDTH_PX)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit(self.key()))
        theme.notifier().changed.connect(self.viewport().update)

    @property
    def lines(self) -> list[WaitingLine]:
        """What is on show."""
        return self.model_of_lines.lines

    def key(self) -> Any:
        """What the current line stands for."""
        row = self.currentIndex().row()
        return self.lines[row].key if 0 <= row < len(self.lines) else None

    def show_lines(self, lines: Sequence[WaitingLine]) -> None:
        """Show others; the current one stays, or the one that took its place."""
        if self.lines == list(lines) and self.currentIndex().isValid():
            self.chosen.emit(self.key())
            return
        before, row = self.key(), max(self.currentIndex().row(), 0)
        self.model_of_lines.show_lines(lines)
        keys = [line.key for line in lines]
        self.go(keys.index(before) if before in keys else min(row, len(keys) - 1))
        if not keys:
            self.chosen.emit(None)

    def go(self, row: int) -> None:
        """Make a line the current one."""
        if 0 <= row < len(self.lines):
            self.setCurrentIndex(self.model_of_lines.index(row))

    def step(self, by: int = 1) -> None:
        """Go on to the next line, after the last to the first."""
        if self.lines:
            self.go((self.currentIndex().row() + by) % len(self.lines))
