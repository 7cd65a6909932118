"""One side of a conflict as a card: who and when, each field's value to be clicked, and the photos of that side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.attachments import AttachmentRow
from spbe_assets.services.conflict_model import Conflict, Version
from ui.exchange.photo_strip import PhotoStrip
from ui.exchange.versions import Column
from ui.photos.pictures import Pictures
from ui.widgets.basics import button, label, set_kind

NAME_PX, LEAST_PX, HEAD_PX = 92, 200, 22
NOTHING = "—"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ValueLabel(QLabel):
    """A value that can be taken by a click or the Enter key."""

    taken = Signal()

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(text or NOTHING, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
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
        is_narrow: bool = False,
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
        self.lines: list[QLabel] = []
        """What is broken into lines, from top to bottom: who wrote it, then each value."""
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
        signed = label(side.signed, "small", wrap=True)
        signed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.lines.append(signed)
        column.addWidget(signed)
        column.addLayout(self._grid(conflicts, is_narrow))
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

    def _grid(self, conflicts: Sequence[Conflict], is_narrow: bool) -> QGridLayout:
        """Names beside their values, or above them where the card is narrow."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2 if is_narrow else 6)
        grid.setColumnStretch(0 if is_narrow else 1, 1)
        for number, (conflict, version) in enumerate(zip(conflicts, self.side.versions, strict=True)):
            name = label(conflict.title, "small" if is_narrow else "muted", wrap=True)
            value = label(NOTHING, "muted") if version is None else self._value(number, conflict, version)
            if is_narrow:
                grid.addWidget(name, 2 * number, 0)
                grid.addWidget(value, 2 * number + 1, 0)
            else:
                name.setFixedWidth(NAME_PX)
                name.setContentsMargins(0, 2, 0, 0)  # in line with the value, which has room for a ring
                grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(value, number, 1, Qt.AlignmentFlag.AlignTop)
            value.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.lines.append(value)
        return grid

    def _value(self, number: int, conflict: Conflict, version: Version) -> ValueLabel:
        made = ValueLabel(version.text, conflict.title)
        made.setProperty("side", self.side.side)
        made.taken.connect(lambda: self.taken.emit(number))
        self.values.append(made)
        return made


def align(cards: Sequence[VersionCard]) -> None:
    """Give what belongs together in all cards the same height, so that it stands in line."""
    for some in zip(*(card.lines for card in cards), strict=True):
        highest = max(one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height() for one in some)
        for one in some:
            one.setMinimumHeight(highest)
