"""Label: what gets a label, on which paper, from which cell; beside it the very PDF that will be saved."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QStandardPaths, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.labels import LabelContent
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.labels.printing import Order, Printed
from ui import format
from ui.context import AppContext
from ui.inventory.chosen import Chosen
from ui.jobs import Job
from ui.labels import run
from ui.labels.order_card import OrderCard
from ui.labels.warning_list import WarningList
from ui.navigation import INVENTORY
from ui.previewed import keep
from ui.widgets.basics import button, label
from ui.widgets.empty_state import EmptyState
from ui.widgets.file_dialogs import ask_save
from ui.widgets.notice import MessageBar
from ui.widgets.pdf_view import PdfView
from ui.widgets.progress import ProgressPanel
from ui.widgets.screen import Screen

AFTER_A_CHANGE_MS = 250
ORDER_PX = 410
SHOWN_ON = ("asset", "link", "agency", "category", "region", "setting", "label_print")


class LabelsScreen(Screen):
    """Prepares the preview again, off the GUI thread, a moment after each change."""

    name, title, icon = "labels", N_("Labels"), "qr-code"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.printed: Printed | None = None
        self._order: Order | None = None
        self._shown_order: Order | None = None
        self._folder = TemporaryDirectory(prefix="spbe-assets-", ignore_cleanup_errors=True)
        self._number = 0
        self._file: Path | None = None
        self._written: Path | None = None
        self._preparing: Job | None = None
        self.panel: ProgressPanel | None = None
        self.bar = MessageBar()
        self.card, self.warnings = OrderCard(context), WarningList()
        self.view = PdfView(context)
        self.list_button = button(_("Choose in the inventory"), "small", "list-filter")
        self.counts = label(_("The preview is being prepared…"), "strong")
        self.save_button = button(_("Save PDF…"), "main", "file-down")
        self.nothing = EmptyState("qr-code", _("Nothing to print"), " ")
        self.pages = QStackedWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_A_CHANGE_MS)

        self._lay_out()
        self.save_button.setEnabled(False)
        self.setFocusProxy(self.card.what)

        self._timer.timeout.connect(self._prepare)
        self.card.changed.connect(self._on_order_changed)
        self.bar.acted.connect(self.open_written)
        self.list_button.clicked.connect(lambda: context.navigate(INVENTORY, AssetFilter()))
        self.save_button.clicked.connect(self.ask_where)
        self.warnings.tags_wanted.connect(self._give_tags)
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.affects(*SHOWN_ON):
            self.card.what.count()
            self._on_order_changed()

    def show_argument(self, argument: object) -> None:
        """The chosen records of a list, or a filter."""
        wanted = argument.filter if isinstance(argument, Chosen) else argument
        if isinstance(wanted, AssetFilter | LinkFilter):
            self.card.what.show_given(wanted)
            self.card.what.setFocus()

    @Slot()
    def ask_where(self) -> QFileDialog:
        """Ask for a file name and save there."""
        return ask_save(self, _("Save the labels"), default_path(), _("PDF document (*.pdf)"), self.save)

    def save(self, path: Path) -> None:
        """Save what is previewed, then write the prints into the ledger."""
        order, printed, file = self._shown_order, self.printed, self._file
        if order is None or printed is None or file is None:
            return
        self.bar.hide()
        self.save_button.setEnabled(False)
        if printed.is_whole:
            job = self.context.run_later(lambda _progress: keep(file, path))
            job.then(self, lambda _done: self._record(order, printed, path))
        else:
            job = self.context.read_apart(run.save, order, path)
            job.then(self, lambda written: self._record(order, written, path))
        self._show_progress(job, path)

    @Slot()
    def open_written(self) -> None:
        """Open the saved file in whichever program the system uses for it."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _on_order_changed(self) -> None:
        self.save_button.setEnabled(False)
        if self._preparing is not None:
            self._preparing.cancel()
        self._timer.start()

    @Slot()
    def _prepare(self) -> None:
        self._number += 1
        order, file = self.card.order, Path(self._folder.name) / f"{self._number}.pdf"
        self.counts.setText(_("The preview is being prepared…"))
        job = self.context.read_later(lambda session, progress: run.preview(session, order, file, progress), quiet=True)
        self._preparing = job
        job.then(self, lambda printed: self._show(order, printed, file) if self._preparing is job else None)
        job.otherwise(self, lambda error: self._show_nothing(error) if self._preparing is job else None)
        self._order = order
        self.context.read_later(lambda session, _progress: run.untagged(session, order)).then(
            self, lambda count: self.warnings.show_untagged(count) if self._order is order else None
        )

    def _show(self, order: Order, printed: Printed, file: Path) -> None:
        old, self._file = self._file, file
        self._shown_order, self.printed, self._preparing = order, printed, None
        self.view.open(file)
        if old is not None:
            with suppress(OSError):  # it may still be drawn from; it goes with its folder at the latest
                old.unlink()
        self.pages.setCurrentWidget(self.view)
        self.card.show_count(printed.run.labels)
        self.warnings.show_run(printed.run)
        self.counts.setText(_counted(printed))
        self.save_button.setEnabled(self.panel is None)

    def _show_nothing(self, error: Exception) -> None:
        self._preparing = self.printed = None
        if not isinstance(error, AppError):
            self.context.error_raised.emit(error)
            return
        self.nothing.text.setText(str(error))
        self.pages.setCurrentWidget(self.nothing)
        self.card.show_count(0)
        self.warnings.show_run(None)
        self.counts.setText("")

    @Slot()
    def _give_tags(self) -> None:
        order = self._order
        if order is not None:
            said = _("Records without a tag got one")
            self.context.write(lambda uow, progress: run.give_tags(uow, order, progress), "tags", done=said)

    def _show_progress(self, job: Job, path: Path) -> None:
        self.panel = ProgressPanel(job, _("Writing {file}").format(file=path.name))
        self.panel.setContentsMargins(16, 0, 16, 8)
        self.body.insertWidget(1, self.panel)
        job.finished.connect(lambda _job: self._end_progress())

    def _end_progress(self) -> None:
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.save_button.setEnabled(self.printed is not None)

    def _record(self, order: Order, printed: Printed, path: Path) -> None:
        """The file is there: note it in the ledger, and keep showing these labels whatever the filter now means."""
        self._written = path
        self.bar.show_message("good", _("The labels were saved: {file}").format(file=path), _("Open"))
        self.card.remember(order, printed.run.next_cell)
        contents, paper = printed.contents, order.stock.id
        self.card.what.show_given(_only(contents, order))
        count = printed.run.labels
        said = format.counted(ngettext("{n} label printed", "{n} labels printed", count), count)
        # No undo toast: what was printed stays printed, so that Undo would turn back something else.
        job = self.context.write(lambda uow, _progress: run.remember(uow, contents, paper), "labels")
        job.then(self, lambda _count: self.context.message.emit(said))

    def _lay_out(self) -> None:
        order = QWidget()
        order.setObjectName("scrolled")
        left = QVBoxLayout(order)
        left.setContentsMargins(0, 0, 6, 0)
        left.setSpacing(8)
        left.addWidget(self.card)
        left.addWidget(self.warnings)
        left.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(order)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(ORDER_PX)
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.nothing)
        across = QHBoxLayout()
        across.setContentsMargins(16, 0, 16, 0)
        across.setSpacing(16)
        across.addWidget(scroll)
        across.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addWidget(self.counts)
        foot.addStretch()
        foot.addWidget(self.save_button)
        self.head.add(self.list_button)
        self.body.addWidget(self.bar)
        self.body.addLayout(across, 1)
        self.body.addLayout(foot)


def default_path() -> Path:
    """Where labels go unless somebody says otherwise: the documents folder, named by day."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    name = _("labels")
    return Path(folder) / f"{name}-{formats.today().isoformat()}.pdf"


def _only(contents: tuple[LabelContent, ...], order: Order) -> AssetFilter | LinkFilter:
    """The filter that means just these records."""
    ids = frozenset(content.record_id for content in contents)
    return LinkFilter(ids=ids) if isinstance(order.wanted, LinkFilter) else AssetFilter(ids=ids)


def _counted(printed: Printed) -> str:
    if not printed.is_whole:
        shown = {"n": format.number(len(printed.contents)), "total": format.number(printed.records)}
        return _("The first {n} of {total} records are shown; all are saved").format(**shown)
    labels = format.counted(ngettext("{n} label", "{n} labels", printed.run.labels), printed.run.labels)
    pages = format.counted(ngettext("{n} page", "{n} pages", printed.run.pages), printed.run.pages)
    return f"{labels} · {pages}"
