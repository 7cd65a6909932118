"""The changes of one record, the newest first: who, when, each field before and after, and bringing a value back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import record_changes
from spbe_assets.services.record_changes import ActionChanges, FieldChange
from ui import format as formats
from ui.context import AppContext
from ui.history.restoring import offer, restore
from ui.history.words import VERBS, became, shortened
from ui.inventory.facts import NAME_WIDTH
from ui.inventory.record_frame import RecordFrame
from ui.navigation import HISTORY
from ui.widgets.basics import button, divider, icon_button, label

LONGEST_WORD = 24
MOST_CHANGES = 200
LINE_PX = 20
SEE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class HistoryPage(QWidget):
    """Reads off the GUI thread, because the log of an old record may take a moment to unpack.

    Each change whose earlier value differs from the present one has a button that brings it back; Tab goes from one
    to the next, Enter presses it, and a right click offers the same.
    """

    def __init__(self, context: AppContext, record: tuple[str, Id], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._table = context, record[0]
        self.log_button = button(_("Open in the log"), "flat", "history")
        self.restore_buttons: list[QPushButton] = []
        self._waiting = label(_("Reading…"), "muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.log_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._waiting)
        self.log_button.clicked.connect(lambda: context.navigate(HISTORY, record))
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self, context=SEE)
            shortcut.setWhatsThis(_("Restore this value"))
            shortcut.activated.connect(self._press)
        read = context.read_later(lambda session, _progress: record_changes.of_record(session, record, MOST_CHANGES))
        read.then(self, self._show)

    def _show(self, actions: Sequence[ActionChanges]) -> None:
        self._waiting.setText("" if actions else _("Nothing recorded yet."))
        self._waiting.setVisible(not actions)
        for number, action in enumerate(actions):
            if number:
                self._column.addWidget(divider())
            self._column.addWidget(self._paragraph(action))
        if sum(len(action.changes) for action in actions) >= MOST_CHANGES:
            self._column.addWidget(divider())
            self._column.addWidget(label(_("Older changes are in the log."), "muted", wrap=True))

    def _paragraph(self, action: ActionChanges) -> QWidget:
        made, column = _stack(2)
        column.addWidget(label(_heading(action, self._table), "heading", wrap=True))
        where = " · ".join(part for part in (formats.moment(action.at), action.user, action.installation) if part)
        column.addWidget(label(where, "small", wrap=True))
        column.addSpacing(4)
        for change in action.changes:
            if change.title:
                column.addWidget(self._line(change))
        return made

    def _line(self, change: FieldChange) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = label(change.title, "muted", wrap=True)
        name.setFixedWidth(NAME_WIDTH)
        value = label(_became(change), wrap=True, select=True)
        value.setToolTip(change.after if change.after != value.text() else "")
        name.setMinimumHeight(LINE_PX)
        value.setMinimumHeight(LINE_PX)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(value, 1, Qt.AlignmentFlag.AlignTop)
        if change.can_restore:
            row.addWidget(self._restore_button(change), 0, Qt.AlignmentFlag.AlignTop)
            for one in (made, name, value):
                one.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                one.customContextMenuRequested.connect(partial(self._open_menu, change, one))
        return made

    def _restore_button(self, change: FieldChange) -> QPushButton:
        made = icon_button("undo-2", offer(change), "icon-small")
        made.clicked.connect(partial(self._restore, change))
        self.restore_buttons.append(made)
        return made

    def _restore(self, change: FieldChange, _checked: bool = False) -> None:
        if self.focusWidget() is not None:
            self._focus_tabs()
        restore(self._context, change)

    def _focus_tabs(self) -> None:
        """Another page takes the place of this one after a write, and the keyboard would be lost in the window."""
        frame = self.parentWidget()
        while frame is not None and not isinstance(frame, RecordFrame):
            frame = frame.parentWidget()
        if frame is not None:
            frame.tabs.setFocus()

    def _open_menu(self, change: FieldChange, on: QWidget, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Restore this value")).triggered.connect(partial(self._restore, change))
        menu.addAction(_("Copy")).triggered.connect(partial(QApplication.clipboard().setText, change.after))
        menu.popup(on.mapToGlobal(at))

    def _press(self) -> None:
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()


def _stack(spacing: int) -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return made, column


def _heading(action: ActionChanges, table: str) -> str:
    """Why it was done; an edit that made or deleted the record itself says so."""
    own = (change.verb for change in action.changes if change.table == table)
    verbs = {verb for verb in own if verb in ("create", "delete", "restore")}
    if action.verb in ("edit", "create", "delete") and len(verbs) == 1:
        return _(VERBS[verbs.pop()])
    return action.reason[:1].upper() + action.reason[1:]


def _became(change: FieldChange) -> str:
    before, after = _with_short_words(change.before), _with_short_words(change.after)
    return became(before, after) if change.key else shortened(after)


def _with_short_words(text: str) -> str:
    """Codes that can't be wrapped, such as a NIBAR, by their two ends; the log tells them whole."""
    return " ".join(f"{word[:8]}…{word[-12:]}" if len(word) > LONGEST_WORD else word for word in text.split(" "))
