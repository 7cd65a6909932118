"""The grid: a block pasted from a spreadsheet, or rows typed as in one; wrong cells are marked, one write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets, pins
from spbe_assets.services.pins import Pins
from spbe_assets.storage.store import Store
from tests.ui.inventory_data import agency_ids, fill
from ui.context import AppContext
from ui.entry.grid import GridDialog
from ui.entry.grid_model import Area

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
TITLES = ("Jenis Barang", "Merk", "Tipe", "No. Seri", "Nama Barang", "Ruangan", "Tahun", "Kondisi")
ROW = ("Laptop", "Lenovo", "ThinkPad E14", "PF3{n:05}", "Laptop {n}", "Loket 3", "2023", "Baik")


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 20)


@pytest.fixture
def dialog(qtbot: QtBot, context: AppContext, ids: list[Id]) -> Iterator[GridDialog]:
    agency = agency_ids(context.store)[1]
    pins.save(context.store, "Budi", Pins().holding({("asset", "agency_id"): agency, ("asset", "year"): 2024}, {}))
    made = GridDialog(context)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.table.setFocus()
    yield made


def text(*, titled: bool, **replaced: str) -> str:
    lines = [TITLES] if titled else []
    lines += [
        tuple(replaced.get(f"r{n}", cell) if at == 6 else cell.format(n=n) for at, cell in enumerate(ROW))
        for n in range(20)
    ]
    return "\n".join("\t".join(line) for line in lines)


def paste(qtbot: QtBot, dialog: GridDialog, block: str) -> None:
    QGuiApplication.clipboard().setText(block)
    qtbot.keyClick(dialog.table, Qt.Key.Key_V, CTRL)


def planned(qtbot: QtBot, dialog: GridDialog) -> None:
    dialog.ask()
    turn = dialog._turn
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog._turn == turn and not dialog._context.is_busy)


def record(qtbot: QtBot, dialog: GridDialog) -> list[Id]:
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    return list(dialog.made)


def keys(qtbot: QtBot, dialog: GridDialog, *cells: str) -> None:
    """Type one row as people do: Tab between cells, Enter at its end."""
    for at, cell in enumerate(cells):
        last = at == len(cells) - 1
        for letter in cell:
            qtbot.keyClicks(QApplication.focusWidget(), letter)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return if last else Qt.Key.Key_Tab)
        QApplication.processEvents()  # the editor closes behind the key


@pytest.mark.parametrize("titled", [True, False])
def test_a_block_of_twenty_rows_is_pasted_and_recorded_in_one_step(
    qtbot: QtBot, context: AppContext, dialog: GridDialog, titled: bool
) -> None:
    paste(qtbot, dialog, text(titled=titled))
    qtbot.waitUntil(lambda: "20 items" in dialog.record_button.text())
    assert dialog.model.parts[:4] == ["category", "brand", "model", "serial"] or titled
    made = record(qtbot, dialog)

    assert len(made) == 20
    found = context.read(lambda session: assets.find(session, "PF300007"))
    one = context.read(lambda session: assets.detail(session, found)).asset
    assert (one.get("model"), one.get("year"), one.names["room_id"]) == ("ThinkPad E14", 2023, "Loket 3")
    assert one.get("condition") is Condition.GOOD and one.get("agency_id") == agency_ids(context.store)[1]
    with qtbot.waitSignal(context.changed) as changed:
        context.undo()
    assert set(made) <= changed.args[0].ids("asset")


def test_wrong_cells_are_marked_and_reached_by_a_key(qtbot: QtBot, context: AppContext, dialog: GridDialog) -> None:
    paste(qtbot, dialog, text(titled=True, r3="20x3", r9="1850"))
    qtbot.waitUntil(lambda: len(dialog.model.wrong) >= 1)
    column = dialog.model.parts.index("year") if "year" in dialog.model.parts else dialog.model.parts.index("acquired")
    assert (3, column) in dialog.model.wrong
    assert not dialog.record_button.isEnabled()

    qtbot.keyClick(dialog.table, Qt.Key.Key_F8)
    assert dialog.table.current() == (3, column)
    assert "20x3" in dialog.said.text()
    for row, at in list(dialog.model.wrong):
        dialog.model.setData(dialog.model.index(row, at), "2023")
    qtbot.waitUntil(dialog.record_button.isEnabled)


def test_rows_are_typed_without_a_mouse_and_pins_fill_the_rest(
    qtbot: QtBot, context: AppContext, dialog: GridDialog
) -> None:
    keys(qtbot, dialog, "Switch", "MikroTik", "CRS326-24G-2S+RM", "HD101", "Switch lantai 1")
    keys(qtbot, dialog, "Printer", "Epson", "L5190", "X8J2", "Printer loket")
    assert dialog.table.current() == (2, 0)
    planned(qtbot, dialog)
    found = [context.read(lambda s, one=one: assets.detail(s, one)) for one in record(qtbot, dialog)]

    assert sorted(one.category_code for one in found) == ["printer", "switch"]
    assert {one.asset.get("year") for one in found} == {2024}
    assert {one.asset.get("agency_id") for one in found} == {agency_ids(context.store)[1]}
    assert all(one.asset.get("tag") for one in found)


def test_fill_down_copies_and_counts_names_on(qtbot: QtBot, dialog: GridDialog) -> None:
    keys(qtbot, dialog, "PC", "HP", "", "", "PC-07", "Gudang")
    dialog.table.go_to(0, 0)
    selection = dialog.table.selectionModel()
    for row in range(4):
        for column in range(6):
            selection.select(dialog.model.index(row, column), selection.SelectionFlag.Select)
    qtbot.keyClick(dialog.table, Qt.Key.Key_D, CTRL)
    assert [row[4] for row in dialog.model.cells[:5]] == ["PC-07", "PC-08", "PC-09", "PC-10", ""]
    assert dialog.model.cells[3][0] == "PC" and dialog.model.cells[3][5] == "Gudang"

    dialog.table.go_to(4, 4)
    qtbot.keyClick(dialog.table, Qt.Key.Key_D, CTRL)
    assert dialog.model.cells[4][4] == "PC-11"


def test_a_column_can_mean_something_else(qtbot: QtBot, dialog: GridDialog) -> None:
    dialog.model.set_part(4, "register")
    dialog.model.set_part(0, "name")
    assert dialog.model.parts[:5] == ["name", "brand", "model", "serial", "register"]
    dialog.model.set_part(1, "name")
    assert dialog.model.parts[0] == ""


def test_scans_go_down_the_column_of_serial_numbers(dialog: GridDialog) -> None:
    dialog.table.go_to(0, 1)
    for code in ("AAA111", "BBB222", "CCC333"):
        dialog.take_scan(code)
    assert [row[3] for row in dialog.model.cells[:4]] == ["AAA111", "BBB222", "CCC333", ""]


def test_a_second_block_is_pasted_where_the_cursor_is(qtbot: QtBot, dialog: GridDialog) -> None:
    keys(qtbot, dialog, "PC")
    dialog.table.go_to(0, 3)
    paste(qtbot, dialog, "\n".join(f"S{n}" for n in range(30)))
    assert [row[3] for row in dialog.model.cells[:30]] == [f"S{n}" for n in range(30)]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert dialog.model.cells[0][3] == ""


def test_a_known_serial_says_that_its_item_is_changed(
    qtbot: QtBot, context: AppContext, dialog: GridDialog, ids: list[Id]
) -> None:
    known = next(
        serial for one in ids if (serial := context.read(lambda s, a=one: assets.detail(s, a)).asset.get("serial"))
    )
    dialog.model.setData(dialog.model.index(0, 3), known)
    dialog.model.setData(dialog.model.index(0, 4), "Renamed")
    planned(qtbot, dialog)
    dialog.table.go_to(0, 4)
    assert "already" in dialog.said.text()


def test_labels_can_follow_at_once(qtbot: QtBot, context: AppContext, dialog: GridDialog) -> None:
    keys(qtbot, dialog, "PC", "HP", "280 G4 MT", "Z1")
    planned(qtbot, dialog)
    with qtbot.waitSignal(context.navigated) as went:
        dialog.labels_button.click()
    assert went.args[0] == "labels" and went.args[1].ids == dialog.made and len(dialog.made) == 1


def test_esc_loses_no_rows_without_a_question(qtbot: QtBot, dialog: GridDialog) -> None:
    keys(qtbot, dialog, "PC")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.question.isVisible()
    dialog.question.acted.emit()
    assert not dialog.isVisible()


def drag(qtbot: QtBot, dialog: GridDialog, row: int, column: int, keys: Qt.KeyboardModifier = NONE) -> None:
    """Drag the corner of the selection to a cell."""
    handle, table = dialog.table.handle, dialog.table
    assert handle.isVisible()
    there = handle.mapFrom(table.viewport(), table.visualRect(dialog.model.index(row, column)).center())
    qtbot.mousePress(handle, LEFT, keys, handle.rect().center())
    qtbot.mouseMove(handle, there)
    qtbot.mouseRelease(handle, LEFT, keys, there)


def column(dialog: GridDialog, at: int, rows: int = 5) -> list[str]:
    return [row[at] for row in dialog.model.cells[:rows]]


def test_the_corner_of_a_selection_fills_downwards(qtbot: QtBot, dialog: GridDialog) -> None:
    dialog.model.paste(0, 0, [["PC", "HP", "280 G4", "SN-01", "PC-07"]])
    dialog.table.select(Area(0, 0, 0, 4))
    drag(qtbot, dialog, 3, 4)
    assert column(dialog, 0) == ["PC"] * 4 + [""]
    assert column(dialog, 2) == ["280 G4"] * 4 + [""]
    assert column(dialog, 3) == ["SN-01", "", "", "", ""]
    assert column(dialog, 4) == ["PC-07", "PC-08", "PC-09", "PC-10", ""]
    assert dialog.table.area() == Area(0, 0, 3, 4)

    dialog.table.select(Area(0, 3, 0, 3))
    drag(qtbot, dialog, 2, 3, CTRL)
    assert column(dialog, 3) == ["SN-01", "SN-02", "SN-03", "", ""]


def test_two_cells_are_a_series_and_the_corner_fills_to_the_right(qtbot: QtBot, dialog: GridDialog) -> None:
    dialog.model.paste(0, 3, [["A10"], ["A20"]])
    dialog.table.select(Area(0, 3, 1, 3))
    drag(qtbot, dialog, 4, 3)
    assert column(dialog, 3) == ["A10", "A20", "A30", "A40", "A50"]
    dialog.table.select(Area(0, 3, 0, 3))
    drag(qtbot, dialog, 0, 5)
    assert dialog.model.cells[0][3:6] == ["A10", "A10", "A10"]
    dialog.table.select(Area(0, 5, 0, 5))
    drag(qtbot, dialog, 0, 7, CTRL)
    assert dialog.model.cells[0][5:8] == ["A10", "A11", "A12"]


def test_a_serial_number_that_stands_twice_is_marked_and_may_be_recorded(
    qtbot: QtBot, context: AppContext, dialog: GridDialog, ids: list[Id]
) -> None:
    known = next(one for a in ids if (one := context.read(lambda s, a=a: assets.detail(s, a)).asset).get("serial"))
    dialog.model.paste(0, 0, [["PC", "HP", "", "ZZ-9001", "One"], ["PC", "HP", "", "zz9001", "Two"]])
    dialog.model.paste(2, 0, [["PC", "HP", "", known.get("serial"), "Three"]])
    planned(qtbot, dialog)
    assert dialog.model.doubted == [(0, 3), (1, 3), (2, 3)] and not dialog.model.wrong
    assert dialog.model.sentence(0, 3) == "Row 2 has the same serial number."
    assert dialog.model.sentence(2, 3).startswith(f"{known.get('tag')} ")
    assert dialog.record_button.isEnabled()

    dialog.table.go_to(0, 0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_F8)
    assert dialog.table.current() == (0, 3) and "Row 2" in dialog.said.text()


def test_a_mac_address_of_the_register_is_marked(qtbot: QtBot, context: AppContext, dialog: GridDialog) -> None:
    dialog.model.add_column("mac")
    dialog.model.paste(0, 0, [["Switch", "HP", "", "K1", "One", "", "", "", "AA-BB-CC-00-11-22"]])
    planned(qtbot, dialog)
    assert not dialog.model.doubted
    record(qtbot, dialog)

    again = GridDialog(context)
    qtbot.addWidget(again)
    again.model.add_column("mac")
    again.model.paste(0, 0, [["Switch", "HP", "", "K2", "Two", "", "", "", "aabb.cc00.1122"]])
    planned(qtbot, again)
    assert again.model.doubted == [(0, 8)] and "One in the register" in again.model.sentence(0, 8)
