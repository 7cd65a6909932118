"""Records out of the sheets of an SPBE workbook; what one sheet says of another is looked up in `Known`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from spbe_assets.domain import remarks, validation
from spbe_assets.domain import vocabulary as v
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import field
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.parsing import shortened
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.domain.vocabulary import title
from spbe_assets.i18n import _
from spbe_assets.sheets import spbe_cells as cells
from spbe_assets.sheets import words
from spbe_assets.sheets.categories import Categories
from spbe_assets.sheets.context import Context
from spbe_assets.sheets.match import Draft, Values
from spbe_assets.sheets.parts import EXTRA, SPBE_TARGETS
from spbe_assets.sheets.spbe_columns import SECURITY_TYPES, SOFTWARE_KINDS, listed, official
from spbe_assets.sheets.spbe_known import Known
from spbe_assets.sheets.spbe_records import EXTRA_FORM, EXTRA_SHEET, EXTRA_TYPE, FACILITY_KINDS, SECURITY, SOFTWARE

_USUAL = {
    "server": "server", "media_penyimpanan": "storage", "perangkat_jaringan": "network-other", "periferal": "other",
    SECURITY: "network-other",
}  # fmt: skip
"""The category of equipment whose row does not say more than its sheet does."""
_FIREWALLS = frozenset(("Firewall", "Unified Threat Management"))
MOST_NAME = 200


class SpbeRows:
    """Makes the drafts of one sheet; `settle` has to follow once they are matched."""

    def __init__(self, context: Context, categories: Categories, known: Known) -> None:
        self._context, self._categories, self._known = context, categories, known
        self._sheet = SPBE_TARGETS[context.table.preset.target]
        self._columns = {key: column.values for key, column in context.columns.items()}
        self._plain = [
            (key, column.values)
            for key, column in context.columns.items()
            if column.part.field is not None and column.part.field.table == self._sheet.table
        ]
        self._details = [
            (key, values) for key, values in self._columns.items() if key.startswith(("server.", "device."))
        ]
        self._extras = [
            (key.removeprefix(EXTRA), values) for key, values in self._columns.items() if key.startswith(EXTRA)
        ]
        self._places: dict[int, list[Id]] = {}

    def drafts(self) -> Iterator[Draft]:
        """The drafts of every row; a broken row gives one draft that says so."""
        for index, row in enumerate(self._context.rows):
            values = {key: column[index] for key, column in self._plain if column[index] is not None}
            draft = Draft(self._context.table.sheet, row.number, values)
            if not values.get("name") and index not in self._context.broken:
                self._context.reject(index, _("This row has no name."), "name")
            if index not in self._context.broken:
                self._owner(index, draft)
                self._readers[self._sheet.table](self, index, draft)
            draft.broken = index in self._context.broken
            yield draft

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Make matched and new facilities and links known to the sheets that follow."""
        for draft in drafts:
            if draft.broken or draft.rejected:
                continue
            if self._sheet.table in ("facility", "link") and draft.target is None:
                draft.values["id"] = new_id()
            row: Any = draft.target["id"] if draft.target is not None else draft.values.get("id")
            if self._sheet.table == "facility":
                self._known.add_facility(row, draft.values["name"])
                for room in self._places.get(draft.row, ()):
                    self._known.add_room(row, room)
            elif self._sheet.table == "link":
                self._known.add_link(row, draft.values["name"])
            if draft.target is not None:
                self._forget_spelling(draft, draft.target)

    def _forget_spelling(self, draft: Draft, stored: Values) -> None:
        """What the workbook can only tell in its own words is no change of a record that says it in others."""
        said = draft.values
        if said.get("mbps_up") == said.get("mbps_down") == stored.get("mbps_down") and stored.get("mbps_up") is None:
            said.pop("mbps_up", None)
        sites = [stored.get(key) for key in ("a_site_id", "z_site_id")]
        told = [said.get(key) for key in ("a_site_id", "z_site_id")]
        if any(told) and self._known.at(sites) == self._known.at(told):
            for key in ("a_site_id", "z_site_id"):
                said.pop(key, None)

    def _cell(self, index: int, part: str) -> Any:
        column = self._columns.get(part)
        return column[index] if column is not None else None

    def _read(self, index: int, part: str, reader: Callable[[str], Any]) -> Any:
        """What the reader makes of a cell, None for a blank one; a cell that can't be read rejects the row."""
        written = self._cell(index, part)
        if not written:
            return None
        try:
            return reader(written)
        except Invalid as problem:
            self._context.reject(index, str(problem), part)
            return None

    def _choice(self, index: int, part: str, choices: Any) -> Any:
        def read(written: str) -> Any:
            for value, said in official(choices).items():
                if normal_name(said) == normal_name(written):
                    return choices(value)
            found = words.choice(choices, written)
            if found is None:
                known = ", ".join(title(option) for option in choices)
                told = _("“{text}” is not a choice for {field}: {known}.")
                raise Invalid(told.format(text=shortened(written), field=part, known=known))
            return found

        return self._read(index, part, read)

    def _put(self, index: int, draft: Draft, key: str, value: Any, part: str = "") -> None:
        """Take a value if it is possible; an empty one says nothing."""
        if value is None or value == "":
            return
        of = field(self._sheet.table, key)
        try:
            draft.values[key] = value if of is None else validation.checked_value(of, value)
        except Invalid as problem:
            self._context.reject(index, str(problem), part or key)

    def _owner(self, index: int, draft: Draft) -> None:
        """Agency and managing unit: “Agency › Unit”, a known agency, else a unit of the agency that was chosen."""
        written, named = self._cell(index, "unit") or "", self._cell(index, "agency")
        outer, inner = cells.split_within(written)
        if written and not outer:
            is_agency = self._context.directory.knows_agency(inner) or self._context.default_agency is None
            outer, inner = (inner, "") if is_agency and not named else (named or "", inner)
        if named and normal_name(inner) == normal_name(named):
            inner = ""
        if (agency := self._agency(index, outer or named)) is not None:
            draft.values["agency_id"] = agency
        if self._sheet.table == "cloud_service":
            self._put(index, draft, "operating_unit", inner, "unit")
        elif self._sheet.table != "facility":
            self._put(index, draft, "managing_unit", inner, "unit")

    def _agency(self, index: int, name: str | None) -> Id | None:
        if name and len(name) > MOST_NAME:
            self._context.reject(index, _("“{text}” is too long for a name.").format(text=shortened(name)), "unit")
            return None
        return self._context.agency_of(index, name)

    def _room(self, index: int, written: str, agency: Id | None, facility: Id | None = None) -> Id | None:
        self._context.at(index)
        directory = self._context.directory
        site, room = cells.split_within(written)
        if not site and facility is not None and (found := self._known.room_in(facility, room)) is not None:
            return found
        return directory.room(room, agency, directory.site(site, agency) if site else None)

    def _facility(self, index: int, draft: Draft) -> None:
        kinds = {normal_name(name): kind for kind, name in FACILITY_KINDS.items()}
        written = normal_name(self._cell(index, "rai_2") or "")
        kind = next((kind for name, kind in kinds.items() if name in written), None)
        self._put(index, draft, "kind", kind)
        self._put(index, draft, "tier", self._read(index, "tier", cells.read_tier))
        named = cells.split(self._cell(index, "places") or "")
        agency = draft.values.get("agency_id")
        self._places[draft.row] = [room for name in named if (room := self._room(index, name, agency)) is not None]

    def _asset(self, index: int, draft: Draft) -> None:
        values = draft.values
        if "description" in values:
            remark = remarks.read(values.pop("description"))
            self._put(index, draft, "description", remark.text)
            self._put(index, draft, "quantity", remark.quantity)
        facility = self._known.facility(self._cell(index, "facility") or "")
        if place := self._cell(index, "place"):
            values["room_id"] = room = self._room(index, place, values.get("agency_id"), facility)
            if facility is not None and room is not None:
                self._context.directory.note("room", room, "facility_id", facility)
        elif facility is not None and (room := self._known.room_in(facility, "")) is not None:
            draft.derived["room_id"] = room
            if self._known.rooms(facility) > 1:
                told = _("The facility has several rooms; the item was put into the first one.")
                self._context.warn(index, told, "facility")
        draft.detail = {key: column[index] for key, column in self._details if column[index] not in (None, "")}
        if system := self._cell(index, "software"):
            self._software_of(index, draft, system)
        extra = {name: column[index] for name, column in self._extras if column[index] is not None}
        if extra:
            values["extra"] = extra
        self._kind(index, draft)

    def _software_of(self, index: int, draft: Draft, written: str) -> None:
        for key, said in zip(("os", "hypervisor"), cells.read_software(written), strict=True):
            try:
                of = field("server_detail", key)
                draft.detail |= {f"server.{key}": validation.checked_value(of, said)} if of and said else {}
            except Invalid as problem:
                self._context.reject(index, str(problem), "software")

    def _kind(self, index: int, draft: Draft) -> None:
        """The category, and in further fields what the sheet says beyond it."""
        said, hints = self._cell(index, "type") or "", dict[str, str]()
        found = self._categories.named(said) if said else None
        if self._sheet.id == SECURITY:
            kind = cells.chosen(listed(SECURITY_TYPES), said)
            code = "firewall" if kind in _FIREWALLS else ""
            found = None
        else:
            kind, code = said, ""
        if not code and found is None and (not kind or self._sheet.id != SECURITY):
            guess = self._categories.guessed(None, said or None, draft.values.get("name"))
            found = guess if guess and self._known.sheets.get(guess.id) == self._sheet.id else None
        category = found.id if found else self._known.codes.get(code or _USUAL[self._sheet.id])
        if category is None:
            return
        draft.derived["category_id"] = category
        if self._known.sheets.get(category) != self._sheet.id:
            hints[EXTRA_SHEET] = self._sheet.id
        if kind and kind != "Firewall" and self._categories.named(kind) != self._categories.of_id(category):
            hints[EXTRA_TYPE] = kind
        if normal_name(self._cell(index, "form") or "") == normal_name(SOFTWARE):
            hints[EXTRA_FORM] = SOFTWARE
        if hints:
            draft.derived["extra"] = hints

    def _link(self, index: int, draft: Draft) -> None:
        self._put(index, draft, "kind", self._choice(index, "kind", v.LinkKind))
        self._put(index, draft, "role", self._choice(index, "role", v.LinkRole))
        rate = self._read(index, "rate", cells.read_rate)
        for key, mbps in zip(("mbps_down", "mbps_up"), rate or (), strict=False):
            self._put(index, draft, key, mbps, "rate")
        for end in "az":
            written = self._cell(index, f"{end}_end")
            if written and self._context.directory.knows_agency(written):
                draft.derived[f"{end}_agency_id"] = self._context.agency_of(index, written)
            elif written:
                self._put(index, draft, f"{end}_text", written, f"{end}_end")
        sites = list(self._known.sites_of(self._cell(index, "facilities") or ""))
        for end in "az" if len(sites) == 2 else self._nearer(draft, sites):
            draft.values[f"{end}_site_id"] = sites.pop(0)

    def _nearer(self, draft: Draft, sites: Sequence[Id]) -> str:
        """The end at which the only building lies: where its agency is, else the far one."""
        if not sites:
            return ""
        owner = self._context.directory.facts.get(sites[0], {}).get("agency_id")
        return "a" if owner is not None and draft.derived.get("a_agency_id") == owner else "z"

    def _bus(self, index: int, draft: Draft) -> None:
        self._owned_by(index, draft, "owner_name")
        self._put(index, draft, "link_id", self._known.link(self._cell(index, "link") or ""))

    def _software(self, index: int, draft: Draft) -> None:
        self._owned_by(index, draft, "licence_owner")
        written = self._cell(index, "kind") or ""
        self._put(index, draft, "kind", cells.software_kind(written, listed(SOFTWARE_KINDS)) or written)
        end, licensed = self._read(index, "validity", cells.read_validity) or (None, None)
        self._put(index, draft, "licence_end", end, "validity")
        self._put(index, draft, "licensed", licensed, "validity")

    def _owned_by(self, index: int, draft: Draft, key: str) -> None:
        """These sheets name no agency: an owner that is one tells it."""
        owner = draft.values.get(key)
        if "agency_id" not in draft.values and owner and self._context.directory.knows_agency(owner):
            draft.derived["agency_id"] = self._context.agency_of(index, owner)

    def _cloud(self, index: int, draft: Draft) -> None:
        self._put(index, draft, "kind", self._cell(index, "kind"))
        self._put(index, draft, "ends_on", self._read(index, "ends_on", cells.read_until))

    _readers: ClassVar[dict[str, Callable[[SpbeRows, int, Draft], None]]] = {
        "facility": _facility, "asset": _asset, "link": _link, "service_bus": _bus, "software": _software,
        "cloud_service": _cloud,
    }  # fmt: skip
