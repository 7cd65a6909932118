"""Small painted charts that answer a click: bars with a hatched part that is not known yet, stacked bars by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui import theme

ROW_PX, BAR_PX = 25, 10
SCORE_PX, GAP_PX, LEAST_TRACK_PX = 36, 12, 64
STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
CAPTION_PX, CUT_ABOVE = 16, 1.06
SEGMENT_ROLES = ("bad", "warn_fill", "good")


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: `score` 0..100 or None for unknown, `best` what it may still become, `key` what a click says."""

    name: str
    score: float | None
    best: float
    tone: str
    key: object
    tip: str = ""
    figure: str = ""
    """What stands at its end, where that is not the score."""


@dataclass(frozen=True, slots=True)
class Stack:
    """One column: parts from bottom to top (bad, warn, good) and the part without an answer, hatched.

    `is_sum` marks a column that holds several years: it may be cut off so that it does not dwarf the others.
    """

    name: str
    parts: tuple[int, int, int]
    unknown: int
    key: object
    tip: str = ""
    caption: str = ""
    is_sum: bool = False

    @property
    def total(self) -> int:
        """The height of the column."""
        return sum(self.parts) + self.unknown


class Chart(QWidget):
    """Items that a click or the keyboard chooses; subclasses say where each one lies."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hot = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.notifier().changed.connect(self.update)

    def areas(self) -> list[QRectF]:
        """Where each item can be clicked."""
        raise NotImplementedError

    def key(self, number: int) -> object:
        """What `chosen` says for an item."""
        raise NotImplementedError

    def tip(self, number: int) -> str:
        """What the tooltip says for an item."""
        raise NotImplementedError

    def item_at(self, where: QPointF) -> int:
        """The number of the item at a place, -1 for none."""
        return next((number for number, area in enumerate(self.areas()) if area.contains(where)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.item_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.item_at(event.position())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.key(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}.get(
            Qt.Key(event.key()), 0
        )
        count = len(self.areas())
        if step and count:
            self._point_at((self.hot + step) % count if self.hot >= 0 else 0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= self.hot < count:
            self.chosen.emit(self.key(self.hot))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self.item_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(number) if number >= 0 else "", self)
            return True
        return super().event(event)

    def _point_at(self, number: int) -> None:
        if number != self.hot:
            self.hot = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def paint_hot(self, painter: QPainter) -> None:
        """A soft ground behind the item under the mouse or the keyboard."""
        area = self.areas()[self.hot] if 0 <= self.hot < len(self.areas()) else None
        if area is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(area, 4, 4)
        if self.hasFocus():
            inside = QRectF(self.rect())
            theme.paint_ring(painter, (area.intersected(inside) if area is not None else inside).toRect(), 4)


class BarList(Chart):
    """Named bars from 0 to 100: solid is known, hatched may still rise, the track is the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[Bar] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these instead."""
        self._bars = list(bars)
        self.setAccessibleName("; ".join(bar.tip or bar.name for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, ROW_PX * len(self._bars))

    def areas(self) -> list[QRectF]:
        return [QRectF(-6, ROW_PX * number, self.width() + 12, ROW_PX) for number in range(len(self._bars))]

    def key(self, number: int) -> object:
        return self._bars[number].key

    def tip(self, number: int) -> str:
        return self._bars[number].tip

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hot(painter)
        beside = self._name_px()
        for area, bar in zip(self.areas(), self._bars, strict=True):
            self._paint(painter, area, bar, beside)
        painter.end()

    def _name_px(self) -> int:
        """Room for the longest name, as long as enough is left for the bars."""
        metrics = QFontMetrics(theme.font())
        longest = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        return min(longest + GAP_PX, self.width() - SCORE_PX - LEAST_TRACK_PX)

    def _paint(self, painter: QPainter, area: QRectF, bar: Bar, beside: int) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        name = QRectF(0, area.top(), beside, area.height())
        shown = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, beside - GAP_PX // 2)
        painter.drawText(name, int(middle | Qt.AlignmentFlag.AlignLeft), shown)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        score = bar.figure or ("?" if bar.score is None else f"{bar.score:.0f}")
        at_right = QRectF(self.width() - SCORE_PX, area.top(), SCORE_PX, area.height())
        painter.drawText(at_right, int(middle | Qt.AlignmentFlag.AlignRight), score)
        track = QRectF(beside, area.center().y() - BAR_PX / 2, self.width() - beside - SCORE_PX, BAR_PX)
        self._paint_bar(painter, track, bar)

    def _paint_bar(self, painter: QPainter, track: QRectF, bar: Bar) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(track, 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(track, theme.colour("track"))
        known, best = bar.score or 0.0, max(bar.best, bar.score or 0.0)
        solid = QRectF(track.left(), track.top(), track.width() * known / 100, track.height())
        maybe = QRectF(solid.right(), track.top(), track.width() * (best - known) / 100, track.height())
        painter.fillRect(solid, theme.colour("warn_fill" if bar.tone == "warn" else bar.tone))
        painter.fillRect(maybe, theme.hatch())
        painter.restore()


class StackedBars(Chart):
    """Columns by year; the tallest fills the height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stacks: list[Stack] = []
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_stacks(self, stacks: Sequence[Stack]) -> None:
        """Show these instead."""
        self._stacks = list(stacks)
        self.setAccessibleName("; ".join(stack.tip or stack.name for stack in stacks))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 190)

    def areas(self) -> list[QRectF]:
        count = max(len(self._stacks), 1)
        width = self.width() / count
        return [QRectF(width * number, 0, width, self.height()) for number in range(len(self._stacks))]

    def key(self, number: int) -> object:
        return self._stacks[number].key

    def tip(self, number: int) -> str:
        return self._stacks[number].tip

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hot(painter)
        singles = [stack.total for stack in self._stacks if not stack.is_sum]
        tallest = max(singles, default=0) or max((stack.total for stack in self._stacks), default=0)
        for area, stack in zip(self.areas(), self._stacks, strict=True):
            self._paint(painter, area, stack, tallest)
        painter.end()

    def _paint(self, painter: QPainter, area: QRectF, stack: Stack, tallest: int) -> None:
        painter.setFont(theme.font(11))
        painter.setPen(theme.colour("muted"))
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(QRectF(area.left(), area.bottom() - CAPTION_PX, area.width(), CAPTION_PX), centre, stack.name)
        width = min(area.width() * 0.62, 44)
        column = QRectF(area.center().x() - width / 2, 2 * CAPTION_PX, width, area.height() - 3 * CAPTION_PX - 6)
        top = self._paint_parts(painter, column, stack, tallest)
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRectF(area.left(), top - CAPTION_PX, area.width(), CAPTION_PX), centre, stack.caption)

    def _paint_parts(self, painter: QPainter, column: QRectF, stack: Stack, tallest: int) -> float:
        """Draw the parts from the bottom up and return where they end; a cut column shows a gap below its top."""
        scale = column.height() / max(tallest, 1)
        cut = stack.total > tallest * CUT_ABOVE
        if cut:
            scale = column.height() * CUT_ABOVE / stack.total
        brushes = [QBrush(theme.colour(role)) for role in SEGMENT_ROLES] + [theme.hatch()]
        bottom = column.bottom()
        for part, brush in zip((*stack.parts, stack.unknown), brushes, strict=True):
            painter.fillRect(QRectF(column.left(), bottom - part * scale, column.width(), part * scale), brush)
            bottom -= part * scale
        if cut:
            self._paint_gap(painter, column.left(), bottom + 14, column.width())
        return bottom

    def _paint_gap(self, painter: QPainter, left: float, top: float, width: float) -> None:
        painter.setPen(QPen(theme.colour("surface"), 3))
        painter.drawLine(QPointF(left - 2, top + 4), QPointF(left + width + 2, top - 4))


class Legend(QWidget):
    """What the colours of a chart mean, as far as there is room; an empty token stands for the hatched part."""

    def __init__(self, entries: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = list(entries)
        self.setFixedHeight(18)
        theme.notifier().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(11))
        left = 0
        for role, text in self._entries:
            wide = 16 + painter.fontMetrics().horizontalAdvance(text)
            if left + wide > self.width():
                break
            painter.fillRect(left, 4, 10, 10, theme.colour(role) if role else theme.hatch())
            painter.setPen(theme.colour("muted"))
            painter.drawText(left + 16, 0, wide, 18, int(Qt.AlignmentFlag.AlignVCenter), text)
            left += wide + 12
        painter.end()
