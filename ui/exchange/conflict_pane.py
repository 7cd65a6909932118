"""One record with everything that is open about it: the sides as cards, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.attachments import AttachmentRow
from spbe_assets.services.conflict_model import Conflict, Version, Waiting
from ui.exchange import versions
from ui.exchange.other_value import fillable
from ui.exchange.version_card import VersionCard, align
from ui.exchange.versions import BASE, Column
from ui.photos.pictures import Pictures
from ui.widgets.basics import button, label

USUAL_SIDES = 3


class ConflictPane(QScrollArea):
    """Says what somebody chose; the page writes it."""

    side_taken = Signal(str)
    """The whole of a side."""
    value_taken = Signal(object, object)
    """A conflict and the version of it that was chosen."""
    other_asked = Signal()
    person_asked = Signal()
    photo_opened = Signal(object, int)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.conflicts: tuple[Conflict, ...] = ()
        self.sides: list[Column] = []
        self.cards: list[VersionCard] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.use_buttons: dict[str, QPushButton] = {}
        self.other_button = button(_("Other value…"))
        self.person_button = button("", "flat")

    def show_record(
        self, waiting: Waiting, conflicts: Sequence[Conflict], photos: Mapping[str, Sequence[AttachmentRow]]
    ) -> None:
        """Show a record; `photos` are those of each side."""
        self.conflicts = tuple(conflicts)
        self.sides = versions.columns(conflicts)
        now = versions.shown_now(self.sides)
        page = QWidget()
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(4)
        column.addWidget(label(waiting.name or waiting.tag or _("Unnamed"), "record", wrap=True))
        column.addWidget(label(versions.sentence(conflicts), "muted", wrap=True))
        column.addSpacing(8)
        column.addLayout(self._cards(conflicts, now, photos))
        column.addSpacing(8)
        column.addLayout(self._buttons(now))
        column.addSpacing(4)
        column.addWidget(label(_("The value not chosen stays in history. N = next conflict."), "small", wrap=True))
        column.addStretch(1)
        self.setWidget(page)
        QTimer.singleShot(0, self, lambda: align(self.cards))  # once they have their widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: align(self.cards))

    def say_of_person(self, text: str) -> None:
        """Offer to decide all of one person in one room; an empty text offers nothing."""
        self.person_button.setText(text)
        self.person_button.setVisible(bool(text))

    def clear(self) -> None:
        """Show nothing."""
        self.conflicts, self.sides, self.cards = (), [], []
        self.setWidget(QWidget())

    def _cards(
        self, conflicts: Sequence[Conflict], now: Column | None, photos: Mapping[str, Sequence[AttachmentRow]]
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.cards = []
        has_photos = any(photos.values())
        for side in self.sides:
            own = photos.get(side.side, ()) if has_photos else None
            card = VersionCard(
                side, conflicts, self._pictures, own, is_shown_now=side is now, is_narrow=len(self.sides) > USUAL_SIDES
            )
            card.taken.connect(lambda number, side=side: self._take(number, side))
            card.all_taken.connect(lambda side=side: self.side_taken.emit(side.side))
            card.photos.opened.connect(lambda number, card=card: self.photo_opened.emit(card.photos.rows, number))
            row.addWidget(card, 1)
            self.cards.append(card)
        return row

    def _take(self, number: int, side: Column) -> None:
        version: Version | None = side.versions[number]
        if version is not None:
            self.value_taken.emit(self.conflicts[number], version)

    def _buttons(self, now: Column | None) -> QHBoxLayout:
        self.other_button, self.person_button = button(_("Other value…")), button("", "flat")
        if not any(fillable(one) for one in self.conflicts):
            self.other_button.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        asked = [side for side in self.sides if side.side != BASE]
        asked.sort(key=lambda side: side is not now)
        self.use_buttons = {}
        for side in asked:
            made = button(versions.use_text(side, self.conflicts), "main" if side is now else "")
            made.setToolTip(side.digit)
            made.clicked.connect(lambda _checked=False, side=side: self.side_taken.emit(side.side))
            self.use_buttons[side.side] = made
            row.addWidget(made)
        row.addWidget(self.other_button)
        row.addStretch(1)
        row.addWidget(self.person_button)
        self.person_button.hide()
        self.other_button.clicked.connect(self.other_asked)
        self.person_button.clicked.connect(self.person_asked)
        return row
