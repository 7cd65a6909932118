"""The merge algebra: every field is a multi-value register, and state is a function of the *set* of changesets.

Order, gaps and repeats of arrival make no difference. A write overwrites exactly the writes it names; what nobody
overwrote is a head. Two heads with different values are a conflict that a person settles with one more write; until
then the newest by clock is shown. A delete takes effect only if it saw everything that stands on the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from spbe_assets.domain.changeset import CREATE, DELETED, ChangesetId, Json, Op, canonical

LATEST = frozenset({
    "verified_at", "verified_by", "verified_how", "done_at", "done_by", "finished_at", "finished_by", "settled",
})  # fmt: skip
"""Fields in which the newest word holds: two people who saw the same thing do not contradict each other."""
_SETTLED_ELSEWHERE = LATEST | {DELETED}


class Head(NamedTuple):
    """A write that nobody has overwritten: its clock and value."""

    hlc: int
    value: Json


@dataclass
class RowState:
    """All that is known of one row.

    `superseded` holds writes that were overwritten before they arrived, `seen` what each delete had seen.
    """

    heads: dict[str, dict[ChangesetId, Head]] = field(default_factory=dict)
    superseded: dict[str, set[ChangesetId]] = field(default_factory=dict)
    seen: dict[ChangesetId, frozenset[ChangesetId]] = field(default_factory=dict)
    created: bool = False


class Shown(NamedTuple):
    """What people see of a row, and which fields wait for them."""

    values: dict[str, Json]
    conflicts: frozenset[str]


def apply(state: RowState, op: Op, changeset: ChangesetId, hlc: int, known: Callable[[ChangesetId], bool]) -> None:
    """Take one op into the state of its row; `known` tells whether a changeset has been taken in before."""
    if op.field == CREATE:
        state.created = True
        for name, value in op.value.items():
            _write(state, name, value, (), changeset, hlc, known)
        return
    _write(state, op.field, op.value, op.overwrites, changeset, hlc, known)
    if op.field == DELETED and op.value is True:
        state.seen[changeset] = frozenset(op.seen)


def _write(
    state: RowState,
    name: str,
    value: Json,
    overwrites: tuple[ChangesetId, ...],
    changeset: ChangesetId,
    hlc: int,
    known: Callable[[ChangesetId], bool],
) -> None:
    heads = state.heads.setdefault(name, {})
    for earlier in overwrites:
        if heads.pop(earlier, None) is None and not known(earlier):
            state.superseded.setdefault(name, set()).add(earlier)
    waiting = state.superseded.get(name, set())
    if changeset in waiting:
        waiting.discard(changeset)
    else:
        heads[changeset] = Head(hlc, value)


def winner(heads: Mapping[ChangesetId, Head]) -> Json:
    """The value that is shown: of the newest clock, ties broken by the changeset's id."""
    if len(heads) == 1:
        return next(iter(heads.values())).value
    return max(heads.items(), key=lambda item: (item[1].hlc, item[0]))[1].value


def differ(heads: Mapping[ChangesetId, Head]) -> bool:
    """Whether the heads hold more than one value."""
    return len({canonical(head.value) for head in heads.values()}) > 1


def shown(state: RowState) -> Shown:
    """Values and conflicts of a row, before what other rows say about it (cycles, parents in use)."""
    values = {name: winner(heads) for name, heads in state.heads.items() if heads}
    several = {name: heads for name, heads in state.heads.items() if len(heads) > 1}
    conflicts = {name for name, heads in several.items() if name not in _SETTLED_ELSEWHERE and differ(heads)}
    if values.get(DELETED) is not None:
        holds, disputed = _deletion(state)
        values[DELETED] = holds
        if disputed:
            conflicts.add(DELETED)
    return Shown(values, frozenset(conflicts))


def _deletion(state: RowState) -> tuple[bool, bool]:
    """Whether the row is deleted, and whether a person must decide that."""
    heads = state.heads[DELETED]
    deletes = {changeset for changeset, head in heads.items() if head.value is True}
    if not deletes:
        return False, False
    seen = deletes.union(*(state.seen.get(changeset, frozenset()) for changeset in deletes))
    standing = {cs for name, others in state.heads.items() if name != DELETED for cs in others}
    holds = len(deletes) == len(heads) and standing <= seen
    return holds, not holds


def cut_cycles(pointers: Mapping[bytes, bytes | None]) -> frozenset[bytes]:
    """Rows whose pointer (parent, merged into) is cut so that no cycle remains: the smallest id of each cycle."""
    cut: set[bytes] = set()
    settled: set[bytes] = set()
    for start in pointers:
        path: dict[bytes, None] = {}
        node: bytes | None = start
        while node is not None and node not in settled and node not in path:
            path[node] = None
            node = pointers.get(node)
        if node is not None and node in path:
            steps = list(path)
            cut.add(min(steps[steps.index(node) :]))
        settled.update(path)
    return frozenset(cut)
