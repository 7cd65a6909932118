"""The photos and documents of one record: add, look at, name, copy, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import attachment_files, attachments
from spbe_assets.services.attachment_files import Prepared, Source
from spbe_assets.services.attachments import PHOTO, AttachmentRow
from spbe_assets.services.photos import LARGEST_SIDE
from ui import format as formats
from ui.context import AppContext
from ui.photos import brought, copies
from ui.photos.attachment_list import AttachmentList
from ui.photos.camera_dialog import CameraDialog
from ui.photos.gallery import COPY, DELETE, OPEN, PASTE, Gallery
from ui.photos.keep_position import KeepPosition
from ui.photos.pictures import Pictures
from ui.photos.viewer import PhotoViewer
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_open_several
from ui.widgets.notice import Notice
from ui.widgets.progress import ProgressDialog

MOST_TOLD = 5
CAMERA_KEYS = "Ctrl+Shift+V"


class AttachmentsPage(QWidget):
    """Made once for a pane and refilled by `show_record`; takes drops and Ctrl+V anywhere on it."""

    counted = Signal(int)
    """How many attachments the record on show has."""

    def __init__(self, context: AppContext, table: str, record_id: Id, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._table, self._record_id = context, table, record_id
        self._pictures = Pictures(context, self)
        self._to_copy = ""
        self.list = AttachmentList(self._pictures)
        self.list.scale = self.devicePixelRatioF()

        self.add_button = button(_("Add…"), "", "plus")
        self.paste_button = button(_("Paste"), "flat", "clipboard-list")
        self.camera_button = button(_("From the camera…"), "flat", "camera")
        self.position = KeepPosition(context)
        self.notice = Notice("warn", "")
        self.empty_title = label(_("No photos or documents yet"), "heading")
        self.empty_text = label(
            _("Drop photos or PDF files here, paste a copied picture with Ctrl+V, or choose Add."), "muted", wrap=True
        )
        self.gallery = Gallery(self.list)
        self.actions_row = QWidget()

        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.add_button)
        top.addWidget(self.paste_button)
        top.addWidget(self.camera_button)
        top.addStretch(1)
        row = QHBoxLayout(self.actions_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.open_button = self._action(row, _("Open"), "Enter", self.open)
        self.caption_button = self._action(row, _("Caption"), "F2", self.gallery.rename)
        self.save_button = self._action(row, _("Save…"), "", self.save)
        self.delete_button = self._action(row, _("Delete"), "Del", self.delete)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        for one in (self.position, self.notice, self.empty_title, self.empty_text, self.gallery, self.actions_row):
            column.addWidget(one)
        column.addStretch(1)
        self.notice.hide()

    def _action(self, row: QHBoxLayout, text: str, keys: str, act: Callable[[], object]) -> QPushButton:
        made = button(text, "flat")
        made.setToolTip(keys)
        made.clicked.connect(lambda: act())
        row.addWidget(made)
        entry = QAction(text, self.gallery)
        entry.triggered.connect(lambda: act())
        self.gallery.addAction(entry)
        return made

    def _connect(self) -> None:
        self.setAcceptDrops(True)
        self.add_button.clicked.connect(self.ask_for_files)
        self.paste_button.clicked.connect(self.paste)
        self.camera_button.setToolTip(CAMERA_KEYS)
        self.camera_button.clicked.connect(self.open_camera)
        fetch = QShortcut(QKeySequence(CAMERA_KEYS), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        fetch.activated.connect(self.open_camera)
        self.gallery.asked.connect(self._on_asked)
        self.gallery.selectionModel().selectionChanged.connect(self._enable)
        self.list.modelReset.connect(self._enable)
        self.list.renamed.connect(self._rename)
        self._pictures.arrived.connect(self._on_arrived)
        self._context.changed.connect(self._on_changed)
        self._context.reloaded.connect(self.reload)

    def show_record(self, table: str, record_id: Id) -> None:
        """Show another record's attachments."""
        if (table, record_id) != (self._table, self._record_id):
            self.notice.hide()
            self.list.show_rows([])
        self._table, self._record_id = table, record_id
        self.reload()

    def reload(self) -> None:
        """Ask the database again."""
        table, record_id = self._table, self._record_id
        self._fill(self._context.read(lambda session: attachments.of_record(session, table, record_id)))

    def add(self, sources: Sequence[Source]) -> None:
        """Prepare files off the GUI thread and attach the sound ones, as one step of undo."""
        if not sources:
            return
        self.notice.hide()
        table, record_id, keep, given = self._table, self._record_id, self.position.isChecked(), tuple(sources)
        job = self._context.run_later(
            lambda progress: attachment_files.prepare(given, keep_position=keep, progress=progress)
        )
        ProgressDialog(job, _("Adding photos and documents"), self)
        job.then(self, lambda prepared: self._attach(table, record_id, prepared))

    def ask_for_files(self) -> None:
        """Let somebody choose files, several at once."""
        kinds = " ".join(f"*.{ending}" for ending in (*brought.IMAGES, "pdf"))
        ours, all_files = _("Photos and documents"), _("All files")
        offered = f"{ours} ({kinds});;{all_files} (*)"
        ask_open_several(self, _("Add photos and documents"), Path(), offered, self.add)

    def open_camera(self) -> None:
        """Offer the newest photos of the phone or card that was chosen."""
        dialog = CameraDialog(self._context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.picked.connect(self.add)
        dialog.open()

    def paste(self) -> None:
        """Add the picture or the files on the clipboard."""
        found = brought.sources(QGuiApplication.clipboard().mimeData())
        if found:
            self.add(found)
        else:
            self._say(_("There is no picture on the clipboard"), _("Copy a picture or files first, then paste."))

    def open(self) -> None:
        """Show the chosen photo large, or the chosen document with the system's viewer."""
        row = self._current()
        if row is None:
            return
        if row.size_bytes is None:
            self._say(_("Not received yet"), _("The file is on another computer; merge a pack that brings it."))
        elif row.kind == PHOTO:
            here = [one for one in self.list.rows() if one.kind == PHOTO and one.size_bytes is not None]
            viewer = PhotoViewer(self._context, self._pictures, here, here.index(row), self)
            viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            viewer.open()
        else:
            copies.open_outside(self._context, row)

    def save(self) -> None:
        """Save a copy of the chosen one."""
        row = self._current()
        if row is not None:
            copies.ask_and_save(self._context, row, self)

    def delete(self) -> None:
        """Take the selected ones off the record."""
        doomed = [self.list.rows()[number].id for number in self.gallery.chosen()]
        if doomed:
            done = ngettext("{n} file deleted", "{n} files deleted", len(doomed)).format(n=len(doomed))
            self._context.write(lambda uow, _progress: attachments.delete(uow, doomed), "delete", done)

    def copy(self) -> None:
        """Put the chosen photo on the clipboard, as large as it is shown."""
        row = self._current()
        if row is None or row.kind != PHOTO or row.size_bytes is None:
            return
        image = self._pictures.image(row.sha256, LARGEST_SIDE)
        self._to_copy = row.sha256 if image is None else ""
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self._context.message.emit(_("Photo copied"))

    def event(self, event: QEvent) -> bool:
        is_paste = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if is_paste and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if brought.brings_something(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add(brought.sources(event.mimeData()))

    def _attach(self, table: str, record_id: Id, prepared: Prepared) -> None:
        self._tell_refused(prepared.refused)
        ready = prepared.ready
        if not ready:
            return

        def write(uow: Any, _progress: object) -> None:
            for one in ready:
                attachments.add(uow, table, record_id, one)

        done = ngettext("{n} file added", "{n} files added", len(ready)).format(n=formats.number(len(ready)))
        self._context.write(write, "attach", done)

    def _tell_refused(self, refused: Sequence[str]) -> None:
        if not refused:
            return
        title = ngettext("{n} file was left out", "{n} files were left out", len(refused))
        told = list(refused[:MOST_TOLD])
        if len(refused) > MOST_TOLD:
            told.append(_("and {n} more").format(n=formats.number(len(refused) - MOST_TOLD)))
        self._say(title.format(n=formats.number(len(refused))), "\n".join(told))

    def _say(self, title: str, text: str) -> None:
        self.notice.set(title, text)
        self.notice.show()

    def _rename(self, attachment_id: Id, caption: str) -> None:
        self._context.write(
            lambda uow, _progress: attachments.rename(uow, attachment_id, caption), "edit", _("Caption saved")
        )

    def _current(self) -> AttachmentRow | None:
        chosen = self.gallery.chosen()
        return self.list.rows()[chosen[0]] if chosen else None

    def _on_asked(self, what: str) -> None:
        {OPEN: self.open, DELETE: self.delete, COPY: self.copy, PASTE: self.paste}[what]()

    def _on_arrived(self, sha256: str) -> None:
        if sha256 == self._to_copy and not self._pictures.is_damaged(sha256):
            self.copy()

    def _on_changed(self, changes: Changes) -> None:
        if changes.affects("attachment"):
            self.reload()

    def _fill(self, rows: Sequence[AttachmentRow]) -> None:
        self.list.show_rows(rows)
        self.empty_title.setVisible(not rows)
        self.empty_text.setVisible(not rows)
        self.gallery.setVisible(bool(rows))
        self.actions_row.setVisible(bool(rows))
        self.gallery.fit()
        if rows and not self.gallery.chosen():
            self.gallery.choose(0)
        self._enable()
        self.counted.emit(len(rows))

    def _enable(self) -> None:
        chosen = self.gallery.chosen()
        for one in (self.open_button, self.caption_button, self.save_button):
            one.setEnabled(len(chosen) == 1)
        self.delete_button.setEnabled(bool(chosen))
