"""Needs: proposed by gaps, decided by people, refreshed without losing a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from spbe_assets.domain.errors import Invalid, NotFound, StaleEdit
from spbe_assets.domain.needs import NeedKind, NeedState, Origin
from spbe_assets.services import goods, needs, plans, readiness
from spbe_assets.services.needs import NeedRow
from spbe_assets.services.prices import PriceOrigin
from spbe_assets.storage.store import Store
from spbe_assets.storage.undo import undo
from tests.services.plan_world import CRITERIA, HEALTH, ICT, MILLION, SARI, TODAY, fill, server, surveyed


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("needs") / "a.spbe"
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


def need(store: Store, good: str, agency: bytes = HEALTH) -> NeedRow:
    return next(
        one for one in surveyed(store).needs if (one.agency_id, one.id) == (agency, needs.need_id(agency, good))
    )


def bought(store: Store, row: NeedRow, **budgets: int) -> int:
    years = {int(year[1:]): amount for year, amount in (budgets or {"y2027": 10**12}).items()}
    plan = plans.work_out(surveyed(store), plans.terms(years))
    return sum(line.quantity for line in plan.purchases if line.need == row.id.hex())


def test_a_gap_proposes_good_quantity_price_and_what_it_closes(store: Store) -> None:
    row = need(store, "server")
    assert (row.kode_barang, row.quantity, row.unit, row.kind) == (
        "1.3.2.10.02.04.001",
        3,
        "unit",
        NeedKind.PROCUREMENT,
    )
    assert (row.unit_rupiah, row.price_from) == (123 * MILLION, PriceOrigin.ESTIMATE)
    assert row.closes == ("srv-os-support", "srv-age", "srv-warranty", "srv-raid")
    assert (row.state, row.origin, row.rev) == (NeedState.PROPOSED, Origin.GAP, None)
    assert row.gain > 0


def test_a_room_needs_one_lock_however_many_servers_stand_in_it(store: Store) -> None:
    assert need(store, "access-control").quantity == 3


def test_what_is_dropped_is_not_planned_and_comes_back_when_forgotten(store: Store) -> None:
    row = need(store, "server")
    with store.write(SARI) as uow:
        needs.decide(uow, [row], NeedState.DROPPED)
    assert need(store, "server").state is NeedState.DROPPED
    assert bought(store, row) == 0
    with store.write(SARI) as uow:
        needs.forget(uow, [row.id])
    assert need(store, "server").rev is None
    assert bought(store, row) == 3
    with store.write(SARI) as uow:
        needs.decide(uow, [row], NeedState.ACCEPTED)
    assert need(store, "server").state is NeedState.ACCEPTED


def test_a_postponed_need_waits_for_its_year(store: Store) -> None:
    row = need(store, "server")
    with store.write(SARI) as uow:
        needs.decide(uow, [row], NeedState.POSTPONED, 2028)
    assert bought(store, row) == 0
    assert bought(store, row, y2027=10**12, y2028=10**12) == 3
    with pytest.raises(Invalid), store.write(SARI) as uow:
        needs.decide(uow, [row], NeedState.POSTPONED)
    with store.write(SARI) as uow:
        needs.decide(uow, [need(store, "server")], NeedState.PROPOSED)
    assert need(store, "server").year is None


def test_edited_quantity_and_price_hold_when_the_gap_grows(store: Store) -> None:
    with store.write(SARI) as uow:
        needs.edit(uow, need(store, "server"), {"quantity": 2, "unit_rupiah": 90 * MILLION})
    with store.write(SARI) as uow:
        server(uow, HEALTH, "S7")
    row = need(store, "server")
    assert (row.quantity, row.proposed, row.cost) == (2, 4, 180 * MILLION)
    assert row.price_from is PriceOrigin.OWN
    assert bought(store, row) == 2


def test_what_is_accepted_keeps_its_quantity_and_what_is_not_follows_the_gap(store: Store) -> None:
    with store.write(SARI) as uow:
        needs.decide(uow, [need(store, "server")], NeedState.ACCEPTED)
        needs.edit(uow, need(store, "os-upgrade"), {"notes": "tanya Diskominfo"})
    with store.write(SARI) as uow:
        server(uow, HEALTH, "S7")
    assert need(store, "server").quantity == 3
    assert need(store, "os-upgrade").quantity == 4


def test_another_good_brings_its_own_name_code_and_price(store: Store) -> None:
    row = need(store, "computer")
    with store.write(SARI) as uow:
        needs.edit(uow, row, {"title": "Komputer all-in-one"})
    with store.write(SARI) as uow:
        needs.edit(uow, need(store, "computer"), {"good": "network-device"})
    changed = need(store, "computer")
    assert (changed.good, changed.kode_barang) == ("network-device", "1.3.2.10.02.04.024")
    assert changed.closes == row.closes


def test_an_own_need_is_planned_only_if_it_must_be(store: Store) -> None:
    with store.write(SARI) as uow:
        own = needs.add(uow, ICT, {"title": "Genset", "quantity": 2, "unit_rupiah": 50 * MILLION, "unit": "unit"})
    row = next(one for one in surveyed(store).needs if one.id == own)
    assert (row.origin, row.cost, row.gain, bought(store, row)) == (Origin.OWN, 100 * MILLION, 0, 0)
    with store.write(SARI) as uow:
        needs.edit(uow, row, {"priority": 1})
    assert bought(store, row) == 2
    with store.write(SARI) as uow:
        needs.forget(uow, [own])
    with pytest.raises(NotFound), store.write(SARI) as uow:
        needs.edit(uow, row, {"quantity": 3})


def test_a_need_without_a_price_is_left_out_and_told(store: Store) -> None:
    with store.write(SARI) as uow:
        needs.add(uow, ICT, {"title": "Videotron", "priority": 1})
    plan = plans.work_out(surveyed(store), plans.terms({2027: 10**12}))
    assert plan.unpriced == 1
    assert "Videotron" in [one.title for one in plan.left]


def test_deciding_is_undone_and_a_stale_form_refused(store: Store) -> None:
    with store.write(SARI) as uow:
        needs.decide(uow, surveyed(store).needs, NeedState.ACCEPTED)
    undo(store, SARI)
    assert {row.state for row in surveyed(store).needs} == {NeedState.PROPOSED}
    with store.write(SARI) as uow:
        needs.edit(uow, need(store, "server"), {"quantity": 1})
    seen = need(store, "server")
    with store.write(SARI) as uow:
        needs.edit(uow, seen, {"quantity": 2}, seen.rev)
    with pytest.raises(StaleEdit), store.write(SARI) as uow:
        needs.edit(uow, seen, {"quantity": 3}, seen.rev)


@pytest.mark.parametrize(
    "values", [{"quantity": 0}, {"quantity": -2}, {"unit_rupiah": -1}, {"year": 12}, {"title": "x" * 201}]
)
def test_impossible_values_are_refused(store: Store, values: dict[str, object]) -> None:
    with pytest.raises(Invalid), store.write(SARI) as uow:
        needs.edit(uow, need(store, "server"), values)
    with pytest.raises(Invalid), store.write(SARI) as uow:
        needs.add(uow, ICT, {"title": "Genset", **values})


def test_only_accepted_needs_are_planned_if_asked(store: Store) -> None:
    with store.write(SARI) as uow:
        needs.decide(uow, [need(store, "os-upgrade")], NeedState.ACCEPTED)
    plan = plans.work_out(surveyed(store), plans.terms({2027: 10**12}, accepted_only=True))
    assert {line.good for line in plan.purchases} == {"os-upgrade"}


def test_accepting_a_need_plans_for_its_gaps(store: Store) -> None:
    def planned_for() -> float | None:
        with store.read() as session:
            part = readiness.assess(session, CRITERIA, TODAY).agency(HEALTH).result.criterion("gov-planned")  # type: ignore[union-attr]
        return part.reading if part else None

    assert planned_for() == 0
    with store.write(SARI) as uow:
        needs.decide(uow, [need(store, "computer")], NeedState.ACCEPTED)
    assert planned_for() == pytest.approx(70)
    with store.write(SARI) as uow:
        needs.edit(uow, need(store, "server"), {"year": 2040})
        needs.decide(uow, [need(store, "server")], NeedState.ACCEPTED)
    assert planned_for() == pytest.approx(70)


def test_every_good_may_be_named_as_the_remedy_of_every_criterion(store: Store) -> None:
    everything = tuple(goods.shipped())
    for named in (everything, everything[::-1]):
        criteria = replace(CRITERIA, criteria=tuple(replace(one, remedy_goods=named) for one in CRITERIA.criteria))
        with store.read() as session:
            survey = plans.survey(session, criteria, TODAY)
        plan = plans.work_out(survey, plans.terms({2027: 10**12}))
        assert plan.score_after is not None and plan.score_after >= (plan.score_before or 0)


def test_a_criterion_names_its_own_remedy(store: Store) -> None:
    ages = (replace(one, remedy_goods=("ups",)) if one.id == "srv-age" else one for one in CRITERIA.criteria)
    with store.read() as session:
        survey = plans.survey(session, replace(CRITERIA, criteria=tuple(ages)), TODAY)
    found = {one.good: one for one in survey.needs if one.agency_id == HEALTH}
    assert "server" not in found
    assert found["ups"].closes == ("srv-age",)
