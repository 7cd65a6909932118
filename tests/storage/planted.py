"""Runs tests against a copy of the program with one line broken: they must notice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from spbe_assets import formats

ROOT = Path(__file__).resolve().parents[2]
LONG = os.environ.get("SPBE_ASSETS_LONG") == "1"
PROPERTY = "tests/storage/test_merge_property.py"
GROUP = 4
"""So many bugs are one test, run two at a time."""
SHARE = 3


class Bug(NamedTuple):
    """A line of a file below `spbe_assets`, how it is broken, and the tests that must notice."""

    name: str
    file: str
    right: str
    wrong: str
    tests: str = PROPERTY


def groups(bugs: Sequence[Bug]) -> list[Sequence[Bug]]:
    """The bugs in groups; all with the long switch, else a third, another one every day: each costs seconds."""
    every = [bugs[first : first + GROUP] for first in range(0, len(bugs), GROUP)]
    return every if LONG else every[formats.today().toordinal() % SHARE :: SHARE]


def survivors(bugs: Sequence[Bug], folder: Path) -> list[str]:
    """The names of the bugs that no test noticed."""
    folders = [folder / str(number) for number in range(len(bugs))]
    with ThreadPoolExecutor(2) as pool:
        survived = list(pool.map(_survives, bugs, folders))
    return [bug.name for bug, did in zip(bugs, survived, strict=True) if did]


def _plant(bug: Bug, folder: Path) -> None:
    for part in ("spbe_assets", "resources", "tests"):
        skip = shutil.ignore_patterns("__pycache__", "fonts", "icons")
        shutil.copytree(ROOT / part, folder / part, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", folder)
    file = folder / "spbe_assets" / bug.file
    source = file.read_text(encoding="utf-8")
    assert source.count(bug.right) == 1, f"{bug.name}: the line it breaks has changed"
    file.write_text(source.replace(bug.right, bug.wrong), encoding="utf-8")


def _survives(bug: Bug, folder: Path) -> bool:
    _plant(bug, folder)
    examples = "400" if LONG else "40"
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", bug.tests],
        cwd=folder,
        env={**os.environ, "SPBE_ASSETS_MUTANT": "1", "SPBE_ASSETS_EXAMPLES": examples, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode in (0, 1), result.stdout[-2000:] + result.stderr[-2000:]
    return result.returncode == 0
