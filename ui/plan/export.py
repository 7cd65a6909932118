"""Writing the report of a plan: where to, progress, and opening what was made."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.plan import Plan
from spbe_assets.i18n import N_, _
from spbe_assets.reports import plan_words
from ui.context import AppContext
from ui.jobs import Job
from ui.plan import run
from ui.widgets.file_dialogs import ask_save, documents
from ui.widgets.notice import MessageBar
from ui.widgets.progress import ProgressPanel

FORMS = {
    ".pdf": (N_("Save PDF…"), N_("PDF document (*.pdf)")),
    ".xlsx": (N_("Save Excel…"), N_("Excel workbook (*.xlsx)")),
    ".json": (N_("Save JSON…"), N_("JSON data (*.json)")),
}


class PlanStrip(QWidget):
    """A strip under the title that is empty until a report is written."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._written: Path | None = None
        self.panel: ProgressPanel | None = None
        self.bar = MessageBar()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.addWidget(self.bar)
        self.hide()
        self.bar.acted.connect(self.open_written)
        self.bar.closed.connect(self.hide)

    def menu(self, plan: Plan) -> QMenu:
        """The forms of the report."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for ending, (text, _kinds) in FORMS.items():
            menu.addAction(_(text), partial(self.ask, ending, plan))
        return menu

    def ask(self, ending: str, plan: Plan) -> QFileDialog:
        """Ask for a file name and write there."""
        kinds = _(FORMS[ending][1])
        return ask_save(self, _("Save the report"), proposed(plan, ending), kinds, partial(self.write, plan))

    def write(self, plan: Plan, path: Path) -> Job:
        """Write the report off the GUI thread, showing how far it is."""
        job = self._context.read_apart(run.write_report, plan, path)
        self._end()
        self.bar.hide()
        self.panel = ProgressPanel(job, _("Writing {file}").format(file=path.name))
        self.panel.setContentsMargins(16, 0, 16, 0)
        self._column.addWidget(self.panel)
        self.show()
        job.finished.connect(self._end)
        return job.then(self, self._say_written)

    def open_written(self) -> None:
        """Open the file in whichever program the system uses for it."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _say_written(self, path: Path) -> None:
        self._written = path
        self.show()
        self.bar.show_message("good", _("The report was saved: {file}").format(file=path), _("Open"))

    def _end(self, _job: object = None) -> None:
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.setVisible(not self.bar.isHidden())


def proposed(plan: Plan, ending: str) -> Path:
    """Where a report goes unless somebody says otherwise."""
    name = "".join(mark.lower() if mark.isalnum() else "-" for mark in plan_words.heading(plan))[:80]
    tidy = "-".join(part for part in name.split("-") if part)
    return documents() / f"{tidy}-{formats.today().isoformat()}{ending}"
