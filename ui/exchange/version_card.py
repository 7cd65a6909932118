"""One side of a conflict as a card: who and when, each field's value to be clicked, and the photos of that side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.attachments import AttachmentRow
from spbe_assets.services.conflict_model import Conflict
from ui.exchange.photo_strip import PhotoStrip
from ui.exchange.versions import BASE, Column
from ui.photos.pictures import Pictures
from ui.widgets.basics import button, label, set_kind

NAME_PX, LEAST_PX, HEAD_PX = 92, 230, 22
NOTHING = "—"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ValueLabel(QLabel):
    """A value that can be taken by a click or the Enter key."""

    taken = Signal()

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(text or NOTHING, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setIndent(0)
        self.setProperty("kind", "value")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{name}: {text or NOTHING}")
        self.setToolTip(_("Click to take this value alone"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        set_kind(self, "true", "focused")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        set_kind(self, "false", "focused")


class VersionCard(QFrame):
    """`taken` carries the number of the conflict whose value was chosen, `all_taken` is for the whole side."""

    taken = Signal(int)
    all_taken = Signal()

    def __init__(
        self,
        side: Column,
        conflicts: Sequence[Conflict],
        pictures: Pictures,
        photos: Sequence[AttachmentRow] | None,
        *,
        is_shown_now: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.side = side
        self.setObjectName("card")
        self.setProperty("framed", "true" if is_shown_now else "false")
        if is_shown_now:
            self.setToolTip(_("The register shows these values until somebody decides."))
        self.setMinimumWidth(LEAST_PX)
        self.values: list[ValueLabel] = []
        self.photos = PhotoStrip(pictures, photos or ())
        self.key_button = button(side.digit, "key")
        self.key_button.setAccessibleName(_("Take all of “{title}”").format(title=side.title))
        self.key_button.setToolTip(self.key_button.accessibleName())
        self.key_button.clicked.connect(self.all_taken)

        column = QVBoxLayout(self)
        edge = 1 if is_shown_now else 0  # its line is one pixel thicker
        column.setContentsMargins(16 - edge, 14 - edge, 16 - edge, 16 - edge)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addWidget(label(side.signed, "small", wrap=True))
        column.addLayout(self._grid(conflicts))
        column.addStretch(1)
        if photos is not None:
            column.addWidget(self.photos)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = label(self.side.title, "heading")
        title.setMinimumHeight(HEAD_PX)
        row.addWidget(title, 1)
        if self.side.digit:
            row.addWidget(self.key_button)
        return row

    def _grid(self, conflicts: Sequence[Conflict]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (conflict, version) in enumerate(zip(conflicts, self.side.versions, strict=True)):
            name = label(conflict.title, "muted", wrap=True)
            name.setFixedWidth(NAME_PX)
            name.setContentsMargins(0, 2, 0, 0)  # in line with the value, which has room for a ring
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            if version is None:
                grid.addWidget(label(NOTHING, "muted"), number, 1, Qt.AlignmentFlag.AlignTop)
                continue
            value = ValueLabel(version.text, conflict.title)
            if self.side.side == BASE:
                value.setProperty("side", BASE)
            value.taken.connect(lambda at=number: self.taken.emit(at))
            grid.addWidget(value, number, 1, Qt.AlignmentFlag.AlignTop)
            self.values.append(value)
        return grid
