"""Two records that mean the same thing become one: chosen values stay, everything that referred to either refers to it.

The other record stays in the log, marked as merged, and one undo brings both back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.fields import CATALOGUE, Field
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.records import Record
from spbe_assets.i18n import _
from spbe_assets.services import combined_details, recording, rows
from spbe_assets.services.combined_details import DETAILS
from spbe_assets.services.references import NAMED
from spbe_assets.services.selection import chunks
from spbe_assets.storage.columns import referring_to, shape
from spbe_assets.storage.guards import OWNED
from spbe_assets.storage.tables import MERGEABLE, SweepRoom
from spbe_assets.storage.unit_of_work import UnitOfWork

CHUNK = 1_000
BY_NAME_OF_TABLE = ("attachment", "label_print")
"""Tables that refer to rows of any table by `record_table` and `record_id`."""
PLAIN_IDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "asset": (("sighting", "asset_id"),),
    "room": (
        ("sighting", "room_id"),
        ("sighting", "expected_room_id"),
        ("sweep_room", "room_id"),
        ("assignment", "room_id"),
    ),
    "agency": (("assignment", "agency_id"),),
}
"""Table -> the columns that name its rows without being foreign keys, because they keep nobody from deleting."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two records differ."""

    field: Field
    kept: Any
    other: Any

    @property
    def key(self) -> str:
        """What `combine` calls it: the field's key, that of a detail with its table, as `server_detail.cpu`."""
        return f"{self.field.table}.{self.field.key}" if self.field.table in DETAILS else self.field.key


@dataclass(frozen=True, slots=True)
class Combination:
    """What a merge would do: where the two differ, and how many records of each table it re-points."""

    kept: Record
    other: Record
    differences: tuple[Difference, ...]
    repointed: Mapping[str, int]

    def proposed(self) -> dict[str, Any]:
        """What the other record fills in: values of fields that are empty in the kept one.

        Being part of nothing is an answer too, so the other record's place in the tree is never proposed.
        """
        filled = (one for one in self.differences if one.kept in (None, "", {}) and one.field.key != "parent_id")
        return {one.key: one.other for one in filled}


def preview(session: Session, table: str, kept_id: Id, other_id: Id) -> Combination:
    """What merging the other record into the kept one would do.

    Raises:
        Refused: both are the same record.
        NotFound: one was deleted meanwhile.
    """
    _require_two(kept_id, other_id)
    kept, other = rows.record(session, table, kept_id), rows.record(session, table, other_id)
    differences = (*_differences(kept, other), *combined_details.differences(session, table, kept_id, other_id))
    repointed: dict[str, int] = {}
    for source, _column, ids in _references(session, table, other_id):
        repointed[source] = repointed.get(source, 0) + len(ids)
    return Combination(kept, other, tuple(Difference(*one) for one in differences), repointed)


def _differences(kept: Record, other: Record) -> Iterator[tuple[Field, Any, Any]]:
    for key, of in CATALOGUE[kept.table].items():
        if other.get(key) not in (None, "", {}, kept.get(key)):
            yield of, kept.get(key), other.get(key)


def combine(
    uow: UnitOfWork,
    table: str,
    kept_id: Id,
    other_id: Id,
    values: Mapping[str, Any],
    seen_rev: int | None = None,
    progress: Progress = SILENT,
) -> int:
    """Make one record of two.

    Args:
        uow: for writing.
        table: of both.
        kept_id: the record that stays.
        other_id: the record that is merged into it.
        values: fields of the kept record that change, those of its details as `server_detail.cpu`. Details that only
            the other record has move over as a whole where none of their fields is named.
        seen_rev: of the kept record.
        progress: told of records re-pointed.

    Returns:
        How many records were re-pointed.

    Raises:
        Refused: both are the same record.
        StaleEdit: somebody saved the kept record after `seen_rev` was read.
        NotFound: one was deleted meanwhile.
    """
    _require_two(kept_id, other_id)
    rows.record(uow.session, table, other_id)
    own = {key: value for key, value in values.items() if "." not in key}
    if changed := _without_ring(uow.session, table, kept_id, other_id, own):
        recording.update(uow, table, kept_id, changed, seen_rev)
    combined_details.combine(uow, table, kept_id, other_id, values)
    done = repoint(uow, table, kept_id, other_id, progress)
    uow.update(MERGEABLE[table], other_id, merged_into=kept_id)
    return done


