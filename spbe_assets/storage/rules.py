"""Merge rules that look beyond one row: cycles are cut, and a deleted row that a live row needs stays visible.

Both are worked out afresh for the rows that were written and for those that broke a rule before, so the outcome does
not depend on the order in which changesets arrived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from spbe_assets.domain.changeset import DELETED, canonical
from spbe_assets.domain.ids import Id
from spbe_assets.domain.merge import cut_cycles, differ, shown, winner
from spbe_assets.storage import heads, search
from spbe_assets.storage.columns import Reference, Shape, referring_to, shape
from spbe_assets.storage.guards import used
from spbe_assets.storage.row_states import States
from spbe_assets.storage.tables import MERGEABLE
from spbe_assets.storage.touched import MERGED_INTO, Touched


def reconsider(connection: Connection, touched: Touched) -> dict[str, set[Id]]:
    """Apply both rules after a write.

    Returns:
        Table -> rows whose shown state changed because of them.
    """
    changed: dict[str, set[Id]] = {table: set() for table in MERGEABLE}
    for table in MERGEABLE:
        of = shape(table)
        for pointer in of.pointers:
            rows = _pointing(connection, of, pointer, touched.wrote(table, pointer))
            rows |= heads.conflicted(connection, table, pointer)
            if rows:
                changed[table] |= _cut(connection, of, pointer, rows)
    _settle_deletions(connection, touched, changed)
    return {table: rows for table, rows in changed.items() if rows}


def _pointing(connection: Connection, of: Shape, pointer: str, rows: set[Id]) -> set[Id]:
    column = of.table.c[pointer]
    found = set(heads.explicit(connection, list(rows), [pointer]))
    for some in heads.chunks(list(rows)):
        found |= set(connection.scalars(select(of.table.c.id).where(of.table.c.id.in_(some), column.is_not(None))))
    return found


def _cut(connection: Connection, of: Shape, pointer: str, rows: set[Id]) -> set[Id]:
    """Show the pointers of these rows, or None where a cycle is cut; returns the rows that changed."""
    registers = _registers(connection, of, pointer, rows)
    cut = cut_cycles({row: target for row, (target, _disputed) in registers.items()})
    now = _column(connection, of, pointer, list(registers))
    changed = set()
    for row, (target, disputed) in registers.items():
        wanted = None if row in cut else target
        if wanted != now.get(row):
            _set(connection, of, [row], {pointer: wanted})
            changed.add(row)
        _keep_register(connection, of, row, pointer, target if row in cut else None)
        if row in cut or disputed:
            heads.note_conflicts(connection, [(of.table.name, row, pointer)])
        else:
            heads.settle_conflicts(connection, [(row, pointer)])
    return changed


def _registers(connection: Connection, of: Shape, pointer: str, rows: Iterable[Id]) -> dict[Id, tuple[Id | None, bool]]:
    """What the pointer registers of rows, and of everything above them, hold, and whether heads differ."""
    found: dict[Id, tuple[Id | None, bool]] = {}
    waiting = set(rows)
    while waiting:
        for row, loaded in States(connection, of, [pointer]).load(sorted(waiting)).items():
            some = loaded.state.heads.get(pointer, {})
            value = winner(some) if some else None
            found[row] = (bytes.fromhex(value) if value else None, bool(some) and differ(some))
        waiting = {target for target, _disputed in found.values() if target} - found.keys()
    return found


def _column(connection: Connection, of: Shape, name: str, rows: Sequence[Id]) -> dict[Id, Any]:
    now: dict[Id, Any] = {}
    for some in heads.chunks(rows):
        query = select(of.table.c.id, of.table.c[name]).where(of.table.c.id.in_(some))
        now.update((row, value) for row, value in connection.execute(query))
    return now


def _keep_register(connection: Connection, of: Shape, row: Id, pointer: str, hidden: Id | None) -> None:
    """Keep a single head's value beside it while the table shows None instead."""
    standing = heads.explicit(connection, [row], [pointer]).get(row, {}).get(pointer, {})
    if len(standing) > 1 or (hidden is None and not any(standing.values())):
        return
    born: int | None = connection.scalar(select(of.table.c.born).where(of.table.c.id == row))
    n = next(iter(standing), born)
    kept = []
    if n is not None and (hidden is not None or n != born):  # a head of the creation, once shown, follows from `born`
        kept.append(heads.StoredHead(row, pointer, n, None if hidden is None else canonical(hidden.hex())))
    heads.replace(connection, [(row, pointer)], kept)


