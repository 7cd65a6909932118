"""Icons: Lucide's SVG files, drawn in the colours of the theme and sharp at the scale of every screen."""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from spbe_assets.paths import resource
from ui import theme

PROPERTY = "tintedIcon"
FALLBACK = "box"


def icon(name: str, role: str = "text", size: int = 16, gap: int = 0) -> QIcon:
    """An icon in the colour of a token, muted where it is disabled, with a picture for every scale among the screens.

    Args:
        name: Lucide's name.
        role: the token whose colour it takes.
        size: logical pixels.
        gap: empty pixels at its right (negative: left), because Qt leaves none between icon and text.
    """
    made = QIcon()
    for scale in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}):
        made.addPixmap(_pixmap(name, getattr(theme.tokens(), role), size, scale, gap))
        made.addPixmap(_pixmap(name, theme.tokens().muted, size, scale, gap), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, role: str = "text", size: int = 16, scale: float = 0.0) -> QPixmap:
    """An icon as a pixmap for painters; drawn once for each colour, size and scale."""
    return _pixmap(name, getattr(theme.tokens(), role), size, scale or _primary_scale())


def set_icon(
    target: QAbstractButton | QLabel | QAction, name: str, role: str = "text", size: int = 16, gap: int = 0
) -> None:
    """Give a button, label or action an icon that follows the theme."""
    target.setProperty(PROPERTY, [name, role, size, gap])
    _draw(target, name, role, size, gap)


def retint() -> None:
    """Redraw every icon that `set_icon` gave; the theme calls this after a switch."""
    for widget in QApplication.allWidgets():
        targets: list[QWidget | QAction] = [widget, *widget.actions()]
        for target in targets:
            wanted: Any = target.property(PROPERTY)
            if wanted:
                _draw(target, *wanted)


def _draw(target: QWidget | QAction, name: str, role: str, size: int, gap: int) -> None:
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, role, size, target.devicePixelRatioF()))
    elif isinstance(target, QAbstractButton):
        target.setIconSize(QSize(size + abs(gap), size))
        target.setIcon(icon(name, role, size, gap))
    elif isinstance(target, QAction):
        target.setIcon(icon(name, role, size))


def _primary_scale() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen else 1.0


@cache
def _source(name: str) -> str:
    path = resource("icons", f"{name}.svg")
    if not path.exists():
        path = resource("icons", f"{FALLBACK}.svg")
    return path.read_text(encoding="utf-8").replace('stroke-width="2"', 'stroke-width="1.75"')


@cache
def _pixmap(name: str, colour: str, size: int, scale: float, gap: int = 0) -> QPixmap:
    side = round(size * scale)
    made = QPixmap(round((size + abs(gap)) * scale), side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    drawing = _source(name).replace("currentColor", colour).encode()
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(made.width() - side if gap < 0 else 0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made
