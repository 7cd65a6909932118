"""Thousands of random acts in the real window: no exception, no Qt warning, and a database that checks clean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.services import demo
from spbe_assets.storage import check
from spbe_assets.storage.store import Actor, Store
from tests.ui.monkey import Monkey
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.preferences import Preferences

LONG = os.environ.get("SPBE_ASSETS_LONG") == "1"
SEEDS = tuple(range(1, 21)) if LONG else (1, 2)
STEPS, BATCH = (1_000 if LONG else 200), 100
ASSETS = 300


class Opened(QObject):
    """Takes what would be opened with another program."""

    @Slot(QUrl)
    def take(self, _url: QUrl) -> None:
        """Do nothing with it."""


@pytest.fixture(autouse=True)
def what_is_saved_lands_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(autouse=True)
def nothing_is_opened_outside(qapp: QApplication) -> Iterator[None]:
    taker = Opened()
    for scheme in ("file", "http", "https", "mailto"):
        QDesktopServices.setUrlHandler(scheme, taker, "take")
    yield
    for scheme in ("file", "http", "https", "mailto"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def province(store: Store, budi: Actor) -> Store:
    with store.write(budi, "demo") as uow:
        demo.fill(uow, ASSETS, seed=5)
    return store


def files(folder: Path) -> list[Path]:
    """Things people drop: a table, a text, something broken."""
    named = {
        "barang.csv": "Nama;Merk\nPC;Dell\n",
        "catatan.txt": "x\n" * 50,
        "rusak.xlsx": "PK\x03\x04 broken",
        "foto.jpg": "no",
    }
    for name, content in named.items():
        (folder / name).write_text(content, "utf-8")
    return [folder / name for name in named]


@dataclass
class Desk:
    """The program on one database, opened again whenever its window has been closed."""

    store: Store
    wrong: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Show the window, as a start does."""
        self.context = AppContext(self.store, Actor("Budi"))
        self.window = MainWindow(Preferences(), self.wrong.append)
        self.window.show()
        self.window.attach(self.context)

    def close(self) -> None:
        """Close the window, whatever it holds."""
        self.context.close()
        self.window.retire()
        self.context.deleteLater()


@pytest.mark.parametrize("seed", SEEDS)
def test_random_acts_do_no_harm(
    seed: int, qtbot: QtBot, dressed: QApplication, province: Store, tmp_path: Path
) -> None:
    desk, monkey = Desk(province), Monkey(dressed, Random(seed), files(tmp_path))
    try:
        for step in range(1, STEPS + 1):
            if not desk.window.isVisible():
                desk.close()
                desk.open()
            monkey.act(desk.window)
            assert not desk.wrong, f"step {step}: {desk.wrong[0]!r} after {monkey.did[-8:]}"
            if step % BATCH == 0:
                qtbot.waitUntil(lambda: not desk.context.is_busy, timeout=20_000)
                assert check.check(province) == [], monkey.did[-BATCH:]
    finally:
        monkey.stop()
        desk.close()
    assert len(monkey.did) > STEPS // 2
