from __future__ import annotations

from datetime import date
from decimal import Decimal

from spbe_assets import i18n
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets, attachments, history, places
from spbe_assets.storage import undo
from tests.services.world import BUDI, World


def lines(world: World) -> list[tuple[str, str, str, str]]:
    with world.store.read() as session:
        return [(one.verb, one.field, one.before, one.after) for one in history.of_asset(session, world.server)]


def test_a_creation_tells_every_filled_field_by_its_title(world: World) -> None:
    told = lines(world)
    assert ("create", "Room", "", "Ruang Server") in told
    assert ("create", "Condition", "", "Heavily damaged") in told
    assert ("create", "Memory", "", "64 GB") in told


def test_an_edit_tells_before_and_after_in_names_and_units_newest_first(world: World) -> None:
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.server, {"room_id": world.office}, {"memory_gb": 128, "storage_tb": Decimal("1.5")})
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.server, {"condition": Condition.GOOD})
    told = lines(world)
    assert told[0] == ("edit", "Condition", "Heavily damaged", "Good")
    assert set(told[1:4]) == {
        ("edit", "Room", "Ruang Server", "Ruang 10"),
        ("edit", "Memory", "64 GB", "128 GB"),
        ("edit", "Storage", "", "1.5 TB"),
    }
    entry = world.read(lambda session: history.of_asset(session, world.server))[0]
    assert entry.user == "Budi"
    assert entry.installation


def test_titles_follow_the_language(world: World) -> None:
    i18n.use("id")
    said = i18n.in_language("Condition", "id"), "", i18n.in_language("Heavily damaged", "id")
    assert said in [line[1:] for line in lines(world)]


def test_undo_delete_and_restore_are_told(world: World) -> None:
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.server, {"brand": "HP"})
    undo.undo(world.store, BUDI)
    assert lines(world)[0] == ("undo", "Brand", "HP", "Dell")
    with world.store.write(BUDI, "delete") as uow:
        assets.delete(uow, [world.server])
    assert lines(world)[0][:2] == ("delete", "")


def test_a_deleted_room_keeps_its_name_in_history(world: World) -> None:
    with world.store.write(BUDI, "edit") as uow:
        store_room = places.create(uow, "room", {"name": "Gudang"})
        assets.update(uow, world.server, {"room_id": store_room})
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.server, {"room_id": world.server_room})
        places.delete(uow, "room", [store_room])
    assert lines(world)[0] == ("edit", "Room", "Gudang", "Ruang Server")


def test_a_limit_stops_between_actions(world: World) -> None:
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.server, {"brand": "HP", "model": "G10"})
    with world.store.read() as session:
        assert len(history.of_asset(session, world.server, limit=1)) == 2
        assert len(history.of_record(session, "asset", world.server, limit=3)) > 3


def test_dates_money_numbers_and_yes_or_no_read_as_on_the_screen(world: World) -> None:
    values = {"price_rupiah": 214_500_000, "warranty_end": date(2027, 3, 1), "notes": "first line\nsecond line"}
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.server, values, {"critical": True, "cores": 1024})
    told = {field: (before, after) for verb, field, before, after in lines(world) if verb == "edit"}
    assert told["Price"][1] == "Rp 214,500,000"
    assert told["Warranty until"][1] == "1 Mar 2027"
    assert told["Critical"][1] == "Yes"
    assert told["Cores"][1] == "1,024"
    assert told["Notes"][1] == "first line · second line"


def test_photos_and_documents_are_sentences(world: World) -> None:
    photo = attachments.Ready(attachments.PHOTO, "nameplate", b"1", "image/jpeg", None)
    with world.store.write(BUDI, "attach") as uow:
        added = attachments.add(uow, "asset", world.server, photo)
        attachments.add(uow, "asset", world.server, attachments.ready_document(b"%PDF-1", ""))
    with world.store.write(BUDI, "attach") as uow:
        attachments.rename(uow, added, "front")
    with world.store.write(BUDI, "attach") as uow:
        attachments.delete(uow, [added])
    told = [(field, after) for _verb, field, _before, after in lines(world)][:4]
    assert told[:2] == [("Photo removed", "front"), ("Photo changed", "nameplate → front")]
    assert set(told[2:]) == {("Photo added", "front"), ("Document added", "")}
