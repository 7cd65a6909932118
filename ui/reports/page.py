"""The right side of the assistant: what the report answers, its options, and its pages."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from spbe_assets.domain.reports import Report, Scope
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.jobs import Job
from ui.reports.options_box import OptionsBox
from ui.widgets.basics import label
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.pdf_view import PdfView
from ui.widgets.progress import ProgressPanel


class ReportPage(QWidget):
    """Shows pages, how far they are, or why there are none."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.answers = label("", "record", wrap=True), label("", "muted", wrap=True)
        self.options, self.view = OptionsBox(context), PdfView(context)
        self.notice = Notice("bad", "")
        self.panel: ProgressPanel | None = None
        self.empty = EmptyState("file-text", "", "")
        self.pages = QStackedWidget()
        self.busy = QWidget()
        self._busy_column = QVBoxLayout(self.busy)
        self._busy_column.addStretch()
        for page in (self.view, self.empty, self.busy):
            self.pages.addWidget(page)

        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 16, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.answers)
        column.addWidget(self.options)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        self.notice.hide()

    def show_report(self, report: Report) -> None:
        """Say which report it is."""
        self.title.setText(_(report.title))
        self.answers.setText(_(report.answers))

    def show_busy(self, job: Job) -> None:
        """Show how far the pages are; those of before stay until it takes a while."""
        self.end_busy()
        self.panel = ProgressPanel(job, _("Preparing the preview"))
        self._busy_column.insertWidget(0, self.panel)
        self.pages.setCurrentWidget(self.busy)
        job.finished.connect(self.end_busy)

    def end_busy(self, _job: object = None) -> None:
        """Take the bar away."""
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def show_nothing(self, report: Report, scope: Scope) -> None:
        """Say why there are no pages."""
        if ".pdf" not in report.writers:
            forms = ", ".join(ending.removeprefix(".").upper() for ending in report.endings)
            told = _("This is saved as {forms}; choose where with the button below.").format(forms=forms)
            self._say(_("No preview"), told)
        elif scope is Scope.REGION:
            self._say(_("Of which region?"), _("Type a part of its name above and choose a line."))
        else:
            self._say(_("Of which agency?"), _("Type a part of its name above and choose a line."))

    def show_stopped(self) -> None:
        """Say that nobody waits for the pages any more."""
        self._say(_("The preview was stopped"), _("Change a choice, or save the report as it is."))

    def fail(self, text: str) -> None:
        """Say why it can't be made."""
        self._say(_("It can't be made like this"), text)

    def _say(self, title: str, text: str) -> None:
        self.empty.title.setText(title)
        self.empty.text.setText(text)
        self.pages.setCurrentWidget(self.empty)
