"""Writing the readiness report: where to, progress, and opening what was made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import AgencyResult
from spbe_assets.i18n import N_, _
from ui.previewed import keep
from ui.readiness.run import write_report
from ui.widgets.file_dialogs import ask_save, documents
from ui.widgets.notice import MessageBar
from ui.widgets.progress import ProgressPanel

if TYPE_CHECKING:
    from ui.context import AppContext
    from ui.jobs import Job

FORMS = {
    ".pdf": N_("PDF document (*.pdf)"),
    ".xlsx": N_("Excel workbook (*.xlsx)"),
    ".json": N_("JSON data (*.json)"),
}


class ReportStrip(QWidget):
    """A strip under the title that is empty until a report is written; `busy` says whether one is.

    Reports are of today, or of the past `day` that is shown.
    """

    busy = Signal(bool)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._written: Path | None = None
        self._folder = TemporaryDirectory(prefix="spbe-assets-", ignore_cleanup_errors=True)
        self._numbers = count(1)
        self.panel: ProgressPanel | None = None
        self.day: date | None = None
        self.bar = MessageBar()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.addWidget(self.bar)
        self.hide()

        self.bar.acted.connect(self.open_written)
        self.bar.closed.connect(self.hide)

    def ask(self, form: str, agency: tuple[Id, str] | None = None) -> QFileDialog:
        """Ask for a file name and write the report there; `agency` (id, name) restricts it to one agency."""
        agency_id, proposed = agency[0] if agency else None, default_path(form, agency, self.day)
        title, kinds = _("Save the readiness report"), _(FORMS[form])
        return ask_save(self, title, proposed, kinds, lambda path: self.write(path, agency_id))

    def preview(self, agency: tuple[Id, str] | None = None) -> Job:
        """Make the PDF report off the GUI thread, show its pages, and keep it where somebody wants it."""
        file = Path(self._folder.name) / f"{next(self._numbers)}.pdf"
        agency_id = agency[0] if agency else None
        job = self._context.read_apart(write_report, file, agency_id, self.day)
        self.follow(job, _("Preparing the report"))
        job.then(self, lambda made: self._show_preview(made, agency))
        return job

    def forms_menu(self, agency: AgencyResult | None) -> QMenu:
        """The forms beside the PDF; with an agency also its own PDF."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Spreadsheet (XLSX)…"), lambda: self.ask(".xlsx"))
        menu.addAction(_("Data (JSON)…"), lambda: self.ask(".json"))
        if agency is not None:
            only = (agency.id, agency.short_name)
            menu.addSeparator()
            text = _("PDF of {agency} only…").format(agency=agency.short_name.replace("&", "&&"))
            menu.addAction(text, lambda: self.preview(only))
        return menu

    def write(self, path: Path, agency_id: Id | None = None) -> Job:
        """Write the report off the GUI thread, showing how far it is."""
        return self.write_with(path, write_report, path, agency_id, self.day)

    def write_with(self, path: Path, writing: Callable[..., Path], *arguments: Any) -> Job:
        """The same for any function of a module that writes the file and returns its path."""
        job = self._context.read_apart(writing, *arguments)
        self.follow(job, _("Writing {file}").format(file=path.name))
        job.then(self, self._say_written)
        return job

    def open_written(self) -> None:
        """Open the file in whichever program the system uses for it."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def follow(self, job: Job, title: str) -> None:
        """Show how far a job is until it ends."""
        self.bar.hide()
        self.panel = ProgressPanel(job, title)
        self.panel.setContentsMargins(16, 0, 16, 0)
        self._column.addWidget(self.panel)
        self.show()
        self.busy.emit(True)
        job.finished.connect(lambda _job: self._end())

    def _show_preview(self, file: Path, agency: tuple[Id, str] | None) -> None:
        from ui.readiness.preview import ReportPreview

        dialog = ReportPreview(self._context, file, default_path(".pdf", agency, self.day), self.window())
        dialog.wanted.connect(lambda path: self._keep(file, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, file: Path, path: Path) -> None:
        job = self._context.run_later(lambda _progress: keep(file, path))
        job.then(self, self._say_written)

    def _say_written(self, path: Path) -> None:
        self._written = path
        self.show()
        self.bar.show_message("good", _("The report was saved: {file}").format(file=path), _("Open"))

    def _end(self) -> None:
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.setVisible(not self.bar.isHidden())
        self.busy.emit(False)


def default_path(form: str, agency: tuple[Id, str] | None, day: date | None = None) -> Path:
    """Where a report goes unless somebody says otherwise: the documents folder, named by subject and day."""
    subject = "".join(mark if mark.isalnum() else "-" for mark in agency[1]) if agency else ""
    parts = (_("readiness"), subject.strip("-"), (day or formats.today()).isoformat())
    return documents() / ("-".join(part for part in parts if part) + form)
