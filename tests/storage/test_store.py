from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from spbe_assets.domain.errors import NotFound, Refused, StaleEdit, StorageError
from spbe_assets.domain.ids import derived_id, new_id
from spbe_assets.storage import genesis
from spbe_assets.storage.schema import SCHEMA
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Category, Region, Room, ServerDetail


def test_a_new_database_holds_the_shipped_rows(store: Store) -> None:
    with store.read() as session:
        counts = [len(session.scalars(select(kind.id).where(kind.live)).all()) for kind in (Region, Agency, Category)]
    assert counts == [13, 43, 47]


def test_two_new_databases_share_ids_but_not_their_own_identity(tmp_path: Path) -> None:
    one, two = Store.create(tmp_path / "1.spbe"), Store.create(tmp_path / "2.spbe")
    with one.read() as here, two.read() as there:
        assert set(here.scalars(select(Agency.id))) == set(there.scalars(select(Agency.id)))
    assert one.replica != two.replica


def test_the_genesis_changeset_never_changes() -> None:
    assert genesis.changeset().id.hex() == GENESIS


GENESIS = "3369eb1c7941c352fa137070db3c76ebe5672c9b35008f6bf5e12fa6cde920c1"


def test_what_a_transaction_touched_is_told(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        made = uow.create(Asset, name="Switch")
    assert uow.changes.touched == {"asset": frozenset({made})}
    assert store.changes_since(store.data_version() - 1).touched == uow.changes.touched


def test_an_exception_leaves_nothing_behind(store: Store, budi: Actor) -> None:
    before = store.data_version()
    with pytest.raises(ZeroDivisionError), store.write(budi) as uow:
        uow.create(Asset, name="Switch")
        raise ZeroDivisionError
    with store.read() as session:
        assert session.scalar(select(Asset.id)) is None
    assert store.data_version() == before


def test_saving_a_form_that_somebody_overtook_is_refused(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        made = uow.create(Asset, name="a")
    with store.write(budi) as uow:
        uow.update(Asset, made, name="b", seen_rev=1)
    with pytest.raises(StaleEdit, match="reload"), store.write(budi) as uow:
        uow.update(Asset, made, name="c", seen_rev=1)


def test_an_equal_value_is_no_change(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        made = uow.create(Asset, name="a", condition="B")
    before = store.data_version()
    with store.write(budi) as uow:
        assert uow.update_many(Asset, {made: {"name": "a", "condition": "B"}}) == 0
    assert store.data_version() == before


@pytest.mark.parametrize("way", ["orm", "bulk", "log"])
def test_there_is_one_door_for_writes(store: Store, budi: Actor, way: str) -> None:
    with pytest.raises((RuntimeError, IntegrityError)), store.write(budi) as uow:
        if way == "orm":
            uow.session.add(Asset(id=new_id(), name="x"))
            uow.session.flush()
        elif way == "bulk":
            uow.session.execute(update(Asset).values(name="x"))
        else:
            uow.session.connection().execute(text("DELETE FROM changeset"))


def test_a_row_in_use_is_not_deleted(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        room = uow.create(Room, name="R. Server")
        uow.create(Asset, name="x", room_id=room)
    with pytest.raises(Refused, match="still used"), store.write(budi) as uow:
        uow.delete(Room, room)


def test_an_asset_takes_its_detail_with_it(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        asset = uow.create(Asset, name="x")
        uow.create(ServerDetail, asset_id=asset, cpu="Xeon")
    with store.write(budi) as uow:
        uow.delete(Asset, asset)
    with store.read() as session:
        assert session.scalars(select(ServerDetail.id).where(ServerDetail.live)).all() == []


def test_a_reference_to_nothing_is_refused(store: Store, budi: Actor) -> None:
    with pytest.raises(NotFound), store.write(budi) as uow:
        uow.create(Asset, name="x", room_id=new_id())


def test_nothing_becomes_its_own_parent(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        top = uow.create(Agency, name="Dinas")
        below = uow.create(Agency, name="UPT", parent_id=top)
    with pytest.raises(Refused, match="itself"), store.write(budi) as uow:
        uow.update(Agency, top, parent_id=below)


def test_tags_of_one_installation_never_repeat(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        first = uow.next_tags(3)
    with store.write(budi) as uow:
        second = uow.next_tags(2)
    assert len(set(first + second)) == 5


def test_decimals_come_back_exactly(store: Store, budi: Actor) -> None:
    from decimal import Decimal

    with store.write(budi) as uow:
        asset = uow.create(Asset, name="x")
        row = uow.create(ServerDetail, asset_id=asset, storage_tb=Decimal("1.92"))
    with store.read() as session:
        assert session.scalar(select(ServerDetail.storage_tb).where(ServerDetail.id == row)) == Decimal("1.92")


def test_a_missing_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"nowhere\.spbe"):
        Store.open(tmp_path / "nowhere.spbe")


def test_a_file_that_is_no_database_gets_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "holiday.spbe"
    path.write_bytes(b"This is a letter, not a database." * 100)
    with pytest.raises(StorageError, match="not a database"):
        Store.open(path)


def test_somebody_elses_database_gets_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.spbe"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE x (y)")
    with pytest.raises(StorageError, match="not a database of this program"):
        Store.open(path)


def test_a_newer_database_is_refused(store: Store) -> None:
    store.close()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(StorageError, match="newer version"):
        Store.open(store.path)


def test_a_damaged_database_gets_its_sentence_and_the_remedy(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        uow.create_many(Asset, [{"name": f"PC {n}"} for n in range(3000)])
    store.close()
    content = bytearray(store.path.read_bytes())
    content[4096 * 20 : -4096 * 5] = b"\xa5" * (len(content) - 4096 * 25)
    store.path.write_bytes(content)
    with pytest.raises(StorageError, match="restore the newest backup"):
        broken = Store.open(store.path)
        with broken.write(budi) as uow:
            uow.create_many(Asset, [{"name": f"PC {n}"} for n in range(100)])


def test_a_busy_database_is_waited_for_then_explained(
    store: Store, budi: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("spbe_assets.storage.engine.BUSY_SECONDS", 0.2)
        waiting = Store.open(store.path)
        with pytest.raises(StorageError, match="Another program"), waiting.write(budi) as uow:
            uow.create(Asset, name="x")
        other.execute("ROLLBACK")
    with store.write(budi) as uow:
        uow.create(Asset, name="x")


def test_a_full_disk_is_explained_and_nothing_is_half_saved(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        uow.create(Asset, name="before")
    with store.read() as session:
        pages = session.scalar(text("PRAGMA page_count"))
    full = Store.open(store.path)
    from sqlalchemy import event

    event.listen(full._engine, "connect", lambda raw, _record: raw.execute(f"PRAGMA max_page_count={pages + 2}"))
    with pytest.raises(StorageError, match="disk is full"), full.write(budi) as uow:
        uow.create_many(Asset, [{"name": f"PC {n}", "notes": "x" * 500} for n in range(5000)])
    full.close()
    with store.read() as session:
        assert session.scalars(select(Asset.name)).all() == ["before"]


def test_a_read_only_file_is_explained(store: Store, budi: Actor) -> None:
    from sqlalchemy import event

    reading = Store.open(store.path)
    event.listen(reading._engine, "connect", lambda raw, _record: raw.execute("PRAGMA query_only=ON"))
    with pytest.raises(StorageError, match="read-only"), reading.write(budi) as uow:
        uow.create(Asset, name="x")


WRITER = """
import sys
from pathlib import Path
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
store = Store.open(Path(sys.argv[1]))
for number in range(10_000):
    with store.write(Actor("t")) as uow:
        made = uow.create(Asset, name=f"item {number}", tag=str(number))
        uow.update(Asset, made, notes="kept")
    print(number, flush=True)
"""


def test_kill_minus_nine_loses_nothing_that_was_acknowledged(store: Store) -> None:
    """Six writers are killed at different moments; every number they printed is in the database, and check is clean."""
    from spbe_assets.storage.check import check

    acknowledged: list[str] = []
    for stop_after in (1, 7, 20, 33, 60, 90):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(store.path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        for _ in range(stop_after):
            acknowledged.append(writer.stdout.readline().strip())
        writer.kill()
        acknowledged += writer.stdout.read().split()
        writer.wait()
    with store.read() as session:
        stored = session.execute(select(Asset.tag, Asset.notes)).all()
    assert all(row.notes == "kept" for row in stored)
    tags = [row.tag for row in stored]
    assert all(tags.count(number) >= acknowledged.count(number) for number in set(acknowledged))
    assert check(store) == []


def test_derived_ids_are_the_same_everywhere() -> None:
    assert derived_id("agency", "x") == derived_id("agency", "x") != derived_id("agency", "y")
