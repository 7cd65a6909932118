"""The property test must notice broken merges: each planted bug is run against it and must die."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LONG = os.environ.get("SPBE_ASSETS_LONG") == "1"


class Bug(NamedTuple):
    name: str
    file: str
    right: str
    wrong: str


BUGS = (
    Bug(
        "an overwrite that arrives first is forgotten",
        "domain/merge.py",
        "if heads.pop(earlier, None) is None and not known(earlier):",
        "if heads.pop(earlier, None) is None and False:",
    ),
    Bug(
        "a delete hides an edit it never saw",
        "domain/merge.py",
        "holds = len(deletes) == len(heads) and standing <= seen",
        "holds = True",
    ),
    Bug(
        "the shown value depends on the order of arrival",
        "domain/merge.py",
        "return max(heads.items(), key=lambda item: (item[1].hlc, item[0]))[1].value",
        "return list(heads.values())[-1].value",
    ),
    Bug(
        "a missing parent becomes no stub",
        "storage/merge.py",
        "        if missing:\n",
        "        if False:\n",
    ),
    Bug(
        "a conflict is not reported",
        "domain/merge.py",
        "return len({canonical(head.value) for head in heads.values()}) > 1",
        "return False",
    ),
    Bug(
        "a local write does not reach the row",
        "storage/field_writes.py",
        "self._stored[row] = {**changed,",
        "self._stored[row] = {**dict(list(changed.items())[1:]),",
    ),
    Bug("taking the same pack twice is no no-op", "storage/merge.py", "if name not in known]", "]"),
    Bug("the chain loses its link", "storage/journal.py", '"prev": self._prev.hex(),', '"prev": "00" * 32,'),
    Bug("a cycle is not cut", "domain/merge.py", "cut.add(min(steps[steps.index(node) :]))", "pass"),
    Bug(
        "a cycle is cut at the wrong row",
        "domain/merge.py",
        "cut.add(min(steps[steps.index(node) :]))",
        "cut.add(steps[-1])",
    ),
    Bug(
        "a cut is never healed",
        "storage/rules.py",
        "            rows |= heads.conflicted(connection, table, pointer)\n",
        "",
    ),
    Bug(
        "a deleted parent vanishes while it is used",
        "storage/rules.py",
        "wanted[row] = holds and row not in needed",
        "wanted[row] = holds",
    ),
    Bug(
        "what a delete had seen is lost when stored",
        "storage/row_states.py",
        "state.seen[changeset] = frozenset(bytes.fromhex(seen) for seen in json.loads(text)[1])",
        "state.seen[changeset] = frozenset()",
    ),
    Bug(
        "the second creation of a row is ignored",
        "domain/merge.py",
        "    if op.field == CREATE:\n        state.created = True\n",
        "    if op.field == CREATE:\n        if state.created:\n            return\n        state.created = True\n",
    ),
)


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
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider",
         "tests/storage/test_merge_property.py"],
        cwd=folder,
        env={**os.environ, "SPBE_ASSETS_MUTANT": "1", "SPBE_ASSETS_EXAMPLES": examples, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert result.returncode in (0, 1), result.stdout[-2000:] + result.stderr[-2000:]
    return result.returncode == 0


def test_every_planted_bug_dies(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(len(BUGS))]
    with ThreadPoolExecutor(2) as pool:
        survivors = list(pool.map(_survives, BUGS, folders))
    assert [bug.name for bug, survived in zip(BUGS, survivors, strict=True) if survived] == []
