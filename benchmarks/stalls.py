"""Scroll, sort and open records in the real inventory screen: the longest standstill, also while rows are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks import load
from benchmarks.frame import Bench, Row, count, ms, share
from benchmarks.inventory import Probe, inventory, is_whole, until
from spbe_assets.domain.filters import Sort
from ui.context import AppContext
from ui.jobs import Job
from ui.models.asset_table import SORTS
from ui.screens.inventory import InventoryScreen

TARGET_S = 0.050
LENGTH_S = 6.0


def rows(bench: Bench) -> Iterator[Row]:
    """Alone first, then while 20,000 rows are written, then while readiness is worked out."""
    for assets in bench.sizes:
        with inventory(bench.copy(assets, "stalls")) as screen:
            until(lambda screen=screen: is_whole(screen))
            for what, start in (
                ("", None),
                (f", writing {count(load.IMPORTED)} rows", load.write),
                (", readiness", load.assess),
            ):
                yield _measured(f"scroll, sort, open; {count(assets)} assets{what}", screen, start)


def _measured(what: str, screen: InventoryScreen, start: Callable[[AppContext], Job] | None) -> Row:
    probe = Probe()
    job = start(screen.context) if start else None
    worst = probe.during(_user(screen), LENGTH_S, lambda: job is not None and not job.is_finished)
    over = sum(gap > TARGET_S for gap in probe.gaps)
    measured = f"worst {ms(worst)}, {over} over {ms(TARGET_S)}, p99.9 {ms(share(probe.gaps, 0.999))}"
    return Row(what, f"no stall > {ms(TARGET_S)}", measured, None, worst <= TARGET_S)


def _user(screen: InventoryScreen) -> Callable[[int], None]:
    """Someone who scrolls, now and then opens a record far down, and sorts by an indexed column."""
    table, listed = screen.assets.table, screen.assets.list
    indexed = [SORTS.index(sort) for sort in (Sort.YEAR, Sort.NAME, Sort.TAG)]

    def step(number: int) -> None:
        if number % 20 == 19:
            listed.sort_asked.emit(indexed[number // 20 % len(indexed)], False)
        elif number % 5 == 4:
            listed.go_to(number * 7919 % max(table.count, 1))
        else:
            bar = listed.table.verticalScrollBar()
            bar.setValue(bar.value() + 23)

    return step
