"""Kesiapan: figures agree with the assessment, and every one leads to what stands behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import AgencyResult, CriterionResult, State
from spbe_assets.services import demo, readiness, statements
from spbe_assets.storage.genesis import agency_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Facility
from ui.context import AppContext
from ui.models import readiness_table
from ui.readiness import words
from ui.readiness.line_list import LineList, link_areas
from ui.readiness.preview import ReportPreview
from ui.screens.readiness import ReadinessScreen
from ui.widgets.pdf_pages import page_sizes
from ui.widgets.table import CELL

TODAY = date(2026, 11, 24)
ENTER, DOWN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample province in a file that each test copies."""
    made = Store.create(tmp_path_factory.mktemp("province") / "province.spbe")
    with made.write(Actor("Demo"), "demo") as uow:
        demo.fill(uow, 300, today=TODAY)
    made.close()
    return made.path


@pytest.fixture
def store(province: Path, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "assets.spbe"
    path.write_bytes(province.read_bytes())
    made = Store.open(path)
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext) -> ReadinessScreen:
    made = ReadinessScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    qtbot.waitUntil(lambda: made.table.isVisible(), timeout=10_000)
    return made


@pytest.fixture
def went(context: AppContext) -> list[tuple[str, Any]]:
    """Where the screen has led to."""
    places: list[tuple[str, Any]] = []
    context.navigated.connect(lambda place, wanted: places.append((place, wanted)))
    return places


def agencies(screen: ReadinessScreen) -> tuple[AgencyResult, ...]:
    assert screen.assessment is not None
    return screen.assessment.agencies


def scores(screen: ReadinessScreen) -> list[float | None]:
    rows = screen.table.rows
    return [rows.row(number).result.score.value for number in range(1, rows.rowCount())]


def one_with(
    screen: ReadinessScreen, fits: Callable[[CriterionResult], object]
) -> tuple[AgencyResult, CriterionResult]:
    """An agency with a criterion like that."""
    return next((one, part) for one in agencies(screen) for part in one.result.criteria if fits(part))


def line_of(listing: LineList, key: object) -> int:
    return next(number for number, line in enumerate(listing.lines.lines) if line.key == key)


def test_the_first_row_is_the_province_and_the_weakest_agency_follows(screen: ReadinessScreen) -> None:
    assert screen.assessment is not None
    rows = screen.table.rows
    assert rows.rowCount() == len(agencies(screen)) + 1
    assert rows.row(0).result == screen.assessment.province
    known = [score for score in scores(screen) if score is not None]
    assert known == sorted(known) and None not in scores(screen)[: len(known)]
    assert screen.pane.name.text() == "Riau"
    assert screen.pane.figure.text() == f"{screen.assessment.province.score.value:.1f}"


def test_cells_show_the_figures_of_the_assessment(screen: ReadinessScreen) -> None:
    rows = screen.table.rows
    for number in range(rows.rowCount()):
        result = rows.row(number).result
        for column, aspect in enumerate(readiness_table.ASPECTS, readiness_table.FIRST_ASPECT):
            cell = rows.index(number, column).data(CELL)
            if aspect not in result.aspects:
                assert cell.text == "—" and not cell.tone
            elif result.aspects[aspect].value is None:
                assert (cell.text, cell.tone) == ("?", "muted")
            else:
                value = result.aspects[aspect].value
                assert value is not None and abs(int(cell.text) - value) <= 0.5
                assert cell.tone == words.tone(value)


def test_any_column_sorts_and_the_choice_stays(screen: ReadinessScreen) -> None:
    chosen = agencies(screen)[3]
    assert screen.table.choose(chosen.id)
    for column in range(readiness_table.COLUMNS):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            screen.table.sortByColumn(column, order)
            row = screen.table.chosen_row()
            assert row is not None and row.id == chosen.id
            assert screen.table.rows.row(0).id is None
    screen.table.sortByColumn(readiness_table.SCORE, Qt.SortOrder.DescendingOrder)
    known = [score for score in scores(screen) if score is not None]
    assert known == sorted(known, reverse=True)
    assert None not in scores(screen)[: len(known)]


def test_an_agency_is_shown_with_its_steps_and_criteria(screen: ReadinessScreen, context: AppContext) -> None:
    agency = next(one for one in agencies(screen) if len(one.steps) >= 3 and one.rank)
    screen.show_argument(agency.id)
    pane = screen.pane
    assert pane.name.text() == agency.name
    assert f"place {agency.rank} of" in pane.note.text()
    assert len(pane.steps.texts()) == 3
    assert pane.steps.texts()[0][1].endswith(f"{agency.steps[0].high:.1f}")
    assert {line.key for line in pane.criteria.lines.lines} == {part.criterion.id for part in agency.result.criteria}
    lost = [
        part.criterion.weight * (100 - part.score.value)
        for part in words.ordered(agency.result)
        if part.score.value is not None and part.score.value < 100
    ]
    assert lost == sorted(lost, reverse=True)


