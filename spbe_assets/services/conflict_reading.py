"""What waits, field by field, ready to be decided: who wrote what, over which value, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import DELETED, canonical
from spbe_assets.services import conflict_cycles, conflict_deletions, conflict_words
from spbe_assets.services.change_words import Known
from spbe_assets.services.conflict_heads import Authors, Open, Write, writes
from spbe_assets.services.conflict_model import Conflict, Kind, Version
from spbe_assets.services.conflict_past import Log, Origin
from spbe_assets.storage.columns import shape


def conflicts(session: Session, opens: Sequence[Open], *, worded: bool = True) -> list[Conflict]:
    """The conflicts of fields that wait, in their order.

    Args:
        session: for reading.
        opens: what waits.
        worded: whether the versions have texts.
    """
    authors = Authors(session)
    deletions = [one for one in opens if one.field == DELETED]
    found = {_key(one): one for one in conflict_deletions.conflicts(session, deletions, authors, worded=worded)}
    values = []
    for one in opens:
        statements = conflict_cycles.ring(session, one) if one.field in shape(one.table).pointers else []
        if statements:
            found[one] = conflict_cycles.conflict(session, one, statements, authors)
        elif one.field != DELETED:
            values.append(one)
    found |= {_key(one): one for one in _values(session, values, authors, worded)}
    return [found[one] for one in opens if one in found]


def _key(conflict: Conflict) -> Open:
    return Open(conflict.table, conflict.row, conflict.field)


def sides(stands: Sequence[Write]) -> tuple[Write, Write, list[Write]]:
    """What this database knew first, what it received last that says something else, and the others."""
    here = stands[0]
    incoming = next(write for write in reversed(stands) if canonical(write.value) != canonical(here.value))
    return here, incoming, [write for write in stands if write not in (here, incoming)]


def disputed(stands: Mapping[Open, Sequence[Write]]) -> dict[Open, Sequence[Write]]:
    """Those fields in which different values stand."""
    return {one: some for one, some in stands.items() if len({canonical(write.value) for write in some}) > 1}


def _values(session: Session, opens: Iterable[Open], authors: Authors, worded: bool) -> Iterator[Conflict]:
    stands = disputed(writes(session, opens))
    log = Log(session)
    origins = log.origins(stands)
    ways = {one: (_origin(origins, one, here), _origin(origins, one, incoming))
            for one, (here, incoming, _others) in ((one, sides(some)) for one, some in stands.items())}  # fmt: skip
    bases = log.bases(ways)
    authors.of([*(origin.n for origin in origins.values()), *(base.n for base in bases.values())])
    names = _names(session, stands, bases) if worded else None
    for one, some in stands.items():
        tell = _Teller(one, authors, names)
        here, incoming, others = sides(some)
        told = [("here", here), ("incoming", incoming), *(("other", write) for write in others)]
        versions = [tell.version(way, _origin(origins, one, write).n, write.value) for way, write in told]
        base = tell.version("base", bases[one].n, bases[one].value) if one in bases else None
        title = conflict_words.title(one.table, one.field)
        yield Conflict(*one, title, Kind.VALUE, base, versions[0], versions[1], tuple(versions[2:]))


def _origin(origins: Mapping[tuple[Open, int], Origin], one: Open, write: Write) -> Origin:
    return origins.get((one, write.n), Origin(write.n, ()))


def _names(session: Session, stands: Mapping[Open, Sequence[Write]], bases: Mapping[Open, Write]) -> Known:
    every = ((one, write) for one, some in stands.items() for write in some)
    return conflict_words.known(
        session, ((one.table, one.field, _decoded(one, write.value)) for one, write in (*every, *bases.items()))
    )


def _decoded(one: Open, value: Any) -> Any:
    return shape(one.table).decode(one.field, value)


class _Teller:
    """Makes versions of one field."""

    def __init__(self, one: Open, authors: Authors, names: Known | None) -> None:
        self._open, self._authors, self._names = one, authors, names

    def version(self, way: str, n: int, value: Any) -> Version:
        decoded = _decoded(self._open, value)
        names = self._names
        text = "" if names is None else conflict_words.text(self._open.table, self._open.field, decoded, names)
        return self._authors.version(way, n, decoded, text)
