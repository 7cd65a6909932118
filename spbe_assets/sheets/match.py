"""Finds the records that rows speak of, by the strongest key a row has, with few queries for any number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural, normal_name, normal_serial
from spbe_assets.i18n import N_, _
from spbe_assets.storage.columns import shape
from spbe_assets.storage.heads import chunks

KEY_TITLES = {
    "record_id": N_("record id"),
    "source": N_("id of the source system"),
    "nibar": N_("NIBAR"),
    "goods": N_("kode barang, register and agency"),
    "serial": N_("serial number"),
    "tag": N_("tag"),
    "circuit": N_("circuit id and provider"),
    "name": N_("name, agency and room"),
    "named": N_("name and agency"),
    "named_alone": N_("name"),
}
Values = dict[str, Any]
_LEAST_SERIAL = 4
_MOST_KEYS = 400


def key_title(key: str) -> str:
    """What people read for a match key."""
    return _(KEY_TITLES[key])


def _register(written: str) -> str:
    return written.lstrip("0") or written if written.isdigit() else written.casefold()


_KEYS: dict[str, Callable[[Values], Hashable]] = {
    "record_id": lambda row: row.get("id"),
    "source": lambda row: (row["source_system"], row["source_id"]) if row.get("source_id") else None,
    "nibar": lambda row: row.get("nibar") or None,
    "goods": lambda row: (
        (row["kode_barang"], _register(row["register"]), row.get("agency_id"))
        if row.get("kode_barang") and row.get("register")
        else None
    ),
    "serial": lambda row: key if len(key := normal_serial(row.get("serial") or "")) >= _LEAST_SERIAL else None,
    "tag": lambda row: natural(row["tag"])[:64] if row.get("tag") else None,
    "circuit": lambda row: (
        (row["circuit_id"], normal_name(row.get("provider") or "")) if row.get("circuit_id") else None
    ),
    "name": lambda row: (natural(row["name"]), row.get("agency_id"), row.get("room_id")) if row.get("name") else None,
    "named": lambda row: (natural(row["name"]), row["agency_id"]) if row.get("name") and row.get("agency_id") else None,
    "named_alone": lambda row: natural(row["name"]) if row.get("name") else None,
}
_WEAK = frozenset(("name", "named_alone"))


@dataclass(slots=True)
class Draft:
    """What one record of a row says, before anybody knows whether it is new.

    `derived` are values worked out rather than written: they fill gaps and never overwrite.
    """

    sheet: str
    row: int
    values: Values
    derived: Values = field(default_factory=dict)
    detail_table: str = ""
    detail: Values = field(default_factory=dict)
    target: Values | None = None
    matched_by: str = ""
    duplicate: str = ""
    rejected: str = ""
    broken: bool = False


class Matcher:
    """Pairs drafts with stored records of one table."""

    def __init__(
        self,
        session: Session,
        table: str,
        keys: Sequence[str],
        fields: Iterable[str],
        same: Callable[[Draft, Values], bool],
    ) -> None:
        self._session = session
        self._table = shape(table).table
        self._keys = [key for key in keys if key in _KEYS and self._columns(key) is not None]
        needed = {column for key in self._keys for column in self._columns(key) or ()}
        wanted = {"id", "live", *needed, *fields} & set(self._table.columns.keys())
        self._select = select(*(self._table.c[name] for name in sorted(wanted)))
        self._same = same
        self._taken: set[Id] = set()
        self._is_empty = session.execute(self._select.limit(1)).first() is None

    def match(self, drafts: Sequence[Draft]) -> None:
        """Set `target`, `matched_by`, `duplicate` of every draft; those without a target are new."""
        left = [draft for draft in drafts if not draft.broken]
        for key in self._keys:
            groups: defaultdict[Hashable, list[Draft]] = defaultdict(list)
            others: list[Draft] = []
            make = _KEYS[key]
            for draft in left:
                value = make(draft.values) if key not in _WEAK or not draft.matched_by else None
                if value is None:
                    others.append(draft)
                else:
                    draft.matched_by = draft.matched_by or key
                    groups[value].append(draft)
            found = {} if self._is_empty else self._stored(key, groups)
            for value, group in groups.items():
                others += self._pair(key, group, found.get(value, []))
            left = others
            if key == "record_id":
                _forget_foreign_ids(left)

    def _pair(self, key: str, group: list[Draft], candidates: list[Values]) -> list[Draft]:
        """Pair the drafts of one key; returns those that a further key may still find."""
        free = [one for one in candidates if one["id"] not in self._taken]
        if len(group) == 1:
            return self._pair_one(key, group[0], free)
        left = []
        # what says most chooses first, and takes the record that says least beside it: blanks are the same as anything
        free.sort(key=lambda one: sum(value not in (None, "") for value in one.values()))
        for draft in sorted(group, key=lambda one: -len(one.values)):
            equal = next((one for one in free if self._same(draft, one)), None)
            if equal is None:
                left.append(draft)
            else:
                free.remove(equal)
                self._take(draft, key, equal)
        if len(left) == 1 and len(free) == 1:
            self._take(left[0], key, free[0])
        else:
            others = ", ".join(dict.fromkeys(str(draft.row) for draft in group))
            for draft in left:
                draft.duplicate = _("rows {rows} have the same {key}; each became a record of its own").format(
                    rows=others, key=key_title(key)
                )
        return []

    def _pair_one(self, key: str, draft: Draft, free: list[Values]) -> list[Draft]:
        fitting = [one for one in free if not self._contradicts(key, draft, one)]
        if len(fitting) > 1:
            fitting = [one for one in fitting if self._same(draft, one)][:1] or fitting
        if len(fitting) == 1:
            self._take(draft, key, fitting[0])
            return []
        if fitting:
            draft.rejected = _("{n} records have this {key}; settle these duplicates first").format(
                n=len(fitting), key=key_title(key)
            )
            return []
        if free and key not in _WEAK:
            draft.duplicate = _("a record with the same {key} exists already").format(key=key_title(key))
        return [draft]

    def _take(self, draft: Draft, key: str, stored: Values) -> None:
        draft.target, draft.matched_by, draft.duplicate = stored, key, ""
        self._taken.add(stored["id"])

    def _contradicts(self, key: str, draft: Draft, stored: Values) -> bool:
        """Whether a stronger key says that these are two things."""
        for stronger in self._keys[: self._keys.index(key)]:
            mine, theirs = _KEYS[stronger](draft.values), _KEYS[stronger](stored)
            if mine is not None and theirs is not None and mine != theirs:
                return True
        return False

    def _stored(self, key: str, groups: Iterable[Hashable]) -> dict[Hashable, list[Values]]:
        make, found = _KEYS[key], defaultdict[Hashable, list[Values]](list)
        wanted = set(groups)
        for condition in self._conditions(key, wanted):
            # no ORDER BY and no need for `live` where the index of a key lacks it: either sends SQLite elsewhere
            for row in self._session.execute(self._select.where(*condition)).mappings():
                if row["live"] and (value := make(values := dict(row))) in wanted:
                    found[value].append(values)
        for several in found.values():
            several.sort(key=lambda values: values["id"])
        return found

    def _columns(self, key: str) -> tuple[str, ...] | None:
        """The columns of a key, None where the table has not all of them."""
        columns = _COLUMNS[key]
        return columns if set(columns) <= set(self._table.columns.keys()) else None

    def _conditions(self, key: str, wanted: Iterable[Any]) -> Iterator[Sequence[ColumnElement[bool]]]:
        c = self._table.c
        if key == "goods":
            for code, registers in _grouped((code, register) for code, register, _agency in wanted).items():
                spelled = {one for register in registers for one in (register, register.zfill(4), register.zfill(6))}
                yield from ([c.kode_barang == code, c.register.in_(some)] for some in chunks(list(spelled)))
        elif key == "source":
            for system, ids in _grouped(wanted).items():
                yield from ([c.source_system == system, c.source_id.in_(some)] for some in chunks(list(ids)))
        elif key == "tag" and "tag_key" not in c:
            yield [c.tag != ""]
        elif key.startswith("named") and "name_key" not in c:
            yield [c.name != ""]
        else:
            column = c[_LOOKED_UP.get(key, _COLUMNS[key][0])]
            values = {value[0] if isinstance(value, tuple) else value for value in wanted}
            # the indexes of these two begin with `live`
            shown = [c.live] if key in ("tag", "name", "named", "named_alone") else []
            yield from ([*shown, column.in_(some)] for some in chunks(list(values)))


def _forget_foreign_ids(drafts: Iterable[Draft]) -> None:
    """A list from another database names ids that say nothing here; its other keys still do."""
    for draft in drafts:
        if draft.values.pop("id", None) is not None and draft.matched_by == "record_id":
            draft.matched_by = ""


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        groups[first].add(second)
    return groups


_COLUMNS: dict[str, tuple[str, ...]] = {
    "record_id": ("id",),
    "source": ("source_system", "source_id"),
    "nibar": ("nibar",),
    "goods": ("kode_barang", "register", "agency_id"),
    "serial": ("serial", "serial_key"),
    "tag": ("tag",),
    "circuit": ("circuit_id", "provider"),
    "name": ("name", "name_key", "agency_id"),
    "named": ("name", "agency_id"),
    "named_alone": ("name",),
}
_LOOKED_UP = {
    "serial": "serial_key", "name": "name_key", "named": "name_key", "named_alone": "name_key", "tag": "tag_key",
}  # fmt: skip