def test_an_agency_asked_for_before_the_first_answer_is_chosen(qtbot: QtBot, context: AppContext) -> None:
    screen = ReadinessScreen(context)
    qtbot.addWidget(screen)
    wanted = agency_id("Dinas Kesehatan")
    screen.show_argument(wanted)
    screen.show()
    qtbot.waitUntil(lambda: screen.pane.name.text() == "Dinas Kesehatan", timeout=10_000)


def test_enter_leads_from_the_agency_to_the_criterion_to_its_records(
    qtbot: QtBot, screen: ReadinessScreen, context: AppContext, went: list[tuple[str, Any]], store: Store
) -> None:
    agency, part = one_with(screen, lambda part: part.criterion.measure_name == "serial_recorded" and part.lost)
    screen.table.choose(agency.id)
    screen.table.setFocus()
    qtbot.keyClick(screen.table, ENTER)
    criteria = screen.pane.criteria
    assert screen.focusWidget() is criteria
    at = line_of(criteria, part.criterion.id)
    for _number in range(at):
        qtbot.keyClick(criteria, DOWN)
    assert criteria.currentIndex().row() == at
    qtbot.keyClick(criteria, ENTER)
    qtbot.waitUntil(lambda: bool(went))
    place, wanted = went[0]
    assert place == "inventory" and isinstance(wanted, AssetFilter) and wanted.ids
    with store.read() as session:
        assert screen.assessment is not None
        lost = readiness.lost_records(session, screen.assessment, agency.id, part.criterion.id)
    assert wanted.ids == {record.id for record in lost}
    qtbot.keyClick(criteria, ESCAPE)
    assert screen.focusWidget() is screen.table


def test_a_click_on_a_link_opens_its_records_and_beside_it_nothing(
    qtbot: QtBot, screen: ReadinessScreen, went: list[tuple[str, Any]]
) -> None:
    agency, part = one_with(screen, lambda part: part.criterion.measure_name == "reserve_link" and part.lost)
    screen.table.choose(agency.id)
    criteria = screen.pane.criteria
    index = criteria.lines.index(line_of(criteria, part.criterion.id))
    criteria.scrollTo(index)
    rect = criteria.visualRect(index)
    area = link_areas(rect, criteria.lines.lines[index.row()])[0]
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(criteria.viewport(), left, pos=QPoint(area.right() + 20, area.center().y()))
    qtbot.mouseClick(criteria.viewport(), left, pos=QPoint(area.left() + 5, rect.top() + 12))
    qtbot.mouseClick(criteria.viewport(), left, pos=area.center())
    qtbot.waitUntil(lambda: bool(went))
    assert [place for place, _wanted in went] == ["inventory"]
    assert isinstance(went[0][1], LinkFilter) and went[0][1].ids


def test_a_criterion_with_two_kinds_of_records_asks_which(qtbot: QtBot, screen: ReadinessScreen) -> None:
    agency, part = one_with(screen, lambda part: part.lost and part.unknown)
    screen.table.choose(agency.id)
    criteria = screen.pane.criteria
    menu = criteria.link_menu(criteria.lines.lines[line_of(criteria, part.criterion.id)])
    assert len(menu.actions()) == 2
    with qtbot.waitSignal(criteria.opened) as opened:
        menu.actions()[1].trigger()
    assert opened.args == [part.criterion.id, State.UNKNOWN]
    menu.close()


def test_records_that_are_no_assets_are_listed_in_the_pane(
    qtbot: QtBot, screen: ReadinessScreen, went: list[tuple[str, Any]]
) -> None:
    agency, part = one_with(screen, lambda part: part.lost and part.criterion.measure.whole)
    screen.table.choose(agency.id)
    screen.pane.records_asked.emit(part.criterion.id, State.LOST)
    qtbot.waitUntil(lambda: screen.pane.shows_behind)
    assert [line.key for line in screen.pane.behind.lines.lines] == [agency.id]
    assert screen.pane.behind_title.text() == part.criterion.title
    answered = screen.assessment
    screen.refresh(None)
    qtbot.waitUntil(lambda: screen.assessment is not answered and screen.pane.shows_behind, timeout=10_000)
    assert [line.key for line in screen.pane.behind.lines.lines] == [agency.id]
    qtbot.keyClick(screen.pane.behind, ESCAPE)
    assert not screen.pane.shows_behind and not went


