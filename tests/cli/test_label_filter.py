"""`--label none|outdated|current` narrows lists and printing runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def printed(run: Run) -> Run:
    """Three computers, two of them with a label, one of these renamed since."""
    for name in ("Alpha", "Beta", "Gamma"):
        assert run("add", "server", f"name={name}").code == 0
    assert run("labels", "labels.pdf", "--text", "Alpha").code == 0
    assert run("labels", "labels.pdf", "--text", "Beta").code == 0
    return run


@pytest.fixture
def names(printed: Run, tmp_path: Path) -> object:
    def of(*options: str) -> set[str]:
        assert printed("export", "assets", "out.json", *options).code == 0
        return {one["name"] for one in json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))}

    return of


def test_lists_are_narrowed_by_the_state_of_the_label(printed: Run, names: object, tmp_path: Path) -> None:
    of = names
    tag = next(one["tag"] for one in _rows(printed, tmp_path) if one["name"] == "Alpha")
    assert printed("edit", tag, "name=Delta").code == 0
    assert of("--label", "none") == of("--no-label") == {"Gamma"}  # type: ignore[operator]
    assert of("--label", "outdated") == {"Delta"}  # type: ignore[operator]
    assert of("--label", "current") == {"Beta"}  # type: ignore[operator]
    assert printed("labels", "again.pdf", "--label", "outdated").code == 0
    assert of("--label", "outdated") == set()  # type: ignore[operator]


def test_links_are_narrowed_too(printed: Run) -> None:
    assert printed("export", "links", "out.json", "--label", "none").code == 0


def _rows(run: Run, folder: Path) -> list[dict[str, str]]:
    assert run("export", "assets", "all.json").code == 0
    found: list[dict[str, str]] = json.loads((folder / "all.json").read_text(encoding="utf-8"))
    return found
