"""What can be done with several chosen records: a bar at the foot of the list, and the same as a menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from spbe_assets.i18n import N_, _
from ui.icons import icon
from ui.inventory.chosen import Action, actions
from ui.widgets.basics import button, divider, icon_button, label

DELETE = Action("delete", N_("Delete"), "trash-2", "Del", "", "")
"""Deleting is the list's own affair."""


class ActionBar(QFrame):
    """Appears when more than one record is chosen; `asked` names the action, `let_go` ends the choice."""

    asked = Signal(object)
    let_go = Signal()

    def __init__(self, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = (*actions(table), DELETE)
        self._buttons: list[QPushButton] = []

        self.count = label("", "strong")
        self.more = button(_("More"), "flat", "ellipsis")
        self.none = icon_button("x", _("Choose none"))

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(divider())
        self._row = row = QHBoxLayout()
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.count)
        row.addSpacing(8)
        for action in self._actions:
            row.addWidget(self._button(action))
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.none)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

        self.more.clicked.connect(self._open_more)
        self.none.clicked.connect(self.let_go)

    def _button(self, action: Action) -> QPushButton:
        made = button(_(action.title), "flat", action.icon)
        made.setToolTip(f"{_(action.title)}  {_keys(action)}".strip())
        made.clicked.connect(partial(self._ask, action))
        self._buttons.append(made)
        return made

    def _ask(self, action: Action, _on: bool = False) -> None:
        self.asked.emit(action)

    def show_count(self, text: str) -> None:
        """Say how many are chosen."""
        self.count.setText(text)
        self.show()
        self._fit()

    def menu(self, parent: QWidget) -> QMenu:
        """All actions as a menu; it goes when it is closed."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._actions:
            # After a tab the keys only stand there: a second shortcut would make the list's own ambiguous.
            line = menu.addAction(icon(action.icon, "text"), f"{_(action.title)}\t{_keys(action)}".strip())
            line.triggered.connect(partial(self._ask, action))
        return menu

    def _open_more(self) -> None:
        menu = self.menu(self)
        corner = self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height()))
        menu.popup(corner)

    def _fit(self) -> None:
        """Hide the last buttons where there is no room; all actions stay under the last one."""
        margins = self._row.contentsMargins()
        fixed = self.count.sizeHint().width() + self.none.sizeHint().width() + self.more.sizeHint().width() + 40
        room = self.width() - margins.left() - margins.right() - fixed
        is_full = False
        for made in self._buttons:
            room -= made.sizeHint().width() + self._row.spacing()
            is_full = is_full or room < 0
            made.setVisible(not is_full)
        self.more.setVisible(is_full)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _keys(action: Action) -> str:
    return QKeySequence(action.keys).toString(QKeySequence.SequenceFormat.NativeText)
