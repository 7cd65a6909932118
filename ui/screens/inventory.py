"""Inventory: everything that is counted, the links between, software and cloud: find it, see it, correct it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import views
from ui.context import AppContext
from ui.inventory.asset_workspace import AssetWorkspace
from ui.inventory.chosen import Action
from ui.inventory.filtered_workspace import FilteredWorkspace
from ui.inventory.link_workspace import LinkWorkspace
from ui.inventory.ways import ways_button
from ui.inventory.workspace import Workspace
from ui.navigation import NEW
from ui.records.workspace import PlainWorkspace
from ui.software.kinds import BUS_COLUMNS, CLOUD_COLUMNS, CLOUD_SERVICE, SERVICE_BUS, SOFTWARE, SOFTWARE_COLUMNS
from ui.widgets.basics import button
from ui.widgets.screen import Screen
from ui.widgets.switch import Switch

EQUIPMENT, LINKS = 0, 1
INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut
PLAIN = {
    "software": (SOFTWARE, SOFTWARE_COLUMNS),
    "cloud_service": (CLOUD_SERVICE, CLOUD_COLUMNS),
    "service_bus": (SERVICE_BUS, BUS_COLUMNS),
}
TABLES = ("asset", "link", "software", "cloud_service", "service_bus")
IMPORTED = ("asset", "link")
"""Lists that spreadsheets can be imported into."""
TITLES = (N_("Equipment"), N_("Links"), N_("Software"), N_("Cloud"), N_("SPLP"))
NEW_TITLES = (N_("New item"), N_("New link"), *(kind.texts.new for kind, _columns in PLAIN.values()))


class InventoryScreen(Screen):
    """Five lists under one search box; those after the links are made when they are opened."""

    name, title, icon = "inventory", N_("Inventory"), "server"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.assets, self.links = AssetWorkspace(context), LinkWorkspace(context)
        self._sides: dict[int, Workspace] = {EQUIPMENT: self.assets, LINKS: self.links}
        self._counts = [""] * len(TABLES)

        self.switch = Switch([_(title) for title in TITLES])
        self.stack = QStackedWidget()
        self.head.add(self.switch)
        self.search = self.head.add_search(_(self.assets.hint))
        self.import_button = button(_("Import"), "", "file-up")
        self.new_button = button(_("New item"), "main", "plus")
        self.head.add(self.import_button)
        self.head.add(self.new_button)
        self.more_button = ways_button(lambda: self.current.ways())
        self.head.add(self.more_button)
        for side in self._sides.values():
            self.stack.addWidget(side)
        self.body.addWidget(self.stack, 1)

        self._connect()
        self.setFocusProxy(self.assets.list.table)
        self.switch.choose(EQUIPMENT)

    def _connect(self) -> None:
        self.switch.switched.connect(self._on_switched)
        self.search.searched.connect(self._on_search)
        self.search.returnPressed.connect(lambda: self.current.list.table.setFocus())
        self.import_button.clicked.connect(self._import)
        self.new_button.clicked.connect(lambda: self.current.new())
        self.assets.link_asked.connect(self._show_link)
        for number, side in self._sides.items():
            self._listen(number, side)
        for filtered in (self.assets, self.links):
            filtered.text_changed.connect(self._type)
        keys = (
            ("Ctrl+N", lambda: self.current.new()),
            ("Ctrl+D", lambda: self.current.duplicate()),
            ("F2", lambda: self.current.edit()),
            ("Alt+Down", lambda: self.current.step(1)),
            ("Alt+Up", lambda: self.current.step(-1)),
        )
        for text, slot in keys:
            shortcut = QShortcut(QKeySequence(text), self, context=INSIDE)
            shortcut.activated.connect(slot)

    def _listen(self, number: int, side: Workspace) -> None:
        side.counted.connect(lambda text: self._on_counted(number, text))
        side.import_asked.connect(self._import)
        side.clear_asked.connect(self._clear)
        delete = QShortcut(QKeySequence.StandardKey.Delete, side.list, context=INSIDE)
        delete.activated.connect(side.delete)

    @property
    def current(self) -> Workspace:
        """The list on show."""
        return self._sides[self._number]

    @property
    def _number(self) -> int:
        return {side: number for number, side in self._sides.items()}[cast(Workspace, self.stack.currentWidget())]

    def _side(self, number: int) -> Workspace:
        """A list by its place in the switch, made when it is wanted for the first time."""
        if number not in self._sides:
            kind, columns = PLAIN[TABLES[number]]
            self._sides[number] = made = PlainWorkspace(self.context, kind, columns, _(TITLES[number]))
            self.stack.addWidget(made)
            self._listen(number, made)
        return self._sides[number]

    def _on_switched(self, number: int) -> None:
        if not self.current.may_leave():
            self.switch.choose(self._number)
            return
        self.stack.setCurrentWidget(self._side(number))
        self.setFocusProxy(self.current.list.table)
        self.current.list.table.setFocus()
        self.new_button.setText(_(NEW_TITLES[number]))
        self.import_button.setVisible(TABLES[number] in IMPORTED)
        self.more_button.setVisible(bool(self.current.ways()))
        self.search.show_hint(_(self.current.hint))
        self.head.set_subtitle(self._counts[number])
        self.current.search(self.search.text())

    def _on_search(self, text: str) -> None:
        self.current.search(text)

    def _on_counted(self, number: int, text: str) -> None:
        self._counts[number] = text
        if self.current is self._sides[number]:
            self.head.set_subtitle(text)

    def _import(self) -> None:
        self.context.navigate("import")

    def _clear(self) -> None:
        self._type("")
        self.current.clear()

    def _show_link(self, link_id: bytes) -> None:
        self._show("link", link_id)

    def _show(self, table: str, record_id: Id) -> None:
        number = TABLES.index(table)
        self.switch.choose(number)
        self._side(number).go_to(record_id)

    def show_argument(self, argument: object) -> None:
        """A filter narrows its list, the id of an asset or a (table, id) goes to it, and NEW begins a new item."""
        if not self.current.may_leave():
            return
        if isinstance(argument, tuple) and argument[0] in TABLES:
            self._show(*argument)
            return
        self.switch.choose(LINKS if isinstance(argument, LinkFilter) else EQUIPMENT)
        if isinstance(argument, LinkFilter):
            self._type(argument.text)
            self.links.show_filter(argument)
        elif isinstance(argument, AssetFilter):
            self._type(argument.text)
            self.assets.show_filter(argument)
        elif isinstance(argument, bytes):
            self.assets.go_to(argument)
        elif argument == NEW:
            self.assets.new()
        elif isinstance(argument, tuple) and argument[0] == NEW:
            self.assets.new()
            values, names = (*argument[1:], {})[:2]
            self.assets.editor.form.put("asset", values, names)

    def on_show(self) -> tuple[str, Id, str] | None:
        """The record beside the list; none while an editor is open."""
        side = self.current
        if side.shown is None or not side.pane.isVisible():
            return None
        return TABLES[self._number], side.shown, side.pane.name.text()

    def selected(self) -> tuple[str, int]:
        """What the actions of the list on show would work on; nothing while an editor is open."""
        side = self.current
        if not isinstance(side, FilteredWorkspace):
            return "", 0
        everything = side.list.model.record_count if side.list.has_all else side.list.selected_count()
        return side.kind.table, 0 if side.is_editing else everything

    def act(self, action: Action) -> None:
        if isinstance(self.current, FilteredWorkspace):
            self.current.act(action)

    def kept(self) -> dict[str, Any]:
        """Which list, what narrows the equipment, and the record beside it."""
        record = self.current.shown
        return {
            "side": self._number,
            "filter": views.filter_as_json(self.assets.query.wanted),
            "record": record.hex() if record is not None else "",
        }

    def bring_back(self, kept: dict[str, Any]) -> None:
        """Show them again; what this version can't read is left out."""
        with suppress(ValueError, TypeError, AttributeError, KeyError):
            wanted = views.filter_from_json(kept["filter"])
            if not wanted.is_empty:
                self._type(wanted.text)
                self.assets.show_filter(wanted)
            self.switch.choose(kept["side"] if kept["side"] in range(len(TABLES)) else EQUIPMENT)
            if kept["record"]:
                self.current.go_to(bytes.fromhex(kept["record"]))

    def _type(self, text: str) -> None:
        """Put a text in the search box without searching for it."""
        self.search.blockSignals(True)
        self.search.setText(text)
        self.search.blockSignals(False)

    def refresh(self, changes: Changes | None) -> None:
        """Follow in the list on show; the other one is asked again when it is opened."""
        self.current.follow(changes)

    def may_leave(self) -> bool:
        """False while an editor holds something unsaved; it has asked in place then."""
        return self.current.may_leave()

    def showEvent(self, event: QShowEvent) -> None:
        """The arrow keys work at once, without a click into the list."""
        super().showEvent(event)
        if not self.current.is_editing:
            self.current.list.table.setFocus()
