"""Measures what the design promises and prints one table.

    python3 benchmarks/run.py [--assets 100000] [--large] [--only search,history] [--keep FOLDER]

Every benchmark runs in a process of its own; one that fails costs its own rows only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.frame import LARGE, USUAL, Row, table  # noqa: E402

PARTS = (
    "window",
    "lists",
    "search",
    "stalls",
    "hour",
    "sheets",
    "labels",
    "readiness",
    "past",
    "plan",
    "history",
    "merge",
    "memory",
    "packs",
    "province",
)
FAILED = "failed; see the messages above"


def main() -> int:
    """Run the chosen parts and print their rows.

    Returns:
        0 when every target was met, 1 when one was missed or a part failed.
    """
    asked = _arguments()
    _use_own_python()
    with _folder(asked.keep) as folder:
        rows = [row for part in asked.only for row in _rows_of(part, folder, asked)]
    print(
        f"\nPython {platform.python_version()}, {os.cpu_count()} processors, {platform.system()} {platform.machine()}\n"
    )
    print(table(rows))
    return int(any(row.met is False or row.measured == FAILED for row in rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--assets", type=int, default=USUAL, metavar="N", help="the usual size of the inventory")
    parser.add_argument("--large", action="store_true", help=f"measure with {LARGE:,} assets too (needs minutes)")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS), metavar="PARTS")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the databases there for the next run")
    return parser.parse_args()


def _use_own_python() -> None:
    """Go on in the project's environment when the system's Python was called."""
    if find_spec("sqlalchemy") is not None:
        return
    for python in (ROOT / ".venv" / "bin" / "python", ROOT / ".venv" / "Scripts" / "python.exe"):
        if python.exists():
            sys.exit(subprocess.run([python, *sys.argv], check=False).returncode)
    sys.exit("Run “python3 main.py --version” first; it makes the environment.")


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    with TemporaryDirectory(prefix="benchmarks-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _rows_of(part: str, folder: Path, asked: argparse.Namespace) -> list[Row]:
    sizes = [asked.assets, *([LARGE] if asked.large else [])]
    print(f"{part} …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks.one", part, str(folder), *map(str, sizes)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SPBE_ASSETS_HOME": str(folder / "home")}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return [Row(part, "", FAILED)]
    return [Row(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    sys.exit(main())
