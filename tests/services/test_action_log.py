from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from spbe_assets.domain.errors import AppError, Refused
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.formats import today
from spbe_assets.services import action_log, assets
from spbe_assets.services.action_log import LogFilter, LoggedAction, RecordChanges
from spbe_assets.storage import undo
from spbe_assets.storage.store import Actor
from spbe_assets.storage.tables import Asset
from tests.services.world import BUDI, World

SITI = Actor("Siti")


def listed(world: World, limit: int = 200, before: int | None = None, **wanted: Any) -> list[LoggedAction]:
    return world.read(lambda session: action_log.listed(session, LogFilter(**wanted), limit, before))


def told(world: World, action: Id, skip: int = 0, limit: int = 100) -> list[RecordChanges]:
    return world.read(lambda session: action_log.of_action(session, action, skip, limit))


def edit(world: World, asset: Id, actor: Actor = BUDI, reason: str = "edit", **values: Any) -> LoggedAction:
    with world.store.write(actor, reason) as uow:
        assets.update(uow, asset, values)
    return listed(world, limit=1)[0]


def test_the_newest_action_comes_first_with_who_and_what(world: World) -> None:
    edit(world, world.switch, SITI, brand="HP")
    first = edit(world, world.server, brand="Lenovo")
    found = listed(world)
    assert [(one.user, one.verb, one.field, one.after) for one in found[:2]] == [
        ("Budi", "edit", "Brand", "Lenovo"),
        ("Siti", "edit", "Brand", "HP"),
    ]
    assert found[0] == first
    assert not any(one.verb in action_log.PROGRAM for one in found)


def test_the_log_goes_on_where_a_page_ended(world: World) -> None:
    for number in range(7):
        edit(world, world.server, model=f"G{number}")
    whole = listed(world)
    pages, before = [], None
    while page := listed(world, limit=3, before=before):
        pages += page
        before = page[-1].n
    assert pages == whole
    assert len({one.id for one in pages}) == len(pages) > 7


def test_people_kinds_days_and_words_narrow_the_log(world: World) -> None:
    edit(world, world.server, SITI, "import kib_b.xlsx", brand="HP")
    edit(world, world.server, BUDI, "edit", brand="Dell")
    assert {one.user for one in listed(world, users=frozenset({"Siti"}))} == {"Siti"}
    assert [one.reason for one in listed(world, verbs=frozenset({"import"}))] == ["import of kib_b.xlsx"]
    assert [one.user for one in listed(world, text="KIB import")] == ["Siti"]
    assert listed(world, text="100%") == []
    assert len(listed(world, since=today())) == len(listed(world))
    assert listed(world, since=today() + timedelta(1)) == []
    assert LogFilter().is_empty
    assert not LogFilter(since=date(2026, 1, 1)).is_empty


def test_a_record_is_narrowed_to_what_touched_it_or_its_details(world: World) -> None:
    edit(world, world.switch, brand="HP")
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.server, {}, {"memory_gb": 128})
    found = listed(world, records=frozenset({("asset", world.server)}))
    assert (found[0].field, found[0].before, found[0].after) == ("Memory", "64 GB", "128 GB")
    assert all(one.after != "HP" for one in found)
    assert found[-1].verb == "create"


def test_a_record_nobody_touched_has_no_actions(world: World) -> None:
    assert listed(world, records=frozenset()) == []


def test_undone_actions_are_marked_until_they_are_done_again(world: World) -> None:
    done = edit(world, world.server, brand="HP")
    undo.undo(world.store, BUDI)
    turned, marked = listed(world, limit=2)
    assert (turned.verb, turned.is_undone, marked.id, marked.is_undone) == ("undo", False, done.id, True)
    undo.redo(world.store, BUDI)
    assert not world.read(lambda session: action_log.one(session, done.id)).is_undone


