"""The photos of one side of a conflict: the first as large as there is room, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.services.attachments import PHOTO, AttachmentRow
from ui import format as formats
from ui import icons, theme
from ui.photos.pictures import Pictures

HEIGHT_PX, ICON_PX, SIDE_PX, GAP_PX, MOST = 120, 24, 480, 4, 3
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PhotoStrip(QWidget):
    """Up to three photos side by side, painted when they have come; `opened` carries the one that was clicked."""

    opened = Signal(int)

    def __init__(self, pictures: Pictures, rows: Sequence[AttachmentRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.rows = [row for row in rows if row.kind == PHOTO]
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.said())
        if self.rows:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(self.said())
        pictures.arrived.connect(self._on_arrived)
        theme.notifier().changed.connect(self.update)

    def said(self) -> str:
        """How many photos there are."""
        count = len(self.rows)
        return formats.counted(ngettext("{n} photo", "{n} photos", count), count) if count else _("No photo")

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for number, room in enumerate(self._rooms()):
            if self.rows and room.contains(event.position()):
                self.opened.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.rows and event.key() in ENTER:
            self.opened.emit(0)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for number, room in enumerate(self._rooms()):
            path = QPainterPath()
            path.addRoundedRect(room, 6, 6)
            painter.setClipPath(path)
            painter.fillPath(path, theme.colour("window"))
            self._paint(painter, room, number)
        painter.setClipping(False)
        if self.hasFocus():
            theme.paint_ring(painter, self.rect(), 6)

    def _rooms(self) -> list[QRectF]:
        count = min(max(len(self.rows), 1), MOST)
        width = (self.width() - GAP_PX * (count - 1)) / count
        return [QRectF(at * (width + GAP_PX), 0, width, HEIGHT_PX) for at in range(count)]

    def _paint(self, painter: QPainter, room: QRectF, number: int) -> None:
        row = self.rows[number] if number < len(self.rows) else None
        here = row is not None and row.size_bytes is not None
        image = self._pictures.image(row.sha256, SIDE_PX) if row is not None and here else None
        if image is None:
            icon = "image" if row is None or here else "image-off"
            drawn = icons.pixmap(icon, "muted", ICON_PX, self.devicePixelRatioF())
            painter.drawPixmap(room.center() - QPointF(ICON_PX / 2, ICON_PX / 2), drawn)
        else:
            factor = max(room.width() / image.width(), room.height() / image.height())
            width, height = image.width() * factor, image.height() * factor
            left, top = room.center().x() - width / 2, room.center().y() - height / 2
            painter.drawImage(QRectF(left, top, width, height), image)
        if number == MOST - 1 and len(self.rows) > MOST:
            painter.fillRect(room, theme.colour("selected"))
            painter.setPen(theme.colour("text"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), f"+{len(self.rows) - MOST + 1}")

    def _on_arrived(self, sha256: str) -> None:
        if any(row.sha256 == sha256 for row in self.rows):
            self.update()
