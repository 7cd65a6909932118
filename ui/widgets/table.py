"""The list of the house: calm rows of 34 px, painted with one question to the model per cell."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import icons, theme

CELL = Qt.ItemDataRole.UserRole + 1
ROW_PX = 34
MARGIN_PX = 10
ICON_PX = 16
DOT_PX = 8
TONES = ("muted", "good", "warn", "bad", "accent")
Index = QModelIndex | QPersistentModelIndex


class Cell(NamedTuple):
    """All that is painted in one cell.

    `second` follows in the muted colour, `tone` (good, warn, bad, muted) draws a dot before the text or, with
    `badge`, a soft box behind it; `style` is "", "muted", "code", "strong" or a tone, which `icon` then has too.
    """

    text: str
    second: str = ""
    icon: str = ""
    tone: str = ""
    style: str = ""
    right: bool = False
    badge: bool = False
    spans: bool = False
    """It goes across all columns: every cell of the row is given the same and shows its part of it."""


class TableView(QTableView):
    """A row-selecting list without grid; `set_empty` says what stands there when it has no rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty: QWidget | None = None
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(31)
        theme.notifier().changed.connect(self.viewport().update)

    def set_empty(self, widget: QWidget) -> None:
        """What stands in the body when there are no rows, for instance an `EmptyState`."""
        self._empty = widget
        widget.setParent(self.viewport())
        self.viewport().installEventFilter(self)
        self.show_empty_if_needed()

    def show_empty_if_needed(self) -> None:
        """Show or hide the empty state; call it after the model has been reset."""
        if self._empty is None:
            return
        model = self.model()
        self._empty.setVisible(model is None or model.rowCount() == 0)
        self._empty.setGeometry(self.viewport().rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.show_empty_if_needed()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        # One Python call around the whole repaint takes the interpreter lock once instead of a thousand times.
        super().paintEvent(event)


class RowDelegate(QStyledItemDelegate):
    """Paints `Cell`s; asks the model once per cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain, self._strong = theme.font(), theme.font(weight=QFont.Weight.Medium)
        self._small, self._mono = theme.font(12, QFont.Weight.DemiBold), theme.mono_font()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell, rect = index.data(CELL), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.colour("selected"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect)
        if cell is not None and cell.spans:
            painter.setClipRect(rect)
            rect = _whole_row(option, rect)
            painter.fillRect(rect, theme.colour("selected" if selected else "surface"))
            painter.setPen(theme.colour("line"))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if cell is not None:
            self._paint_cell(painter, rect.adjusted(MARGIN_PX, 0, -MARGIN_PX, -1), cell)
        painter.restore()

    def _paint_cell(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        if cell.badge and cell.tone:
            self._paint_badge(painter, room, cell)
            return
        if cell.icon:
            top = room.center().y() - ICON_PX // 2 + 1
            role = cell.style if cell.style in TONES else "muted"
            painter.drawPixmap(QPoint(room.left(), top), icons.pixmap(cell.icon, role, ICON_PX, _scale(painter)))
            room = room.adjusted(ICON_PX + 11, 0, 0, 0)
        if cell.tone:
            room = _dot(painter, room, cell.tone)
        painter.setFont(self._font(cell.style))
        painter.setPen(theme.colour(_ink(cell.style)))
        used = _text(painter, room, cell.text, right=cell.right)
        if cell.second and used + 4 < room.width():
            painter.setFont(self._plain)
            painter.setPen(theme.colour("muted"))
            _text(painter, room.adjusted(used + 5, 0, 0, 0), cell.second)

    def _font(self, style: str) -> QFont:
        return {"code": self._mono, "strong": self._strong}.get(style, self._plain)

    def _paint_badge(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        box = room.adjusted(-6, 3, 6, -3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if cell.tone == "muted":
            painter.setBrush(theme.hatch())
        else:
            painter.setBrush(theme.colour(f"soft_{cell.tone}"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(self._small)
        painter.setPen(theme.colour(cell.tone))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), cell.text)


def _whole_row(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    table = option.widget
    if not isinstance(table, QTableView):
        return rect
    head = table.horizontalHeader()
    return QRect(-head.offset(), rect.top(), max(head.length(), rect.width()), rect.height())


def _ink(style: str) -> str:
    return style if style in TONES else "text"


def _scale(painter: QPainter) -> float:
    return painter.device().devicePixelRatioF()


def _dot(painter: QPainter, room: QRect, tone: str) -> QRect:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("warn_fill" if tone == "warn" else tone))
    painter.drawEllipse(room.left(), room.center().y() - DOT_PX // 2 + 1, DOT_PX, DOT_PX)
    return room.adjusted(DOT_PX + 7, 0, 0, 0)


def _text(painter: QPainter, room: QRect, text: str, *, right: bool = False) -> int:
    """Draw one line and return its width."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text)
    if width > room.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        width = room.width()
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
    return width
