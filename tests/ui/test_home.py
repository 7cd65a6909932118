"""Beranda: figures agree with the lists behind them, and every item opens its list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.vocabulary import Condition, LinkKind
from spbe_assets.services import home, listing, moves
from spbe_assets.services.moves import Move, Return
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Category, Link
from ui.context import AppContext
from ui.home import words
from ui.home.cards import TaskRow
from ui.screens.home import HomeScreen
from ui.screens.readiness import ReadinessScreen

TODAY, LONG_AGO = date(2026, 11, 24), date(2020, 1, 1)


@pytest.fixture
def filled(store: Store, budi: Actor) -> Store:
    """Three servers and a PC of one agency that has no intranet, one link of another."""
    with store.read() as session:
        server = session.query(Category.id).filter(Category.code == "server").scalar()
        first, second = (row for (row,) in session.query(Agency.id).order_by(Agency.name).limit(2))
    with store.write(budi, "create") as uow:
        uow.create_many(
            Asset,
            [
                {"category_id": server, "agency_id": first, "year": 2010, "condition": Condition.GOOD},
                {"category_id": server, "agency_id": first, "year": 2024, "condition": Condition.HEAVY_DAMAGE},
                {"category_id": server, "agency_id": first, "year": 2024, "warranty_end": date(2027, 1, 1),
                 "price_rupiah": 35_000_000, "serial": "S1", "condition": Condition.LIGHT_DAMAGE},
                {"agency_id": first, "year": 2024},
            ],
        )  # fmt: skip
        uow.create(Link, name="Metro", agency_id=second, kind=LinkKind.INTRANET, mbps_down=200)
    return store


@pytest.fixture
def screen(qtbot: QtBot, filled: Store, context: AppContext) -> HomeScreen:
    made = HomeScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    qtbot.waitUntil(lambda: made.assets.figure.text() == "4")
    return made


def overview(store: Store) -> home.Overview:
    with store.read() as session:
        return home.overview(session, TODAY)


def test_the_figures_are_counted(filled: Store) -> None:
    found = overview(filled)
    assert (found.assets, found.backbone, found.links, found.intranet_mbps) == (4, 3, 1, 200)
    assert (found.verified_share, found.not_seen, found.without_reserve) == (0, 4, 1)


def test_years_before_the_first_bar_go_into_it(filled: Store) -> None:
    bars = {bar.year: bar for bar in overview(filled).years}
    assert len(bars) == home.YEARS_SHOWN
    assert bars[2017].first and bars[2017].good == 1
    assert (bars[2024].light, bars[2024].heavy, bars[2024].unknown) == (1, 1, 1)


def test_an_empty_register_has_no_share_and_no_tasks(store: Store) -> None:
    found = overview(store)
    assert found.verified_share is None
    assert found.tasks == ()
    assert sum(bar.total for bar in found.years) == 0


def test_every_task_counts_what_its_list_holds(filled: Store) -> None:
    from spbe_assets.services import link_listing

    tasks = {task.kind: task for task in overview(filled).tasks}
    assert {"warranty", "heavy", "unlabelled", "unseen", "no-serial", "no-condition", "no-intranet"} <= tasks.keys()
    with filled.read() as session:
        for task in tasks.values():
            if isinstance(task.wanted, AssetFilter):
                assert listing.count(session, task.wanted) == task.count, task.kind
            elif task.kind == "contracts":
                assert link_listing.count(session, task.wanted) == task.count
    assert tasks["warranty"].rupiah == 35_000_000
    assert tasks["no-intranet"].count == 1


def test_a_sample_province_gives_the_same_counts_as_its_lists(store: Store, budi: Actor) -> None:
    from spbe_assets.services import demo, link_listing

    with store.write(budi, "demo") as uow:
        demo.fill(uow, 400, today=TODAY)
    found = overview(store)
    with store.read() as session:
        assert listing.count(session, AssetFilter()) == found.assets
        for task in found.tasks:
            if isinstance(task.wanted, AssetFilter):
                assert listing.count(session, task.wanted) == task.count, task.kind
            elif task.kind == "contracts":
                assert link_listing.count(session, task.wanted) == task.count


def test_loans_are_counted_by_items_the_overdue_ones_first(filled: Store, budi: Actor) -> None:
    with filled.write(budi, "lend") as uow:
        ids = list(uow.session.scalars(select(Asset.id).where(Asset.live).order_by(Asset.n)))
        for some, due in ((ids[:2], LONG_AGO), (ids[2:3], None)):
            moves.lend(uow, AssetFilter(ids=frozenset(some)), Move(LONG_AGO, to_name="Panitia", due_on=due))
    tasks = overview(filled).tasks
    assert [(task.kind, task.count) for task in tasks[:2]] == [("overdue", 2), ("on-loan", 3)]
    assert [words.task_title(task) for task in tasks[:2]] == ["2 items on loan are overdue", "3 items on loan"]
    with filled.read() as session:
        assert [listing.count(session, task.wanted) for task in tasks[:2]] == [2, 3]
    with filled.write(budi, "take-back") as uow:
        moves.take_back(uow, AssetFilter(on_loan=True), Return(TODAY))
    assert not {"overdue", "on-loan"} & {task.kind for task in overview(filled).tasks}


def test_an_empty_register_says_what_to_do_next(qtbot: QtBot, context: AppContext) -> None:
    screen = HomeScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.import_button.isVisible())
    with qtbot.waitSignal(context.navigated) as went:
        screen.import_button.click()
    assert went.args == ["import", None]


def test_a_change_is_counted_again(qtbot: QtBot, screen: HomeScreen, context: AppContext) -> None:
    context.write(lambda uow, _progress: uow.create(Asset, name="PC"), "create")
    qtbot.waitUntil(lambda: screen.assets.figure.text() == "5")


def test_a_task_opens_the_list_behind_it(qtbot: QtBot, screen: HomeScreen, context: AppContext) -> None:
    buttons = screen.tasks.findChildren(QPushButton)
    opened = list[Any]()
    context.navigated.connect(lambda place, wanted: opened.append((place, type(wanted))))
    for one in buttons:
        one.click()
    assert ("inventory", AssetFilter) in opened
    assert ("inventory", LinkFilter) in opened


def test_what_waits_for_a_decision_opens_where_it_is_decided(
    qtbot: QtBot, screen: HomeScreen, context: AppContext
) -> None:
    with qtbot.waitSignal(context.navigated) as went:
        screen.tasks.opened.emit(AssetFilter(conflict=True))
    assert went.args == ["exchange", "conflicts"]


def test_a_click_on_a_year_opens_its_items(qtbot: QtBot, screen: HomeScreen, context: AppContext) -> None:
    chart = screen.years.chart
    for number, wanted in ((7, AssetFilter(year_from=2024, year_to=2024)), (0, AssetFilter(year_to=2017))):
        with qtbot.waitSignal(context.navigated) as went:
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.areas()[number].center().toPoint())
        assert went.args == ["inventory", wanted]


def test_the_keyboard_chooses_a_year_too(qtbot: QtBot, screen: HomeScreen, context: AppContext) -> None:
    chart = screen.years.chart
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert went.args == ["inventory", AssetFilter(year_from=2026, year_to=2026)]


def test_a_figure_opens_its_list_by_mouse_and_keyboard(qtbot: QtBot, screen: HomeScreen, context: AppContext) -> None:
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.mouseClick(screen.assets, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert went.args == ["inventory", AssetFilter()]
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.keyClick(screen.links, Qt.Key.Key_Return)
    assert went.args == ["inventory", LinkFilter()]


def test_readiness_is_shown_by_agency_and_opens_it(qtbot: QtBot, screen: HomeScreen, context: AppContext) -> None:
    qtbot.waitUntil(lambda: screen.readiness.bars.isVisible())
    bars = screen.readiness.bars
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.areas()[0].center().toPoint())
    place, agency = went.args
    assert place == "readiness" and isinstance(agency, bytes)
    assert screen.score.figure.text() not in ("", "–")


def test_a_click_anywhere_on_a_task_opens_it(qtbot: QtBot, screen: HomeScreen, context: AppContext) -> None:
    row = screen.tasks.findChildren(TaskRow)[0]
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    assert went.args[0] == "inventory"


def test_the_score_and_the_share_seen_open_what_is_behind_them(
    qtbot: QtBot, screen: HomeScreen, context: AppContext, filled: Store
) -> None:
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.keyClick(screen.score, Qt.Key.Key_Return)
    assert went.args == ["readiness", None]
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.keyClick(screen.seen, Qt.Key.Key_Space)
    place, wanted = went.args
    with filled.read() as session:
        assert place == "inventory" and listing.count(session, wanted) == 4


def test_what_the_budget_should_buy_first_opens_its_criterion(
    qtbot: QtBot, screen: HomeScreen, context: AppContext
) -> None:
    qtbot.waitUntil(lambda: bool(screen.budget.lines.lines))
    first = screen.budget.lines.lines[0]
    assert first.figure.startswith("+")
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.mouseClick(screen.budget.lines, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert went.args == ["readiness", ("criterion", first.key)]


def test_readiness_opens_the_criterion_of_the_whole_province(
    qtbot: QtBot, filled: Store, context: AppContext, screen: HomeScreen
) -> None:
    qtbot.waitUntil(lambda: bool(screen.budget.lines.lines))
    made = ReadinessScreen(context)
    qtbot.addWidget(made)
    made.show_argument(("criterion", screen.budget.lines.lines[0].key))
    made.show()
    qtbot.waitUntil(lambda: made.pane.shows_behind, timeout=10_000)
    assert made.pane.behind.lines.rowCount() >= 1


def test_the_latest_changes_say_who_when_and_from_what_and_open_the_history(
    qtbot: QtBot, screen: HomeScreen, context: AppContext
) -> None:
    made = context.read(lambda session: session.query(Asset.id).filter(Asset.year == 2010).scalar())
    context.write(lambda uow, _progress: uow.update(Asset, made, condition=Condition.HEAVY_DAMAGE), "edit")
    lines = screen.latest.lines
    qtbot.waitUntil(lambda: bool(lines.lines) and lines.lines[0].title == "Condition: Good → Heavily damaged")
    assert lines.lines[0].below.startswith("Budi · today") and "Condition" in lines.accessibleName()
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert went.args == ["history", lines.lines[0].key]


def test_cards_stand_in_two_columns_where_there_is_little_room(qtbot: QtBot, screen: HomeScreen) -> None:
    assert screen.latest.x() > screen.years.x() > screen.tasks.x()
    screen.resize(820, 640)
    qtbot.waitUntil(lambda: screen.years.x() == screen.tasks.x())
    assert screen.latest.x() == screen.budget.x() == screen.readiness.x()
    assert screen.latest.y() == screen.years.y() > screen.budget.y() > screen.readiness.y()
