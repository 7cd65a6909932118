"""Import: a spreadsheet step by step into the register: file, columns, check, done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import references
from spbe_assets.sheets import apply
from spbe_assets.sheets.apply import Receipt
from spbe_assets.sheets.plan_model import Place
from ui.context import AppContext
from ui.importer import files, outcome, saving, work
from ui.importer.check_page import CheckPage
from ui.importer.columns_page import ColumnsPage
from ui.importer.done_page import DonePage
from ui.importer.file_page import FilePage
from ui.importer.reader import FileReader
from ui.importer.runner import Runner
from ui.importer.work import Loaded, Planned
from ui.navigation import INVENTORY
from ui.widgets.screen import Screen
from ui.widgets.steps import StepBar

FILE, COLUMNS, CHECK, DONE = range(4)
STEPS = (N_("File"), N_("Columns"), N_("Check"), N_("Done"))
WATCHED = ("asset", "link", "agency", "site", "room", "rack", "person", "region", "category")


class ImportScreen(Screen):
    """Reads, plans and writes off the GUI thread; one piece of work at a time, each can be cancelled."""

    name, title, icon = "import", N_("Import"), "file-up"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.loaded: Loaded | None = None
        self.planned: Planned | None = None
        self.receipt: Receipt | None = None
        self._made: frozenset[Id] = frozenset()
        self._agency_name = ""

        self.steps = StepBar([_(title) for title in STEPS])
        self.file, self.columns, self.check, self.done = FilePage(), ColumnsPage(context), CheckPage(), DonePage()
        self.pages = QStackedWidget()
        for page in (self.file, self.columns, self.check, self.done):
            self.pages.addWidget(page)
        self._runner = Runner(self.pages)
        self.reader = FileReader(context, self._runner, self)
        self.body.addWidget(self.steps)
        self.body.addWidget(self.pages, 1)
        self.setAcceptDrops(True)

        self._connect()
        self._show_step(FILE)

    def _connect(self) -> None:
        self.steps.chosen.connect(self._go_back_to)
        for one in (self.file.choose_button, self.columns.other_button, self.done.next_button):
            one.clicked.connect(self._choose_file)
        self.file.template_button.clicked.connect(self._save_template)
        self.columns.kind_chosen.connect(self._recognise_again)
        self.columns.header_button.clicked.connect(self._ask_header)
        self.reader.opened.connect(self._show_new)
        self.reader.changed.connect(self._show_loaded)
        self.reader.kept.connect(self._show_kept)
        self.columns.changed.connect(self._show_loaded)
        self.columns.agency_chosen.connect(self._take_agency)
        self.columns.check_asked.connect(self.plan)
        self.check.back_asked.connect(lambda: self._show_step(COLUMNS))
        self.check.pane.corrected.connect(self._correct)
        self.check.pane.left_out.connect(self._leave_out)
        self.check.reset_asked.connect(self._forget_corrections)
        self.check.import_asked.connect(self.carry_out)
        for asked in (self.check.rejects_asked, self.done.rejected.acted):
            asked.connect(self._save_rejects)
        self.done.show_button.clicked.connect(self._show_in_inventory)
        self.done.undo_button.clicked.connect(self._undo)
        self.done.again_button.clicked.connect(self.plan)
        self.context.changed.connect(self._note_made)
        opener = QShortcut(QKeySequence.StandardKey.Open, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        opener.activated.connect(self._choose_file)

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read, planned or imported."""
        return self._runner.is_busy

    def show_argument(self, argument: object) -> None:
        """The path of a file opens it."""
        if isinstance(argument, str | Path):
            self.open_file(Path(argument))

    def refresh(self, changes: Changes | None) -> None:
        """A plan is made anew when records change under it; a receipt looks whether its import still stands."""
        if self.is_busy or (changes is not None and not changes.affects(*WATCHED)):
            return
        if self.steps.current == CHECK:
            self.plan()
        elif self.steps.current == DONE and self.receipt is not None and self.receipt.batch is not None:
            self._look_whether_undone(self.receipt)

    def open_file(self, path: Path) -> None:
        """Read a file and show what it is taken for."""
        self.reader.open(path)

    @Slot()
    def plan(self) -> None:
        """Find out what the import would do, and show it."""
        loaded = self.loaded
        if loaded is None:
            return
        job = self._runner.run(
            lambda: self.context.read_later(lambda session, progress: work.make_plan(session, loaded, progress)),
            _("Comparing with the register"),
            self._show_planned,
        )
        if job is not None:
            job.cancelled.connect(self._keep_old_plan)
            job.otherwise(self, lambda _error: self._keep_old_plan())

    @Slot()
    def _keep_old_plan(self) -> None:
        """What was decided for a plan that did not come about counts no longer."""
        if self.loaded is not None and self.planned is not None:
            self.loaded = replace(self.loaded, options=self.planned.plan.options)

    @Slot()
    def carry_out(self) -> None:
        """Write the plan; rejected rows stay out."""
        planned = self.planned
        if planned is not None:
            made, good_only = planned.plan, planned.counts.rejected > 0
            job = self._runner.run(
                lambda: self.context.write(
                    lambda uow, progress: apply.apply(uow, made, progress, good_rows_only=good_only), apply.reason(made)
                ),
                _("Importing {file}").format(file=made.file),
                self._show_receipt,
            )
            if job is not None:
                job.otherwise(self, self._plan_again)

    def cancel(self) -> None:
        """Ask the work in hand to stop; nothing of it is kept."""
        self._runner.cancel()

    def _show_new(self, loaded: Loaded) -> None:
        self.receipt, self._agency_name = None, ""
        self._show_loaded(loaded)
        self._show_step(COLUMNS)
        self.columns.check_button.setFocus()

    def _show_loaded(self, loaded: Loaded) -> None:
        self.loaded, self.planned = loaded, None
        self.columns.show_loaded(loaded, self._agency_name)
        self.head.set_subtitle(f"{loaded.path.name} · {loaded.recognised.preset.title}")
        self.steps.show_step(COLUMNS, reachable=COLUMNS)

    def _show_planned(self, planned: Planned) -> None:
        is_first = self.planned is None or self.receipt is not None
        self.planned, self.receipt = planned, None
        self.check.show_planned(planned, is_first=is_first)
        self._show_step(CHECK)
        if is_first:
            self.check.table.setFocus()

    def _show_receipt(self, receipt: Receipt) -> None:
        loaded, store = self.loaded, self.context.store
        if self.planned is not None and loaded is not None:
            self.receipt = receipt
            self.context.run_later(lambda _progress: work.remember(loaded, store))
            self.done.show_receipt(self.planned, receipt)
            self._show_step(DONE)
            (self.done.undo_button if self.done.show_button.isHidden() else self.done.show_button).setFocus()

    def _show_step(self, step: int) -> None:
        reachable = FILE if self.loaded is None else CHECK if self.planned is not None else COLUMNS
        self.steps.show_step(step, reachable=FILE if step == DONE else reachable)
        self.pages.setCurrentIndex(step)
        if step == FILE:
            self.head.set_subtitle("")
        self.setFocusProxy((self.file.choose_button, self.columns.table, self.check.table, self.done.next_button)[step])

    @Slot(int)
    def _go_back_to(self, step: int) -> None:
        if not self.is_busy:
            self._show_step(step)

    @Slot(str, object)
    def _recognise_again(self, kind: str, sheet: str | None) -> None:
        if self.loaded is not None:
            self.reader.again(self.loaded, kind, sheet)

    @Slot()
    def _ask_header(self) -> None:
        if self.loaded is not None and not self.is_busy:
            self.reader.ask_header(self.loaded)

    @Slot()
    def _show_kept(self) -> None:
        if self.loaded is not None:
            self._show_loaded(self.loaded)

    @Slot()
    def _take_agency(self) -> None:
        if self.loaded is None:
            return
        try:
            agency = self.columns.agency.record_id()
        except AppError as problem:
            self.context.error_raised.emit(problem)
            self.columns.agency.show_record(self.loaded.options.agency_id, self._agency_name)
            return
        self._agency_name = self.context.read(lambda session: references.name(session, "agency", agency))
        self.loaded = replace(self.loaded, options=replace(self.loaded.options, agency_id=agency))
        self.planned = None
        self.steps.show_step(COLUMNS, reachable=COLUMNS)

    def _correct(self, typed: dict[Place, str]) -> None:
        if self.loaded is not None and not self.is_busy:
            self.loaded = self.loaded.corrected(typed)
            self.plan()

    def _leave_out(self, row: tuple[str, int]) -> None:
        if self.loaded is not None and not self.is_busy:
            self.loaded = self.loaded.without(row)
            self.plan()

    @Slot()
    def _forget_corrections(self) -> None:
        if self.loaded is not None and not self.is_busy:
            self.loaded = self.loaded.as_in_file()
            self.plan()

    def _plan_again(self, error: Exception) -> None:
        """The records were changed meanwhile, as the sentence above says: show what is true now."""
        if isinstance(error, AppError):
            QTimer.singleShot(0, self, self.plan)

    @Slot(object)
    def _note_made(self, changes: Changes) -> None:
        if self.planned is not None and self.is_busy and self.receipt is None:
            self._made = changes.ids(self.planned.plan.target)

    @Slot()
    def _show_in_inventory(self) -> None:
        if self.planned is not None:
            self.context.navigate(INVENTORY, outcome.listed(self.planned.plan, self._made))

    @Slot()
    def _undo(self) -> None:
        if self.receipt is not None and self.receipt.batch is not None and not self.is_busy:
            batch = self.receipt.batch
            self._runner.run(lambda: self.context.undo(batch), _("Taking the import back"), self._show_undone)

    def _show_undone(self, _reverted: object) -> None:
        self.done.mark_undone(is_undone=True)
        self.done.again_button.setFocus()

    def _look_whether_undone(self, receipt: Receipt) -> None:
        if self.planned is not None:
            undone = self.context.read(lambda session: outcome.is_undone(session, receipt.batch))
            self.done.show_receipt(self.planned, receipt)
            self.done.mark_undone(is_undone=undone)

    @Slot()
    def _choose_file(self) -> None:
        files.ask_spreadsheet(self, self.loaded.path.parent if self.loaded is not None else Path(), self.open_file)

    @Slot()
    def _save_template(self) -> None:
        saving.ask_template(self.context, self)

    @Slot()
    def _save_rejects(self) -> None:
        if self.planned is not None and self.loaded is not None:
            saving.ask_rejects(self.context, self, self.planned.plan, self.loaded.path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files.dropped(event) is not None and not self.is_busy:
            self.file.mark(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.file.mark(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.file.mark(is_over=False)
        path = files.dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)
