"""Laporan: the pages that are looked at are those that are kept, choices are remembered, nothing is made in vain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from spbe_assets.domain.redaction import PUBLIC
from spbe_assets.domain.reports import Scope, Wanted
from spbe_assets.reports import catalogue
from spbe_assets.services import demo
from spbe_assets.storage.genesis import agency_id
from spbe_assets.storage.store import Actor, Store
from ui.context import AppContext
from ui.reports import choices
from ui.reports.choices import Choices
from ui.reports.printing import print_pages
from ui.screens.reports import ReportsScreen
from ui.widgets.pdf_pages import page_sizes

HEALTH = agency_id("Dinas Kesehatan")
SLOW_MS = 60_000


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Store.create(tmp_path_factory.mktemp("province") / "province.spbe")
    with made.write(Actor("Demo"), "demo") as uow:
        demo.fill(uow, 200, today=date(2026, 11, 24))
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
def screen(qtbot: QtBot, context: AppContext) -> ReportsScreen:
    made = ReportsScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    return made


def shows_pages(qtbot: QtBot, screen: ReportsScreen) -> None:
    def done() -> bool:
        page = screen.page
        return page.pages.currentWidget() is page.view and screen.preview.file is not None and page.view.page_count > 0

    qtbot.waitUntil(done, timeout=SLOW_MS)


def test_every_report_is_listed_under_its_heading(screen: ReportsScreen) -> None:
    titles = [screen.list.item(row).text() for row in range(screen.list.count())]
    assert titles[0] == "Readiness"
    for report in catalogue.listed():
        assert report.title in titles
        assert screen.list.choose(report.id)
        assert screen.page.answers.text() == report.answers


def test_the_file_that_is_looked_at_is_the_one_that_is_kept(
    qtbot: QtBot, screen: ReportsScreen, tmp_path: Path
) -> None:
    screen.show_argument("links")
    shows_pages(qtbot, screen)
    shown, wanted = screen.preview.file, screen.page.options.wanted()
    assert shown is not None
    assert wanted is not None
    screen.save(wanted, tmp_path / "kept.pdf")
    qtbot.waitUntil(screen.bar.isVisible, timeout=SLOW_MS)
    assert (tmp_path / "kept.pdf").read_bytes() == shown.read_bytes()
    assert "kept.pdf" in screen.bar.text.text()


def test_other_forms_are_written_and_told(qtbot: QtBot, screen: ReportsScreen, tmp_path: Path) -> None:
    screen.show_argument(Wanted("ages", agency_id=HEALTH))
    wanted = screen.page.options.wanted()
    assert wanted is not None
    assert wanted.agency_id == HEALTH
    screen.save(wanted, tmp_path / "ages.json")
    qtbot.waitUntil(screen.bar.isVisible, timeout=SLOW_MS)
    assert json.loads((tmp_path / "ages.json").read_text(encoding="utf-8"))["scope"] == "Dinas Kesehatan"
    assert [action.text() for action in screen.forms_menu().actions()] == ["Save JSON…"]


def test_a_report_about_an_agency_asks_which(qtbot: QtBot, screen: ReportsScreen) -> None:
    screen.show_argument("book")
    assert screen.page.empty.title.text() == "Of which agency?"
    assert not screen.save_button.isEnabled()
    screen.show_argument(Wanted("book", agency_id=HEALTH))
    assert screen.save_button.isEnabled()
    shows_pages(qtbot, screen)
    assert screen.print_button.isEnabled()


def test_an_agency_is_found_by_typing(qtbot: QtBot, screen: ReportsScreen) -> None:
    screen.show_argument("agency")
    box = screen.page.options.agency
    box.setFocus()
    box.ask("dinas keseh")
    qtbot.waitUntil(lambda: bool(box.choices), timeout=SLOW_MS)
    box.pick(0)
    wanted = screen.page.options.wanted()
    assert wanted is not None
    assert (wanted.scope, wanted.agency_id) == (Scope.AGENCY, HEALTH)


def test_only_the_last_choice_is_made(qtbot: QtBot, screen: ReportsScreen) -> None:
    made: list[Path] = []
    screen.preview.ready.connect(made.append)
    for name in ("work", "links", "expiring", "ages"):
        screen.show_argument(name)
    shows_pages(qtbot, screen)
    assert len(made) == 1
    assert screen.wanted is not None
    assert screen.wanted.report == "ages"


def test_stopping_the_preview_says_so(qtbot: QtBot, screen: ReportsScreen) -> None:
    screen.show_argument("readiness")
    qtbot.waitUntil(lambda: screen.page.panel is not None, timeout=SLOW_MS)
    panel = screen.page.panel
    assert panel is not None
    panel.cancel()
    qtbot.waitUntil(lambda: screen.page.empty.title.text() == "The preview was stopped", timeout=SLOW_MS)
    assert screen.page.pages.currentWidget() is screen.page.empty


def test_choices_are_there_again_at_the_next_start(qtbot: QtBot, screen: ReportsScreen, context: AppContext) -> None:
    screen.show_argument(Wanted("links", agency_id=HEALTH))
    options = screen.page.options
    options.redaction.setCurrentIndex(options.redaction.findData("public"))
    options.redaction.activated.emit(options.redaction.currentIndex())
    qtbot.waitUntil(lambda: not context.is_busy, timeout=SLOW_MS)
    again = ReportsScreen(context)
    qtbot.addWidget(again)
    wanted = again.page.options.wanted()
    assert wanted is not None
    assert (wanted.report, wanted.agency_id, wanted.redaction) == ("links", HEALTH, PUBLIC)


@pytest.mark.parametrize(
    "kept",
    [None, 7, [], {}, {"scope": "moon", "days": "x", "agency": ["zz", "A"], "redaction": 1, "language": "xx"}],
)
def test_damaged_choices_give_the_defaults(kept: object) -> None:
    assert choices.from_kept(kept) == Choices()


def test_choices_come_back_as_they_were_kept() -> None:
    chosen = Choices("links", Scope.AGENCY, (HEALTH, "Dinas"), None, PUBLIC, "en", 30, with_photos=True)
    assert choices.from_kept(json.loads(json.dumps(choices.to_kept(chosen)))) == chosen


def test_pages_are_printed_one_by_one(qtbot: QtBot, screen: ReportsScreen, tmp_path: Path) -> None:
    screen.show_argument("links")
    shows_pages(qtbot, screen)
    file = screen.preview.file
    assert file is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    sizes = page_sizes(file)

    class Watched:
        def step(self, done: int, total: int, text: str = "") -> None:
            assert total == len(sizes)

    assert print_pages(printer, file, sizes, Watched()) == len(sizes)
    printed = page_sizes(tmp_path / "printed.pdf")
    assert len(printed) == len(sizes)
    assert all(abs(one[0] - other[0]) < 2 for one, other in zip(printed, sizes, strict=True))


def test_keys_save_and_the_list_has_the_focus(qtbot: QtBot, screen: ReportsScreen) -> None:
    screen.show_argument("work")
    shows_pages(qtbot, screen)
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_Up)
    assert screen.wanted is not None
    assert screen.wanted.report == "ages"
    dialog = screen.ask_where(".xlsx")
    assert dialog is not None
    assert dialog.defaultSuffix() == "xlsx"
    dialog.reject()
