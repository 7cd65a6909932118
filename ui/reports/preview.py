"""The file that is looked at before it is kept: made afresh, in a process of its own, after each choice."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from spbe_assets.domain.reports import Wanted
from ui.context import AppContext
from ui.jobs import Job
from ui.reports import run

AFTER_MS = 350


class Preview(QObject):
    """`begun` carries the job, `ready` the PDF, `failed` the error; only the last thing asked for is answered."""

    begun = Signal(object)
    ready = Signal(object)
    failed = Signal(object)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._folder = TemporaryDirectory(prefix="spbe-assets-", ignore_cleanup_errors=True)
        self._numbers = count(1)
        self._wanted: Wanted | None = None
        self._job: Job | None = None
        self.file: Path | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AFTER_MS)
        self._later.timeout.connect(self._make)

    def ask(self, wanted: Wanted | None) -> None:
        """Show this soon; None shows nothing."""
        self.stop()
        self._wanted = wanted
        if wanted is not None:
            self._later.start()

    def stop(self) -> None:
        """Give up what is being made."""
        self._later.stop()
        self.file = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def _make(self) -> None:
        if self._wanted is None:
            return
        file = Path(self._folder.name) / f"{next(self._numbers)}.pdf"
        job = self._job = self._context.read_apart(run.write, self._wanted, file, quiet=True)
        job.then(self, lambda made: self._show(job, made)).otherwise(self, lambda error: self._fail(job, error))
        self.begun.emit(job)

    def _show(self, job: Job, file: Path) -> None:
        if job is self._job:
            self._job, self.file = None, file
            self.ready.emit(file)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(error)
