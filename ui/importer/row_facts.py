"""What a planned row says, as people read it: names instead of ids, local numbers, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from spbe_assets.domain.fields import CATALOGUE, Kind, field
from spbe_assets.i18n import N_, _
from spbe_assets.sheets.plan_model import Fate, PlannedRow
from spbe_assets.sheets.preview import RowView
from ui import format
from ui.importer.work import Planned

SUMMED_UP = 3
ALIKE = N_("The record holds all of this already.")


class FactLine(NamedTuple):
    """A field, what the record holds (— for nothing), what it will hold."""

    title: str
    before: str
    after: str


def facts(planned: Planned, row: PlannedRow) -> list[FactLine]:
    """The fields a row changes, or all it says where it makes a new record."""
    return list(_changed(planned, row) if row.target is not None and row.changes else _said(planned, row))


def summary(planned: Planned, view: RowView) -> str:
    """A row in one line: why it is rejected, what it changes, or what it is."""
    row = view.row
    reasons = [problem.reason for problem in view.problems if problem.is_error or row.fate is not Fate.REJECTED]
    if row.fate is Fate.REJECTED or (reasons and row.fate is not Fate.CHANGED):
        return " · ".join(reasons)
    if row.fate is Fate.CHANGED:
        changed = facts(planned, row)
        told = " · ".join(f"{one.title}: {one.before} → {one.after}" for one in changed[:SUMMED_UP])
        return f"{told} · …" if len(changed) > SUMMED_UP else told
    return _described(planned, row)


def _described(planned: Planned, row: PlannedRow) -> str:
    values = row.values
    product = " ".join(str(values[key]) for key in ("brand", "model") if values.get(key))
    serial = str(values.get("serial") or values.get("circuit_id") or "")
    number = f"{values['kode_barang']} / {values['register']}" if values.get("kode_barang") and values.get(
        "register"
    ) else ""  # fmt: skip
    room = planned.names.get(values.get("room_id") or b"", "")
    return " · ".join(dict.fromkeys(part for part in (product, serial, number, room) if part))


def _said(planned: Planned, row: PlannedRow) -> Iterator[FactLine]:
    for table, values in ((row.table, row.values), (row.detail_table, row.detail)):
        for key in (key for key in CATALOGUE.get(table, {}) if key in values):
            value = values[key]
            if (line := _line(planned, table, key, None, value)) is not None and line.after != format.NOTHING:
                yield line


def _changed(planned: Planned, row: PlannedRow) -> Iterator[FactLine]:
    order = {key: at for at, key in enumerate(CATALOGUE[row.table])}
    for name, change in sorted(row.changes.items(), key=lambda one: order.get(one[0], len(order))):
        table, _point, key = name.rpartition(".")
        line = _line(planned, table or row.table, key, change.before, change.after)
        if line is not None:
            yield line


def _line(planned: Planned, table: str, key: str, before: Any, after: Any) -> FactLine | None:
    of = field(table, key)
    if of is None:
        return None
    if of.kind is Kind.REFERENCE:
        names = planned.names
        return FactLine(of.label, names.get(before or b"", format.NOTHING), names.get(after, format.NOTHING))
    if of.kind is Kind.EXTRA:
        before, after = before or {}, {name: text for name, text in after.items() if (before or {}).get(name) != text}
        before = {name: before[name] for name in after if name in before}
    return FactLine(of.label, format.value(of, before), format.value(of, after))


def alike() -> str:
    """What stands over the facts of a row that changes nothing."""
    return _(ALIKE)
