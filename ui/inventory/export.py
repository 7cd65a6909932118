"""Exports or prints what is seen: the chosen records in their order, with the columns on show or all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.formats import today
from spbe_assets.i18n import N_, _, ngettext
from ui import format as formats
from ui.context import AppContext
from ui.inventory import rows_out
from ui.inventory.chosen import ASSETS, Chosen
from ui.inventory.list_kind import kind_of
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import documents
from ui.widgets.notice import Notice
from ui.widgets.progress import ProgressPanel

FORMS = (
    (".xlsx", N_("Spreadsheet (XLSX)")),
    (".csv", N_("Table (CSV)")),
    (".json", N_("Data (JSON)")),
    (".pdf", N_("Printed list (PDF, A4)")),
)
SHARES = {"item": 3.0, "name": 3.0, "ends": 3.0, "agency": 1.6, "room": 1.6, "year": 0.6, "rate": 0.7, "quantity": 0.7}


def export_list(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Ask for the form and the place, write, and say where the file is."""
    dialog = ExportDialog(context, chosen, parent.window())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def write_list(session: Any, chosen: Chosen, path: Path, all_columns: bool, progress: Progress = SILENT) -> int:
    """Write the chosen records; the form follows from the name of the file.

    Returns:
        How many were written.

    Raises:
        Refused: the form is unknown, there is too much for it, or the file can't be written.
        Cancelled: the user asked to stop; no file is left behind.
    """
    if path.suffix.casefold() == ".pdf":
        return _print(session, chosen, path, progress)
    from spbe_assets.sheets import export

    kind = kind_of(chosen.table)
    parts = dict.fromkeys(part for key in chosen.columns for part in kind.column(key).parts)
    write: Any = export.write_assets if chosen.table == ASSETS else export.write_links
    shown = () if all_columns else tuple(parts)
    count: int = write(session, chosen.filter, path, progress, order=chosen.order, parts=shown)
    return count


def _print(session: Any, chosen: Chosen, path: Path, progress: Progress) -> int:
    from spbe_assets.reports import list_pdf

    kind = kind_of(chosen.table)
    heads = [
        list_pdf.Heading(_(kind.column(key).title), SHARES.get(key, 1.1), kind.column(key).right)
        for key in chosen.columns
    ]
    told = chosen.told if chosen.is_everything else _("Picked records")
    numbers = rows_out.numbers_of(session, chosen)
    printed = list_pdf.PrintedList(_(kind.title), told, heads, len(numbers))
    list_pdf.write(printed, rows_out.rows(session, chosen, numbers, SILENT), path, progress)
    return len(numbers)


class ExportDialog(QDialog):
    """Form and columns; then how far it is; then where the file lies."""

    def __init__(self, context: AppContext, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._chosen = context, chosen
        self._written: Path | None = None

        self.setWindowTitle(_("Export"))
        self.setMinimumWidth(440)
        count = chosen.count
        said = formats.counted(
            ngettext("{n} record, as the list shows it", "{n} records, as the list shows them", count), count
        )
        self.forms = [QRadioButton(_(text)) for _ending, text in FORMS]
        self.shown, self.all = QRadioButton(_("Columns on show")), QRadioButton(_("All columns"))
        self.note = Notice("bad", "")
        self.note.hide()
        self.save, self.cancel = button(_("Choose the file…"), "main", "download"), button(_("Cancel"))
        self.save.setDefault(True)

        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(said, "heading", wrap=True))
        column.addWidget(self.note)
        self._groups = [
            self._group(column, _("As"), self.forms),
            self._group(column, _("With"), [self.shown, self.all]),
        ]
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        column.addLayout(row)

        self.forms[-1].toggled.connect(self._on_printed)
        self.save.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)
        self.note.acted.connect(self.open_folder)

    def _group(self, column: QVBoxLayout, title: str, choices: list[QRadioButton]) -> QButtonGroup:
        group = QButtonGroup(self)
        column.addSpacing(6)
        column.addWidget(label(title, "muted"))
        for choice in choices:
            group.addButton(choice)
            column.addWidget(choice)
        choices[0].setChecked(True)
        return group

    def _on_printed(self, is_printed: bool) -> None:
        self.all.setEnabled(not is_printed)
        if is_printed:
            self.shown.setChecked(True)

    def _ask(self) -> None:
        ending = FORMS[[choice.isChecked() for choice in self.forms].index(True)][0]
        name = f"{_(kind_of(self._chosen.table).title)}-{today().isoformat()}{ending}".lower().replace(" ", "-")
        picked, _kind = QFileDialog.getSaveFileName(self, _("Export"), str(documents() / name), f"*{ending}")
        if picked:
            path = Path(picked)
            self.write(path if path.suffix.casefold() == ending else path.with_name(path.name + ending))

    def write(self, path: Path) -> None:
        """Write the file off the GUI thread, showing how far it is."""
        chosen, all_columns = self._chosen, self.all.isChecked()
        job = self._context.read_apart(write_list, chosen, path, all_columns, quiet=True)
        panel = ProgressPanel(job, _("Writing {file}").format(file=path.name))
        self._column.insertWidget(2, panel)
        self.save.setEnabled(False)
        job.failed.connect(lambda error: self._say("bad", str(error)))
        job.finished.connect(lambda _job: self._end(panel))
        job.then(self, lambda count: self._say_written(path, count))

    def _end(self, panel: ProgressPanel) -> None:
        panel.hide()
        panel.deleteLater()
        self.save.setEnabled(True)
        self.adjustSize()

    def _say_written(self, path: Path, count: int) -> None:
        self._written = path
        self.cancel.setText(_("Close"))
        text = formats.counted(ngettext("{n} record written", "{n} records written", count), count)
        self._say("good", text, str(path), _("Open folder"))

    def _say(self, tone: str, title: str, text: str = "", action: str = "") -> None:
        self.note.set_tone(tone)
        self.note.set(title, text, action)
        self.note.show()

    def open_folder(self) -> None:
        """Open the folder of the file that was written."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))
