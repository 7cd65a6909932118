"""Looks at changesets that come from outside, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from spbe_assets.domain.changeset import (
    CREATE,
    MOST_ROWS,
    NO_PREV,
    VERSION,
    Changeset,
    ChangesetId,
    Json,
    Op,
    canonical,
    parse,
)
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vectors import LARGEST_SEQ
from spbe_assets.i18n import _

LARGEST_NUMBER = 2**63
LONGEST_NAME = 40
LONGEST_USER = 400
MOST_OPS = MOST_ROWS * 80
MOST_NAMED = 10_000
"""Earlier writes that one write may overwrite."""

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

_PLAIN = frozenset({str, bool, type(None)})

Known = Callable[[ChangesetId], tuple[Id, int] | None]


def parsed(bodies: Iterable[bytes], known: Known) -> Iterator[Changeset]:
    """The changesets of bodies, each with possible numbers, names and values.

    One that says to follow a changeset of another installation, or of another number, is refused where that one is the
    newest of its installation so far or known already; memory stays small however many there are.

    Args:
        bodies: canonical JSON.
        known: installation and sequence number of a changeset that is in the database, None of any other.

    Raises:
        Refused: one is damaged, was tampered with, or comes from a newer version.
    """
    newest: dict[Id, ChangesetId] = {}
    places: dict[ChangesetId, tuple[Id, int]] = {}
    for body in bodies:
        changeset = _parsed(body)
        before = None if changeset.prev == NO_PREV else places.get(changeset.prev) or known(changeset.prev)
        if before is not None and before != (changeset.replica, changeset.seq - 1):
            raise _damaged()
        places.pop(newest.get(changeset.replica, NO_PREV), None)
        newest[changeset.replica] = changeset.id
        places[changeset.id] = (changeset.replica, changeset.seq)
        yield changeset


def _parsed(body: bytes) -> Changeset:
    try:
        body.decode()
        changeset = parse(body)
    except (RecursionError, UnicodeDecodeError) as error:
        raise _damaged() from error
    if not (_is_head_possible(changeset) and _is_text_possible(body, changeset)):
        raise _damaged()
    if not 1 <= len(changeset.ops) <= MOST_OPS or not all(map(_is_op_possible, changeset.ops)):
        raise _damaged()
    return changeset


def _is_head_possible(changeset: Changeset) -> bool:
    return (
        len(changeset.replica) == 16
        and len(changeset.action) == 16
        and len(changeset.prev) == 32
        and 1 <= changeset.seq <= LARGEST_SEQ
        and (changeset.seq == 1) == (changeset.prev == NO_PREV)
        and 0 <= changeset.hlc < LARGEST_NUMBER
        and 0 <= changeset.schema < LARGEST_NUMBER
        and len(changeset.user) <= LONGEST_USER
    )


def _is_text_possible(body: bytes, changeset: Changeset) -> bool:
    """Whether the frame around the ops is spelled as it must be, and no text holds half a character."""
    mark = "\0ops"
    frame = canonical(
        {
            "v": VERSION, "schema": changeset.schema, "replica": changeset.replica.hex(), "seq": changeset.seq,
            "prev": changeset.prev.hex(), "hlc": changeset.hlc, "action": changeset.action.hex(),
            "user": changeset.user, "reason": changeset.reason, "ops": mark,
        }
    )  # fmt: skip
    try:
        before, _mark, after = frame.encode().partition(canonical(mark).encode())
        if _SURROGATE.search(body):
            canonical([[op.table, op.field, op.value] for op in changeset.ops]).encode()
    except UnicodeEncodeError:
        return False
    return body.startswith(before + b"[") and body.endswith(b"]" + after)


def _is_op_possible(op: Op) -> bool:
    if not (_is_name(op.table) and _is_name(op.field) and len(op.row) == 16):
        return False
    named = op.overwrites + op.seen
    if named and (len(named) > MOST_NAMED or set(map(len, named)) != {32}):
        return False
    if op.field == CREATE:
        return type(op.value) is dict and all(map(_is_value, op.value.values()))
    return _is_value(op.value)


def _is_name(text: Json) -> bool:
    return type(text) is str and 0 < len(text) <= LONGEST_NAME


def _is_value(value: Json) -> bool:
    """Whether a value is one that a log holds: no fractions, no numbers beyond what a database keeps."""
    kind = type(value)
    if kind in _PLAIN:
        return True
    if kind is int:
        return -LARGEST_NUMBER <= value < LARGEST_NUMBER  # type: ignore[no-any-return]
    return kind is dict and all(map(_is_value, value.values()))


def _damaged() -> Refused:
    return Refused(_("A changeset is damaged and was not read."))
