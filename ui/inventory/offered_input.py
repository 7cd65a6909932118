"""A line in one's own words under which the words of other records are offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spbe_assets.domain.fields import Field
from spbe_assets.i18n import _
from spbe_assets.services import row_listing
from ui.context import AppContext
from ui.icons import set_icon
from ui.inventory.field_inputs import LineInput

LINE_PX = 30
OFFERED = {
    "link": ("provider", "service_name"),
    "software": ("kind", "subkind", "licence_kind", "licence_owner"),
    "cloud_service": ("kind", "owner_name", "developing_unit", "operating_unit"),
    "service_bus": ("kind", "owner_name"),
    "facility": ("owner_name", "managing_unit"),
    "person": ("position",),
}
"""Free texts of smaller tables whose earlier values are offered."""


class OfferedInput(LineInput):
    """A text in one's own words; those of other records are offered, so that the same thing is called the same."""

    def __init__(self, field: Field, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._context = context
        self._used = QStringListModel(self)
        self.completer = QCompleter(self._used, self)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        offered = QListView()
        offered.setProperty("popup", "bare")
        self.completer.setPopup(offered)
        offered.setItemDelegate(_Lines(offered))  # the completer brings its own
        self.line.setCompleter(self.completer)
        self.opener = QAction(_("What other records say (arrow down)"), self)
        set_icon(self.opener, "chevron-down", "muted")
        self.line.addAction(self.opener, QLineEdit.ActionPosition.TrailingPosition)
        self.line.installEventFilter(self)
        self.opener.triggered.connect(lambda: self._ask(self._offer_all))
        self.completer.activated.connect(lambda _text: self.edited.emit())

    def offer(self, texts: Sequence[str]) -> None:
        """Offer these from now on."""
        self._used.setStringList(list(texts))

    def _ask(self, then: Callable[[Sequence[str]], object]) -> None:
        table, key = self.field.table, self.field.key
        job = self._context.read_later(
            lambda session, _progress: row_listing.used_values(session, table, key), quiet=True
        )
        job.then(self, then)

    def _offer_all(self, texts: Sequence[str]) -> None:
        self.offer(texts)
        if texts:
            self.line.setFocus()
            self.completer.setCompletionPrefix("")
            self.completer.complete()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self._ask(self._offer_all)
                return True
        elif watched is self.line and event.type() == QEvent.Type.FocusIn:
            self._ask(self.offer)
        return super().eventFilter(watched, event)


class _Lines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), LINE_PX)
