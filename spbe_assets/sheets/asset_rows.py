"""Assets out of rows: mixtures taken apart, ranges of registers spread, places and people looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from spbe_assets.domain import remarks
from spbe_assets.domain.fields import Kind as FieldKind
from spbe_assets.domain.ids import Id
from spbe_assets.domain.parsing import shared
from spbe_assets.domain.parsing_codes import joined
from spbe_assets.domain.vocabulary import AssetClass, Condition, DeviceRole
from spbe_assets.i18n import _
from spbe_assets.sheets import words
from spbe_assets.sheets.categories import Categories, Kind
from spbe_assets.sheets.context import Context
from spbe_assets.sheets.match import Draft, Values
from spbe_assets.sheets.parts import EXTRA
from spbe_assets.sheets.record_ids import record_id

_TICKS = (
    ("condition_good", Condition.GOOD),
    ("condition_light", Condition.LIGHT_DAMAGE),
    ("condition_heavy", Condition.HEAVY_DAMAGE),
)
_DETAILS = ("hostname", "ip", "mac", "behind_ups")
_SERIALS = re.compile(r"\s*[;,\n/]\s*")
_UNNAMED = frozenset(("unnamed device", "unnamed"))
_HOSTS = frozenset((AssetClass.SERVER, AssetClass.NETWORK, AssetClass.SECURITY, AssetClass.STORAGE))
_TELLING = ("name", "brand", "model", "serial", "kode_barang", "tag", "nibar", "source_id")


class AssetRows:
    """Makes the drafts of one table."""

    def __init__(self, context: Context, categories: Categories) -> None:
        self._context = context
        self._categories = categories
        self._preset = context.table.preset
        found = context.columns
        self._plain = [
            (key, column.values)
            for key, column in found.items()
            if column.part.field is not None
            and column.part.field.table == "asset"
            and column.part.field.kind is not FieldKind.REFERENCE
            and key not in ("register", "name")
        ]
        self._extras = [
            (key.removeprefix(EXTRA), column.values) for key, column in found.items() if key.startswith(EXTRA)
        ]
        self._details = [
            (key, column.values)
            for key, column in found.items()
            if key in _DETAILS or key.startswith(("server.", "device."))
        ]
        self._columns = {key: column.values for key, column in found.items()}
        self._places: dict[tuple[Any, ...], tuple[Id | None, Id | None]] = {}
        self._people: dict[tuple[Any, ...], Id | None] = {}
        self._whole: set[int] = set()

    def drafts(self) -> Iterator[Draft]:
        """The drafts of every row; a broken row gives one draft that says so."""
        for index, row in enumerate(self._context.rows):
            values = self._values(index)
            kind = self._category(index, values)
            draft = Draft(self._context.table.sheet, row.number, values)
            self._derive(draft, kind)
            draft.detail = self._detail(index, kind, values)
            telling = (*_TELLING, "category_id") if self._context.options.every_row else _TELLING
            if not any(values.get(key) for key in telling) and index not in self._context.broken:
                self._context.reject(index, _("Nothing in this row says what it is; give it a name or a code."))
            yield from self._spread(index, draft)

    def _cell(self, index: int, part: str) -> Any:
        column = self._columns.get(part)
        return column[index] if column is not None else None

    def _values(self, index: int) -> Values:
        values = {key: column[index] for key, column in self._plain if column[index] is not None}
        name = self._cell(index, "name")
        if name and name.casefold() not in _UNNAMED:
            values["name"] = name
        if (acquired := self._cell(index, "acquired")) is not None:
            values["year"] = acquired.year
            if acquired.on is not None:
                values["acquired_on"] = acquired.on
        if (make := self._cell(index, "brand_model")) is not None:
            values.setdefault("brand", make.brand)
            values.setdefault("model", make.model)
        if any(part in self._columns for part, _condition in _TICKS):
            self._tick(index, values)
        extra = {name: column[index] for name, column in self._extras if column[index] is not None}
        if extra:
            values["extra"] = extra
        if self._preset.remarks and "description" in values:
            self._remark(index, values)
        self._refer(index, values)
        self._source(index, values)
        return {key: value for key, value in values.items() if value != ""}

    def _remark(self, index: int, values: Values) -> None:
        """Take condition and quantity out of the remark, where no column of their own says them."""
        remark = remarks.read(values["description"])
        if "condition" in values or "quantity" in values:
            return
        values["description"] = remark.text
        if remark.condition is not None:
            values["condition"] = remark.condition
        if remark.quantity is not None:
            values["quantity"] = remark.quantity
            self._whole.add(index)

    def _tick(self, index: int, values: Values) -> None:
        ticked = [(part, condition) for part, condition in _TICKS if self._cell(index, part) is not None]
        if len(ticked) > 1:
            self._context.reject(index, _("Several conditions are ticked; keep one or split the row."), ticked[1][0])
        elif ticked:
            values["condition"] = ticked[0][1]

    def _refer(self, index: int, values: Values) -> None:
        agency = self._context.agency_of(index, self._cell(index, "agency"))
        if agency is not None:
            values["agency_id"] = agency
        room, rack = self._place(index, agency)
        if room is not None:
            values["room_id"] = room
        if rack is not None:
            values["rack_id"] = rack
        if (person := self._person(index, agency)) is not None:
            values["custodian_id"] = person

    def _place(self, index: int, agency: Id | None) -> tuple[Id | None, Id | None]:
        site = self._cell(index, "site")
        room = self._cell(index, "room_now") or self._cell(index, "room") or self._context.head.room or site
        rack = self._cell(index, "rack")
        key = (site, room, rack, agency)
        if key not in self._places:
            self._context.at(index)
            directory = self._context.directory
            site_id = directory.site(site, agency) if site else None
            room_id = directory.room(room, agency, site_id) if room else None
            if room_id is not None and room == self._context.head.room and self._context.head.person:
                person = directory.person(self._context.head.person, agency)
                directory.note("room", room_id, "person_id", person)
            self._places[key] = room_id, directory.rack(rack, room_id) if rack else None
        return self._places[key]

    def _person(self, index: int, agency: Id | None) -> Id | None:
        full = " ".join(filter(None, (self._cell(index, "custodian_first"), self._cell(index, "custodian_last"))))
        name = self._cell(index, "custodian") or full
        if not name:
            return None
        nip, contact = self._cell(index, "custodian_nip") or "", self._cell(index, "custodian_contact") or ""
        key = (name, agency, nip)
        if key not in self._people:
            self._context.at(index)
            self._people[key] = self._context.directory.person(name, agency, nip, contact)
        return self._people[key]

    def _source(self, index: int, values: Values) -> None:
        if (record := self._cell(index, "record_id")) is not None:
            values["id"] = record_id(record)
        if self._preset.source_system and (source_id := values.get(self._preset.source_from)):
            values["source_system"], values["source_id"] = self._preset.source_system, source_id

    def _category(self, index: int, values: Values) -> Kind | None:
        named = self._cell(index, "category")
        found = self._categories.named(named) if named else None
        if found is not None:
            values["category_id"] = found.id
            return found
        in_words = self._cell(index, "category_words") or named
        return self._categories.guessed(
            values.get("kode_barang"),
            in_words,
            values.get("name"),
            values.get("model"),
            self._cell(index, "category_more"),
        )

    def _derive(self, draft: Draft, kind: Kind | None) -> None:
        values = draft.values
        if kind is not None and "category_id" not in values:
            draft.derived["category_id"] = kind.id
        if "name" not in values:
            made = " ".join(filter(None, (values.get("brand"), values.get("model"))))
            draft.derived["name"] = made or (kind.title if kind else "")

    def _detail(self, index: int, kind: Kind | None, values: Values) -> Values:
        """Server and device parts by their key, sorted into a table once it is known which."""
        detail = {key: column[index] for key, column in self._details if column[index] is not None}
        if self._preset.hostnames and kind is not None and kind.asset_class in _HOSTS and values.get("name"):
            detail.setdefault("hostname", values["name"])
        if (
            kind is not None
            and kind.asset_class is AssetClass.NETWORK
            and (role := self._cell(index, "category_words"))
        ):
            detail.setdefault("device.role", _role(role))
        return {key: value for key, value in detail.items() if value not in (None, "")}

    def _spread(self, index: int, draft: Draft) -> Iterator[Draft]:
        """One draft for each register of a range, the price shared so that the sum stays."""
        registers = self._cell(index, "register") or []
        draft.broken = index in self._context.broken
        if registers:
            draft.values["register"] = registers[0]
        if len(registers) < 2 or draft.broken or draft.values.get("id") or index in self._whole:
            if len(registers) > 1:
                draft.values["register"] = joined(registers)
            yield draft
            return
        prices = shared(draft.values["price_rupiah"], len(registers)) if "price_rupiah" in draft.values else None
        serials = self._serials(index, draft.values.pop("serial", None), len(registers))
        draft.values.pop("quantity", None)
        for at, register in enumerate(registers):
            values = {**draft.values, "register": register}
            if prices is not None:
                values["price_rupiah"] = prices[at]
            if serials[at]:
                values["serial"] = serials[at]
            yield Draft(draft.sheet, draft.row, values, draft.derived, "", draft.detail)

    def _serials(self, index: int, written: str | None, count: int) -> list[str]:
        if not written:
            return [""] * count
        listed = [one for one in _SERIALS.split(written) if one]
        if len(listed) == count:
            return listed
        self._context.warn(
            index, _("One serial number for {n} items; it was given to the first one.").format(n=count), "serial"
        )
        return [written] + [""] * (count - 1)


def _role(written: str) -> DeviceRole | None:
    meaning = words.meaning("roles", written)
    return DeviceRole(meaning) if meaning else None
