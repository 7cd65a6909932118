"""A score as a bar: solid up to the score, hatched from there to the best case, a notch at the worst."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spbe_assets.domain.scoring import UNKNOWN_SCORE, Score
from ui import theme
from ui.readiness.words import score_tip, tone

HEIGHT_PX, NOTCH_PX = 10, 2


class RangeBar(QWidget):
    """Only shows; the figures stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = UNKNOWN_SCORE
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT_PX)

    def show_score(self, score: Score) -> None:
        """Show another score."""
        self._score = score
        self.setToolTip(score_tip(score))
        self.setAccessibleName(score_tip(score))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, whole = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(whole, 5, 5)
        painter.setClipPath(outline)
        painter.fillRect(whole, theme.colour("track"))
        score, unit = self._score, whole.width() / 100
        known = score.worst if score.value is None else score.value
        painter.fillRect(QRectF(known * unit, 0, (score.best - known) * unit, HEIGHT_PX), theme.hatch())
        if score.value is not None:
            role = tone(score.value)
            painter.fillRect(
                QRectF(0, 0, known * unit, HEIGHT_PX), theme.colour("warn_fill" if role == "warn" else role)
            )
            if 0 < score.worst < known:
                painter.fillRect(QRectF(score.worst * unit, 0, NOTCH_PX, HEIGHT_PX), theme.colour("surface"))
        painter.end()
