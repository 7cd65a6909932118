"""What merging a pack did or would do, for machines and for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from spbe_assets import formats
from spbe_assets.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from spbe_assets.domain.packs import Header, OpenField, Report

SHOWN = 20
"""Conflicts and duplicates told one by one; “conflicts” and “duplicates” list them all."""
BOOKKEEPING = frozenset({"installation", "assignment", "tag_series"})
TABLES = {
    "asset": N_("assets"), "link": N_("links"), "agency": N_("agencies"), "site": N_("sites"), "room": N_("rooms"),
    "rack": N_("racks"), "person": N_("people"), "attachment": N_("photos and documents"),
    "sighting": N_("seen in sweeps"), "movement": N_("moves"), "link_test": N_("measurements"),
}  # fmt: skip
"""Told by name; the others are in the sum."""


def as_data(report: Report) -> dict[str, Any]:
    """The answer for machines."""
    return {
        **header_data(report.header),
        "changesets": report.changesets,
        "new_changesets": report.new_changesets,
        "added": _total(report.added),
        "changed": _total(report.changed),
        "auto_merged": report.auto_merged_count,
        "conflicts": [_conflict(one) for one in report.conflicts],
        "duplicates": _pairs(report),
        "missing_blobs": len(report.missing),
        "added_by_table": dict(report.added),
        "changed_by_table": dict(report.changed),
        "auto_merged_fields": [
            {
                "table": one.table, "id": one.row, "record": one.record, "tag": one.tag, "field": one.field,
                "before": one.before, "after": one.after, "user": one.user,
            }
            for one in report.auto_merged
        ],
        "missing": report.missing,
        "new_photos": report.new_photos,
        "again": report.again,
        "action": report.changes.action,
    }  # fmt: skip


def as_lines(report: Report) -> Iterator[str]:
    """The answer for people."""
    yield header_line(report.header)
    if not (report.new_changesets or report.new_photos or report.again):
        yield _("Everything in it is here already.")
    yield _counted(_("New records: {n}"), report.added)
    yield _counted(_("Changed records: {n}"), report.changed)
    yield _("Merged by themselves: {n}").format(n=formats.number(report.auto_merged_count))
    yield _("New photos: {n}; still missing: {missing}").format(
        n=formats.number(report.new_photos), missing=formats.number(len(report.missing))
    )
    yield from _conflict_lines(report)
    pairs = _pairs(report)
    if pairs:
        told = ngettext(
            "{n} pair looks like the same thing twice:", "{n} pairs look like the same thing twice:", len(pairs)
        )
        yield told.format(n=formats.number(len(pairs)))
        yield from (f"  {one} = {other}" for one, other in pairs[:SHOWN])


def header_data(header: Header) -> dict[str, Any]:
    """What a pack says of itself, for machines."""
    return {
        "pack": header.id, "kind": header.kind.value, "written_at": header.written_at,
        "fingerprint": header.fingerprint, "name": header.name, "person": header.person, "to": header.to,
        "note": header.note, "photos": header.photos, "size_bytes": header.size_bytes,
        "encrypted": header.is_encrypted,
    }  # fmt: skip


def header_line(header: Header) -> str:
    """What a pack says of itself, in one line."""
    from spbe_assets.services import peers

    who = peers.called(header.name, header.person)
    told = _("{kind} {pack} of {who}, written on {at}")
    line = told.format(
        kind=kind(header.kind.value), pack=short(header.id), who=who, at=formats.datetime_text(header.written_at)
    )
    return f"{line}: {header.note}" if header.note else line


def kind(value: str) -> str:
    """What a pack is for, as people read it."""
    return {"work": _("Work pack"), "return": _("Return pack"), "ack": _("Receipt")}.get(value, value)


def short(pack_id: str) -> str:
    """The end of a pack's id, which names it again; the beginning is the same for all that were written together."""
    return pack_id[-8:]


def size(size_bytes: int) -> str:
    """How large a file is, as people read it."""
    if size_bytes < 1_000_000:
        return _("{n} kB").format(n=formats.number(-(-size_bytes // 1000)))
    return _("{n} MB").format(n=formats.number(size_bytes / 1_000_000, 1))


def _conflict_lines(report: Report) -> Iterator[str]:
    if not report.conflicts:
        return
    count = len(report.conflicts)
    told = ngettext(
        "{n} field was changed differently here and there:",
        "{n} fields were changed differently here and there:",
        count,
    )
    yield told.format(n=formats.number(count))
    for one in report.conflicts[:SHOWN]:
        line = "  " + _("{ref} {field}: before {base}, here {here}, incoming {incoming}")
        yield line.format(
            ref=one.ref, field=one.field, base=_value(one.base), here=_value(one.here), incoming=_value(one.incoming)
        )


def _conflict(one: OpenField) -> dict[str, Any]:
    return {
        "ref": one.ref, "tag": one.tag, "table": one.table, "id": one.row, "field": one.field,
        "base": one.base, "here": one.here, "incoming": one.incoming,
    }  # fmt: skip


def _pairs(report: Report) -> list[list[str]]:
    return [[report.refs[one], report.refs[other]] for _table, one, other in report.duplicates]


def _total(by_table: Mapping[str, int]) -> int:
    """How many records of the register; what packs write for themselves is none."""
    return sum(n for table, n in by_table.items() if table not in BOOKKEEPING)


def _counted(told: str, by_table: Mapping[str, int]) -> str:
    parts = ", ".join(
        f"{_(words)} {formats.number(by_table[table])}" for table, words in TABLES.items() if by_table.get(table)
    )
    line = told.format(n=formats.number(_total(by_table)))
    return f"{line} ({parts})" if parts else line


def _value(value: Any) -> str:
    return "–" if value is None or value == "" else str(value)
