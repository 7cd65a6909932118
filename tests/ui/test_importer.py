"""Import as people go through it: file, columns, check, done; corrections in place; cancel; bad files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from spbe_assets.domain.errors import AppError
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import listing
from spbe_assets.sheets.parts import NOTHING
from ui.context import AppContext
from ui.importer import saving
from ui.importer.column_table import MEANING, REMARK
from ui.importer.header_dialog import HeaderDialog
from ui.models.import_preview import NAME, STATE, WHAT
from ui.screens.importer import CHECK, COLUMNS, DONE, FILE, ImportScreen

TITLES = (
    "No", "Kode Barang", "Jenis Barang / Nama Barang", "Nomor Register", "Merk / Type", "Tahun Pembelian",
    "Nomor Pabrik", "Harga (Rp)", "Kondisi", "Warna stiker",
)  # fmt: skip
SWITCH = (
    1,
    "1.3.2.10.02.04.024",
    "Switch",
    "000001",
    "TP-Link / TL-SG3428",
    2021,
    "SN-AAA-001",
    4_500_000,
    "B",
    "biru",
)
ROUTER = (2, "1.3.2.10.02.04.002", "Router", "000002", "MikroTik / CCR2004", 2020, "SN-AAA-002", 9_000_000, "RR", "")
WRONG = (3, "1.3.2.10.01.02.002", "Lap Top", "000003", "Acer / P214", 2019, "SN-AAA-003", "mahal sekali", "B", "merah")
Make = Sequence[Sequence[object]]


def kib_b(path: Path, rows: Make) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("KIB B")
        sheet.write_string(0, 0, "KARTU INVENTARIS BARANG (KIB) B")
        sheet.write_row(2, 0, ("SKPD :", "Dinas Kesehatan"))
        for number, row in enumerate((TITLES, *rows), 4):
            sheet.write_row(number, 0, row)
    return path


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext) -> ImportScreen:
    made = ImportScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    qtbot.waitExposed(made)
    return made


def ready(qtbot: QtBot, screen: ImportScreen, step: int) -> None:
    qtbot.waitUntil(lambda: not screen.is_busy and screen.steps.current == step, timeout=15_000)


def read(qtbot: QtBot, screen: ImportScreen, path: Path) -> None:
    screen.show_argument(path)
    ready(qtbot, screen, COLUMNS)


def check(qtbot: QtBot, screen: ImportScreen, path: Path) -> None:
    read(qtbot, screen, path)
    screen.columns.check_button.click()
    ready(qtbot, screen, CHECK)


def names(context: AppContext) -> list[str]:
    return sorted(row.name for row in context.read(lambda session: listing.rows_first(session, AssetFilter(), limit=9)))


def figures(screen: ImportScreen) -> dict[str, int]:
    return {key: made.figure.count for key, made in screen.check.strip.buttons.items()}


def shown(screen: ImportScreen, row: int, column: int) -> str:
    return str(screen.check.model.index(row, column).data())


def test_a_file_goes_all_the_way_and_back(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH, ROUTER)))
    assert figures(screen)["new"] == 2
    assert names(context) == []

    screen.check.import_button.click()
    ready(qtbot, screen, DONE)
    assert names(context) == ["Router", "Switch"]

    places: list[tuple[str, object]] = []
    context.navigated.connect(lambda place, argument: places.append((place, argument)))
    screen.done.show_button.click()
    place, wanted = places[0]
    assert place == "inventory"
    assert isinstance(wanted, AssetFilter)
    assert len(wanted.ids or ()) == 2

    screen.done.undo_button.click()
    qtbot.waitUntil(lambda: not screen.is_busy and screen.done.again_button.isVisible(), timeout=15_000)
    assert names(context) == []
    assert not screen.done.undo_button.isVisible()

    screen.done.again_button.click()
    ready(qtbot, screen, CHECK)
    assert figures(screen)["new"] == 2


def test_undo_from_anywhere_is_seen_on_the_receipt(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH,)))
    screen.check.import_button.click()
    ready(qtbot, screen, DONE)
    with qtbot.waitSignal(context.changed):
        context.undo()
    assert screen.done.again_button.isVisible()
    with qtbot.waitSignal(context.changed):
        context.redo()
    assert screen.done.undo_button.isVisible()
    assert "1 record imported" in screen.done.title.text()


def test_the_columns_say_what_they_hold_and_can_be_changed(qtbot: QtBot, screen: ImportScreen, tmp_path: Path) -> None:
    read(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH, ROUTER)))
    model = screen.columns.model
    by_title = {model.index(row, 1).data(): row for row in range(model.rowCount())}
    assert model.index(by_title["Kode Barang"], MEANING).data() == "Kode barang"
    assert model.index(by_title["Warna stiker"], REMARK).data() == "unknown, left out"
    assert screen.columns.unknown.isVisible()

    screen.columns.unknown.acted.emit()
    assert not screen.columns.unknown.isVisible()
    assert model.index(by_title["Warna stiker"], REMARK).data() == "unknown, kept"

    model.chosen.emit(model.column_at(by_title["Harga (Rp)"]), NOTHING)
    assert model.index(by_title["Harga (Rp)"], MEANING).data() == "not imported"
    screen.columns.check_button.click()
    ready(qtbot, screen, CHECK)
    assert screen.planned is not None
    values = screen.planned.plan.rows[0].values
    assert values["extra"]["Warna stiker"] == "biru"
    assert "price_rupiah" not in values


def test_a_later_file_with_the_same_titles_is_mapped_as_before(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    read(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH,)))
    screen.columns.unknown.acted.emit()
    screen.columns.check_button.click()
    ready(qtbot, screen, CHECK)
    with qtbot.waitSignal(context.idle, timeout=15_000):
        screen.check.import_button.click()
    read(qtbot, screen, kib_b(tmp_path / "later.xlsx", (ROUTER,)))
    assert not screen.columns.unknown.isVisible()
    assert "as you chose them before" in screen.columns.found.whole()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)
def test_enter_opens_the_meanings_of_a_column_and_a_key_chooses(
    qtbot: QtBot, screen: ImportScreen, tmp_path: Path
) -> None:
    read(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH,)))
    table, model = screen.columns.table, screen.columns.model
    table.setCurrentIndex(model.index(1, 0))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChild(QComboBox)
    assert isinstance(editor, QComboBox)
    line = editor.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "not imported")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert model.index(1, MEANING).data() == "not imported"


def test_a_rejected_row_is_shown_with_its_cell_and_corrected_in_place(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH, ROUTER, WRONG)))
    assert figures(screen)["rejected"] == 1
    assert (shown(screen, 0, STATE), shown(screen, 0, NAME)) == ("rejected", "Lap Top")
    assert "mahal sekali" in shown(screen, 0, WHAT)
    (cell,) = screen.check.pane.inputs
    assert cell.line.text() == "mahal sekali"

    cell.line.setText("7.500.000")
    QTest.keyClick(cell.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.is_busy and figures(screen)["rejected"] == 0, timeout=15_000)
    assert figures(screen)["new"] == 3
    assert screen.check.reset_button.isVisible()

    screen.check.import_button.click()
    ready(qtbot, screen, DONE)
    assert names(context) == ["Lap Top", "Router", "Switch"]


def test_after_a_correction_the_next_wrong_cell_is_ready_for_typing(
    qtbot: QtBot, screen: ImportScreen, tmp_path: Path
) -> None:
    second = (4, "1.3.2.10.01.02.001", "P.C Unit", "000004", "Asus / D500", 2020, "SN-AAA-009", "entah", "B", "")
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (WRONG, SWITCH, second)))
    screen.check.pane.edit()
    (cell,) = screen.check.pane.inputs
    QTest.keyClicks(cell.line, "1000")
    QTest.keyClick(cell.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.is_busy and figures(screen)["rejected"] == 1, timeout=15_000)
    (following,) = screen.check.pane.inputs
    assert following.line.text() == "entah"
    assert screen.focusWidget() is following.line


def test_corrections_can_be_forgotten_and_rows_left_out(qtbot: QtBot, screen: ImportScreen, tmp_path: Path) -> None:
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH, WRONG)))
    screen.check.pane.out_button.click()
    qtbot.waitUntil(lambda: not screen.is_busy and figures(screen)["all"] == 1, timeout=15_000)
    screen.check.reset_button.click()
    qtbot.waitUntil(lambda: not screen.is_busy and figures(screen)["all"] == 2, timeout=15_000)
    assert figures(screen)["rejected"] == 1


def test_good_rows_go_in_and_the_rest_can_be_saved_and_read_again(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH, WRONG)))
    screen.check.import_button.click()
    ready(qtbot, screen, DONE)
    assert names(context) == ["Switch"]
    assert screen.done.rejected.isVisible()

    rest = tmp_path / "rest.xlsx"
    with qtbot.waitSignal(context.message):
        assert screen.planned is not None
        saving.save_rejects(context, screen.planned.plan, rest)
    check(qtbot, screen, rest)
    assert figures(screen)["rejected"] == 1
    assert shown(screen, 0, NAME) == "Lap Top"


def test_the_same_file_again_changes_nothing_and_a_change_shows_before_and_after(
    qtbot: QtBot, screen: ImportScreen, tmp_path: Path
) -> None:
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH, ROUTER)))
    screen.check.import_button.click()
    ready(qtbot, screen, DONE)
    check(qtbot, screen, tmp_path / "kib.xlsx")
    assert figures(screen)["same"] == 2
    assert not screen.check.import_button.isEnabled()

    check(qtbot, screen, kib_b(tmp_path / "kib2.xlsx", ((*SWITCH[:8], "RB", ""), ROUTER)))
    screen.check.strip.choose("changed")
    assert screen.check.model.rowCount() == 1
    assert "Condition: Good → Heavily damaged" in shown(screen, 0, WHAT)


def test_the_chosen_agency_goes_before_the_head_of_the_sheet(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    read(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH,)))
    box = screen.columns.agency
    box.setFocus()
    box.setText("Dinas Pendidikan")
    box.ask("Dinas Pendidikan")
    qtbot.waitUntil(lambda: bool(box.choices), timeout=5000)
    box.pick(0)
    screen.columns.check_button.click()
    ready(qtbot, screen, CHECK)
    assert screen.planned is not None
    agency = screen.planned.plan.rows[0].values["agency_id"]
    assert screen.planned.names[agency] == "Dinas Pendidikan"
    assert figures(screen)["remarks"] == 1


def test_cancelling_leaves_nothing(qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path) -> None:
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH, ROUTER)))
    before = context.store.data_version()
    screen.carry_out()
    screen.cancel()
    qtbot.waitUntil(lambda: not screen.is_busy, timeout=15_000)
    assert screen.steps.current == CHECK
    assert names(context) == []
    assert context.store.data_version() == before


def test_a_correction_whose_plan_is_cancelled_is_forgotten(qtbot: QtBot, screen: ImportScreen, tmp_path: Path) -> None:
    check(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH, WRONG)))
    (cell,) = screen.check.pane.inputs
    screen.check.pane.corrected.emit({cell.place: "1000"})
    screen.cancel()
    qtbot.waitUntil(lambda: not screen.is_busy, timeout=15_000)
    assert figures(screen)["rejected"] == 1
    assert screen.loaded is not None
    assert not screen.loaded.options.overrides


def test_a_plan_is_made_anew_when_records_change_under_it(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    path = kib_b(tmp_path / "kib.xlsx", (SWITCH,))
    check(qtbot, screen, path)
    other = ImportScreen(context)
    qtbot.addWidget(other)
    check(qtbot, other, path)
    other.check.import_button.click()
    ready(qtbot, other, DONE)
    qtbot.waitUntil(lambda: not screen.is_busy and figures(screen)["same"] == 1, timeout=15_000)


@pytest.mark.parametrize("content", [b"PK\x03\x04 not really", b"\x00\x01\x02\xff" * 400, b"halo dunia\n", b""])
def test_a_hostile_file_gives_a_sentence_and_leaves_the_screen_as_it_was(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "jahat.xlsx"
    path.write_bytes(content)
    with qtbot.waitSignal(context.error_raised, timeout=15_000) as raised:
        screen.open_file(path)
    (error,) = raised.args
    assert isinstance(error, AppError)
    assert "jahat" in str(error)
    qtbot.waitUntil(lambda: not screen.is_busy)
    assert screen.steps.current == FILE


def test_a_file_can_be_dropped_on_the_screen(qtbot: QtBot, screen: ImportScreen, tmp_path: Path) -> None:
    path = kib_b(tmp_path / "kib.xlsx", (SWITCH,))
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    screen.dropEvent(drop)
    ready(qtbot, screen, COLUMNS)
    assert screen.loaded is not None
    assert screen.loaded.path == path


def test_another_kind_can_be_chosen_and_an_unfitting_one_is_taken_back(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    read(qtbot, screen, kib_b(tmp_path / "kib.xlsx", (SWITCH,)))
    kind = screen.columns.kind
    kind.setCurrentIndex(kind.findData("generic"))
    kind.activated.emit(kind.currentIndex())
    qtbot.waitUntil(lambda: not screen.is_busy, timeout=15_000)
    assert screen.loaded is not None
    assert screen.loaded.recognised.preset.id == "generic"

    kind.setCurrentIndex(kind.findData("netbox-circuits"))
    with qtbot.waitSignal(context.error_raised, timeout=15_000):
        kind.activated.emit(kind.currentIndex())
    qtbot.waitUntil(lambda: not screen.is_busy)
    assert kind.currentData() == "generic"


def header_dialog(qtbot: QtBot, screen: ImportScreen) -> HeaderDialog:
    def found() -> list[HeaderDialog]:
        return [one for one in screen.findChildren(HeaderDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_the_row_of_the_titles_is_chosen_by_hand_where_another_one_was_taken(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    path = tmp_path / "odd.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Aset")
        for at, row in enumerate([("Nama Barang", "Merk"), ("daftar lama",), ("Nama", "Buatan"), ("Server", "Dell")]):
            sheet.write_row(at, 0, row)
    read(qtbot, screen, path)
    assert screen.loaded is not None and screen.loaded.recognised.tables[0].header.first == 1
    screen.columns.header_button.click()
    dialog = header_dialog(qtbot, screen)
    assert dialog.table.currentIndex().row() == 0
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.is_busy and screen.loaded.recognised.tables[0].header.first == 3)
    assert screen.loaded.recognised.tables[0].mapping.titles == ("Nama", "Buatan")
    assert "row 3" in screen.columns.found.toolTip() or "row 3" in screen.columns.found.text()

    screen.columns.check_button.click()
    ready(qtbot, screen, CHECK)
    assert figures(screen)["new"] == 1


def test_a_file_without_known_titles_asks_for_their_row(
    qtbot: QtBot, context: AppContext, screen: ImportScreen, tmp_path: Path
) -> None:
    path = tmp_path / "foreign.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Alfa", "Beta"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate([("Ding", "Zahl"), ("Drucker", "3")]):
                sheet.write_row(at, 0, row)
    with qtbot.waitSignal(context.error_raised):
        screen.open_file(path)
    dialog = header_dialog(qtbot, screen)
    dialog.sheet.setCurrentIndex(1)
    dialog.sheet.activated.emit(1)
    dialog.take_button.click()
    ready(qtbot, screen, COLUMNS)
    assert screen.loaded is not None and (screen.loaded.sheet, screen.loaded.header_row) == ("Beta", 1)
    assert screen.columns.sheet.currentText() == "Beta"
