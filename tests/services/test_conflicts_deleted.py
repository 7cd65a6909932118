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


def test_a_deletion_against_a_change_tells_both(built: World, agus: Laptop, sari: Laptop) -> None:
    delete(agus, built.server)
    edit(sari, built.server, condition=Condition.GOOD, notes="mati listrik")
    exchange(agus, sari)
    mine, hers = only(agus, "asset", built.server), only(sari, "asset", built.server)
    assert (mine.field, mine.kind, mine.title) == ("deleted", "deleted", "Deletion")
    assert (mine.here.value, mine.here.text, mine.here.user) == (True, "Deleted", "Agus")
    assert (mine.incoming.value, mine.incoming.user) == (False, "Sari")
    assert mine.incoming.text == "Changed: Condition → Good; Notes → mati listrik"
    assert (hers.here.value, hers.incoming.value) == (False, True)
    (told,) = agus.read(conflicts.open_fields)
    assert (told.field, told.base, told.here, told.incoming) == ("deleted", None, True, False)
    assert agus.read(conflicts.count) == 1


@pytest.mark.parametrize("deletes", [True, False])
def test_either_way_both_installations_agree_and_details_follow(
    built: World, agus: Laptop, sari: Laptop, deletes: bool
) -> None:
    delete(agus, built.server)
    edit(sari, built.server, notes="x")
    exchange(agus, sari)
    agus.resolve("asset", built.server, "deleted", "here" if deletes else "incoming")
    exchange(agus, sari)
    for who in (agus, sari):
        assert is_there(who, built.server) is not deletes
        assert who.read(conflicts.count) == 0
        assert who.is_sound()
        if not deletes:
            assert memory(who, built.server) == 64


@pytest.mark.parametrize("deletes", [True, False])
def test_an_undone_decision_about_a_deletion_waits_again(
    built: World, agus: Laptop, sari: Laptop, deletes: bool
) -> None:
    delete(agus, built.server)
    edit(sari, built.server, notes="x")
    exchange(agus, sari)
    before = only(agus, "asset", built.server)
    for _turn in range(2):
        agus.resolve("asset", built.server, "deleted", Value(deletes))
        assert is_there(agus, built.server) is not deletes
        undo.undo(agus.store, agus.actor)
        again = only(agus, "asset", built.server)
        assert again.kind == "deleted"
        assert {one.value for one in again.versions} == {True, False}
        assert next(one.text for one in again.versions if one.value is False) == before.incoming.text
        assert is_there(agus, built.server)
        undo.redo(agus.store, agus.actor)
        assert is_there(agus, built.server) is not deletes
        assert agus.read(conflicts.count) == 0
        undo.undo(agus.store, agus.actor)
        assert agus.read(conflicts.count) == 1
        assert agus.is_sound()
    exchange(agus, sari)
    assert sari.read(conflicts.count) == 1
    assert sari.is_sound()


def test_a_change_of_the_details_of_a_deleted_asset_is_one_question(built: World, agus: Laptop, sari: Laptop) -> None:
    delete(agus, built.server)
    sari.write(lambda uow: assets.update(uow, built.server, {}, {"memory_gb": 128}))
    agus.take(sari)
    one = only(agus, "asset", built.server)
    assert one.incoming.text == "Changed: Memory → 128 GB"
    assert agus.read(conflicts.count) == 1
    assert [waiting.row for waiting in agus.read(conflicts.listed)] == [built.server]
    agus.resolve("asset", built.server, "deleted", "incoming")
    assert (memory(agus, built.server), agus.read(conflicts.count)) == (128, 0)
    assert agus.is_sound()


def test_to_delete_it_after_all_takes_the_changed_details_too(built: World, agus: Laptop, sari: Laptop) -> None:
    delete(agus, built.server)
    sari.write(lambda uow: assets.update(uow, built.server, {}, {"memory_gb": 128}))
    agus.take(sari)
    agus.resolve("asset", built.server, "deleted", "here")
    assert (is_there(agus, built.server), agus.read(conflicts.count)) == (False, 0)
    assert agus.is_sound()
    undo.undo(agus.store, agus.actor)
    assert (is_there(agus, built.server), agus.read(conflicts.count)) == (True, 1)
    assert memory(agus, built.server) == 128


