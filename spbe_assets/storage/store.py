"""The open database: one place for transactions, reading and writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, insert, select, text
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import Refused, StorageError
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.tags import series_of
from spbe_assets.i18n import _
from spbe_assets.storage import chain, genesis, identity, merge, migrations
from spbe_assets.storage.engine import sqlite_engine
from spbe_assets.storage.journal import Author
from spbe_assets.storage.location import refuse_unsafe_place
from spbe_assets.storage.tables import Changeset, LocalSetting, Replica, TagSeries
from spbe_assets.storage.unit_of_work import UnitOfWork

SETUP = "setup"
PROGRAM = "SPBE Assets"


@dataclass(frozen=True, slots=True)
class Actor:
    """The operator whose name history shows."""

    user: str


class Store:
    """An open database file. Reads and writes happen in `with` blocks; one write is one action.

    `became` says why the database became a new installation while it was open, None where it did not; `noted` is
    the newest link of its own chain that the account remembers (see `identity`).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = sqlite_engine(path)
        self._readers = sessionmaker(self._engine, expire_on_commit=False, autoflush=False)
        writers = self._engine.execution_options(sqlite_begin="IMMEDIATE")
        self._writers = sessionmaker(writers, expire_on_commit=False, autoflush=False)
        self._replica: Id | None = None
        self.noted: identity.Link | None = None
        self.became: identity.Standing | None = None

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a database with the shipped reference rows.

        Raises:
            Refused: the file exists already.
            StorageError: it can't be made there.
        """
        if path.exists():
            raise Refused(_("{file} exists already; choose another name.").format(file=path.name))
        refuse_unsafe_place(path)
        if not path.parent.is_dir():
            raise StorageError(_("The folder {folder} does not exist.").format(folder=path.parent))
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        made = cls(part)
        try:
            made._fill()
            made.close()
            part.replace(path)
        finally:
            made.close()
            for leftover in ("", "-wal", "-shm"):
                part.with_name(part.name + leftover).unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a database, bringing an older one up to date first.

        Raises:
            StorageError: it is missing, not ours, damaged, newer than the program, or in an unsafe place.
        """
        if not path.exists():
            raise StorageError(_("There is no database {file}; create it or check the name.").format(file=path))
        refuse_unsafe_place(path)
        migrations.schema_of(path)
        store = cls(path)
        migrations.bring_up_to_date(store._engine, path)
        return store

    @classmethod
    def open_or_create(cls, path: Path) -> Store:
        """Open a database, making it first if it is missing."""
        return cls.open(path) if path.exists() else cls.create(path)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @property
    def replica(self) -> Id:
        """The id of this installation."""
        if self._replica is None:
            with self.read() as session:
                self._replica = identity.replica_of(session.connection())
        return self._replica

    def continue_as(self, replica: Id, link: identity.Link) -> None:
        """Remember under which id, and after which link of its chain, the next change comes."""
        self._replica, self.noted = replica, link

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading one consistent state."""
        with self._readers() as session:
            event.listen(session, "do_orm_execute", _forbid_writes)
            event.listen(session, "before_flush", _forbid_flush)
            yield session

    @contextmanager
    def write(self, actor: Actor, reason: str = "edit") -> Iterator[UnitOfWork]:
        """One transaction, one action, one undo step: commits on a clean exit, else nothing happened.

        Raises:
            StorageError: another program kept writing, the disk is full, the file is read-only or damaged.
        """
        identity.settle(self, actor)
        with self._writers() as session, session.begin():
            replica = identity.replica_of(session.connection())
            uow = UnitOfWork(session, Author(replica, new_id(), actor.user, reason))
            event.listen(session, "do_orm_execute", _forbid_writes)
            event.listen(session, "before_flush", _forbid_flush)
            yield uow
            uow.finish()
            link = chain.last_link(session.connection(), replica)
        identity.note(self, replica, link)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A writing transaction below the log, for merge, check and rebuild only."""
        with self._engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
            yield connection

    def data_version(self) -> int:
        """A number that grows with every committed change of whichever program."""
        with self.read() as session:
            return session.scalar(select(func.max(Changeset.n))) or 0

    def changes_since(self, number: int) -> Changes:
        """What was touched after a `data_version`, so that a window shows what a command line did."""
        from spbe_assets.storage.history import touched_since

        with self.read() as session:
            return Changes(touched_since(session, number))

    def local_setting(self, key: str, default: Any = None) -> Any:
        """A setting of this installation only; JSON values."""
        with self.read() as session:
            value = session.scalar(select(LocalSetting.value).where(LocalSetting.key == key))
        return default if value is None else value

    def set_local_setting(self, key: str, value: Any) -> None:
        """Keep a setting of this installation only."""
        with self.connection() as connection:
            connection.execute(LocalSetting.__table__.delete().where(LocalSetting.key == key))  # type: ignore[attr-defined]
            connection.execute(insert(LocalSetting), [{"key": key, "value": value}])

    def _fill(self) -> None:
        with self.connection() as connection:
            migrations.create_schema(connection)
            me = {"id": new_id(), "me": True, "name": "", "created_at": datetime.now(UTC)}
            connection.execute(insert(Replica), [me])
            merge.apply(connection, [genesis.changeset()])
        with self.write(Actor(PROGRAM), SETUP) as uow:
            uow.create(TagSeries, prefix=series_of(self.replica), replica=self.replica)
        with self._engine.connect() as connection:
            connection.execute(text("PRAGMA optimize"))
            connection.commit()


def _forbid_writes(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("a bulk statement skips the change log; write through the unit of work")


def _forbid_flush(session: Session, _context: object, _instances: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("mapped objects are for reading; write through the unit of work")
