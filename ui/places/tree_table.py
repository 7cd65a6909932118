"""A tree as a paged list: its open lines from top to bottom, indented, with counts that follow a moment later."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import trees
from spbe_assets.services.tallies import Tally
from spbe_assets.services.trees import Branch, Tree
from ui import format as formats
from ui.context import AppContext
from ui.models.paged_table import Column, First, PagedTable
from ui.widgets.table import Cell

MIME = "application/x-spbe-branch"
COUNTED = ("asset", "person")
Index = QModelIndex | QPersistentModelIndex
ICONS = {"region": "map-pin", "agency": "building-2", "site": "house", "room": "columns-3", "rack": "rows-3"}


@dataclass(frozen=True, slots=True)
class TreeQuery:
    """What the tree shows: lines above `open_depth` are open, those in `turned` the other way; a text opens all."""

    text: str = ""
    open_depth: int = 0
    turned: frozenset[Id] = frozenset()

    def is_open(self, branch: Branch) -> bool:
        """Whether what is below a line is seen."""
        if self.text.strip():
            return True
        return (branch.depth < self.open_depth) != (branch.id in self.turned)


class TreeSource:
    """The open lines of a tree, whose `whole` is read for each question: some thousand lines of small tables."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[int, Branch] = {}
        self.totals: Mapping[str, int] = {}
        self.whole: Sequence[Branch] = ()

    def seen(self, session: Any, query: TreeQuery) -> list[Branch]:
        """The lines from top to bottom."""
        self.whole = branches = self._tree(session)
        if query.text.strip():
            branches = trees.narrowed(branches, query.text)
        self._known = {branch.n: branch for branch in branches}
        self.totals = Counter(branch.table for branch in branches)
        return trees.unfolded(branches, query.is_open)

    def first(self, session: Any, query: TreeQuery, limit: int) -> First[Branch]:
        """The first lines and how many there are in all."""
        found = self.seen(session, query)
        return First(found[:limit], len(found))

    def numbers(self, session: Any, query: TreeQuery) -> array[int]:
        """The numbers of all lines."""
        return array("q", (branch.n for branch in self.seen(session, query)))

    def rows(self, session: Any, numbers: Sequence[int]) -> Mapping[int, Branch]:
        """Lines by their number, as they were read last."""
        known = self._known
        return {number: known[number] for number in numbers if number in known}

    def among(self, session: Any, query: TreeQuery, ids: frozenset[Id]) -> Sequence[Branch]:
        """Those of the given records that are seen."""
        return [branch for branch in self.seen(session, query) if branch.id in ids]

    def moved(self, query: TreeQuery, before: Branch, after: Branch) -> bool:
        """Any change may move a line."""
        return before != after


class TreeTable(PagedTable[TreeQuery, Branch]):
    """Lines of a tree; `dropped` carries the ids that were dragged and the line they were dropped on."""

    dropped = Signal(object, object)

    def __init__(
        self,
        context: AppContext,
        tree: Tree,
        tally: Callable[[Any], Mapping[Id, Tally]],
        columns: Sequence[Column],
        parent: QObject | None = None,
    ) -> None:
        self.source = TreeSource(tree)
        super().__init__(context, self.source, parent)
        self.shows = trees.TABLES
        self.query = TreeQuery()
        self._tally, self._tallies = tally, dict[Id, Tally]()
        self._columns = tuple(columns)

    def columns(self) -> Sequence[Column]:
        return self._columns

    def search(self, query: TreeQuery) -> None:
        self.query = query
        super().search(query)

    def count_again(self) -> None:
        """Read the counts beside the lines."""
        tally = self._tally
        self._context.read_later(lambda session, _progress: tally(session)).then(self, self._show_tallies)

    def _show_tallies(self, tallies: Mapping[Id, Tally]) -> None:
        self._tallies = dict(tallies)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 1), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def follow(self, changes: Changes | None) -> None:
        super().follow(changes)
        if changes is None or changes.affects(*COUNTED, *self.shows):
            self.count_again()

    def cell(self, row: Branch, column: int) -> Cell:
        key = self._columns[column].key
        if key == "name":
            return Cell(row.name or _("Unnamed"), second=row.second, icon=ICONS[row.table])
        tally = self._tallies.get(row.id)
        count = getattr(tally, key) if tally is not None else 0
        return Cell(formats.number(count) if count else "", right=True)

    def flags(self, index: Index) -> Qt.ItemFlag:
        both = Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | both if index.isValid() else super().flags(index)

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = [self.row(number) for number in sorted({index.row() for index in indexes})]
        made = QMimeData()
        made.setData(MIME, "\n".join(f"{row.table} {row.id.hex()}" for row in rows if row is not None).encode())
        return made

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        target = self.row(parent.row()) if parent.isValid() else None
        dragged = _dragged(data)
        return (
            target is not None
            and bool(dragged)
            and all(trees.can_move(table, target.table) and row_id != target.id for table, row_id in dragged)
        )

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if self.canDropMimeData(data, action, row, column, parent):
            self.dropped.emit(_dragged(data), self.row(parent.row()))
        return False  # the rows go by themselves once the move is saved


def _dragged(data: QMimeData) -> list[tuple[str, Id]]:
    lines = bytes(data.data(MIME).data()).decode().splitlines()
    return [(table, bytes.fromhex(digits)) for table, _space, digits in (line.partition(" ") for line in lines)]
