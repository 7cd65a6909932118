"""Makes a private copy of a database hold exactly the changesets that are wanted, tables and log alike.

Most of what came later made rows that nobody else has written: those simply go, a whole table in one statement. What
came later and wrote rows that stay is set aside, which folds these rows anew. The result is the same either way, as
state is a function of the set of changesets. A copy has no search index; nobody searches the past.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, event, insert, select, text, update

from spbe_assets.domain.changeset import ChangesetId, parse
from spbe_assets.domain.errors import StorageError
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.storage import aside, chain, heads, merge, migrations, related, rules, search
from spbe_assets.storage.columns import Shape, referring_to, shape
from spbe_assets.storage.derived import derive
from spbe_assets.storage.engine import BULK_CACHE_KIB, explained, set_cache, sqlite_engine
from spbe_assets.storage.past_log import Logged
from spbe_assets.storage.tables import MERGEABLE, Changeset, LocalSetting, Replica
from spbe_assets.storage.touched import Touched

BATCH = 20
ABOUT_ROWS = ("head", "superseded", "conflict", "touch")
_PRIVATE = ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=MEMORY")
"""Nobody else sees the copy, and one that was not finished is thrown away."""


def copy_of(source: Path, target: Path) -> None:
    """Copy a database that may be in use, as it stands.

    Raises:
        StorageError: there is no room, or it can't be read.
    """
    try:
        place = f"{source.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(place, uri=True)) as origin, closing(sqlite3.connect(target)) as copy:
            origin.backup(copy)
    except sqlite3.DatabaseError as error:
        raise explained(error) or StorageError(str(error)) from error


def rewind(
    file: Path,
    present: Connection,
    wanted: Collection[ChangesetId],
    missing: Sequence[Logged] = (),
    progress: Progress = SILENT,
) -> None:
    """Make a private file hold exactly these changesets.

    Args:
        file: a copy of some state of the database; made from nothing if there is none.
        present: the database.
        wanted: the changesets.
        missing: those of them that the file lacks, in the order they came; they are read from the present.
        progress: of the work.
    """
    is_new = not file.exists()
    engine = sqlite_engine(file)
    event.listen(engine, "connect", _relax)
    try:
        with engine.begin() as copy:
            if is_new:
                _make_empty(copy, present)
            search.forget(copy)
            set_cache(copy, BULK_CACHE_KIB)
            _rewind(copy, present, wanted, missing, progress)
    finally:
        engine.dispose()


def _relax(raw: sqlite3.Connection, _record: object) -> None:
    for pragma in _PRIVATE:
        raw.execute(f"PRAGMA {pragma}")


def _make_empty(copy: Connection, present: Connection) -> None:
    """Give a file the tables, and what is not of the log: who the installations are, and local settings."""
    migrations.create_schema(copy)
    for kind in (Replica, LocalSetting):
        rows = [dict(row) for row in present.execute(select(kind.__table__)).mappings()]
        if rows:
            copy.execute(insert(kind), rows)


def _rewind(
    copy: Connection,
    present: Connection,
    wanted: Collection[ChangesetId],
    missing: Sequence[Logged],
    progress: Progress,
) -> None:
    surplus = [n for n, name in copy.execute(select(Changeset.n, Changeset.id)) if name not in wanted]
    if surplus:
        _TakingOut(copy, surplus).run(progress)
    for done, some in enumerate(heads.chunks(missing, BATCH)):
        progress.step(done * BATCH, len(missing))
        merge.apply(copy, [parse(_body(present, one.n)) for one in some])


class _TakingOut:
    """Takes changesets out of a copy; `gone` are the rows that these alone have made and written."""

    def __init__(self, copy: Connection, surplus: Sequence[int]) -> None:
        self._copy = copy
        self._related = related.Pending()
        self._run("CREATE TEMP TABLE surplus (n INTEGER PRIMARY KEY)")
        copy.exec_driver_sql("INSERT INTO surplus VALUES (?)", [(n,) for n in surplus])
        self._run("CREATE TEMP TABLE gone (id BLOB PRIMARY KEY, kind TEXT, named INTEGER) WITHOUT ROWID")
        for name in MERGEABLE:
            self._run(
                f"INSERT OR IGNORE INTO gone SELECT id, '{name}', 0 FROM {name} WHERE born IN surplus AND NOT EXISTS"  # noqa: S608
                f" (SELECT 1 FROM touch WHERE touch.row = {name}.id AND touch.changeset NOT IN surplus)"
            )

    def run(self, progress: Progress) -> None:
        aside.set_aside(self._copy, self._entangled(), progress)
        for name in MERGEABLE:
            rows = self._gone(name)
            self._related.note_owners(self._copy, name, rows)
        for name in reversed(MERGEABLE):  # who refers to others goes first
            self._take_away(shape(name))
        for name in ABOUT_ROWS:
            self._run(f"DELETE FROM {name} WHERE row IN (SELECT id FROM gone)")  # noqa: S608
        self._forget_log()
        rules.reconsider(self._copy, Touched())
        self._related.refresh(self._copy)
        for name in ("gone", "surplus"):
            self._run(f"DROP TABLE {name}")

    def _entangled(self) -> set[int]:
        """The surplus changesets that wrote rows which stay."""
        stays = "NOT IN (SELECT id FROM gone)"
        found = set(
            self._copy.scalars(
                text(f"SELECT DISTINCT changeset FROM touch WHERE changeset IN surplus AND row {stays}")  # noqa: S608
            )
        )
        for name in MERGEABLE:
            born = f"SELECT DISTINCT born FROM {name} WHERE born IN surplus AND id {stays}"  # noqa: S608
            found |= set(self._copy.scalars(text(born)))
        return found

    def _gone(self, name: str) -> list[Id]:
        if name not in related.DETAILS and name != "label_print":
            return []
        return list(self._copy.scalars(text("SELECT id FROM gone WHERE kind = :name"), {"name": name}))

    def _take_away(self, of: Shape) -> None:
        """Empty the rows of a table that others still name, delete the rest."""
        name = of.table.name
        for reference in referring_to(name):
            column = reference.column
            users = f"SELECT {column} FROM {reference.table} WHERE {column} IS NOT NULL"  # noqa: S608
            self._run(f"UPDATE gone SET named = 1 WHERE kind = '{name}' AND id IN ({users})")  # noqa: S608
            if column in of.pointers:
                self._keep_hidden_targets(column)
        mine = f"SELECT id FROM gone WHERE kind = '{name}'"  # noqa: S608
        named = list(self._copy.scalars(text(f"{mine} AND named")))
        for some in heads.chunks(named):
            self._copy.execute(update(of.table).where(of.table.c.id.in_(some)).values(_blank(of)))
        self._run(f"DELETE FROM {name} WHERE id IN ({mine} AND NOT named)")  # noqa: S608

    def _keep_hidden_targets(self, pointer: str) -> None:
        """A pointer that a ring hides may be shown again once the ring is gone."""
        stored = text("SELECT value FROM head WHERE field = :pointer AND value IS NOT NULL")
        values = map(json.loads, self._copy.scalars(stored, {"pointer": pointer}))
        targets = [(bytes.fromhex(value),) for value in values if value]
        if targets:
            self._copy.exec_driver_sql("UPDATE gone SET named = 1 WHERE id = ?", targets)

    def _forget_log(self) -> None:
        self._run("DROP TRIGGER IF EXISTS changeset_no_delete")
        self._run("DELETE FROM aside")
        self._run("DELETE FROM changeset WHERE n IN surplus")

    def _run(self, statement: str) -> None:
        self._copy.execute(text(statement))


def _blank(of: Shape) -> dict[str, object]:
    """The columns of a row of which nobody has written anything."""
    values = {name: of.default(name) for name in of.fields}
    return {**values, **derive(of.table.name, values), "born": None, "stub": True}


def _body(present: Connection, n: int) -> bytes:
    return chain.unpack(present.scalars(select(Changeset.body).where(Changeset.n == n)).one())
