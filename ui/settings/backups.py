"""Backups: where they lie, which there are, taking one, restoring one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QMessageBox, QWidget

from spbe_assets.i18n import N_, _
from spbe_assets.services import backups
from spbe_assets.services.backups import Kept
from ui import format
from ui.context import AppContext
from ui.settings.data import open_folder, size_text
from ui.settings.page import Page
from ui.widgets.basics import button, label
from ui.widgets.empty_state import EmptyState
from ui.widgets.file_dialogs import ask_folder
from ui.widgets.row_model import RowModel, chosen
from ui.widgets.table import Cell, TableView

HEADS = (N_("Taken"), N_("File"), N_("Size"), N_("State"))
TAKEN, FILE, SIZE, STATE = range(4)
WIDTHS_PX = {TAKEN: 170, SIZE: 90, STATE: 110}


class BackupsPage(Page):
    """One tested backup a day by itself, more by hand."""

    title, icon = N_("Backups"), "shield-check"
    about = N_(
        "A backup is taken once a day. Each is opened, checked and counted before it is kept; the newest 14 stay, "
        "those taken by hand until you delete them."
    )

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.folder = label("", wrap=True, select=True)
        self.choose_button = button(_("Choose a folder…"), icon="folder-open")
        self.beside_button = button(_("Beside the database"))
        self.open_button = button(_("Open it"))
        self.now_button = button(_("Back up now"), icon="shield-check")
        self.restore_button = button(_("Restore this backup…"))
        self.table = BackupTable()

        rows = self.add_card(_("Folder"))
        rows.add(_("Backups lie in"), self.folder)
        rows.add_buttons(self.choose_button, self.beside_button, self.open_button)
        rows = self.add_card(_("Backups of this database"))
        rows.addWidget(self.table, 1, 0, 1, 2)
        rows.add_buttons(self.now_button, self.restore_button)
        self.column.addStretch()

        self.choose_button.clicked.connect(self.ask_folder)
        self.beside_button.clicked.connect(lambda: self.use_folder(None))
        self.open_button.clicked.connect(lambda: open_folder(backups.folder(context.store)))
        self.now_button.clicked.connect(self._back_up)
        self.restore_button.clicked.connect(self.ask_restore)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._mark())
        self._mark()
        self.show_kept()

    @Slot()
    def ask_folder(self) -> QFileDialog:
        """Ask where later backups go."""
        return ask_folder(self, _("Folder for backups"), backups.folder(self.context.store), self.use_folder)

    def use_folder(self, chosen: Path | None) -> None:
        """Keep later backups there; None means beside the database."""
        store = self.context.store
        job = self.context.run_later(lambda _progress: backups.set_folder(store, chosen))
        job.finished.connect(lambda _job: self.show_kept())

    def show_kept(self) -> None:
        """Read the folder again, off the GUI thread: it may be a slow disk."""
        store = self.context.store
        self.folder.setText(str(backups.folder(store)))
        self.context.run_later(lambda _progress: backups.listed(store)).then(self, self._show)

    def _show(self, kept: list[Kept]) -> None:
        self.table.kept.show_rows(kept)
        self.table.show_empty_if_needed()
        if kept:
            self.table.selectRow(0)
        self._mark()

    def _mark(self) -> None:
        self.restore_button.setEnabled(self.table.chosen() is not None)

    @Slot()
    def _back_up(self) -> None:
        store = self.context.store
        self.now_button.setEnabled(False)
        job = self.context.run_later(lambda _progress: backups.take_now(store))
        job.then(self, lambda _made: self.context.message.emit(_("Backup made and tested")))
        job.finished.connect(lambda _job: self._end())

    def _end(self) -> None:
        self.now_button.setEnabled(True)
        self.show_kept()

    @Slot()
    def ask_restore(self) -> QMessageBox | None:
        """Ask whether to restore the chosen backup, and say what happens to the present file."""
        chosen = self.table.chosen()
        if chosen is None:
            return None
        question = QMessageBox(self.window())
        question.setWindowTitle(_("Restore a backup"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(_("Restore the state of {when}?").format(when=format.moment(chosen.taken_at)))
        text = _("Everything recorded since then is no longer shown. The present file is kept beside the restored one.")
        question.setInformativeText(text)
        go = question.addButton(_("Restore"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
        path = chosen.path
        go.clicked.connect(lambda: self.context.database_chosen.emit(self.context.store.path, path))
        question.finished.connect(question.deleteLater)
        question.open()
        return question


class BackupTable(TableView):
    """One backup a line, the newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept: RowModel[Kept] = RowModel(HEADS, _cell, self)
        self.setObjectName("framed")
        self.setAccessibleName(_("Backups of this database"))
        self.setModel(self.kept)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMinimumHeight(240)
        self.set_empty(
            EmptyState("shield-check", _("No backup yet"), _("The first one is taken a few seconds after the start."))
        )
        head = self.horizontalHeader()
        for column, width in WIDTHS_PX.items():
            head.resizeSection(column, width)
        head.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)

    def chosen(self) -> Kept | None:
        """The backup that is selected."""
        return chosen(self, self.kept.rows)


def _cell(kept: Kept, column: int) -> Cell:
    if column == TAKEN:
        return Cell(format.recent(kept.taken_at, datetime.now(UTC)))
    if column == FILE:
        return Cell(kept.path.name, style="muted")
    if column == SIZE:
        return Cell(size_text(kept.size_bytes), right=True)
    return Cell(_("Tested"), tone="good")
