"""What I have to do: three big actions, my rooms, what is to be handed over, links."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.i18n import _
from spbe_assets.services import assignments
from spbe_assets.services.assignments import Task
from ui import format, navigation
from ui.context import AppContext
from ui.field import words
from ui.field.action_card import ActionCard
from ui.field.area_table import AreaTable, Column
from ui.field.area_view import AreaView
from ui.field.reading import MyWork
from ui.home.line_list import HomeLine, LineChart
from ui.widgets.basics import button, label
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import Cell

HAND_OVER, MISSING = "hand-over", "missing"
SIDE_PX = 300


def columns() -> tuple[Column[Task], ...]:
    """What is told of a room."""
    return (
        Column(_("Seen"), 200, lambda task: Cell(_share(task)), lambda task: (task.verified, task.assets)),
        Column(_("Photos"), 64, lambda task: Cell(format.number(task.photos) if task.photos else "", right=True)),
        Column(_("Sweep"), 96, lambda task: Cell(_("going on"), tone="good") if task.sweep_id else Cell("")),
        Column(_("Handed out"), 104, lambda task: Cell(formats.days_ago(task.handed_at), style="muted")),
    )


class MyWorkPage(QWidget):
    """Shows a `MyWork`; `scan_asked` wants the scan dialog, the links' buttons say so too."""

    scan_asked = Signal()
    link_asked = Signal()
    measure_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._work = MyWork((), 0, None, 0, hands_out=False)

        self.go_on_card = ActionCard("door-open", _("Continue my rooms"), main=True)
        self.scan_card = ActionCard("scan-line", _("Scan"), "F9")
        self.hand_over_card = ActionCard("send", _("Hand over my work"))
        self.table: AreaTable[Task] = AreaTable(columns(), opened=True, parent=self)
        self.view = AreaView(self.table, _("My rooms"))
        self.open_button = button(_("Open"), "main", "server")
        self.new_button = button(_("New item here"), "", "plus")
        self.sweep_button = button(_("Sweep"), "", "scan")
        self.done_button = button(_("Done"), "flat", "check")
        self.cards_button = button(_("Exchange cards"), "", "qr-code")
        self.pack_button = button(_("Open a work pack"), "main", "package-open")
        self.to_do = LineChart(_("To hand over"))
        self.note_card, self.note = Card(_("From the office")), label("", "", wrap=True, select=True)
        self.link_button = button(_("New link…"), "", "cable")
        self.measure_button = button(_("Measure a link…"), "", "gauge")

        self._lay_out()
        self._connect()
        self.show_work(self._work)

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(12)
        for card in (self.go_on_card, self.scan_card, self.hand_over_card):
            across.addWidget(card, 1)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._rooms(), 1)
        below.addWidget(self._side())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(12)
        column.addLayout(across)
        column.addLayout(below, 1)
        self.setFocusProxy(self.view)

    def _rooms(self) -> QWidget:
        card = Card(_("My rooms"))
        told = _(
            "Give the office your card and take theirs in, once. Then open the work pack that they hand you here. What "
            "you record without one counts just as well."
        )
        title = _("No work was handed to you")
        self.view.set_empty(EmptyState("map-pin", title, told, self.cards_button, self.pack_button))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for one in (self.open_button, self.new_button, self.sweep_button):
            foot.addWidget(one)
        foot.addStretch(1)
        foot.addWidget(self.done_button)
        card.body.addWidget(self.view, 1)
        card.body.addLayout(foot)
        return card

    def _side(self) -> QWidget:
        handing, links = Card(_("To hand over")), Card(_("Links"))
        handing.body.addWidget(self.to_do)
        self.note_card.body.addWidget(self.note)
        hint = _("A line with its two ends and what a speed test says, in one go.")
        links.body.addWidget(label(hint, "small", wrap=True))
        links.body.addWidget(self.link_button)
        links.body.addWidget(self.measure_button)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self.note_card, handing, links):
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFixedWidth(SIDE_PX)
        area.setWidget(inside)
        return area

    def _connect(self) -> None:
        go = self._context.navigate
        self.go_on_card.clicked.connect(self.go_on)
        self.scan_card.clicked.connect(self.scan_asked)
        self.hand_over_card.clicked.connect(lambda: go(navigation.EXCHANGE, HAND_OVER))
        self.pack_button.clicked.connect(lambda: go(navigation.EXCHANGE))
        self.cards_button.clicked.connect(lambda: go(navigation.SETTINGS, navigation.INSTALLATIONS))
        self.view.opened.connect(self.open)
        self.view.chose.connect(self._enable)
        self.open_button.clicked.connect(self.open)
        self.new_button.clicked.connect(self.new_item)
        self.sweep_button.clicked.connect(self.sweep)
        self.done_button.clicked.connect(self.done)
        self.to_do.chosen.connect(lambda argument: go(navigation.EXCHANGE, argument))
        self.link_button.clicked.connect(self.link_asked)
        self.measure_button.clicked.connect(self.measure_asked)

    def show_work(self, work: MyWork) -> None:
        """Show how it stands now."""
        begins, self._work = not self._work.tasks, work
        self.table.show_rows(work.tasks)
        if begins and (first := _unfinished(work.tasks)) is not None:
            self.view.go_to(self.table.number_of(first.agency_id, first.room_id))
        self.go_on_card.say(words.rooms_note(work.tasks) if work.tasks else _("No work was handed to you"))
        self.go_on_card.setEnabled(bool(work.tasks))
        self.scan_card.say(_("Camera, hand scanner or picture: one thing after another"))
        self.hand_over_card.say(words.unsent(work.unsent) if work.unsent else words.handed_over(work.last))
        self._show_side(work)
        self._enable()

    def search(self, text: str) -> None:
        """Show only agencies and rooms whose names hold the words."""
        self.table.narrow(lambda _task: True, text)

    def _show_side(self, work: MyWork) -> None:
        unsent = words.unsent(work.unsent) if work.unsent else _("Nothing waits to be handed over")
        lines = [HomeLine(unsent, words.handed_over(work.last), HAND_OVER)]
        if work.missing:
            asked = _("Ask for a pack that brings them")
            lines.append(HomeLine(words.missing(work.missing), asked, MISSING, "!", "bad"))
        self.to_do.show_lines(lines)
        notes = list(dict.fromkeys(task.note for task in work.tasks if task.note))
        self.note.setText("\n\n".join(notes))
        self.note_card.setVisible(bool(notes))

    def _enable(self) -> None:
        task = self.view.current()
        for one in (self.open_button, self.new_button, self.sweep_button, self.done_button):
            one.setVisible(bool(self._work.tasks))
            one.setEnabled(task is not None)
        if task is not None:
            # A room that was handed out with its whole agency is done with that.
            whole = {one.id for one in self._work.tasks if one.room_id is None}
            self.done_button.setEnabled(task.room_id is None or task.id not in whole)
            self.sweep_button.setText(_("Go on with the sweep") if task.sweep_id else _("Sweep"))

    def go_on(self) -> None:
        """Open the room that is chosen, else the first that is not done."""
        chosen = self.view.current()
        if chosen is None or chosen.room_id is None:
            chosen = _unfinished(self._work.tasks) or chosen
        if chosen is not None:
            self._open(chosen)

    def open(self) -> None:
        """Show the equipment of the chosen room or agency."""
        if (task := self.view.current()) is not None:
            self._open(task)

    def _open(self, task: Task) -> None:
        self._context.navigate(navigation.INVENTORY, area_filter(task))

    def new_item(self) -> None:
        """Begin a new item in the chosen room."""
        if (task := self.view.current()) is None:
            return
        values = {"agency_id": task.agency_id, "room_id": task.room_id}
        names = {"agency_id": task.agency, "room_id": task.room}
        given = {key: value for key, value in values.items() if value is not None}
        self._context.navigate(navigation.INVENTORY, area_filter(task))
        self._context.navigate(navigation.INVENTORY, (navigation.NEW, given, names))

    def sweep(self) -> None:
        """Go on with the sweep of the chosen room, or begin one of its agency."""
        if (task := self.view.current()) is None:
            return
        begun = (task.sweep_id, task.room_id) if task.room_id else task.sweep_id
        self._context.navigate(navigation.SWEEPS, begun if task.sweep_id else (navigation.NEW, task.agency_id))

    def done(self) -> None:
        """Say that what the chosen line was handed out with is done."""
        if (task := self.view.current()) is None:
            return
        ids, where = [task.id], words.place(task.agency, task.room)
        said = _("{place}: done").format(place=where)
        self._context.write(lambda uow, _progress: assignments.close(uow, ids), "edit", said)


def area_filter(row: object) -> AssetFilter:
    """The assets of a room, or of an agency and all below it."""
    room, agency = getattr(row, "room_id", None), getattr(row, "agency_id", None)
    if room is not None:
        return AssetFilter(room_ids=frozenset({room}))
    return AssetFilter(agency_ids=frozenset({agency}) if agency is not None else frozenset())


def _unfinished(tasks: Sequence[Task]) -> Task | None:
    rooms = [task for task in tasks if task.room_id is not None]
    begun = [task for task in rooms if task.sweep_id or 0 < task.verified < task.assets]
    left = [task for task in rooms if task.verified < task.assets or not task.assets]
    return next(iter([*begun, *left, *rooms, *tasks]), None)


def _share(task: Task) -> str:
    if not task.assets:
        return _("nothing yet")
    return _("{n} of {total}").format(n=format.number(task.verified), total=format.number(task.assets))
