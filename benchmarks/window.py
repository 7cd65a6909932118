"""Process start to the first paint of the window, against a bare PySide6 window; and how soon the list is whole.

`python -m benchmarks.window bare` or `own DATABASE` is the process that is timed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from benchmarks.frame import ROOT, Bench, Row, ms, share

TARGET_RATIO = 1.8
STARTS = 7


def rows(bench: Bench) -> Iterator[Row]:
    """The first paint; both windows start by turns, so that a busy machine hurts both."""
    path = bench.database(bench.usual)
    times: dict[str, list[float]] = {"bare": [], "own": []}
    for _start in range(STARTS):
        for which, found in times.items():
            found.append(_first_paint(which, path))
    own, bare = share(times["own"], 0.5), share(times["bare"], 0.5)
    measured = f"{ms(own)}; a bare window {ms(bare)}; medians of {STARTS}"
    yield Row("first paint of the window", f"≤ {TARGET_RATIO} × bare", measured, own / bare, own <= TARGET_RATIO * bare)


def _first_paint(which: str, path: Path) -> float:
    begun = monotonic()
    command = [sys.executable, "-m", "benchmarks.window", which, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1]) - begun


def _bare() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, _tell)

    application = QApplication([])
    window = Bare()
    window.setCentralWidget(QLabel("SPBE Assets"))
    window.resize(1366, 768)
    window.show()
    application.exec()


def _own(path: Path) -> None:
    from ui import app
    from ui.preferences import Preferences

    Preferences().operator = "Benchmark"
    app._Session._load = lambda _session: _tell()  # type: ignore[method-assign]  # noqa: SLF001
    app.run(path)


def _tell() -> None:
    """Print the moment, a clock that all processes of a machine share, and leave."""
    print(monotonic(), flush=True)
    sys.stdout.close()
    import os

    os._exit(0)


if __name__ == "__main__":
    _bare() if sys.argv[1] == "bare" else _own(Path(sys.argv[2]))
