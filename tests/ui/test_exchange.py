"""Gabung: a pack is dropped, looked at, applied or refused; work goes out and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.packs import PackKind
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import packs, rows
from spbe_assets.storage.store import Store
from spbe_assets.sync import merging, reading
from tests.ui import exchange_world
from tests.ui.exchange_steps import applied, drop, first_conflict, opened, planned, two_conflicts, value, waiting
from tests.ui.exchange_world import RINA, World
from ui.context import AppContext
from ui.exchange import outgoing
from ui.exchange.pack_dialog import PackDialog
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.screens.exchange import ExchangeScreen


@pytest.fixture
def world(store: Store, tmp_path: Path) -> Iterator[World]:
    made = exchange_world.made(store, tmp_path)
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, world: World, context: AppContext) -> ExchangeScreen:
    return opened(qtbot, context)


def figures(screen: ExchangeScreen) -> dict[str, int]:
    return {key: one.figure.count for key, one in screen.plan.strip.buttons.items()}


def test_a_dropped_pack_is_shown_before_anything_changes(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    planned(qtbot, screen, two_conflicts(world))
    assert "Rina Marlina" in screen.head.subtitle.text()
    assert "laptop-07" in screen.head.subtitle.text()
    assert figures(screen)["conflicts"] == 2
    assert value(world, "switch", "condition") is Condition.GOOD
    screen.plan.strip.choose("conflicts")
    model = screen.plan.table.lines
    shown = {model.index(row, column).data() for row in range(2) for column in range(6)}
    assert {"HERE-1", "THERE-1", "HP8F3A21C07D"} <= shown


def test_applying_merges_and_goes_on_to_the_conflicts(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext
) -> None:
    pack = two_conflicts(world)
    with qtbot.waitSignal(context.offered) as offered:
        applied(qtbot, screen, pack)
    first_conflict(qtbot, screen)
    assert value(world, "switch", "condition") is Condition.LIGHT_DAMAGE
    assert screen.pages.currentWidget() is screen.decide
    assert screen.notice.isVisible()
    with qtbot.waitSignal(context.offered):  # the toast's undo sets the pack aside
        offered.args[1]()
    assert value(world, "switch", "condition") is Condition.GOOD
    assert waiting(world) == 0


def test_a_pack_can_be_put_off_and_is_offered_again(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext
) -> None:
    pack = two_conflicts(world)
    planned(qtbot, screen, pack)
    screen.later_button.click()
    assert screen.pages.currentWidget() is screen.overview
    assert screen.overview.put_off.isVisible()
    kept = screen.kept()
    again = opened(qtbot, context)
    again.bring_back(kept)
    again.overview.put_off.acted.emit()
    qtbot.waitUntil(lambda: again.pages.currentWidget() is again.plan)
    assert waiting(world) == 0


def test_several_packs_come_one_after_another(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    world.there(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    first = world.brought("one.spbepack")
    world.there(world.update("router", condition=Condition.HEAVY_DAMAGE))
    second = world.brought("two.spbepack")
    planned(qtbot, screen, first, second)
    screen.apply_button.click()
    qtbot.waitUntil(lambda: screen.incoming.plan is not None and screen.incoming.plan.path == second)
    with qtbot.waitSignal(screen.incoming.merged):
        screen.apply_button.click()
    assert value(world, "switch", "condition") is Condition.LIGHT_DAMAGE
    assert value(world, "router", "condition") is Condition.HEAVY_DAMAGE


def test_a_pack_that_was_merged_before_changes_nothing(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    world.there(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    pack = world.brought()
    applied(qtbot, screen, pack)
    planned(qtbot, screen, pack)
    assert not screen.apply_button.isEnabled()
    assert screen.plan.note.isVisible()


def test_a_damaged_pack_is_refused_with_a_sentence(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    pack = two_conflicts(world)
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 0xFF
    pack.write_bytes(content)
    with qtbot.waitSignal(screen.incoming.refused) as refused:
        drop(screen, pack)
    assert screen.notice.isVisible()
    assert str(refused.args[1])
    assert screen.pages.currentWidget() is screen.overview


def test_other_files_are_left_to_others(qtbot: QtBot, screen: ExchangeScreen, tmp_path: Path) -> None:
    other = tmp_path / "list.xlsx"
    other.write_bytes(b"")
    drop(screen, other)
    assert not screen.is_busy


def test_a_pack_is_set_aside_and_merged_again_from_the_list(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext
) -> None:
    world.there(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    applied(qtbot, screen, world.brought())
    listed = screen.overview.packs
    qtbot.waitUntil(lambda: listed.chosen is not None and listed.chosen.way == packs.IN)
    with qtbot.waitSignal(context.offered):
        listed.aside_button.click()
    assert value(world, "switch", "condition") is Condition.GOOD
    qtbot.waitUntil(lambda: listed.again_button.isVisible())
    with qtbot.waitSignal(context.offered):
        listed.again_button.click()
    assert value(world, "switch", "condition") is Condition.LIGHT_DAMAGE


def test_work_is_handed_out_in_three_steps(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext, tmp_path: Path
) -> None:
    dialog = outgoing.hand_out(context, screen)
    ready(qtbot, dialog)
    assert dialog.receiver.chosen is not None
    assert dialog.receiver.chosen.person == "Rina Marlina"
    dialog.receiver.note.setText("Mulai dari ruang server")
    dialog.next_button.click()
    assert dialog.scope is not None
    tree = dialog.scope
    qtbot.waitUntil(lambda: bool(tree.items))
    tree.tick(world.ids["room"])
    assert tree.scope().rooms == (world.ids["room"],)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: "change" in dialog.content.outline.text())
    assert dialog.content.encrypt.isChecked()
    path = wrote(qtbot, dialog, tmp_path / "out")
    with world.at_laptop() as laptop, reading.opened(laptop, path) as pack:
        assert pack.header.kind is PackKind.WORK
        assert pack.header.note == "Mulai dari ruang server"
        assert pack.header.is_encrypted
        assert pack.header.scope.rooms == (world.ids["room"],)


def test_my_work_is_handed_over_in_one_step(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext, tmp_path: Path
) -> None:
    world.here(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    dialog = outgoing.hand_over(context, screen)
    ready(qtbot, dialog)
    assert dialog.receiver.chosen is not None
    path = wrote(qtbot, dialog, tmp_path / "out")
    with world.at_laptop() as laptop:
        merging.merge(laptop, RINA, path)
        with laptop.read() as session:
            assert rows.record(session, "asset", world.ids["switch"]).get("condition") is Condition.LIGHT_DAMAGE


def test_a_name_that_is_taken_gets_a_number(
    qtbot: QtBot, screen: ExchangeScreen, context: AppContext, tmp_path: Path
) -> None:
    for expected in ("", " (2)"):
        dialog = outgoing.hand_over(context, screen)
        ready(qtbot, dialog)
        assert wrote(qtbot, dialog, tmp_path / "out").stem.endswith(expected)
        dialog.next_button.click()


def ready(qtbot: QtBot, dialog: PackDialog) -> None:
    qtbot.waitUntil(lambda: dialog.receiver.chosen is not None)


def wrote(qtbot: QtBot, dialog: PackDialog, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    dialog.target.choose(folder)
    path = dialog.target.path()
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.written)
    assert path.exists()
    return path


def test_without_anybody_enrolled_the_screen_says_what_to_do_first(qtbot: QtBot, context: AppContext) -> None:
    screen = opened(qtbot, context)
    qtbot.waitUntil(lambda: screen.overview.first.isVisible())
    assert "Installations" in screen.overview.packs.empty.text.text()


def test_a_pack_dropped_elsewhere_on_the_window_leads_here(qtbot: QtBot, world: World, context: AppContext) -> None:
    def tell(error: BaseException) -> None:
        raise error

    window = MainWindow(Preferences(), tell)
    qtbot.addWidget(window)
    window.attach(context)
    with qtbot.waitExposed(window):
        window.show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(two_conflicts(world)))])
    action, left, no = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 400), action, data, left, no))
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 400), action, data, left, no))
    screen = window.current_screen()
    assert isinstance(screen, ExchangeScreen)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.plan)
    with qtbot.waitSignal(screen.incoming.merged):
        screen.apply_button.click()
    qtbot.waitUntil(lambda: window.toast.isVisible())
    with qtbot.waitSignal(context.offered):
        window.toast.undo_button.click()
    assert waiting(world) == 0
    qtbot.waitUntil(lambda: not context.is_busy)
