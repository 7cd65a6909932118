"""Memory with the inventory screen open on a whole list, after scrolling from end to end.

`python -m benchmarks.memory DATABASE` (or `bare`) is the process that is measured.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.frame import LARGE, Bench, Row, child, count, memory_mb

TARGETS_MB = {LARGE: 280}
USUAL_TARGET_MB = 180
STOPS = 40


def rows(bench: Bench) -> Iterator[Row]:
    """One row for each size; the ratio is to a bare PySide6 window."""
    bare = float(child("benchmarks.memory", "bare")[-1])
    for assets in bench.sizes:
        now, most = map(float, child("benchmarks.memory", bench.database(assets))[-1].split())
        target = TARGETS_MB.get(assets, USUAL_TARGET_MB)
        measured = f"{now:.0f} MB, at most {most:.0f} MB; a bare window {bare:.0f} MB"
        yield Row(f"memory with {count(assets)} assets open", f"≤ {target} MB", measured, most / bare, most <= target)


def _bare() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.show()
    application.processEvents()
    print(memory_mb("VmHWM"))


def _own(path: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from benchmarks.inventory import inventory, is_whole, until

    with inventory(path) as screen:
        until(lambda: is_whole(screen))
        bar = screen.assets.list.table.verticalScrollBar()
        for stop in range(STOPS + 1):
            bar.setValue(bar.maximum() * stop // STOPS)
            QApplication.processEvents()
        print(memory_mb(), memory_mb("VmHWM"))


if __name__ == "__main__":
    _bare() if sys.argv[1] == "bare" else _own(Path(sys.argv[1]))
