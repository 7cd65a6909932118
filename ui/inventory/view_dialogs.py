"""Saving a view of a list, and the views there are: show, rename, delete, begin with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain.changes import Changes
from spbe_assets.i18n import _
from spbe_assets.services import views
from spbe_assets.services.views import SavedView
from ui.context import AppContext
from ui.widgets.basics import button, label

if TYPE_CHECKING:
    from ui.inventory.list_tools import ListTools

LINE_PX = 30


class NameDialog(QDialog):
    """Asks for the name of a view and says what is wrong with it in place."""

    def __init__(self, title: str, confirm: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(400)
        self.name = QLineEdit(name)
        self.name.setAccessibleName(_("Name"))
        self.note = label("", "bad", wrap=True)
        self.note.hide()
        self.ok, self.cancel = button(confirm, "main"), button(_("Cancel"))
        self.ok.setDefault(True)

        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Name"), "muted"))
        column.addWidget(self.name)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.ok)
        column.addLayout(row)

        self.name.selectAll()
        self.cancel.clicked.connect(self.reject)

    def show_error(self, error: object) -> None:
        """Say under the name why it can't be taken."""
        self.note.setText(str(error))
        self.note.show()


class SaveView(NameDialog):
    """Keeps a view under a name; one of the same name is replaced."""

    def __init__(
        self, context: AppContext, screen: str, body: Mapping[str, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Save this view"), _("Save"), "", parent)
        self._context, self._screen, self._body = context, screen, body
        self.shared = QCheckBox(_("For everybody, not only for me"))
        self.column.insertWidget(3, self.shared)
        self.ok.clicked.connect(self._save)

    def _save(self) -> None:
        name, screen, body = self.name.text(), self._screen, self._body
        owner = "" if self.shared.isChecked() else self._context.actor.user
        done = _("View “{name}” saved").format(name=name.strip())
        job = self._context.write(
            lambda uow, _progress: views.save(uow, screen, name, body, owner), "edit view", done, quiet=True
        )
        job.failed.connect(self.show_error)
        job.then(self, lambda _id: self.accept())


class ManageViews(QDialog):
    """All views of a list. Enter shows one, F2 renames it, Delete deletes it, Ctrl+D lets the list begin with it."""

    def __init__(self, context: AppContext, tools: ListTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._tools = context, tools
        self._views: list[SavedView] = []
        self._default = tools.default_id()

        self.setWindowTitle(_("Saved views"))
        self.setMinimumSize(600, 340)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Saved views"))
        self.nothing = label(
            _("No views yet. Narrow and arrange the list, then save it as a view."), "muted", wrap=True
        )
        self.show_button = button(_("Show"), "main")
        self.rename_button, self.delete_button = button(_("Rename")), button(_("Delete"), "danger")
        self.begin_button = button(_("Begin with it"))
        self.close_button = button(_("Close"))

        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        for made in (self.rename_button, self.delete_button, self.begin_button):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.show_button)
        column.addLayout(row)

        self._connect()
        self._fill()

    def _connect(self) -> None:
        self.show_button.clicked.connect(self.show_current)
        self.rename_button.clicked.connect(self.rename)
        self.delete_button.clicked.connect(self.delete)
        self.begin_button.clicked.connect(self.begin_with)
        self.close_button.clicked.connect(self.reject)
        self.list.itemActivated.connect(lambda _item: self.show_current())
        self._context.changed.connect(self._follow)
        for keys, slot in (("F2", self.rename), ("Del", self.delete), ("Ctrl+D", self.begin_with)):
            QShortcut(QKeySequence(keys), self.list, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(slot)

    @Slot(object)
    def _follow(self, changes: Changes) -> None:
        if changes.affects("view"):
            self._fill()

    def _fill(self) -> None:
        row = max(self.list.currentRow(), 0)
        self._views = self._tools.saved()
        self.list.clear()
        for view in self._views:
            item = QListWidgetItem(self._line(view))
            item.setSizeHint(QSize(0, LINE_PX))
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(self._views) - 1))
        self.nothing.setVisible(not self._views)
        self.list.setVisible(bool(self._views))
        for made in (self.show_button, self.rename_button, self.delete_button, self.begin_button):
            made.setEnabled(bool(self._views))

    def _line(self, view: SavedView) -> str:
        marks = [_("for everybody")] if not view.owner else []
        marks += [_("the list begins with it")] if view.id.hex() == self._default else []
        return " · ".join([view.name, *marks])

    def _current(self) -> SavedView | None:
        row = self.list.currentRow()
        return self._views[row] if 0 <= row < len(self._views) else None

    def show_current(self) -> None:
        """Show the chosen view in the list."""
        view = self._current()
        if view is not None:
            self.accept()
            self._tools.show_view(view)

    def rename(self) -> None:
        """Ask for another name."""
        view = self._current()
        if view is None:
            return
        dialog = NameDialog(_("Rename view"), _("Rename"), view.name, self)
        dialog.ok.clicked.connect(partial(self._rename, dialog, view))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _rename(self, dialog: NameDialog, view: SavedView, _on: bool = False) -> None:
        name, view_id = dialog.name.text(), view.id
        job = self._context.write(
            lambda uow, _progress: views.rename(uow, view_id, name), "edit view", _("View renamed"), quiet=True
        )
        job.failed.connect(dialog.show_error)
        job.then(dialog, lambda _none: dialog.accept())

    def delete(self) -> None:
        """Delete the chosen view; it can be undone."""
        view = self._current()
        if view is not None:
            view_id, done = view.id, _("View “{name}” deleted").format(name=view.name)
            self._context.write(lambda uow, _progress: views.delete(uow, view_id), "delete", done)

    def begin_with(self) -> None:
        """Let the list begin with the chosen view, or no longer."""
        view = self._current()
        if view is not None:
            is_off = view.id.hex() == self._default
            self._default = "" if is_off else view.id.hex()
            self._tools.set_default(None if is_off else view)
            self._fill()
