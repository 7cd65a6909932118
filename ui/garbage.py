"""Collecting Python's garbage on the GUI thread only, and never so much of it that the window stands still.

Left alone, Python collects on whichever thread happens to allocate. When that is a worker, widgets in a cycle are
destroyed off the GUI thread and Qt crashes (seen: a segmentation fault in "Garbage-collecting"). And whoever collects
looks through all that a plan of 100,000 rows holds, which takes a fifth of a second and frees nothing.
"""

from __future__ import annotations

import gc
from time import monotonic

from PySide6.QtCore import QObject, QTimer

from ui import jobs, memory

EVERY_MS = 50
"""Half a second of a report's objects took 20-140 ms to look through; so often it is 5-25 ms."""
QUIET_S = 30.0
BRIEFLY_QUIET_S = 3.0


class GuiThreadCollector(QObject):
    """Switches automatic collection off and does it by a timer.

    While jobs run only the youngest objects are looked through; what a job leaves is set aside, and everything is
    looked through once no job has run for a while.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_busy = False
        self._quiet_since = monotonic()
        self._is_thorough = self._has_given_back = True
        gc.collect()
        gc.freeze()  # what start-up made stays; later collections need not look at it
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect what is due now."""
        if jobs.any_under_way():
            self._was_busy = True
            self._collect(oldest=0)
            return
        if self._was_busy:
            self._set_aside()
        self._collect(oldest=1)
        quiet_s = monotonic() - self._quiet_since
        if not self._has_given_back and quiet_s > BRIEFLY_QUIET_S:
            self._has_given_back = True
            memory.give_back()
        if not self._is_thorough and quiet_s > QUIET_S:
            self.collect_everything()

    def collect_everything(self) -> None:
        """Look through what was set aside as well; takes as long as there are objects."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._is_thorough = True

    def _set_aside(self) -> None:
        gc.freeze()
        self._was_busy = self._is_thorough = self._has_given_back = False
        self._quiet_since = monotonic()

    def _collect(self, oldest: int) -> None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        if counts[0] > thresholds[0]:
            gc.collect(oldest if counts[1] > thresholds[1] else 0)
