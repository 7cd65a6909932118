"""What the window says and asks when a database is not the installation it was."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow, QMessageBox

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.storage import identity
from spbe_assets.storage.identity import Standing
from ui.context import AppContext
from ui.widgets.notice import MessageBar


class Identity(QObject):
    """Asks once about a database that came from elsewhere; says when one became a new installation by itself."""

    def __init__(self, context: AppContext, bar: MessageBar, window: QMainWindow) -> None:
        super().__init__(window)
        self._context, self._bar, self._window = context, bar, window
        self._told: Standing | None = context.store.became
        self.question: QMessageBox | None = None
        store = context.store
        context.run_later(lambda _progress: identity.standing(store)).then(self, self._look)
        context.changed.connect(self._tell)

    def _look(self, found: Standing) -> None:
        if found is Standing.COPIED:
            self.ask()

    def ask(self) -> None:
        """Ask whether to go on as a new installation; anything else leaves the database as it is."""
        question = self.question = QMessageBox(self._window)
        question.setWindowTitle("SPBE Assets")
        question.setIcon(QMessageBox.Icon.Question)
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(_("This database comes from another computer or account."))
        question.setInformativeText(
            _(
                "As a new installation it gets tags and a card of its own, so that both computers can be worked on "
                "and merged. Everything recorded so far stays as it is."
            )
        )
        go = question.addButton(_("Go on as a new installation"), QMessageBox.ButtonRole.AcceptRole)
        leave = question.addButton(_("Quit"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(go)
        question.setEscapeButton(leave)
        go.clicked.connect(self._become_new)
        leave.clicked.connect(self._window.close)
        question.finished.connect(question.deleteLater)
        question.open()

    @Slot()
    def _become_new(self) -> None:
        store, actor = self._context.store, self._context.actor
        self._told = Standing.COPIED

        def work(_progress: Progress) -> tuple[Standing, Changes]:
            return identity.settle(store, actor), Changes()

        job = self._context.write_through(work)
        job.then(self, lambda _found: self._context.message.emit(_("This is a new installation now")))

    @Slot(object)
    def _tell(self, _changes: Changes) -> None:
        became = self._context.store.became
        if became is not None and became is not self._told:
            self._told = became
            self._bar.show_message("info", identity.sentence(became))
