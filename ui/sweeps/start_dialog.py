"""Starting a sweep: whose, which rooms, and perhaps a name; or taking more rooms into one that is going on."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import areas, places
from spbe_assets.services.places import RoomNode
from ui.context import AppContext
from ui.format import counted
from ui.inventory import place_search
from ui.inventory.reference_box import ReferenceBox
from ui.sweeps.room_choices import RoomChoices, RoomDelegate
from ui.widgets.basics import button, divider, label
from ui.widgets.empty_state import EmptyState

SIZE = (560, 600)
LONGEST_NAME = 200


class Order(NamedTuple):
    """What was chosen; `name` is empty where nobody gave one."""

    agency_id: Id
    rooms: tuple[Id, ...]
    name: str


class StartDialog(QDialog):
    """`ordered` carries an `Order`; with an agency given, only rooms are asked for that are not in `known` yet."""

    ordered = Signal(object)
    places_asked = Signal()

    def __init__(
        self,
        context: AppContext,
        parent: QWidget | None,
        agency_id: Id | None = None,
        known: frozenset[Id] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self._context, self._given, self._known = context, agency_id, known
        self._turn = 0
        self.agency = ReferenceBox(context, partial(place_search.search, "agency"))
        self.choices = RoomChoices(self)
        self.list = QListView()
        self.all_button = button(_("All"), "small")
        self.none_button = button(_("None"), "small")
        self.count = label("", "small")
        self.name = QLineEdit()
        self.cancel_button = button(_("Cancel"))
        self.start_button = button(_("Start") if agency_id is None else _("Add"), "main", "scan-line")
        self.empty = EmptyState("door-open", "", "")

        self._lay_out()
        self._connect()
        self._say()
        if agency_id is not None:
            self._read(agency_id)

    def _lay_out(self) -> None:
        self.setWindowTitle(_("New sweep") if self._given is None else _("Add rooms"))
        self.resize(*SIZE)
        self.list.setObjectName("framed")
        self.list.setModel(self.choices)
        self.list.setItemDelegate(RoomDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("Rooms"))
        self.empty.setParent(self.list.viewport())
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(_("for instance “Second half of 2026”"))
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(4)
        if self._given is None:
            _labelled(column, _("Agency"), self.agency)
        heads = QHBoxLayout()
        heads.setSpacing(8)
        heads.addWidget(label(_("Rooms"), "small"))
        heads.addWidget(self.count, 1)
        heads.addWidget(self.all_button)
        heads.addWidget(self.none_button)
        column.addLayout(heads)
        column.addWidget(self.list, 1)
        column.addSpacing(8)
        if self._given is None:
            _labelled(column, _("Name (optional)"), self.name)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 12)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.start_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(divider())
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.agency.chosen.connect(self._follow_agency)
        self.choices.edited.connect(self._say)
        self.all_button.clicked.connect(lambda: self.choices.tick_all(True))
        self.none_button.clicked.connect(lambda: self.choices.tick_all(False))
        self.cancel_button.clicked.connect(self.reject)
        self.start_button.clicked.connect(self._order)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.start_button.click)

    def choose(self, agency_id: Id, name: str) -> None:
        """Choose an agency to begin with."""
        self.agency.show_record(agency_id, name)
        self._follow_agency()

    def agency_id(self) -> Id | None:
        """The agency that was chosen or given; None while its name is only half typed."""
        try:
            return self._given or self.agency.record_id()
        except Invalid:
            return None

    def _follow_agency(self) -> None:
        agency_id = self.agency_id()
        if agency_id is None:
            self.choices.show_rooms(())
        else:
            self._read(agency_id)

    def _read(self, agency_id: Id) -> None:
        self._turn += 1
        turn, known = self._turn, self._known
        job = self._context.read_later(lambda session, _progress: _rooms(session, agency_id, known))
        job.then(self, lambda rooms: self._show(turn, rooms))

    def _show(self, turn: int, rooms: list[RoomNode]) -> None:
        if turn == self._turn:
            self.choices.show_rooms(rooms)

    def _say(self) -> None:
        rooms, agency_id = self.choices.chosen(), self.agency_id()
        said = counted(ngettext("{n} room", "{n} rooms", len(rooms)), len(rooms))
        items = sum(room.assets for room in rooms)
        held = counted(ngettext("{n} item", "{n} items", items), items)
        self.count.setText(f"{said} · {held}" if self.choices.rooms else "")
        self.start_button.setEnabled(bool(rooms))
        for part in (self.all_button, self.none_button):
            part.setEnabled(bool(self.choices.rooms))
        no_agency = _("Choose whose rooms are gone through."), _("All its rooms are ticked then.")
        no_rooms = _("No rooms yet"), _("Add them under “Agencies & places”, or import them with a spreadsheet.")
        title, text = no_agency if agency_id is None else no_rooms
        if self._given is not None:
            title, text = _("No other rooms"), _("All rooms of this agency are in the sweep already.")
        self.empty.title.setText(title)
        self.empty.text.setText(text)
        self.empty.setVisible(not self.choices.rooms)
        self.empty.setGeometry(self.list.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.list.viewport().rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from field to field; only the button and Ctrl+S start."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _order(self) -> None:
        agency_id, rooms = self.agency_id(), self.choices.chosen()
        if agency_id is not None and rooms:
            self.accept()
            self.ordered.emit(Order(agency_id, tuple(room.id for room in rooms), self.name.text().strip()))


def _labelled(column: QVBoxLayout, title: str, field: QWidget) -> None:
    name = label(title, "small")
    name.setBuddy(field)
    field.setAccessibleName(title)
    column.addWidget(name)
    column.addWidget(field)
    column.addSpacing(8)


def _rooms(session: Any, agency_id: Id, known: frozenset[Id]) -> list[RoomNode]:
    """The rooms of an agency and of the units below it."""
    units = [agency_id, *sorted(areas.agencies_below(session, [agency_id]) - {agency_id})]
    found = [room for unit in units for room in places.rooms(session, unit)]
    return [room for room in found if room.id not in known]
