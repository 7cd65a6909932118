"""Progress of the work: who has which agency and room, what came back, how much was seen, where two people overlap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.packs import Scope
from spbe_assets.i18n import N_, _
from spbe_assets.services import assignments
from spbe_assets.services.assignments import AreaProgress
from ui import format, navigation
from ui.context import AppContext
from ui.field import words
from ui.field.area_table import AreaTable, Column
from ui.field.area_view import AreaView
from ui.field.my_work import area_filter
from ui.widgets.basics import button, divider, label, set_kind
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.switch import Switch
from ui.widgets.table import Cell

ALL, OPEN, OVERDUE, OVERLAPPING, GAPS = range(5)
TITLES = (N_("All"), N_("Not done"), N_("Overdue"), N_("Overlapping"), N_("Not handed out"))
EMPTY = (
    N_("No agency has equipment yet"), N_("Nothing is out"), N_("Nothing is overdue"), N_("Nobody overlaps"),
    N_("Every agency with equipment was handed out"),
)  # fmt: skip
TOLD_PX = 34


class ProgressPage(QWidget):
    """Shows rows of `assignments.progress`."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: Sequence[AreaProgress] = ()
        self._text = ""

        self.switch = Switch([_(title) for title in TITLES])
        self.table: AreaTable[AreaProgress] = AreaTable(columns(), opened=False, parent=self)
        self.view = AreaView(self.table, _("Progress of the work"))
        self.told = label("", "muted", wrap=True)
        self.told.setMinimumHeight(TOLD_PX)
        self.open_button = button(_("Open in the inventory"), "", "server")
        self.hand_out_button = button(_("Hand out…"), "", "send")
        self.done_button = button(_("Mark as done"), "flat", "check")

        self._lay_out()
        self.switch.switched.connect(self._narrow)
        self.view.opened.connect(self.open)
        self.view.chose.connect(self._tell)
        self.open_button.clicked.connect(self.open)
        self.hand_out_button.clicked.connect(self.hand_out)
        self.done_button.clicked.connect(self.done)
        self.switch.choose(ALL)

    def _lay_out(self) -> None:
        self._empty = EmptyState("map-pin", "", "")
        self.view.set_empty(self._empty)
        top = QHBoxLayout()
        top.addWidget(self.switch)
        top.addStretch(1)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        card.body.addWidget(self.view, 1)
        card.body.addWidget(divider())
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 10, 14, 10)
        foot.setSpacing(8)
        foot.addWidget(self.told, 1)
        for one in (self.done_button, self.hand_out_button, self.open_button):
            foot.addWidget(one)
        card.body.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(card, 1)
        self.setFocusProxy(self.view)

    def show_rows(self, rows: Sequence[AreaProgress]) -> None:
        """Show how it stands now, to begin with what is out."""
        begins, self._rows = not self._rows, rows
        self.table.show_rows(rows)
        if begins and any(row.is_open for row in rows):
            self.switch.choose(OPEN)
        now = datetime.now(UTC)
        for number, title in enumerate(TITLES):
            count = sum(_filters(now)[number](row) for row in rows if row.room_id is None)
            shown = f"{_(title)} {format.number(count)}" if number and count else _(title)
            self.switch.set_text(number, shown)
        self._narrow()

    def search(self, text: str) -> None:
        """Show only agencies and rooms whose names hold the words."""
        self._text = text
        self._narrow()

    def show_filter(self, number: int) -> None:
        """Press one of the filters."""
        self.switch.choose(number)

    def _narrow(self, _number: int = 0) -> None:
        chosen = max(self.switch.chosen, ALL)
        title = _("Nothing found") if self._text else _(EMPTY[chosen])
        self._empty.title.setText(title)
        self.table.narrow(_filters(datetime.now(UTC))[chosen], self._text)

    def _tell(self) -> None:
        row: AreaProgress | None = self.view.current()
        for one in (self.open_button, self.hand_out_button, self.done_button):
            one.setEnabled(row is not None)
        self.done_button.setVisible(row is not None and any(hand.is_open for hand in _closable(row)))
        set_kind(self.told, "warn" if row is not None and row.overlaps else "muted")
        self.told.setText(_told(row) if row is not None else "")

    def open(self) -> None:
        """Show the equipment of the chosen agency or room."""
        row = self.view.current()
        if row is not None:
            self._context.navigate(navigation.INVENTORY, area_filter(row))

    def hand_out(self) -> None:
        """Begin a work pack for the chosen agency or room."""
        row: AreaProgress | None = self.view.current()
        if row is None or row.agency_id is None:
            return
        scope = Scope(rooms=(row.room_id,)) if row.room_id else Scope(agencies=(row.agency_id,))
        self._context.navigate(navigation.EXCHANGE, scope)

    def done(self) -> None:
        """Say that what the chosen line was handed out with is done."""
        row: AreaProgress | None = self.view.current()
        if row is None:
            return
        ids = [hand.id for hand in _closable(row)]
        said = _("{place}: done").format(place=words.place(row.agency, row.room))
        self._context.write(lambda uow, _progress: assignments.close(uow, ids), "edit", said)


def columns() -> tuple[Column[AreaProgress], ...]:
    """What is told of an agency or room."""
    return (
        Column(_("Handed to"), 170, lambda row: Cell(words.handed_to(row))),
        Column(_("Handed out"), 104, lambda row: Cell(words.handed_ago(row), style="muted")),
        Column(_("State"), 134, _state),
        Column(_("Seen since"), 180, lambda row: Cell(_share(row)), _meter),
        Column(_("New"), 52, lambda row: Cell(format.number(row.new) if row.new else "", right=True)),
        Column(_("Last activity"), 100, lambda row: Cell(formats.days_ago(row.last_at), style="muted")),
        Column(_("Overlap"), 104, _overlap),
    )


def _state(row: AreaProgress) -> Cell:
    text, tone = words.state(row, datetime.now(UTC))
    return Cell(text, tone=tone if text else "")


def _overlap(row: AreaProgress) -> Cell:
    return Cell(words.overlapping(row), tone="warn", badge=True) if row.overlaps else Cell("")


def _meter(row: AreaProgress) -> tuple[int, int] | None:
    return (row.verified, row.assets) if row.share is not None else None


def _share(row: AreaProgress) -> str:
    if row.share is None:
        return format.number(row.assets) if row.assets else ""
    return _("{n} of {total}").format(n=format.number(row.verified), total=format.number(row.assets))


def _closable(row: AreaProgress) -> list[assignments.Hand]:
    """Of a room only what it was handed out with by itself."""
    if row.room_id is None:
        return [hand for hand in row.hands if hand.room_id is None and hand.is_open]
    return [hand for hand in row.hands if hand.room_id is not None and hand.is_open]


def _told(row: AreaProgress) -> str:
    """What overlaps and what to do about it, else when it went out and the line of the work pack."""
    if row.overlaps:
        advice = _("Talk to both, or mark it as done; what both changed is settled when their packs are merged.")
        return f"{words.overlap(row)} {advice}"
    if not row.everyone:
        return _("Nobody was sent there yet.") if row.is_gap else ""
    notes = dict.fromkeys(hand.note for hand in row.everyone if hand.note)
    return " · ".join([words.handed_at(row), *notes])


def _filters(now: datetime) -> tuple[Callable[[AreaProgress], bool], ...]:
    return (
        lambda _row: True,
        lambda row: row.is_open,
        lambda row: row.is_overdue(now),
        lambda row: row.overlaps,
        lambda row: row.is_gap and row.room_id is None,
    )
