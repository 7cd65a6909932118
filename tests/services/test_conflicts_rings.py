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
    built: World, budi: Laptop, sari: Laptop, choice: str
) -> None:
    below(budi, built.ict, built.health)
    below(sari, built.health, built.ict)
    exchange(budi, sari)
    row = cut(budi, "agency", built.ict, built.health)
    (one,) = budi.waiting("agency", row)
    assert (one.kind, one.field, one.title, one.base) == ("cycle", "parent_id", "Part of", None)
    ict, health = "Dinas Komunikasi, Informatika dan Statistik", "Dinas Kesehatan"
    assert (one.here.text, one.here.user) == (f"“{ict}” is part of “{health}”", "Budi")
    assert (one.incoming.text, one.incoming.user) == (f"“{health}” is part of “{ict}”", "Sari")
    budi.resolve("agency", row, "parent_id", choice)
    exchange(budi, sari)
    for who in (budi, sari):
        expected = [built.health, None] if choice == "here" else [None, built.ict]
        assert parents(who, built.ict, built.health) == expected
        assert who.read(conflicts.count) == 0
        assert who.is_sound()
    undo.undo(budi.store, budi.actor)
    exchange(budi, sari)
    for who in (budi, sari):
        assert {version.user for version in who.waiting("agency", row)[0].versions} == {"Budi", "Sari"}
        assert who.is_sound()


def test_a_ring_of_three_needs_one_of_the_statements(built: World, budi: Laptop, sari: Laptop, tono: Laptop) -> None:
    one, two = built.ict, built.health
    third = budi.write(lambda uow: agencies.create(uow, {"name": "Dinas Pendidikan Baru"}))
    for other in (sari, tono):
        other.take(budi)
    below(budi, one, two)
    below(sari, two, third)
    below(tono, third, one)
    exchange(budi, sari, tono)
    row = cut(budi, "agency", one, two, third)
    (ring,) = budi.waiting("agency", row)
    assert (len(ring.versions), ring.needs_value) == (3, True)
    chosen = next(version for version in ring.versions if version.top == two)
    budi.resolve("agency", row, "parent_id", chosen)
    exchange(budi, sari, tono)
    for who in (budi, sari, tono):
        assert parents(who, one, two, third) == [two, None, one]
        assert who.read(conflicts.count) == 0


def test_another_parent_or_none_opens_the_ring_too(built: World, budi: Laptop, sari: Laptop) -> None:
    below(budi, built.ict, built.health)
    below(sari, built.health, built.ict)
    budi.take(sari)
    row = cut(budi, "agency", built.ict, built.health)
    budi.resolve("agency", row, "parent_id", Value(None))
    assert budi.read(conflicts.count) == 0
    assert parents(budi, row) == [None]


@pytest.mark.parametrize("choice", ["here", "incoming"])
def test_records_combined_crosswise_become_one_with_everything_that_was_of_either(
    built: World, budi: Laptop, sari: Laptop, choice: str
) -> None:
    first, second = built.laptops[:2]
    combine(budi, second, first)
    combine(sari, first, second)
    exchange(budi, sari)
    row = cut(budi, "asset", first, second)
    (one,) = budi.waiting("asset", row)
    assert one.kind == "cycle"
    assert "stays" in one.here.text
    stays, goes = (second, first) if choice == "here" else (first, second)
    budi.resolve("asset", row, "merged_into", choice)
    exchange(budi, sari)
    for who in (budi, sari):
        assert merged(who, stays, goes) == [None, stays]
        assert who.read(conflicts.count) == 0
        assert who.is_sound()


def test_agencies_combined_crosswise_keep_all_their_items(built: World, budi: Laptop, sari: Laptop) -> None:
    combine(budi, built.ict, built.clinic, "agency")
    combine(sari, built.clinic, built.ict, "agency")
    exchange(budi, sari)
    row = cut(budi, "agency", built.ict, built.clinic)
    budi.resolve("agency", row, "merged_into", "here")
    exchange(budi, sari)
    for who in (budi, sari):
        wanted = AssetFilter(agency_ids=frozenset({built.ict}))
        assert who.read(lambda session, w=wanted: listing.count(session, w)) == 12
        assert who.read(conflicts.count) == 0


def test_one_record_combined_with_two_others_takes_its_things_along(built: World, budi: Laptop, sari: Laptop) -> None:
    combine(budi, built.ict, built.clinic, "agency")
    combine(sari, built.health, built.clinic, "agency")
    exchange(budi, sari)
    waiting = budi.read(conflicts.count)
    assert waiting > 10  # each of the ten laptops went to two agencies
    (one,) = budi.waiting("agency", built.clinic)
    assert (one.kind, one.title) == ("value", "Same record as")
    budi.resolve("agency", built.clinic, "merged_into", "here")
    exchange(budi, sari)
    for who in (budi, sari):
        assert who.read(conflicts.count) == 0
        wanted = AssetFilter(agency_ids=frozenset({built.ict}))
        assert who.read(lambda session, w=wanted: listing.count(session, w)) == 12
    undo.undo(budi.store, budi.actor)
    assert budi.read(conflicts.count) == waiting