def test_a_criterion_of_the_province_lists_its_agencies_and_one_opens(qtbot: QtBot, screen: ReadinessScreen) -> None:
    assert screen.assessment is not None
    part = next(part for part in screen.assessment.province.criteria if part.lost)
    screen.pane.records_asked.emit(part.criterion.id, State.LOST)
    assert screen.pane.shows_behind
    expected = {
        one.id
        for one in agencies(screen)
        if (mine := one.result.criterion(part.criterion.id)) is not None and mine.lost
    }
    lines = screen.pane.behind.lines.lines
    assert {line.key for line in lines} == expected
    qtbot.keyClick(screen.pane.behind, ENTER)
    assert not screen.pane.shows_behind
    assert screen.pane.name.text() == lines[0].title


def test_a_region_narrows_the_list_and_rolls_it_up(qtbot: QtBot, screen: ReadinessScreen) -> None:
    assert screen.assessment is not None
    region = next(one for one in screen.assessment.regions if one.name != "Riau")
    rows = screen.table.rows
    screen.scope.switch.choose(1)
    assert rows.rowCount() == len(screen.assessment.regions) + 1
    screen.table.choose(region.id)
    qtbot.keyClick(screen.table, ENTER)
    assert rows.row(0).id == region.id and rows.row(0).result == region.result
    assert rows.rowCount() == region.agencies + 1
    assert screen.scope.chip.is_on and screen.scope.chip.text() == region.name
    screen.show_argument(agency_id("Dinas Kesehatan"))
    assert screen.pane.name.text() == "Dinas Kesehatan"
    assert rows.row(0).id is None


def test_a_change_is_computed_again_and_the_choice_stays(
    qtbot: QtBot, screen: ReadinessScreen, context: AppContext
) -> None:
    agency = next(one for one in agencies(screen) if one.counts.assets)
    screen.table.choose(agency.id)
    before = agency.counts.assets
    context.write(lambda uow, _progress: uow.create(Asset, name="PC", agency_id=agency.id), "create")

    def is_counted() -> bool:
        found = screen.assessment.agency(agency.id) if screen.assessment else None
        return found is not None and found.counts.assets == before + 1

    qtbot.waitUntil(is_counted, timeout=10_000)
    row = screen.table.chosen_row()
    assert row is not None and row.id == agency.id


def test_an_agency_without_records_says_what_to_record_first(
    qtbot: QtBot, screen: ReadinessScreen, context: AppContext
) -> None:
    made: list[Id] = []
    job = context.write(lambda uow, _progress: uow.create(Agency, name="Balai Baru"), "create")
    job.then(screen, made.append)
    qtbot.waitUntil(lambda: bool(made) and screen.table.rows.number_of(made[0]) > 0, timeout=10_000)
    screen.show_argument(made[0])
    pane = screen.pane
    assert pane.figure.text() == "?"
    assert pane.steps.isVisible() and pane.steps.why.text().startswith("Not known yet: ")
    at = screen.table.rows.number_of(made[0])
    assert set(scores(screen)[at - 1 :]) == {None}


@pytest.mark.parametrize("form", [".pdf", ".xlsx", ".json"])
def test_a_report_is_written_and_can_be_opened(
    qtbot: QtBot, screen: ReadinessScreen, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"report{form}"
    job = screen.strip.write(path)
    assert screen.strip.isVisible() and not screen.report_button.isEnabled()
    with qtbot.waitSignal(job.finished, timeout=30_000):
        pass
    assert path.stat().st_size > 1000
    assert str(path) in screen.strip.bar.text.text() and screen.strip.panel is None
    assert screen.report_button.isEnabled()
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open_url")  # type: ignore[arg-type]
    try:
        screen.strip.bar.action.click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opener.opened == [str(path)]
    screen.strip.bar.cross.click()
    assert not screen.strip.isVisible()


def test_the_json_report_agrees_with_the_screen(qtbot: QtBot, screen: ReadinessScreen, tmp_path: Path) -> None:
    agency = agencies(screen)[0]
    path = tmp_path / "one.json"
    with qtbot.waitSignal(screen.strip.write(path, agency.id).finished, timeout=30_000):
        pass
    found = json.loads(path.read_text(encoding="utf-8"))["agencies"]
    assert [one["name"] for one in found] == [agency.name]
    assert found[0]["score"] == agency.result.score.value


def test_the_button_shows_the_report_and_keeps_the_very_file(
    qtbot: QtBot, screen: ReadinessScreen, tmp_path: Path
) -> None:
    screen.report_button.click()
    qtbot.waitUntil(lambda: screen.window().findChild(ReportPreview) is not None, timeout=30_000)
    preview = screen.window().findChild(ReportPreview)
    assert isinstance(preview, ReportPreview)
    qtbot.waitUntil(lambda: preview.view.page_count > 0, timeout=30_000)
    shown = preview.view.page_count
    preview.save_button.click()
    dialog = preview.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog) and dialog.defaultSuffix() == "pdf"
    path = tmp_path / "asked.pdf"
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(path.name)
    dialog.accept()
    qtbot.waitUntil(lambda: screen.strip.bar.isVisible(), timeout=30_000)
    assert path.read_bytes().startswith(b"%PDF")
    assert shown == len(page_sizes(path))


