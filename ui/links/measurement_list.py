"""The measurements of a link as a list of painted lines, with small bars against the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spbe_assets.services.attachments import PHOTO, AttachmentRow
from ui import icons, theme
from ui.links.measured import Measurement, Rate
from ui.photos.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex
PAD, GAP, BAR, LINE = 10, 6, 6, 20
THUMB, ICON = QSize(68, 52), 20
RATE_HEIGHT = LINE + BAR + GAP


class MeasurementList(QAbstractListModel):
    """A few hundred measurements at most, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Measurement] = []

    def show_lines(self, lines: Sequence[Measurement]) -> None:
        """Take other measurements."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.isValid():
            return self.lines[index.row()].spoken()
        return None


class MeasurementPainter(QStyledItemDelegate):
    """Draws one measurement: when and who, a line and a bar for each direction, the rest, its photo at the right."""

    def __init__(self, pictures: Pictures, view: QWidget) -> None:
        super().__init__(view)
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, height_of(index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one, area = _measurement(index), QRect(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(area.left(), area.top(), 3, area.height(), theme.colour("accent"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.colour("line"))
        inner = area.adjusted(PAD, PAD, -PAD, -PAD)
        photos = [row for row in one.evidence if row.kind == PHOTO]
        if photos:
            self._paint_photos(painter, QRect(QPoint(inner.right() - THUMB.width() + 1, inner.top()), THUMB), photos)
            inner.setRight(inner.right() - THUMB.width() - GAP - 2)
        line = QRect(inner.left(), inner.top(), inner.width(), LINE)
        _text(painter, line, one.title(), "text", bold=True)
        line.translate(0, LINE + 2)
        for rate in one.rates:
            _rate(painter, line, rate)
            line.translate(0, RATE_HEIGHT)
        _text(painter, line, one.others(), "muted")
        painter.restore()

    def _paint_photos(self, painter: QPainter, room: QRect, photos: Sequence[AttachmentRow]) -> None:
        """The first photo, and how many more there are; red where it has not come yet."""
        first, is_here = photos[0], photos[0].size_bytes is not None
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(QRectF(room), 5, 5)
        painter.setClipPath(path)
        painter.fillPath(path, theme.colour("soft_accent" if is_here else "soft_bad"))
        scale = painter.device().devicePixelRatioF()
        image = self._pictures.image(first.sha256, round(room.width() * scale * 1.5)) if is_here else None
        if image is None:
            drawn = icons.pixmap("image" if is_here else "image-off", "accent" if is_here else "bad", ICON, scale)
            painter.drawPixmap(room.center() - QPoint(ICON // 2, ICON // 2), drawn)
        else:
            factor = max(room.width() / image.width(), room.height() / image.height())
            target = QRectF(0, 0, image.width() * factor, image.height() * factor)
            target.moveCenter(QRectF(room).center())
            painter.drawImage(target, image)
        painter.restore()
        if len(photos) > 1:
            _text(painter, QRect(room.left(), room.bottom() + 1, room.width(), LINE), f"+{len(photos) - 1}", "muted")


def height_of(index: Index) -> int:
    """How high the line of a measurement is."""
    one = _measurement(index)
    told = LINE + 2 + RATE_HEIGHT * len(one.rates) + (LINE if one.others() else 0)
    photos = sum(row.kind == PHOTO for row in one.evidence)
    shown = (THUMB.height() + (LINE if photos > 1 else 0)) if photos else 0
    return 2 * PAD + max(told, shown)


def _measurement(index: Index) -> Measurement:
    model = index.model()
    if not isinstance(model, MeasurementList):
        raise TypeError("these lines are painted from a MeasurementList")
    return model.lines[index.row()]


def _rate(painter: QPainter, line: QRect, rate: Rate) -> None:
    font = painter.font()
    font.setBold(False)  # the title before was bold
    painter.setFont(font)
    metrics = painter.fontMetrics()
    word = rate.word()
    right = QRect(line)
    right.setLeft(line.right() - metrics.horizontalAdvance(word))
    left = line.adjusted(0, 0, -right.width() - GAP, 0)
    _text(painter, left, f"{rate.name}: {rate.text()}", "text")
    _text(painter, right, word, "muted" if rate.tone == "muted" else rate.tone)
    if rate.share is not None:
        ground = QRect(line.left(), line.bottom() + 1, line.width(), BAR)
        _bar(painter, ground, theme.colour("line"))
        ground.setWidth(max(BAR, round(line.width() * min(1.0, rate.share))))
        _bar(painter, ground, theme.colour(rate.tone))


def _bar(painter: QPainter, area: QRect, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(area, BAR / 2, BAR / 2)


def _text(painter: QPainter, area: QRect, text: str, role: str, *, bold: bool = False) -> None:
    font = painter.font()
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
