"""Merging two records: what is re-pointed, which values stay, and that one undo brings both back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spbe_assets.domain.errors import NotFound, Refused, StaleEdit
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import MoveKind
from spbe_assets.services import (
    agencies,
    assets,
    combining,
    former_tags,
    history,
    link_listing,
    links,
    listing,
    people,
    places,
    record_changes,
    references,
)
from spbe_assets.storage import check, undo
from spbe_assets.storage.tables import (
    Asset,
    Assignment,
    Attachment,
    LabelPrint,
    LinkTest,
    Movement,
    Sighting,
    Sweep,
    SweepRoom,
)
from spbe_assets.storage.unit_of_work import UnitOfWork
from tests.services.apart import Laptop
from tests.services.world import BUDI, World


def link_of(world: World, agency: Id) -> Id:
    return world.write(lambda uow: links.create(uow, {"name": "FO", "agency_id": agency, "z_agency_id": agency}))


def combine(world: World, kept: Id, other: Id, **values: object) -> int:
    return world.write(lambda uow: combining.combine(uow, "agency", kept, other, values))


def test_everything_that_referred_to_the_other_agency_refers_to_the_kept_one(world: World) -> None:
    link = link_of(world, world.health)
    site = world.write(lambda uow: places.create(uow, "site", {"name": "Gedung B", "agency_id": world.health}))
    combine(world, world.ict, world.health)
    with world.store.read() as session:
        assert agencies.detail(session, world.clinic).get("parent_id") == world.ict
        assert people.detail(session, world.siti).get("agency_id") == world.ict
        assert places.detail(session, "site", site).get("agency_id") == world.ict
        assert links.detail(session, link).get("z_agency_id") == world.ict
        with pytest.raises(NotFound):
            agencies.detail(session, world.health)


def test_assets_and_rooms_of_the_other_agency_move_along(world: World) -> None:
    combine(world, world.ict, world.clinic)
    with world.store.read() as session:
        assert listing.count(session, AssetFilter(agency_ids=frozenset({world.ict}))) == 12
        assert places.detail(session, "room", world.office).get("agency_id") == world.ict


def test_the_preview_counts_what_will_be_repointed(world: World) -> None:
    link_of(world, world.clinic)
    found = world.read(lambda session: combining.preview(session, "agency", world.ict, world.clinic))
    assert found.repointed["asset"] == 10
    assert found.repointed["room"] == 1
    assert found.repointed["link"] == 2  # it names the agency at two places
    assert "name" in [one.field.key for one in found.differences]
    assert combine(world, world.ict, world.clinic) == sum(found.repointed.values())


def test_an_empty_field_is_filled_by_the_other_record(world: World) -> None:
    world.write(lambda uow: agencies.update(uow, world.clinic, {"head": "dr. Rina"}))
    found = world.read(lambda session: combining.preview(session, "agency", world.ict, world.clinic))
    assert found.proposed()["head"] == "dr. Rina"
    assert found.proposed().keys().isdisjoint({"name", "parent_id"})


def test_chosen_values_stay_and_one_undo_brings_both_back(world: World) -> None:
    combine(world, world.health, world.clinic, name="Dinkes dan Puskesmas")
    assert world.read(lambda s: agencies.detail(s, world.health)).get("name") == "Dinkes dan Puskesmas"

    undo.undo(world.store, BUDI)
    with world.store.read() as session:
        assert agencies.detail(session, world.health).get("name") == "Dinas Kesehatan"
        assert agencies.detail(session, world.clinic).get("parent_id") == world.health
        assert listing.count(session, AssetFilter(agency_ids=frozenset({world.clinic}))) == 10
        assert places.detail(session, "room", world.office).get("agency_id") == world.clinic
    assert check.check(world.store) == []


def test_an_agency_swallows_the_one_it_is_part_of_without_a_ring(world: World) -> None:
    ward = world.write(lambda uow: agencies.create(uow, {"name": "Rawat Inap", "parent_id": world.clinic}))
    combine(world, ward, world.health)
    with world.store.read() as session:
        assert agencies.path(session, world.clinic).startswith("Rawat Inap")
        assert agencies.detail(session, ward).get("parent_id") is None


def test_the_other_agency_is_no_longer_found_by_lists_and_names(world: World) -> None:
    combine(world, world.ict, world.health)
    with world.store.read() as session:
        assert world.health not in [node.id for node in agencies.tree(session)]
        with pytest.raises(NotFound):
            agencies.find(session, "Dinas Kesehatan")


def test_people_and_rooms_are_merged_by_the_same_function(world: World) -> None:
    twin = world.write(lambda uow: people.create(uow, {"name": "Siti R.", "position": "Kepala"}))
    world.write(lambda uow: combining.combine(uow, "person", twin, world.siti, {"name": "Siti Rahma"}))
    laptop = world.read(lambda session: listing.rows_first(session, AssetFilter(text="Laptop 1")))[0].id
    with world.store.read() as session:
        assert assets.detail(session, laptop).asset.get("custodian_id") == twin


def test_a_merge_with_itself_or_over_a_newer_edit_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        combine(world, world.ict, world.ict)
    seen = world.read(lambda s: agencies.detail(s, world.ict)).rev
    world.write(lambda uow: agencies.update(uow, world.ict, {"head": "A"}))
    with pytest.raises(StaleEdit):
        world.write(lambda u: combining.combine(u, "agency", world.ict, world.health, {"head": "B"}, seen))
    assert world.read(lambda s: agencies.detail(s, world.health)).get("name") == "Dinas Kesehatan"


def test_links_of_the_kept_agency_hold_both_ends_after_a_merge(world: World) -> None:
    link_of(world, world.health)
    combine(world, world.ict, world.health)
    with world.store.read() as session:
        assert link_listing.count(session, LinkFilter(agency_ids=frozenset({world.ict}))) == 1


def combine_assets(world: World, kept: Id, other: Id, **values: object) -> int:
    return world.write(lambda uow: combining.combine(uow, "asset", kept, other, values))


def test_everything_that_belonged_to_the_other_asset_belongs_to_the_kept_one(world: World) -> None:
    kept, other = world.laptops[:2]

    def belongings(uow: UnitOfWork) -> list[Id]:
        sweep = uow.create(Sweep, agency_id=world.clinic)
        return [
            uow.create(Attachment, record_table="asset", record_id=other, kind="photo", sha256="ab"),
            uow.create(LabelPrint, record_table="asset", record_id=other, printed_at=datetime(2026, 1, 1, tzinfo=UTC)),
            uow.create(Sighting, sweep_id=sweep, room_id=world.office, asset_id=other, code="PF0002"),
            uow.create(Movement, asset_id=other, kind=MoveKind.HAND_OVER),
        ]

    photo, label, sighting, move = world.write(belongings)
    link = link_of(world, world.health)
    world.write(lambda uow: links.update(uow, link, {"z_asset_id": other}))
    told = world.read(lambda session: combining.preview(session, "asset", kept, other)).repointed
    assert told == {"attachment": 1, "label_print": 1, "sighting": 1, "movement": 1, "link": 1}
    assert combine_assets(world, kept, other) == 5
    with world.store.read() as session:
        assert session.get(Attachment, photo).record_id == kept
        assert session.get(LabelPrint, label).record_id == kept
        assert session.get(Sighting, sighting).asset_id == kept
        assert session.get(Movement, move).asset_id == kept
        assert links.detail(session, link).get("z_asset_id") == kept
        assert session.get(Asset, kept).labelled_at is not None
    assert check.check(world.store) == []


def test_rooms_take_sweeps_and_assignments_along_and_a_sweep_keeps_one_of_them(world: World) -> None:
    def field_work(uow: UnitOfWork) -> list[Id]:
        only, both = uow.create(Sweep), uow.create(Sweep)
        return [
            uow.create(SweepRoom, sweep_id=only, room_id=world.office),
            uow.create(SweepRoom, sweep_id=both, room_id=world.office),
            uow.create(SweepRoom, sweep_id=both, room_id=world.server_room),
            uow.create(Assignment, room_id=world.office),
            uow.create(Sighting, sweep_id=both, room_id=world.office, expected_room_id=world.office, code="x"),
        ]

    only, gone, stays, task, seen = world.write(field_work)
    world.write(lambda uow: combining.combine(uow, "room", world.server_room, world.office, {}))
    with world.store.read() as session:
        assert session.get(SweepRoom, only).room_id == world.server_room
        assert (session.get(SweepRoom, gone).live, session.get(SweepRoom, stays).live) == (False, True)
        assert session.get(Assignment, task).room_id == world.server_room
        sighting = session.get(Sighting, seen)
        assert (sighting.room_id, sighting.expected_room_id) == (world.server_room, world.server_room)
    undo.undo(world.store, BUDI)
    assert world.read(lambda session: session.get(SweepRoom, gone).live)
    assert check.check(world.store) == []


def test_details_that_only_the_other_asset_has_move_over(world: World) -> None:
    bare = world.write(lambda uow: assets.create(uow, {"name": "DB", "category_id": world.categories["server"]}))
    found = world.read(lambda session: combining.preview(session, "asset", bare, world.server))
    assert found.proposed()["server_detail.memory_gb"] == 64
    combine_assets(world, bare, world.server)
    detail = world.read(lambda session: assets.detail(session, bare)).detail
    assert (detail.get("memory_gb"), detail.get("os"), detail.get("management_ip")) == (64, "Debian 12", "10.14.0.9")
    undo.undo(world.store, BUDI)
    with world.store.read() as session:
        assert assets.detail(session, bare).detail is None
        assert assets.detail(session, world.server).detail.get("memory_gb") == 64
    assert check.check(world.store) == []


def test_chosen_values_of_details_are_taken_and_the_others_stay(world: World) -> None:
    first = {"name": "A", "category_id": world.categories["server"]}
    mine = world.write(lambda uow: assets.create(uow, first, {"memory_gb": 8, "os": "Windows"}))
    found = world.read(lambda session: combining.preview(session, "asset", mine, world.server))
    assert {one.key for one in found.differences} >= {"server_detail.memory_gb", "server_detail.os", "brand"}
    assert found.proposed().keys() >= {"server_detail.management_ip", "brand"}
    combine_assets(world, mine, world.server, **{**found.proposed(), "server_detail.os": "Debian 12"})
    detail = world.read(lambda session: assets.detail(session, mine))
    assert (detail.detail.get("memory_gb"), detail.detail.get("os")) == (8, "Debian 12")
    assert (detail.detail.get("management_ip"), detail.asset.get("brand")) == ("10.14.0.9", "Dell")


def test_the_tag_of_the_other_asset_still_leads_to_the_kept_one(world: World) -> None:
    kept, other = world.laptops[:2]
    tag = world.read(lambda session: assets.detail(session, other)).asset.get("tag")
    combine_assets(world, kept, other)
    (former,) = world.read(lambda session: former_tags.find(session, tag))
    assert (former.why, former.leads_to) == (former_tags.Why.COMBINED, kept)


def test_history_of_the_kept_record_tells_what_happened_to_the_other_one(world: World) -> None:
    kept, other = world.laptops[:2]
    world.write(lambda uow: assets.update(uow, other, {"notes": "layar retak"}))
    called = world.read(lambda session: references.name(session, "asset", other))
    before = len(world.read(lambda session: history.of_asset(session, kept)))
    combine_assets(world, kept, other)
    with world.store.read() as session:
        entries = history.of_asset(session, kept)
        told = [change for one in record_changes.of_record(session, ("asset", kept)) for change in one.changes]
    assert len(entries) > before
    assert (f"Notes (of {called})", "layar retak") in {(entry.field, entry.after) for entry in entries}
    (note,) = [change for change in told if change.after == "layar retak"]
    assert (note.origin, note.title, note.can_restore) == (called, f"Notes (of {called})", False)
    assert any(change.title.startswith("Merged into another record") for change in told)
    assert any(change.origin == "" for change in told)
    undo.undo(world.store, BUDI)
    assert "layar retak" not in {entry.after for entry in world.read(lambda s: history.of_asset(s, kept))}


def test_links_are_combined_with_their_tests(world: World) -> None:
    kept, other = link_of(world, world.health), link_of(world, world.ict)
    test = world.write(lambda uow: uow.create(LinkTest, link_id=other, tested_by="Siti"))
    world.write(lambda uow: combining.combine(uow, "link", kept, other, {}))
    assert world.read(lambda session: session.get(LinkTest, test).link_id) == kept


def test_a_combination_that_arrives_by_merge_leaves_nothing_behind(built: World, agus: Laptop, sari: Laptop) -> None:
    kept, other = built.laptops[:2]
    printed = datetime(2026, 1, 1, tzinfo=UTC)
    agus.write(lambda uow: uow.create(LabelPrint, record_table="asset", record_id=other, printed_at=printed))
    sari.take(agus)
    agus.write(lambda uow: combining.combine(uow, "asset", kept, other, {}), "combine")
    sari.take(agus)
    assert sari.read(lambda session: session.get(Asset, kept).labelled_at) == printed
    assert agus.is_sound()
    assert sari.is_sound()


def test_what_was_recorded_elsewhere_for_a_combined_agency_catches_up(built: World, agus: Laptop, sari: Laptop) -> None:
    agus.write(lambda uow: combining.combine(uow, "agency", built.ict, built.clinic, {}), "combine")
    late = sari.write(lambda uow: assets.create(uow, {"name": "Laptop 11", "tag": "X-11", "agency_id": built.clinic}))
    agus.take(sari)
    assert agus.write(combining.catch_up) == 1
    assert agus.write(combining.catch_up) == 0
    assert agus.read(lambda session: assets.detail(session, late)).asset.get("agency_id") == built.ict
    sari.take(agus)
    assert sari.write(combining.catch_up) == 0
    assert sari.is_sound()
