"""The painted list of the readiness pane: criteria, records or agencies, reached by mouse and keyboard alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.readiness.line import Line, Link

LINE = Qt.ItemDataRole.UserRole + 1
SIDE_PX, TOP_PX, TITLE_PX, SMALL_PX, FIGURE_PX = 16, 9, 20, 18, 52
ARROW = " ›"
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class LineModel(QAbstractListModel):
    """A handful of lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                text for text in (line.title, line.figure, line.sub, *(link.text for link in line.links)) if text
            )
        return None


class LineList(QListView):
    """`opened` carries a line's key and the state of the link that was chosen.

    A click chooses a link; Enter chooses the only one, or offers those there are.
    """

    opened = Signal(object, object)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LineModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # a narrower line may need a second one for its title
        theme.notifier().changed.connect(self.viewport().update)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these instead; the line that was current stays so if it is still there."""
        kept = self.lines.lines[at].key if 0 <= (at := self.currentIndex().row()) < len(self.lines.lines) else None
        self.lines.show_lines(lines)
        number = next((number for number, line in enumerate(lines) if line.key == kept), -1)
        self.selectionModel().setCurrentIndex(self.lines.index(number), QItemSelectionModel.SelectionFlag.NoUpdate)

    def open_line(self, row: int) -> None:
        """Follow the link of a line; where it has two, ask which."""
        line = self.lines.lines[row]
        if len(line.links) == 1:
            self.opened.emit(line.key, line.links[0].state)
        elif line.links:
            menu = self.link_menu(line)
            menu.popup(self.viewport().mapToGlobal(self.visualRect(self.lines.index(row)).bottomLeft()))
            menu.setActiveAction(menu.actions()[0])

    def link_menu(self, line: Line) -> QMenu:
        """The links of a line as a menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for link in line.links:
            menu.addAction(link.text + ARROW, partial(self.opened.emit, line.key, link.state))
        return menu

    def link_at(self, where: QPoint) -> tuple[Line, Link] | None:
        """The link at a place of the viewport."""
        index = self.indexAt(where)
        if not index.isValid():
            return None
        line, rect = self.lines.lines[index.row()], self.visualRect(index)
        for link, area in zip(line.links, link_areas(rect, line), strict=True):
            if area.contains(where):
                return line, link
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_line(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.link_at(event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        over = self.link_at(event.position().toPoint())
        if over and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(over[0].key, over[1].state)

    def paintEvent(self, event: QPaintEvent) -> None:
        # One Python call around the whole repaint takes the interpreter lock once instead of a thousand times.
        super().paintEvent(event)


class LineDelegate(QStyledItemDelegate):
    """Paints lines; asks the model once per line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(LINE)
        small = bool(line.sub) + (len(line.links) or bool(line.note))
        title = TITLE_PX * len(_title(line, _width(self.parent(), option)))
        return QSize(200, 2 * TOP_PX + title + small * SMALL_PX + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, rect = index.data(LINE), option.rect
        painter.save()
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if has_focus:
            painter.fillRect(rect, theme.colour("selected"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if has_focus:
            theme.paint_ring(painter, rect)
        room = QRect(rect.left() + SIDE_PX, rect.top() + TOP_PX, rect.width() - 2 * SIDE_PX, TITLE_PX)
        self._paint_title(painter, room, line)
        painter.setFont(theme.font(12))
        room = QRect(room.left(), room.top() + TITLE_PX * len(_title(line, rect.width())), room.width(), SMALL_PX)
        for role, text in _smalls(line):
            painter.setPen(theme.colour(role))
            _write(painter, room, text, tail=ARROW if role == "accent" else "")
            room.translate(0, SMALL_PX)
        painter.restore()

    def _paint_title(self, painter: QPainter, room: QRect, line: Line) -> None:
        painter.setFont(theme.font(weight=QFont.Weight.Medium))
        painter.setPen(theme.colour("text"))
        for number, text in enumerate(_title(line, room.width() + 2 * SIDE_PX)):
            _write(painter, room.translated(0, number * TITLE_PX).adjusted(0, 0, -_figure(line), 0), text)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        painter.setPen(theme.colour(line.tone))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), line.figure)


def link_areas(rect: QRect, line: Line) -> list[QRect]:
    """Where the links of a line that fills `rect` can be clicked."""
    metrics = QFontMetrics(theme.font(12))
    top = rect.top() + TOP_PX + TITLE_PX * len(_title(line, rect.width())) + (SMALL_PX if line.sub else 0)
    most = rect.width() - 2 * SIDE_PX
    widths = [min(metrics.horizontalAdvance(link.text + ARROW), most) for link in line.links]
    return [
        QRect(rect.left() + SIDE_PX, top + number * SMALL_PX, width, SMALL_PX) for number, width in enumerate(widths)
    ]


def _figure(line: Line) -> int:
    return FIGURE_PX if line.figure else 0


def _width(view: object, option: QStyleOptionViewItem) -> int:
    """How wide a line will be; Qt asks for its height before it says so."""
    return view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()


def _title(line: Line, width: int) -> list[str]:
    """The title in at most two lines, broken between words; what is longer is elided as it is written."""
    metrics, room = QFontMetrics(theme.font(weight=QFont.Weight.Medium)), width - 2 * SIDE_PX - _figure(line)
    words, at = line.title.split(" "), 1
    if metrics.horizontalAdvance(line.title) <= room:
        return [line.title]
    while at < len(words) and metrics.horizontalAdvance(" ".join(words[: at + 1])) <= room:
        at += 1
    return [" ".join(part) for part in (words[:at], words[at:]) if part]


def _smalls(line: Line) -> list[tuple[str, str]]:
    texts = [("muted", line.sub)] if line.sub else []
    texts += [("accent", link.text) for link in line.links]
    return texts + ([("muted", line.note)] if line.note else [])


def _write(painter: QPainter, room: QRect, text: str, tail: str = "") -> None:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - metrics.horizontalAdvance(tail))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown + tail)
