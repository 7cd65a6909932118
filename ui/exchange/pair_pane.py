"""Two records that look like one thing, side by side, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from spbe_assets.domain.fields import CATALOGUE, Field, Kind
from spbe_assets.domain.records import Record
from spbe_assets.i18n import _
from spbe_assets.services.attachments import AttachmentRow
from spbe_assets.services.duplicates import Pair
from ui import format as formats
from ui.exchange import words
from ui.exchange.photo_strip import PhotoStrip
from ui.photos.pictures import Pictures
from ui.widgets.basics import button, label, pill
from ui.widgets.card import Card

NAME_PX = 130
ONE, OTHER = range(2)
CODES = (Kind.CODE, Kind.GOODS_CODE, Kind.IP, Kind.MAC)
EMPTY: tuple[object, ...] = (None, "", {})


@dataclass(frozen=True, slots=True)
class BothSides:
    """A pair with all fields and photos of both."""

    pair: Pair
    records: tuple[Record, Record]
    photos: tuple[Sequence[AttachmentRow], Sequence[AttachmentRow]]

    def names(self) -> tuple[str, str]:
        """What both are called."""
        one, other = (record.get("name") or record.get("tag") or _("Unnamed") for record in self.records)
        return one, other

    def differences(self) -> frozenset[str]:
        """The keys of fields in which both hold something else."""
        one, other = self.records
        return frozenset(key for key in one.values if _value(one, key) != _value(other, key))


class PairPane(QScrollArea):
    """`kept` carries which of the two stays, `apart_asked` says that they are two things."""

    kept = Signal(int)
    apart_asked = Signal()
    photo_opened = Signal(object, int)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.both: BothSides | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_both(self, both: BothSides | None) -> None:
        """Show a pair; None shows nothing."""
        self.both = both
        page = QWidget()
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(4)
        if both is not None:
            self._fill(column, both)
        column.addStretch(1)
        self.setWidget(page)

    def _fill(self, column: QVBoxLayout, both: BothSides) -> None:
        head = QHBoxLayout()
        head.addWidget(label(_("Are these the same thing?"), "record"))
        if words.is_near(both.pair):
            head.addWidget(pill(_("Suggestion"), "warn"))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(label(words.reason(both.pair), "muted", wrap=True))
        column.addSpacing(8)
        card = Card()
        card.body.addLayout(self._grid(both))
        column.addWidget(card)
        column.addSpacing(8)
        column.addLayout(self._buttons())
        column.addSpacing(4)
        text = _("Combining keeps history, photos and labels of both; one undo brings both back. N = next pair.")
        column.addWidget(label(text, "small", wrap=True))

    def _grid(self, both: BothSides) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, NAME_PX)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for at, (record, name, photos) in enumerate(zip(both.records, both.names(), both.photos, strict=True)):
            head = QHBoxLayout()
            head.addWidget(label(name, "heading", wrap=True), 1)
            head.addWidget(_key(str(at + 1)), 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(head, 0, at + 1)
            grid.addWidget(label(record.get("tag") or "—", "code-muted", select=True), 1, at + 1)
            strip = PhotoStrip(self._pictures, photos)
            strip.opened.connect(lambda number, strip=strip: self.photo_opened.emit(strip.rows, number))
            grid.addWidget(strip, 2, at + 1)
        different = both.differences()
        fields = CATALOGUE[both.pair.table].values()
        shown = [
            of for of in fields if of.key != "tag" and any(_value(one, of.key) is not None for one in both.records)
        ]
        for row, of in enumerate(sorted(shown, key=lambda of: of.key not in different), 3):
            self._line(grid, row, of, both, differs=of.key in different)
        return grid

    def _line(self, grid: QGridLayout, row: int, of: Field, both: BothSides, *, differs: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(of.label, "muted", wrap=True), row, 0, top)
        for at, record in enumerate(both.records, 1):
            text = formats.value(of, record.get(of.key), record.names)
            kind = "differs" if differs else "code-muted" if of.kind in CODES else "muted"
            grid.addWidget(label(text, kind, wrap=True, select=True), row, at, top)

    def _buttons(self) -> QHBoxLayout:
        left, right = button(_("Combine, keep the left"), "main"), button(_("Combine, keep the right"))
        apart = button(_("These are two things"))
        for made, tip in ((left, "1"), (right, "2"), (apart, "3")):
            made.setToolTip(tip)
        left.clicked.connect(lambda: self.kept.emit(ONE))
        right.clicked.connect(lambda: self.kept.emit(OTHER))
        apart.clicked.connect(self.apart_asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (left, right, apart):
            row.addWidget(made)
        row.addStretch(1)
        return row


def _key(text: str) -> QLabel:
    made = label(text)
    made.setProperty("key", "true")
    return made


def _value(record: Record, key: str) -> object:
    value = record.get(key)
    return None if value in EMPTY else value
