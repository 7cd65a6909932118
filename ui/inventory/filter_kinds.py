"""The filters a list offers as chips: what each is called, what it sets in an AssetFilter and how it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, StrEnum, auto
from typing import Any

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.vocabulary import AssetClass, Condition, Status, title
from spbe_assets.i18n import N_, _

NO_CONDITION = "no-condition"
WARRANTY_DAYS = (0, 90, 365)
VERIFIED_DAYS = (180, 365, 730)


class Way(Enum):
    """How a filter is chosen."""

    TOGGLE = auto()
    CHECKS = auto()
    REFERENCES = auto()
    DATE = auto()
    YEARS = auto()


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a chip's popup: the value to filter by, and what it says."""

    value: Any
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FilterKind:
    """One chip. `part` is the part of the filter it sets, `refers_to` the table a REFERENCES chip searches."""

    key: str
    title: str
    way: Way
    part: str
    refers_to: str = ""
    choices: type[StrEnum] | None = None
    always_shown: bool = False

    @property
    def label(self) -> str:
        """The title in the language in use."""
        return _(self.title)

    def chosen(self, asset_filter: AssetFilter) -> Any:
        """What the filter holds for this chip: a set, a date, a pair of years or a bool."""
        if self.way is Way.YEARS:
            return (asset_filter.year_from, asset_filter.year_to)
        value = getattr(asset_filter, self.part)
        if self.key == "condition" and asset_filter.no_condition:
            return frozenset(value) | {NO_CONDITION}
        return value

    def is_active(self, asset_filter: AssetFilter) -> bool:
        """Whether the chip narrows the list."""
        value = self.chosen(asset_filter)
        return value != (None, None) if self.way is Way.YEARS else bool(value)

    def put(self, asset_filter: AssetFilter, value: Any) -> AssetFilter:
        """The filter with another choice for this chip."""
        if self.way is Way.YEARS:
            return replace(asset_filter, year_from=value[0], year_to=value[1])
        if self.key == "condition":
            kept = frozenset(value) - {NO_CONDITION}
            return replace(asset_filter, conditions=kept, no_condition=NO_CONDITION in value)
        if self.way in (Way.CHECKS, Way.REFERENCES):
            value = frozenset(value)
        return replace(asset_filter, **{self.part: value})

    def cleared(self, asset_filter: AssetFilter) -> AssetFilter:
        """The filter without this chip."""
        empty = {Way.TOGGLE: False, Way.DATE: None, Way.YEARS: (None, None)}
        return self.put(asset_filter, empty.get(self.way, frozenset()))


KINDS = (
    FilterKind("region", N_("Region"), Way.REFERENCES, "region_ids", refers_to="region"),
    FilterKind("category", N_("Kind"), Way.REFERENCES, "categories", refers_to="category", always_shown=True),
    FilterKind("agency", N_("Agency"), Way.REFERENCES, "agency_ids", refers_to="agency", always_shown=True),
    FilterKind("condition", N_("Condition"), Way.CHECKS, "conditions", choices=Condition, always_shown=True),
    FilterKind("warranty", N_("Warranty"), Way.DATE, "warranty_before", always_shown=True),
    FilterKind("no-label", N_("No label yet"), Way.TOGGLE, "no_label", always_shown=True),
    FilterKind("unverified", N_("Not seen lately"), Way.DATE, "not_verified_since", always_shown=True),
    FilterKind("class", N_("Class"), Way.CHECKS, "classes", choices=AssetClass),
    FilterKind("status", N_("Status"), Way.CHECKS, "statuses", choices=Status),
    FilterKind("room", N_("Room"), Way.REFERENCES, "room_ids", refers_to="room"),
    FilterKind("year", N_("Year"), Way.YEARS, "year_from"),
    FilterKind("no-serial", N_("No serial number"), Way.TOGGLE, "no_serial"),
    FilterKind("conflict", N_("Conflict"), Way.TOGGLE, "conflict"),
    FilterKind("duplicate", N_("Possible duplicate"), Way.TOGGLE, "duplicate"),
)


def fixed_options(kind: FilterKind) -> list[Option]:
    """The lines of a CHECKS chip."""
    options = [Option(value, title(value)) for value in kind.choices or ()]
    if kind.key == "condition":
        options.append(Option(NO_CONDITION, _("Not recorded")))
    return options


def dates(kind: FilterKind, today: date) -> list[Option]:
    """The usual days a DATE chip offers, the typed day comes beside them."""
    if kind.key == "warranty":
        words = (_("Ended"), _("Ends within 3 months"), _("Ends within a year"))
        return [Option(today + timedelta(days), text) for days, text in zip(WARRANTY_DAYS, words, strict=True)]
    words = (_("Not seen for 6 months"), _("Not seen for a year"), _("Not seen for 2 years"))
    return [Option(today - timedelta(days), text) for days, text in zip(VERIFIED_DAYS, words, strict=True)]


def summary(kind: FilterKind, asset_filter: AssetFilter, names: Mapping[Any, str], day: Callable[[date], str]) -> str:
    """What an active chip says, such as `Condition: Good, Lightly damaged`."""
    value = kind.chosen(asset_filter)
    if kind.way is Way.TOGGLE:
        return kind.label
    if kind.way is Way.YEARS:
        return _years(*value)
    if kind.way is Way.DATE:
        text = _("Warranty ends by {day}") if kind.key == "warranty" else _("Not seen since {day}")
        return text.format(day=day(value))
    return _("{filter}: {choices}").format(filter=kind.label, choices=_choices(kind, value, names))


def _choices(kind: FilterKind, values: Iterable[Any], names: Mapping[Any, str]) -> str:
    known = {option.value: option.text for option in fixed_options(kind)}
    return ", ".join(sorted(known.get(value) or names.get(value, "…") for value in values))


def _years(first: int | None, last: int | None) -> str:
    if first is None:
        return _("Year: up to {last}").format(last=last)
    if last is None:
        return _("Year: from {first}").format(first=first)
    return _("Year: {first}–{last}").format(first=first, last=last)
