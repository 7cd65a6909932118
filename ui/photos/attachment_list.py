"""The attachments of one record as a list model: a tile, a caption that can be edited, what a tooltip says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from spbe_assets.i18n import _
from spbe_assets.services.attachments import PHOTO, AttachmentRow
from ui import format as formats
from ui import icons, theme
from ui.photos.pictures import Pictures

TILE = QSize(148, 108)
ICON = 28
Index = QModelIndex | QPersistentModelIndex


class AttachmentList(QAbstractListModel):
    """Asks `Pictures` only for the tiles that are painted."""

    renamed = Signal(object, str)
    """The id of an attachment and the caption that was typed."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__(pictures)
        self._pictures = pictures
        self._rows: list[AttachmentRow] = []
        self.scale = 1.0
        pictures.arrived.connect(self._repaint)

    def rows(self) -> list[AttachmentRow]:
        """All of them, the oldest first."""
        return self._rows

    def show_rows(self, rows: Sequence[AttachmentRow]) -> None:
        """Take other rows; the same ones with other captions keep their places."""
        same = [row.id for row in rows] == [row.id for row in self._rows]
        if same and rows:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._tile(row)
        if role == Qt.ItemDataRole.EditRole:
            return row.caption
        if role == Qt.ItemDataRole.DisplayRole:
            return self.state(row) or row.caption or _when(row) or _("No caption")
        if role == Qt.ItemDataRole.ForegroundRole and row.size_bytes is None:
            return theme.colour("bad")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.described(row)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or str(value) == row.caption:
            return False
        self.renamed.emit(row.id, str(value))
        return True

    def state(self, row: AttachmentRow) -> str:
        """What is wrong with it in a few words; empty where nothing is."""
        if row.size_bytes is None:
            return _("Not received yet")
        return _("Damaged") if self._pictures.is_damaged(row.sha256) else ""

    def described(self, row: AttachmentRow) -> str:
        """All that is known of it, in a line."""
        kind = _("Photo") if row.kind == PHOTO else _("Document")
        size = "" if row.size_bytes is None else _("{n} KB").format(n=formats.number(row.size_bytes // 1024 + 1))
        return " · ".join(part for part in (kind, row.caption, _when(row), size, self.state(row)) if part)

    def _repaint(self, sha256: str) -> None:
        for number, row in enumerate(self._rows):
            if row.sha256 == sha256:
                self.dataChanged.emit(self.index(number), self.index(number))

    def _tile(self, row: AttachmentRow) -> QPixmap:
        """A tile of one size for all, so that the captions stand in line."""
        made = QPixmap(TILE * self.scale)
        made.setDevicePixelRatio(self.scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(QRectF(0.5, 0.5, TILE.width() - 1, TILE.height() - 1), 6, 6)
        painter.setClipPath(path)
        painter.fillPath(path, theme.colour("soft_bad" if row.size_bytes is None else "soft_accent"))
        self._draw(painter, row)
        painter.end()
        return made

    def _draw(self, painter: QPainter, row: AttachmentRow) -> None:
        is_here = row.kind == PHOTO and row.size_bytes is not None
        image = self._pictures.image(row.sha256, round(TILE.width() * self.scale * 1.5)) if is_here else None
        if image is None:
            drawn = icons.pixmap(self._icon(row), "bad" if row.size_bytes is None else "accent", ICON, self.scale)
            painter.drawPixmap(QPointF((TILE.width() - ICON) / 2, (TILE.height() - ICON) / 2), drawn)
            return
        factor = max(TILE.width() / image.width(), TILE.height() / image.height())
        width, height = image.width() * factor, image.height() * factor
        target = QRectF((TILE.width() - width) / 2, (TILE.height() - height) / 2, width, height)
        painter.drawImage(target, image)

    def _icon(self, row: AttachmentRow) -> str:
        if self.state(row):
            return "image-off" if row.size_bytes is None else "triangle-alert"
        return "image" if row.kind == PHOTO else "file-text"


def _when(row: AttachmentRow) -> str:
    return formats.moment(row.taken_at) if row.taken_at else ""
