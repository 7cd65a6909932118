"""The tab "Label" of a record pane, and Ctrl+P anywhere on the pane."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.inventory.chosen import ASSETS
from ui.inventory.record_frame import RecordFrame
from ui.navigation import LABELS


class LabelTab(QObject):
    """A pane makes one and puts `for_record(...)` among the pages it shows."""

    def __init__(self, context: AppContext, frame: RecordFrame) -> None:
        super().__init__(frame)
        self._context = context
        self._record: tuple[str, Id] | None = None
        shortcut = QShortcut(QKeySequence("Ctrl+P"), frame, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setWhatsThis(_("Print label"))
        shortcut.activated.connect(self.print_label)

    def for_record(self, table: str, record_id: Id) -> tuple[str, Callable[[], QWidget]]:
        """The title and the page for a record, as `RecordFrame.show_pages` takes them."""
        self._record = (table, record_id)
        return _("Label"), self._page

    @Slot()
    def print_label(self) -> None:
        """Go to the label screen with the record that is shown."""
        if self._record is not None:
            table, record_id = self._record
            kind = AssetFilter if table == ASSETS else LinkFilter
            self._context.navigate(LABELS, kind(ids=frozenset({record_id})))

    def _page(self) -> QWidget:
        from ui.inventory.label_page import RecordLabelPage  # loads the drawing of labels, which no list needs

        if self._record is None:
            raise RuntimeError("no record has been named yet")
        made = RecordLabelPage(self._context, *self._record)
        made.print_asked.connect(self.print_label)
        return made
