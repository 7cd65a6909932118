"""The past of fields that wait: where a standing value comes from, and which value two ways go back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import CREATE, DELETED, ChangesetId, Op, canonical, parse
from spbe_assets.services.conflict_heads import Open, Write
from spbe_assets.storage import chain, heads
from spbe_assets.storage.columns import POINTERS
from spbe_assets.storage.numbers import among
from spbe_assets.storage.tables import Changeset
from spbe_assets.storage.undo import TURNS

AT_ONCE = 50
"""So many changesets are read at once."""
Place = tuple[Open, int]
"""A field and the local number of a changeset that wrote it."""


class Origin(NamedTuple):
    """The write that first brought a standing value, by local number, and what that one overwrote."""

    n: int
    overwrites: tuple[ChangesetId, ...]


class Log:
    """Reads what changesets wrote in fields, each changeset once for all fields that are asked together."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self._aside = chain.aside(self._connection)
        self._ops: dict[Place, Op | None] = {}
        self._verbs: dict[int, str] = {}
        self._numbers: dict[ChangesetId, int] = {}

    def origins(self, stands: Mapping[Open, Sequence[Write]]) -> dict[Place, Origin]:
        """Where each standing write comes from: itself, or what it brought back when a decision was undone."""
        wanted = [(one, write.n) for one, some in stands.items() for write in some]
        ops = self._read(wanted)
        self._look_back(place for place in ops if self._verbs[place[1]] in TURNS)
        return {(one, n): self._decided_over(one, n, op) or Origin(n, op.overwrites) for (one, n), op in ops.items()}

    def bases(self, ways: Mapping[Open, tuple[Origin, Origin]]) -> dict[Open, Write]:
        """The newest write that both ways go back to, where there is one."""
        met = {one: (set[int](), set[int]()) for one in ways}
        ahead = {one: [tuple(origin.overwrites) for origin in two] for one, two in ways.items()}
        found: dict[Open, int] = {}
        while ahead:
            steps = self._numbered(ahead)
            for one, two in steps.items():
                two[0] -= met[one][0]
                two[1] -= met[one][1]
                met[one][0].update(two[0])
                met[one][1].update(two[1])
                if common := (met[one][0] & met[one][1]) - self._aside:  # what is set aside never stood
                    found[one] = max(common)
            ahead = self._further({one: two for one, two in steps.items() if one not in found and any(two)})
        return {one: Write(n, op.value) for (one, n), op in self._read(found.items()).items()}

    def _numbered(self, ahead: Mapping[Open, Sequence[Sequence[ChangesetId]]]) -> dict[Open, list[set[int]]]:
        self._learn(name for two in ahead.values() for some in two for name in some)
        return {one: [set(self._known(some)) for some in two] for one, two in ahead.items()}

    def _further(self, steps: Mapping[Open, Sequence[set[int]]]) -> dict[Open, list[tuple[ChangesetId, ...]]]:
        ops = self._read((one, n) for one, two in steps.items() for some in two for n in some)
        return {
            one: [tuple(name for n in some if (one, n) in ops for name in ops[one, n].overwrites) for some in two]
            for one, two in steps.items()
        }

    def _look_back(self, places: Iterable[Place]) -> None:
        """Read what undos overwrote, and what that overwrote, all at once."""
        ahead = list(places)
        for _step in range(2):
            ops = self._read(ahead)
            self._learn(name for op in ops.values() for name in op.overwrites)
            ahead = [(one, m) for (one, _n), op in ops.items() for m in self._known(op.overwrites)]
        self._read(ahead)

    def _decided_over(self, one: Open, n: int, op: Op) -> Origin | None:
        """The value of a decision that was undone belongs to whoever wrote it first."""
        if self._verbs[n] not in TURNS:
            return None
        for _m, decision in self._overwritten(one, op):
            stood = self._overwritten(one, decision)
            if len(stood) > 1 or one.field in (DELETED, *POINTERS):
                same = [(m, was) for m, was in stood if canonical(was.value) == canonical(op.value)]
                return next((self._decided_over(one, m, was) or Origin(m, was.overwrites) for m, was in same), None)
        return None

    def _overwritten(self, one: Open, op: Op) -> list[tuple[int, Op]]:
        self._learn(op.overwrites)
        places = [(one, n) for n in self._known(op.overwrites)]
        return [(n, was) for (_one, n), was in self._read(places).items()]

    def _learn(self, names: Iterable[ChangesetId]) -> None:
        unknown = {name for name in names if name not in self._numbers}
        if unknown:
            self._numbers |= chain.numbers(self._connection, unknown)

    def _known(self, names: Iterable[ChangesetId]) -> list[int]:
        return [self._numbers[name] for name in names if name in self._numbers]

    def _read(self, places: Iterable[Place]) -> dict[Place, Op]:
        """The write of a field in each changeset; that of a creation is told as one of the field."""
        wanted = list(places)
        missing: dict[int, list[Open]] = {}
        for place in wanted:
            if place not in self._ops:
                missing.setdefault(place[1], []).append(place[0])
        for numbers in heads.chunks(sorted(missing), AT_ONCE):
            chosen = select(Changeset.n, Changeset.verb, Changeset.body).where(among(Changeset.n, numbers))
            for n, verb, body in self._connection.execute(chosen):
                self._verbs[n] = verb
                changeset = parse(chain.unpack(body))
                for one in missing[n]:
                    self._ops[one, n] = _written(changeset.by_row.get(one.row, ()), one.field)
        return {place: op for place in wanted if (op := self._ops.get(place)) is not None}


def _written(ops: Iterable[Op], key: str) -> Op | None:
    found = None
    for op in ops:
        if op.field == CREATE and key in op.value:
            found = op._replace(field=key, value=op.value[key])
        elif op.field == key:
            found = op
    return found