def test_cancelling_a_report_leaves_no_file(qtbot: QtBot, screen: ReadinessScreen, tmp_path: Path) -> None:
    job = screen.strip.write(tmp_path / "never.pdf")
    assert screen.strip.panel is not None
    with qtbot.waitSignal(job.cancelled, timeout=30_000):
        screen.strip.panel.cancel_button.click()
    qtbot.waitUntil(lambda: screen.report_button.isEnabled())
    assert not list(tmp_path.glob("never*")) and not screen.strip.isVisible()


def test_a_place_that_cannot_be_written_is_told(
    qtbot: QtBot, screen: ReadinessScreen, context: AppContext, tmp_path: Path
) -> None:
    with qtbot.waitSignal(context.error_raised, timeout=30_000) as told:
        screen.strip.write(tmp_path / "missing" / "report.json")
    assert "report.json" in str(told.args[0])
    qtbot.waitUntil(lambda: screen.report_button.isEnabled())


def test_other_forms_offer_the_chosen_agency_alone(screen: ReadinessScreen) -> None:
    agency = agencies(screen)[0]
    assert len(texts(screen.forms_menu())) == 2
    screen.table.choose(agency.id)
    assert texts(screen.forms_menu())[-1] == f"PDF of {agency.short_name} only…"


def test_an_empty_register_says_what_to_do_next(qtbot: QtBot, tmp_path: Path, budi: Actor, dressed: object) -> None:
    empty = Store.create(tmp_path / "empty.spbe")
    context = AppContext(empty, budi)
    screen = ReadinessScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.import_button.isVisible(), timeout=10_000)
    with qtbot.waitSignal(context.navigated) as left:
        screen.import_button.click()
    assert left.args == ["import", None]
    context.close()
    empty.close()


def test_a_facility_is_listed_by_name_and_agency(
    qtbot: QtBot, screen: ReadinessScreen, context: AppContext, went: list[tuple[str, Any]]
) -> None:
    health = agency_id("Dinas Kesehatan")

    def build(uow: Any, _progress: object) -> None:
        uow.create(Facility, name="Ruang server A", agency_id=health)

    context.write(build, "create")

    def part() -> CriterionResult | None:
        agency = screen.assessment.agency(health) if screen.assessment else None
        return agency.result.criterion("dc-tier") if agency else None

    qtbot.waitUntil(lambda: bool((found := part()) and found.unknown), timeout=10_000)
    screen.show_argument(health)
    screen.pane.records_asked.emit("dc-tier", State.UNKNOWN)
    qtbot.waitUntil(lambda: screen.pane.shows_behind)
    lines = screen.pane.behind.lines.lines
    assert ("Ruang server A", "Facility · Dinas Kesehatan") in [(line.title, line.sub) for line in lines]
    assert not went


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


class Opener(QObject):
    """Stands for the system's program that opens files."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open_url(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def test_the_complete_registers_of_an_agency_are_stated_and_taken_back(
    qtbot: QtBot, screen: ReadinessScreen, context: AppContext
) -> None:
    agency = agencies(screen)[-1]
    screen.table.choose(agency.id)
    assert screen.pane.statements_button.isVisible()
    for wanted in (True, False):
        dialog = screen.state_registers()
        assert dialog is not None
        dialog.boxes["software"].setChecked(wanted)
        with qtbot.waitSignal(dialog.accepted):
            dialog.save_button.click()
        held = context.read(lambda session: statements.of_agency(session, agency.id))
        assert ("software" in held) == wanted
    screen.table.choose(None)
    assert not screen.pane.statements_button.isVisible()
    assert screen.state_registers() is None
