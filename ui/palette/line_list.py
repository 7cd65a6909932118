"""The list under the palette's box: headings and lines, a few dozen at most; the focus stays in the box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import icons, theme
from ui.palette.lines import Group, Line
from ui.widgets.table import Index

LINE = Qt.ItemDataRole.UserRole + 2
LINE_PX = 34
HEADING_PX = 28
MARGIN_PX = 14
ICON_PX = 16
GAP_PX = 8


class LineList(QListWidget):
    """Shows groups; `picked` carries the line that was clicked."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_LineDelegate(self))
        self.itemClicked.connect(self._on_clicked)

    def show_groups(self, groups: Sequence[Group], marked: Line | None = None) -> None:
        """Show other lines; `marked` is marked if it is among them, else the first is."""
        self.clear()
        for group in groups:
            if group.title:
                heading = QListWidgetItem(group.title, self)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setSizeHint(QSize(0, HEADING_PX))
            for line in group.lines:
                self._add(line)
        self._mark(marked)

    def _add(self, line: Line) -> None:
        item = QListWidgetItem(" ".join(part for part in (line.code, line.text, line.second) if part), self)
        item.setSizeHint(QSize(0, LINE_PX))
        item.setData(LINE, line)

    def _mark(self, wanted: Line | None) -> None:
        rows = [row for row in range(self.count()) if self.item(row).data(LINE) is not None]
        same = [row for row in rows if wanted is not None and self.item(row).data(LINE).key == wanted.key]
        if rows:
            self.setCurrentRow((same or rows)[0])
        if not same or same[0] == rows[0]:
            self.scrollToTop()
        else:
            self.scrollToItem(self.currentItem())

    def lines(self) -> list[Line]:
        """All lines from the top."""
        found = (self.item(row).data(LINE) for row in range(self.count()))
        return [line for line in found if line is not None]

    def line(self) -> Line | None:
        """The marked line."""
        item = self.currentItem()
        found: Line | None = None if item is None else item.data(LINE)
        return found

    def step(self, by: int) -> None:
        """Mark another line; past the end it begins again."""
        rows = [row for row in range(self.count()) if self.item(row).data(LINE) is not None]
        if not rows:
            return
        at = rows.index(self.currentRow()) if self.currentRow() in rows else -1
        self.setCurrentRow(rows[(at + by) % len(rows)])
        if self.currentRow() == rows[0]:
            self.scrollToTop()

    def height_px(self) -> int:
        """How high all of it is."""
        return sum(self.item(row).sizeHint().height() for row in range(self.count()))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        line = item.data(LINE)
        if line is not None:
            self.picked.emit(line)


class _LineDelegate(QStyledItemDelegate):
    """Paints a heading small and muted; a line as icon, code, text, place, and its keys at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain, self._strong = theme.font(), theme.font(weight=QFont.Weight.Medium)
        self._small, self._mono = theme.font(11, QFont.Weight.DemiBold), theme.mono_font()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        room = option.rect.adjusted(MARGIN_PX, 0, -MARGIN_PX, 0)
        painter.save()
        if line is None:
            painter.setFont(self._small)
            painter.setPen(theme.colour("muted"))
            _draw(painter, room.adjusted(0, 6, 0, 0), index.data())
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("selected"))
                painter.drawRoundedRect(option.rect.adjusted(6, 1, -6, -1), 6, 6)
            self._paint_line(painter, room, line)
        painter.restore()

    def _paint_line(self, painter: QPainter, room: QRect, line: Line) -> None:
        scale = painter.device().devicePixelRatioF()
        top = room.center().y() - ICON_PX // 2 + 1
        painter.drawPixmap(room.left(), top, icons.pixmap(line.icon, "muted", ICON_PX, scale))
        room = room.adjusted(ICON_PX + 10, 0, 0, 0)
        if line.keys:
            room = self._paint_keys(painter, room, line.keys)
        for text, font, role in (
            (line.code, self._mono, "muted"),
            (line.text, self._strong, "text"),
            (line.second, self._plain, "muted"),
        ):
            if text and room.width() > 3 * GAP_PX:
                painter.setFont(font)
                painter.setPen(theme.colour(role))
                room = room.adjusted(_draw(painter, room, text) + GAP_PX, 0, 0, 0)

    def _paint_keys(self, painter: QPainter, room: QRect, keys: str) -> QRect:
        painter.setFont(self._small)
        width = painter.fontMetrics().horizontalAdvance(keys) + 12
        box = QRect(room.right() - width, room.top() + 8, width, room.height() - 16)
        painter.setPen(theme.colour("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("muted"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), keys)
        return room.adjusted(0, 0, -width - GAP_PX, 0)


def _draw(painter: QPainter, room: QRect, text: str) -> int:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return painter.fontMetrics().horizontalAdvance(shown)
