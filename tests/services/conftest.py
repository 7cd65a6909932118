from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from spbe_assets.storage import identity
from spbe_assets.storage.store import Store
from tests.services.apart import Laptop, laptop
from tests.services.world import World, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world of these tests, made once; every test gets a copy of its file."""
    store = Store.create(tmp_path_factory.mktemp("world") / "assets.spbe")
    made = build(store)
    store.close()
    return made


@pytest.fixture
def world(built: World, tmp_path: Path) -> Iterator[World]:
    copied = tmp_path / "assets.spbe"
    shutil.copy(built.store.path, copied)
    store = Store.open(copied)
    with store.connection() as connection:  # it stays the same installation, although every test has its own account
        identity._keep(connection, identity.MARKED, None)
    yield replace(built, store=store)
    store.close()


@pytest.fixture
def agus(built: World, tmp_path: Path) -> Iterator[Laptop]:
    made = laptop(built.store, tmp_path, "Agus")
    yield made
    made.store.close()


@pytest.fixture
def sari(built: World, tmp_path: Path) -> Iterator[Laptop]:
    made = laptop(built.store, tmp_path, "Sari")
    yield made
    made.store.close()


@pytest.fixture
def tono(built: World, tmp_path: Path) -> Iterator[Laptop]:
    made = laptop(built.store, tmp_path, "Tono")
    yield made
    made.store.close()
