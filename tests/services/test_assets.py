from __future__ import annotations

import pytest

from spbe_assets.domain.errors import Invalid, NotFound, Refused, StaleEdit
from spbe_assets.domain.vocabulary import AssetClass, Condition
from spbe_assets.services import assets, attachments, links, listing, references
from spbe_assets.storage import undo
from tests.services.world import BUDI, World


def test_an_empty_draft_is_accepted_and_gets_a_tag(world: World) -> None:
    asset_id = world.write(lambda uow: assets.create(uow, {}))
    detail = world.read(lambda session: assets.detail(session, asset_id))
    assert detail.asset.get("tag")
    assert detail.detail is None
    assert detail.detail_table == ""
    assert len(detail.missing) == detail.wanted


def test_a_tag_of_ones_own_is_kept(world: World) -> None:
    asset_id = world.write(lambda uow: assets.create(uow, {"tag": "OLD-7"}))
    assert world.read(lambda session: assets.tags(session, [asset_id])) == {asset_id: "OLD-7"}


def test_the_detail_shows_names_paths_and_what_is_missing(world: World) -> None:
    detail = world.read(lambda session: assets.detail(session, world.switch))
    assert detail.asset.names["room_id"] == "Ruang Server"
    assert detail.agency_path == "Dinas Komunikasi, Informatika dan Statistik"
    assert detail.place_path == "Gedung A › Ruang Server › R1 › U40"
    assert (detail.asset_class, detail.detail_table, detail.icon) == (AssetClass.NETWORK, "device_detail", "network")
    assert detail.detail is not None
    assert detail.detail.get("hostname") == "core-01"
    assert "kode_barang" in detail.missing
    assert not {"serial", "ip", "room_id"} & set(detail.missing)
    assert world.read(lambda s: assets.detail(s, world.laptops[0])).agency_path == "Dinas Kesehatan › Puskesmas Melati"


def test_an_answer_of_no_is_not_missing(world: World) -> None:
    before = world.read(lambda session: assets.detail(session, world.server)).missing
    assert "redundant_power" in before
    world.write(lambda uow: assets.update(uow, world.server, {}, {"redundant_power": False}))
    assert "redundant_power" not in world.read(lambda session: assets.detail(session, world.server)).missing


def test_details_are_kept_in_the_row_that_the_category_calls_for(world: World) -> None:
    server = world.read(lambda session: assets.detail(session, world.server))
    assert server.detail is not None
    assert (server.detail.table, server.detail.get("memory_gb")) == ("server_detail", 64)
    world.write(lambda uow: assets.update(uow, world.server, {}, {"memory_gb": 128}))
    again = world.read(lambda session: assets.detail(session, world.server)).detail
    assert again is not None
    assert (again.get("memory_gb"), again.get("os")) == (128, "Debian 12")


def test_details_stay_visible_when_the_category_changes_to_one_without(world: World) -> None:
    world.write(lambda uow: assets.update(uow, world.switch, {"category_id": world.categories["monitor"]}))
    detail = world.read(lambda session: assets.detail(session, world.switch))
    assert (detail.detail_table, detail.asset_class) == ("device_detail", AssetClass.PERIPHERAL)


def test_details_taken_back_by_undo_can_be_typed_again(world: World) -> None:
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.laptops[0], {"category_id": world.categories["switch"]}, {"hostname": "x", "ports": 8})
    undo.undo(world.store, BUDI)
    world.write(
        lambda uow: assets.update(uow, world.laptops[0], {"category_id": world.categories["switch"]}, {"hostname": "y"})
    )
    detail = world.read(lambda session: assets.detail(session, world.laptops[0])).detail
    assert detail is not None
    assert (detail.get("hostname"), detail.get("ports")) == ("y", None)


def test_impossible_values_are_refused_and_nothing_is_written(world: World) -> None:
    count = world.read(lambda session: listing.count(session, listing.AssetFilter()))
    with pytest.raises(Invalid) as refused:
        world.write(lambda uow: assets.create(uow, {"name": "x", "quantity": 0}))
    assert refused.value.field == "quantity"
    with pytest.raises(Invalid):
        world.write(lambda uow: assets.create(uow, {"name": "x"}, {"hostname": "h" * 300}))
    assert world.read(lambda session: listing.count(session, listing.AssetFilter())) == count


