"""Where the database lies, and going on with another one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from spbe_assets.i18n import N_, _
from ui import format
from ui.context import AppContext
from ui.settings.page import Page
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_open, ask_save

KIB = 1024
PATTERN = "*.spbe"


class DataPage(Page):
    """The file that holds everything."""

    title, icon = N_("Data"), "database"
    about = N_("Everything lies in one file on this computer. Keep it off network shares and sticks; exchange packs.")

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        path = context.store.path
        self.open_folder_button = button(_("Open its folder"), icon="folder-open")
        self.open_button = button(_("Open another…"))
        self.new_button = button(_("New database…"))

        rows = self.add_card(_("Database"))
        rows.add(_("File"), label(str(path), wrap=True, select=True))
        rows.add(_("Size"), label(size_text(_size(path))))
        rows.add_buttons(self.open_folder_button, self.open_button, self.new_button)
        self.column.addStretch()

        self.open_folder_button.clicked.connect(lambda: open_folder(path.parent))
        self.open_button.clicked.connect(self.ask_which)
        self.new_button.clicked.connect(self.ask_new)

    @Slot()
    def ask_which(self) -> QFileDialog:
        """Ask for another database and go on with it."""
        return ask_open(self, _("Open a database"), self.context.store.path.parent, _kinds(), self._go_on_with)

    @Slot()
    def ask_new(self) -> QFileDialog:
        """Ask for a name and go on with an empty database there."""
        proposed = self.context.store.path.with_name(_("new") + ".spbe")
        return ask_save(self, _("Make a new database"), proposed, _kinds(), self._go_on_with)

    def _go_on_with(self, path: Path) -> None:
        if path != self.context.store.path:
            self.context.database_chosen.emit(path, None)


def _kinds() -> str:
    name = _("Database")
    return f"{name} ({PATTERN})"


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def size_text(size_bytes: int) -> str:
    """A size of a file as people read it."""
    if size_bytes < KIB**2:
        return f"{format.decimal(size_bytes / KIB, 0)} KB"
    if size_bytes < KIB**3:
        return f"{format.decimal(size_bytes / KIB**2, 1)} MB"
    return f"{format.decimal(size_bytes / KIB**3, 1)} GB"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
