"""Ctrl+K, scanned codes and the sheet of keys, in the real window."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.domain import tags
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetDetail
from spbe_assets.services import assets, label_ledger, labels, listing
from spbe_assets.storage.store import Actor, Store
from tests.ui.inventory_data import fill
from ui import navigation
from ui.bulk.dialog import BulkDialog
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.palette import key_sheet, sources
from ui.palette.commands import COMMANDS
from ui.palette.palette import Palette
from ui.palette.scan_card import ScanCard
from ui.preferences import Preferences

COUNT = 160


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, COUNT)


@pytest.fixture
def window(qtbot: QtBot, ids: list[Id], context: AppContext) -> MainWindow:
    made = MainWindow(Preferences(), lambda error: pytest.fail(repr(error)))
    qtbot.addWidget(made)
    made.attach(context)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made).__enter__()
    return made


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow) -> Palette:
    window.open_palette()
    made = window.findChild(Palette)
    assert made is not None
    return made


def detail(context: AppContext, asset_id: Id) -> AssetDetail:
    return context.read(lambda session: assets.detail(session, asset_id))


def settle(qtbot: QtBot, context: AppContext) -> None:
    QTest.qWait(1)
    qtbot.waitUntil(lambda: not context.is_busy)


def typed(qtbot: QtBot, palette: Palette, context: AppContext, text: str) -> list[str]:
    """The keys of the lines that answer a text."""
    palette.box.setText(text)
    settle(qtbot, context)
    return [line.key for line in palette.list.lines()]


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_ctrl_k_opens_the_box_and_esc_gives_the_focus_back(qtbot: QtBot, window: MainWindow) -> None:
    window.open_place(navigation.INVENTORY)
    before = QApplication.focusWidget()
    qtbot.keyClick(before, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    assert palette is not None and palette.box.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is before


def test_a_tag_typed_in_full_is_the_first_line_and_enter_opens_it(
    qtbot: QtBot, window: MainWindow, palette: Palette, context: AppContext, ids: list[Id]
) -> None:
    tag = detail(context, ids[7]).asset.get("tag")
    assert typed(qtbot, palette, context, f"spbe:{tag.lower()}")[0] == f"asset:{ids[7].hex()}"
    press(qtbot, Qt.Key.Key_Return)
    screen: Any = window.current_screen()
    assert (screen.name, screen.assets.shown) == (navigation.INVENTORY, ids[7])


@pytest.mark.parametrize(
    ("text", "key"),
    [("set", "place:settings"), ("new it", "command:new"), ("dark", "command:theme-dark"), ("excel", "command:import")],
)
def test_screens_and_commands_are_found(
    qtbot: QtBot, palette: Palette, context: AppContext, text: str, key: str
) -> None:
    assert key in typed(qtbot, palette, context, text)


def test_agencies_rooms_people_and_links_are_found_under_their_headings(
    qtbot: QtBot, palette: Palette, context: AppContext
) -> None:
    for text, table in (("dinas", "agency"), ("gudang", "room"), ("cadangan", "link")):
        keys = typed(qtbot, palette, context, text)
        assert any(key.startswith(f"{table}:") for key in keys), text
    found = context.read(lambda session: sources.find_others(session, "marlina"))
    assert [hit.name for hit in found if hit.table == "person"] == ["Rina Marlina"]


def test_all_that_answers_can_be_shown_in_the_list(
    qtbot: QtBot, window: MainWindow, palette: Palette, context: AppContext
) -> None:
    assert "all" in typed(qtbot, palette, context, "lenovo")
    next(line for line in palette.list.lines() if line.key == "all").run()
    screen: Any = window.current_screen()
    assert screen.assets.query.wanted.text == "lenovo"


def test_the_arrow_keys_choose_and_never_stop_on_a_heading(qtbot: QtBot, palette: Palette, context: AppContext) -> None:
    keys = typed(qtbot, palette, context, "")
    seen = []
    for _line in keys:
        seen.append(palette.list.line().key)  # type: ignore[union-attr]
        press(qtbot, Qt.Key.Key_Down)
    assert seen == keys
    assert palette.list.line().key == keys[0]  # type: ignore[union-attr]


def test_what_was_used_last_is_offered_first(
    qtbot: QtBot, window: MainWindow, palette: Palette, context: AppContext, ids: list[Id]
) -> None:
    typed(qtbot, palette, context, "keyboard short")
    press(qtbot, Qt.Key.Key_Return)
    window.overlays.dismiss()  # type: ignore[union-attr]
    window.overlays.open_palette(detail(context, ids[3]).asset.get("tag"))  # type: ignore[union-attr]
    settle(qtbot, context)
    press(qtbot, Qt.Key.Key_Return)
    window.open_palette()
    settle(qtbot, context)
    assert [line.key for line in palette.list.lines()][:2] == [f"asset:{ids[3].hex()}", "command:keys"]


def test_newer_typing_overtakes_older(
    qtbot: QtBot, palette: Palette, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(qtbot, context)
    go, find = Event(), sources.find

    def slow_at_first(session: Any, text: str) -> sources.Found:
        if text == "lenovo":
            go.wait(5)
        return find(session, text)

    monkeypatch.setattr(sources, "find", slow_at_first)
    palette.box.setText("lenovo")
    QTest.qWait(20)
    palette.box.setText("cisco")
    qtbot.waitUntil(lambda: any("Cisco" in line.text or line.key == "all" for line in palette.list.lines()))
    newer = [line.key for line in palette.list.lines()]
    go.set()
    settle(qtbot, context)
    assert [line.key for line in palette.list.lines()] == newer


def test_enter_before_the_answer_has_come_takes_it_when_it_comes(
    qtbot: QtBot, window: MainWindow, palette: Palette, context: AppContext, ids: list[Id]
) -> None:
    palette.box.setText(detail(context, ids[9]).asset.get("tag"))
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not palette.isVisible())
    screen: Any = window.current_screen()
    assert screen.assets.shown == ids[9]


def test_what_can_be_done_with_the_selection_is_offered(
    qtbot: QtBot, window: MainWindow, context: AppContext, ids: list[Id]
) -> None:
    window.open_place(navigation.INVENTORY)
    screen: Any = window.current_screen()
    qtbot.waitUntil(lambda: screen.assets.table.count == COUNT)
    screen.current.list.table.selectAll()
    window.open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    assert typed(qtbot, palette, context, "edit tog")[0] == "action:bulk"
    assert palette.list.lines()[0].second == f"{COUNT} selected"
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(BulkDialog) is not None)
    dialog = window.findChild(BulkDialog)
    assert dialog is not None and dialog.change_button.text() == f"Change {COUNT} items"
    dialog.close()


def test_a_shortcut_to_another_screen_closes_the_palette(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    qtbot.keyClick(palette.box, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert not palette.isVisible()
    assert window.current_screen().name == navigation.INVENTORY  # type: ignore[union-attr]


def test_nothing_found_is_said(qtbot: QtBot, palette: Palette, context: AppContext) -> None:
    assert typed(qtbot, palette, context, "zzqqxx") == []
    assert palette.nothing.isVisible()


def test_every_command_can_be_run(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    for one in COMMANDS:
        if one.name != "quit":
            one.run(window)
            settle(qtbot, context)
    assert window.isVisible()


def test_no_two_commands_share_a_key() -> None:
    keys = [key for one in COMMANDS for key in one.keys]
    assert len(keys) == len(set(keys))


def test_the_sheet_names_every_shortcut_of_every_screen(qtbot: QtBot, window: MainWindow) -> None:
    for name in window.rail.buttons:
        window.open_place(name)
        screen = window.current_screen()
        assert screen is not None
        for shortcut in screen.findChildren(QShortcut):
            owner = shortcut.parent()
            if isinstance(owner, QWidget) and owner.isVisible():
                keys = shortcut.key().toString()
                assert shortcut.whatsThis() or key_sheet.title_of(keys), f"{name}: {keys}"


def test_the_sheet_opens_with_its_keys_and_closes(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    window.open_place(navigation.INVENTORY)
    settle(qtbot, context)
    sheet: Callable[[], Any] = lambda: window.findChild(key_sheet.KeySheet)  # noqa: E731
    QTest.keyClicks(QApplication.focusWidget(), "?")
    assert sheet().isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert not sheet().isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert sheet().isVisible()
    assert ("F2", "Edit") in key_sheet.of_screen(window.current_screen())  # type: ignore[arg-type]


class Scans:
    """Scanning in a window."""

    def __init__(self, qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
        self.qtbot, self.window, self.context = qtbot, window, context

    def __call__(self, code: str) -> None:
        self.window.scan(code)
        settle(self.qtbot, self.context)

    @property
    def card(self) -> ScanCard:
        found = self.window.findChild(ScanCard)
        assert found is not None
        return found

    @property
    def inventory(self) -> Any:
        return self.window.current_screen()


@pytest.fixture
def scan(qtbot: QtBot, window: MainWindow, context: AppContext) -> Scans:
    return Scans(qtbot, window, context)


def test_a_scan_opens_its_record_from_any_screen(
    qtbot: QtBot, window: MainWindow, scan: Scans, context: AppContext, ids: list[Id]
) -> None:
    window.open_place("settings")
    scan(f"SPBE:{detail(context, ids[5]).asset.get('tag')}")
    assert (scan.inventory.name, scan.inventory.assets.shown) == (navigation.INVENTORY, ids[5])
    assert not scan.card.isVisible()


def test_several_with_one_code_are_offered_by_number(
    qtbot: QtBot, scan: Scans, context: AppContext, ids: list[Id]
) -> None:
    for asset_id in ids[:2]:
        context.write(lambda uow, _progress, one=asset_id: assets.update(uow, one, {"serial": "TWICE-1"}))
    settle(qtbot, context)
    scan("twice1")
    assert [line.keys for line in scan.card.list.lines()] == ["1", "2"]
    wanted = scan.card.list.lines()[1].key
    press(qtbot, Qt.Key.Key_2)
    assert f"asset:{scan.inventory.assets.shown.hex()}" == wanted


def test_an_unknown_serial_begins_a_new_item_with_one_key(qtbot: QtBot, scan: Scans) -> None:
    scan("SN-NEW-1")
    press(qtbot, Qt.Key.Key_N)
    editor = scan.inventory.assets.editor
    assert editor.isVisible()
    assert editor.form.value("asset", "serial") == "SN-NEW-1"


def test_a_blank_label_is_put_on_the_record_on_show_with_one_key_and_undone(
    qtbot: QtBot, window: MainWindow, scan: Scans, context: AppContext, ids: list[Id], store: Store
) -> None:
    window.open_place(navigation.INVENTORY, ids[4])
    settle(qtbot, context)
    qtbot.waitUntil(lambda: scan.inventory.on_show() is not None)
    with store.write(Actor("Budi"), "labels blank") as uow:
        blank = labels.reserve_blank(uow, 1, "avery-l7159").tags[0]
    before = detail(context, ids[4]).asset.get("tag")
    scan(f"SPBE:{blank}")
    with qtbot.waitSignal(context.done):
        press(qtbot, Qt.Key.Key_P)
    assert detail(context, ids[4]).asset.get("tag") == blank
    with qtbot.waitSignal(context.message):
        window.toast.undo_button.click()
    assert detail(context, ids[4]).asset.get("tag") == before


def test_a_mistyped_tag_is_said_and_the_nearest_offered(
    qtbot: QtBot, scan: Scans, context: AppContext, ids: list[Id]
) -> None:
    tag = detail(context, ids[6]).asset.get("tag")
    scan(tag[:-1] + ("A" if tag[-1] != "A" else "B"))
    assert "check character" in scan.card.sentence.text()
    line = next(line for line in scan.card.list.lines() if line.code == tag)
    press(qtbot, getattr(Qt.Key, f"Key_{line.keys}"))
    assert scan.inventory.assets.shown == ids[6]


def test_a_tag_of_a_foreign_series_says_why_it_can_not_be_used_and_offers_only_the_search(
    qtbot: QtBot, scan: Scans, context: AppContext, ids: list[Id]
) -> None:
    scan(f"SPBE:{tags.make('ZZ', 7)}")
    assert "series ZZ" in scan.card.sentence.text()
    assert [line.keys for line in scan.card.list.lines()] == ["S"]


def test_an_outdated_label_opens_its_record_and_offers_a_new_label(
    qtbot: QtBot, window: MainWindow, scan: Scans, context: AppContext, ids: list[Id], store: Store
) -> None:
    with store.read() as session:
        printed = list(labels.contents(session, listing.numbers_of(session, [ids[3]]).values()))
    with store.write(Actor("Sari"), "labels") as uow:
        label_ledger.record_prints(uow, printed, "avery-l7159")
    with store.write(Actor("Budi"), "edit") as uow:
        assets.update(uow, ids[3], {"name": "Another name"})
    scan(detail(context, ids[3]).asset.get("tag"))
    assert scan.inventory.assets.shown == ids[3] and not scan.card.isVisible()
    assert "outdated" in window.message_bar.text.text()
    gone: list[object] = []
    context.navigated.connect(lambda _place, argument: gone.append(argument))
    window.message_bar.action.click()
    assert gone == [AssetFilter(ids=frozenset({ids[3]}))]
    assert not window.message_bar.isVisible()


def test_a_former_tag_leads_to_the_record_and_says_who_changed_it(
    qtbot: QtBot, scan: Scans, context: AppContext, ids: list[Id], store: Store
) -> None:
    former = detail(context, ids[2]).asset.get("tag")
    with store.write(Actor("Sari"), "edit") as uow:
        assets.update(uow, ids[2], {"tag": str(uow.next_tags(1)[0])})
    scan(former)
    assert "Sari" in scan.card.sentence.text()
    press(qtbot, Qt.Key.Key_1)
    assert scan.inventory.assets.shown == ids[2]


def test_an_open_editor_with_unsaved_changes_is_asked_in_place(
    qtbot: QtBot, window: MainWindow, scan: Scans, context: AppContext, ids: list[Id]
) -> None:
    window.open_place(navigation.INVENTORY, navigation.NEW)
    editor = scan.inventory.assets.editor
    editor.form.cells["asset", "name"].entry.line.setText("half typed")
    scan(detail(context, ids[5]).asset.get("tag"))
    assert editor.isVisible() and editor.question.isVisible()
    assert editor.form.value("asset", "name") == "half typed"
    assert window.message_bar.isVisible()


def test_a_second_scan_replaces_the_card(qtbot: QtBot, scan: Scans) -> None:
    scan("SN-ONE-1")
    scan("SN-TWO-2")
    assert scan.card.isVisible()
    assert scan.card.code.text() == "SN-TWO-2"
