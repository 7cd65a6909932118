"""The minutes of a sweep before they are saved: the very file that will be kept, its number, and who signs it."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from PySide6.QtCore import QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.formats import today
from spbe_assets.i18n import N_, _
from spbe_assets.services import sweep_paper, sweeps
from spbe_assets.services.sweep_paper import Signers, SweepMinutes
from ui.context import AppContext
from ui.inventory import place_search
from ui.inventory.reference_box import ReferenceBox
from ui.moves.minutes import AFTER_MS, LANGUAGES, SHARE
from ui.previewed import keep
from ui.sweeps.desk import REASON
from ui.sweeps.finish_dialog import LONGEST_NUMBER
from ui.widgets import paper_frame
from ui.widgets.basics import button
from ui.widgets.file_dialogs import ask_save, documents
from ui.widgets.notice import Notice
from ui.widgets.pdf_view import PdfView

SIGNING = (N_("Counted by"), N_("Counted by (second)"), N_("Answers for the rooms"), N_("Acknowledged by"))


class Made(NamedTuple):
    """A file and what it says."""

    file: Path
    minutes: SweepMinutes


class MinutesDialog(QDialog):
    """Every change of number, signers or language makes the pages afresh; whom nobody chose the register names."""

    def __init__(self, context: AppContext, sweep_id: Id, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._sweep = context, sweep_id
        self._folder = TemporaryDirectory(prefix="spbe-assets-", ignore_cleanup_errors=True)
        self._numbers = count(1)
        self._turn = 0
        self._said_number: str | None = None
        self._saved_at: Path | None = None
        self.file: Path | None = None

        self.number = QLineEdit()
        self.signers = [ReferenceBox(context, partial(place_search.search, "person")) for _title in SIGNING]
        self.language = QComboBox()
        self.view = PdfView(context)
        self.said = Notice("bad", "")
        self.said.hide()
        self.save_button = button(_("Save PDF…"), "main", "file-down")
        self.close_button = button(_("Close"))
        self._later = QTimer(self, singleShot=True, interval=AFTER_MS)

        self._lay_out()
        self.setWindowTitle(_("Minutes"))
        if parent is not None:
            self.resize(parent.size() * SHARE)
        self.number.editingFinished.connect(self._keep_number)
        for box in self.signers:
            box.chosen.connect(self._later.start)
        self.language.activated.connect(lambda _at: self.make())
        self._later.timeout.connect(self.make)
        self.said.acted.connect(self._open_saved)
        self.save_button.clicked.connect(self.ask_where)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save_button.click)
        self.make()

    def _lay_out(self) -> None:
        self.number.setMaxLength(LONGEST_NUMBER)
        for _code, title in LANGUAGES:
            self.language.addItem(_(title))
        titles = (_("Number"), *map(_, SIGNING), _("Language"))
        fields = zip(titles, (self.number, *self.signers, self.language), strict=True)
        hint = _("What is left empty is dotted and can be filled in by hand.")
        paper_frame.lay_out(self, fields, hint, self.view, self.said, (self.close_button, self.save_button))

    def _chosen(self) -> Signers | None:
        """Who signs; None while a name is only half typed."""
        try:
            first, second, keeper, head = (box.record_id() for box in self.signers)
        except Invalid:
            return None
        return Signers(tuple(one for one in (first, second) if one is not None), keeper, head)

    @Slot()
    def make(self) -> None:
        """Make the pages afresh off the GUI thread."""
        signers, code = self._chosen(), LANGUAGES[self.language.currentIndex()][0]
        if signers is None:
            return
        self._turn += 1
        sweep_id, file = self._sweep, Path(self._folder.name) / f"{next(self._numbers)}.pdf"
        job = self._context.read_later(
            lambda session, _progress: _written(session, sweep_id, file, signers, code), quiet=True
        )
        job.then(self, partial(self._show, self._turn)).otherwise(self, self._fail)

    def _show(self, turn: int, made: Made) -> None:
        if turn != self._turn:
            return
        self.file = made.file
        self.said.hide()
        self.view.open(made.file)
        if self._said_number is None:
            self._said_number = made.minutes.overview.sweep.number
            self.number.setText(self._said_number)
            self._name_signers(made.minutes)

    def _name_signers(self, minutes: SweepMinutes) -> None:
        """Whom the register names stands there in grey until somebody else is chosen."""
        counted = [party.name for party in minutes.counted_by[:2]]
        names = [*counted, *[""] * (2 - len(counted)), minutes.keeper.name, minutes.head.name]
        for box, name in zip(self.signers, names, strict=True):
            box.setPlaceholderText(name)

    @Slot()
    def _keep_number(self) -> None:
        number, sweep_id = self.number.text().strip(), self._sweep
        if number == self._said_number:
            return
        self._said_number = number
        job = self._context.write(
            lambda uow, _progress: sweeps.update(uow, sweep_id, number=number), REASON, quiet=True
        )  # fmt: skip
        job.then(self, lambda _result: self.make()).otherwise(self, self._fail)

    def _fail(self, error: Exception) -> None:
        self.said.set_tone("bad")
        self.said.set(str(error))
        self.said.show()

    @Slot()
    def ask_where(self) -> QFileDialog | None:
        """Ask for a file name; choosing one saves."""
        if self.file is None:
            return None
        proposed = documents() / f"berita-acara-sapuan-{today().isoformat()}.pdf"
        return ask_save(self, _("Save the minutes"), proposed, _("PDF document (*.pdf)"), self.save)

    def save(self, path: Path) -> None:
        """Keep the file that is shown."""
        file, folder = self.file, self._folder
        if file is None:
            return

        def work(_progress: Any, _until_then: TemporaryDirectory[str] = folder) -> Path:
            return keep(file, path)

        self._context.run_later(work, quiet=True).then(self, self._tell_saved).otherwise(self, self._fail)

    def _tell_saved(self, path: Path) -> None:
        self._saved_at = path
        self.said.set_tone("good")
        self.said.set(_("The minutes were saved: {file}").format(file=path), "", _("Open"))
        self.said.show()

    @Slot()
    def _open_saved(self) -> None:
        if self._saved_at is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved_at)))


def _written(session: Any, sweep_id: Id, file: Path, signers: Signers, code: str) -> Made:
    from spbe_assets.reports import sweep_minutes

    minutes = sweep_paper.read(session, sweep_id, signers)
    sweep_minutes.write_pages(file, minutes, code)
    return Made(file, minutes)