def test_several_who_changed_it_are_named(built: World, agus: Laptop, sari: Laptop, tono: Laptop) -> None:
    delete(agus, built.server)
    edit(sari, built.server, brand="HP")
    edit(tono, built.server, model="X")
    agus.take(sari)
    agus.take(tono)
    assert only(agus, "asset", built.server).incoming.text == "Changed: Brand → HP (Sari); Model → X (Tono)"


def test_a_room_deleted_here_and_used_there_says_by_what(built: World, agus: Laptop, sari: Laptop) -> None:
    room = agus.write(lambda uow: places.create(uow, "room", {"name": "Gudang", "site_id": built.site}))
    sari.take(agus)
    agus.write(lambda uow: places.delete(uow, "room", [room]), "delete")
    edit(sari, built.switch, room_id=room)
    edit(sari, built.server, room_id=room)
    agus.take(sari)
    one = only(agus, "room", room)
    assert one.here.value is True
    assert (one.incoming.value, one.incoming.user) == (False, "Sari")
    assert one.incoming.text.startswith("Still used by 2 items (")
    with pytest.raises(Refused, match="used"):
        agus.resolve("room", room, "deleted", "here")
    assert agus.write(lambda uow: conflicts.resolve_all(uow, None, None, "here")) == 0
    agus.resolve("room", room, "deleted", "incoming")
    exchange(agus, sari)
    for who in (agus, sari):
        assert who.read(conflicts.count) == 0
        assert who.read(lambda session: places.detail(session, "room", room)).get("name") == "Gudang"
        assert who.is_sound()
    undo.undo(agus.store, agus.actor)
    assert only(agus, "room", room).incoming.text.startswith("Still used")


def test_it_is_deleted_once_nothing_uses_it_any_more(built: World, agus: Laptop, sari: Laptop) -> None:
    room = agus.write(lambda uow: places.create(uow, "room", {"name": "Gudang", "site_id": built.site}))
    sari.take(agus)
    agus.write(lambda uow: places.delete(uow, "room", [room]), "delete")
    edit(sari, built.switch, room_id=room)
    agus.take(sari)
    edit(agus, built.switch, room_id=built.office)
    assert agus.read(conflicts.count) == 0
    with pytest.raises(NotFound):
        agus.read(lambda session: places.detail(session, "room", room))


def test_photos_and_moves_deleted_with_it_come_back_with_it(built: World, agus: Laptop, sari: Laptop) -> None:
    from spbe_assets.storage.tables import Attachment

    photo = agus.write(
        lambda uow: uow.create(
            Attachment, record_table="asset", record_id=built.server, kind="photo", caption="pelat", sha256="ab"
        )
    )
    sari.take(agus)
    delete(agus, built.server)
    edit(sari, built.server, notes="x")
    agus.take(sari)
    agus.resolve("asset", built.server, "deleted", "incoming")
    assert agus.read(lambda session: session.get(Attachment, photo)).deleted is False
    assert agus.read(lambda session: history.of_asset(session, built.server))


def test_who_deletes_twice_and_who_keeps(built: World, agus: Laptop, sari: Laptop, tono: Laptop) -> None:
    delete(agus, built.server)
    delete(tono, built.server)
    edit(sari, built.server, notes="x")
    for other in (sari, tono):
        agus.take(other)
    one = only(agus, "asset", built.server)
    assert not one.needs_value
    agus.resolve("asset", built.server, "deleted", "incoming")
    exchange(agus, sari, tono)
    for who in (agus, sari, tono):
        assert shown(who, built.server, "notes") == "x"
        assert who.read(conflicts.count) == 0


def test_the_detail_alone_is_asked_about_when_only_it_was_deleted(built: World, agus: Laptop, sari: Laptop) -> None:
    from spbe_assets.storage.tables import ServerDetail

    row = detail_id(built.server, "server_detail")
    agus.write(lambda uow: uow.delete(ServerDetail, row))
    sari.write(lambda uow: assets.update(uow, built.server, {}, {"memory_gb": 8}))
    agus.take(sari)
    one = only(agus, "asset", built.server)
    assert (one.table, one.field) == ("server_detail", "deleted")
    agus.resolve("server_detail", row, "deleted", "incoming")
    assert (memory(agus, built.server), agus.read(conflicts.count)) == (8, 0)
