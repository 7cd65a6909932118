"""The thumbnails of a record, side by side, as high as they need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from spbe_assets.i18n import _
from ui.photos.attachment_list import TILE, AttachmentList

CELL = QSize(TILE.width() + 12, TILE.height() + 38)
EDIT, OPEN, DELETE, COPY, PASTE = "edit", "open", "delete", "copy", "paste"


class Gallery(QListView):
    """Its keys (F2, Enter, Delete, Ctrl+C, Ctrl+V) go before those of the window while it has the focus."""

    asked = Signal(str)
    """What a key asks for: open, delete, copy or paste."""

    def __init__(self, model: AttachmentList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = model
        self.setModel(model)
        self.setAccessibleName(_("Photos and documents"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(TILE)
        self.setGridSize(CELL)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.doubleClicked.connect(lambda _index: self.asked.emit(OPEN))
        model.modelReset.connect(self.fit)

    def chosen(self) -> list[int]:
        """The numbers of the selected ones, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def choose(self, number: int) -> None:
        """Make one the current and only selected one."""
        self.setCurrentIndex(self._list.index(number))

    def rename(self) -> None:
        """Begin to edit the caption of the current one."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def fit(self) -> None:
        """Take the height that all need at this width; the pane scrolls, not the gallery."""
        columns = max(1, self.viewport().width() // CELL.width())
        height = -(-self._list.rowCount() // columns) * CELL.height() + 4
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _asks(event):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asks = _asks(event)
        if asks == EDIT:
            self.rename()
        elif asks:
            self.asked.emit(asks)
        else:
            super().keyPressEvent(event)


def _asks(event: QKeyEvent) -> str:
    if event.matches(QKeySequence.StandardKey.Paste):
        return PASTE
    if event.matches(QKeySequence.StandardKey.Copy):
        return COPY
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return ""
    keys = {Qt.Key.Key_F2: EDIT, Qt.Key.Key_Return: OPEN, Qt.Key.Key_Enter: OPEN, Qt.Key.Key_Delete: DELETE}
    return keys.get(Qt.Key(event.key()), "")
