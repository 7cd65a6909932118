"""The minutes of an act before they are saved: the very file that will be kept, and who signs it."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QStandardPaths, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.formats import today
from spbe_assets.i18n import N_, _
from spbe_assets.services import minutes
from spbe_assets.services.minutes import Signers
from ui.context import AppContext
from ui.inventory import place_search
from ui.inventory.reference_box import ReferenceBox
from ui.jobs import Job
from ui.previewed import keep
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_save
from ui.widgets.notice import Notice
from ui.widgets.pdf_view import PdfView

SHARE = 0.92
SIDE_PX = 270
AFTER_MS = 300
SIGNING = (N_("Handed over by"), N_("Received by"), N_("Acknowledged by"))
LANGUAGES = (("id", N_("Indonesian")), ("en", N_("English")))


class MinutesDialog(QDialog):
    """Shows the pages; every change of the signers makes them afresh."""

    def __init__(self, context: AppContext, act_id: Id, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._act = context, act_id
        self._folder = TemporaryDirectory(prefix="spbe-assets-", ignore_cleanup_errors=True)
        self._numbers = count(1)
        self._turn = 0
        self.file: Path | None = None

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
        self._later.timeout.connect(self.make)
        self.save_button.clicked.connect(self.ask_where)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save_button.click)
        self.make()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(3)
        for title, box in zip(SIGNING, self.signers, strict=True):
            self._labelled(side, _(title), box)
        for _code, title in LANGUAGES:
            self.language.addItem(_(title))
        self._labelled(side, _("Language"), self.language)
        side.addWidget(label(_("What is left empty is dotted and can be filled in by hand."), "small", wrap=True))
        side.addStretch(1)
        held = QWidget()
        held.setFixedWidth(SIDE_PX)
        side.setContentsMargins(0, 0, 12, 0)
        held.setLayout(side)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(held)
        across.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(across, 1)
        column.addWidget(self.failure)
        column.addLayout(foot)

    def _labelled(self, column: QVBoxLayout, title: str, field: QWidget) -> None:
        name = label(title, "small")
        name.setBuddy(field)
        field.setAccessibleName(title)
        column.addWidget(name)
        column.addWidget(field)
        column.addSpacing(8)

    @Slot()
    def make(self) -> Job | None:
        """Make the pages afresh off the GUI thread; None while a name is only half typed."""
        try:
            giver, receiver, witness = (box.record_id() for box in self.signers)
        except Invalid:
            return None
        self._turn += 1
        file = Path(self._folder.name) / f"{next(self._numbers)}.pdf"
        act, code = self._act, LANGUAGES[self.language.currentIndex()][0]
        signers = Signers(giver, receiver, witness)
        job = self._context.read_later(
            lambda session, _progress: write_minutes(session, file, act, signers, code), quiet=True
        )
        job.then(self, partial(self._show, self._turn)).otherwise(self, self._say)
        return job

    def _show(self, turn: int, made: Path) -> None:
        if turn == self._turn:
            self.file = made
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
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        proposed = folder / f"berita-acara-{today().isoformat()}.pdf"
        return ask_save(self, _("Save the minutes"), proposed, _("PDF document (*.pdf)"), self.save)

    def save(self, path: Path) -> None:
        """Keep the file that is shown."""
        file, folder, context = self.file, self._folder, self._context
        if file is None:
            return

        def work(_progress: Any, _until_then: TemporaryDirectory[str] = folder) -> Path:
            return keep(file, path)

        job = context.run_later(work, quiet=True)
        job.then(self, self._saved).otherwise(self, self._say)

    def _saved(self, path: Path) -> None:
        self._context.message.emit(_("The minutes were saved: {file}").format(file=path))
        self.accept()


def write_minutes(session: Any, path: Path, act_id: Id, signers: Signers, code: str) -> Path:
    """Write the minutes of an act in a language; returns `path`."""
    from spbe_assets.reports import bast

    bast.write(path, minutes.read(session, act_id, signers), code)
    return path
