"""Several at once: thirty items from one form and a scanner, without a mouse, in one undo step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.services import assets, entry
from spbe_assets.storage.store import Store
from tests.ui.inventory_data import fill
from ui.context import AppContext
from ui.entry.several import SeveralDialog
from ui.inventory.chosen import Chosen


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 20)


@pytest.fixture
def dialog(qtbot: QtBot, context: AppContext, ids: list[Id]) -> Iterator[SeveralDialog]:
    made = SeveralDialog(context)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.focus_first()
    yield made


def keys(qtbot: QtBot, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into whatever has the focus, then Enter."""
    qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), end)


def serials(context: AppContext, ids: tuple[Id, ...]) -> list[str]:
    return [context.read(lambda session, one=one: assets.detail(session, one)).asset.get("serial") for one in ids]


def scan(dialog: SeveralDialog, qtbot: QtBot, count: int = 30) -> None:
    dialog.pane.serials.setFocus()
    for number in range(count):
        keys(qtbot, f"5CG{number:05}")


def record(qtbot: QtBot, dialog: SeveralDialog) -> None:
    with qtbot.waitSignal(dialog._context.done):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(dialog.made))


def test_thirty_pcs_are_recorded_with_the_keyboard_alone(
    qtbot: QtBot, context: AppContext, dialog: SeveralDialog
) -> None:
    keys(qtbot, "Laptop")
    for text in ("Lenovo", "ThinkPad E14", "LT-01", "Dinas Kesehatan"):
        keys(qtbot, text)
    qtbot.waitUntil(lambda: dialog.form.value("asset", "agency_id") is not None)
    scan(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.pane.lines.index(29, 2).data() == "LT-30")
    tags = [dialog.pane.lines.index(row, 4).data() for row in range(30)]
    record(qtbot, dialog)

    made = [context.read(lambda session, one=one: assets.detail(session, one)) for one in dialog.made]
    assert [one.asset.get("tag") for one in made] == tags
    assert {one.category_code for one in made} == {"laptop"}
    assert {one.asset.names["agency_id"] for one in made} == {"Dinas Kesehatan"}
    assert [one.asset.get("name") for one in made][::29] == ["LT-01", "LT-30"]
    with qtbot.waitSignal(context.changed):
        context.undo()
    assert not context.read(lambda session: entry.carriers(session, ["5CG00000", "5CG00029"]))


def test_a_serial_that_is_there_already_is_said_and_not_added(
    qtbot: QtBot, context: AppContext, dialog: SeveralDialog, ids: list[Id]
) -> None:
    owner = next(
        one
        for asset_id in ids
        if (one := context.read(lambda session, a=asset_id: assets.detail(session, a))).asset.get("serial")
    )
    scan(dialog, qtbot, 2)
    keys(qtbot, "5cg-00001")
    assert "no. 2" in dialog.pane.said.text()
    keys(qtbot, owner.asset.get("serial").lower())
    assert owner.asset.get("tag") in dialog.pane.said.text()
    assert dialog.pane.lines.serials == ("5CG00000", "5CG00001")


def test_thirty_lines_are_pasted_at_once(qtbot: QtBot, dialog: SeveralDialog) -> None:
    QGuiApplication.clipboard().setText("\n".join(["PF1", "PF2\tnote", "", "PF1", *(f"PF{n}" for n in range(3, 30))]))
    dialog.pane.serials.setFocus()
    qtbot.keyClick(dialog.pane.serials, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert dialog.pane.lines.serials == tuple(f"PF{n}" for n in range(1, 30))
    assert "29 added" in dialog.pane.said.text() and "PF1 comes twice" in dialog.pane.said.text()


def test_a_scan_goes_to_the_list_wherever_the_cursor_is(dialog: SeveralDialog) -> None:
    dialog.form.cells["asset", "name"].entry.setFocus()
    dialog.take_scan("VNB3K12345")
    dialog.take_scan("SPBE:R7-00042-H")
    assert dialog.pane.lines.serials == ("VNB3K12345",)
    assert "label" in dialog.pane.said.text()


def test_lines_can_be_taken_out(qtbot: QtBot, dialog: SeveralDialog) -> None:
    scan(dialog, qtbot, 3)
    dialog.pane.table.setFocus()
    dialog.pane.table.selectRow(1)
    qtbot.keyClick(dialog.pane.table, Qt.Key.Key_Delete)
    assert dialog.pane.lines.serials == ("5CG00000", "5CG00002")
    dialog.pane.serials.setFocus()
    keys(qtbot, "")  # nothing happens
    dialog.pane.take(["5CG00001"])
    assert dialog.pane.lines.serials[-1] == "5CG00001"
    assert "3 items" in dialog.record_button.text()


def test_a_wrong_value_keeps_all_of_it_back(qtbot: QtBot, dialog: SeveralDialog) -> None:
    scan(dialog, qtbot, 1)
    dialog.form.cells["asset", "year"].entry.line.setText("20x5")
    dialog.record()
    assert dialog.form.cells["asset", "year"].problem.text()
    assert not dialog.made


def test_labels_of_the_items_are_one_key_away(qtbot: QtBot, context: AppContext, dialog: SeveralDialog) -> None:
    scan(dialog, qtbot, 3)
    record(qtbot, dialog)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.labels_button)
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.keyClick(dialog.labels_button, Qt.Key.Key_Return)
    place, argument = went.args
    assert place == "labels"
    assert argument == Chosen("asset", AssetFilter(ids=frozenset(dialog.made)), dialog.made, 3)


def test_the_next_go_counts_on_and_the_pins_hold(qtbot: QtBot, context: AppContext, dialog: SeveralDialog) -> None:
    dialog.form.cells["asset", "name"].entry.show_value("PC-01")
    dialog.form.cells["asset", "year"].entry.show_value(2024)
    scan(dialog, qtbot, 2)
    record(qtbot, dialog)
    dialog.go_on()
    assert dialog.form.value("asset", "name") == "PC-03" and dialog.pane.lines.rowCount() == 0

    another = SeveralDialog(context)
    qtbot.addWidget(another)
    assert another.form.value("asset", "year") == 2024


def test_one_item_can_be_the_pattern(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    like = context.read(lambda session: assets.detail(session, ids[0]))
    made = SeveralDialog(context, ids[0])
    qtbot.addWidget(made)
    assert made.form.value("asset", "model") == like.asset.get("model")
    assert made.form.value("asset", "room_id") == like.asset.get("room_id")


def test_esc_loses_no_serial_numbers_without_a_question(qtbot: QtBot, dialog: SeveralDialog) -> None:
    scan(dialog, qtbot, 2)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.question.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and not dialog.question.isVisible()
    dialog.question.acted.emit()
    assert not dialog.isVisible()
