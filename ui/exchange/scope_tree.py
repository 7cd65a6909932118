"""Agencies, their units and rooms as a tree of ticks, with how many items each has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import Scope
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import _
from spbe_assets.services import agencies, tallies, trees
from ui import format as formats
from ui.context import AppContext
from ui.icons import icon
from ui.widgets.search_box import SearchBox

AGENCY, ROOM = "agency", "room"
COUNT_PX = 90
KEY = Qt.ItemDataRole.UserRole
ICONS = {AGENCY: "building-2", ROOM: "columns-3"}


@dataclass(frozen=True, slots=True)
class Spot:
    """An agency or a room, what it lies below, and how many items it has."""

    table: str
    id: Id
    parent: Id | None
    name: str
    second: str
    assets: int


class ScopeTree(QWidget):
    """`changed` tells that something was ticked."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first: frozenset[Id] = frozenset()
        self.search = SearchBox(_("Find an agency or room…"))
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(_("Agencies and rooms"))
        self.tree.setHeaderLabels([_("Agencies and rooms"), _("Items")])
        self.tree.setUniformRowHeights(True)
        self.tree.setObjectName("framed")
        self.tree.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(1, COUNT_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        self.setFocusProxy(self.search)
        self.search.searched.connect(self._narrow)
        self.search.returnPressed.connect(self._go_to_first)
        self.tree.itemChanged.connect(lambda _item, _column: self.changed.emit())
        context.read_later(lambda session, _progress: _read(session)).then(self, self._show)

    @property
    def items(self) -> list[QTreeWidgetItem]:
        """The agencies at the top."""
        return [item for at in range(self.tree.topLevelItemCount()) if (item := self.tree.topLevelItem(at))]

    def scope(self) -> Scope:
        """What is ticked: an agency stands for all below it."""
        found: dict[str, list[Id]] = {AGENCY: [], ROOM: []}
        waiting = self.items
        while waiting:
            item = waiting.pop(0)
            state = item.checkState(0)
            if state == Qt.CheckState.Checked:
                table, row = item.data(0, KEY)
                found[table].append(row)
            elif state == Qt.CheckState.PartiallyChecked:
                waiting += _below(item)
        return Scope(tuple(found[AGENCY]), tuple(found[ROOM]))

    def begin_with(self, scope: Scope) -> None:
        """Tick these once the tree has been read."""
        self._first = frozenset((*scope.agencies, *scope.rooms))

    def tick(self, row: Id) -> None:
        """Tick an agency or room."""
        for item in self._all():
            if item.data(0, KEY)[1] == row:
                item.setCheckState(0, Qt.CheckState.Checked)

    def _all(self) -> list[QTreeWidgetItem]:
        found, waiting = [], self.items
        while waiting:
            item = waiting.pop()
            found.append(item)
            waiting += _below(item)
        return found

    def _show(self, spots: Sequence[Spot]) -> None:
        self.tree.blockSignals(True)
        made: dict[Id, QTreeWidgetItem] = {}
        for spot in spots:
            above = made.get(spot.parent) if spot.parent is not None else None
            item = QTreeWidgetItem(above or self.tree)
            _fill(item, spot)
            made[spot.id] = item
        if len(self.items) == 1:
            self.items[0].setExpanded(True)
        self.tree.blockSignals(False)
        for row in self._first:
            self.tick(row)

    def _narrow(self, text: str) -> None:
        words = normal_name(text).split()
        for item in self.items:
            _narrowed(item, words, is_below_match=False)

    def _go_to_first(self) -> None:
        self.tree.setFocus()
        first = next((one for one in self.items if not one.isHidden()), None)
        if first is not None and self.tree.currentItem() is None:
            self.tree.setCurrentItem(first)


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for at in range(item.childCount()) if (child := item.child(at)) is not None]


def _fill(item: QTreeWidgetItem, spot: Spot) -> None:
    item.setText(0, spot.name or _("Unnamed"))
    item.setToolTip(0, " · ".join(part for part in (spot.name, spot.second) if part))
    item.setText(1, formats.number(spot.assets) if spot.assets else "")
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setData(0, KEY, (spot.table, spot.id))
    item.setIcon(0, icon(ICONS[spot.table], "muted"))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
    item.setCheckState(0, Qt.CheckState.Unchecked)


def _narrowed(item: QTreeWidgetItem, words: Sequence[str], *, is_below_match: bool) -> bool:
    """Hide what does not match; True where something is left to see."""
    spelled = normal_name(item.toolTip(0))
    matches = all(word in spelled for word in words)
    below = [_narrowed(child, words, is_below_match=is_below_match or matches) for child in _below(item)]
    item.setHidden(not (matches or is_below_match or any(below)))
    item.setExpanded(bool(words) and any(below) and not matches)
    return matches or any(below)


def _read(session: Any) -> list[Spot]:
    """Agencies with the units below them, each before its rooms; rooms of no agency are left out."""
    of_agencies, of_rooms = tallies.of_government(session), tallies.of_places(session)
    below: dict[Id, list[Spot]] = {}
    branches = trees.places(session)
    owners: dict[Id, Id | None] = {}
    for branch in branches:
        owners[branch.id] = branch.id if branch.table == AGENCY else owners.get(branch.parent_id or b"")
        owner = owners[branch.id]
        if branch.table == ROOM and owner is not None:
            spot = Spot(ROOM, branch.id, owner, branch.name, branch.second, _assets(of_rooms, branch.id))
            below.setdefault(owner, []).append(spot)
    found: list[Spot] = []
    for node in agencies.tree(session):
        found.append(Spot(AGENCY, node.id, node.parent_id, node.name, node.abbreviation, _assets(of_agencies, node.id)))
        found += below.get(node.id, [])
    return found


def _assets(counted: Mapping[Id, tallies.Tally], row: Id) -> int:
    tally = counted.get(row)
    return tally.assets if tally is not None else 0
