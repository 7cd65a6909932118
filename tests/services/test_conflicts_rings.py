"""Records put into each other, or combined crosswise, on two laptops."""

from __future__ import annotations

import pytest

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import agencies, combining, conflicts, listing
from spbe_assets.services.conflicts import Value
from spbe_assets.storage import undo
from spbe_assets.storage.tables import Agency, Asset
from tests.services.apart import Laptop, exchange
from tests.services.world import World


def below(who: Laptop, row: bytes, parent: bytes | None) -> None:
    who.write(lambda uow: agencies.update(uow, row, {"parent_id": parent}))


def parents(who: Laptop, *rows: bytes) -> list[bytes | None]:
    return [who.read(lambda session, r=row: session.get(Agency, r).parent_id) for row in rows]


def merged(who: Laptop, *rows: bytes) -> list[bytes | None]:
    return [who.read(lambda session, r=row: session.get(Asset, r).merged_into) for row in rows]


def combine(who: Laptop, kept: bytes, other: bytes, table: str = "asset") -> None:
    who.write(lambda uow: combining.combine(uow, table, kept, other, {}), "combine")


def cut(who: Laptop, table: str, *rows: bytes) -> bytes:
    """The record in which the ring waits."""
    (row,) = [one for one in rows if who.waiting(table, one)]
    return row


@pytest.mark.parametrize("choice", ["here", "incoming"])
def test_two_agencies_inside_each_other_are_a_choice_between_two_statements(
    built: World, agus: Laptop, sari: Laptop, choice: str
) -> None:
    below(agus, built.ict, built.health)
    below(sari, built.health, built.ict)
    exchange(agus, sari)
    row = cut(agus, "agency", built.ict, built.health)
    (one,) = agus.waiting("agency", row)
    assert (one.kind, one.field, one.title, one.base) == ("cycle", "parent_id", "Part of", None)
    ict, health = "Dinas Komunikasi, Informatika dan Statistik", "Dinas Kesehatan"
    assert (one.here.text, one.here.user) == (f"“{ict}” is part of “{health}”", "Agus")
    assert (one.incoming.text, one.incoming.user) == (f"“{health}” is part of “{ict}”", "Sari")
    agus.resolve("agency", row, "parent_id", choice)
    exchange(agus, sari)
    for who in (agus, sari):
        expected = [built.health, None] if choice == "here" else [None, built.ict]
        assert parents(who, built.ict, built.health) == expected
        assert who.read(conflicts.count) == 0
        assert who.is_sound()
    undo.undo(agus.store, agus.actor)
    exchange(agus, sari)
    for who in (agus, sari):
        assert {version.user for version in who.waiting("agency", row)[0].versions} == {"Agus", "Sari"}
        assert who.is_sound()


def test_a_ring_of_three_needs_one_of_the_statements(built: World, agus: Laptop, sari: Laptop, tono: Laptop) -> None:
    one, two = built.ict, built.health
    third = agus.write(lambda uow: agencies.create(uow, {"name": "Dinas Pendidikan Baru"}))
    for other in (sari, tono):
        other.take(agus)
    below(agus, one, two)
    below(sari, two, third)
    below(tono, third, one)
    exchange(agus, sari, tono)
    row = cut(agus, "agency", one, two, third)
    (ring,) = agus.waiting("agency", row)
    assert (len(ring.versions), ring.needs_value) == (3, True)
    chosen = next(version for version in ring.versions if version.top == two)
    agus.resolve("agency", row, "parent_id", chosen)
    exchange(agus, sari, tono)
    for who in (agus, sari, tono):
        assert parents(who, one, two, third) == [two, None, one]
        assert who.read(conflicts.count) == 0


def test_another_parent_or_none_opens_the_ring_too(built: World, agus: Laptop, sari: Laptop) -> None:
    below(agus, built.ict, built.health)
    below(sari, built.health, built.ict)
    agus.take(sari)
    row = cut(agus, "agency", built.ict, built.health)
    agus.resolve("agency", row, "parent_id", Value(None))
    assert agus.read(conflicts.count) == 0
    assert parents(agus, row) == [None]


@pytest.mark.parametrize("choice", ["here", "incoming"])
def test_records_combined_crosswise_become_one_with_everything_that_was_of_either(
    built: World, agus: Laptop, sari: Laptop, choice: str
) -> None:
    first, second = built.laptops[:2]
    combine(agus, second, first)
    combine(sari, first, second)
    exchange(agus, sari)
    row = cut(agus, "asset", first, second)
    (one,) = agus.waiting("asset", row)
    assert one.kind == "cycle"
    assert "stays" in one.here.text
    stays, goes = (second, first) if choice == "here" else (first, second)
    agus.resolve("asset", row, "merged_into", choice)
    exchange(agus, sari)
    for who in (agus, sari):
        assert merged(who, stays, goes) == [None, stays]
        assert who.read(conflicts.count) == 0
        assert who.is_sound()


def test_agencies_combined_crosswise_keep_all_their_items(built: World, agus: Laptop, sari: Laptop) -> None:
    combine(agus, built.ict, built.clinic, "agency")
    combine(sari, built.clinic, built.ict, "agency")
    exchange(agus, sari)
    row = cut(agus, "agency", built.ict, built.clinic)
    agus.resolve("agency", row, "merged_into", "here")
    exchange(agus, sari)
    for who in (agus, sari):
        wanted = AssetFilter(agency_ids=frozenset({built.ict}))
        assert who.read(lambda session, w=wanted: listing.count(session, w)) == 12
        assert who.read(conflicts.count) == 0


def test_one_record_combined_with_two_others_takes_its_things_along(built: World, agus: Laptop, sari: Laptop) -> None:
    combine(agus, built.ict, built.clinic, "agency")
    combine(sari, built.health, built.clinic, "agency")
    exchange(agus, sari)
    waiting = agus.read(conflicts.count)
    assert waiting > 10  # each of the ten laptops went to two agencies
    (one,) = agus.waiting("agency", built.clinic)
    assert (one.kind, one.title) == ("value", "Same record as")
    agus.resolve("agency", built.clinic, "merged_into", "here")
    exchange(agus, sari)
    for who in (agus, sari):
        assert who.read(conflicts.count) == 0
        wanted = AssetFilter(agency_ids=frozenset({built.ict}))
        assert who.read(lambda session, w=wanted: listing.count(session, w)) == 12
    undo.undo(agus.store, agus.actor)
    assert agus.read(conflicts.count) == waiting
