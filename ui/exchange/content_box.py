"""What else a pack carries, how large it becomes, and whether only its receiver can open it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from spbe_assets.domain.errors import AppError
from spbe_assets.domain.packs import Order, Outline, PhotoChoice
from spbe_assets.i18n import _
from spbe_assets.services.peers import PeerRow
from spbe_assets.sync import writing
from ui.context import AppContext
from ui.exchange import words
from ui.jobs import Job
from ui.settings.page import Choices
from ui.widgets.basics import label

ASK_AFTER_MS = 150


class ContentBox(QWidget):
    """`changed` tells that something else was chosen."""

    changed = Signal()

    def __init__(self, context: AppContext, photos: dict[PhotoChoice, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._turn = 0
        self._job: Job | None = None
        self._order: Order | None = None
        self.photos = Choices({str(key): text for key, text in photos.items()}, str(next(iter(photos))))
        self.photos.setAccessibleName(_("Photos"))
        self.encrypt = QCheckBox(_("Only the receiver can open it (encrypted)"))
        self.outline = label("", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for text, one in ((_("Photos"), self.photos), ("", self.encrypt), (_("The pack will hold"), self.outline)):
            if text:
                column.addWidget(label(text, "small"))
            column.addWidget(one)
            column.addSpacing(6)
        self._later = QTimer(self, singleShot=True, interval=ASK_AFTER_MS)
        self._later.timeout.connect(self._ask)
        self.photos.chosen_by_user(lambda _key: self.changed.emit())
        self.encrypt.toggled.connect(lambda _on: self.changed.emit())

    @property
    def choice(self) -> PhotoChoice:
        """Which photos travel."""
        return PhotoChoice(self.photos.chosen)

    def show_receiver(self, peer: PeerRow | None) -> None:
        """A pack can be sealed only for somebody whose card is known."""
        can = peer is not None and peer.has_card
        self.encrypt.blockSignals(True)
        self.encrypt.setEnabled(can)
        self.encrypt.setChecked(can)
        self.encrypt.blockSignals(False)
        self.encrypt.setToolTip("" if can else _("Enrol the receiver with its card first."))

    def show_order(self, order: Order) -> None:
        """Find out what this would carry, a moment after the last change."""
        self._order = order
        self._turn += 1
        self.outline.setText(_("Counting…"))
        self._later.start()

    def _ask(self) -> None:
        order, turn = self._order, self._turn
        if order is None:
            return
        if self._job is not None:
            self._job.cancel()
        job = self._job = self._context.read_later(
            lambda session, _progress: writing.outline(session, order), quiet=True
        )
        job.finished.connect(lambda done: self._forget(done))
        job.then(self, lambda found: self._show(turn, found)).otherwise(self, self._show_problem)

    def _show_problem(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.outline.setText(str(error))
        else:
            self._context.error_raised.emit(error)

    def _forget(self, job: object) -> None:
        if job is self._job:
            self._job = None

    def _show(self, turn: int, found: Outline) -> None:
        if turn == self._turn:
            self.outline.setText(words.contents(found.changesets, found.photos, found.size_bytes))
