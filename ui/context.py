"""What every screen is given: the database, the signed-in person, one writer thread and one change broadcast."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from spbe_assets.domain import reasons
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _, ngettext
from spbe_assets.storage import apart
from spbe_assets.storage import undo as undoing
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.unit_of_work import UnitOfWork
from ui import format
from ui.jobs import Job, workers

T = TypeVar("T")
READERS = 2
POLL_MS = 1500
MANY_CHANGESETS = 20
"""Beyond so many foreign changesets screens ask everything again rather than row by row."""


class AppContext(QObject):
    """Shared by all screens; owns every job, so that none outlives the window."""

    changed = Signal(object)
    """One committed transaction of this window: a `Changes`."""
    reloaded = Signal()
    """Somebody else wrote to the file (a command line at work): ask everything again."""
    error_raised = Signal(object)
    message = Signal(str)
    done = Signal(str, object)
    """A finished action that can be undone: what to say, and its `Changes`."""
    offered = Signal(str, object)
    """A finished action that is taken back in its own way: what to say, and the function that does it."""
    navigated = Signal(str, object)
    scan_wanted = Signal()
    """Open the dialog that scans one thing after another."""
    idle = Signal()
    operator_changed = Signal(str)
    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    database_chosen = Signal(object, object)
    """Go on with another file (a path), after a backup (a path, or None) has been put in its place."""

    def __init__(self, store: Store, actor: Actor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.actor = actor
        self._is_closed = False
        self._jobs: set[Job] = set()
        self._writer, self._readers, self._apart = workers(1), workers(READERS), workers(READERS)
        self._writing_since: dict[Job, float] = {}
        self._data_version = store.data_version()
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.look_for_foreign_changes)
        self._poll.start()

    def write(
        self,
        change: Callable[[UnitOfWork, Progress], Any],
        reason: str = "edit",
        done: str = "",
        *,
        quiet: bool = False,
    ) -> Job:
        """Run `change` in one transaction on the writer thread, then broadcast its changes.

        Args:
            change: what to do; its result is what `Job.succeeded` carries.
            reason: "verb detail", kept in the log.
            done: what the undo toast says afterwards; nothing when empty.
            quiet: the caller shows errors itself through `Job.failed`.
        """
        store, actor = self.store, self.actor

        def work(progress: Progress) -> tuple[Any, Changes]:
            with store.write(actor, reason) as uow:
                result = change(uow, progress)
            return result, uow.changes

        return self.write_through(work, done, quiet=quiet)

    def write_through(
        self, work: Callable[[Progress], tuple[Any, Changes]], done: str = "", *, quiet: bool = False
    ) -> Job:
        """The same for work that opens its transaction itself and returns its result and `Changes`."""
        job = _WriteJob(work, self)
        job.committed.connect(self._broadcast)
        self._writing_since[job] = monotonic()
        if done:
            job.committed.connect(lambda changes: self._tell(done, changes))
        return self._launch(job, self._writer, quiet)

    def read(self, question: Callable[[Any], T]) -> T:
        """Ask the database at once, on the GUI thread: for questions of a few milliseconds."""
        with self.store.read() as session:
            return question(session)

    def read_later(self, question: Callable[[Any, Progress], Any], *, quiet: bool = False) -> Job:
        """Ask the database off the GUI thread; the answer comes by `Job.succeeded`."""
        store = self.store

        def work(progress: Progress) -> Any:
            with store.read() as session:
                return question(session, progress)

        return self._launch(Job(work, self), self._readers, quiet)

    def read_apart(self, question: Callable[..., Any], *arguments: Any, quiet: bool = False) -> Job:
        """Ask what takes long in a process of its own: `question(session, *arguments, progress)` of a module."""
        path = self.store.path

        def work(progress: Progress) -> Any:
            return apart.ask(path, question, *arguments, progress=progress)

        return self._launch(Job(work, self), self._apart, quiet)

    def run_later(self, work: Callable[[Progress], Any], *, quiet: bool = False) -> Job:
        """Do work that needs no open session, such as reading a spreadsheet, off the GUI thread."""
        return self._launch(Job(work, self), self._readers, quiet)

    def set_operator(self, name: str) -> None:
        """Record later changes under another name."""
        self.actor = Actor(name)
        self.operator_changed.emit(name)

    def navigate(self, place: str, argument: object = None) -> None:
        """Show another screen, with what it is to show."""
        self.navigated.emit(place, argument)

    def undo(self, action: Id | None = None) -> Job:
        """Turn back an action, by default the newest of this installation that still stands."""
        return self._turn(lambda progress: undoing.undo(self.store, self.actor, action, progress), _("Undone: {what}"))

    def redo(self) -> Job:
        """Do again what was undone last."""
        return self._turn(lambda progress: undoing.redo(self.store, self.actor, progress), _("Done again: {what}"))

    @property
    def is_busy(self) -> bool:
        """Whether anything is being read or written."""
        return bool(self._jobs)

    @property
    def is_writing(self) -> bool:
        """Whether a transaction is queued or running."""
        return bool(self._writing_since)

    @property
    def writing_for_s(self) -> float:
        """How long the oldest unfinished transaction has been going, in seconds."""
        return monotonic() - min(self._writing_since.values(), default=monotonic())

    def close(self) -> None:
        """Cancel what runs and wait for it; afterwards no thread touches the database."""
        self._is_closed = True
        self._poll.stop()
        for job in list(self._jobs):
            job.blockSignals(True)
            job.cancel()
        for pool in (self._readers, self._apart, self._writer):
            pool.shutdown()
        self._jobs.clear()
        self._writing_since.clear()

    @Slot()
    def look_for_foreign_changes(self) -> None:
        """See whether another program has committed to the file, and tell the screens what it touched."""
        if self._writing_since:
            return
        store, known = self.store, self._data_version
        self._data_version = store.data_version()
        if self._data_version - known > MANY_CHANGESETS:
            self.reloaded.emit()
        elif self._data_version != known:
            self.run_later(lambda _progress: store.changes_since(known)).then(self, self.changed.emit)

    def _tell(self, done: str, changes: Changes) -> None:
        """A toast that offers to undo, or the plain word that there was nothing to do."""
        if changes.touched:
            self.done.emit(done, changes)
        else:
            self.message.emit(_("Nothing had to be changed"))

    @Slot(object)
    def _broadcast(self, changes: Changes) -> None:
        self._data_version = self.store.data_version()
        self.changed.emit(changes)

    def _turn(self, turn: Callable[[Progress], undoing.Reverted], sentence: str) -> Job:
        def work(progress: Progress) -> tuple[undoing.Reverted, Changes]:
            reverted = turn(progress)
            return reverted, reverted.changes

        job = self.write_through(work)
        return job.then(self, lambda reverted: self.message.emit(_told(sentence, reverted)))

    def _launch(self, job: Job, pool: Executor, quiet: bool) -> Job:
        self._jobs.add(job)
        if not quiet:
            job.failed.connect(self.error_raised)
        job.finished.connect(self._forget)
        if self._is_closed:
            job.cancel()
        job.start(pool)
        return job

    @Slot(object)
    def _forget(self, job: Job) -> None:
        self._jobs.discard(job)
        self._writing_since.pop(job, None)
        job.deleteLater()
        if not self._jobs:
            self.idle.emit()


def _told(sentence: str, reverted: undoing.Reverted) -> str:
    said = sentence.format(what=reasons.told(reverted.reason))
    if not reverted.left:
        return said
    left = ngettext("{n} later change was kept", "{n} later changes were kept", reverted.left)
    return f"{said} · {left.format(n=format.number(reverted.left))}"


class _WriteJob(Job):
    """A job whose work returns its result and its `Changes`; the broadcast goes out before `succeeded`."""

    committed = Signal(object)

    def _tell(self, result: Any) -> None:
        value, changes = result
        self.committed.emit(changes)
        self.succeeded.emit(value)
