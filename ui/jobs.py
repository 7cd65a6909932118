"""Running work off the GUI thread. The only module that touches QThreadPool.

Every signal of a job fires on the GUI thread: the worker hands its outcome over by one queued signal, so that a
slot may be any callable and a widget that died meanwhile is never called.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

from spbe_assets.domain.errors import Cancelled
from spbe_assets.domain.progress import Progress

REPORT_EVERY_S = 0.05


_under_way: WeakSet[Job] = WeakSet()


def any_under_way() -> bool:
    """Whether work runs off the GUI thread or its outcome is still on the way."""
    return len(_under_way) > 0


def _spent(_progress: Progress) -> Any:
    raise RuntimeError("a job runs once")


class Job(QObject):
    """One background task; exactly one of succeeded, failed or cancelled fires, then finished."""

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal(object)

    _reported = Signal(int, int, str)
    _ended = Signal(object, object)

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = Event()
        self._told_at = 0.0
        self.is_finished = False
        self._reported.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self, pool: QThreadPool) -> None:
        """Queue the work once the current event is over, so that the caller can still connect its slots."""
        QTimer.singleShot(0, self, lambda: self._enter(pool))

    def _enter(self, pool: QThreadPool) -> None:
        _under_way.add(self)
        # A pool that is destroyed while work runs in it waits for Python's lock, which its destroyer holds.
        if self._stop.is_set():
            self._ended.emit(None, Cancelled())
        else:
            pool.start(QRunnable.create(self._run))

    def cancel(self) -> None:
        """Ask to stop; the work ends at its next `step`."""
        self._stop.set()

    def then(self, owner: QObject, slot: Callable[[Any], object]) -> Job:
        """Call `slot` with the result, unless `owner` has been destroyed by then."""
        self.succeeded.connect(lambda value: slot(value) if shiboken6.isValid(owner) else None)
        return self

    def otherwise(self, owner: QObject, slot: Callable[[Exception], object]) -> Job:
        """Call `slot` with the error, unless `owner` has been destroyed by then."""
        self.failed.connect(lambda error: slot(error) if shiboken6.isValid(owner) else None)
        return self

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report from inside the work. Raises Cancelled once the user asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._told_at >= REPORT_EVERY_S or done == total:
            self._told_at = now
            self._reported.emit(done, total, text)

    def _run(self) -> None:
        work, self._work = self._work, _spent
        result: Any = None
        error: Exception | None = None
        try:
            if self._stop.is_set():
                raise Cancelled
            result = work(self)
        except Exception as caught:  # noqa: BLE001  a worker must never die silently
            error = caught
        finally:
            del work  # the closure's values die here, not in the GUI thread
        self._ended.emit(result, error)

    @Slot(int, int, str)
    def _report(self, done: int, total: int, text: str) -> None:
        if not self.is_finished:
            self.progressed.emit(done, total, text)

    @Slot(object, object)
    def _deliver(self, result: Any, error: Exception | None) -> None:
        self.is_finished = True
        _under_way.discard(self)
        if error is None:
            self._succeed(result)
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(error)
        self.finished.emit(self)

    def _succeed(self, result: Any) -> None:
        self.succeeded.emit(result)
