"""One label, drawn as it will be printed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spbe_assets.i18n import _
from spbe_assets.labels.drawing import Drawing
from spbe_assets.labels.geometry import Rect
from spbe_assets.labels.stock import Stock
from ui import theme
from ui.labels.painter import LabelPainter

MOST_PX_A_MM = 6.0
HIGHEST_PX = 240
CORNER_MM = 1.0


class LabelPicture(QWidget):
    """As wide as there is room and never higher than `HIGHEST_PX`; white in every theme, as paper is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        self._width = self._height = 1.0
        self._painted: QPixmap | None = None
        self.setAccessibleName(_("The label as it would be printed now"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_label(self, drawing: Drawing, stock: Stock) -> None:
        """Show a drawing in a cell of a label paper."""
        self._drawing, self._painted = drawing, None
        self._width, self._height = stock.cell_width, stock.cell_height
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(round(self._height * self._scale(self.width())) + 2)

    def _scale(self, width: int) -> float:
        """Pixels a mm."""
        return min((width - 2) / self._width, (HIGHEST_PX - 2) / self._height, MOST_PX_A_MM)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        ratio = self.devicePixelRatioF()
        wanted = self.size() * ratio
        if self._painted is None or self._painted.size() != wanted:
            self._painted = self._paint(self._drawing, wanted, ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._painted)
        painter.end()

    def _paint(self, drawing: Drawing, size: QSize, ratio: float) -> QPixmap:
        made = QPixmap(size)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        scale = self._scale(self.width())
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(Qt.GlobalColor.white)
        paper = QRectF(0.5, 0.5, self._width * scale + 1, self._height * scale + 1)
        painter.drawRoundedRect(paper, CORNER_MM * scale, CORNER_MM * scale)
        painter.translate(1, 1)
        painter.scale(scale, scale)
        LabelPainter(painter).paint(drawing, Rect(0, 0, self._width, self._height), 1.0)
        painter.end()
        return made
