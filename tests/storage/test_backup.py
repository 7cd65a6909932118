from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from spbe_assets.domain.errors import Refused, StorageError
from spbe_assets.storage import backup, migrations
from spbe_assets.storage.schema import SCHEMA
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset


def fill(store: Store, budi: Actor, count: int = 3) -> None:
    with store.write(budi) as uow:
        uow.create_many(Asset, [{"name": f"PC {n}"} for n in range(count)])


def test_a_backup_of_an_open_database_is_counted(store: Store, budi: Actor, tmp_path: Path) -> None:
    fill(store, budi)
    made = backup.take(store.path, tmp_path / "copy.spbe")
    assert made.rows["asset"] == 3
    assert backup.inspect(made.path) == made.rows


def test_a_backup_never_replaces_a_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(Refused, match="exists already"):
        backup.take(store.path, tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text() == "keep me"


def test_restore_keeps_what_it_replaces(store: Store, budi: Actor, tmp_path: Path) -> None:
    fill(store, budi, 2)
    copy = backup.take(store.path, tmp_path / "copy.spbe").path
    fill(store, budi, 5)
    store.close()
    kept = backup.restore(copy, store.path)
    assert kept is not None
    for path, count in ((store.path, 2), (kept, 7)):
        with Store.open(path).read() as session:
            assert len(session.scalars(select(Asset.id)).all()) == count


def test_a_damaged_backup_is_not_restored(store: Store, budi: Actor, tmp_path: Path) -> None:
    fill(store, budi, 2)
    broken = tmp_path / "broken.spbe"
    broken.write_bytes(store.path.read_bytes()[:5000])
    with pytest.raises(StorageError):
        backup.restore(broken, store.path)
    with store.read() as session:
        assert len(session.scalars(select(Asset.id)).all()) == 2


def test_one_backup_a_day_and_fourteen_are_kept(store: Store, tmp_path: Path) -> None:
    for day in range(1, 21):
        assert backup.daily(store.path, tmp_path / "b", date(2026, 1, day)) is not None
        assert backup.daily(store.path, tmp_path / "b", date(2026, 1, day)) is None
    kept = sorted(path.name for path in (tmp_path / "b").iterdir())
    assert len(kept) == 14
    assert "20260107" in kept[0]
    assert backup.newest(store.path, tmp_path / "b") is not None


def add_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE blob ADD COLUMN seen INTEGER"))


def break_off(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE blob ADD COLUMN half INTEGER"))
    raise RuntimeError("power cut")


def test_a_migration_is_copied_first_and_takes_one_step_at_a_time(store: Store, budi: Actor) -> None:
    fill(store, budi)
    steps = {SCHEMA + 1: add_column, SCHEMA + 2: break_off}
    with pytest.raises(RuntimeError, match="power cut"):
        migrations.bring_up_to_date(store._engine, store.path, steps, SCHEMA + 2)
    assert migrations.schema_of(store.path) == SCHEMA + 1
    copies = list(backup.folder_of(store.path).glob(f"*schema{SCHEMA}*"))
    assert backup.inspect(copies[0])["asset"] == 3
    with store.read() as session:
        columns = {row[1] for row in session.execute(text("PRAGMA table_info(blob)"))}
    assert "seen" in columns
    assert "half" not in columns
