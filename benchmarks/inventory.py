"""The real inventory screen on a database, and the probe that tells how long its event loop stood still."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from spbe_assets.storage.store import Actor, Store
from ui import theme
from ui.app import SWITCH_INTERVAL_S, dress
from ui.context import AppContext
from ui.garbage import GuiThreadCollector
from ui.screens.inventory import InventoryScreen

SIZE = (1170, 740)
STEP_MS = 100
PATIENCE_S = 60


@contextmanager
def inventory(path: Path) -> Iterator[InventoryScreen]:
    """The screen as the window shows it, with the switch interval and the garbage collector of the window."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    if not application.property("dressed"):
        dress(application, theme.Mode.LIGHT)
        GuiThreadCollector(application)
        application.setProperty("dressed", True)
    store = Store.open(path)
    context = AppContext(store, Actor("Benchmark"))
    screen = InventoryScreen(context)
    screen.resize(*SIZE)
    screen.show()
    try:
        yield screen
    finally:
        context.close()
        screen.close()
        screen.deleteLater()
        store.close()


def until(met: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    limit = perf_counter() + PATIENCE_S
    while not met():
        if perf_counter() > limit:
            raise TimeoutError("the window did not get there")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def is_whole(screen: InventoryScreen) -> bool:
    """Whether every row of the list can be reached and the first record is on show."""
    return screen.assets.table.is_complete and screen.assets.pane.isVisible()


class Probe:
    """A timer of one millisecond; the longest time between two of its ticks is the worst stall."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = perf_counter()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        now = perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def during(
        self,
        step: Callable[[int], None],
        length_s: float,
        more: Callable[[], bool] = lambda: False,
        step_ms: int = STEP_MS,
    ) -> float:
        """Do a step every `step_ms` for so long, and on while `more` holds; the worst stall in seconds."""
        self.gaps.clear()
        loop, steps, begun = QEventLoop(), [0], perf_counter()

        def next_step() -> None:
            if perf_counter() - begun > length_s and not more():
                loop.quit()
                return
            step(steps[0])
            steps[0] += 1

        walker = QTimer(interval=step_ms)
        walker.timeout.connect(next_step)
        self._last = perf_counter()
        self._timer.start()
        walker.start()
        loop.exec()
        walker.stop()
        self._timer.stop()
        return max(self.gaps)
