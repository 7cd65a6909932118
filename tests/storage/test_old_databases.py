"""Databases of earlier schemas open, are copied first, and then are what a new database is."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.vocabulary import MoveKind
from spbe_assets.services import listing, move_list
from spbe_assets.storage import backup, migrations
from spbe_assets.storage.chain import bodies
from spbe_assets.storage.check import check
from spbe_assets.storage.merge import apply
from spbe_assets.storage.schema import SCHEMA
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Movement, Person
from spbe_assets.storage.undo import redo, undo

DAY = date(2026, 11, 24)
FOLDER = Path(__file__).parents[1] / "old_databases"
OLD = sorted(FOLDER.glob("schema-*.spbe"))
MOVES = {1: 0, 2: 9, 3: 9, 4: 9}
"""Schema -> how many rows of moves its database holds."""
IN_THE_WAY = {
    1: "CREATE TABLE movement (x)",
    2: "CREATE TABLE movement_before (x)",
    3: "CREATE TABLE installation (x)",
    4: "CREATE TABLE criteria_set (x)",
}
"""Schema -> what makes the first step away from it fail."""


@pytest.fixture(params=OLD, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    copied: Path = tmp_path / "province.spbe"
    shutil.copyfile(request.param, copied)
    return copied


def _number(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _schema(path: Path) -> dict[str, str]:
    """Every table, index and trigger with its definition, spacing aside."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: re.sub(r"\s+", "", sql).casefold() for name, sql in found}


def test_there_is_a_database_of_every_earlier_schema() -> None:
    assert [path.stem for path in OLD] == [f"schema-{number}" for number in range(1, SCHEMA)]
    assert [_number(path) for path in OLD] == list(range(1, SCHEMA))
    assert all(path.stat().st_size < 500_000 for path in OLD)


def test_an_old_database_is_copied_then_brought_up_to_date(old: Path) -> None:
    before = _number(old)
    Store.open(old).close()
    assert _number(old) == SCHEMA
    (copy,) = backup.folder_of(old).glob("*.spbe")
    assert _number(copy) == before
    assert backup.inspect(copy)["asset"] == 20


def test_it_then_has_exactly_the_schema_of_a_new_database(old: Path, store: Store) -> None:
    Store.open(old).close()
    assert _schema(old) == _schema(store.path)


def test_it_passes_the_check_and_is_searched_as_before(old: Path) -> None:
    opened = Store.open(old)
    assert check(opened) == []
    with opened.read() as session:
        assert listing.count(session, AssetFilter(text="barang")) == 18
        assert listing.count(session, AssetFilter(text="switch lantai")) == 1
    opened.close()


def test_host_names_that_an_earlier_program_lost_are_found_again(tmp_path: Path) -> None:
    old = tmp_path / "province.spbe"
    shutil.copyfile(FOLDER / "schema-2.spbe", old)
    opened = Store.open(old)
    with opened.read() as session:
        assert listing.count(session, AssetFilter(text="sw5")) == 1
    opened.close()


def test_its_moves_are_still_there(old: Path) -> None:
    before = _number(old)
    opened = Store.open(old)
    with opened.read() as session:
        open_loans = [(row.document_number, row.receiver) for row in move_list.open_loans(session)]
        ended = session.execute(
            select(Movement.result, Movement.return_number).where(Movement.returned_on.is_not(None))
        )
        assert session.scalar(text("SELECT count(*) FROM movement")) == MOVES[before]
        if MOVES[before]:
            assert [number for number, _receiver in open_loans] == ["030/2", "030/3"]
            assert open_loans[1][1] == "Panitia"
            assert ended.all() == [("engsel retak", "")] * 2
    opened.close()


def test_its_new_columns_are_written_undone_and_redone(old: Path, budi: Actor) -> None:
    opened = Store.open(old)
    with opened.read() as session:
        asset_id = session.scalars(select(Asset.id).where(Asset.live).order_by(Asset.n)).first()
    with opened.write(budi) as uow:
        signer = uow.create(Person, name="Ani")
        made = uow.create(Movement, asset_id=asset_id, kind=MoveKind.LOAN, on_date=DAY, return_witness_id=signer)
    undo(opened, budi)
    redo(opened, budi)
    with opened.read() as session:
        assert session.scalars(select(Movement.kind).where(Movement.id == made, Movement.live)).all() == [MoveKind.LOAN]
    assert check(opened) == []
    opened.close()


def test_changesets_of_every_schema_travel_to_a_new_database(old: Path, store: Store, budi: Actor) -> None:
    before = _number(old)
    opened = Store.open(old)
    with opened.write(budi) as uow:
        asset_id = uow.create(Asset, name="new")
        uow.create(Movement, asset_id=asset_id, kind=MoveKind.REPAIR, to_name="Toko Maju")
    with opened.read() as session:
        sent = [parse(body) for body in bodies(session.connection())]
    assert {changeset.schema for changeset in sent} == {*range(1, before + 1), SCHEMA}
    with store.connection() as connection:
        apply(connection, sent)
    with store.read() as session:
        assert session.scalars(select(Movement.to_name).where(Movement.asset_id == asset_id)).all() == ["Toko Maju"]
        assert len(session.scalars(select(Asset.id).where(Asset.live)).all()) == 20
    assert check(store) == []
    opened.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(old: Path) -> None:
    before = _number(old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(IN_THE_WAY[before])
    with pytest.raises(Exception, match=r"movement|installation|criteria_set"):
        Store.open(old)
    assert _number(old) == before == migrations.schema_of(old)
