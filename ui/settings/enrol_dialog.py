"""Enrolling an installation: its card is pasted, opened or scanned, then its words are compared."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain import cards
from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.i18n import _
from spbe_assets.labels import cards as card_files
from spbe_assets.labels.reading import PICTURES
from spbe_assets.services import peers
from ui.context import AppContext
from ui.scanner import TAKES_SCANS
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_open

SIZE = QSize(560, 520)
IN_A_ROW = 4


class EnrolDialog(QDialog):
    """Closes once the installation is enrolled. `take` fills in a card, whichever way it came."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Enrol an installation"))
        self.setMinimumWidth(SIZE.width())
        self.setProperty(TAKES_SCANS, "card")
        self.given = QPlainTextEdit()
        self.given.setPlaceholderText(_("Paste the card or the whole fingerprint here, or scan the QR code."))
        self.given.setAccessibleName(_("Card or fingerprint"))
        self.given.setTabChangesFocus(True)
        self.given.setFixedHeight(76)
        self.open_button = button(_("Open a picture or file…"), icon="folder-open")
        self.problem = label("", "bad", wrap=True)
        self.problem.setMinimumHeight(2 * self.fontMetrics().lineSpacing())  # or two lines would push the rest together
        self.compare = CompareBox()
        self.buttons = QDialogButtonBox()
        self.enrol_button = self.buttons.addButton(_("The words match: enrol"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.enrol_button.setProperty("kind", "main")
        self._lay_out()

        self.given.textChanged.connect(self._look)
        self.compare.name.textChanged.connect(self._mark)
        self.open_button.clicked.connect(self.ask_file)
        self.buttons.accepted.connect(self._enrol)
        self.buttons.rejected.connect(self.reject)
        self._look()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Whose packs are to be accepted?"), "record"))
        told = _("Every computer shows its card under Settings, Installations.")
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(self.given)
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(self.compare)
        column.addStretch(1)
        column.addWidget(self.buttons)

    @Slot(str)
    def take_scan(self, text: str) -> None:
        """A hand scanner read a code."""
        self.take(text)

    def take(self, text: str) -> None:
        """Fill in a card or fingerprint."""
        self.given.setPlainText(text)

    @Slot()
    def ask_file(self) -> QFileDialog:
        """Ask for a photo of a card, or a text file with it."""
        endings = " ".join(f"*.{ending}" for ending in (*PICTURES, "txt"))
        name = _("Pictures and texts")
        kinds = f"{name} ({endings})"
        return ask_open(self, _("Open a card"), Path(), kinds, self.read_file)

    def read_file(self, path: Path) -> None:
        """Read the card in a file."""
        job = self._context.run_later(lambda _progress: card_files.read(path), quiet=True)
        job.then(self, self.take)
        job.otherwise(self, self._show_problem)

    @Slot()
    def _look(self) -> None:
        """Show whose card it is as soon as it is whole."""
        text = self.given.toPlainText()
        try:
            card, fingerprint = peers.read(text) if text.strip() else (None, "")
        except Invalid as error:
            card, fingerprint = None, ""
            self._show_problem(error)
        else:
            self.problem.hide()
        self.compare.show_card(card, fingerprint)
        self._mark()

    @Slot()
    def _mark(self) -> None:
        self.enrol_button.setEnabled(bool(self.compare.fingerprint and self.compare.name.text().strip()))

    @Slot()
    def _enrol(self) -> None:
        text, name, person = self.given.toPlainText(), self.compare.name.text(), self.compare.person.text()
        self.enrol_button.setEnabled(False)
        job = self._context.write(
            lambda uow, _progress: peers.enrol(uow, text, name, person), peers.enrolment(text, name), quiet=True
        )
        job.then(self, self._close)
        job.otherwise(self, self._show_problem)

    def _close(self, row: peers.PeerRow) -> None:
        self._context.message.emit(_("{name} is enrolled: its packs are accepted").format(name=row.name))
        self.accept()

    def _show_problem(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self._context.error_raised.emit(error)
            return
        self.problem.setText(str(error))
        self.problem.show()
        self._mark()


class CompareBox(QWidget):
    """Names of an installation, and its eight words to hold against those on the other computer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fingerprint = ""
        self.name, self.person = QLineEdit(), QLineEdit()
        for field, title in ((self.name, _("Name")), (self.person, _("Person"))):
            field.setMaxLength(cards.LONGEST_NAME)
            field.setAccessibleName(title)
        self.words = [label("", "record") for _number in range(cards.WORDS)]

        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(16)
        form.addRow(label(_("Name"), "muted"), self.name)
        form.addRow(label(_("Person"), "muted"), self.person)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        for number, word in enumerate(self.words):
            grid.addWidget(word, number // IN_A_ROW, number % IN_A_ROW, Qt.AlignmentFlag.AlignLeft)
            grid.setColumnStretch(number % IN_A_ROW, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        column.addLayout(form)
        question = _("Do the same eight words stand on the other computer? Ask its user to read them out.")
        column.addWidget(label(question, "strong", wrap=True))
        column.addLayout(grid)

    def show_card(self, card: cards.Card | None, fingerprint: str) -> None:
        """Show what is to be compared; nothing for an empty fingerprint."""
        if fingerprint != self.fingerprint:
            self.fingerprint = fingerprint
            self.name.setText(card.name if card else "")
            self.person.setText(card.person if card else "")
            for field, word in zip(self.words, cards.words(fingerprint) if fingerprint else (), strict=False):
                field.setText(word)
        self.setVisible(bool(fingerprint))