def test_a_stale_form_is_refused(world: World) -> None:
    rev = world.read(lambda session: assets.detail(session, world.switch)).asset.rev
    world.write(lambda uow: assets.update(uow, world.switch, {"name": "One"}, seen_rev=rev))
    with pytest.raises(StaleEdit):
        world.write(lambda uow: assets.update(uow, world.switch, {"name": "Two"}, seen_rev=rev))


def test_deleting_takes_details_and_attachments_along_and_undo_brings_them_back(world: World) -> None:
    def fill(uow):  # type: ignore[no-untyped-def]
        attachments.add_document(uow, "asset", world.switch, b"%PDF-1.4 x", "Handover")

    world.write(fill)
    world.write(lambda uow: assets.delete(uow, [world.switch]))
    with world.store.read() as session:
        with pytest.raises(NotFound):
            assets.detail(session, world.switch)
        assert attachments.of_record(session, "asset", world.switch) == []
    undo.undo(world.store, BUDI)
    with world.store.read() as session:
        detail = assets.detail(session, world.switch).detail
        assert detail is not None and detail.get("hostname") == "core-01"
        assert [one.caption for one in attachments.of_record(session, "asset", world.switch)] == ["Handover"]


def test_an_asset_at_which_a_link_ends_is_not_deleted(world: World) -> None:
    world.write(lambda uow: links.create(uow, {"name": "Uplink", "a_asset_id": world.switch}))
    with pytest.raises(Refused):
        world.write(lambda uow: assets.delete(uow, [world.switch]))


def test_a_duplicate_starts_without_what_only_one_item_has(world: World) -> None:
    values, detail = world.read(lambda session: assets.duplicate(session, world.switch))
    assert values["model"] == "C9300"
    assert values["room_id"] == world.server_room
    assert not {"tag", "serial", "register", "nibar"} & set(values)
    assert detail == {}
    twin = world.write(lambda uow: assets.create(uow, values, detail))
    assert world.read(lambda session: assets.detail(session, twin)).asset.get("condition") is Condition.GOOD


def test_an_asset_is_found_by_tag_label_serial_nibar_and_short_id(world: World) -> None:
    with world.store.read() as session:
        tag = assets.tags(session, [world.server])[world.server]
        for reference in (tag, tag.lower(), f"spbe:{tag}", "1101" * 11 + "1", references.short("asset", world.server)):
            assert assets.find(session, reference) == world.server
        assert assets.find(session, "fcw2140l0ab") == world.switch


def test_a_mistyped_tag_is_told_from_a_missing_one(world: World) -> None:
    with world.store.read() as session:
        tag = assets.tags(session, [world.server])[world.server]
        wrong = tag[:-1] + ("A" if tag[-1] != "A" else "B")
        with pytest.raises(NotFound, match="check character"):
            assets.find(session, wrong)
        for missing in ("no such thing", "", "asset:ffffffff", "asset:xyz"):
            with pytest.raises(NotFound):
                assets.find(session, missing)


def test_two_assets_of_one_tag_are_named_apart(world: World) -> None:
    world.write(lambda uow: [assets.create(uow, {"tag": "SAME-1"}) for _one in range(2)])
    with world.store.read() as session, pytest.raises(Refused, match="asset:"):
        assets.find(session, "same-1")


def test_the_same_serial_tag_or_register_is_a_warning(world: World) -> None:
    with world.store.read() as session:
        found = assets.similar(session, {"serial": "pf-0001"})
        assert [row.id for row in found] == [world.laptops[0]]
        assert assets.similar(session, {"serial": "pf-0001"}, besides=world.laptops[0]) == []
        assert assets.similar(session, {"serial": "  "}) == []
    entry = {"kode_barang": "1.3.2.10.02.04.024", "register": "000001", "agency_id": world.ict}
    first = world.write(lambda uow: assets.create(uow, entry))
    with world.store.read() as session:
        assert [row.id for row in assets.similar(session, entry)] == [first]
        assert assets.similar(session, {**entry, "agency_id": world.health}) == []
