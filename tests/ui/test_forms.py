"""Forms in the window: the card of a room is looked at, saved and noted; identity cards of chosen records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import form_issues, places
from spbe_assets.services.form_issues import State
from spbe_assets.storage.store import Store
from tests.services.world import World, build
from ui.context import AppContext
from ui.forms import identity_cards
from ui.forms.form_dialog import FormDialog
from ui.forms.room_card import beside_room
from ui.inventory.chosen import ASSETS, Chosen, actions


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def standing(world: World) -> State:
    return world.read(lambda session: form_issues.standing(session, world.server_room)).state


def told(parts: Sequence[QWidget]) -> str:
    return " ".join(one.text() for part in parts for one in part.findChildren(QLabel))


def test_the_card_of_a_room_is_shown_saved_and_noted(
    qtbot: QtBot, context: AppContext, world: World, window: QWidget, tmp_path: Path
) -> None:
    record = world.read(lambda session: places.detail(session, "room", world.server_room))
    parts = beside_room(context, record)
    for part in parts:
        part.setParent(window)
    qtbot.waitUntil(lambda: "No room card was issued yet" in told(parts))
    issue = next(one for one in parts[-1].findChildren(QPushButton) if "Issue" in one.text())
    issue.click()
    dialog = window.findChild(FormDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled() and dialog.view.pages.count > 0)
    with qtbot.waitSignal(context.done) as done:
        dialog.save(tmp_path / "kir.pdf")
    assert "Room card" in done.args[0]
    assert (tmp_path / "kir.pdf").read_bytes()[:4] == b"%PDF"
    assert standing(world) is State.CURRENT


def test_identity_cards_of_chosen_records(
    qtbot: QtBot, context: AppContext, world: World, window: QWidget, tmp_path: Path
) -> None:
    assert "kibar" in [one.name for one in actions(ASSETS)]
    chosen = Chosen(ASSETS, AssetFilter(), (world.switch, world.server), 2)
    identity_cards.show_cards(context, chosen, window)
    dialog = window.findChild(FormDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled() and dialog.view.pages.count == 2)
    with qtbot.waitSignal(context.message):
        dialog.save(tmp_path / "kibar.pdf")
    assert (tmp_path / "kibar.pdf").stat().st_size > 1000


def test_a_form_that_can_not_be_made_says_why(qtbot: QtBot, context: AppContext, world: World, window: QWidget) -> None:
    identity_cards.show_cards(context, Chosen(ASSETS, AssetFilter(ids=frozenset([b"x" * 16])), (), 0), window)
    dialog = window.findChild(FormDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.failure.isVisible)
    assert not dialog.save_button.isEnabled()
    dialog.reject()
