"""Collecting Python's garbage on the GUI thread only.

Left alone, Python collects on whichever thread happens to allocate. When that is a worker, widgets in a cycle are
destroyed off the GUI thread and Qt crashes (seen: a segmentation fault in "Garbage-collecting").
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 50
"""Half a second of a report's objects took 20-140 ms to look through; so often it is 5-25 ms."""


class GuiThreadCollector(QObject):
    """Switches automatic collection off and does it by a timer, the oldest generation only when it is due."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()  # what start-up made stays; later collections need not look at it
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations whose thresholds are passed, as Python would have done."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        if counts[0] <= thresholds[0]:
            return
        oldest = 0
        if counts[1] > thresholds[1]:
            oldest = 2 if counts[2] > thresholds[2] else 1
        gc.collect(oldest)
