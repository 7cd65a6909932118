"""What every test can ask for: a fresh database, an operator, and a home of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from spbe_assets import i18n
from spbe_assets.storage.store import Actor, Store

BUDI = Actor("Budi")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SPBE_ASSETS_HOME", str(tmp_path_factory.mktemp("home")))
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path / "assets.spbe")
    yield made
    made.close()


@pytest.fixture
def budi() -> Actor:
    return BUDI
