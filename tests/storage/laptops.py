"""Laptops that work offline on copies of one database, and what is compared at each of them."""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine, initialize
from sqlalchemy import event, insert, select, text, update

from spbe_assets.domain import clock
from spbe_assets.domain.changeset import NO_PREV, Op, body_of, op_text, parse, to_json
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.ids import derived_id, new_id
from spbe_assets.paths import HOME_VARIABLE
from spbe_assets.storage import aside, chain, identity, merge
from spbe_assets.storage.check import check
from spbe_assets.storage.columns import shape
from spbe_assets.storage.schema import SCHEMA
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Conflict, Replica
from tests.storage.oracle import REFERENCES, expect

AGENCIES = [derived_id("test agency", str(n)) for n in range(3)]
ASSETS = [derived_id("test asset", str(n)) for n in range(3)]
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_template: list[Path] = []


def _open(path: Path) -> Store:
    store = Store.open(path)
    event.listen(store._engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF"))
    return store


def _seed(path: Path) -> Path:
    """A database with three agencies and three assets that every installation starts from."""
    store = Store.create(path)
    with store.write(Actor("seed")) as uow:
        uow.create_many(Agency, [{"id": row, "name": f"A{n}"} for n, row in enumerate(AGENCIES)])
        uow.create_many(Asset, [{"id": r, "name": "pc", "agency_id": AGENCIES[0]} for r in ASSETS])
    store.close()
    return path


class Laptops(RuleBasedStateMachine):
    """Every installation always shows what the oracle says; in the end all show the same."""

    @initialize()
    def begin(self) -> None:
        if not _template:
            _template.append(_seed(Path(tempfile.mkdtemp(prefix="spbe-world-")) / "seed.spbe"))
        self.folder = Path(tempfile.mkdtemp(prefix="spbe-world-"))
        self.stores: list[Store] = []
        for _ in range(3):
            self._add(_template[0], new_replica=True)

    def _add(self, source: Path, *, new_replica: bool) -> None:
        path = self.folder / f"{len(self.stores)}.spbe"
        shutil.copyfile(source, path)
        if not new_replica:  # the whole disk is copied, so that nothing tells the two apart
            shutil.copytree(home_of(source), home_of(path))
        store = _open(path)
        if new_replica:
            with store.connection() as connection:
                connection.execute(update(Replica).values(me=False))
                row = {"id": new_id(), "me": True, "name": path.stem, "created_at": EPOCH}
                connection.execute(insert(Replica), [row])
        self.stores.append(store)
        identity.settle(self._at(len(self.stores) - 1), Actor("u"))

    def _at(self, who: int) -> Store:
        store = self.stores[who % len(self.stores)]
        os.environ[HOME_VARIABLE] = str(home_of(store.path))
        return store

    def _try(self, who: int, change: object) -> None:
        """Do one action; a refusal with a sentence is a fine answer."""
        try:
            with self._at(who).write(Actor(f"u{who}")) as uow:
                change(uow)  # type: ignore[operator]
        except AppError as refusal:
            assert str(refusal)

    def _compare(self, store: Store) -> None:
        wanted = expect(folded_of(store))
        with store.read() as session:
            for table in ("agency", "asset", "server_detail"):
                source = shape(table).table
                rows = {row["id"].hex(): row for row in session.execute(select(source)).mappings()}
                named = {row for row, its in wanted.table.items() if its == table}
                assert named <= rows.keys()
                for row, values in rows.items():
                    self._compare_row(wanted, table, row, values)
            noted = {(row.hex(), key) for row, key in session.execute(select(Conflict.row, Conflict.field))}
            dangling = session.execute(text("PRAGMA foreign_key_check")).all()
        assert noted == wanted.conflicts, noted ^ wanted.conflicts
        assert not dangling

    def _compare_row(self, wanted: object, table: str, row: str, values: object) -> None:
        of = shape(table)
        assert values["stub"] == (row not in wanted.created), (table, row)
        shown = wanted.values.get(row, {})
        for key in of.fields - {"deleted"}:
            expected = shown.get(key, to_json(of.default(key)))
            assert json.dumps(to_json(values[key])) == json.dumps(expected), (table, row, key)
        assert values["deleted"] == (row in wanted.deleted), (table, row)

    def teardown(self) -> None:
        if not getattr(self, "stores", None):
            return
        everything = sorted({body for store in self.stores for body in bodies_of(store)})
        rng = random.Random(len(everything))
        assert check(rng.choice(self.stores)) == []
        for store in self.stores:
            rng.shuffle(everything)
            take(store, everything)
            self._compare(store)
            with store.connection() as connection:
                aside.fold_again(connection, chain.aside(connection))
            self._compare(store)
        states = [state_of(store) for store in self.stores]
        assert all(state == states[0] for state in states)
        assert check(self.stores[0]) == []
        for store in self.stores:
            store.close()
        shutil.rmtree(self.folder)


def home_of(path: Path) -> Path:
    return path.with_suffix(".home")


def bodies_of(store: Store) -> list[bytes]:
    with store.read() as session:
        return list(chain.bodies(session.connection()))


def folded_of(store: Store) -> list[bytes]:
    with store.read() as session:
        left = chain.aside(session.connection())
        return [body for n, body in enumerate(chain.bodies(session.connection()), 1) if n not in left]


def written_at(moment: datetime, row: bytes, name: str, overwrites: Sequence[bytes]) -> bytes:
    """A changeset of a laptop that nobody knows yet."""
    frame = {
        "v": 1, "schema": SCHEMA, "replica": new_id().hex(), "seq": 1, "prev": NO_PREV.hex(), "hlc": clock.at(moment),
        "action": new_id().hex(), "user": "stranger", "reason": "edit",
    }  # fmt: skip
    return body_of(frame, [op_text(Op("asset", row, "name", name, tuple(overwrites)))])


def take(store: Store, bodies: list[bytes]) -> int:
    with store.connection() as connection:
        return merge.apply(connection, [parse(body) for body in bodies]).new


def state_of(store: Store) -> object:
    """Everything people see, without local numbers."""
    with store.read() as session:
        tables = {}
        for table in REFERENCES:
            of = shape(table)
            columns = [of.table.c[name] for name in ("id", "stub", *sorted(of.fields))]
            tables[table] = sorted(map(repr, session.execute(select(*columns)).all()))
        noted = sorted(map(repr, session.execute(select(Conflict.row, Conflict.field)).all()))
    return tables, noted
