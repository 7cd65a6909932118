from __future__ import annotations

import pytest
from sqlalchemy import select

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.storage import history
from spbe_assets.storage.check import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Room, ServerDetail, Site
from spbe_assets.storage.undo import redo, undo


def names(store: Store) -> list[str]:
    with store.read() as session:
        return sorted(session.scalars(select(Asset.name).where(Asset.live)))


def add(store: Store, budi: Actor, name: str, reason: str = "create") -> Id:
    with store.write(budi, reason) as uow:
        return uow.create(Asset, name=name)


def rename(store: Store, budi: Actor, row: Id, name: str) -> None:
    with store.write(budi) as uow:
        uow.update(Asset, row, name=name)


def test_undo_and_redo_walk_back_and_forth(store: Store, budi: Actor) -> None:
    row = add(store, budi, "a")
    rename(store, budi, row, "b")
    rename(store, budi, row, "c")
    seen = []
    for _ in range(3):
        undo(store, budi)
        seen.append(names(store))
    for _ in range(3):
        redo(store, budi)
        seen.append(names(store))
    assert seen == [["b"], ["a"], [], ["a"], ["b"], ["c"]]
    assert check(store) == []


def test_there_is_an_end_to_undo_and_redo(store: Store, budi: Actor) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        undo(store, budi)
    add(store, budi, "a")
    with pytest.raises(Refused, match="nothing to redo"):
        redo(store, budi)


def test_a_new_change_ends_redo(store: Store, budi: Actor) -> None:
    row = add(store, budi, "a")
    rename(store, budi, row, "b")
    undo(store, budi)
    rename(store, budi, row, "z")
    with pytest.raises(Refused, match="nothing to redo"):
        redo(store, budi)
    undo(store, budi)
    assert names(store) == ["a"]


def test_undoing_an_import_leaves_what_was_changed_since(store: Store, budi: Actor) -> None:
    with store.write(budi, "import x.xlsx") as uow:
        rows = uow.create_many(Asset, [{"name": f"PC {n}"} for n in range(5000)])
        batch = uow.action
    rename(store, budi, rows[7], "kept")
    result = undo(store, budi, batch)
    assert (result.changed, result.left, result.reason) == (4999, 1, "import x.xlsx")
    assert names(store) == ["kept"]


def test_an_edit_that_was_taken_back_does_not_stand_in_the_way(store: Store, budi: Actor) -> None:
    with store.write(budi, "import x.xlsx") as uow:
        rows = uow.create_many(Asset, [{"name": f"PC {n}"} for n in range(10)])
    rename(store, budi, rows[3], "b")
    undo(store, budi)
    redo(store, budi)
    undo(store, budi)
    assert undo(store, budi).left == 0
    assert names(store) == []


def test_a_field_somebody_changed_since_is_left_and_the_others_go_back(store: Store, budi: Actor) -> None:
    row = add(store, budi, "a")
    with store.write(budi) as uow:
        uow.update(Asset, row, name="b", brand="HP")
        action = uow.action
    rename(store, budi, row, "c")
    result = undo(store, budi, action)
    assert (result.changed, result.left) == (1, 1)
    with store.read() as session:
        assert tuple(session.execute(select(Asset.name, Asset.brand)).one()) == ("c", "")


def test_a_place_that_others_rest_on_by_now_is_left(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        site = uow.create(Site, name="Kantor")
        room = uow.create(Room, name="R. Server", site_id=site)
        action = uow.action
    with store.write(budi) as uow:
        uow.create(Asset, name="x", room_id=room)
    assert undo(store, budi, action).left == 2
    assert check(store) == []


def test_deleting_a_server_with_its_detail_is_one_step(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        row = uow.create(Asset, name="srv")
        uow.create(ServerDetail, id=detail_id(row, "server_detail"), asset_id=row, cpu="Xeon")
    with store.write(budi, "delete") as uow:
        uow.delete(Asset, row)
    for step in (undo, redo, undo):
        step(store, budi)
    with store.read() as session:
        assert session.scalar(select(ServerDetail.cpu).where(ServerDetail.live)) == "Xeon"
    assert names(store) == ["srv"]


def test_an_action_is_undone_only_once(store: Store, budi: Actor) -> None:
    add(store, budi, "a")
    action = undo(store, budi).action
    with pytest.raises(Refused, match="undone already"):
        undo(store, budi, action)


def test_history_names_what_stood_before(store: Store, budi: Actor) -> None:
    row = add(store, budi, "a")
    rename(store, budi, row, "b")
    undo(store, budi)
    with store.read() as session:
        changes = history.of_row(session, "asset", row)
        actions = history.actions(session)
    assert [(change.verb, change.before, change.after) for change in changes] == [
        ("undo", "b", "a"),
        ("edit", "a", "b"),
        ("create", None, {"name": "a"}),
    ]
    assert [(action.verb, action.undone) for action in actions][:3] == [
        ("undo", False),
        ("edit", True),
        ("create", False),
    ]


def test_a_large_action_is_sealed_in_bounded_changesets(store: Store, budi: Actor) -> None:
    with store.write(budi, "import big.xlsx") as uow:
        uow.create_many(Asset, [{"name": f"PC {n}", "notes": "x" * 900} for n in range(4500)])
        action = uow.action
    with store.read() as session:
        from spbe_assets.storage import chain

        reader = chain.Reader(session.connection())
        sizes = [(len(reader.by_number(n).ops), len(reader.by_number(n).body)) for n in reader.of_action(action)]
    assert all(ops <= 2000 and size <= 1_100_000 for ops, size in sizes)
    assert sum(ops for ops, _size in sizes) == 4500
