"""The tab "Photos" of a record pane: one page for all records, its number in the title, drops anywhere on the pane."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import attachments
from ui.context import AppContext
from ui.inventory.record_frame import RecordFrame
from ui.photos import brought
from ui.photos.page import AttachmentsPage


class PhotosTab(QObject):
    """A pane makes one and puts `for_record(...)` among the pages it shows."""

    def __init__(self, context: AppContext, frame: RecordFrame) -> None:
        super().__init__(frame)
        self._context, self._frame = context, frame
        self._record: tuple[str, Id] | None = None
        self._page: AttachmentsPage | None = None
        frame.setAcceptDrops(True)
        frame.installEventFilter(self)
        context.changed.connect(self._on_changed)

    def for_record(self, table: str, record_id: Id) -> tuple[str, Callable[[], QWidget]]:
        """The title and the page for a record, as `RecordFrame.show_pages` takes them."""
        self._record = (table, record_id)
        self._count()
        return _("Photos"), self.page

    def page(self) -> AttachmentsPage:
        """The page, showing the record that was named last."""
        if self._record is None:
            raise RuntimeError("no record has been named yet")
        if self._page is None:
            self._page = AttachmentsPage(self._context, *self._record)
            self._frame.keep(self._page)
        else:
            self._page.show_record(*self._record)
        return self._page

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._record is None:
            return False
        if isinstance(event, QDropEvent) and brought.brings_something(event.mimeData()):
            event.acceptProposedAction()
            if not isinstance(event, (QDragEnterEvent, QDragMoveEvent)):
                self._take(event)
            return True
        return False

    def _take(self, event: QDropEvent) -> None:
        found = brought.sources(event.mimeData())
        self._frame.open_tab(_("Photos"))
        self.page().add(found)

    def _on_changed(self, changes: Changes) -> None:
        if self._record is not None and changes.affects("attachment"):
            self._count()

    def _count(self) -> None:
        if self._record is not None:
            table, record_id = self._record
            number = self._context.read(lambda session: attachments.count(session, table, record_id))
            self._frame.number_tab(_("Photos"), number)
