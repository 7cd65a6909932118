"""The dialog of a bulk edit: fields at the left, what would change at the right, the count on the button."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import bulk_edit
from spbe_assets.services.bulk_edit import BulkEdit, BulkPreview
from ui import format as formats
from ui.bulk.preview import PreviewPane
from ui.bulk.rows import EditRows
from ui.context import AppContext
from ui.inventory.chosen import Chosen
from ui.jobs import Job
from ui.widgets.basics import button, divider, label
from ui.widgets.notice import Notice
from ui.widgets.progress import ProgressDialog
from ui.widgets.search_box import SearchBox

SIZE = (1040, 620)
FIELDS_PX = 430
AFTER_MS = 250
AT_A_GLANCE = 200


class BulkDialog(QDialog):
    """Edits everything that was chosen in one undo step; nothing is written before the button is pressed."""

    def __init__(self, context: AppContext, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._chosen = context, chosen
        self._turn = 0
        self._reading: Job | None = None
        self._edit: BulkEdit | None = None

        self.search = SearchBox(_("Find a field…"))
        self.rows = EditRows(context)
        self.preview = PreviewPane()
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.change_button = button("", "main", "check")
        self.cancel_button = button(_("Cancel"))
        self._later = QTimer(self, singleShot=True, interval=AFTER_MS)

        self._lay_out()
        self.setWindowTitle(_("Edit together"))
        self.resize(*SIZE)
        self.search.searched.connect(self.rows.narrow)
        self.search.returnPressed.connect(self.rows.focus_first)
        self.rows.changed.connect(self._on_changed)
        self._later.timeout.connect(self.ask)
        self.change_button.clicked.connect(self.apply)
        self.cancel_button.clicked.connect(self.reject)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.change_button.click).setWhatsThis(_("Change all of them"))
        QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus).setWhatsThis(_("Find a field"))
        self.ask()

    def _lay_out(self) -> None:
        count = formats.counted(ngettext("{n} item", "{n} items", self._chosen.count), self._chosen.count)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 10)
        head.addWidget(label(_("Edit {items} together").format(items=count), "record"))
        head.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setObjectName("scrolled")
        area.setWidget(self.rows)
        box = QHBoxLayout()
        box.setContentsMargins(16, 0, 16, 10)
        box.addWidget(self.search)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(box)
        left.addWidget(area, 1)
        side = QWidget()
        side.setFixedWidth(FIELDS_PX)
        left.setContentsMargins(0, 10, 0, 0)
        side.setLayout(left)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(side)
        across.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(divider())
        column.addLayout(across, 1)
        column.addWidget(self.failure)
        column.addWidget(divider())
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(label(_("Fields that say “Leave” stay as they are. Everything is one undo step."), "small"))
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.change_button)
        return foot

    @Slot()
    def _on_changed(self) -> None:
        self._stop_reading()
        self._show_button(self._chosen.count, enabled=False)
        self._later.start()

    def ask(self) -> None:
        """Ask what the edit would do: a first glance at once, the counts when all records were looked at."""
        self._stop_reading()
        self._edit = self.rows.edit()
        self._show_button(self._chosen.count, enabled=self._edit is not None)
        if self._edit is None:
            self.preview.clear(self._what_is_missing())
            return
        self.preview.say(_("Counting what would change…"))
        self._read(AT_A_GLANCE)

    def _what_is_missing(self) -> str:
        wrong = self.rows.wrong
        if wrong is None:
            return _("Type a value at the left, or choose what happens to a field.")
        return _("{field}: {problem}").format(field=wrong.field.label, problem=wrong.cell.problem.text())

    def _read(self, first: int | None) -> None:
        wanted, edit = self._wanted(), self._edit
        if edit is None:
            return
        self._reading = self._context.read_later(
            lambda session, progress: bulk_edit.preview(session, wanted, edit, progress=progress, first=first)
        )
        self._reading.then(self, partial(self._show, self._turn, is_whole=first is None))

    def _show(self, turn: int, found: BulkPreview, *, is_whole: bool) -> None:
        if turn != self._turn:
            return
        whole = is_whole or found.count >= self._chosen.count
        if whole or found.samples:
            self.preview.show_preview(found, is_whole=whole)
        if whole:
            self._show_button(found.changed, enabled=found.changed > 0)
        else:
            self._read(None)

    def _stop_reading(self) -> None:
        self._turn += 1
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _show_button(self, count: int, *, enabled: bool) -> None:
        self.change_button.setText(formats.counted(ngettext("Change {n} item", "Change {n} items", count), count))
        self.change_button.setEnabled(enabled)

    def _wanted(self) -> AssetFilter:
        wanted = self._chosen.filter
        if not isinstance(wanted, AssetFilter):
            raise TypeError("only equipment can be edited together")
        return wanted

    @Slot()
    def apply(self) -> None:
        """Write the edit; the dialog goes when it is done, and stays where it failed or was stopped."""
        wanted, edit = self._wanted(), self.rows.edit()
        if edit is None:
            return
        self._stop_reading()
        self.failure.hide()
        done = self.change_button.text()
        said = _("Edited together: {what}").format(what=done)
        job = self._context.write(
            lambda uow, progress: bulk_edit.apply(uow, wanted, edit, progress), "bulk", said, quiet=True
        )
        self.setEnabled(False)
        ProgressDialog(job, done, self)
        job.then(self, lambda _changed: self.accept()).otherwise(self, self._say)
        job.finished.connect(self._let_go)

    def _let_go(self) -> None:
        self.setEnabled(True)

    def _say(self, error: Exception) -> None:
        self.failure.set(str(error))
        self.failure.show()

    def done(self, result: int) -> None:
        self._stop_reading()
        super().done(result)


def edit_together(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Open the dialog over the list."""
    dialog = BulkDialog(context, chosen, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
