"""Fetching photos from a phone or card: its newest ones as thumbnails, those taken since the last time ticked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QStorageInfo, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.services import camera_folder
from spbe_assets.services.camera_folder import Camera, Shot
from ui import format as formats
from ui.context import AppContext
from ui.photos.shot_list import TILE, FilePictures, ShotList
from ui.widgets.basics import button, elided, label
from ui.widgets.empty_state import EmptyState
from ui.widgets.file_dialogs import ask_folder

CELL = QSize(TILE.width() + 14, TILE.height() + 34)
DCIM = "DCIM"


class Shots(QListView):
    """A click or Space ticks a photo, Enter takes what is ticked."""

    taken = Signal()

    def __init__(self, model: ShotList) -> None:
        super().__init__()
        self._list = model
        self.setModel(model)
        self.setAccessibleName(_("Photos of the camera"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setIconSize(TILE)
        self.setGridSize(CELL)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(lambda index: model.toggle(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._list.toggle(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class CameraDialog(QDialog):
    """`picked` carries the paths of the ticked photos in the order they were taken."""

    picked = Signal(list)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._camera = Camera(None, None)
        self.setWindowTitle(_("Photos from the camera"))

        self._pictures = FilePictures(context, self)
        self.list = ShotList(self._pictures)
        self.list.scale = self.devicePixelRatioF()
        self.shots = Shots(self.list)
        self.place = elided("", "muted")
        self.folder_button = button(_("Other folder…"), "flat", "folder-open")
        self.again_button = button(_("Look again"), "flat", "refresh-cw")
        self.new_button = button(_("Tick the new ones"), "flat")
        self.none_button = button(_("Tick none"), "flat")
        self.add_button = button("", "main", "plus")
        self.cancel_button = button(_("Cancel"))
        choose = button(_("Choose the folder…"), "", "folder-open")
        choose.clicked.connect(self.ask_for_folder)
        self.empty = EmptyState("camera", _("Where are the photos?"), "", choose)
        self.pages = QStackedWidget()

        self._lay_out()
        self._connect()
        self.look()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.place, 1)
        head.addWidget(self.again_button)
        head.addWidget(self.folder_button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.new_button)
        foot.addWidget(self.none_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.add_button)
        self.pages.addWidget(self.shots)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        hint = _("A click or Space ticks a photo; those taken since you fetched photos last are ticked already.")
        column.addWidget(label(hint, "muted", wrap=True))
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        self.add_button.setDefault(True)
        self.resize(880, 620)

    def _connect(self) -> None:
        self.list.ticked.connect(self._count)
        self.shots.taken.connect(self.take)
        self.add_button.clicked.connect(self.take)
        self.cancel_button.clicked.connect(self.reject)
        self.folder_button.clicked.connect(self.ask_for_folder)
        self.again_button.clicked.connect(self.look)
        self.new_button.clicked.connect(self.tick_new)
        self.none_button.clicked.connect(lambda: self.list.tick(range(len(self.list.shots)), False))
        self._count()

    def look(self) -> None:
        """Read the folder that was chosen, or the one of a phone or card that is plugged in."""
        store, operator = self._context.store, self._context.actor.user

        def read(progress: object) -> tuple[Camera, list[Shot]]:
            camera = camera_folder.remembered(store, operator)
            folder = camera.folder or _plugged_in()
            return Camera(folder, camera.fetched), camera_folder.newest(folder) if folder else []

        self._say(_("Reading…"))
        self._context.run_later(read, quiet=True).then(self, self._show).otherwise(self, self._fail)

    def ask_for_folder(self) -> None:
        """Let somebody choose the folder; it is remembered."""
        begin = self._camera.folder or _plugged_in() or Path()
        ask_folder(self, _("Folder of the phone or camera"), begin, self.use_folder)

    def use_folder(self, folder: Path) -> None:
        """Fetch from this folder, now and the next times."""
        store, operator = self._context.store, self._context.actor.user
        job = self._context.run_later(lambda _progress: camera_folder.remember_folder(store, operator, folder))
        job.then(self, lambda _done: self.look())

    def tick_new(self) -> None:
        """Tick what was taken since the last time."""
        self.list.tick((number for number, shot in enumerate(self.list.shots) if self._camera.is_new(shot)), True)

    def take(self) -> None:
        """Give the ticked photos away and remember up to when they were fetched."""
        chosen = self.list.chosen()
        if not chosen:
            return
        store, operator, until = self._context.store, self._context.actor.user, self.list.shots[0].taken_at
        folder = self._camera.folder

        def keep(_progress: object) -> None:
            if folder is not None:
                camera_folder.remember_folder(store, operator, folder)
            camera_folder.remember_fetched(store, operator, until)

        self._context.run_later(keep)
        self.picked.emit([shot.path for shot in chosen])
        self.accept()

    def _show(self, answer: tuple[Camera, list[Shot]]) -> None:
        self._camera, shots = answer
        self.place.set_whole(str(self._camera.folder or ""))
        self.list.show_shots(shots, (number for number, shot in enumerate(shots) if self._camera.is_new(shot)))
        if self._camera.folder is None:
            self._say(
                _("Plug in the phone or put in the card, and choose its folder once: most are called DCIM."),
                _("Where are the photos?"),
            )
        elif not shots:
            self._say(_("Take photos, or choose another folder."), _("No photos in this folder"))
        else:
            self.pages.setCurrentWidget(self.shots)
            self.shots.setFocus()
            self.shots.setCurrentIndex(self.list.index(0))

    def _fail(self, error: Exception) -> None:
        self.list.show_shots([], ())
        self._say(str(error), _("The folder can’t be read"))

    def _say(self, text: str, title: str = "") -> None:
        self.empty.title.setText(title)
        self.empty.text.setText(text)
        self.pages.setCurrentWidget(self.empty)

    def _count(self) -> None:
        count = len(self.list.chosen())
        text = ngettext("Add {n} photo", "Add {n} photos", count) if count else _("Add photos")
        self.add_button.setText(formats.counted(text, count) if count else text)
        self.add_button.setEnabled(bool(count))
        has_new = any(self._camera.is_new(shot) for shot in self.list.shots)
        self.new_button.setEnabled(has_new)
        self.none_button.setEnabled(bool(count))


def _plugged_in() -> Path | None:
    """The photo folder of a card or phone that is mounted as a disk."""
    roots = (Path(volume.rootPath()) for volume in QStorageInfo.mountedVolumes() if volume.isReady())
    return next((root / DCIM for root in roots if (root / DCIM).is_dir()), None)
