"""What every screen begins with: a title row, a body, and refreshing itself only while somebody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui.widgets.basics import label
from ui.widgets.search_box import SearchBox

if TYPE_CHECKING:  # the first paint must not wait for the database layer
    from ui.context import AppContext
    from ui.inventory.chosen import Action


class TitleRow(QWidget):
    """What this is, how many, search, and the main action at the right end."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search: SearchBox | None = None
        self.title = label(title, "title")
        self.subtitle = label("", "muted")

        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 12, 16, 8)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addSpacing(4)
        self._row.addWidget(self.subtitle, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
        self.setMinimumHeight(52)

    def set_title(self, text: str) -> None:
        """Say what this is."""
        self.title.setText(text)
        self._fit()

    def set_subtitle(self, text: str) -> None:
        """Say how many, or of when."""
        self.subtitle.setText(text)
        self._fit()

    def add(self, widget: QWidget) -> None:
        """Append a button at the right end."""
        self._row.addWidget(widget)

    def add_search(self, placeholder: str) -> SearchBox:
        """Append the search box that Ctrl+F goes to."""
        self.search = SearchBox(placeholder)
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(300)
        self._row.addWidget(self.search, 300)
        return self.search

    def _fit(self) -> None:
        """Give up what the rail and the list tell too where the row is too narrow for all of it."""
        items = [item for number in range(self._row.count()) if (item := self._row.itemAt(number)) is not None]
        told = (self.title, self.subtitle)  # these are hidden here alone
        widgets = [one for item in items if (one := item.widget()) is not None and (one in told or not one.isHidden())]
        needed = sum(_least(one) + self._row.spacing() for one in widgets) + 2 * self._row.spacing()
        room = self.contentsRect().width() - 32 - needed
        self.subtitle.setVisible(room >= 0)
        self.title.setVisible(room + self.subtitle.sizeHint().width() >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


def _least(widget: QWidget) -> int:
    return max(widget.minimumWidth(), 0 if isinstance(widget, SearchBox) else widget.sizeHint().width())


class Screen(QWidget):
    """One place of the window; `name` is what `context.navigate` takes, `title` a source string."""

    name = ""
    title = ""
    icon = "box"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._missed: Changes | None = None
        self._is_stale = False
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

        self.head = TitleRow(_(self.title))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self.body, 1)

        context.changed.connect(self._on_changed)
        context.reloaded.connect(self._on_reloaded)

    def show_argument(self, argument: object) -> None:
        """Show what `context.navigate` gave; None is not passed on."""

    def refresh(self, changes: Changes | None) -> None:
        """Ask again for what may have changed; None means everything. Only called while visible."""

    def focus_search(self) -> bool:
        """Put the cursor into the search box; False when this screen has none."""
        if self.head.search is None:
            return False
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()
        return True

    def on_show(self) -> tuple[str, Id, str] | None:
        """Table, id and name of the record that is open here for reading, for a code that is scanned meanwhile."""
        return None

    def take_scan(self, code: str) -> bool:
        """Use a code that was scanned; False leaves it to the window, which opens its record."""
        return False

    def selected(self) -> tuple[str, int]:
        """The table of the list on show and how many of its records are selected, for what is offered elsewhere."""
        return "", 0

    def act(self, action: Action) -> None:
        """Do something with the selected records."""

    def kept(self) -> dict[str, Any]:
        """What `bring_back` needs at the next start, in plain JSON values."""
        return {}

    def bring_back(self, kept: dict[str, Any]) -> None:
        """Show what was open when the program was left; values may be of another version, or damaged."""

    def may_leave(self) -> bool:
        """Whether nothing would be lost; a screen with an open editor asks the user first."""
        return True

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        self._refresh_or_remember(changes)

    @Slot()
    def _on_reloaded(self) -> None:
        self._refresh_or_remember(None)

    def _refresh_or_remember(self, changes: Changes | None) -> None:
        if self.isVisible():
            self.refresh(changes)
        elif changes is None or (self._is_stale and self._missed is None):
            self._is_stale, self._missed = True, None
        else:
            self._is_stale, self._missed = True, _joined(self._missed, changes)

    def refresh_when_shown(self) -> None:
        """Ask everything once somebody looks, for what is too much work to be done ahead."""
        self._is_stale, self._missed = True, None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            missed, self._missed, self._is_stale = self._missed, None, False
            self.refresh(missed)


def _joined(before: Changes | None, after: Changes) -> Changes:
    if before is None:
        return after
    tables = before.touched.keys() | after.touched.keys()
    return Changes({table: before.ids(table) | after.ids(table) for table in tables}, after.action)
