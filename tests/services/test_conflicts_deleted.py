"""Deleted here and changed or used there: what people are told, and what deciding brings back or takes away."""

from __future__ import annotations

import pytest

from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import detail_id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets, conflicts, history, places
from spbe_assets.services.conflicts import Conflict, Value
from spbe_assets.storage import undo
from tests.services.apart import Laptop, edit, exchange, shown
from tests.services.world import World


def delete(who: Laptop, *rows: bytes) -> None:
    who.write(lambda uow: assets.delete(uow, rows), "delete")


def only(who: Laptop, table: str, row: bytes) -> Conflict:
    (one,) = who.waiting(table, row)
    return one


def is_there(who: Laptop, row: bytes) -> bool:
    try:
        who.read(lambda session: assets.detail(session, row))
    except NotFound:
        return False
    return True


def memory(who: Laptop, row: bytes) -> object:
    detail = who.read(lambda session: assets.detail(session, row)).detail
    return detail and detail.get("memory_gb")


def test_a_deletion_against_a_change_tells_both(built: World, budi: Laptop, sari: Laptop) -> None:
    delete(budi, built.server)
    edit(sari, built.server, condition=Condition.GOOD, notes="mati listrik")
    exchange(budi, sari)
    mine, hers = only(budi, "asset", built.server), only(sari, "asset", built.server)
    assert (mine.field, mine.kind, mine.title) == ("deleted", "deleted", "Deletion")
    assert (mine.here.value, mine.here.text, mine.here.user) == (True, "Deleted", "Budi")
    assert (mine.incoming.value, mine.incoming.user) == (False, "Sari")
    assert mine.incoming.text == "Changed: Condition → Good; Notes → mati listrik"
    assert (hers.here.value, hers.incoming.value) == (False, True)
    (told,) = budi.read(conflicts.open_fields)
    assert (told.field, told.base, told.here, told.incoming) == ("deleted", None, True, False)
    assert budi.read(conflicts.count) == 1


@pytest.mark.parametrize("deletes", [True, False])
def test_either_way_both_installations_agree_and_details_follow(
    built: World, budi: Laptop, sari: Laptop, deletes: bool
) -> None:
    delete(budi, built.server)
    edit(sari, built.server, notes="x")
    exchange(budi, sari)
    budi.resolve("asset", built.server, "deleted", "here" if deletes else "incoming")
    exchange(budi, sari)
    for who in (budi, sari):
        assert is_there(who, built.server) is not deletes
        assert who.read(conflicts.count) == 0
        assert who.is_sound()
        if not deletes:
            assert memory(who, built.server) == 64


@pytest.mark.parametrize("deletes", [True, False])
def test_an_undone_decision_about_a_deletion_waits_again(
    built: World, budi: Laptop, sari: Laptop, deletes: bool
) -> None:
    delete(budi, built.server)
    edit(sari, built.server, notes="x")
    exchange(budi, sari)
    before = only(budi, "asset", built.server)
    for _turn in range(2):
        budi.resolve("asset", built.server, "deleted", Value(deletes))
        assert is_there(budi, built.server) is not deletes
        undo.undo(budi.store, budi.actor)
        again = only(budi, "asset", built.server)
        assert again.kind == "deleted"
        assert {one.value for one in again.versions} == {True, False}
        assert next(one.text for one in again.versions if one.value is False) == before.incoming.text
        assert is_there(budi, built.server)
        undo.redo(budi.store, budi.actor)
        assert is_there(budi, built.server) is not deletes
        assert budi.read(conflicts.count) == 0
        undo.undo(budi.store, budi.actor)
        assert budi.read(conflicts.count) == 1
        assert budi.is_sound()
    exchange(budi, sari)
    assert sari.read(conflicts.count) == 1
    assert sari.is_sound()


def test_a_change_of_the_details_of_a_deleted_asset_is_one_question(built: World, budi: Laptop, sari: Laptop) -> None:
    delete(budi, built.server)
    sari.write(lambda uow: assets.update(uow, built.server, {}, {"memory_gb": 128}))
    budi.take(sari)
    one = only(budi, "asset", built.server)
    assert one.incoming.text == "Changed: Memory → 128 GB"
    assert budi.read(conflicts.count) == 1
    assert [waiting.row for waiting in budi.read(conflicts.listed)] == [built.server]
    budi.resolve("asset", built.server, "deleted", "incoming")
    assert (memory(budi, built.server), budi.read(conflicts.count)) == (128, 0)
    assert budi.is_sound()


