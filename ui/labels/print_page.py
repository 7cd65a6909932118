"""Last step: the very pages, what is less than perfect about them, and why if a label is printed again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox

from spbe_assets.i18n import _, ngettext
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.labels.printing import Printed
from spbe_assets.services.label_ledger import Reason, reason_text
from ui import format
from ui.context import AppContext
from ui.labels.page import LabelPage
from ui.labels.warning_list import WarningList
from ui.widgets.basics import label
from ui.widgets.pdf_view import PdfView


class PrintPage(LabelPage):
    """The preview is the file that will be saved or printed, at its size on paper if wanted."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(_("Preview and print"))
        self.counts = label("", "strong", wrap=True)
        self.where = label("", "muted", wrap=True)
        self.warnings = WarningList()
        self.view = PdfView(context, has_rulers=True)
        self.again = label("", "warn", wrap=True)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setAccessibleName(_("Why it is printed again"))
        self.reason.addItems(["", *map(reason_text, Reason)])

        for part in (self.counts, self.where, self.again, self.reason, self.warnings):
            self.asked.addWidget(part)
        self.asked.addStretch(1)
        self.stage.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.show_again(0)
        self.reason.currentTextChanged.connect(lambda _text: self.changed.emit())

    @property
    def lacks_reason(self) -> bool:
        """Whether a reason is asked for and not given yet."""
        return not self.reason.isHidden() and not self.reason.currentText().strip()

    @property
    def why(self) -> str:
        """The reason of a reprint; empty where none is asked for."""
        return "" if self.reason.isHidden() else self.reason.currentText().strip()

    def show_run(self, printed: Printed, file: Path, printer: Printer, paper: str) -> None:
        """Show a run."""
        self.view.open(file)
        self.counts.setText(counted(printed))
        to = _("as a PDF file") if printer.kind is PrinterKind.PDF else _("on {printer}").format(printer=printer.name)
        self.where.setText(f"{paper} · {to}")
        self.warnings.show_run(printed.run)

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to print."""
        self.view.clear()
        self.counts.setText(sentence)
        self.where.setText("")
        self.warnings.show_run(None)
        self.show_again(0)

    def show_again(self, count: int) -> None:
        """Ask for the reason, where labels were printed before and still say the same."""
        said = ngettext("{n} of these labels was printed before.", "{n} of these labels were printed before.", count)
        why = _("Why are they printed again?")
        self.again.setText(f"{format.counted(said, count)} {why}" if count else "")
        for part in (self.again, self.reason):
            part.setVisible(count > 0)


def counted(printed: Printed) -> str:
    """How many labels on how many pages; of a long run how many are shown."""
    if not printed.is_whole:
        shown = {"n": format.number(len(printed.contents)), "total": format.number(printed.records)}
        return _("The first {n} of {total} records are shown; all are printed").format(**shown)
    labels = format.counted(ngettext("{n} label", "{n} labels", printed.run.labels), printed.run.labels)
    pages = format.counted(ngettext("{n} page", "{n} pages", printed.run.pages), printed.run.pages)
    return f"{labels} · {pages}"
