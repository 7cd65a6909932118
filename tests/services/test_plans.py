"""Plans on a real database: what they promise, what they keep to, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.needs import NeedKind
from spbe_assets.domain.plain_data import from_text, to_text
from spbe_assets.domain.plan import Plan
from spbe_assets.domain.vocabulary import Condition, LinkKind, LinkStatus, Raid
from spbe_assets.services import goods, needs, plans, prices, readiness, rkbmd, scenarios
from spbe_assets.services.prices import PriceOrigin
from spbe_assets.storage.genesis import category_id
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset, Link, Room, ServerDetail
from spbe_assets.storage.undo import undo
from tests.services.plan_world import CRITERIA, HEALTH, ICT, MILLION, SARI, SOON, TODAY, fill, surveyed

PLENTY = 10**12


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "a.spbe"
    store = Store.create(path)
    fill(store)
    store.close()
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    copied = tmp_path / "a.spbe"
    copied.write_bytes(filled.read_bytes())
    opened = Store.open(copied)
    yield opened
    opened.close()


def planned(store: Store, budget: int = PLENTY, **wanted: object) -> Plan:
    return plans.work_out(surveyed(store), plans.terms({2027: budget}, **wanted))  # type: ignore[arg-type]


def test_one_replacement_closes_every_gap_of_the_same_record(store: Store) -> None:
    plan = planned(store)
    servers = [line for line in plan.purchases if line.good == "server" and line.agency_id == HEALTH.hex()]
    assert [line.quantity for line in servers] == [3]
    assert set(servers[0].closes) == {"srv-os-support", "srv-age", "srv-warranty", "srv-raid"}
    assert servers[0].gaps["srv-raid"] == 3


def test_a_cheaper_remedy_goes_before_a_replacement_that_brings_no_more(store: Store) -> None:
    plan = planned(store, 30 * MILLION)
    bought = {line.good for line in plan.purchases}
    assert "server" not in bought
    assert plan.cost <= 30 * MILLION
    assert plan.score_after > plan.score_before  # type: ignore[operator]


def test_what_is_heavily_damaged_is_replaced_and_not_repaired(store: Store) -> None:
    listed = {(need.agency_id, need.good): need for need in surveyed(store).needs}
    assert listed[ICT, "network-repair"].quantity == 1
    assert listed[ICT, "network-device"].quantity == 2


def test_the_plan_promises_what_readiness_shows_once_the_records_are_mended(store: Store) -> None:
    bought_away = tuple(one for one in CRITERIA.criteria if any(good.closes(one) for good in goods.shipped().values()))
    criteria = replace(CRITERIA, criteria=bought_away)
    with store.read() as session:
        before, found = readiness.assess(session, criteria, TODAY), plans.survey(session, criteria, TODAY)
    plan = plans.work_out(found, plans.terms({2027: PLENTY}))
    mend_everything(store, plan)
    with store.read() as session:
        after = readiness.assess(session, criteria, TODAY)
    assert (plan.score_before, plan.score_after) == (before.province.score.value, after.province.score.value)
    assert plan.score_after != plan.score_before
    promised = {effect.id: effect.after for effect in (*plan.agencies, *plan.criteria, *plan.aspects)}
    assert all(promised[agency.id.hex()] == agency.result.score.value for agency in after.agencies)
    assert all(promised[part.criterion.id] == part.score.value for part in after.province.criteria)
    assert all(promised[aspect] == score.value for aspect, score in after.province.aspects.items())


def mend_everything(store: Store, plan: Plan) -> None:
    with store.write(SARI) as uow:
        names = {row: name for row, name in uow.session.execute(select(Asset.id, Asset.name))}
        fresh = {"condition": Condition.GOOD, "year": 2026, "warranty_end": SOON}
        uow.update_many(Asset, {row: fresh for row, name in names.items() if not name.startswith("SW")})
        switches = {row: {**fresh, "support_end": SOON} for row, name in names.items() if name.startswith("SW")}
        uow.update_many(Asset, switches)
        details = uow.session.scalars(select(ServerDetail.id)).all()
        uow.update_many(ServerDetail, {row: {"os_support_end": SOON, "raid": Raid.RAID1} for row in details})
        rooms = uow.session.scalars(select(Room.id)).all()
        uow.update_many(Room, {row: {"has_access_control": True} for row in rooms})
        for line in plan.purchases:
            if line.good == "bandwidth":
                link = uow.session.scalars(select(Link.id)).one()
                uow.update(Link, link, mbps_down=2 + line.quantity)
            if line.good == "computer" and "pc-ratio" in line.closes:
                owner = bytes.fromhex(line.agency_id)
                new = {**fresh, "agency_id": owner, "name": "PC", "category_id": category_id("pc")}
                uow.create_many(Asset, [new] * (line.gaps["pc-ratio"] - 4))


def test_gains_add_up_and_scores_are_those_of_the_assessment(store: Store) -> None:
    plan = planned(store, 150 * MILLION)
    assert sum(line.gain for line in plan.purchases) == pytest.approx(plan.gain)
    assert plan.score_after - plan.score_before == pytest.approx(plan.gain, abs=0.11)  # type: ignore[operator]
    assert plan.cost == sum(line.cost for line in plan.purchases) == sum(year.cost for year in plan.years)
    assert sum(effect.cost for effect in plan.agencies) == plan.cost
    assert plan.years[-1].score == plan.score_after
    assert plan.optimal


def test_agencies_get_at_least_and_at_most_their_share(store: Store) -> None:
    plan = planned(store, 200 * MILLION, agency_least={ICT: 60 * MILLION}, agency_most={HEALTH: 50 * MILLION})
    spent = {effect.id: effect.cost for effect in plan.agencies}
    assert spent[ICT.hex()] >= 60 * MILLION
    assert spent[HEALTH.hex()] <= 50 * MILLION
    with pytest.raises(Refused):
        planned(store, 10 * MILLION, agency_least={ICT: 60 * MILLION})
    with pytest.raises(NotFound):
        planned(store, agency_least={b"x" * 16: 1})


def test_several_years_each_keep_their_budget_and_later_prices_are_higher(store: Store) -> None:
    plan = plans.work_out(surveyed(store), plans.terms({2027: 100 * MILLION, 2028: 100 * MILLION}))
    assert [year.year for year in plan.years] == [2027, 2028]
    assert all(year.cost <= 100 * MILLION for year in plan.years)
    single = {line.need: line.unit_price for line in plan.purchases if line.year == 2027}
    later = {line.need: line.unit_price for line in plan.purchases if line.year == 2028}
    assert all(later[need] > single[need] for need in later.keys() & single.keys())


def test_more_money_never_brings_less(store: Store) -> None:
    survey = surveyed(store)
    points = plans.curve(survey, plans.terms({2027: 400 * MILLION}))
    scores = [point.score for point in points]
    assert scores == sorted(scores, key=lambda score: score or 0)
    assert points[0].score == survey.before.province.score.value
    assert points[-1].budget == 800 * MILLION


def test_without_records_there_is_nothing_to_plan(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "empty.spbe")
    plan = planned(store)
    assert plan.purchases == () and plan.score_before is None and plan.optimal
    store.close()


@pytest.mark.parametrize(
    ("budgets", "least", "most"),
    [({}, {}, {}), ({2027: -1}, {}, {}), ({1: 5}, {}, {}), ({2027: 5}, {HEALTH: 9}, {HEALTH: 8})],
)
def test_impossible_terms_are_refused(budgets: dict[int, int], least: dict[bytes, int], most: dict[bytes, int]) -> None:
    with pytest.raises(Invalid):
        plans.terms(budgets, least, most)


def test_estimates_are_told_and_the_price_list_takes_their_place(store: Store) -> None:
    plan = planned(store)
    assert plan.estimates == len(plan.purchases) > 0
    with store.write(SARI) as uow:
        prices.set_price(uow, "server", 2026, 100 * MILLION)
        prices.set_inflation(uow, prices.INFLATION_DEFAULT * 4)
    line = next(one for one in planned(store).purchases if one.good == "server")
    assert (line.price_from, line.unit_price) == (PriceOrigin.LIST, 110 * MILLION)


def test_a_plan_is_kept_and_comes_back_as_it_was(store: Store) -> None:
    plan = replace(planned(store, 150 * MILLION), name="Hemat")
    assert from_text(Plan, to_text(plan)) == plan
    with store.write(SARI) as uow:
        kept = scenarios.keep(uow, plan, " Hemat ", "rapat 24 November")
    with store.read() as session:
        scenario = scenarios.load(session, kept)
    assert (scenario.name, scenario.made_by, scenario.plan) == ("Hemat", "Sari", plan)


def test_one_plan_is_chosen_and_choosing_is_undone(store: Store) -> None:
    plan = planned(store, 150 * MILLION)
    with store.write(SARI) as uow:
        first, second = scenarios.keep(uow, plan, "A"), scenarios.keep(uow, plan, "B")
        scenarios.choose(uow, first)
    with store.write(SARI) as uow:
        scenarios.choose(uow, second)
    with store.read() as session:
        assert scenarios.chosen(session).id == second  # type: ignore[union-attr]
    undo(store, SARI)
    with store.read() as session:
        assert [one.name for one in scenarios.listed(session) if one.is_chosen] == ["A"]
    with pytest.raises(Invalid), store.write(SARI) as uow:
        scenarios.keep(uow, plan, " ")


def test_plans_are_compared_need_by_need(store: Store) -> None:
    small, large = planned(store, 30 * MILLION), planned(store)
    differing = scenarios.compared([small, large])
    assert differing and all(len(set(one.quantities)) == 2 for one in differing)
    assert scenarios.compared([small, small]) == []


def test_rkbmd_lines_follow_from_the_chosen_plan(store: Store) -> None:
    with store.read() as session, pytest.raises(Refused):
        rkbmd.chosen_plan(session)
    with store.write(SARI) as uow:
        scenarios.choose(uow, scenarios.keep(uow, planned(store), "A"))
    with store.read() as session:
        plan = rkbmd.chosen_plan(session)
        bought, maintained = rkbmd.procurement(session, plan), rkbmd.maintenance(session, plan, [ICT])
    assert len(bought) == len(plan.of_kind(NeedKind.PROCUREMENT))
    assert all(row.most == row.usable + row.real and row.quantity <= row.real for row in bought)
    computers = next(row for row in bought if row.agency_id == ICT and row.kode_barang == "1.3.2.10.01.02.001")
    assert (computers.usable, computers.unit) == (1, "unit")
    repair = [row for row in maintained if row.kode_barang == "" and row.light == 1]
    assert repair and (repair[0].good, repair[0].heavy, repair[0].count) == (1, 1, 3)
    assert {row.agency_id for row in maintained} == {ICT}


def test_needs_name_the_day_and_the_heads_of_the_log(store: Store) -> None:
    plan = planned(store)
    assert (plan.as_of, plan.criteria_version) == (TODAY, "2026.1")
    assert plan.heads and plan.heads[0].changes > 0


def test_links_that_nobody_has_are_asked_for_once(store: Store) -> None:
    with store.write(SARI) as uow:
        uow.create(Link, agency_id=ICT, name="Internet", kind=LinkKind.INTERNET, status=LinkStatus.ACTIVE, mbps_down=50)
    listed = {(need.agency_id, need.good): need for need in surveyed(store).needs}
    assert listed[ICT, "intranet-link"].quantity == 1
    assert listed[HEALTH, "bandwidth"].quantity == 6
    assert needs.need_id(ICT, "intranet-link") == listed[ICT, "intranet-link"].id
