"""Deciding a dispute about a deletion by a plain write, and an undo that brings back what was decided between."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.storage import chain, merge
from spbe_assets.storage.check import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Conflict, Replica
from spbe_assets.storage.undo import redo, undo

ROW = Id(b"\x01" * 16)


def other_of(store: Store, folder: Path) -> Store:
    """A second installation that knows what this one knows."""
    store.close()
    path = folder / "other.spbe"
    shutil.copyfile(store.path, path)
    other = Store.open(path)
    with other.connection() as connection:
        connection.execute(update(Replica).values(me=False))
        row = {"id": new_id(), "me": True, "name": "", "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
        connection.execute(insert(Replica), [row])
    return other


def take(store: Store, other: Store) -> None:
    with other.read() as session:
        bodies = list(chain.bodies(session.connection()))
    with store.connection() as connection:
        merge.apply(connection, [parse(body) for body in bodies])


def waiting(store: Store) -> list[str]:
    with store.read() as session:
        return sorted(session.scalars(select(Conflict.field)))


def state(store: Store) -> tuple[str, str, bool]:
    with store.read() as session:
        return tuple(session.execute(select(Asset.name, Asset.brand, Asset.deleted).where(Asset.id == ROW)).one())  # type: ignore[return-value]


def write(store: Store, **values: object) -> None:
    with store.write(Actor("Budi")) as uow:
        uow.update(Asset, ROW, **values)


@pytest.fixture
def pair(store: Store, tmp_path: Path) -> tuple[Store, Store]:
    with store.write(Actor("Budi")) as uow:
        uow.create(Asset, id=ROW, name="a", brand="x")
    return store, other_of(store, tmp_path)


@pytest.mark.parametrize("deleted", [False, True])
def test_a_row_deleted_and_changed_is_decided_by_writing_either(pair: tuple[Store, Store], deleted: bool) -> None:
    store, other = pair
    with store.write(Actor("Budi"), "delete") as uow:
        uow.delete(Asset, ROW)
    write(other, name="b")
    take(store, other)
    assert (state(store)[2], waiting(store)) == (False, ["deleted"])
    with store.write(Actor("Budi")) as uow:
        if deleted:
            uow.delete(Asset, ROW)
        else:
            uow.update(Asset, ROW, deleted=False)
    take(other, store)
    for one in pair:
        assert (state(one)[2], waiting(one)) == (deleted, [])
        assert check(one) == []
    undo(store, Actor("Budi"))
    take(other, store)
    for one in pair:
        assert (state(one)[2], waiting(one)) == (False, ["deleted"])
        assert check(one) == []


def test_a_row_that_stands_is_not_written_by_keeping_it(store: Store) -> None:
    with store.write(Actor("Budi")) as uow:
        uow.create(Asset, id=ROW, name="a")
    before = store.data_version()
    write(store, deleted=False)
    assert store.data_version() == before


def test_one_undo_brings_back_several_values_of_several_fields(pair: tuple[Store, Store]) -> None:
    store, other = pair
    write(store, name="b", brand="y")
    write(other, name="c", brand="z")
    take(store, other)
    shown = state(store)
    write(store, name="c", brand="q")
    assert waiting(store) == []
    for _turn in range(2):
        undo(store, Actor("Budi"))
        assert (state(store), waiting(store)) == (shown, ["brand", "name"])
        redo(store, Actor("Budi"))
        assert (state(store)[:2], waiting(store)) == (("c", "q"), [])
    undo(store, Actor("Budi"))
    take(other, store)
    for one in pair:
        assert (state(one), waiting(one)) == (shown, ["brand", "name"])
        assert check(one) == []


def test_a_field_that_somebody_wrote_after_the_decision_is_left(pair: tuple[Store, Store]) -> None:
    store, other = pair
    write(store, name="b")
    write(other, name="c")
    take(store, other)
    with store.write(Actor("Budi"), "resolve") as uow:
        uow.update(Asset, ROW, name="c")
        decision = uow.action
    write(store, name="d")
    result = undo(store, Actor("Budi"), decision)
    assert (result.changed, result.left) == (0, 1)
    assert (state(store)[0], waiting(store)) == ("d", [])


def test_a_record_that_was_deleted_and_made_anew_is_deleted_again_by_undo(store: Store) -> None:
    with store.write(Actor("Budi")) as uow:
        uow.create(Asset, id=ROW, name="a")
    with store.write(Actor("Budi"), "delete") as uow:
        uow.delete(Asset, ROW)
    write(store, deleted=False, name="b")
    undo(store, Actor("Budi"))
    assert (state(store)[2], waiting(store)) == (True, [])
    assert check(store) == []
