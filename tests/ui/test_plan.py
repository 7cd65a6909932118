"""Rencana: needs are decided about, a budget becomes a plan, plans are kept, compared and chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spbe_assets.domain.needs import NeedState, Origin
from spbe_assets.services import prices, scenarios
from spbe_assets.services.needs import NeedRow
from spbe_assets.storage.store import Store
from tests.services.plan_world import HEALTH, fill
from ui.context import AppContext
from ui.navigation import REPORTS
from ui.plan import kept
from ui.plan.need_filter import AGENCY, KIND, STATE
from ui.plan.price_import import PriceImport
from ui.screens.plan import COMPARE, NEEDS, PLAN, PlanScreen
from ui.widgets.table import CELL

LONG = 20_000
BUDGET = 300_000_000


@pytest.fixture
def screen(qtbot: QtBot, store: Store, context: AppContext) -> PlanScreen:
    fill(store)
    made = PlanScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    qtbot.waitUntil(lambda: made.survey is not None and made.needs.isVisible(), timeout=LONG)
    return made


@pytest.fixture
def planned(qtbot: QtBot, screen: PlanScreen) -> PlanScreen:
    """The screen with the plan of a budget on show."""
    screen.switch.choose(PLAN)
    screen.planning.bar.field.setText(str(BUDGET))
    screen.planning.bar.field.editingFinished.emit()
    qtbot.waitUntil(lambda: screen.planning.plan is not None and screen.planning.plan.budget == BUDGET, timeout=LONG)
    return screen


def need(screen: PlanScreen, number: int = 0) -> NeedRow:
    row: NeedRow = screen.needs.table.list.rows[number]
    return row


def test_needs_are_listed_with_price_and_gain(screen: PlanScreen) -> None:
    assert screen.survey is not None
    table = screen.needs.table
    assert table.list.rowCount() == len(screen.survey.needs) > 3
    texts = [table.list.index(0, column).data() for column in range(table.list.columnCount())]
    assert texts[0] == need(screen).agency and texts[3].startswith("≈")
    assert not screen.needs.notice.isHidden()


def test_keys_decide_about_many_at_once_and_undo_takes_it_back(
    qtbot: QtBot, screen: PlanScreen, context: AppContext
) -> None:
    table = screen.needs.table
    table.setFocus()
    first, second = need(screen, 0).id, need(screen, 1).id
    table.choose({first, second})
    with qtbot.waitSignal(context.changed):
        qtbot.keyClick(table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: need(screen, 0).state is NeedState.ACCEPTED, timeout=LONG)
    assert need(screen, 1).state is NeedState.ACCEPTED
    assert {one.id for one in table.selected()} == {first, second}
    with qtbot.waitSignal(context.changed):
        context.undo()
    qtbot.waitUntil(lambda: need(screen, 0).state is NeedState.PROPOSED, timeout=LONG)


def test_dropped_needs_go_out_of_sight_until_asked_for(qtbot: QtBot, screen: PlanScreen) -> None:
    dropped, count = need(screen), screen.needs.table.list.rowCount()
    screen.needs.table.setFocus()
    screen.needs.table.choose({dropped.id})
    qtbot.keyClick(screen.needs.table, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: screen.needs.table.list.rowCount() == count - 1, timeout=LONG)
    screen.needs.filter.tick(STATE, {NeedState.DROPPED: "Dropped"})
    assert [one.id for one in screen.needs.table.list.rows] == [dropped.id]


def test_a_need_is_postponed_until_a_year(qtbot: QtBot, screen: PlanScreen) -> None:
    screen.needs.table.choose({need(screen).id})
    year = screen.needs.years()[1]
    screen.needs.postpone_menu().actions()[1].trigger()
    qtbot.waitUntil(lambda: need(screen).state is NeedState.POSTPONED, timeout=LONG)
    assert need(screen).year == year
    assert str(year) in screen.needs.table.list.index(0, 7).data(CELL).text


def test_chips_and_words_narrow_the_list(screen: PlanScreen) -> None:
    whole = screen.needs.table.list.rowCount()
    screen.needs.filter.tick(AGENCY, {HEALTH: "Dinas Kesehatan"})
    shown = screen.needs.table.list.rows
    assert 0 < len(shown) < whole and {one.agency_id for one in shown} == {HEALTH}
    screen.needs.filter.tick(AGENCY, {})
    screen.needs.filter.search(shown[0].title)
    assert {one.title for one in screen.needs.table.list.rows} == {shown[0].title}
    screen.needs.filter.search("")
    screen.needs.filter.tick(KIND, {"procurement": "x"})
    assert all(one.kind == "procurement" for one in screen.needs.table.list.rows)


def test_an_own_need_is_added_and_a_wrong_number_is_said(qtbot: QtBot, screen: PlanScreen, context: AppContext) -> None:
    dialog = screen.add_need()
    dialog.agency.show_record(HEALTH, "Dinas Kesehatan")
    dialog.title.setText("Genset")
    dialog.quantity.setText("dua")
    dialog.save()
    assert not dialog.failure.isHidden() and dialog.isVisible()
    dialog.quantity.setText("2")
    dialog.price.setText("5 juta")
    dialog.must.setChecked(True)
    with qtbot.waitSignal(context.changed):
        dialog.save()
    qtbot.waitUntil(lambda: any(one.title == "Genset" for one in screen.needs.table.list.rows), timeout=LONG)
    made = next(one for one in screen.needs.table.list.rows if one.title == "Genset")
    assert (made.quantity, made.unit_rupiah, made.must, made.origin) == (2, 5_000_000, True, Origin.OWN)


def test_enter_edits_a_need_and_only_what_differs_is_kept(
    qtbot: QtBot, screen: PlanScreen, context: AppContext
) -> None:
    before = need(screen)
    dialog = screen.open_need(before)
    dialog.price.setText("9.000.000")
    with qtbot.waitSignal(context.changed):
        dialog.save()
    qtbot.waitUntil(lambda: need(screen).unit_rupiah == 9_000_000, timeout=LONG)
    after = need(screen)
    assert (after.quantity, after.proposed, after.title) == (before.quantity, before.proposed, before.title)


def test_a_budget_becomes_a_plan_with_its_curve(qtbot: QtBot, planned: PlanScreen) -> None:
    plan, page = planned.planning.plan, planned.planning
    assert plan is not None and plan.score_before is not None and plan.score_after is not None
    assert plan.cost <= BUDGET and plan.score_after > plan.score_before
    assert "→" in page.side.figure.text() and page.side.proof.text()
    assert page.tables.purchases.list.rowCount() == len(plan.purchases)
    qtbot.waitUntil(lambda: page.side.curve.top > 0, timeout=LONG)
    numbers = range(len(page.side.curve.areas()))
    click = page.side.curve.areas()[2].center().toPoint()
    qtbot.mouseClick(page.side.curve, Qt.MouseButton.LeftButton, pos=click)
    assert page.bar.budget == page.side.curve.key(2) and len(numbers) > 5


def test_the_slider_answers_at_once_and_is_worked_out_once(qtbot: QtBot, planned: PlanScreen) -> None:
    page, made = planned.planning, []
    page.planned.connect(lambda plan: made.append(plan) if plan is not None else None)
    for step in (40, 80, 120):
        page.bar.slider.setValue(step)
    assert page.bar.budget != BUDGET
    qtbot.waitUntil(lambda: len(made) == 1, timeout=LONG)
    assert made[0].budget == page.bar.budget


def test_several_years_have_a_budget_each(qtbot: QtBot, planned: PlanScreen) -> None:
    page = planned.planning
    page.bar.years.setValue(2)
    page.bar.parts[1][0].setText("50 juta")
    page.bar.parts[1][0].editingFinished.emit()
    qtbot.waitUntil(lambda: page.plan is not None and len(page.plan.years) == 2, timeout=LONG)
    assert page.plan is not None and [one.budget for one in page.plan.years] == [BUDGET, 50_000_000]


def test_an_amount_that_is_none_is_said(planned: PlanScreen) -> None:
    bar = planned.planning.bar
    bar.field.setText("banyak")
    bar.field.editingFinished.emit()
    assert not bar.failure.isHidden() and bar.budget == BUDGET


def test_an_agency_gets_no_more_than_its_share(qtbot: QtBot, planned: PlanScreen) -> None:
    dialog = planned.planning.ask_limits()
    assert dialog is not None
    dialog.table.choose({HEALTH})
    dialog.most_field.setText("0")
    dialog.ok_button.click()
    qtbot.waitUntil(
        lambda: planned.planning.plan is not None and bool(planned.planning.plan.terms.agency_most), timeout=LONG
    )
    plan = planned.planning.plan
    assert plan is not None and not any(one.agency_id == HEALTH.hex() for one in plan.purchases)


def test_plans_are_kept_compared_and_one_is_chosen(
    qtbot: QtBot, planned: PlanScreen, context: AppContext, store: Store
) -> None:
    for budget, name in ((BUDGET, "Kecil"), (2 * BUDGET, "Besar")):
        planned.switch.choose(PLAN)
        planned.planning.bar.set_budget(budget)
        qtbot.waitUntil(
            lambda budget=budget: planned.keep_button.isEnabled() and planned.planning.plan.budget == budget,
            timeout=LONG,
        )
        dialog = planned.ask_name()
        assert dialog is not None
        dialog.field.setText(name)
        dialog.save()
        qtbot.waitUntil(lambda name=name: name in {one.name for one in planned.compare.list.list.rows}, timeout=LONG)
    assert planned.switch.chosen == COMPARE
    qtbot.waitUntil(lambda: len(planned.compare.cards) == 2, timeout=LONG)
    assert planned.compare.differences.list.rowCount() > 0
    card = next(one for one in planned.compare.cards if one.scenario.name == "Besar")
    with qtbot.waitSignal(context.changed):
        card.choose_button.click()
    with store.read() as session:
        chosen = scenarios.chosen(session)
    assert chosen is not None and chosen.name == "Besar"
    qtbot.waitUntil(lambda: any(one.scenario.is_chosen for one in planned.compare.cards), timeout=LONG)
    went: list[tuple[str, object]] = []
    context.navigated.connect(lambda place, wanted: went.append((place, wanted)))
    card = next(one for one in planned.compare.cards if one.scenario.is_chosen)
    card.rkbmd_button.click()
    card.report_button.click()
    assert went == [(REPORTS, "rkbmd"), (REPORTS, "plan")]


def test_the_report_of_a_plan_is_written(qtbot: QtBot, planned: PlanScreen, tmp_path: Path) -> None:
    plan = planned.planning.plan
    assert plan is not None
    job = planned.strip.write(plan, tmp_path / "rencana.pdf")
    with qtbot.waitSignal(job.finished, timeout=LONG):
        pass
    qtbot.waitUntil(planned.strip.bar.isVisible, timeout=LONG)
    assert (tmp_path / "rencana.pdf").read_bytes().startswith(b"%PDF")


def test_prices_are_typed_and_needs_follow(qtbot: QtBot, screen: PlanScreen, context: AppContext) -> None:
    dialog = screen.open_prices()
    qtbot.waitUntil(lambda: dialog.table.list.rowCount() > 5, timeout=LONG)
    good = need(screen).good
    dialog.table.choose({good})
    dialog.field.setText("7.500.000")
    with qtbot.waitSignal(context.changed):
        dialog.set_price()
    qtbot.waitUntil(lambda: need(screen).unit_rupiah == 7_500_000, timeout=LONG)
    dialog.accept()


def test_a_price_list_is_looked_at_before_it_is_imported(
    qtbot: QtBot, screen: PlanScreen, context: AppContext, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "shs.csv").write_text("Uraian;Satuan;Harga\nServer;unit;99.000.000\nKursi;buah;500.000\n")
    dialog = screen.open_prices()
    dialog.read(tmp_path / "shs.csv")
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PriceImport)), timeout=LONG)
    preview = dialog.findChildren(PriceImport)[0]
    assert preview.table.list.rowCount() == 2
    with store.read() as session:
        assert not prices.listed(session)
    with qtbot.waitSignal(context.changed):
        preview.import_button.click()
    with store.read() as session:
        assert len(prices.listed(session)) == 2
    dialog.accept()


def test_a_file_without_prices_is_refused_in_a_sentence(qtbot: QtBot, screen: PlanScreen, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    dialog = screen.open_prices()
    dialog.read(tmp_path / "x.csv")
    qtbot.waitUntil(lambda: not dialog.failure.isHidden(), timeout=LONG)
    dialog.accept()


def test_another_agency_leads_to_its_needs(screen: PlanScreen) -> None:
    screen.switch.choose(COMPARE)
    screen.show_argument(HEALTH)
    assert screen.switch.chosen == NEEDS
    assert {one.agency_id for one in screen.needs.table.list.rows} == {HEALTH}


def test_an_empty_register_says_what_to_do(qtbot: QtBot, context: AppContext) -> None:
    made = PlanScreen(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.survey is not None and made.import_button.isVisible(), timeout=LONG)


@pytest.mark.parametrize("damaged", [None, 3, {}, {"budgets": {"x": 1}}, {"budgets": {}, "least": {}, "most": {}}])
def test_a_damaged_wish_gives_the_usual_one(damaged: object) -> None:
    assert kept.from_kept(damaged) is None


def test_a_wish_comes_back_as_it_was() -> None:
    wish = kept.Wish({2027: 5, 2028: 6}, {HEALTH: 1}, {HEALTH: 4}, accepted_only=True)
    assert kept.from_kept(kept.to_kept(wish)) == wish


def test_the_wish_is_remembered(qtbot: QtBot, planned: PlanScreen, context: AppContext) -> None:
    again = PlanScreen(context)
    qtbot.addWidget(again)
    assert again.planning.wish is not None and sum(again.planning.wish.budgets.values()) == BUDGET
