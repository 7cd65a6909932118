"""A tree at work: open and close lines, show and edit records, move by command or mouse, merge two of a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import recording, row_listing, trees
from spbe_assets.services.tallies import Tally
from spbe_assets.services.trees import Branch, Tree
from ui.context import AppContext
from ui.inventory.list_pane import Widths
from ui.inventory.workspace import Workspace
from ui.models.paged_table import Column
from ui.places.combine_dialog import CombineDialog
from ui.places.move_dialog import MoveDialog
from ui.places.tree_pane import TreePane
from ui.places.tree_table import TreeQuery, TreeTable
from ui.records.editor import PlainEditor
from ui.records.kind import RecordKind
from ui.records.pane import PlainPane
from ui.records.workspace import nothing_found
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState

SEE = Qt.ShortcutContext.WidgetWithChildrenShortcut


@dataclass(frozen=True, slots=True)
class TreeKind:
    """One tree: where its lines come from, the kinds of records in it, how deep it is open at first.

    `below` says what a new record below a line of each table is, `top` what it is where nothing is selected, `counted`
    which tables the title row counts.
    """

    title: str
    tree: Tree
    tally: Callable[[Any], Mapping[Id, Tally]]
    columns: Callable[[], Sequence[Column]]
    kinds: tuple[RecordKind, ...]
    below: Mapping[str, str]
    top: str
    open_depth: int = 0
    counted: tuple[str, ...] = ()


class TreeWorkspace(Workspace):
    """Finds, shows, edits, moves, merges and deletes the records of a tree."""

    new_changed = Signal(str)

    def __init__(self, context: AppContext, of: TreeKind) -> None:
        self.of = of
        self.kinds = {kind.table: kind for kind in of.kinds}
        self.tree = TreeTable(context, of.tree, of.tally, of.columns())
        self.tree.query = TreeQuery(open_depth=of.open_depth)
        px = {column.key: (72, 96) for column in of.columns()[1:]}
        listed = TreePane(self.tree, Widths(px, "name", (220, 320), tuple(reversed(px))), _(of.title))
        self.move_button = button(_("Move…"), "", "arrow-right")
        self.merge_button = button(_("Merge…"), "", "link")
        self.open_button = button(_("Open all"), "", "chevron-down")
        self.close_button = button(_("Close all"), "", "chevron-right")
        super().__init__(
            context, listed, self._make_bar(), PlainPane(context, of.kinds), partial(PlainEditor, of.kinds)
        )
        self.tree.setParent(self)

        self._connect(listed)
        self.tree.count_again()

    def _make_bar(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(16, 0, 16, 8)
        row.setSpacing(8)
        self.move_button.setToolTip("Ctrl+M")
        self.merge_button.setToolTip("Ctrl+Shift+M")
        for one in (self.open_button, self.close_button):
            row.addWidget(one)
        row.addStretch(1)
        for one in (self.move_button, self.merge_button):
            row.addWidget(one)
        return made

    def _connect(self, listed: TreePane) -> None:
        listed.fold_asked.connect(self._turn)
        listed.current_changed.connect(self._on_line)
        self.tree.dropped.connect(self._on_dropped)
        self.move_button.clicked.connect(self.ask_move)
        self.merge_button.clicked.connect(self.ask_merge)
        self.open_button.clicked.connect(lambda: self._open_to(depth=99))
        self.close_button.clicked.connect(lambda: self._open_to(depth=0))
        listed.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        listed.table.customContextMenuRequested.connect(self._on_menu)
        for keys, slot in (("Ctrl+M", self.ask_move), ("Ctrl+Shift+M", self.ask_merge)):
            QShortcut(QKeySequence(keys), self, context=SEE).activated.connect(slot)

    @property
    def query(self) -> TreeQuery:
        """What the tree shows."""
        return self.tree.query

    def search(self, text: str) -> None:
        self.tree.search(replace(self.query, text=text))

    def clear(self) -> None:
        self.search("")

    def is_narrowed(self) -> bool:
        return bool(self.query.text.strip())

    def _turn(self, branch: Branch) -> None:
        """Open a closed line, or close an open one."""
        if not self.is_narrowed():
            self.tree.search(replace(self.query, turned=self.query.turned ^ {branch.id}))

    def _open_to(self, depth: int) -> None:
        self.tree.search(replace(self.query, open_depth=depth, turned=frozenset()))

    def _on_line(self, branch: Branch | None) -> None:
        self.move_button.setEnabled(branch is not None)
        self.merge_button.setEnabled(branch is not None)
        self.new_changed.emit(self.new_title())

    def new_table(self) -> str:
        """What a new record at the present line is."""
        branch = self.list.current_row()
        return self.of.top if branch is None else self.of.below.get(branch.table, self.of.top)

    def new_title(self) -> str:
        """What the button for a new record says."""
        return _(self.kinds[self.new_table()].texts.new)

    def new(self) -> None:
        self.new_of(self.new_table())

    def new_of(self, table: str) -> None:
        """Open the editor for a new record of one table, below the present line where it can stand there."""
        if not self.may_leave():
            return
        values, names = self._place_of_new(table)
        editor = self.editor
        if isinstance(editor, PlainEditor):
            editor.begin_with(table, values, names)
            self._open_editor()

    def _place_of_new(self, table: str) -> tuple[dict[str, Id], dict[str, str]]:
        branch = self.list.current_row()
        if branch is None:
            return {}, {}
        for above in (branch, *trees.above(self.tree.source.whole, branch.id)):
            if key := trees.parent_field(table, above.table):
                return {key: above.id}, {key: above.name}
        return {}, {}

    def _on_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in self.of.kinds:
            self._add(menu, _(kind.texts.new), partial(self.new_of, kind.table))
        menu.addSeparator()
        for text, slot in (
            (_("Edit"), self.edit),
            (_("Move…"), self.ask_move),
            (_("Merge…"), self.ask_merge),
            (_("Delete"), self.delete),
        ):
            self._add(menu, text, slot)
        menu.popup(self.list.table.viewport().mapToGlobal(at))

    def _add(self, menu: QMenu, text: str, slot: Callable[[], object]) -> None:
        action = QAction(text, menu)
        action.triggered.connect(lambda _checked=False: slot())
        menu.addAction(action)

    def ask_move(self) -> None:
        """Ask below what the present record is to stand."""
        branch = self.list.current_row()
        if branch is None or self.is_editing:
            return
        tables = [table for table in trees.TABLES if trees.can_move(branch.table, table)]
        dialog = MoveDialog(self.context, branch.name, tables, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._on_move_chosen(dialog, branch))
        dialog.open()

    def _on_move_chosen(self, dialog: MoveDialog, branch: Branch) -> None:
        if dialog.target is not None:
            self.move_branches([(branch.table, branch.id)], *dialog.target, dialog.target_name)

    def _on_dropped(self, dragged: Sequence[tuple[str, Id]], target: Branch) -> None:
        if not self.is_editing:
            self.move_branches(dragged, target.table, target.id, target.name)

    def move_branches(self, moved: Sequence[tuple[str, Id]], table: str, target_id: Id, name: str) -> None:
        """Put records below another one, in one step."""
        done = _("Moved to “{name}”").format(name=name)

        def change(uow: Any, _progress: object) -> None:
            for of, row_id in moved:
                trees.move(uow, of, row_id, table, target_id)

        job = self.context.write(change, "move", done)
        job.then(self, lambda _result: self._go_after_change(moved[0][1]))

    def ask_merge(self) -> None:
        """Ask which record means the same as the present one."""
        branch = self.list.current_row()
        if branch is None or self.is_editing:
            return
        dialog = CombineDialog(self.context, branch.table, branch.id, branch.name or _("Unnamed"), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(dialog.merge)
        dialog.open()

    def dialog(self) -> QDialog | None:
        """The dialog that is open."""
        return next((one for one in self.findChildren(QDialog) if one.isVisible()), None)

    def go_to(self, record_id: Id) -> None:
        branches = self._branches_with(record_id)
        if branches and self.may_leave():
            self._go_to(record_id, branches)

    def _go_after_change(self, record_id: Id) -> None:
        """Go to a record whose place in the tree has just changed."""
        job = self.context.read_later(lambda session, _progress: self.of.tree(session))
        job.then(self, lambda branches: None if self.is_editing else self._go_to(record_id, branches))

    def _go_to(self, record_id: Id, branches: Sequence[Branch]) -> None:
        """Open the lines above a record and select it."""
        number = next((branch.n for branch in branches if branch.id == record_id), None)
        if number is None:
            return
        if self.is_narrowed():
            self.clear_asked.emit()
        query = replace(self.query, text="")
        closed = {branch.id for branch in trees.above(branches, record_id) if not query.is_open(branch)}
        self.list.table.clearSelection()
        self.list.select_number(number)
        self.tree.search(replace(query, turned=query.turned ^ closed))
        self._show(record_id)

    def _branches_with(self, record_id: Id) -> Sequence[Branch]:
        """The whole tree if it has a record: as it was read last, or read again for one that is newer than that."""
        for branches in (self.tree.source.whole, None):
            known = self.context.read(self.of.tree) if branches is None else branches
            if any(branch.id == record_id for branch in known):
                return known
        return ()

    def numbers_of(self, ids: list[Id]) -> dict[Id, int]:
        def question(session: Any) -> dict[Id, int]:
            tables = {one: row_listing.table_of(session, one, self.kinds) for one in ids}
            found = {one: trees.number_of(session, table, one) for one, table in tables.items() if table}
            return {one: number for one, number in found.items() if number is not None}

        return self.context.read(question)

    def _on_saved(self, record_id: Id, goes_on: bool) -> None:
        was_new = self.editor.is_new
        super()._on_saved(record_id, goes_on)
        if not goes_on and (was_new or not self.is_narrowed()):
            self._go_after_change(record_id)

    def delete_records(self, ids: list[Id]) -> None:
        by_table: dict[str, list[Id]] = {}
        for row_id in ids:
            table = self._table_of(row_id)
            if table is not None:
                by_table.setdefault(table, []).append(row_id)
        if by_table:
            self.context.write(lambda uow, _progress: recording.delete(uow, by_table), "delete", self._told(by_table))

    def _table_of(self, row_id: Id) -> str | None:
        return self.context.read(lambda session: row_listing.table_of(session, row_id, self.kinds))

    def _told(self, by_table: Mapping[str, Sequence[Id]]) -> str:
        parts = [(self.kinds[table].texts.deleted(len(ids)), len(ids)) for table, ids in by_table.items()]
        return ", ".join(text.format(n=count) for text, count in parts)

    def count_text(self, count: int) -> str:
        totals = self.tree.source.totals
        return " · ".join(self.kinds[table].counted(totals.get(table, 0)) for table in self.of.counted)

    def make_empty(self) -> tuple[EmptyState, EmptyState]:
        kind = self.kinds[self.of.top]
        begin = button(_(kind.texts.new), "", "plus")
        begin.clicked.connect(self.new)
        return EmptyState(kind.icon, _(kind.texts.empty), _(kind.texts.empty_hint), begin), nothing_found(self)
