"""Installations that start from one database, work offline and exchange all they wrote."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.services import assets, conflicts
from spbe_assets.services.conflicts import Conflict
from spbe_assets.storage import chain, merge
from spbe_assets.storage.check import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Installation, Replica


@dataclass
class Laptop:
    """One installation and whoever works on it."""

    store: Store
    actor: Actor

    def write(self, work: Any, reason: str = "edit") -> Any:
        """The result of one transaction."""
        with self.store.write(self.actor, reason) as uow:
            return work(uow)

    def read(self, work: Any) -> Any:
        """The result of reading."""
        with self.store.read() as session:
            return work(session)

    def take(self, other: Laptop) -> None:
        """Merge everything that the other one knows."""
        with other.store.read() as session:
            bodies = list(chain.bodies(session.connection()))
        with self.store.connection() as connection:
            merge.apply(connection, [parse(body) for body in bodies])

    def waiting(self, table: str, row: Id) -> list[Conflict]:
        return self.read(lambda session: conflicts.of_record(session, table, row))

    def resolve(self, table: str, row: Id, field: str, choice: Any) -> None:
        self.write(lambda uow: conflicts.resolve(uow, table, row, field, choice), "resolve")

    def is_sound(self) -> bool:
        return check(self.store) == []


def exchange(*laptops: Laptop) -> None:
    """Everybody gets everything; twice round, so that also what came late arrives."""
    for _turn in range(2):
        for one in laptops:
            for other in laptops:
                if one is not other:
                    one.take(other)


def laptop(source: Store, folder: Path, user: str) -> Laptop:
    """A copy of a closed database that is an installation of its own."""
    path = folder / f"{user}.spbe"
    shutil.copyfile(source.path, path)
    store = Store.open(path)
    with store.connection() as connection:
        connection.execute(update(Replica).values(me=False))
        row = {"id": new_id(), "me": True, "name": "", "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
        connection.execute(insert(Replica), [row])
    made = Laptop(store, Actor(user))
    made.write(lambda uow: uow.create(Installation, replica=store.replica, name="Laptop", person=user), "setup")
    return made


def edit(who: Laptop, row: bytes, **values: object) -> None:
    who.write(lambda uow: assets.update(uow, row, values))


def shown(who: Laptop, row: bytes, key: str) -> object:
    return who.read(lambda session: assets.detail(session, row)).asset.get(key)
