"""What every installation must show, worked out from the bare JSON of the log by other means than the program's.

Nothing here imports the program's merge: sets of writes, sets of overwritten writes, and plain recursion.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

REFERENCES = {
    "agency": ("parent_id", "region_id"),
    "asset": ("agency_id",),
    "server_detail": ("asset_id",),
}
LATEST = ("verified_at", "verified_by", "verified_how")
POINTERS = {"agency": ("parent_id", "merged_into"), "asset": ("merged_into",), "server_detail": ("merged_into",)}


@dataclass
class Expected:
    """Row -> shown values, the rows that are hidden, (row, field) that wait for a person, and stubs."""

    values: dict[str, dict[str, object]] = field(default_factory=dict)
    table: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    conflicts: set[tuple[str, str]] = field(default_factory=set)
    created: set[str] = field(default_factory=set)


def expect(bodies: Iterable[bytes]) -> Expected:
    writes: dict[tuple[str, str], dict[str, tuple[int, object]]] = {}
    overwritten: dict[tuple[str, str], set[str]] = {}
    seen: dict[tuple[str, str], set[str]] = {}
    result = Expected()
    for body in set(bodies):
        name, content = hashlib.sha256(body).hexdigest(), json.loads(body)
        for table, row, what, value, before, *rest in content["ops"]:
            result.table[row] = table
            parts = value.items() if what == "+" else [(what, value)]
            if what == "+":
                result.created.add(row)
            for key, part in parts:
                writes.setdefault((row, key), {})[name] = (content["hlc"], part)
                overwritten.setdefault((row, key), set()).update(before if what != "+" else ())
            if rest:
                seen[row, name] = set(rest[0])
    heads = {
        key: {name: write for name, write in some.items() if name not in overwritten[key]}
        for key, some in writes.items()
    }
    doomed = _shown(result, heads, seen)
    _cut_cycles(result)
    _hide(result, doomed)
    return result


def _shown(result: Expected, heads: dict, seen: dict) -> set[str]:
    """Fill in values and conflicts; returns the rows that their own writes delete."""
    doomed = set()
    for (row, key), some in heads.items():
        values = result.values.setdefault(row, {})
        values[key] = max((hlc, name, json.dumps(value)) for name, (hlc, value) in some.items())[2]
        values[key] = json.loads(values[key])
        if key not in ("deleted", *LATEST) and len({json.dumps(value) for _hlc, value in some.values()}) > 1:
            result.conflicts.add((row, key))
    for (row, key), some in heads.items():
        deletes = {name for name, (_hlc, value) in some.items() if value is True}
        if key != "deleted" or not deletes:
            continue
        looked_at = deletes.union(*(seen.get((row, name), set()) for name in deletes))
        standing = {name for (other, k), hs in heads.items() if other == row and k != "deleted" for name in hs}
        if standing <= looked_at and deletes == set(some):
            doomed.add(row)
        else:
            result.conflicts.add((row, "deleted"))
    return doomed


def _cut_cycles(result: Expected) -> None:
    for table, keys in POINTERS.items():
        rows = [row for row, its in result.table.items() if its == table]
        for key in keys:
            points = {row: result.values.get(row, {}).get(key) for row in rows}
            for row in rows:
                circle = _circle(points, row)
                if circle and row == min(circle):
                    result.values[row][key] = None
                    result.conflicts.add((row, key))


def _circle(points: dict, start: str) -> set[str]:
    """The rows of the cycle that `start` itself lies on, empty if it lies on none."""
    trail, node = [start], points.get(start)
    while node is not None and node not in trail:
        trail.append(node)
        node = points.get(node)
    return set(trail) if node == start else set()


def _hide(result: Expected, doomed: set[str]) -> None:
    """A doomed row that a living row needs stays, and so does what it needs itself."""
    hidden = set(doomed)
    while True:
        needed = set()
        for row, table in result.table.items():
            values = result.values.get(row, {})
            alive = row not in hidden and row in result.created and values.get("merged_into") is None
            if alive:
                needed |= {values.get(key) for key in REFERENCES.get(table, ())}
        held = hidden & needed
        if not held:
            break
        hidden -= held
        result.conflicts |= {(row, "deleted") for row in held}
    result.deleted = hidden
