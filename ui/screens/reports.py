"""Laporan: every report and form, which one, about whom, for whom, and its pages before they are kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.reports import Report, Wanted
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.reports import catalogue
from spbe_assets.services import agencies
from ui.context import AppContext
from ui.jobs import Job
from ui.previewed import keep
from ui.reports import run
from ui.reports.keeping import Keeper
from ui.reports.page import ReportPage
from ui.reports.preview import Preview
from ui.reports.printing import PdfPrint
from ui.reports.report_list import ReportList
from ui.widgets.basics import button, divider, icon_button
from ui.widgets.file_dialogs import ask_save
from ui.widgets.notice import MessageBar
from ui.widgets.progress import ProgressPanel
from ui.widgets.screen import Screen

AFTER_A_CHANGE_MS = 1500
FORMS = {
    ".pdf": N_("PDF document (*.pdf)"),
    ".xlsx": N_("Excel workbook (*.xlsx)"),
    ".json": N_("JSON data (*.json)"),
    ".zip": N_("ZIP archive (*.zip)"),
}
SAVE = {".pdf": N_("Save PDF…"), ".xlsx": N_("Save Excel…"), ".json": N_("Save JSON…"), ".zip": N_("Save ZIP…")}


class ReportsScreen(Screen):
    """What is saved as a PDF is the very file that was looked at."""

    name, title, icon = "reports", N_("Reports"), "file-text"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._keeper = Keeper(context, self)
        self.choices = self._keeper.read()
        self.wanted: Wanted | None = None
        self._written: Path | None = None
        self.panel: ProgressPanel | None = None
        self.bar, self.list, self.page = MessageBar(), ReportList(), ReportPage(context)
        self.preview, self.printing = Preview(context, self), PdfPrint(context, self)
        self.print_button = button(_("Print…"), icon="printer")
        self.second_button = button("", icon="file-down")
        self.save_button = button("", "main", "file-down")
        self.more_button = icon_button("ellipsis", _("Other forms of the report"))
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AFTER_A_CHANGE_MS)

        self._lay_out()
        self._connect()
        self.list.show_reports(catalogue.listed())
        if not self.list.choose(self.choices.report):
            self.list.choose(catalogue.listed()[0].id)

    @property
    def report(self) -> Report | None:
        """The report that is chosen."""
        return self.page.options.report

    def show_argument(self, argument: object) -> None:
        """The id of a report chooses it; a `Wanted` also says about whom."""
        if isinstance(argument, Wanted):
            self._take_over(argument)
        elif isinstance(argument, str):
            self.list.choose(argument)

    def _take_over(self, wanted: Wanted) -> None:
        agency = wanted.agency_id
        if agency is not None:
            names = self.context.read(lambda session: agencies.names(session, [agency]))
            self.choices = replace(self.choices, scope=wanted.scope, agency=(agency, names.get(agency, "")))
        if self.report is not None and self.report.id == wanted.report:
            self._show_report(self.report)
        self.list.choose(wanted.report)

    def refresh(self, changes: Changes | None) -> None:
        """The pages are made again a while after the register changed."""
        self._again.start()

    def forms_menu(self) -> QMenu:
        """The forms that have no button of their own."""
        menu = QMenu(self)
        for ending in self._endings()[2:]:
            menu.addAction(_(SAVE[ending]), partial(self.ask_where, ending))
        return menu

    @Slot()
    def ask_where(self, ending: str) -> QFileDialog | None:
        """Ask for a file name and write there."""
        wanted = self.page.options.wanted()
        if wanted is None:
            return None
        return ask_save(
            self, _("Save the report"), self.proposed(ending), _(FORMS[ending]), lambda path: self.save(wanted, path)
        )

    def proposed(self, ending: str) -> Path:
        """Where a report goes unless somebody says otherwise: the documents folder, named by report and day."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        subject = self.page.options.scope_name()
        name = "-".join(part for part in (_(self.report.title) if self.report else "", subject) if part)
        plain = "".join(mark.lower() if mark.isalnum() else "-" for mark in name)[:80]
        tidy = "-".join(part for part in plain.split("-") if part)
        return Path(folder) / f"{tidy}-{formats.today().isoformat()}{ending}"

    def save(self, wanted: Wanted, path: Path) -> Job:
        """Keep what is looked at, or write another form; the sentence above says when it is there."""
        file = self.preview.file
        if path.suffix.lower() == ".pdf" and file is not None and wanted == self.wanted:
            job = self.context.run_later(lambda _progress: keep(file, path))
        else:
            job = self.context.read_apart(run.write, wanted, path)
            self._follow(job, path)
        return job.then(self, self._say_written)

    @Slot()
    def open_written(self) -> None:
        """Open the file in whichever program the system uses for it."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 16, 12)
        foot.setSpacing(8)
        foot.addStretch()
        for part in (self.more_button, self.print_button, self.second_button, self.save_button):
            foot.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.page, 1)
        right.addLayout(foot)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.body.addWidget(self.bar)
        self.body.addWidget(divider())
        self.body.addLayout(row, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.wanted.connect(self._show_report)
        self.page.options.changed.connect(self._on_choice)
        self.preview.begun.connect(self._on_begun)
        self.preview.ready.connect(self._show)
        self.preview.failed.connect(self._fail)
        self.printing.printed.connect(self._say_printed)
        self._again.timeout.connect(self._ask)
        self.save_button.clicked.connect(lambda: self._save_as(0))
        self.second_button.clicked.connect(lambda: self._save_as(1))
        self.more_button.clicked.connect(self._offer_forms)
        self.print_button.clicked.connect(self._print)
        self.bar.acted.connect(self.open_written)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, lambda: self._save_as(0))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self._print)

    def showEvent(self, event: QShowEvent) -> None:
        """The pages are made once somebody looks."""
        super().showEvent(event)
        if self.wanted is None:
            self._ask()

    def _endings(self) -> tuple[str, ...]:
        return self.report.endings if self.report is not None else ()

    @Slot(object)
    def _show_report(self, report: Report) -> None:
        self.page.show_report(report)
        self.page.options.show_report(report, self.choices)
        endings = report.endings
        self.save_button.setText(_(SAVE[endings[0]]))
        self.second_button.setVisible(len(endings) > 1)
        self.second_button.setText(_(SAVE[endings[1]]) if len(endings) > 1 else "")
        self.more_button.setVisible(len(endings) > 2)
        self.print_button.setVisible(".pdf" in endings)
        self._on_choice()

    @Slot()
    def _on_choice(self) -> None:
        self.choices = self.page.options.choices(self.choices)
        self._keeper.keep(self.choices)
        self._ask()

    @Slot()
    def _ask(self) -> None:
        report = self.report
        if report is None or not self.isVisible():
            self.wanted = None
            return
        self.wanted = self.page.options.wanted()
        has_pages = ".pdf" in report.writers and self.wanted is not None
        self._set_enabled(has_pages=False)
        self.preview.ask(self.wanted if has_pages else None)
        if not has_pages:
            self.page.show_nothing(report, self.page.options.chosen_scope)

    @Slot(object)
    def _on_begun(self, job: Job) -> None:
        self.page.show_busy(job)
        job.cancelled.connect(self.page.show_stopped)

    @Slot(object)
    def _show(self, file: Path) -> None:
        self.page.view.open(file)
        self.page.pages.setCurrentWidget(self.page.view)
        self._set_enabled(has_pages=True)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.page.fail(str(error))
        else:
            self.page.show_stopped()
            self.context.error_raised.emit(error)

    def _set_enabled(self, *, has_pages: bool) -> None:
        self.print_button.setEnabled(has_pages)
        for one in (self.save_button, self.second_button, self.more_button):
            one.setEnabled(self.wanted is not None)

    def _save_as(self, place: int) -> None:
        if self.save_button.isEnabled() and place < len(self._endings()):
            self.ask_where(self._endings()[place])

    @Slot()
    def _offer_forms(self) -> None:
        self.forms_menu().popup(self.more_button.mapToGlobal(self.more_button.rect().topLeft()))

    @Slot()
    def _print(self) -> None:
        if self.preview.file is not None and self.report is not None:
            self.printing.ask(self.preview.file, _(self.report.title))

    def _follow(self, job: Job, path: Path) -> None:
        self._end_progress()
        self.panel = ProgressPanel(job, _("Writing {file}").format(file=path.name))
        self.panel.setContentsMargins(16, 0, 16, 8)
        self.body.insertWidget(1, self.panel)
        job.finished.connect(self._end_progress)

    @Slot()
    def _end_progress(self, _job: object = None) -> None:
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def _say_written(self, path: Path) -> None:
        self._written = path
        self.bar.show_message("good", _("The report was saved: {file}").format(file=path), _("Open"))

    @Slot(int)
    def _say_printed(self, pages: int) -> None:
        told = ngettext("{n} page printed", "{n} pages printed", pages)
        self.context.message.emit(told.format(n=formats.number(pages)))
