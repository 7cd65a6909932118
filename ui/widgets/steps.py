"""The steps of an assistant, beside or above its pages: where one is, and a way to the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QSizePolicy, QWidget

from spbe_assets.i18n import _
from ui import icons, theme

HEIGHT, CIRCLE, EDGE = 36, 22, 12
ACROSS, DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Step(QAbstractButton):
    """A numbered circle and a word; done ones carry a tick."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self.is_current = self.is_done = False
        self.setText(title)
        self.setAccessibleName(_("Step {n}: {title}").format(n=number, title=title))
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        widest = theme.font(weight=QFont.Weight.DemiBold)
        self.setFont(widest)
        return QSize(EDGE * 2 + CIRCLE + 10 + self.fontMetrics().horizontalAdvance(self.text()), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("soft_accent") if self.is_current else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(room, 6, 6)
        self._paint_circle(painter, QRect(EDGE, (HEIGHT - CIRCLE) // 2, CIRCLE, CIRCLE))
        painter.setPen(theme.colour("accent" if self.is_current else "text" if self.is_done else "muted"))
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold if self.is_current else QFont.Weight.Normal))
        text = self.rect().adjusted(EDGE + CIRCLE + 10, 0, -4, 0)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.text())

    def _paint_circle(self, painter: QPainter, circle: QRect) -> None:
        lit = self.is_current or self.is_done
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if lit else "line"))
        painter.drawEllipse(circle)
        if self.is_done and not self.is_current:
            scale = painter.device().devicePixelRatioF()
            painter.drawPixmap(circle.topLeft() + QPoint(5, 5), icons.pixmap("check", "on_accent", 12, scale))
            return
        painter.setPen(theme.colour("on_accent" if lit else "muted"))
        painter.setFont(theme.font(12, QFont.Weight.DemiBold))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number))


class StepBar(QWidget):
    """`chosen` carries the number (from 0) of a step that can be reached."""

    chosen = Signal(int)

    def __init__(
        self, titles: Sequence[str], direction: QBoxLayout.Direction = ACROSS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.steps = [Step(number, title) for number, title in enumerate(titles, 1)]
        self._current = 0
        row = QBoxLayout(direction, self)
        row.setContentsMargins(*((16, 0, 16, 8) if direction is ACROSS else (0, 0, 0, 0)))
        row.setSpacing(8 if direction is ACROSS else 4)
        for number, step in enumerate(self.steps):
            row.addWidget(step)
            step.clicked.connect(lambda _checked=False, at=number: self.chosen.emit(at))
        row.addStretch(1)

    @property
    def current(self) -> int:
        """The step on show."""
        return self._current

    def show_step(self, current: int, *, reachable: int) -> None:
        """Mark the step on show; those up to `reachable` can be clicked."""
        self._current = current
        for number, step in enumerate(self.steps):
            step.is_current = number == current
            step.is_done = number < current
            can_go = number <= reachable and number != current
            step.setEnabled(can_go)
            step.setFocusPolicy(Qt.FocusPolicy.TabFocus if can_go else Qt.FocusPolicy.NoFocus)
            step.setCursor(Qt.CursorShape.PointingHandCursor if can_go else Qt.CursorShape.ArrowCursor)
            step.update()
