"""Agencies, regions, sites, rooms, racks and people out of rows; a parent may stand further down in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spbe_assets.domain.fields import Kind as FieldKind
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.i18n import _
from spbe_assets.sheets.context import Context
from spbe_assets.sheets.match import Draft, Values


class PlaceRows:
    """Makes the drafts of one table of places or people; `target` of a draft is already set."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._table = context.table.preset.target
        self._columns = {key: column.values for key, column in context.columns.items()}
        self._seen: dict[Id, int] = {}
        self._plain = [
            (key, column.values)
            for key, column in context.columns.items()
            if column.part.field is not None and column.part.field.kind is not FieldKind.REFERENCE
        ]

    def drafts(self) -> Iterator[Draft]:
        """The drafts of every row; references that need a later row are looked up at the end."""
        made = [(index, self._draft(index)) for index in range(len(self._context.rows))]
        for index, draft in made:
            if self._table in _PARENTS and (name := self._cell(index, "parent")):
                draft.values["parent_id"] = self._parent(index, name, draft)
            draft.broken = index in self._context.broken
            yield draft

    def _draft(self, index: int) -> Draft:
        context = self._context
        values = {key: column[index] for key, column in self._plain if column[index] is not None}
        draft = Draft(context.table.sheet, context.rows[index].number, values)
        if not values.get("name"):
            if index not in context.broken:
                context.reject(index, _("This row has no name."), "name")
            return draft
        context.at(index)
        self._refer(index, values)
        known = [row for row in context.directory.find(self._table, values["name"]) if self._fits(row, values)]
        if len(known) > 1:
            draft.rejected = _("{n} records bear this name; settle these duplicates first").format(n=len(known))
            return draft
        if known:
            draft.target = {"id": known[0]}
        else:
            values["id"] = new_id()
            context.directory.add(self._table, values["id"], values["name"], values)
        draft.matched_by = "name"
        place = draft.target["id"] if draft.target else values["id"]
        if place in self._seen:
            draft.duplicate = _("the same name stands in row {row} already").format(row=self._seen[place])
        self._seen.setdefault(place, draft.row)
        return draft

    def _fits(self, row: Id, values: Values) -> bool:
        """Whether a record of the same name is in the same place, as far as both say where."""
        facts = self._context.directory.facts.get(row, {})
        pairs = [(facts.get(key), values.get(key)) for key in _WHERE[self._table]]
        return all(known is None or said is None or known == said for known, said in pairs)

    def _parent(self, index: int, name: str, draft: Draft) -> Id | None:
        directory = self._context.directory
        self._context.at(index)
        found = directory.agency(name) if self._table == "agency" else directory.region(name)
        own = draft.target["id"] if draft.target else draft.values.get("id")
        return None if found == own else found

    def _cell(self, index: int, part: str) -> Any:
        column = self._columns.get(part)
        return column[index] if column is not None else None

    def _refer(self, index: int, values: Values) -> None:
        """Look up what a row of this table refers to."""
        directory, agency = self._context.directory, None
        if self._table != "region":
            agency = self._context.agency_of(index, self._cell(index, "agency")) if self._table != "agency" else None
        site, room, person = (self._cell(index, part) for part in ("site", "room", "person"))
        if region := self._cell(index, "region"):
            values["region_id"] = directory.region(region)
        if agency is not None and self._table != "rack":
            values["agency_id"] = agency
        if person:
            values["person_id"] = directory.person(person, agency)
        site_id = directory.site(site, agency) if site else None
        if self._table == "rack" and (room or site):
            values["room_id"] = directory.room(room or site, agency, site_id)
        elif site_id is not None:
            values["site_id"] = site_id


_PARENTS = frozenset(("agency", "region"))
_WHERE: dict[str, tuple[str, ...]] = {
    "agency": (), "region": (), "site": ("agency_id",), "room": ("site_id", "agency_id"), "rack": ("room_id",),
    "person": ("agency_id",),
}  # fmt: skip
