"""The first step: a place to drop a spreadsheet on, or to choose one."""

from __future__ import annotations

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.widgets.basics import button
from ui.widgets.drop_area import DropArea
from ui.widgets.empty_state import EmptyState


class FilePage(DropArea):
    """The buttons only ask; the screen opens and writes files."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QMargins(17, 5, 17, 17), parent)
        self.choose_button = button(_("Choose a file…"), "main", "folder-open")
        self.template_button = button(_("Save an empty template…"), "", "file-down")
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
