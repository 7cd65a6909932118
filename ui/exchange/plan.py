"""A report of a pack that was only looked at, made ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spbe_assets.domain.changeset import DELETED
from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import OpenField, Report
from spbe_assets.i18n import _
from spbe_assets.services import conflict_owners, conflict_words, record_refs
from spbe_assets.services.change_words import Known
from spbe_assets.services.conflict_heads import Open
from spbe_assets.storage.columns import shape


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A field that both sides changed, its values in words."""

    tag: str
    record: str
    title: str
    base: str
    here: str
    incoming: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the page of a pack shows; `pairs` what two records that look alike are called."""

    path: Path
    report: Report
    open_fields: tuple[OpenLine, ...]
    pairs: tuple[tuple[str, str], ...]


def made(session: Any, path: Path, report: Report) -> Plan:
    """The plan of a report."""
    return Plan(path, report, _open_lines(session, report.conflicts), _pairs(session, report))


def _open_lines(session: Any, found: Sequence[OpenField]) -> tuple[OpenLine, ...]:
    decoded = [(one, tuple(_decoded(one, value) for value in (one.base, one.here, one.incoming))) for one in found]
    names = conflict_words.known(session, ((one.table, one.field, value) for one, some in decoded for value in some))
    owners = conflict_owners.owners(session, (Open(one.table, one.row, one.field) for one in found))
    told = conflict_owners.described(session, owners.values())
    return tuple(
        OpenLine(
            one.tag,
            told[owners[Open(one.table, one.row, one.field)]].name,
            conflict_words.title(one.table, one.field),
            *(_text(one, value, names) for value in some),
        )
        for one, some in decoded
    )


def _text(one: OpenField, value: Any, names: Known) -> str:
    if one.field == DELETED:
        return "" if value is None else _("Deleted") if value else _("Kept")
    return conflict_words.text(one.table, one.field, value, names)


def _decoded(one: OpenField, value: Any) -> Any:
    return None if value is None else shape(one.table).decode(one.field, value)


def _pairs(session: Any, report: Report) -> tuple[tuple[str, str], ...]:
    called = _called(session, [(table, row) for table, *both in report.duplicates for row in both])

    def name(table: str, row: Id) -> str:
        new = _("{ref} (new, from the pack)").format(ref=report.refs.get(row, "")).strip()
        return called.get((table, row)) or new

    return tuple((name(table, one), name(table, other)) for table, one, other in report.duplicates)


def _called(session: Any, rows: Sequence[tuple[str, Id]]) -> dict[tuple[str, Id], str]:
    """What the records that are here are called."""
    by_table: dict[str, set[Id]] = {}
    for table, row in rows:
        by_table.setdefault(table, set()).add(row)
    found: dict[tuple[str, Id], str] = {}
    for table, ids in by_table.items():
        for row, one in record_refs.described(session, table, ids).items():
            found[table, row] = " · ".join(part for part in (one.tag, one.name) if part)
    return found
