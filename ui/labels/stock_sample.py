"""One label of a paper with what would be printed on it, as large as on paper or as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import Design, LabelContent
from spbe_assets.i18n import _
from spbe_assets.labels import layout
from spbe_assets.labels.drawing import Drawing
from spbe_assets.labels.geometry import Rect
from spbe_assets.labels.stock import Stock
from ui import theme
from ui.labels.painter import LabelPainter

HEIGHT_PX = 130
LARGEST_SCALE = 6.0
SAMPLE = LabelContent(
    Id(bytes(16)), "K3QF-00042-H", "MILIK PEMPROV RIAU", "Diskominfotik · Infrastruktur TIK",
    "11.01.14.00.020101.2021", "1.3.2.10.02.04.001.000014", "Server", "HPE DL380", serial="2M270600KX",
)  # fmt: skip


class StockSample(QWidget):
    """Shows a paper's label; `drawing` is what stands on it, None while there is nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stock: Stock | None = None
        self.drawing: Drawing | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("One label as it will be printed"))
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(HEIGHT_PX * 2, HEIGHT_PX)

    def show_stock(self, stock: Stock | None, design: Design = Design(), content: LabelContent = SAMPLE) -> None:  # noqa: B008
        """Show what a label on this paper looks like; None shows nothing."""
        self._stock = stock
        self.drawing = None
        if stock is not None:
            wanted = layout.for_stock(design, stock)
            self.drawing = layout.draw(content, stock.cell_width, stock.cell_height, wanted)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        stock, drawing = self._stock, self.drawing
        if stock is None or drawing is None:
            return
        width, height = stock.cell_width, stock.cell_height
        scale = min((self.width() - 4) / width, (self.height() - 4) / height, LARGEST_SCALE)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - width * scale) / 2, (self.height() - height * scale) / 2)
        painter.scale(scale, scale)
        pen = QPen(theme.colour("field_line"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(0, 0, width, height), stock.corner_radius, stock.corner_radius)
        LabelPainter(painter).paint(drawing, Rect(0, 0, width, height), 1.0, stock)
        painter.end()
