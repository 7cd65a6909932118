"""A workspace with filter chips, saved views, columns, several sort columns, groups, and actions on what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spbe_assets.domain.filters import Group
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import settings
from ui import format as formats
from ui.context import AppContext
from ui.inventory.action_bar import DELETE, ActionBar
from ui.inventory.chosen import Action, Chosen, actions
from ui.inventory.columns import Layout, layout_from_json
from ui.inventory.filter_bar import FilterBar
from ui.inventory.list_kind import ListKind
from ui.inventory.list_pane import ListPane
from ui.inventory.list_tools import ListTools
from ui.inventory.record_editor import RecordEditor
from ui.inventory.record_frame import RecordFrame
from ui.inventory.view_body import ViewBody
from ui.inventory.workspace import Workspace

KEEP_AFTER_MS = 400
AT_ONCE = 1_000
"""The ids of so many chosen records are read on the spot."""


class FilteredWorkspace(Workspace):
    """The list of equipment, or of links, with all that narrows, orders and arranges it.

    `text_changed` tells that a saved view brought another text to search for.
    """

    text_changed = Signal(str)

    def __init__(
        self,
        context: AppContext,
        kind: ListKind,
        listed: ListPane,
        filter_bar: FilterBar,
        pane: RecordFrame,
        make_editor: Callable[[AppContext], RecordEditor],
    ) -> None:
        self.kind, self.filter_bar = kind, filter_bar
        self._query: Any = kind.query()
        self.tools = ListTools(context, kind)
        above = QWidget()
        super().__init__(context, listed, above, pane, make_editor)
        self.bar = ActionBar(kind.table)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)

        row = QHBoxLayout(above)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(0)
        row.addWidget(filter_bar, 1)
        row.addWidget(self.tools, 0, Qt.AlignmentFlag.AlignTop)
        self.left.addWidget(self.bar)

        self._connect()
        self._connect_keys()
        self._bring_back()

    def _connect(self) -> None:
        head = self.list.head
        self.filter_bar.edited.connect(self._on_filter)
        self.list.sort_asked.connect(self._on_sort)
        head.sort_added.connect(self._on_sort_added)
        head.layout_changed.connect(lambda _layout: self._keep.start())
        head.columns_asked.connect(self.choose_columns)
        self.list.group_turned.connect(self._on_group_turned)
        self.list.menu_asked.connect(self.open_menu)
        self.bar.asked.connect(self.act)
        self.bar.let_go.connect(self.choose_none)
        self.tools.columns_asked.connect(self.choose_columns)
        self.tools.group_chosen.connect(self.group_by)
        self.tools.open_all_asked.connect(self.open_groups)
        self.tools.view_chosen.connect(self.show_view)
        self.tools.save_asked.connect(lambda: self.tools.save(self.view_body()))
        self._keep.timeout.connect(self._keep_choice)

    def _connect_keys(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for action in actions(self.kind.table):
            if action.keys:
                shortcut = QShortcut(QKeySequence(action.keys), self.list, context=inside)
                shortcut.setWhatsThis(_(action.title))
                shortcut.activated.connect(partial(self.act, action))
        for keys, text, slot in (
            ("Alt+V", _("Saved views"), self.tools.open_views),
            ("Alt+G", _("Group the list"), self.tools.open_menu_of_groups),
            ("Alt+C", _("Choose columns"), self.choose_columns),
            ("Alt+F", _("Filters"), self.filter_bar.focus_first),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, context=inside)
            shortcut.setWhatsThis(text)
            shortcut.activated.connect(slot)

    @property
    def query(self) -> Any:
        """What the list shows."""
        return self._query

    def start(self) -> None:
        """Ask for the first rows."""
        self._search()

    def _search(self) -> None:
        self.list.model.search(self._query)

    def search(self, text: str) -> None:
        self._ask(replace(self._query.wanted, text=text))

    def show_filter(self, wanted: Any) -> None:
        """Show a filter that came from elsewhere."""
        self.filter_bar.show_filter(wanted)
        self._ask(wanted)

    def _on_filter(self, wanted: Any) -> None:
        self._ask(replace(wanted, text=self._query.wanted.text))

    def _ask(self, wanted: Any) -> None:
        self._query = replace(self._query, wanted=wanted)
        self._search()

    def clear(self) -> None:
        self.show_filter(self.kind.filter())

    def is_narrowed(self) -> bool:
        return not self._query.wanted.is_empty

    def _on_sort(self, column: int, descending: bool) -> None:
        by = self.kind.sorts()[column]
        if by is None:
            self._show_order()
        else:
            self.order_by(self.kind.order(by, descending))

    def _on_sort_added(self, column: int) -> None:
        by = self.kind.sorts()[column]
        if by is None:
            self._show_order()
            return
        keys = dict(self._query.order.keys)
        keys[by] = not keys[by] if by in keys else False
        self.order_by(self.kind.order.of(keys.items()))

    def order_by(self, order: Any) -> None:
        """Show the list in another order."""
        self._query = replace(self._query, order=order)
        self._show_order()
        self._search()
        self._keep.start()

    def _show_order(self) -> None:
        sorts = self.kind.sorts()
        keys = [(sorts.index(by), descending) for by, descending in self._query.order.keys if by in sorts]
        self.list.head.show_order(keys)

    def group_by(self, group: Group | None) -> None:
        """Put the list together by agency, place and so on; all groups are closed at first. None: not at all."""
        self._query = replace(self._query, group=group, opened=frozenset())
        self.tools.show_group(group)
        self._search()
        self._keep.start()

    def open_groups(self, is_open: bool) -> None:
        """Open all groups, or close them."""
        self._query = replace(self._query, opened=None if is_open else frozenset())
        self._search()

    def _on_group_turned(self, value: Any, is_open: bool) -> None:
        opened = self._query.opened
        if opened is None:
            opened = self.list.model.open_groups()
        self._query = replace(self._query, opened=opened | {value} if is_open else opened - {value})
        self._search()

    def choose_columns(self) -> None:
        """Open the choice of columns, their order, widths, and what the list is sorted by."""
        from ui.inventory.column_chooser import ColumnChooser

        chooser = ColumnChooser(self.kind, self.list.head, self._query.order, self)
        chooser.layout_chosen.connect(self._show_layout)
        chooser.order_chosen.connect(self.order_by)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _show_layout(self, layout: Layout) -> None:
        self.list.head.show_layout(layout)
        self._keep.start()

    def view_body(self) -> ViewBody:
        """What a saved view would keep of the list as it is."""
        query = self._query
        return ViewBody(query.wanted, query.order, query.group, self.list.head.layout)

    def show_view(self, body: ViewBody) -> None:
        """Show a saved view."""
        self._query = self.kind.query(body.wanted, body.order, body.group)
        self.filter_bar.show_filter(body.wanted)
        self.list.head.show_layout(body.layout)
        self.tools.show_group(body.group)
        self._show_order()
        self.text_changed.emit(body.wanted.text)
        self._search()
        self._keep.start()

    @property
    def _setting(self) -> str:
        return f"list.{self.kind.table}"

    def _bring_back(self) -> None:
        """Show the columns, order and groups this person left, or their default view."""
        store, name = self.context.store, self.context.actor.user
        kept = settings.user(store, name, self._setting, {})
        kept = kept if isinstance(kept, dict) else {}
        default = self.tools.default_view()
        if default is not None:
            self._query = self.kind.query(default.wanted, default.order, default.group)
            self.filter_bar.show_filter(default.wanted)
            self.list.head.show_layout(default.layout)
        else:
            order, group = self.kind.order_from_json(kept.get("order")), self.kind.group_from_json(kept.get("group"))
            self._query = self.kind.query(order=order, group=group)
            self.list.head.show_layout(layout_from_json(kept.get("layout"), list(self.kind.titles())))
        self.tools.show_group(self._query.group)
        self._show_order()

    def _keep_choice(self) -> None:
        store, name, key, body = self.context.store, self.context.actor.user, self._setting, self.view_body()
        kept = {
            "layout": body.layout.as_json(),
            "order": self.kind.order_as_json(body.order),
            "group": body.group and str(body.group),
        }
        self.context.run_later(lambda _progress: settings.set_user(store, name, key, kept), quiet=True)

    def _on_selection(self, count: int) -> None:
        super()._on_selection(count)
        if count > 1:
            text = formats.counted(ngettext("{n} selected", "{n} selected", count), count)
            is_exact = self.list.model.count_is_exact or not self.list.has_all
            self.bar.show_count(text if is_exact else _("more than {count}").format(count=text))
        else:
            self.bar.hide()

    def choose_none(self) -> None:
        """Let the choice go, down to the record with the cursor."""
        self.list.go_to(max(self.list.table.currentIndex().row(), 0))
        self.list.table.setFocus()

    def open_menu(self, where: QPoint) -> None:
        """Everything that can be done with what is chosen, at a place of the screen."""
        if self.list.selected_count():
            menu = self.bar.menu(self)
            menu.popup(where)

    def act(self, action: Action) -> None:
        """Do something with what is chosen; ids of many are read in the background first."""
        if self.is_editing or not self.list.selected_count():
            return
        run = self._delete_chosen if action.name == DELETE.name else partial(self._run, action)
        self.with_chosen(run)

    def _run(self, action: Action, chosen: Chosen) -> None:
        action.run(self.context, chosen, self)

    def with_chosen(self, run: Callable[[Chosen], None]) -> None:
        """Call `run` with what is chosen: all that the filter lets through, or the records picked."""
        make = partial(self._chosen, self._query)
        model, count_of, wanted = self.list.model, self.kind.count, self._query.wanted
        if self.list.has_all and model.count_is_exact:
            run(make((), model.record_count))
            return
        if self.list.has_all:  # the list is still being read
            job = self.context.read_later(lambda session, _progress: count_of(session, wanted))
            job.then(self, lambda count: run(make((), count)))
            return
        numbers, ids_of = self.list.selected_numbers(), self.kind.ids_of
        if len(numbers) <= AT_ONCE:
            ids = self.context.read(lambda session: ids_of(session, numbers))
            run(make(tuple(ids), len(ids)))
            return
        job = self.context.read_later(lambda session, _progress: ids_of(session, numbers))
        job.then(self, lambda ids: run(make(tuple(ids), len(ids))))

    def _chosen(self, query: Any, ids: tuple[Id, ...], count: int) -> Chosen:
        columns = tuple(self.list.head.shown())
        told = "" if ids else self.filter_bar.words(query.wanted.text)
        return Chosen(self.kind.table, query.wanted, ids, count, columns, query.order, told)

    def delete(self) -> None:
        """Delete what is chosen in the list."""
        self.act(DELETE)

    def _delete_chosen(self, chosen: Chosen) -> None:
        if not chosen.is_everything:
            self.delete_records(list(chosen.ids))
            return
        kind, wanted, done = self.kind, chosen.filter, self.deleted_text(chosen.count)

        def work(uow: Any, _progress: Any) -> None:
            kind.delete(uow, kind.ids_of(uow.session, kind.numbers(uow.session, wanted)))

        self.context.write(work, "delete", done)

    def deleted_text(self, count: int) -> str:
        """What the toast says after so many were deleted."""
        raise NotImplementedError
