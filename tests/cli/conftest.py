"""A command line at work: what it printed, and what it exited with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spbe_assets import i18n
from spbe_assets.cli import app


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        assert self.out, self.err
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Calls a command on a database of its own, in English; paths may be given relative to `tmp_path`."""
    monkeypatch.setenv("SPBE_ASSETS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPBE_ASSETS_LANG", "en")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, db: str | None = "a.spbe") -> Ran:
        code = app.run([*map(str, arguments), *(("--db", db) if db else ())])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    yield call
    i18n.use("en")
