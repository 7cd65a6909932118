"""The first step: a place to drop a spreadsheet on, or to choose one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui import theme
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState


class FilePage(QWidget):
    """The buttons only ask; the screen opens and writes files."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose_button = button(_("Choose a file…"), "main", "folder-open")
        self.template_button = button(_("Save an empty template…"), "", "file-down")
        self._is_over = False
        empty = EmptyState(
            "file-spreadsheet",
            _("Drop a spreadsheet here"),
            _(
                "XLSX, XLS, ODS or CSV: KIB B, KIR, NetBox, Snipe-IT, a list of links, or any table of equipment. "
                "You see every change before anything is saved."
            ),
            self.choose_button,
            self.template_button,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 16)
        column.addWidget(empty)
        theme.notifier().changed.connect(self.update)

    def mark(self, is_over: bool) -> None:
        """Show that what is dragged over the window can be dropped."""
        self._is_over = is_over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self._is_over else "field_line"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("soft_accent" if self._is_over else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(17, 5, -17, -17), 8, 8)