def test_an_action_tells_record_by_record_what_stood_before(world: World) -> None:
    with world.store.write(BUDI, "bulk") as uow:
        uow.update_many(Asset, {one: {"brand": "Acer", "year": 2020} for one in world.laptops})
    records = told(world, listed(world, limit=1)[0].id)
    assert {one.row for one in records} == set(world.laptops)
    assert all(one.name and one.owner == ("asset", one.row) for one in records)
    assert ("brand", "Brand", "Acer") in [(one.key, one.title, one.after) for one in records[0].changes]


def test_details_lead_to_their_asset(world: World) -> None:
    with world.store.write(BUDI, "edit") as uow:
        assets.update(uow, world.server, {}, {"memory_gb": 128})
    record = told(world, listed(world, limit=1)[0].id)[0]
    assert (record.table, record.row) == ("server_detail", detail_id(world.server, "server_detail"))
    assert record.owner == ("asset", world.server)
    assert record.name
    assert record.changes[0].earlier == 64


def test_five_thousand_new_records_come_by_pages(world: World) -> None:
    with world.store.write(BUDI, "import big.xlsx") as uow:
        made = uow.create_many(Asset, [{"name": f"PC {number}"} for number in range(5000)])
    action = listed(world, limit=1)[0]
    assert (action.writes, action.reason) == (5000, "import of big.xlsx")
    first, last = told(world, action.id), told(world, action.id, skip=4990)
    assert len(first) == 100
    assert [one.row for one in first] == made[:100]
    assert [one.row for one in last] == made[4990:]
    assert all(not change.key for one in last for change in one.changes)
    assert told(world, action.id, skip=5000) == []


def test_a_value_is_brought_back_as_one_more_change(world: World) -> None:
    edit(world, world.server, brand="HP")
    record = told(world, edit(world, world.server, brand="Acer").id)[0]
    change = record.changes[0]
    assert (change.before, change.after, change.earlier) == ("HP", "Acer", "HP")
    with world.store.write(SITI, "edit") as uow:
        action_log.restore(uow, record.table, record.row, change.key, change.earlier)
    newest = listed(world, limit=1)[0]
    assert (newest.user, newest.before, newest.after) == ("Siti", "Acer", "HP")
    undo.undo(world.store, SITI)
    assert world.read(lambda session: session.get(Asset, world.server).brand if False else _brand(session, world)) == "Acer"


def _brand(session: Any, world: World) -> str:
    return str(assets.detail(session, world.server).asset.get("brand"))


def test_a_reference_is_brought_back_by_its_id(world: World) -> None:
    record = told(world, edit(world, world.server, room_id=world.office).id)[0]
    change = next(one for one in record.changes if one.key == "room_id")
    assert (change.before, change.after, change.earlier) == ("Ruang Server", "Ruang 10", world.server_room)
    world.write(lambda uow: action_log.restore(uow, record.table, record.row, change.key, change.earlier))
    restored = listed(world, limit=1)[0]
    assert (restored.field, restored.after) == ("Room", "Ruang Server")


@pytest.mark.parametrize(("table", "key"), [("asset", ""), ("changeset", "user"), ("", "name")])
def test_what_is_no_field_of_a_record_is_not_brought_back(world: World, table: str, key: str) -> None:
    with pytest.raises(Refused, match="undo the whole action"):
        world.write(lambda uow: action_log.restore(uow, table, world.server, key, "x"))


def test_a_value_of_a_record_that_is_gone_is_refused_in_a_sentence(world: World) -> None:
    world.write(lambda uow: assets.delete(uow, [world.switch]))
    with pytest.raises(AppError):
        world.write(lambda uow: action_log.restore(uow, "asset", world.switch, "brand", "HP"))


def test_everybody_who_changed_something_is_known_once(world: World) -> None:
    edit(world, world.server, SITI, brand="HP")
    edit(world, world.server, Actor("ani"), brand="Dell")
    assert world.read(action_log.people) == ["ani", "Budi", "Siti"]


def test_the_installation_is_told_only_where_there_are_several(world: World) -> None:
    assert {one.installation for one in listed(world)} == {""}
