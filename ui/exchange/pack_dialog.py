"""Writing a pack for somebody: for whom, which rooms, what else, where to; then written, read back, done."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.packs import Order, PackKind, PhotoChoice, Scope, Written
from spbe_assets.i18n import N_, _
from spbe_assets.services.peers import PeerRow
from ui.context import AppContext
from ui.exchange import pack_writing, usual
from ui.exchange.content_box import ContentBox
from ui.exchange.pack_writing import Wanted
from ui.exchange.receiver_box import ReceiverBox
from ui.exchange.scope_tree import ScopeTree
from ui.exchange.target_box import TargetBox, file_name
from ui.exchange.usual import Usual
from ui.exchange.written_page import WrittenPage
from ui.importer.busy_page import BusyPage
from ui.jobs import Job
from ui.widgets.basics import button, label
from ui.widgets.notice import Notice
from ui.widgets.steps import StepBar

WHO, WHERE, WRITE = range(3)
STEPS = (N_("For whom"), N_("Agencies and rooms"), N_("Write the pack"))
SIZES = {PackKind.WORK: (760, 600), PackKind.RETURN: (640, 560)}
TITLES = {PackKind.WORK: N_("Hand out work"), PackKind.RETURN: N_("Hand over my work")}


ABOUT = {
    PackKind.WORK: N_(
        "The pack carries everything the receiver lacks, with its history, and tags for new items. "
        "Agencies and rooms say where to work, and whose photos travel."
    ),
    PackKind.RETURN: N_("Everything that was recorded here and that the receiver lacks travels, with its history."),
}


class PackDialog(QDialog):
    """A work pack in three steps, a return pack in one; everything stands there as it was the last time."""

    def __init__(
        self, context: AppContext, kind: PackKind, scope: Scope | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self.kind = context, kind
        self.job: Job | None = None
        self.setWindowTitle(_(TITLES[kind]))
        self.resize(*SIZES[kind])
        self.steps = StepBar([_(one) for one in STEPS])
        self.steps.setContentsMargins(-16, 0, 0, 0)  # in line with the fields below
        self.receiver = ReceiverBox()
        self.scope = ScopeTree(context) if kind is PackKind.WORK else None
        if self.scope is not None:
            self.scope.begin_with(scope or Scope())
        self.content = ContentBox(context, _photo_choices(kind))
        self.target = TargetBox(context)
        self.pages, self.busy, self.written = QStackedWidget(), BusyPage(), WrittenPage()
        self.problem = Notice("bad", "")
        self.back_button, self.next_button = button(_("Back")), button("", "main")
        self.close_button = button(_("Cancel"))

        self._lay_out()
        self._connect()
        self._show_step(WHO)
        context.read_later(lambda session, _progress: usual.of(session, kind)).then(self, self._begin)

    def _lay_out(self) -> None:
        if self.scope is not None:
            about = label(_(ABOUT[self.kind]), "muted", wrap=True)
            parts: tuple[tuple[QWidget, ...], ...] = (
                (self.receiver, about),
                (self.scope,),
                (self.content, self.target),
            )
        else:
            parts = ((self.receiver, self.content, self.target),)
        for some in parts:
            self.pages.addWidget(_page(*some))
        self.pages.addWidget(self.busy)
        self.pages.addWidget(self.written)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        if self.scope is not None:
            column.addWidget(self.steps)
        else:
            column.addWidget(label(_(ABOUT[self.kind]), "muted", wrap=True))
        column.addWidget(self.problem)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        self.problem.hide()

    def _connect(self) -> None:
        self.receiver.changed.connect(self._on_receiver)
        self.content.changed.connect(self._ask)
        if self.scope is not None:
            self.scope.changed.connect(self._ask)
        self.steps.chosen.connect(self._show_step)
        self.back_button.clicked.connect(lambda: self._show_step(self.step - 1))
        self.next_button.clicked.connect(self.go_on)
        self.close_button.clicked.connect(self.reject)
        self.written.folder_button.clicked.connect(self._show_folder)

    @property
    def step(self) -> int:
        """The step on show."""
        return self.steps.current

    @property
    def _last(self) -> int:
        return WRITE if self.scope is not None else WHO

    def _begin(self, found: Usual) -> None:
        self.receiver.show_peers(found.peers, found.fingerprint)
        self._on_receiver()
        if self.receiver.chosen is not None:
            self.next_button.setFocus()

    @Slot()
    def _on_receiver(self) -> None:
        peer = self.receiver.chosen
        self.content.show_receiver(peer)
        self.next_button.setEnabled(peer is not None)
        if peer is not None:
            self.target.show_name(file_name(self.kind, peer.person or peer.name, formats.today()))
            self._ask()

    @Slot()
    def _ask(self) -> None:
        order = self.order()
        if order is not None:
            self.content.show_order(order)

    def order(self) -> Order | None:
        """The pack that is wanted so far; None before a receiver was chosen."""
        peer: PeerRow | None = self.receiver.chosen
        if peer is None:
            return None
        return Order(
            self.kind,
            to=peer.fingerprint,
            scope=self.scope.scope() if self.scope is not None else Scope(),
            photos=self.content.choice,
            encrypt=self.content.encrypt.isChecked(),
            note=self.receiver.note.text().strip(),
        )

    def _show_step(self, step: int) -> None:
        self.steps.show_step(step, reachable=self._last if self.receiver.chosen is not None else WHO)
        self.pages.setCurrentIndex(step)
        self.back_button.setVisible(step > WHO)
        is_last = step == self._last
        self.next_button.setText(_("Write the pack") if is_last else _("Next"))
        self.next_button.setEnabled(self.receiver.chosen is not None)
        self.problem.hide()
        page = self.pages.currentWidget()
        if page is not None:
            (self.next_button if is_last else page).setFocus()

    @Slot()
    def go_on(self) -> None:
        """The next step; after the last one the pack is written."""
        if self.pages.currentWidget() is self.written:
            self.accept()
        elif self.step < self._last:
            self._show_step(self.step + 1)
        else:
            self.write()

    def write(self) -> None:
        """Write the pack, read it back, and say so."""
        order, path = self.order(), self.target.path()
        if order is None or self.job is not None:
            return
        self.problem.hide()
        context, wanted = self._context, Wanted(order, path)
        self.job = job = context.write_through(
            lambda progress: pack_writing.write(context, wanted, progress), quiet=True
        )
        job.then(self, self._show_written).otherwise(self, self._show_problem)
        job.cancelled.connect(self._on_cancelled)
        self.busy.follow(job, _("Writing {file}").format(file=path.name))
        self.pages.setCurrentWidget(self.busy)
        for one in (self.back_button, self.next_button, self.close_button):
            one.setEnabled(False)

    def _show_written(self, written: Written) -> None:
        self._end()
        self.written.show_written(written, on_stick=self.target.is_on_stick())
        self.pages.setCurrentWidget(self.written)
        self.steps.hide()
        self.close_button.hide()
        self.back_button.hide()
        self.next_button.setText(_("Close"))
        self.next_button.setFocus()

    def _show_problem(self, error: Exception) -> None:
        self._end()
        self._show_step(self._last)
        if isinstance(error, AppError):
            self.problem.set(_("The pack was not written"), str(error))
            self.problem.show()
        else:
            self._context.error_raised.emit(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end()
        self._show_step(self._last)

    def _end(self) -> None:
        self.job = None
        for one in (self.back_button, self.next_button, self.close_button):
            one.setEnabled(True)

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.target.path().parent)))

    @Slot()
    def reject(self) -> None:
        """Cancel stops what is being written first."""
        if self.job is not None:
            self.job.cancel()
        else:
            super().reject()


def _photo_choices(kind: PackKind) -> dict[PhotoChoice, str]:
    if kind is PackKind.RETURN:
        return {PhotoChoice.ALL: _("All that the receiver lacks"), PhotoChoice.NONE: _("No photos")}
    return {
        PhotoChoice.ASSIGNED: _("Of these agencies and rooms"),
        PhotoChoice.ALL: _("All that the receiver lacks"),
        PhotoChoice.NONE: _("No photos"),
    }


def _page(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(10)
    for one in parts:
        column.addWidget(one, 1 if isinstance(one, ScopeTree) else 0)
    if not any(isinstance(one, ScopeTree) for one in parts):
        column.addStretch(1)
    made.setFocusProxy(parts[0])
    return made
