"""The dialog of a bulk edit: leave, set, clear, add; the preview; everything a filter lets through; one undo step."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.limits import longest
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets, listing
from spbe_assets.services.bulk_edit import How
from spbe_assets.storage.store import Store
from tests.ui.inventory_data import fill
from ui.bulk.dialog import BulkDialog, edit_together
from ui.context import AppContext
from ui.inventory.chosen import Chosen

COUNT = 260


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, COUNT)


def opened(qtbot: QtBot, context: AppContext, chosen: Chosen) -> BulkDialog:
    made = BulkDialog(context, chosen)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def of(ids: list[Id]) -> Chosen:
    return Chosen("asset", AssetFilter(), tuple(ids), len(ids))


def everything(wanted: AssetFilter, count: int) -> Chosen:
    return Chosen("asset", wanted, (), count)


def ask(qtbot: QtBot, dialog: BulkDialog, context: AppContext) -> None:
    dialog.ask()
    QTest.qWait(1)
    qtbot.waitUntil(lambda: not context.is_busy)


def type_into(dialog: BulkDialog, key: str, text: str) -> None:
    line: Any = dialog.rows.rows[key].cell.entry
    line.line.clear()
    QTest.keyClicks(line.line, text)


def values(context: AppContext, ids: list[Id], key: str) -> list[Any]:
    return [context.read(lambda session, one=one: assets.detail(session, one)).asset.get(key) for one in ids]


def write(qtbot: QtBot, dialog: BulkDialog, context: AppContext) -> None:
    with qtbot.waitSignal(context.done):
        dialog.change_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_typing_a_value_sets_it_and_the_preview_shows_before_and_after(
    qtbot: QtBot, context: AppContext, ids: list[Id]
) -> None:
    dialog = opened(qtbot, context, of(ids[:50]))
    type_into(dialog, "fund_source", "DAK 2026")
    assert dialog.rows.rows["fund_source"].choice() is How.SET
    ask(qtbot, dialog, context)
    model = dialog.preview.model
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert texts[1:] == ["Source of funds", "APBD", "DAK 2026"]
    assert dialog.change_button.text() == "Change 50 items"
    assert values(context, ids[:2], "fund_source") == ["APBD", "APBD"]
    write(qtbot, dialog, context)
    assert values(context, ids[49:51], "fund_source") == ["DAK 2026", "APBD"]


def test_all_that_a_filter_lets_through_changes_in_one_undo_step(
    qtbot: QtBot, context: AppContext, ids: list[Id]
) -> None:
    wanted = AssetFilter(conditions=frozenset({Condition.GOOD}))
    count = context.read(lambda session: listing.count(session, wanted))
    dialog = opened(qtbot, context, everything(wanted, count))
    combo: Any = dialog.rows.rows["condition"].cell.entry
    combo.combo.setCurrentIndex(2)
    combo.combo.activated.emit(2)
    ask(qtbot, dialog, context)
    write(qtbot, dialog, context)
    assert context.read(lambda session: listing.count(session, wanted)) == 0
    with qtbot.waitSignal(context.message):
        context.undo()
    assert context.read(lambda session: listing.count(session, wanted)) == count


def test_clearing_and_adding_behind(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    dialog = opened(qtbot, context, of(ids[:3]))
    dialog.rows.rows["year"].choose(How.CLEAR)
    assert not dialog.rows.rows["year"].cell.entry.isEnabled()
    dialog.rows.rows["fund_source"].choose(How.APPEND)
    type_into(dialog, "fund_source", "perubahan")
    assert dialog.rows.rows["fund_source"].choice() is How.APPEND
    ask(qtbot, dialog, context)
    write(qtbot, dialog, context)
    assert values(context, ids[:3], "year") == [None] * 3
    assert values(context, ids[:3], "fund_source") == ["APBD perubahan"] * 3


def test_only_those_that_really_change_are_counted(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    dialog = opened(qtbot, context, everything(AssetFilter(), COUNT))
    type_into(dialog, "brand", "Cisco")
    ask(qtbot, dialog, context)
    others = COUNT - context.read(lambda session: listing.count(session, AssetFilter(text="cisco")))
    assert dialog.change_button.text() == f"Change {others} items"


def test_nothing_to_change_leaves_the_button_off(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    dialog = opened(qtbot, context, of(ids[:5]))
    assert not dialog.change_button.isEnabled()
    type_into(dialog, "fund_source", "APBD")
    ask(qtbot, dialog, context)
    assert not dialog.change_button.isEnabled()
    assert "so already" in dialog.preview.said.text()


def test_a_value_that_can_not_be_right_is_said_at_its_field(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    dialog = opened(qtbot, context, of(ids[:5]))
    type_into(dialog, "year", "soon")
    ask(qtbot, dialog, context)
    assert dialog.rows.rows["year"].cell.problem.isVisible()
    assert not dialog.change_button.isEnabled()


def test_items_that_can_not_be_changed_are_listed_and_left(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    most = longest(CATALOGUE["asset"]["fund_source"])
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: assets.update(uow, ids[0], {"fund_source": "x" * most}))
    dialog = opened(qtbot, context, of(ids[:3]))
    dialog.rows.rows["fund_source"].choose(How.APPEND)
    type_into(dialog, "fund_source", "more")
    ask(qtbot, dialog, context)
    assert dialog.preview.problems.isVisible()
    assert dialog.change_button.text() == "Change 2 items"


def test_a_field_is_found_by_its_name(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    dialog = opened(qtbot, context, of(ids[:3]))
    dialog.search.setText("cond")
    dialog.search.tell_now()
    shown = [key for key, row in dialog.rows.rows.items() if not row.isHidden()]
    assert shown == ["condition"]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.rows.rows["condition"].isAncestorOf(dialog.focusWidget())


def test_tags_and_serial_numbers_are_not_offered(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    dialog = opened(qtbot, context, of(ids[:3]))
    assert not {"tag", "serial", "nibar", "register"} & dialog.rows.rows.keys()


def test_esc_closes_and_changes_nothing(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    edit_together(context, of(ids[:3]), parent)
    dialog = parent.findChild(BulkDialog)
    assert dialog is not None
    type_into(dialog, "brand", "Nokia")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: parent.findChild(BulkDialog) is None or not dialog.isVisible())
    assert "Nokia" not in values(context, ids[:3], "brand")


def test_a_failure_is_said_in_the_dialog_and_it_stays(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    dialog = opened(qtbot, context, of(ids[:3]))
    entry: Any = dialog.rows.rows["custodian_id"].cell.entry
    entry.show_value(b"\x01" * 16, "Nobody")
    dialog.rows.rows["custodian_id"].choose(How.SET)
    ask(qtbot, dialog, context)
    dialog.change_button.click()
    qtbot.waitUntil(lambda: dialog.failure.isVisible())
    assert dialog.isVisible() and dialog.isEnabled()