def repoint(uow: UnitOfWork, table: str, kept_id: Id, other_id: Id, progress: Progress = SILENT) -> int:
    """Make everything that refers to the other record refer to the kept one; returns how many records that were."""
    done = 0
    for source, column, ids in list(_references(uow.session, table, other_id)):
        if (source, column) == ("sweep_room", "room_id"):
            ids = _swept_once(uow, kept_id, ids)
        for some in chunks([one for one in ids if (source, one) != (table, kept_id)], CHUNK):
            uow.update_many(MERGEABLE[source], {row: {column: kept_id} for row in some})
            done += len(some)
            progress.step(done, len(ids), "")
    return done


def _swept_once(uow: UnitOfWork, kept_room: Id, ids: list[Id]) -> list[Id]:
    """A sweep that has both rooms keeps one of them; the others' places in sweeps are to be re-pointed."""
    in_sweeps = select(SweepRoom.sweep_id).where(SweepRoom.room_id == kept_room, SweepRoom.live)
    twice = select(SweepRoom.id).where(SweepRoom.id.in_(ids), SweepRoom.sweep_id.in_(in_sweeps))
    gone = set(uow.session.scalars(twice))
    uow.delete_many(SweepRoom, gone)
    return [one for one in ids if one not in gone]


def _without_ring(session: Session, table: str, kept_id: Id, other_id: Id, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with the kept record moved up to where the other one stands if it lies below that."""
    changed = dict(values)
    if "parent_id" not in CATALOGUE[table]:
        return changed
    kind: Any = MERGEABLE[table]
    parents: dict[Id, Id | None] = {row: parent for row, parent in session.execute(select(kind.id, kind.parent_id))}
    above_kept = _above(parents, kept_id)
    if changed.get("parent_id") in (kept_id, other_id):
        del changed["parent_id"]
    if other_id in above_kept:
        changed["parent_id"] = parents.get(other_id)
    return changed


def _above(parents: Mapping[Id, Id | None], start: Id) -> list[Id]:
    found: list[Id] = []
    here = parents.get(start)
    while here is not None and here not in found:
        found.append(here)
        here = parents.get(here)
    return found


def _references(session: Session, table: str, row_id: Id) -> Iterator[tuple[str, str, list[Id]]]:
    """Table, column and ids of the live rows that refer to a row; details that live and die with it aside."""
    for name, column in _columns(table):
        source = shape(name).table
        chosen = select(source.c.id, source.c.live).where(source.c[column] == row_id)
        if ids := [one for one, live in session.execute(chosen) if live]:
            yield name, column, ids


def _columns(table: str) -> Iterator[tuple[str, str]]:
    """Table and column of all that may refer to rows of a table."""
    owned = OWNED.get(table, ())
    yield from ((one.table, one.column) for one in referring_to(table) if one.table not in owned)
    yield from PLAIN_IDS.get(table, ())
    yield from ((name, "record_id") for name in BY_NAME_OF_TABLE)


def _require_two(kept_id: Id, other_id: Id) -> None:
    if kept_id == other_id:
        raise Refused(_("A record can't be merged with itself; choose another one."))


def catch_up(uow: UnitOfWork) -> int:
    """Re-point what still refers to a combined record, because it was recorded elsewhere before that was known.

    Returns:
        How many records were re-pointed; 0 after every merge that brought nothing of the kind.
    """
    done = 0
    for table in sorted(NAMED):
        kind: Any = MERGEABLE[table]
        combined = select(kind.id, kind.merged_into).where(kind.merged_into.is_not(None), ~kind.deleted)
        into: dict[Id, Id] = {row: target for row, target in uow.session.execute(combined)}
        for other in sorted(_still_named(uow.session, table, list(into))):
            kept = _end(into, other)
            if uow.session.scalar(select(kind.live).where(kind.id == kept)):
                done += repoint(uow, table, kept, other)
    return done


def _still_named(session: Session, table: str, rows: list[Id]) -> set[Id]:
    """Those of the rows that a live row refers to."""
    found: set[Id] = set()
    for name, column in _columns(table):
        source = shape(name).table
        for some in chunks(rows, CHUNK):
            users = session.execute(select(source.c[column], source.c.live).where(source.c[column].in_(some)))
            found |= {row for row, live in users if live}
    return found


def _end(into: Mapping[Id, Id], start: Id) -> Id:
    """The record at the end of a chain of combinations."""
    seen: set[Id] = set()
    here = start
    while here in into and here not in seen:
        seen.add(here)
        here = into[here]
    return here
