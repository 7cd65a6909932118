"""What each kind of spreadsheet calls its columns: presets are TOML in `resources/presets`, one file a kind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spbe_assets.domain.parsing_dates import DateOrder
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import N_, _
from spbe_assets.paths import resource
from spbe_assets.sheets.parts import PARTS

AUTO = "auto"
TEMPLATE = "template"
GENERIC = "generic"
RECORD_ID = "record_id"

N_(
    "This is Snipe-IT's list of models: it says what kinds of equipment there are, not which items. Export the assets "
    "there and import that file."
)
_TITLES = {
    "kib-b": N_("KIB B, inventory card of equipment"),
    "kir": N_("KIR, inventory card of a room"),
    "netbox-devices": N_("NetBox devices"),
    "netbox-racks": N_("NetBox racks"),
    "netbox-sites": N_("NetBox sites"),
    "netbox-locations": N_("NetBox locations"),
    "netbox-regions": N_("NetBox regions"),
    "netbox-tenants": N_("NetBox tenants"),
    "netbox-circuits": N_("NetBox circuits"),
    "snipe-it": N_("Snipe-IT assets"),
    "snipe-it-locations": N_("Snipe-IT locations"),
    "snipe-it-models": N_("Snipe-IT models"),
    "links": N_("List of links"),
    "template": N_("Template of this program"),
    "generic": N_("Any list of equipment"),
}
SPBE = "spbe"
_SPBE_TITLE = N_("SPBE infrastructure workbook")


@dataclass(frozen=True, slots=True)
class Preset:
    """How one kind of spreadsheet is read.

    `columns` maps a normalised title to a part; `needs` lists groups of parts of which one must be there each;
    `marks` are parts and titles that tell this kind from others, `must_have` and `must_not` titles that decide.
    With `remarks` the remark column may also carry condition and quantity, as our own KIB B writes them.
    `sheet_names` are what sheets of this kind are called. With `together` all tables of the family are imported as one,
    and every row that names something is a record.
    `instead` makes a kind that can't be imported: the source text of the sentence that says what to import.
    """

    id: str
    family: str
    target: str
    columns: Mapping[str, str]
    match: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    marks: frozenset[str] = frozenset()
    must_have: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()
    head_marks: tuple[str, ...] = ()
    ignore: frozenset[str] = frozenset()
    source_system: str = ""
    source_from: str = "source_id"
    date_order: DateOrder = "dmy"
    decimal_mark: str = ","
    hostnames: bool = False
    ends_at_provider: bool = False
    remarks: bool = False
    sheet_names: frozenset[str] = frozenset()
    together: bool = False
    instead: str = ""

    @property
    def title(self) -> str:
        """What people read for this kind, in the language in use."""
        if self.family == SPBE:
            return _(_SPBE_TITLE)
        base = self.id.removesuffix(f"-{self.target}") if self.family == TEMPLATE else self.id
        return _(_TITLES.get(base, base))

    @property
    def choice(self) -> str:
        """What people choose to read a file so: kinds that belong together are one choice."""
        return self.family if self.together else self.id

    def part_of(self, *titles: str) -> str | None:
        """The part that the first known of some normalised titles means."""
        return next((self.columns[title] for title in titles if title in self.columns), None)


@cache
def presets() -> dict[str, Preset]:
    """Every preset by id, the most particular first."""
    found = [_template(target) for target, parts in PARTS.items() if RECORD_ID in parts]
    found += [_shipped(path.stem) for path in sorted(resource("presets").glob("*.toml")) if path.stem != "words"]
    found.sort(key=lambda preset: (preset.family == GENERIC, preset.id))
    return {preset.id: preset for preset in found}


def of_family(family: str) -> list[Preset]:
    """The presets that a choice such as `netbox` or `auto` allows."""
    return [preset for preset in presets().values() if family in (AUTO, preset.family, preset.id)]


def families() -> list[str]:
    """What `--preset` takes."""
    return [AUTO, *dict.fromkeys(preset.family for preset in presets().values())]


def _shipped(name: str) -> Preset:
    with resource("presets", f"{name}.toml").open("rb") as file:
        read: dict[str, Any] = tomllib.load(file)
    columns = {normal_name(title): part for part, titles in read.pop("columns").items() for title in titles}
    for key in ("marks", "must_have", "must_not", "ignore", "sheet_names"):
        read[key] = frozenset(read.get(key, ()))
    read["match"] = tuple(read["match"])
    read["needs"] = tuple(tuple(group) for group in read["needs"])
    read["head_marks"] = tuple(read.get("head_marks", ()))
    return Preset(columns=columns, **read)


def _template(target: str) -> Preset:
    return Preset(
        id=f"{TEMPLATE}-{target}",
        family=TEMPLATE,
        target=target,
        columns={normal_name(key): key for key in PARTS[target]},
        match=(RECORD_ID, "nibar", "goods", "serial", "tag", "circuit", "name"),
        needs=((RECORD_ID,), ("name", "tag")),
        marks=frozenset(PARTS[target]),
        must_have=frozenset((normal_name(RECORD_ID),)),
        decimal_mark=".",
    )
