"""Agencies & places: who there is and where things stand, as two trees and two lists under one search box."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import tallies, trees
from ui.context import AppContext
from ui.inventory.ways import ways_button
from ui.inventory.workspace import Workspace
from ui.models.paged_table import Column
from ui.places.kinds import (
    AGENCY,
    FACILITY,
    FACILITY_COLUMNS,
    PERSON,
    PERSON_COLUMNS,
    RACK,
    REGION,
    ROOM,
    SITE,
)
from ui.places.tree_workspace import TreeKind, TreeWorkspace
from ui.records.workspace import PlainWorkspace
from ui.widgets.basics import button
from ui.widgets.screen import Screen
from ui.widgets.switch import Switch

AGENCIES, PLACES, PEOPLE, FACILITIES = range(4)
SIDES = {
    "region": AGENCIES, "agency": AGENCIES, "site": PLACES, "room": PLACES, "rack": PLACES, "person": PEOPLE,
    "facility": FACILITIES,
}  # fmt: skip
SEE = Qt.ShortcutContext.WidgetWithChildrenShortcut


GOVERNMENT = TreeKind(
    title=N_("Agencies"),
    tree=trees.government,
    tally=tallies.of_government,
    columns=lambda: (
        Column("name", _("Name")), Column("assets", _("Items"), right=True), Column("people", _("People"), right=True)
    ),
    kinds=(AGENCY, REGION),
    below={"region": "agency", "agency": "agency"},
    top="agency",
    open_depth=1,
    counted=("agency",),
)  # fmt: skip
STANDING = TreeKind(
    title=N_("Places"),
    tree=trees.places,
    tally=tallies.of_places,
    columns=lambda: (Column("name", _("Name")), Column("assets", _("Items"), right=True)),
    kinds=(SITE, ROOM, RACK, AGENCY),
    below={"agency": "site", "site": "room", "room": "rack", "rack": "rack"},
    top="site",
    counted=("room",),
)


class AgenciesScreen(Screen):
    """Four lists: agencies and places as trees, people and facilities as lists."""

    name, title, icon = "agencies", N_("Agencies & places"), "building-2"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.agencies, self.places = TreeWorkspace(context, GOVERNMENT), TreeWorkspace(context, STANDING)
        self.people = PlainWorkspace(context, PERSON, PERSON_COLUMNS, _("People"))
        self.facilities = PlainWorkspace(context, FACILITY, FACILITY_COLUMNS, _("Facilities"))
        self.sides: tuple[Workspace, ...] = (self.agencies, self.places, self.people, self.facilities)
        self._counts = [""] * len(self.sides)

        self.switch = Switch((_("Agencies"), _("Places"), _("People"), _("Facilities")))
        self.stack = QStackedWidget()
        self.head.add(self.switch)
        self.search = self.head.add_search(_(self.agencies.hint))
        self.new_button = button(_("New agency"), "main", "plus")
        self.new_button.setToolTip("Ctrl+N")
        self.head.add(self.new_button)
        self.more_button = ways_button(lambda: self.current.ways())
        self.head.add(self.more_button)
        for side in self.sides:
            self.stack.addWidget(side)
        self.body.addWidget(self.stack, 1)

        self._connect()
        self.setFocusProxy(self.agencies.list.table)
        self.switch.choose(AGENCIES)

    def _connect(self) -> None:
        self.switch.switched.connect(self._on_switched)
        self.search.searched.connect(lambda text: self.current.search(text))
        self.search.returnPressed.connect(lambda: self.current.list.table.setFocus())
        self.new_button.clicked.connect(lambda: self.current.new())
        for number, side in enumerate(self.sides):
            side.counted.connect(lambda text, at=number: self._on_counted(at, text))
            side.clear_asked.connect(self._clear)
            delete = QShortcut(QKeySequence.StandardKey.Delete, side.list, context=SEE)
            delete.activated.connect(side.delete)
        for tree in (self.agencies, self.places):
            tree.new_changed.connect(lambda _text: self._say_new())
        keys = (
            ("Ctrl+N", lambda: self.current.new()),
            ("Ctrl+D", lambda: self.current.duplicate()),
            ("F2", lambda: self.current.edit()),
            ("Alt+Down", lambda: self.current.step(1)),
            ("Alt+Up", lambda: self.current.step(-1)),
        )
        for text, slot in keys:
            QShortcut(QKeySequence(text), self, context=SEE).activated.connect(slot)

    @property
    def current(self) -> Workspace:
        """The list on show."""
        return self.sides[self.stack.currentIndex()]

    def _on_switched(self, number: int) -> None:
        if not self.current.may_leave():
            self.switch.choose(self.stack.currentIndex())
            return
        self.stack.setCurrentIndex(number)
        self.setFocusProxy(self.current.list.table)
        self.current.list.table.setFocus()
        self._say_new()
        self.more_button.setVisible(bool(self.current.ways()))
        self.search.show_hint(_(self.current.hint))
        self.head.set_subtitle(self._counts[number])
        self.current.search(self.search.text())

    def _say_new(self) -> None:
        side = self.current
        if isinstance(side, TreeWorkspace):
            self.new_button.setText(side.new_title())
        elif isinstance(side, PlainWorkspace):
            self.new_button.setText(_(side.kind.texts.new))

    def _on_counted(self, number: int, text: str) -> None:
        self._counts[number] = text
        if number == self.stack.currentIndex():
            self.head.set_subtitle(text)

    def _clear(self) -> None:
        self._type("")
        self.current.clear()

    def _type(self, text: str) -> None:
        """Put a text in the search box without searching for it."""
        self.search.blockSignals(True)
        self.search.setText(text)
        self.search.blockSignals(False)

    def show_argument(self, argument: object) -> None:
        """The id of an agency, or a table and an id, goes to that record."""
        table, record_id = argument if isinstance(argument, tuple) else ("agency", argument)
        if isinstance(record_id, bytes) and table in SIDES:
            self.show_record(table, record_id)

    def show_record(self, table: str, record_id: Id) -> None:
        """Go to a record in its list."""
        if self.current.may_leave():
            self._type("")
            self.switch.choose(SIDES[table])
            self.current.clear()
            self.current.go_to(record_id)

    def on_show(self) -> tuple[str, Id, str] | None:
        """The record beside the list; none while an editor is open."""
        side = self.current
        record = getattr(side.pane, "record", None)
        if side.shown is None or not side.pane.isVisible() or record is None:
            return None
        return record.table, record.id, side.pane.name.text()

    def kept(self) -> dict[str, Any]:
        """Which list, and the record beside it."""
        shown = self.current.shown
        return {"side": self.stack.currentIndex(), "record": shown.hex() if shown is not None else ""}

    def bring_back(self, kept: dict[str, Any]) -> None:
        """Show them again; what this version can't read is left out."""
        with suppress(ValueError, TypeError, AttributeError, KeyError):
            self.switch.choose(kept["side"])
            if kept["record"]:
                self.current.go_to(bytes.fromhex(kept["record"]))

    def refresh(self, changes: Changes | None) -> None:
        """Follow in the list on show; the others are asked again when they are opened."""
        self.current.follow(changes)

    def may_leave(self) -> bool:
        """False while an editor holds something unsaved; it has asked in place then."""
        return self.current.may_leave()

    def showEvent(self, event: QShowEvent) -> None:
        """The arrow keys work at once, without a click into the list."""
        super().showEvent(event)
        if not self.current.is_editing:
            self.current.list.table.setFocus()
