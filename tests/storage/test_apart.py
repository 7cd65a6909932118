"""Long reading in a process of its own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from spbe_assets.domain.errors import Cancelled, Invalid, Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.progress import Progress
from spbe_assets.services import listing
from spbe_assets.storage import apart
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "register.spbe"
    store = Store.create(path)
    with store.write(Actor("Sari")) as uow:
        uow.create_many(Asset, [{"name": f"Server {number}"} for number in range(3)])
    store.close()
    return path


class Watcher:
    """Keeps what it was told; asks to stop at the first report when it was made so."""

    def __init__(self, *, stops: bool = False) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self._stops = stops

    def step(self, done: int, total: int, text: str = "") -> None:
        self.steps.append((done, total, text))
        if self._stops:
            raise Cancelled


def counted(session: Any, wanted: AssetFilter, progress: Progress) -> int:
    progress.step(3, 3, "counted")
    print("what a library prints goes elsewhere")
    return listing.count(session, wanted)


def refused(_session: Any, field: str, _progress: Progress) -> None:
    raise Invalid("That can't be.", field)


def broken(_session: Any, _progress: Progress) -> None:
    raise KeyError("a mistake of ours")


def slow(_session: Any, _progress: Progress) -> None:
    time.sleep(60)


def killed(_session: Any, _progress: Progress) -> None:
    import os

    os._exit(9)


def test_the_answer_and_the_progress_come_back(database: Path) -> None:
    watcher = Watcher()
    assert apart.ask(database, counted, AssetFilter(), progress=watcher) == 3
    assert (3, 3, "counted") in watcher.steps


def test_an_expected_error_is_the_same_error_here(database: Path) -> None:
    with pytest.raises(Invalid, match="That can't be") as caught:
        apart.ask(database, refused, "price")
    assert caught.value.field == "price"


def test_a_mistake_of_ours_brings_its_traceback(database: Path) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)in broken.*a mistake of ours"):
        apart.ask(database, broken)


def test_who_stops_does_not_wait_for_the_work(database: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        apart.ask(database, slow, progress=Watcher(stops=True))
    assert time.monotonic() - begun < 20


def test_a_process_that_the_system_ends_is_a_sentence(database: Path) -> None:
    with pytest.raises(Refused, match="stopped"):
        apart.ask(database, killed)


def test_a_missing_database_is_a_sentence(tmp_path: Path) -> None:
    from spbe_assets.domain.errors import StorageError

    with pytest.raises(StorageError):
        apart.ask(tmp_path / "nowhere.spbe", counted, AssetFilter())
