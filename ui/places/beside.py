"""What a record pane shows besides the fields: counts that open the inventory, the rack's front, a facility's rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import recording, tallies
from ui import format as formats
from ui.context import AppContext
from ui.inventory.place_search import search
from ui.inventory.reference_box import ReferenceBox
from ui.navigation import AGENCIES, INVENTORY
from ui.places.rack_view import RackView
from ui.widgets.basics import button, icon_button, label

Counted = list[tuple[str, int, AssetFilter | LinkFilter]]
RACK_U = 42
MOST_LETTERS = 34


class Lines(QWidget):
    """A heading over lines that come once they have been read off the GUI thread."""

    def __init__(
        self,
        context: AppContext,
        heading: str,
        read: Callable[[Any], Any],
        make: Callable[[Any], Sequence[QWidget]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        if heading:
            self._column.addWidget(label(heading, "heading"))
        context.read_later(lambda session, _progress: read(session)).then(self, self._show)

    def _show(self, found: Any) -> None:
        for widget in self._make(found):
            if isinstance(widget, QPushButton):
                self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self._column.addWidget(widget)


def counts_of(context: AppContext, record: Record) -> Sequence[QWidget]:
    """How many assets and links belong to a record; each opens the list behind it."""
    table, record_id = record.table, record.id
    read = partial(_counts, table, record_id)
    return [Lines(context, _("In the inventory"), read, partial(_count_buttons, context))]


def counts_of_rack(context: AppContext, record: Record) -> Sequence[QWidget]:
    """The counts of a rack and its front view."""
    rack_id, height = record.id, record.get("height_u") or RACK_U
    front = Lines(context, _("Front view"), partial(_units, rack_id), lambda units: [RackView(context, height, units)])
    return [*counts_of(context, record), front]


def counts_of_facility(context: AppContext, record: Record) -> Sequence[QWidget]:
    """The counts of a facility and the rooms it consists of, which can be added and taken out here."""
    facility_id = record.id
    rooms = Lines(context, _("Rooms"), partial(_rooms, facility_id), partial(_room_lines, context, facility_id))
    return [rooms, *counts_of(context, record)]


def _counts(table: str, record_id: Id, session: Any) -> Counted:
    return tallies.counts(session, table, record_id)


def _units(rack_id: Id, session: Any) -> list[tallies.Unit]:
    return tallies.in_rack(session, rack_id)


def _rooms(facility_id: Id, session: Any) -> list[tuple[Id, str, str]]:
    return tallies.rooms_of(session, facility_id)


def _count_buttons(context: AppContext, counted: Counted) -> Sequence[QWidget]:
    return [_count_button(context, kind, count, wanted) for kind, count, wanted in counted]


def _count_button(context: AppContext, kind: str, count: int, wanted: AssetFilter | LinkFilter) -> QWidget:
    if kind == "asset":
        text, icon = ngettext("{n} item", "{n} items", count), "server"
    else:
        text, icon = ngettext("{n} link", "{n} links", count), "cable"
    made = button(formats.counted(text, count), "flat", icon)
    made.setEnabled(bool(count))
    made.setToolTip(_("Show them in the inventory"))
    made.clicked.connect(lambda: context.navigate(INVENTORY, wanted))
    return made


def _room_lines(context: AppContext, facility_id: Id, rooms: list[tuple[Id, str, str]]) -> Sequence[QWidget]:
    lines = [_room_line(context, room_id, name, site) for room_id, name, site in rooms]
    if not lines:
        lines = [label(_("No room belongs to it yet."), "muted", wrap=True)]
    box = ReferenceBox(context, partial(search, "room"))
    box.setPlaceholderText(_("Add a room…"))
    box.setAccessibleName(_("Add a room"))
    box.chosen.connect(lambda: _add_room(context, facility_id, box))
    return [*lines, box]


def _room_line(context: AppContext, room_id: Id, name: str, site: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    whole = " · ".join(part for part in (name or _("Unnamed"), site) if part)
    opened = button(whole if len(whole) <= MOST_LETTERS else f"{whole[: MOST_LETTERS - 1]}…", "flat", "columns-3")
    opened.setToolTip(whole)
    opened.clicked.connect(lambda: context.navigate(AGENCIES, ("room", room_id)))
    away = icon_button("x", _("Take {name} out of this facility").format(name=name))
    away.clicked.connect(lambda: _assign(context, room_id, None, _("{name} taken out").format(name=name)))
    row.addWidget(opened)
    row.addStretch(1)
    row.addWidget(away)
    return made


def _add_room(context: AppContext, facility_id: Id, box: ReferenceBox) -> None:
    room_id = box.record_id() if box.text().strip() in {choice.text for choice in box.choices} else None
    if room_id is not None:
        _assign(context, room_id, facility_id, _("{name} added").format(name=box.text()))


def _assign(context: AppContext, room_id: Id, facility_id: Id | None, done: str) -> QObject:
    values = {"facility_id": facility_id}
    return context.write(lambda uow, _progress: recording.update(uow, "room", room_id, values), "edit", done)
