"""Readiness of a past day, freezing it, and the comparison of two days in the window."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from spbe_assets import formats
from spbe_assets.domain.comparison import Turn
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assessments
from spbe_assets.services.comparing import Point
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from tests.storage.past_world import History, noon
from ui.context import AppContext
from ui.readiness.compare_dialog import CompareDialog
from ui.screens.readiness import ReadinessScreen

HEALTH = agency_id("Dinas Kesehatan")
MAY, JULY = date(2026, 5, 31), date(2026, 7, 31)
LONG = 30_000


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten laptops in May, three of which break in July, when a broken one is bought."""
    history = History(tmp_path_factory.mktemp("past"))
    laptop = {"agency_id": HEALTH, "category_id": category_id("laptop"), "condition": Condition.GOOD}
    with history.store.write(Actor("Sari")) as uow:
        ids = uow.create_many(Asset, [{"name": f"Laptop {number}", **laptop} for number in range(10)])
    history.happened(noon(2026, 5, 10))
    with history.store.write(Actor("Sari")) as uow:
        uow.update_many(Asset, {row: {"condition": Condition.HEAVY_DAMAGE} for row in ids[:3]})
        uow.create(Asset, **{**laptop, "name": "Bought broken", "condition": Condition.HEAVY_DAMAGE})
    history.happened(noon(2026, 7, 10))
    store = history.merged()
    store.close()
    return store.path


@pytest.fixture
def store(past: Path, tmp_path: Path) -> Any:
    path = tmp_path / "assets.spbe"
    path.write_bytes(past.read_bytes())
    made = Store.open(path)
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext) -> ReadinessScreen:
    made = ReadinessScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    qtbot.waitUntil(lambda: made.table.isVisible(), timeout=LONG)
    return made


def score(screen: ReadinessScreen) -> float | None:
    assert screen.assessment is not None
    agency = screen.assessment.agency(HEALTH)
    found = agency.result.criterion("pc-condition") if agency else None
    return found.score.value if found else None


def test_a_past_day_is_shown_and_left_again(qtbot: QtBot, screen: ReadinessScreen) -> None:
    now = score(screen)
    screen.scope.choose_day(MAY)
    qtbot.waitUntil(lambda: screen.assessment is not None and screen.assessment.as_of == MAY, timeout=LONG)
    assert score(screen) == 100
    assert "31 May 2026" in screen.head.subtitle.text()
    assert screen.strip.day == MAY
    screen.scope.day_chip.removed.emit()
    qtbot.waitUntil(lambda: screen.assessment is not None and screen.assessment.as_of != MAY, timeout=LONG)
    assert score(screen) == now


def test_what_is_frozen_becomes_a_trend_of_the_agency(qtbot: QtBot, screen: ReadinessScreen) -> None:
    screen.table.choose(HEALTH)
    assert not screen.pane.trend.isVisible()
    screen.scope.choose_day(MAY)
    qtbot.waitUntil(lambda: screen.assessment is not None and screen.assessment.as_of == MAY, timeout=LONG)
    dialog = screen.comparing.ask_freeze(screen.scope.day)
    dialog.field.setText("Semester 1")
    dialog.freeze_button.click()
    qtbot.waitUntil(lambda: len(screen.comparing.frozen) == 1, timeout=LONG)
    assert (screen.comparing.frozen[0].name, screen.comparing.frozen[0].as_of) == ("Semester 1", MAY)
    screen.scope.choose_day(None)
    qtbot.waitUntil(lambda: screen.pane.trend.isVisible(), timeout=LONG)
    assert "since 31 May 2026" in screen.pane.trend.text.text()
    assert len(screen.pane.trend.line.dots) == 2


def compared(qtbot: QtBot, screen: ReadinessScreen) -> None:
    screen.comparing.compare(Point(MAY), Point(JULY))
    qtbot.waitUntil(lambda: screen.differences.isVisible(), timeout=LONG)


def test_two_days_are_compared_down_to_the_records(qtbot: QtBot, screen: ReadinessScreen, context: AppContext) -> None:
    compared(qtbot, screen)
    page = screen.differences
    assert page.table.choose(HEALTH)
    lines = {line.key: line for line in page.pane.criteria.lines.lines}
    links = {link.state: link.text for link in lines["pc-condition"].links}
    assert set(links) == {Turn.WORSE, Turn.NEW}
    page.pane.criteria.opened.emit("pc-condition", Turn.WORSE)
    assert [line.title for line in page.pane.behind.lines.lines] == ["Laptop 0", "Laptop 1", "Laptop 2"]
    with qtbot.waitSignal(context.navigated) as went:
        page.pane.behind.open_line(1)
    assert isinstance(went.args[1], AssetFilter)
    qtbot.keyClick(page.pane.behind, Qt.Key.Key_Escape)
    assert not page.pane.shows_behind
    page.back_button.click()
    assert screen.table.isVisible()


def test_the_keyboard_walks_through_a_comparison(qtbot: QtBot, screen: ReadinessScreen) -> None:
    compared(qtbot, screen)
    page = screen.differences
    page.table.choose(HEALTH)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.pane.criteria.currentIndex().row() == 0
    qtbot.keyClick(page.pane.criteria, Qt.Key.Key_Escape)
    page.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    names = [page.table.rows.row(number).side.short_name for number in range(page.table.rows.rowCount())]
    assert names == sorted(names, key=str.casefold, reverse=True)


def test_a_comparison_is_saved(qtbot: QtBot, screen: ReadinessScreen, tmp_path: Path) -> None:
    compared(qtbot, screen)
    dialog = screen.comparing.ask_save(".xlsx")
    assert isinstance(dialog, QFileDialog)
    dialog.close()
    file = tmp_path / "c.xlsx"
    screen.comparing.save(file)
    qtbot.waitUntil(file.exists, timeout=LONG)
    qtbot.waitUntil(lambda: screen.strip.panel is None, timeout=LONG)


def test_frozen_ones_are_offered_and_can_be_deleted(qtbot: QtBot, screen: ReadinessScreen, context: AppContext) -> None:
    packed = assessments.Packed(MAY, "2026.1", '{"score": 50.0, "coverage": 1.0, "agencies": {}}', "[]")
    context.write(lambda uow, _progress: assessments.freeze(uow, packed, "Semester 1", "Sari"), "freeze")
    qtbot.waitUntil(lambda: len(screen.comparing.frozen) == 1, timeout=LONG)
    dialog = screen.comparing.ask_compare()
    assert isinstance(dialog, CompareDialog)
    assert dialog.first.kind.currentText() == "Semester 1 · 31 May 2026 · 50.0"
    assert dialog.second.point == Point(formats.today())
    dialog.first.delete_button.click()
    qtbot.waitUntil(lambda: not screen.comparing.frozen, timeout=LONG)


def test_a_point_is_not_compared_with_itself(screen: ReadinessScreen) -> None:
    dialog = screen.comparing.ask_compare()
    dialog.first.kind.setCurrentIndex(0)
    assert not dialog.compare_button.isEnabled()
    dialog.first.kind.setCurrentIndex(1)
    assert dialog.compare_button.isEnabled()
    dialog.close()
