"""The minutes of an act before they are saved: the very file that will be kept, and who signs it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from PySide6.QtCore import QSignalBlocker, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.formats import today
from spbe_assets.i18n import N_, _
from spbe_assets.services import minutes, move_list, references
from spbe_assets.services.minutes import Signers
from spbe_assets.services.move_list import Paper
from ui.context import AppContext
from ui.inventory import place_search
from ui.inventory.reference_box import ReferenceBox
from ui.jobs import Job
from ui.previewed import keep
from ui.widgets import paper_frame
from ui.widgets.basics import button
from ui.widgets.file_dialogs import ask_save, documents
from ui.widgets.notice import Notice
from ui.widgets.pdf_view import PdfView

SHARE = 0.92
AFTER_MS = 300
SIGNING = (N_("Handed over by"), N_("Received by"), N_("Acknowledged by"))
LANGUAGES = (("id", N_("Indonesian")), ("en", N_("English")))


class Known(NamedTuple):
    """What a paper says so far: the id and name of each signer, and its document number."""

    people: tuple[tuple[Id | None, str], ...]
    number: str


class MinutesDialog(QDialog):
    """Shows the pages of one paper or of several, one at a time; every change of the signers makes them afresh.

    Who signs is kept with the act when its minutes are saved.
    """

    def __init__(self, context: AppContext, papers: Sequence[Paper], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._papers = context, papers
        self._folder = TemporaryDirectory(prefix="spbe-assets-", ignore_cleanup_errors=True)
        self._numbers = count(1)
        self._turn = 0
        self._number = ""
        self.file: Path | None = None
        self.signed = Signers()
        """Those who sign the file."""

        self.acts = QComboBox()
        self.signers = [ReferenceBox(context, partial(place_search.search, "person")) for _title in SIGNING]
        self.language = QComboBox()
        self.view = PdfView(context)
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.save_button = button(_("Save PDF…"), "main", "file-down")
        self.close_button = button(_("Close"))
        self._later = QTimer(self, singleShot=True, interval=AFTER_MS)

        self._lay_out()
        self.setWindowTitle(_("Minutes"))
        if parent is not None:
            self.resize(parent.size() * SHARE)
        for box in self.signers:
            box.chosen.connect(self._later.start)
        self.language.activated.connect(lambda _at: self.make())
        self.acts.currentIndexChanged.connect(self.read)
        self._later.timeout.connect(self.make)
        self.save_button.clicked.connect(self.ask_where)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save_button.click)
        self._name_acts()
        self.read()

    def _lay_out(self) -> None:
        for _code, title in LANGUAGES:
            self.language.addItem(_(title))
        acts = [(_("Document"), self.acts)] if len(self._papers) > 1 else []
        signers = [(_(title), box) for title, box in zip(SIGNING, self.signers, strict=True)]
        fields = [*acts, *signers, (_("Language"), self.language)]
        hint = _("What is left empty is dotted and can be filled in by hand.")
        paper_frame.lay_out(self, fields, hint, self.view, self.failure, (self.close_button, self.save_button))

    def _name_acts(self) -> None:
        if len(self._papers) > 1:
            texts = self._context.read(lambda session: move_list.acts_told(session, self._papers))
            with QSignalBlocker(self.acts):
                self.acts.addItems(texts)

    @property
    def _paper(self) -> Paper:
        return self._papers[max(self.acts.currentIndex(), 0)]

    @Slot()
    def read(self) -> None:
        """Ask who signs the chosen paper, then make its pages."""
        paper = self._paper
        self._turn += 1
        job = self._context.read_later(lambda session, _progress: _who_signs(session, paper), quiet=True)
        job.then(self, partial(self._begin, self._turn)).otherwise(self, self._say)

    def _begin(self, turn: int, known: Known) -> None:
        if turn != self._turn:
            return
        self._number = known.number
        for box, (person_id, name) in zip(self.signers, known.people, strict=True):
            box.show_record(person_id, name)
        self.make()

    @Slot()
    def make(self) -> Job | None:
        """Make the pages afresh off the GUI thread; None while a name is only half typed."""
        try:
            giver, receiver, witness = (box.record_id() for box in self.signers)
        except Invalid:
            return None
        self._turn += 1
        file = Path(self._folder.name) / f"{next(self._numbers)}.pdf"
        paper, code = self._paper, LANGUAGES[self.language.currentIndex()][0]
        signers = Signers(giver, receiver, witness)
        job = self._context.read_later(
            lambda session, _progress: write_minutes(session, file, paper, signers, code), quiet=True
        )
        job.then(self, partial(self._show, self._turn, signers)).otherwise(self, self._say)
        return job

    def _show(self, turn: int, signers: Signers, made: Path) -> None:
        if turn == self._turn:
            self.file, self.signed = made, signers
            self.failure.hide()
            self.view.open(made)

    def _say(self, error: Exception) -> None:
        self.failure.set(str(error))
        self.failure.show()

    @Slot()
    def ask_where(self) -> QFileDialog | None:
        """Ask for a file name; choosing one saves and closes."""
        if self.file is None:
            return None
        proposed = documents() / f"berita-acara-{today().isoformat()}.pdf"
        return ask_save(self, _("Save the minutes"), proposed, _("PDF document (*.pdf)"), self.save)

    def save(self, path: Path) -> None:
        """Keep the file that is shown, and who signs it."""
        file, folder, context = self.file, self._folder, self._context
        if file is None:
            return

        def work(_progress: Any, _until_then: TemporaryDirectory[str] = folder) -> Path:
            return keep(file, path)

        job = context.run_later(work, quiet=True)
        job.then(self, partial(self._keep_signers, self._paper, self.signed)).otherwise(self, self._say)

    def _keep_signers(self, paper: Paper, signers: Signers, path: Path) -> None:
        reason = f"minutes {self._number}".strip()
        job = self._context.write(lambda uow, _progress: minutes.sign(uow, paper, signers), reason, quiet=True)
        job.then(self, partial(self._saved, path)).otherwise(self, self._say)

    def _saved(self, path: Path, _result: object) -> None:
        self._context.message.emit(_("The minutes were saved: {file}").format(file=path))
        self.accept()


def _who_signs(session: Any, paper: Paper) -> Known:
    signed = minutes.signers(session, paper)
    ids = (signed.giver_id, signed.receiver_id, signed.witness_id)
    names = references.names(session, "person", [one for one in ids if one is not None])
    people = tuple((one, names.get(one, "") if one is not None else "") for one in ids)
    return Known(people, minutes.document_number(session, paper))


def write_minutes(session: Any, path: Path, paper: Paper, signers: Signers, code: str) -> Path:
    """Write the minutes of a paper in a language; returns `path`."""
    from spbe_assets.reports import bast

    bast.write(path, minutes.read(session, paper, signers), code)
    return path
