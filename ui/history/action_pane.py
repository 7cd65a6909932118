"""What one action did, and what can be done about it: undo all of it, open a record, bring one value back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.action_log import LoggedAction
from spbe_assets.services.record_changes import Records
from ui import format as formats
from ui.context import AppContext
from ui.history.changes_table import AFTER, BEFORE, FIELD, RECORD, ChangeLine, ChangesTable
from ui.history.restoring import offer, restore
from ui.history.words import place_of, said, what
from ui.widgets.basics import button, divider, label
from ui.widgets.table import TableView

WIDTH = 430
SHARES = {FIELD: 0.28, BEFORE: 0.22}
TURNS = ("undo", "redo")
SEE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class ActionPane(QFrame):
    """`left` asks for the log to have the focus again."""

    left = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setMinimumWidth(WIDTH)
        self._context = context
        self._action: LoggedAction | None = None

        self.title = label("", "record", wrap=True)
        self.about = label("", "small", wrap=True)
        self.model = ChangesTable(context, self)
        self.table = TableView()
        self.undo_button = button(_("Undo this action"), "", "undo-2")
        self.open_button = button(_("Open record"), "", "external-link")
        self.restore_button = button(_("Restore this value"), "", "history")

        self._lay_out()
        self._connect()
        self.show_action(None)

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What was changed"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        for column in (RECORD, AFTER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.about)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 10)
        head.setSpacing(12)
        head.addLayout(names, 1)
        head.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        for one in (self.restore_button, self.open_button):
            foot.addWidget(one)
        foot.addStretch(1)
        column_of = QVBoxLayout(self)
        column_of.setContentsMargins(0, 0, 0, 0)
        column_of.setSpacing(0)
        column_of.addLayout(head)
        column_of.addWidget(divider())
        column_of.addWidget(self.table, 1)
        column_of.addWidget(divider())
        column_of.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, share in SHARES.items():
            self.table.setColumnWidth(column, int(event.size().width() * share))

    def _connect(self) -> None:
        self.undo_button.clicked.connect(self.undo)
        self.open_button.clicked.connect(self.open_record)
        self.restore_button.clicked.connect(self.restore)
        self.table.doubleClicked.connect(lambda _index: self.open_record())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._mark())
        self.model.shown.connect(self._go_to_first)
        for keys, slot in (("Return", self.open_record), ("R", self.restore), ("Left", self.left.emit)):
            shortcut = QShortcut(QKeySequence(keys), self.table, context=SEE)
            shortcut.setWhatsThis({"Return": _("Open record"), "R": _("Restore this value")}.get(keys, _("To the log")))
            shortcut.activated.connect(slot)

    def show_action(self, action: LoggedAction | None, records: Records | None = None) -> None:
        """Show what another action did, to these records only; None where the log has no action."""
        self._action = action
        self.setVisible(action is not None)
        self.model.show_action(action.id if action is not None else None, records)
        if action is not None:
            self.tell(action)
        self._mark()

    def tell(self, action: LoggedAction) -> None:
        """Say who did what, if it is the action on show: its records may have been counted meanwhile."""
        if self._action is not None and self._action.id == action.id:
            self.title.setText(what(action))
            told = (formats.moment(action.at), action.user, action.installation, said(action))
            self.about.setText(" · ".join(part for part in told if part))

    def undo(self) -> None:
        """Take the whole action back."""
        if self._action is not None and self.undo_button.isEnabled():
            self._context.undo(self._action.id)

    def open_record(self) -> None:
        """Go to the record of the line."""
        line = self._line()
        where = place_of(*line.record.owner) if line is not None else None
        if where is not None:
            self._context.navigate(*where)

    def restore(self) -> None:
        """Write the value that stood before in the field of the line."""
        line = self._line()
        if line is not None:
            restore(self._context, line.change)

    def _line(self) -> ChangeLine | None:
        return self.model.line(self.table.currentIndex().row())

    def _go_to_first(self) -> None:
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._mark()

    def _mark(self) -> None:
        line, action = self._line(), self._action
        can_restore = line is not None and line.change.can_restore
        self.restore_button.setEnabled(can_restore)
        self.restore_button.setToolTip(offer(line.change) if line is not None and can_restore else "")
        self.open_button.setEnabled(line is not None and place_of(*line.record.owner) is not None)
        can = action is not None and not action.is_undone and action.verb not in TURNS
        self.undo_button.setEnabled(can)
        self.undo_button.setToolTip("" if can else _("It has been undone, or is an undo itself."))
