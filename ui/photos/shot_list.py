"""The photos of a camera folder as a list model: a tile, when it was taken, and a tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPen, QPixmap

from spbe_assets.i18n import _
from spbe_assets.services import attachment_files
from spbe_assets.services.camera_folder import Shot
from ui import format as formats
from ui import icons, theme
from ui.photos.pictures import Pictures

TILE = QSize(148, 108)
ICON, TICK = 28, 22
Index = QModelIndex | QPersistentModelIndex


class FilePictures(Pictures):
    """Photos of the disk; a name is a path."""

    @staticmethod
    def content_of(session: Any, name: str) -> bytes:
        return attachment_files.read_file(Path(name))


class ShotList(QAbstractListModel):
    """Asks for the tiles that are painted only; `ticked` fires whenever a tick comes or goes."""

    ticked = Signal()

    def __init__(self, pictures: FilePictures) -> None:
        super().__init__(pictures)
        self._pictures = pictures
        self.shots: list[Shot] = []
        self._chosen: set[int] = set()
        self.scale = 1.0
        pictures.arrived.connect(self._repaint)

    def show_shots(self, shots: Sequence[Shot], ticked: Iterable[int]) -> None:
        """Take other photos, those with the given numbers ticked."""
        self.beginResetModel()
        self.shots, self._chosen = list(shots), set(ticked)
        self.endResetModel()
        self.ticked.emit()

    def chosen(self) -> list[Shot]:
        """The ticked ones, the oldest first, as they were taken."""
        return [self.shots[number] for number in sorted(self._chosen, reverse=True)]

    def tick(self, numbers: Iterable[int], on: bool) -> None:
        """Set or take away ticks."""
        self._chosen = self._chosen | set(numbers) if on else self._chosen - set(numbers)
        if self.shots:
            self.dataChanged.emit(self.index(0), self.index(len(self.shots) - 1))
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shots)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        shot, is_ticked = self.shots[index.row()], index.row() in self._chosen
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(shot, is_ticked)
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.moment(shot.taken_at)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shot.path.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = _("ticked") if is_ticked else _("not ticked")
            return f"{shot.path.name}, {formats.moment(shot.taken_at)}, {state}"
        return None

    def toggle(self, number: int) -> None:
        """Set the tick of one, or take it away."""
        self.tick([number], number not in self._chosen)

    def _repaint(self, name: str) -> None:
        for number, shot in enumerate(self.shots):
            if str(shot.path) == name:
                self.dataChanged.emit(self.index(number), self.index(number))

    def _icon(self, shot: Shot, is_ticked: bool) -> QIcon:
        """The same tile whether or not it is selected: Qt would tint it."""
        tile, made = self._tile(shot, is_ticked), QIcon()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            made.addPixmap(tile, mode)
        return made

    def _tile(self, shot: Shot, is_ticked: bool) -> QPixmap:
        made = QPixmap(TILE * self.scale)
        made.setDevicePixelRatio(self.scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(1, 1, TILE.width() - 2, TILE.height() - 2)
        path = QPainterPath()
        path.addRoundedRect(frame, 6, 6)
        painter.setClipPath(path)
        painter.fillPath(path, theme.colour("soft_accent"))
        self._draw(painter, str(shot.path))
        painter.setClipping(False)
        if is_ticked:
            painter.setPen(QPen(theme.colour("accent"), 3))
            painter.drawPath(path)
        self._draw_tick(painter, is_ticked)
        painter.end()
        return made

    def _draw(self, painter: QPainter, name: str) -> None:
        image = self._pictures.image(name, round(TILE.width() * self.scale * 1.5))
        if image is None:
            icon = "triangle-alert" if self._pictures.is_damaged(name) else "image"
            drawn = icons.pixmap(icon, "accent", ICON, self.scale)
            painter.drawPixmap(QPointF((TILE.width() - ICON) / 2, (TILE.height() - ICON) / 2), drawn)
            return
        factor = max(TILE.width() / image.width(), TILE.height() / image.height())
        width, height = image.width() * factor, image.height() * factor
        painter.drawImage(QRectF((TILE.width() - width) / 2, (TILE.height() - height) / 2, width, height), image)

    def _draw_tick(self, painter: QPainter, is_ticked: bool) -> None:
        box = QRectF(TILE.width() - TICK - 8, 8, TICK, TICK)
        painter.setPen(QPen(theme.colour("accent" if is_ticked else "field_line"), 1.5))
        painter.setBrush(theme.colour("accent" if is_ticked else "surface"))
        painter.drawEllipse(box)
        if is_ticked:
            side = TICK - 8
            painter.drawPixmap(box.topLeft() + QPointF(4, 4), icons.pixmap("check", "on_accent", side, self.scale))