def _settle_deletions(connection: Connection, touched: Touched, changed: dict[str, set[Id]]) -> None:
    candidates: dict[str, set[Id]] = {table: heads.conflicted(connection, table, DELETED) for table in MERGEABLE}
    for table in MERGEABLE:
        candidates[table] |= set(heads.explicit(connection, list(touched.wrote(table, DELETED)), [DELETED]))
        _widen_by_reference(connection, table, touched, candidates)
        shown_or_hidden = touched.wrote(table, DELETED) | touched.wrote(table, MERGED_INTO)
        _widen(connection, table, changed[table] | shown_or_hidden, candidates)
    again = True
    while again:
        again = False
        for table in reversed(MERGEABLE):
            moved = _show_or_hide(connection, shape(table), sorted(candidates[table]))
            changed[table] |= moved
            again = _widen(connection, table, moved, candidates) or again


def _widen_by_reference(
    connection: Connection, table: str, touched: Touched, candidates: Mapping[str, set[Id]]
) -> None:
    """Whatever the written references name may now be needed."""
    for reference in shape(table).references:
        rows = touched.wrote(table, reference.column)
        targets = _targets(connection, reference, rows)
        candidates[reference.target].update(heads.explicit(connection, list(targets), [DELETED]))


def _widen(connection: Connection, table: str, moved: Collection[Id], candidates: Mapping[str, set[Id]]) -> bool:
    """Whatever these rows refer to may now be needed, or no longer be; returns whether there is any such row."""
    more = False
    for reference in shape(table).references if moved else ():
        targets = _targets(connection, reference, moved)
        written = set(heads.explicit(connection, list(targets), [DELETED]))
        candidates[reference.target] |= written
        more = more or bool(written)
    return more


def _targets(connection: Connection, reference: Reference, rows: Collection[Id]) -> set[Id]:
    table = shape(reference.table).table
    column, found = table.c[reference.column], set[Id]()
    query = select(column).where(heads.within(table.c.id), column.is_not(None))
    for some in heads.chunks(list(rows)):
        found |= set(connection.scalars(query, {"rows": some}))
    return found


def _show_or_hide(connection: Connection, of: Shape, rows: Sequence[Id]) -> set[Id]:
    """Delete or show rows as their own writes and those who need them say; returns the rows that changed."""
    moved: set[Id] = set()
    disputed = heads.conflicted(connection, of.table.name, DELETED) if rows else set()
    for some in heads.chunks(rows):
        moved |= _judge(connection, of, some, disputed)
    return moved


def _judge(connection: Connection, of: Shape, rows: Sequence[Id], disputed: set[Id]) -> set[Id]:
    name = of.table.name
    needed = used(connection, name, rows, set(), by_details=True) if referring_to(name) else set()
    now = _column(connection, of, DELETED, rows)
    wanted: dict[Id, bool] = {}
    conflicts: set[Id] = set()
    for row, loaded in States(connection, of).load(rows).items():
        if loaded.stored and DELETED in loaded.state.heads:
            result = shown(loaded.state)
            holds = bool(result.values[DELETED])
            wanted[row] = holds and row not in needed
            if DELETED in result.conflicts or (holds and row in needed):
                conflicts.add(row)
    heads.note_conflicts(connection, [(name, row, DELETED) for row in conflicts - disputed])
    heads.settle_conflicts(connection, [(row, DELETED) for row in (disputed & wanted.keys()) - conflicts])
    moved = {row for row, deleted in wanted.items() if now[row] != deleted}
    for deleted in (True, False):
        _set(connection, of, [row for row in moved if wanted[row] == deleted], {DELETED: deleted})
    return moved


def _set(connection: Connection, of: Shape, rows: Sequence[Id], values: dict[str, Any]) -> None:
    if rows:
        with search.kept_true(connection, rows if of.table.name == "asset" else ()):
            connection.execute(update(of.table).where(of.table.c.id.in_(rows)).values(values))
