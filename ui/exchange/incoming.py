"""Packs that came: looked at one after another, each applied or put off by a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.packs import Report
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.sync import merging
from ui.context import AppContext
from ui.exchange import plan
from ui.exchange.plan import Plan
from ui.importer.runner import Runner


class Incoming(QObject):
    """One pack at a time; those that were dropped meanwhile wait."""

    planned = Signal(object)
    """A pack can be shown: its `Plan`."""
    refused = Signal(object, object)
    """A pack can't be taken: its path, and the error."""
    merged = Signal(object)
    """A pack was applied: the `Report` of it."""
    emptied = Signal()
    """No pack is left to be looked at."""

    def __init__(self, context: AppContext, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._runner = context, runner
        self._queue: list[Path] = []
        self.plan: Plan | None = None
        self.put_off: list[Path] = []

    @property
    def left(self) -> int:
        """How many packs wait behind the one on show."""
        return len(self._queue)

    def add(self, paths: Sequence[Path]) -> None:
        """Look at these packs, after those that wait already."""
        self._queue += [path for path in paths if path not in self._queue]
        if self.plan is None and not self._runner.is_busy:
            self.go_on()

    def go_on(self) -> None:
        """Look at the next pack, or say that none is left."""
        if self._runner.is_busy:  # what has just ended is about to say so
            QTimer.singleShot(0, self, self.go_on)
            return
        self.plan = None
        if not self._queue:
            self.emptied.emit()
            return
        path, store = self._queue.pop(0), self._context.store
        self._forget(path)

        def look(progress: Progress) -> tuple[Plan, Changes]:
            report = merging.inspect(store, path, progress)
            with store.read() as session:
                return plan.made(session, path, report), Changes()

        self._run(path, look, _("Looking into {file}").format(file=path.name), self._show)

    def look_again(self) -> None:
        """The register changed under the plan on show: make it anew."""
        if self.plan is not None and not self._runner.is_busy:
            self._queue.insert(0, self.plan.path)
            self.go_on()

    def apply(self) -> None:
        """Merge the pack on show: all of it, or nothing where it is cancelled."""
        shown, store, actor = self.plan, self._context.store, self._context.actor
        if shown is None:
            return

        def merge(progress: Progress) -> tuple[Report, Changes]:
            report = merging.merge(store, actor, shown.path, progress)
            return report, report.changes

        self._run(shown.path, merge, _("Applying {file}").format(file=shown.path.name), self._end)

    def later(self) -> None:
        """Put the pack on show off; nothing of it is kept."""
        if self.plan is not None:
            self.put_off.append(self.plan.path)
            self.go_on()

    def _run(self, path: Path, work: Any, title: str, then: Any) -> None:
        job = self._runner.run(lambda: self._context.write_through(work, quiet=True), title, then)
        if job is not None:
            job.otherwise(self, lambda error: self._refuse(path, error))
            job.cancelled.connect(lambda: self._put_off_cancelled(path))

    def _show(self, found: Plan) -> None:
        self.plan = found
        self.planned.emit(found)

    def _end(self, report: Report) -> None:
        self.plan = None
        self.merged.emit(report)

    def _refuse(self, path: Path, error: Exception) -> None:
        self.plan = None
        self.refused.emit(path, error)

    def _put_off_cancelled(self, path: Path) -> None:
        if self.plan is None:
            self.put_off.append(path)
            self.go_on()

    def _forget(self, path: Path) -> None:
        if path in self.put_off:
            self.put_off.remove(path)
