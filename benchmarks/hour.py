"""An hour of somebody's work in the real window, done in minutes: a histogram of every standstill of the event loop.

Six hundred acts, one every third of a second instead of every six: searching, scrolling, opening, sorting, editing,
going from screen to screen. Through the second third 20,000 rows are imported, through the last readiness is worked out
again and again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks import inventory as stage
from benchmarks import load
from benchmarks.frame import Bench, Row, count, memory_mb, ms, share
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from ui import navigation, theme
from ui.ahead import Ahead
from ui.app import SWITCH_INTERVAL_S, dress
from ui.context import AppContext
from ui.garbage import GuiThreadCollector
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.screens.inventory import InventoryScreen

ACTS = 600
STEP_MS = 300
TARGET_S = 0.050
EDGES_MS = (5, 10, 20, 35, 50, 100)
WORDS = ("server", "lenovo", "10.20", "switch 24", "diskominfo", "ups", "mikrotik", "rapat", "epson l3", "2019")


def rows(bench: Bench) -> Iterator[Row]:
    """The worst standstill and how many there were of each length."""
    for assets in bench.sizes:
        with window(bench.copy(assets, "hour")) as shown:
            probe = stage.Probe()
            user = User(shown, Random(7))
            worst = probe.during(user.act, ACTS * STEP_MS / 1000, step_ms=STEP_MS)
            over = sum(gap > TARGET_S for gap in probe.gaps)
            measured = f"worst {ms(worst)}, {over} over {ms(TARGET_S)}, p99.9 {ms(share(probe.gaps, 0.999))}"
            yield Row(f"{ACTS} acts; {count(assets)} assets", f"no stall > {ms(TARGET_S)}", measured, None, not over)
            yield Row("  standstills by length", "", histogram(probe.gaps), None, None)
            yield Row("  memory at the end", "", f"{memory_mb():.0f} MB", None, None)


def histogram(gaps: list[float]) -> str:
    """How many standstills were as long as that, for those beyond the length of a tick."""
    parts, low = list[str](), EDGES_MS[0]
    for high in EDGES_MS[1:]:
        parts.append(f"{low}–{high} ms: {sum(low <= gap * 1000 < high for gap in gaps)}")
        low = high
    return ", ".join([*parts, f"over {low} ms: {sum(gap * 1000 >= low for gap in gaps)}"])


@contextmanager
def window(path: Path) -> Iterator[MainWindow]:
    """The whole window on a database, as the program starts it."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    dress(application, theme.Mode.LIGHT)
    GuiThreadCollector(application)
    store = Store.open(path)
    context = AppContext(store, Actor("Benchmark"))
    made = MainWindow(Preferences(), _raise)
    made.resize(1366, 768)
    made.show()
    made.attach(context)
    ahead = Ahead(context, made.build_next, made)
    try:
        stage.until(lambda: ahead.is_finished)
        yield made
    finally:
        context.close()
        made.retire()
        store.close()


class User:
    """Works in the window; which act comes when is decided by the number alone."""

    def __init__(self, shown: MainWindow, random: Random) -> None:
        self._window, self._random = shown, random
        shown.open_place(navigation.INVENTORY)
        screen = shown.current_screen()
        assert isinstance(screen, InventoryScreen)
        self._screen = screen
        self._acts: tuple[tuple[Callable[[], None], int], ...] = (
            (self._type, 30), (self._scroll, 30), (self._open, 20), (self._sort, 5), (self._edit, 8), (self._visit, 7),
        )  # fmt: skip

    def act(self, number: int) -> None:
        """Do what comes next."""
        if number == ACTS // 3:
            load.write(self._screen.context)
        elif number >= 2 * ACTS // 3 and number % 40 == 0:
            load.assess(self._screen.context)
        elif self._window.current_screen() is not self._screen:
            self._window.open_place(navigation.INVENTORY)
        else:
            acts, weights = zip(*self._acts, strict=True)
            self._random.choices(acts, weights)[0]()

    def _type(self) -> None:
        box = self._screen.search
        if box.text():
            box.clear()
        else:
            QTest.keyClicks(box, self._random.choice(WORDS))

    def _scroll(self) -> None:
        bar = self._screen.assets.list.table.verticalScrollBar()
        bar.setValue(bar.value() + self._random.choice((23, 23, -23, 4_000)))

    def _open(self) -> None:
        table = self._screen.assets.table
        self._screen.assets.list.go_to(self._random.randrange(max(table.count, 1)))

    def _sort(self) -> None:
        header = self._screen.assets.list.table.horizontalHeader()
        header.setSortIndicator(self._random.choice((0, 1)), self._random.choice(tuple(Qt.SortOrder)))

    def _edit(self) -> None:
        row = self._screen.assets.list.current_row()
        if row is None:
            return
        asset, brand = row.id, f"Edited {self._random.randrange(1000)}"
        self._screen.context.write(lambda uow, _progress: uow.update(Asset, asset, notes=brand), "edit", "Edited")

    def _visit(self) -> None:
        self._window.open_place(self._random.choice([place.name for place in navigation.places()]))


def _raise(error: BaseException) -> None:
    raise error
