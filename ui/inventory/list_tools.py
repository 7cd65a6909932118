"""The buttons beside the filter chips: saved views, grouping, columns."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from spbe_assets.domain.filters import Group
from spbe_assets.i18n import _
from spbe_assets.services import settings, views
from spbe_assets.services.views import SavedView
from ui.context import AppContext
from ui.icons import icon
from ui.inventory.list_kind import GROUP_TITLES, ListKind
from ui.inventory.view_body import ViewBody, body_from_json
from ui.widgets.basics import icon_button, set_kind


class ListTools(QWidget):
    """Opens saved views, groups the list, and asks for other columns."""

    view_chosen = Signal(object)
    save_asked = Signal()
    group_chosen = Signal(object)
    open_all_asked = Signal(bool)
    columns_asked = Signal()

    def __init__(self, context: AppContext, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._kind = context, kind
        self._group: Group | None = None

        self.views_button = icon_button("list-checks", _("Saved views (Alt+V)"))
        self.group_button = icon_button("rows-3", _("Group the list (Alt+G)"))
        self.columns_button = icon_button("columns-3", _("Choose columns (Alt+C)"))

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for made in (self.views_button, self.group_button, self.columns_button):
            row.addWidget(made)

        self.views_button.clicked.connect(self.open_views)
        self.group_button.clicked.connect(self.open_menu_of_groups)
        self.columns_button.clicked.connect(self.columns_asked)

    @property
    def _screen(self) -> str:
        return f"list.{self._kind.table}"

    @property
    def _default_key(self) -> str:
        return f"{self._screen}.default_view"

    def saved(self) -> list[SavedView]:
        """The views of this list that everybody or this person has."""
        screen, owner = self._screen, self._context.actor.user
        return self._context.read(lambda session: views.of_screen(session, screen, owner))

    def default_id(self) -> str:
        """The id, as hex, of the view this person's list begins with; empty for none."""
        kept = settings.user(self._context.store, self._context.actor.user, self._default_key, "")
        return kept if isinstance(kept, str) else ""

    def set_default(self, view: SavedView | None) -> None:
        """Let the list begin with a view, or with everything."""
        store, name, key = self._context.store, self._context.actor.user, self._default_key
        kept = "" if view is None else view.id.hex()
        self._context.run_later(lambda _progress: settings.set_user(store, name, key, kept))

    def default_view(self) -> ViewBody | None:
        """The view the list begins with, if it is still there."""
        wanted = self.default_id()
        if not wanted:
            return None
        return next((self._body(view) for view in self.saved() if view.id.hex() == wanted), None)

    def _body(self, view: SavedView) -> ViewBody | None:
        with suppress(ValueError, TypeError, AttributeError):
            return body_from_json(self._kind, view.body)
        return None

    def show_view(self, view: SavedView) -> None:
        """Show a saved view in the list."""
        body = self._body(view)
        if body is not None:
            self.view_chosen.emit(body)

    def views_menu(self) -> QMenu:
        """The saved views, and what can be done about them."""
        menu = self._menu()
        for view in self.saved():
            line = menu.addAction(view.name.replace("&", "&&"))
            line.triggered.connect(partial(self._on_view, view))
        menu.addSeparator()
        save = menu.addAction(icon("save"), _("Save this view…"))
        save.triggered.connect(lambda: self.save_asked.emit())
        manage = menu.addAction(icon("settings"), _("Manage views…"))
        manage.triggered.connect(lambda: self.manage())
        return menu

    def _on_view(self, view: SavedView, _on: bool = False) -> None:
        self.show_view(view)

    def open_views(self) -> None:
        """Open the menu of saved views."""
        self._popup(self.views_menu(), self.views_button)

    def save(self, body: ViewBody) -> None:
        """Ask for a name and keep the list as it is."""
        from ui.inventory.view_dialogs import SaveView

        dialog = SaveView(self._context, self._screen, body.as_json(self._kind), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def manage(self) -> None:
        """Open the list of saved views: show, rename, delete, begin with."""
        from ui.inventory.view_dialogs import ManageViews

        dialog = ManageViews(self._context, self, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_group(self, group: Group | None) -> None:
        """Say on the button whether the list is grouped."""
        self._group = group
        set_kind(self.group_button, "true" if group else "false", "on")

    def groups_menu(self) -> QMenu:
        """What the list can be grouped by."""
        menu = self._menu()
        for group in (None, *self._kind.groups):
            text = _("No groups") if group is None else _("By {what}").format(what=_(GROUP_TITLES[group]).lower())
            line = menu.addAction(text)
            line.setCheckable(True)
            line.setChecked(group is self._group)
            line.triggered.connect(partial(self._on_group, group))
        if self._group is not None:
            menu.addSeparator()
            menu.addAction(_("Open all groups"), lambda: self.open_all_asked.emit(True))
            menu.addAction(_("Close all groups"), lambda: self.open_all_asked.emit(False))
        return menu

    def _on_group(self, group: Group | None, _on: bool = False) -> None:
        self.group_chosen.emit(group)

    def open_menu_of_groups(self) -> None:
        """Open the menu of groups."""
        self._popup(self.groups_menu(), self.group_button)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _popup(self, menu: QMenu, under: QPushButton) -> None:
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))
