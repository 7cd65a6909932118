"""Sets of criteria of the province's own: kept, versioned, chosen, undone, and refused when they are broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from spbe_assets.domain.criteria import Amount, Criteria, Framework
from spbe_assets.domain.errors import Invalid, NotFound, Refused, StaleEdit
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.services import criteria_sets, readiness, settings
from spbe_assets.services.criteria_sets import Choice
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, CriteriaSet
from spbe_assets.storage.undo import undo

TODAY = date(2026, 11, 24)
BUDI = Actor("Budi")
HEALTH = agency_id("Dinas Kesehatan")
SHIPPED = criteria_sets.shipped()


def changed(criteria: Criteria, criterion_id: str, **values: object) -> Criteria:
    """The set with one criterion changed."""
    made = tuple(replace(one, **values) if one.id == criterion_id else one for one in criteria.criteria)
    return replace(criteria, criteria=made)


def made(store: Store, criteria: Criteria = SHIPPED, name: str = "Riau") -> Id:
    with store.write(BUDI) as uow:
        return criteria_sets.save(uow, None, name, replace(criteria, version="2026.1-r2"))


def in_use(store: Store) -> Criteria:
    with store.read() as session:
        return criteria_sets.active(session)


def test_the_shipped_set_holds_until_another_is_chosen(store: Store) -> None:
    assert in_use(store) == SHIPPED
    with store.read() as session:
        [row] = criteria_sets.listed(session)
    assert (row.id, row.version, row.is_active) == (None, "2026.1", True)


def test_an_own_set_is_chosen_edited_and_undone(store: Store) -> None:
    set_id = made(store, changed(SHIPPED, "gov-label", weight=7.0))
    assert in_use(store) == SHIPPED
    with store.write(BUDI) as uow:
        criteria_sets.activate(uow, set_id)
    assert in_use(store).version == "2026.1-r2"
    assert in_use(store).by_id("gov-label").weight == 7
    with store.read() as session:
        version = criteria_sets.next_version(session, "2026.1-r2")
    assert version == "2026.1-r3"
    with store.write(BUDI) as uow:
        edited = replace(changed(in_use(store), "gov-label", target=Amount(80.0)), version=version)
        criteria_sets.save(uow, set_id, "Riau", edited)
    assert in_use(store).version == "2026.1-r3"
    undo(store, BUDI)
    assert in_use(store).version == "2026.1-r2"
    undo(store, BUDI)
    assert in_use(store) == SHIPPED


def test_versions_go_on_from_those_of_other_sets(store: Store) -> None:
    made(store)
    with store.write(BUDI) as uow:
        criteria_sets.copy(uow, SHIPPED, "Another")
    with store.read() as session:
        assert [row.version for row in criteria_sets.listed(session)] == ["2026.1", "2026.1-r3", "2026.1-r2"]
        assert criteria_sets.next_version(session, "2030") == "2030-r2"
        assert len(criteria_sets.next_version(session, "x" * 24)) <= 24


def test_the_set_in_use_is_not_deleted_and_another_one_is(store: Store) -> None:
    set_id = made(store)
    with store.write(BUDI) as uow:
        criteria_sets.activate(uow, set_id)
    with pytest.raises(Refused, match="in use"), store.write(BUDI) as uow:
        criteria_sets.delete(uow, set_id)
    with store.write(BUDI) as uow:
        criteria_sets.activate(uow, None)
        criteria_sets.delete(uow, set_id)
    assert in_use(store) == SHIPPED
    with pytest.raises(NotFound), store.write(BUDI) as uow:
        criteria_sets.activate(uow, set_id)


def test_a_set_that_another_laptop_deleted_gives_way_to_the_shipped_one(store: Store) -> None:
    with store.write(BUDI) as uow:
        settings.set_province(uow, criteria_sets.ACTIVE, new_id().hex())
    assert in_use(store) == SHIPPED
    with store.read() as session:
        assert criteria_sets.listed(session)[0].is_active


def test_a_set_that_can_not_be_read_names_line_and_reason_and_its_settings_fall_back(store: Store) -> None:
    with store.write(BUDI) as uow:
        set_id = uow.create(CriteriaSet, name="Broken", version="9", body="format = 1\nversion = 3\n")
        settings.set_province(uow, criteria_sets.ACTIVE, set_id.hex())
    with store.read() as session:
        with pytest.raises(Invalid, match="Broken, line 2: “version” must be a text"):
            criteria_sets.active(session)
        assert criteria_sets.with_settings(session) == SHIPPED
        row = criteria_sets.listed(session)[1]
    assert (row.version, row.is_active) == ("9", True)
    assert "line 2" in row.problem


@pytest.mark.parametrize(("name", "version"), [(" ", "1"), ("x" * 121, "1"), ("Riau", "x" * 25)])
def test_impossible_names_and_versions_are_refused(store: Store, name: str, version: str) -> None:
    with pytest.raises(Invalid), store.write(BUDI) as uow:
        criteria_sets.save(uow, None, name, replace(SHIPPED, version=version))


def test_something_has_to_count(store: Store) -> None:
    off = replace(SHIPPED, criteria=tuple(replace(one, active=False) for one in SHIPPED.criteria))
    with pytest.raises(Invalid, match="switched on"), store.write(BUDI) as uow:
        criteria_sets.save(uow, None, "Nothing", off)


def test_a_stale_edit_is_refused(store: Store) -> None:
    set_id = made(store)
    with store.read() as session:
        rev = criteria_sets.listed(session)[1].rev
    with store.write(BUDI) as uow:
        criteria_sets.rename(uow, set_id, "Riau 2")
    with pytest.raises(StaleEdit), store.write(BUDI) as uow:
        criteria_sets.save(uow, set_id, "Riau", SHIPPED, seen_rev=rev)


def test_a_criterion_that_is_off_stays_in_the_set_and_does_not_count(store: Store) -> None:
    set_id = made(store, changed(SHIPPED, "gov-label", active=False))
    with store.write(BUDI) as uow:
        criteria_sets.activate(uow, set_id)
        uow.create(Asset, agency_id=HEALTH, name="Laptop", category_id=category_id("laptop"))
    with store.read() as session:
        assessment = readiness.assess(session, criteria_sets.active(session), TODAY, HEALTH)
        kept = criteria_sets.opened(session, set_id)
    assert assessment.agencies[0].result.criterion("gov-label") is None
    assert assessment.agencies[0].result.criterion("gov-serial") is not None
    assert kept.by_id("gov-label") is not None


def test_evaluations_are_chosen_and_only_what_supports_them_counts(store: Store) -> None:
    set_id = made(store, changed(SHIPPED, "gov-label", references={Framework.SPBE_59_2020: (24,)}))
    pemdi = Choice((Framework.PEMDI_2026,), only_supporting=True)
    with store.write(BUDI) as uow:
        criteria_sets.activate(uow, set_id)
        criteria_sets.choose(uow, replace(pemdi, only_supporting=False))
    assert in_use(store).frameworks == (Framework.PEMDI_2026,)
    assert in_use(store).by_id("gov-label") is not None
    with store.write(BUDI) as uow:
        criteria_sets.choose(uow, pemdi)
    assert in_use(store).by_id("gov-label") is None
    assert in_use(store).version == "2026.1-r2 (Pemdi)"
    with store.read() as session:
        assert criteria_sets.chosen(session) == pemdi
    with store.write(BUDI) as uow:
        criteria_sets.choose(uow, Choice())
    assert in_use(store).version == "2026.1-r2"
    with pytest.raises(Invalid, match="at least one"), store.write(BUDI) as uow:
        criteria_sets.choose(uow, Choice(()))


def test_a_set_is_written_to_a_file_and_read_back(tmp_path: Path) -> None:
    edited = changed(SHIPPED, "gov-label", active=False, remedy_goods=("computer",))
    criteria_sets.write_file(edited, tmp_path / "set.toml")
    assert criteria_sets.read_file(tmp_path / "set.toml") == edited


def test_a_remedy_names_goods_that_are_known(tmp_path: Path) -> None:
    criteria_sets.write_file(changed(SHIPPED, "gov-label", remedy_goods=("sticker",)), tmp_path / "set.toml")
    with pytest.raises(Invalid, match=r"set\.toml, line \d+: entry 1 of “remedy_good”, “sticker”"):
        criteria_sets.read_file(tmp_path / "set.toml")
