"""The shared parts: chips, pills, search box, table, charts, notices."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.basics import Chip, ElidedLabel, chip, label, pill
from ui.widgets.charts import Bar, BarList, Stack, StackedBars
from ui.widgets.notice import Notice
from ui.widgets.search_box import SearchBox
from ui.widgets.table import CELL, Cell, TableView

pytestmark = pytest.mark.usefixtures("dressed")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Rows(QAbstractTableModel):
    """One column of cells; counts how often it was asked."""

    def __init__(self, cells: list[Cell]) -> None:
        super().__init__()
        self.cells, self.asked = cells, 0

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        self.asked += 1
        return self.cells[index.row()] if role == CELL else None


def test_the_cross_of_a_chip_takes_the_filter_away_and_the_rest_opens_it(qtbot: QtBot) -> None:
    made = chip("Condition: Good", on=True)
    qtbot.addWidget(made)
    made.show()
    with qtbot.assertNotEmitted(made.clicked), qtbot.waitSignal(made.removed):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(made.width() - 8, made.height() // 2))
    with qtbot.assertNotEmitted(made.removed), qtbot.waitSignal(made.clicked):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(8, made.height() // 2))


def test_the_right_end_of_an_unset_chip_opens_it_too(qtbot: QtBot) -> None:
    made = Chip("Kind")
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.clicked):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(made.width() - 8, made.height() // 2))


def test_an_empty_pill_is_hidden_and_none_ever_becomes_a_window(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = pill("Good", "good")
    assert not made.isVisible()
    made.setParent(parent)
    made.set("Heavily damaged", "bad")
    assert made.isVisible() and made.property("pill") == "bad"
    made.set("", "muted")
    assert not made.isVisible()


def test_labels_never_read_html(qtbot: QtBot) -> None:
    made = label("<b>R. Server</b>")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_an_elided_label_keeps_the_whole_in_its_tooltip(qtbot: QtBot) -> None:
    made = ElidedLabel("Dinas Komunikasi, Informatika dan Statistik Provinsi Riau")
    qtbot.addWidget(made)
    made.resize(100, 20)
    made.show()
    assert made.text().endswith("…")
    assert made.toolTip() == made.whole() == "Dinas Komunikasi, Informatika dan Statistik Provinsi Riau"
    made.resize(1000, 20)
    assert made.text() == made.whole() and not made.toolTip()


def test_the_search_box_waits_for_the_last_key_and_escape_clears_it(qtbot: QtBot) -> None:
    box = SearchBox("Find")
    qtbot.addWidget(box)
    box.show()
    said = list[str]()
    box.searched.connect(said.append)
    with qtbot.waitSignal(box.searched):
        qtbot.keyClicks(box, "swi")
    assert said == ["swi"]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert said == ["swi", ""]


def test_the_table_asks_its_model_once_for_each_cell_it_paints(qtbot: QtBot) -> None:
    cells = [
        Cell("R7-00001", style="code"), Cell("Switch", "C9200L", icon="network"), Cell("Good", tone="good"),
        Cell("71", tone="warn", badge=True), Cell("?", tone="muted", badge=True), Cell("2021", right=True),
    ]  # fmt: skip
    model, view = Rows(cells), TableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(300, 400)
    view.show()
    qtbot.waitExposed(view)
    model.asked = 0
    view.viewport().grab()
    assert model.asked == len(cells)


def test_a_selected_row_shows_it(qtbot: QtBot) -> None:
    model, view = Rows([Cell("a"), Cell("b")]), TableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(300, 200)
    view.show()
    view.selectRow(1)
    picture = view.viewport().grab().toImage()
    scale = picture.devicePixelRatio()
    assert picture.pixelColor(round(80 * scale), round(40 * scale)) == QColor(theme.tokens().selected)
    assert picture.pixelColor(round(80 * scale), round(6 * scale)) == QColor(theme.tokens().surface)


def test_an_empty_table_says_what_to_do(qtbot: QtBot) -> None:
    model, view, empty = Rows([]), TableView(), QWidget()
    qtbot.addWidget(view)
    view.setModel(model)
    view.set_empty(empty)
    view.show()
    assert empty.isVisible()
    model.beginInsertRows(NOWHERE, 0, 0)
    model.cells.append(Cell("a"))
    model.endInsertRows()
    view.show_empty_if_needed()
    assert not empty.isVisible()


def test_bars_are_solid_where_known_and_hatched_where_not(qtbot: QtBot) -> None:
    chart = BarList()
    qtbot.addWidget(chart)
    chart.show_bars([Bar("Dinkes", 50, 75, "good", 1), Bar("Dispora", None, 100, "bad", 2)])
    chart.resize(500, 50)
    chart.show()
    picture = chart.grab().toImage()
    track = range(160, 500 - 44)
    colours = {x: picture.pixelColor(x, 12) for x in track}
    assert colours[track[20]] == QColor(theme.tokens().good)
    assert colours[track[-20]] == QColor(theme.tokens().track)
    hatched = {colours[x].name() for x in range(track[0] + 160, track[0] + 200)}
    assert len(hatched) > 1
    unknown = {picture.pixelColor(x, 37).name() for x in track}
    assert QColor(theme.tokens().bad).name() not in unknown


def test_a_chart_without_data_paints_and_answers_nothing(qtbot: QtBot) -> None:
    for chart in (BarList(), StackedBars()):
        qtbot.addWidget(chart)
        chart.resize(300, 150)
        chart.show()
        chart.grab()
        with qtbot.assertNotEmitted(chart.chosen):
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
            qtbot.keyClick(chart, Qt.Key.Key_Return)


def test_stacks_of_nothing_do_not_divide_by_zero(qtbot: QtBot) -> None:
    chart = StackedBars()
    qtbot.addWidget(chart)
    chart.show_stacks([Stack("2025", (0, 0, 0), 0, 2025), Stack("≤ 2024", (1, 2, 3), 4, 2024, is_sum=True)])
    chart.resize(300, 150)
    chart.show()
    assert not chart.grab().isNull()


def test_a_notice_hides_what_it_has_not(qtbot: QtBot) -> None:
    made = Notice("warn", "3 fields are empty", action="Fill in")
    qtbot.addWidget(made)
    made.show()
    assert not made._text.isVisible()
    with qtbot.waitSignal(made.acted):
        made._action.click()
    made.set("2 fields are empty", "Serial, room")
    assert made._text.isVisible() and not made._action.isVisible()


def test_the_focus_ring_of_a_field_can_be_seen(qtbot: QtBot) -> None:
    box = SearchBox("Find")
    qtbot.addWidget(box)
    box.resize(300, 32)
    box.show()
    qtbot.waitExposed(box)
    without = box.grab().toImage()
    box.activateWindow()
    box.setFocus()
    QApplication.processEvents()
    ringed = box.grab().toImage()
    assert ringed.pixelColor(150, 0) == QColor(theme.tokens().accent) != without.pixelColor(150, 0)
