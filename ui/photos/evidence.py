"""Photos and documents that go with something which is saved only later: files, the clipboard, drops, the camera."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.attachment_files import Source
from ui.context import AppContext
from ui.photos import brought
from ui.photos.camera_dialog import CameraDialog
from ui.photos.keep_position import KeepPosition
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_open_several

INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class EvidenceBox(QFrame):
    """Holds what was brought; `sources` is what `attachment_files.prepare` takes. `hint` stands there while empty."""

    changed = Signal()

    def __init__(self, context: AppContext, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._hint = context, hint
        self.sources: list[Source] = []
        self.setAcceptDrops(True)

        self.files_button = button(_("Evidence…"), "", "image")
        self.camera_button = button(_("From the camera…"), "flat", "camera")
        self.paste_button = button(_("Paste"), "flat", "clipboard-list")
        self.clear_button = button(_("Remove"), "flat", "x")
        self.told = label("", "small", wrap=True)
        self.position = KeepPosition(context)

        row = QHBoxLayout()
        row.setSpacing(8)
        for one in (self.files_button, self.camera_button, self.paste_button, self.clear_button):
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(self.position)

        self.files_button.clicked.connect(self.ask_for_files)
        self.camera_button.clicked.connect(self.open_camera)
        self.paste_button.clicked.connect(self.paste)
        self.clear_button.clicked.connect(lambda: self.show_sources([]))
        self.show_sources([])

    def listen(self, around: QWidget) -> None:
        """Take what is pasted from the camera anywhere in a form; Ctrl+V stays with its texts."""
        fetch = QShortcut(QKeySequence("Ctrl+Shift+V"), around, context=INSIDE)
        fetch.activated.connect(self.open_camera)

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Hold these instead."""
        self.sources = list(sources)
        names = [one.name if isinstance(one, Path) else _("Picture from the clipboard") for one in self.sources]
        self.told.setText(", ".join(names) or self._hint)
        self.clear_button.setVisible(bool(names))
        self.position.setVisible(bool(names))
        self.changed.emit()

    def add(self, sources: Sequence[Source]) -> None:
        """Hold these too."""
        self.show_sources([*self.sources, *sources])

    def ask_for_files(self) -> None:
        """Let somebody choose photos or documents."""
        kinds = " ".join(f"*.{ending}" for ending in (*brought.IMAGES, "pdf"))
        shown = _("Photos and documents")
        ask_open_several(self, _("Evidence of the measurement"), Path(), f"{shown} ({kinds})", self.add)

    def open_camera(self) -> None:
        """Offer the newest photos of the phone or card."""
        dialog = CameraDialog(self._context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.picked.connect(self.add)
        dialog.open()

    def paste(self) -> None:
        """Take the picture or the files on the clipboard."""
        found = brought.sources(QGuiApplication.clipboard().mimeData())
        if found:
            self.add(found)
        else:
            self.told.setText(_("There is no picture on the clipboard"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if brought.brings_something(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add(brought.sources(event.mimeData()))
