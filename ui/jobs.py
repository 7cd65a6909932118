"""Running work off the GUI thread. The only module that knows threads.

A worker never touches a Qt object of its job: it drops letters into one mailbox that lives as long as the program,
and the job opens them on the GUI thread. So a slot may be any callable, and a widget that died meanwhile is never
called. (A `QRunnable` is destroyed by Qt behind Python's back; its wrapper's address is then taken for that of the
next widget, which ends in a segmentation fault: decision 0008.)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from threading import Event, get_native_id
from time import monotonic
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from spbe_assets.domain.errors import Cancelled
from spbe_assets.domain.progress import Progress

REPORT_EVERY_S = 0.05
NICE = 5

_numbers = count(1)
_under_way: dict[int, Job] = {}


def any_under_way() -> bool:
    """Whether work runs off the GUI thread or its outcome is still on the way."""
    return len(_under_way) > 0


def workers(threads: int) -> Executor:
    """Threads for jobs; `shutdown` waits until the last has ended."""
    return ThreadPoolExecutor(threads, "job", initializer=_stand_back)


def _stand_back() -> None:
    """Let the GUI thread go first where the processors are few; elsewhere than on Linux threads can't be told apart."""
    if sys.platform == "linux":
        with suppress(OSError):  # where the system keeps it for itself, all threads stay alike
            os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)


class _Mailbox(QObject):
    """Where workers leave what the GUI thread is to know."""

    letter = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.letter.connect(self._open, Qt.ConnectionType.QueuedConnection)

    @Slot(int, object)
    def _open(self, number: int, letter: Callable[[Job], None]) -> None:
        job = _under_way.get(number)
        if job is None:
            return
        if shiboken6.isValid(job):
            letter(job)
        else:
            del _under_way[number]


_mailbox = _Mailbox()


class _Errand:
    """What the worker holds: the work, whether to stop, and the number of its job; no Qt object."""

    def __init__(self, work: Callable[[Progress], Any]) -> None:
        self.number = next(_numbers)
        self.stop = Event()
        self._work: Callable[[Progress], Any] | None = work
        self._told_at = 0.0

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report from inside the work. Raises Cancelled once the user asked to stop."""
        if self.stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._told_at >= REPORT_EVERY_S or done == total:
            self._told_at = now
            self.post(lambda job: job.progressed.emit(done, total, text))

    def run(self) -> None:
        try:
            result = self._result()
        except Exception as caught:  # noqa: BLE001  a worker must never die silently
            error = caught
            self.post(lambda job: job.fail(error))
        else:
            self.post(lambda job: job.succeed(result))

    def post(self, letter: Callable[[Job], None]) -> None:
        _mailbox.letter.emit(self.number, letter)

    def _result(self) -> Any:
        work, self._work = self._work, None  # the closure's values die here, not in the GUI thread
        if work is None:
            raise RuntimeError("a job runs once")
        if self.stop.is_set():
            raise Cancelled
        return work(self)


class Job(QObject):
    """One background task; exactly one of succeeded, failed or cancelled fires, then finished."""

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal(object)

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errand = _Errand(work)
        self.is_finished = False

    def start(self, pool: Executor) -> None:
        """Queue the work once the current event is over, so that the caller can still connect its slots."""
        QTimer.singleShot(0, self, lambda: self._enter(pool))

    def _enter(self, pool: Executor) -> None:
        _under_way[self._errand.number] = self
        if self._errand.stop.is_set():
            self._errand.post(lambda job: job.fail(Cancelled()))
        else:
            pool.submit(self._errand.run)

    def cancel(self) -> None:
        """Ask to stop; the work ends at its next `step`."""
        self._errand.stop.set()

    def then(self, owner: QObject, slot: Callable[[Any], object]) -> Job:
        """Call `slot` with the result, unless `owner` has been destroyed by then."""
        self.succeeded.connect(lambda value: slot(value) if shiboken6.isValid(owner) else None)
        return self

    def otherwise(self, owner: QObject, slot: Callable[[Exception], object]) -> Job:
        """Call `slot` with the error, unless `owner` has been destroyed by then."""
        self.failed.connect(lambda error: slot(error) if shiboken6.isValid(owner) else None)
        return self

    def succeed(self, result: Any) -> None:
        """Tell the result; on the GUI thread."""
        self._end()
        self._tell(result)
        self.finished.emit(self)

    def fail(self, error: Exception) -> None:
        """Tell that the work was cancelled or failed; on the GUI thread."""
        self._end()
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(error)
        self.finished.emit(self)

    def _end(self) -> None:
        self.is_finished = True
        del _under_way[self._errand.number]

    def _tell(self, result: Any) -> None:
        self.succeeded.emit(result)
