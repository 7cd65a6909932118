"""Runs one benchmark and prints its rows as JSON lines: `python -m benchmarks.one PART FOLDER SIZE…`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from benchmarks.frame import Bench


def main(part: str, folder: str, *sizes: str) -> None:
    """Print every row of a part as soon as it is measured."""
    bench = Bench(Path(folder), tuple(map(int, sizes)))
    for row in import_module(f"benchmarks.{part}").rows(bench):
        print(row.as_json(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
