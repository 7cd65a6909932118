"""Riwayat: who did what when, what each action changed, and taking it back as a whole or value by value."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.i18n import N_, _
from spbe_assets.services import action_log, record_changes
from spbe_assets.services.action_log import LogFilter, LoggedAction
from ui.context import AppContext
from ui.history.action_pane import ActionPane
from ui.history.choices import LogChoices
from ui.history.log_table import WHAT, WHEN, WHO, LogTable
from ui.inventory.filter_bar import FilterBar
from ui.widgets.basics import button, divider
from ui.widgets.empty_state import EmptyState
from ui.widgets.screen import Screen
from ui.widgets.table import TableView

WIDTHS = {WHEN: 150, WHO: 150}
NARROW_PX = 460
LOG_SHARE, PANE_SHARE = 6, 5


class HistoryScreen(Screen):
    """The log at the left, the chosen action at the right."""

    name, title, icon = "history", N_("History"), "history"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._asked: bytes | None = None
        self.model = LogTable(context, self)
        self.table = TableView()
        self.choices = LogChoices(context, self)
        self.filter_bar = FilterBar(context, self.choices.kinds(), LogFilter())
        self.pane = ActionPane(context)
        self.clear_button = button(_("Clear search and filters"), "", "x")
        nothing = _("No action matches the search and all filters.")
        self._not_found = EmptyState("search-x", _("Nothing found"), nothing, self.clear_button)
        yet = _("Every change of a record is kept here: who, when, and what stood before.")
        self._empty = EmptyState("history", _("Nothing recorded yet"), yet)
        self._not_found.hide()
        self._empty.hide()
        self.search = self.head.add_search(_("Find in what was done…"))

        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)
        self.model.search(LogFilter())
        self.choices.ask()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("History"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(divider())
        left.addWidget(self.table, 1)
        split = QHBoxLayout()
        split.setSpacing(0)
        split.addLayout(left, LOG_SHARE)
        split.addWidget(self.pane, PANE_SHARE)
        self.body.addWidget(self.filter_bar)
        self.body.addLayout(split, 1)

    def _connect(self) -> None:
        self.clear_button.clicked.connect(self.clear)
        self.search.searched.connect(self._on_search)
        self.search.returnPressed.connect(self.table.setFocus)
        self.filter_bar.edited.connect(self._on_filter)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        self.model.shown.connect(self._on_shown)
        self.model.counted.connect(self.pane.tell)
        self.pane.left.connect(self.table.setFocus)
        to_changes = QShortcut(QKeySequence("Right"), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        to_changes.setWhatsThis(_("To what was changed"))
        to_changes.activated.connect(self.pane.table.setFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, only the pane at the right says who it was."""
        super().resizeEvent(event)
        room = event.size().width() * LOG_SHARE // (LOG_SHARE + PANE_SHARE)
        self.table.setColumnHidden(WHO, min(room, event.size().width() - self.pane.minimumWidth()) < NARROW_PX)

    def show_argument(self, argument: object) -> None:
        """An action's id chooses it, a (table, id) narrows the log to one record."""
        if isinstance(argument, bytes):
            self._asked = argument
            self.clear()
        elif isinstance(argument, tuple):
            self._type("")
            wanted = LogFilter(records=frozenset({argument}))
            name = self.context.read(lambda session: record_changes.record_name(session, argument))
            self.filter_bar.show_filter(wanted, {argument: name})
            self.model.search(wanted)

    def refresh(self, changes: Changes | None) -> None:
        """Any change is one more action."""
        current = self.model.action(self.table.currentIndex().row())
        self._asked = current.id if current is not None and self.table.currentIndex().row() > 0 else None
        self.model.reload()
        self.choices.ask()

    def clear(self) -> None:
        """Show all of the log."""
        self._type("")
        self.filter_bar.show_filter(LogFilter())
        self.model.search(LogFilter())

    def _type(self, text: str) -> None:
        self.search.blockSignals(True)
        self.search.setText(text)
        self.search.blockSignals(False)

    def _on_search(self, text: str) -> None:
        self.model.search(replace(self.model.wanted, text=text))

    def _on_filter(self, wanted: LogFilter) -> None:
        self.model.search(replace(wanted, text=self.model.wanted.text))

    def _on_shown(self) -> None:
        self._say_if_empty()
        asked, self._asked = self._asked, None
        at = self.model.position(asked) if asked is not None else 0
        if at is None and asked is not None:
            found = self.context.read(lambda session: action_log.one(session, asked))
            self.table.clearSelection()
            self.pane.show_action(found, self.model.wanted.records)
        elif self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(at or 0, 0))
            self._choose(at or 0)
        else:
            self.pane.show_action(None)

    def _say_if_empty(self) -> None:
        """Not before the first answer, so that nothing is said to be missing while it is read."""
        is_whole = self.model.wanted.is_empty
        (self._not_found if is_whole else self._empty).hide()
        self.table.set_empty(self._empty if is_whole else self._not_found)

    def _choose(self, position: int) -> None:
        action: LoggedAction | None = self.model.action(position)
        if action is not None:
            self.pane.show_action(action, self.model.wanted.records)