def test_to_delete_it_after_all_takes_the_changed_details_too(built: World, budi: Laptop, sari: Laptop) -> None:
    delete(budi, built.server)
    sari.write(lambda uow: assets.update(uow, built.server, {}, {"memory_gb": 128}))
    budi.take(sari)
    budi.resolve("asset", built.server, "deleted", "here")
    assert (is_there(budi, built.server), budi.read(conflicts.count)) == (False, 0)
    assert budi.is_sound()
    undo.undo(budi.store, budi.actor)
    assert (is_there(budi, built.server), budi.read(conflicts.count)) == (True, 1)
    assert memory(budi, built.server) == 128


def test_several_who_changed_it_are_named(built: World, budi: Laptop, sari: Laptop, tono: Laptop) -> None:
    delete(budi, built.server)
    edit(sari, built.server, brand="HP")
    edit(tono, built.server, model="X")
    budi.take(sari)
    budi.take(tono)
    assert only(budi, "asset", built.server).incoming.text == "Changed: Brand → HP (Sari); Model → X (Tono)"


def test_a_room_deleted_here_and_used_there_says_by_what(built: World, budi: Laptop, sari: Laptop) -> None:
    room = budi.write(lambda uow: places.create(uow, "room", {"name": "Gudang", "site_id": built.site}))
    sari.take(budi)
    budi.write(lambda uow: places.delete(uow, "room", [room]), "delete")
    edit(sari, built.switch, room_id=room)
    edit(sari, built.server, room_id=room)
    budi.take(sari)
    one = only(budi, "room", room)
    assert one.here.value is True
    assert (one.incoming.value, one.incoming.user) == (False, "Sari")
    assert one.incoming.text.startswith("Still used by 2 items (")
    with pytest.raises(Refused, match="used"):
        budi.resolve("room", room, "deleted", "here")
    assert budi.write(lambda uow: conflicts.resolve_all(uow, None, None, "here")) == 0
    budi.resolve("room", room, "deleted", "incoming")
    exchange(budi, sari)
    for who in (budi, sari):
        assert who.read(conflicts.count) == 0
        assert who.read(lambda session: places.detail(session, "room", room)).get("name") == "Gudang"
        assert who.is_sound()
    undo.undo(budi.store, budi.actor)
    assert only(budi, "room", room).incoming.text.startswith("Still used")


def test_it_is_deleted_once_nothing_uses_it_any_more(built: World, budi: Laptop, sari: Laptop) -> None:
    room = budi.write(lambda uow: places.create(uow, "room", {"name": "Gudang", "site_id": built.site}))
    sari.take(budi)
    budi.write(lambda uow: places.delete(uow, "room", [room]), "delete")
    edit(sari, built.switch, room_id=room)
    budi.take(sari)
    edit(budi, built.switch, room_id=built.office)
    assert budi.read(conflicts.count) == 0
    with pytest.raises(NotFound):
        budi.read(lambda session: places.detail(session, "room", room))


def test_photos_and_moves_deleted_with_it_come_back_with_it(built: World, budi: Laptop, sari: Laptop) -> None:
    from spbe_assets.storage.tables import Attachment

    photo = budi.write(
        lambda uow: uow.create(
            Attachment, record_table="asset", record_id=built.server, kind="photo", caption="pelat", sha256="ab"
        )
    )
    sari.take(budi)
    delete(budi, built.server)
    edit(sari, built.server, notes="x")
    budi.take(sari)
    budi.resolve("asset", built.server, "deleted", "incoming")
    assert budi.read(lambda session: session.get(Attachment, photo)).deleted is False
    assert budi.read(lambda session: history.of_asset(session, built.server))


def test_who_deletes_twice_and_who_keeps(built: World, budi: Laptop, sari: Laptop, tono: Laptop) -> None:
    delete(budi, built.server)
    delete(tono, built.server)
    edit(sari, built.server, notes="x")
    for other in (sari, tono):
        budi.take(other)
    one = only(budi, "asset", built.server)
    assert not one.needs_value
    budi.resolve("asset", built.server, "deleted", "incoming")
    exchange(budi, sari, tono)
    for who in (budi, sari, tono):
        assert shown(who, built.server, "notes") == "x"
        assert who.read(conflicts.count) == 0


def test_the_detail_alone_is_asked_about_when_only_it_was_deleted(built: World, budi: Laptop, sari: Laptop) -> None:
    from spbe_assets.storage.tables import ServerDetail

    row = detail_id(built.server, "server_detail")
    budi.write(lambda uow: uow.delete(ServerDetail, row))
    sari.write(lambda uow: assets.update(uow, built.server, {}, {"memory_gb": 8}))
    budi.take(sari)
    one = only(budi, "asset", built.server)
    assert (one.table, one.field) == ("server_detail", "deleted")
    budi.resolve("server_detail", row, "deleted", "incoming")
    assert (memory(budi, built.server), budi.read(conflicts.count)) == (8, 0)
