"""The same thing twice: pairs that look alike, to be combined into one or to be told apart for good."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from spbe_assets.domain.errors import NotFound
from spbe_assets.i18n import _
from spbe_assets.services import attachments, duplicates, rows
from spbe_assets.services.attachments import AttachmentRow
from spbe_assets.services.duplicates import Pair, Side
from ui.context import AppContext
from ui.exchange import beside, words
from ui.exchange.beside import EMPTY, LIST
from ui.exchange.pair_pane import ONE, OTHER, BothSides, PairPane
from ui.exchange.waiting_list import WaitingLine, WaitingList
from ui.photos.pictures import Pictures
from ui.photos.viewer import PhotoViewer
from ui.places.combine_dialog import CombineDialog
from ui.widgets.empty_state import EmptyState

Key = tuple[str, bytes, bytes]


class PairPage(QStackedWidget):
    """The list at the left, both records of the chosen pair at the right."""

    counted = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._turn = 0
        self._pairs: dict[Key, Pair] = {}
        self.dialog: CombineDialog | None = None
        self._pictures = Pictures(context, self)
        self.list = WaitingList(_("Pairs that look like one thing"))
        self.pane = PairPane(self._pictures)
        self.empty = EmptyState(
            "circle-check", _("Nothing twice"), _("Records with the same serial, MAC, NIBAR or tag are shown here.")
        )
        beside.lay_out(self, self.list, self.pane, self.empty)
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self._open)
        self.pane.kept.connect(self.combine)
        self.pane.apart_asked.connect(self.keep_apart)
        self.pane.photo_opened.connect(self._show_photo)
        keys = (
            ("N", self.list.step, _("Next pair")),
            ("1", partial(self.combine, ONE), _("Combine, keep the left")),
            ("2", partial(self.combine, OTHER), _("Combine, keep the right")),
            ("3", self.keep_apart, _("These are two things")),
        )
        beside.listen(self, keys)

    def reload(self) -> None:
        """Ask again which records look alike."""
        job = self._context.read_later(lambda session, _progress: duplicates.listed(session))
        job.then(self, self._show)

    def _show(self, found: Sequence[Pair]) -> None:
        self.setCurrentIndex(LIST if found else EMPTY)
        self._pairs = {_key(one): one for one in found}
        self.list.show_lines([_line(one) for one in found])
        self.counted.emit(len(found))

    def _open(self, key: Key | None) -> None:
        self._turn += 1
        pair = self._pairs.get(key) if key is not None else None
        if pair is None:
            self.pane.show_both(None)
            return
        job = self._context.read_later(lambda session, _progress: _read(session, pair), quiet=True)
        job.then(self, partial(self._show_both, self._turn)).otherwise(self, self._on_failure)

    def _show_both(self, turn: int, both: BothSides) -> None:
        if turn == self._turn:
            self.pane.show_both(both)

    def _on_failure(self, error: Exception) -> None:
        # One of them was deleted meanwhile; the list that follows no longer has the pair.
        if not isinstance(error, NotFound):
            self._context.error_raised.emit(error)

    def combine(self, kept: int) -> None:
        """Ask whose values stay, and make one record of both."""
        both = self.pane.both
        if both is None:
            return
        records, names = both.records, both.names()
        dialog = CombineDialog(self._context, both.pair.table, records[kept].id, names[kept], self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.box.show_record(records[1 - kept].id, names[1 - kept])
        dialog.choose(records[1 - kept].id)
        dialog.accepted.connect(dialog.merge)
        dialog.open()
        self.dialog = dialog

    def keep_apart(self) -> None:
        """Say that they are two things; nobody is asked again."""
        both = self.pane.both
        if both is None:
            return
        self.pane.both = None  # a second key press must not say it again
        table, one, other = both.pair.table, both.pair.one.id, both.pair.other.id
        self._context.write(
            lambda uow, _progress: duplicates.keep_apart(uow, table, one, other),
            "apart",
            _("Noted: these are two things"),
        )

    def _show_photo(self, photos: Sequence[AttachmentRow], number: int) -> None:
        here = [row for row in photos if row.size_bytes is not None]
        if photos[number] in here:
            viewer = PhotoViewer(self._context, self._pictures, here, here.index(photos[number]), self)
            viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            viewer.open()


def _read(session: Any, pair: Pair) -> BothSides:
    table, ids = pair.table, (pair.one.id, pair.other.id)
    one, other = (rows.record(session, table, row) for row in ids)
    first, second = (attachments.of_record(session, table, row) for row in ids)
    return BothSides(pair, (one, other), (first, second))


def _key(pair: Pair) -> Key:
    return pair.table, pair.one.id, pair.other.id


def _line(pair: Pair) -> WaitingLine:
    tags = " ↔ ".join(_tag(side) for side in (pair.one, pair.other))
    name = pair.one.name if pair.one.name == pair.other.name else f"{pair.one.name} ↔ {pair.other.name}"
    return WaitingLine(tags, name, words.reason(pair), _key(pair), _("Suggestion") if words.is_near(pair) else "")


def _tag(side: Side) -> str:
    return side.tag or "—"
