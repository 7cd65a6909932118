"""Takes changesets from elsewhere into the log and the tables: any order, any subset, as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, text

from spbe_assets.domain.changeset import CREATE, Changeset, Op
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.storage import chain
from spbe_assets.storage.columns import shape
from spbe_assets.storage.folding import Folding, Write, by_table
from spbe_assets.storage.tables import MERGEABLE, Replica


@dataclass
class Merged:
    """What a merge did: how many changesets were new, and by table the rows it touched and those it made."""

    new: int = 0
    touched: dict[str, set[Id]] = field(default_factory=dict)
    made: dict[str, set[Id]] = field(default_factory=dict)


def apply(connection: Connection, changesets: Iterable[Changeset]) -> Merged:
    """Take changesets in; those that are known are passed over, and those set aside go into the log only.

    Raises:
        Refused: one writes a table or field that this version does not have.
    """
    by_id = {changeset.id: changeset for changeset in changesets}
    known = chain.numbers(connection, by_id)
    fresh = [changeset for name, changeset in by_id.items() if name not in known]
    if not fresh:
        return Merged()
    return _Batch(connection, fresh).run()


class _Batch:
    def __init__(self, connection: Connection, fresh: Sequence[Changeset]) -> None:
        self._connection = connection
        self._numbered = list(enumerate(fresh, chain.next_number(connection)))
        self._aside = chain.aside(connection)

    def run(self) -> Merged:
        self._connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        self._meet_replicas()
        rows_by_table = by_table(self._writes())
        chain.store(self._connection, self._numbered)
        folding = Folding(self._connection, self._folded())
        for table in MERGEABLE:
            if table in rows_by_table:
                folding.add(table, rows_by_table[table])
        folding.finish()
        return Merged(len(self._numbered), folding.touched.rows, folding.made)

    def _meet_replicas(self) -> None:
        present = set(self._connection.scalars(select(Replica.id)))
        met = {changeset.replica for _n, changeset in self._numbered} - present
        rows = [{"id": replica, "me": False, "name": "", "created_at": datetime.now(UTC)} for replica in sorted(met)]
        if rows:
            self._connection.execute(insert(Replica), rows)

    def _writes(self) -> Iterator[Write]:
        seen: set[tuple[str, str]] = set()
        for n, changeset in self._numbered:
            for op in changeset.ops:
                if op.field == CREATE or (op.table, op.field) not in seen:
                    _require_known(op)
                    seen.add((op.table, op.field))
                if n not in self._aside:
                    yield Write(n, changeset.id, changeset.hlc, op)

    def _folded(self) -> dict[bytes, int]:
        """The local numbers of these changesets and of those that they overwrite, as far as they are folded in."""
        own = {changeset.id: n for n, changeset in self._numbered if n not in self._aside}
        named = {name for _n, changeset in self._numbered for op in changeset.ops for name in op.overwrites}
        earlier = chain.numbers(self._connection, named - own.keys())
        return {**{name: n for name, n in earlier.items() if n not in self._aside}, **own}


def _require_known(op: Op) -> None:
    fields = shape(op.table).fields if op.table in MERGEABLE else frozenset()
    written = op.value.keys() if op.field == CREATE else {op.field}
    if op.table not in MERGEABLE or written - fields:
        raise Refused(_("The changes come from a newer version of the program; update this one first."))
