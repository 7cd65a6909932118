"""A pin beside a field: what is pinned stays for the next new item."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from spbe_assets.i18n import _
from ui import icons, theme

SIDE_PX = 18
ICON_PX = 13
OFF = 0.45


class PinButton(QAbstractButton):
    """Small and out of the tab order: Ctrl+Shift+P pins the field that has the cursor."""

    def __init__(self, field_label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("Keep for the next item (Ctrl+Shift+P)"))
        self.setAccessibleName(_("Keep {field} for the next item").format(field=field_label))

    def sizeHint(self) -> QSize:
        return QSize(SIDE_PX, SIDE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = "accent" if self.isChecked() else "muted"
        if self.isChecked():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("soft_accent"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        elif not self.underMouse():
            painter.setOpacity(OFF)
        at = QPoint((self.width() - ICON_PX) // 2, (self.height() - ICON_PX) // 2)
        painter.drawPixmap(at, icons.pixmap("pin", role, ICON_PX, self.devicePixelRatioF()))
        painter.end()
