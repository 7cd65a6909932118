"""Rulers in millimetres along the edges of a page, so that its size on paper can be read off the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from ui import theme

THICK_PX = 18
_LEAST_PX = 3.0
"""Ticks closer than that are left out."""
_LENGTHS = ((10, 8), (5, 6), (1, 4))


def paint_ruler(painter: QPainter, strip: QRect, origin: float, px_per_mm: float, length_mm: float) -> None:
    """Paint a ruler into a strip of the view, across or down by the strip's shape.

    Args:
        painter: of the view.
        strip: where the ruler lies.
        origin: where the page begins along the strip, in pixels of the view.
        px_per_mm: the scale.
        length_mm: how long the page is.
    """
    across = strip.width() > strip.height()
    painter.fillRect(strip, theme.colour("surface"))
    painter.setFont(theme.font(9))
    step = next((one for one in (1, 5, 10, 50) if one * px_per_mm >= _LEAST_PX), 100)
    named = next((one for one in (10, 20, 50, 100) if one * px_per_mm >= 26), 200)
    for mm in range(0, int(length_mm) + 1, step):
        at = round(origin + mm * px_per_mm)
        _paint_tick(painter, strip, at, next((px for every, px in _LENGTHS if mm % every == 0), 4), across=across)
        if mm % named == 0:
            _paint_number(painter, strip, at, str(mm), across=across)


def _paint_tick(painter: QPainter, strip: QRect, at: int, length: int, *, across: bool) -> None:
    painter.setPen(theme.colour("field_line"))
    if across:
        painter.drawLine(at, strip.bottom() - length, at, strip.bottom())
    else:
        painter.drawLine(strip.right() - length, at, strip.right(), at)


def _paint_number(painter: QPainter, strip: QRect, at: int, text: str, *, across: bool) -> None:
    painter.setPen(theme.colour("muted"))
    if across:
        painter.drawText(at + 3, strip.top() + 10, text)
        return
    painter.save()
    painter.translate(strip.left() + 10, at + 3)
    painter.rotate(90)
    painter.drawText(0, 0, text)
    painter.restore()


def strips(view: QRect) -> tuple[QRect, QRect]:
    """Where the two rulers of a view lie: across its top and down its left edge."""
    return QRect(0, 0, view.width(), THICK_PX), QRect(0, THICK_PX, THICK_PX, view.height() - THICK_PX)


def corner(painter: QPainter) -> None:
    """Say the unit where the rulers meet."""
    box = QRect(0, 0, THICK_PX, THICK_PX)
    painter.fillRect(box, theme.colour("surface"))
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font(8))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "mm")
