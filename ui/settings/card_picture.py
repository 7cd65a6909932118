"""The card of an installation as a QR code on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from spbe_assets.i18n import _
from spbe_assets.services.qr import QUIET, Symbol
from ui import theme

SIDE_PX, LEAST_MODULE_PX = 230, 3
CORNER_PX = 6.0


class CardPicture(QWidget):
    """Black on white in every theme, as cameras want it; modules are whole pixels of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbol: Symbol | None = None
        self.setFixedSize(QSize(SIDE_PX, SIDE_PX))
        self.setAccessibleName(_("The card of this installation as a QR code"))

    def show_symbol(self, symbol: Symbol) -> None:
        """Show a code."""
        self._symbol = symbol
        side = _module_px(symbol) * symbol.size_with_quiet
        self.setFixedSize(QSize(side, side))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX, CORNER_PX)
        if self._symbol is not None:
            self._paint(painter, self._symbol)
        painter.end()

    def _paint(self, painter: QPainter, symbol: Symbol) -> None:
        module, corner = _module_px(symbol), QUIET * _module_px(symbol)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        for column, row, length in symbol.runs:
            painter.drawRect(QRectF(corner + column * module, corner + row * module, length * module, module))


def _module_px(symbol: Symbol) -> int:
    return max(LEAST_MODULE_PX, SIDE_PX // symbol.size_with_quiet)
