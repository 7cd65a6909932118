"""What every benchmark shares: the row it returns, the databases it measures on, and how times are taken."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
USUAL, LARGE = 100_000, 1_000_000


@dataclass(frozen=True)
class Row:
    """One line of the table.

    `ratio` is our time through the time of the raw library doing the same work in the same run; `met` is None where
    there is no target or nothing was measured.
    """

    what: str
    target: str
    measured: str
    ratio: float | None = None
    met: bool | None = None

    def as_json(self) -> str:
        """One line of JSON, the way a child process hands its rows over."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Bench:
    """Where the databases of this run lie and which sizes are asked for; each is made once, when first needed."""

    folder: Path
    sizes: tuple[int, ...] = (USUAL,)

    @property
    def usual(self) -> int:
        """The smallest size."""
        return self.sizes[0]

    def database(self, assets: int) -> Path:
        """A sample province of that many assets, for reading only."""
        path = self.folder / f"province-{assets}.spbe"
        if not path.exists():
            command = [sys.executable, "-m", "benchmarks.province", str(path), str(assets)]
            subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
        return path

    def copy(self, assets: int, name: str) -> Path:
        """A copy of it, to write to."""
        path = self.folder / f"{name}-{assets}.spbe"
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.database(assets), path)
        return path


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes, without the rubbish of what ran before it."""
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def share(values: Iterable[float], part: float = 0.95) -> float:
    """The value that `part` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def ms(value: float) -> str:
    """Seconds as milliseconds for the table."""
    return f"{1000 * value:.0f} ms" if value >= 0.01 else f"{1000 * value:.1f} ms"


def count(number: int) -> str:
    """A whole number with separators."""
    return f"{number:,}"


def memory_mb(key: str = "VmRSS") -> float:
    """Memory of this process: `VmRSS` now, `VmHWM` at its highest; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    found = next((line for line in lines if line.startswith(f"{key}:")), f"{key}: 0")
    return int(found.split()[1]) / 1024


def child(module: str, *arguments: object) -> list[str]:
    """The lines that `python -m MODULE ARGUMENTS` prints, run alone so that memory and threads are its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()


def table(rows: Sequence[Row]) -> str:
    """The rows as one Markdown table."""
    cells = [("what", "target", "measured", "× raw", "verdict"), *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    verdict = {True: "met", False: "MISSED", None: "–"}[row.met]
    return row.what, row.target, row.measured, f"{row.ratio:.2f}" if row.ratio is not None else "–", verdict
