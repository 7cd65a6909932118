"""The log as people read it: filters, pages, what an action did, and bringing one value back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select

from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.formats import today
from spbe_assets.services import action_log, assets, places, record_changes, recording
from spbe_assets.services.action_log import LogFilter, LoggedAction
from spbe_assets.storage.genesis import category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from spbe_assets.storage.undo import redo, undo

RINA = Actor("Rina")


@pytest.fixture
def asset(store: Store, budi: Actor) -> Id:
    with store.write(budi, "create") as uow:
        return assets.create(uow, {"name": "SRV-01", "brand": "Dell"}, {})


def listed(store: Store, wanted: LogFilter | None = None, **how: int) -> list[LoggedAction]:
    with store.read() as session:
        return action_log.listed(session, wanted or LogFilter(), **how)


def rename(store: Store, asset: Id, **values: str) -> None:
    with store.write(RINA, "edit") as uow:
        assets.update(uow, asset, values)


def test_an_edit_of_one_field_is_told_with_its_values(store: Store, asset: Id) -> None:
    rename(store, asset, brand="HPE")
    newest = listed(store)[0]
    assert (newest.user, newest.field, newest.before, newest.after) == ("Rina", "Brand", "Dell", "HPE")
    assert "SRV-01" in newest.record


@pytest.mark.parametrize("table", ["software", "cloud_service", "service_bus"])
def test_software_and_services_are_told_by_name(store: Store, budi: Actor, table: str) -> None:
    with store.write(budi, "create") as uow:
        record = recording.create(uow, table, {"name": "Veeam"})
    with store.write(budi, "edit") as uow:
        recording.update(uow, table, record, {"name": "Veeam 12"})
    newest = listed(store)[0]
    assert (newest.record, newest.before, newest.after) == ("Veeam 12", "Veeam", "Veeam 12")


def test_the_program_itself_is_not_in_the_log(store: Store, asset: Id) -> None:
    assert [action.verb for action in listed(store)] == ["create"]


def test_filters_narrow_by_person_kind_day_record_and_word(store: Store, budi: Actor, asset: Id) -> None:
    with store.write(budi, "import kib_b.xlsx") as uow:
        other = uow.create(Asset, name="PC")
    rename(store, asset, brand="HPE")

    def verbs(wanted: LogFilter) -> list[str]:
        return [action.verb for action in listed(store, wanted)]

    assert verbs(LogFilter(users=frozenset({"Rina"}))) == ["edit"]
    assert verbs(LogFilter(verbs=frozenset({"import"}))) == ["import"]
    assert verbs(LogFilter(text="kib")) == ["import"]
    assert verbs(LogFilter(since=today())) == ["edit", "import", "create"]
    assert verbs(LogFilter(since=today() + timedelta(1))) == []
    assert verbs(LogFilter(records=frozenset({("asset", other)}))) == ["import"]
    assert verbs(LogFilter(records=frozenset({("asset", asset)}))) == ["edit", "create"]


def test_pages_follow_each_other_without_gap_or_repeat(store: Store, asset: Id) -> None:
    for number in range(25):
        rename(store, asset, brand=f"Brand {number}")
    first = listed(store, limit=10)
    second = listed(store, limit=10, before=first[-1].n)
    third = listed(store, limit=10, before=second[-1].n)
    assert [one.after for one in (*first, *second)] == [f"Brand {number}" for number in range(24, 4, -1)]
    assert len(third) == 6


def test_an_action_of_thousands_is_read_record_by_record(store: Store, budi: Actor) -> None:
    with store.write(budi, "import many.xlsx") as uow:
        uow.create_many(Asset, [{"name": f"PC {number}", "brand": "Acer"} for number in range(5_000)])
    action = listed(store)[0]
    with store.read() as session:
        page = record_changes.of_action(session, action.id, skip=4_990, limit=100)
    assert [one.name for one in page] == [f"PC {number}" for number in range(4_990, 5_000)]
    assert ("Brand", "Acer") in [(change.title, change.after) for change in page[0].changes]


def test_details_are_told_under_the_name_of_their_asset(store: Store, budi: Actor) -> None:
    with store.write(budi, "create") as uow:
        made = assets.create(uow, {"name": "SRV-02", "category_id": category_id("server")}, {"cpu": "Xeon"})
    action = listed(store)[0]
    with store.read() as session:
        owners = {one.table: one.owner for one in record_changes.of_action(session, action.id)}
    assert owners["server_detail"] == ("asset", made)


def test_a_value_is_brought_back_as_one_more_change(store: Store, asset: Id) -> None:
    rename(store, asset, brand="HPE")
    with store.read() as session:
        (record,) = record_changes.of_action(session, listed(store)[0].id)
    (change,) = record.changes
    with store.write(RINA, "edit") as uow:
        record_changes.restore(uow, record.table, record.row, change.key, change.earlier)
    with store.read() as session:
        assert session.scalar(select(Asset.brand).where(Asset.id == asset)) == "Dell"
    assert len(listed(store)) == 3


def test_what_can_not_be_brought_back_is_refused(store: Store, asset: Id) -> None:
    with store.write(RINA) as uow, pytest.raises(Refused):
        record_changes.restore(uow, "asset", asset, "", None)
    with store.write(RINA, "delete") as uow:
        assets.delete(uow, [asset])
    with pytest.raises(NotFound), store.write(RINA) as uow:
        record_changes.restore(uow, "asset", asset, "brand", "Dell")


def test_an_undone_action_and_its_undo_are_told(store: Store, asset: Id) -> None:
    rename(store, asset, brand="HPE")
    undo(store, RINA)
    newest, edit, _create = listed(store)
    assert edit.is_undone and not newest.is_undone
    assert newest.reason == "undone: edit"


def test_people_are_named_once(store: Store, asset: Id) -> None:
    rename(store, asset, brand="HPE")
    with store.read() as session:
        assert action_log.people(session) == ["Budi", "Rina"]


def test_an_action_done_again_is_no_longer_undone(store: Store, asset: Id) -> None:
    rename(store, asset, brand="HPE")
    done = listed(store)[0]
    undo(store, RINA)
    redo(store, RINA)
    with store.read() as session:
        again = action_log.one(session, done.id)
    assert again is not None
    assert not again.is_undone


def test_an_older_edit_keeps_telling_its_own_values(store: Store, asset: Id) -> None:
    rename(store, asset, brand="HPE")
    rename(store, asset, brand="Acer")
    told = [(one.field, one.before, one.after) for one in listed(store, limit=2)]
    assert told == [("Brand", "HPE", "Acer"), ("Brand", "Dell", "HPE")]


def test_a_reference_is_brought_back_by_its_id(store: Store, budi: Actor, asset: Id) -> None:
    with store.write(budi, "create") as uow:
        rooms = [places.create(uow, "room", {"name": name}) for name in ("Gudang", "Loket")]
        assets.update(uow, asset, {"room_id": rooms[0]})
    with store.write(RINA, "move") as uow:
        assets.update(uow, asset, {"room_id": rooms[1]})
    with store.read() as session:
        (record,) = record_changes.of_action(session, action_log.listed(session, LogFilter(), limit=1)[0].id)
    change = next(one for one in record.changes if one.key == "room_id")
    assert (change.before, change.after, change.earlier) == ("Gudang", "Loket", rooms[0])
    with store.write(RINA, "edit") as uow:
        record_changes.restore(uow, record.table, record.row, change.key, change.earlier)
    assert (listed(store)[0].field, listed(store)[0].after) == ("Room", "Gudang")


def test_the_kinds_of_actions_are_those_that_happened(store: Store, asset: Id) -> None:
    rename(store, asset, brand="HPE")
    with store.read() as session:
        assert action_log.kinds(session) == ["create", "edit"]


def test_one_record_of_a_large_action_is_told_alone_and_counted_whole(store: Store, budi: Actor) -> None:
    with store.write(budi, "import big.xlsx") as uow:
        made = uow.create_many(Asset, [{"name": f"PC {number}"} for number in range(5000)])
    record = frozenset({("asset", made[4500])})
    (action,) = listed(store, LogFilter(records=record))
    assert action.writes == 5000
    with store.read() as session:
        (only,) = record_changes.of_action(session, action.id, records=record)
        assert only.row == made[4500]
        assert only.name == record_changes.record_name(session, only.owner) == "PC 4500"


def test_installations_are_told_only_where_there_are_several(store: Store, asset: Id) -> None:
    assert {one.installation for one in listed(store)} == {""}
    other = b"\1" * 16
    told = "SELECT ?, 0, 'Laptop Dumai', created_at FROM replica WHERE me"
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute(f"INSERT INTO replica (id, me, name, created_at) {told}", (other,))
    with store.read() as session:
        assert action_log.installations(session)[other] == "Laptop Dumai"
    assert "" not in {one.installation for one in listed(store)}
    assert listed(store, LogFilter(installations=frozenset({other}))) == []


def test_kinds_of_record_people_and_imports_narrow_together(store: Store, budi: Actor, asset: Id) -> None:
    with store.write(budi, "create") as uow:
        room = places.create(uow, "room", {"name": "Gudang"})
    with store.write(RINA, "import kib_b.xlsx") as uow:
        uow.create_many(Asset, [{"name": f"PC {number}"} for number in range(300)])
    with store.write(RINA, "edit") as uow:
        places.update(uow, "room", room, {"name": "Gudang 2"})
    undo(store, RINA, uow.action)

    def found(**parts: object) -> list[str]:
        return [one.verb for one in listed(store, LogFilter(**parts))]  # type: ignore[arg-type]

    assert found(subjects=frozenset({"place"})) == ["undo", "edit", "create"]
    assert found(subjects=frozenset({"asset"})) == ["import", "create"]
    assert found(subjects=frozenset({"asset"}), users=frozenset({"Rina"})) == ["import"]
    assert found(subjects=frozenset({"asset", "place"}), users=frozenset({"Budi"})) == ["create", "create"]
    assert found(subjects=frozenset({"link"})) == []
    with store.read() as session:
        (one,) = action_log.imports(session)
    assert one.file == "kib_b.xlsx"
    assert found(imports=frozenset({one.action})) == ["import"]
    assert found(since=today(), until=today()) == found()
    assert found(until=today() - timedelta(1)) == []


def test_text_finds_reasons_people_and_the_changes_of_records_by_name(store: Store, asset: Id) -> None:
    rename(store, asset, brand="HPE")
    assert [one.verb for one in listed(store, LogFilter(text="srv-01"))] == ["edit", "create"]
    assert [one.verb for one in listed(store, LogFilter(text="rina"))] == ["edit"]
    assert [one.verb for one in listed(store, LogFilter(text="new record"))] == ["create"]
    assert listed(store, LogFilter(text="nobody")) == []


def test_records_are_counted_not_writes_and_a_server_once(store: Store, budi: Actor) -> None:
    with store.write(budi, "create") as uow:
        for number in range(3):
            assets.create(uow, {"name": f"SRV {number}", "category_id": category_id("server")}, {"cpu": "Xeon"})
        places.create(uow, "room", {"name": "Gudang"})
    assert listed(store)[0].touched == (("asset", 3), ("place", 1))


def test_a_large_action_is_counted_when_asked_and_remembered(store: Store, budi: Actor) -> None:
    with store.write(budi, "import big.xlsx") as uow:
        uow.create_many(Asset, [{"name": f"PC {number}"} for number in range(4500)])
    (action,) = listed(store)
    assert action.touched is None
    with store.read() as session:
        assert action_log.counted(session, [action.id]) == {action.id: (("asset", 4500),)}
    assert listed(store)[0].touched == (("asset", 4500),)


def test_what_stands_there_already_can_not_be_restored(store: Store, asset: Id) -> None:
    for brand in ("HPE", "Acer", "Dell"):
        rename(store, asset, brand=brand)
    with store.read() as session:
        told = record_changes.of_record(session, ("asset", asset))
    offers = [(change.before, change.can_restore) for action in told[:3] for change in action.changes]
    assert offers == [("Acer", True), ("HPE", True), ("Dell", False)]
