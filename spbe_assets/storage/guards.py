"""What a local write may not do, said in a sentence before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _, ngettext
from spbe_assets.storage.columns import Shape, referring_to, shape
from spbe_assets.storage.heads import chunks
from spbe_assets.storage.tables import Values

OWNED = {"asset": ("server_detail", "device_detail")}
"""Rows that live and die with the row they describe."""


def require_live(connection: Connection, of: Shape, rows: Iterable[Values]) -> None:
    """Every row that the values refer to is there and not deleted.

    Raises:
        NotFound: one is not.
    """
    listed = list(rows)
    for reference in of.references:
        wanted = {value for values in listed if (value := values.get(reference.column)) is not None}
        if dead(connection, reference.target, wanted):
            raise NotFound(_("A record that this one refers to was deleted; choose another one."))


def dead(connection: Connection, table: str, rows: Iterable[Id]) -> set[Id]:
    """Those of the rows that are not there, deleted, or merged into another."""
    left = set(rows)
    target = shape(table).table
    for some in chunks(list(left)):
        # `live` is looked at here: asked in SQL, it sends SQLite to an index that begins with it.
        found = connection.execute(select(target.c.id, target.c.live).where(target.c.id.in_(some)))
        left -= {row for row, live in found if live}
    return left


def require_unused(connection: Connection, table: str, rows: Sequence[Id]) -> None:
    """No row that stays refers to one of these.

    Raises:
        Refused: one does; the sentence counts them.
    """
    count = len(used(connection, table, rows, set(rows)))
    if count:
        raise Refused(
            ngettext(
                "{n} of these is still used by other records; move or delete those first.",
                "{n} of these are still used by other records; move or delete those first.",
                count,
            ).format(n=count)
        )


def used(
    connection: Connection, table: str, rows: Sequence[Id], going: set[Id], *, by_details: bool = False
) -> set[Id]:
    """Those of the rows that a live row outside `going` refers to; detail rows count only if asked."""
    found: set[Id] = set()
    for reference in referring_to(table):
        if reference.table in OWNED.get(table, ()) and not by_details:
            continue
        source = shape(reference.table).table
        column = source.c[reference.column]
        for some in chunks(rows):
            query = select(column, source.c.id, source.c.live).where(column.in_(some))
            found |= {row for row, user, live in connection.execute(query) if live and user not in going}
    return found


def require_no_cycle(connection: Connection, of: Shape, edits: Mapping[Id, Values]) -> None:
    """No row becomes its own ancestor.

    Raises:
        Refused: one would.
    """
    for pointer in of.pointers:
        changed = {row: values[pointer] for row, values in edits.items() if values.get(pointer) is not None}
        for row in changed:
            if _reaches(connection, of, pointer, changed, row):
                raise Refused(_("A record can't be part of itself; choose another parent."))


def _reaches(connection: Connection, of: Shape, pointer: str, changed: Mapping[Id, Id], start: Id) -> bool:
    seen: set[Id] = set()
    node: Id | None = changed[start]
    while node is not None and node not in seen:
        if node == start:
            return True
        seen.add(node)
        node = changed.get(node) or connection.scalar(select(of.table.c[pointer]).where(of.table.c.id == node))
    return False
