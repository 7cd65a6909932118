"""The filters a list offers as chips: what each is called, what it sets in a filter and how it reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, StrEnum, auto
from typing import Any, TypeAlias

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.vocabulary import AssetClass, Condition, LinkKind, LinkRole, LinkStatus, Status, title
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services.action_log import LogFilter

Filter: TypeAlias = AssetFilter | LinkFilter | LogFilter
NO_CONDITION = "no-condition"
YEARS = ("year_from", "year_to")
WARRANTY_DAYS = (0, 90, 365)
VERIFIED_DAYS = (180, 365, 730)
LATELY_DAYS = (0, 7, 30, 365)
DATE_SUMMARIES = {
    "warranty": N_("Warranty ends before {day}"),
    "contract": N_("Contract ends before {day}"),
    "unverified": N_("Not seen since {day}"),
    "since": N_("Since {day}"),
    "until": N_("Until {day}"),
}


class Way(Enum):
    """How a filter is chosen."""

    TOGGLE = auto()
    CHECKS = auto()
    REFERENCES = auto()
    DATE = auto()
    YEARS = auto()
    PICKED = auto()
    """Records named one by one elsewhere, such as those of an import; it can only be taken off."""


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a chip's popup: the value to filter by, and what it says."""

    value: Any
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FilterKind:
    """One chip. `part` is the part of the filter it sets, `refers_to` the table a REFERENCES chip searches.

    `options` are the lines of a CHECKS chip that the database knows, asked with an open session.
    With `by_code` the filter holds the codes of the records found, not their ids.
    """

    key: str
    title: str
    way: Way
    part: str
    refers_to: str = ""
    choices: type[StrEnum] | None = None
    options: Callable[[Any], list[Option]] | None = None
    always_shown: bool = False
    by_code: bool = False

    @property
    def label(self) -> str:
        """The title in the language in use."""
        return _(self.title)

    def chosen(self, wanted: Filter) -> Any:
        """What the filter holds for this chip: a set, a date, a pair of years or a bool."""
        if self.way is Way.YEARS:
            return tuple(getattr(wanted, part) for part in YEARS)
        value = getattr(wanted, self.part)
        if self.key == "condition" and getattr(wanted, "no_condition", False):
            return frozenset(value) | {NO_CONDITION}
        return value

    def is_active(self, wanted: Filter) -> bool:
        """Whether the chip narrows the list."""
        value = self.chosen(wanted)
        if self.way is Way.PICKED:
            return value is not None
        return value != (None, None) if self.way is Way.YEARS else bool(value)

    def put(self, wanted: Filter, value: Any) -> Filter:
        """The filter with another choice for this chip."""
        parts: dict[str, Any] = {self.part: value}
        if self.way is Way.YEARS:
            parts = dict(zip(YEARS, value, strict=True))
        elif self.key == "condition":
            parts = {self.part: frozenset(value) - {NO_CONDITION}, "no_condition": NO_CONDITION in value}
        elif self.way in (Way.CHECKS, Way.REFERENCES):
            parts = {self.part: frozenset(value)}
        return replace(wanted, **parts)

    def cleared(self, wanted: Filter) -> Filter:
        """The filter without this chip."""
        empty = {Way.TOGGLE: False, Way.DATE: None, Way.PICKED: None, Way.YEARS: (None, None)}
        return self.put(wanted, empty.get(self.way, frozenset()))


PICKED = FilterKind("picked", N_("Picked"), Way.PICKED, "ids")
KINDS = (
    PICKED,
    FilterKind("region", N_("Region"), Way.REFERENCES, "region_ids", refers_to="region"),
    FilterKind(
        "category", N_("Kind"), Way.REFERENCES, "categories", refers_to="category", always_shown=True, by_code=True
    ),
    FilterKind("agency", N_("Agency"), Way.REFERENCES, "agency_ids", refers_to="agency", always_shown=True),
    FilterKind("condition", N_("Condition"), Way.CHECKS, "conditions", choices=Condition, always_shown=True),
    FilterKind("warranty", N_("Warranty"), Way.DATE, "warranty_before", always_shown=True),
    FilterKind("no-label", N_("No label yet"), Way.TOGGLE, "no_label", always_shown=True),
    FilterKind("unverified", N_("Not seen lately"), Way.DATE, "not_verified_since", always_shown=True),
    FilterKind("class", N_("Class"), Way.CHECKS, "classes", choices=AssetClass),
    FilterKind("status", N_("Status"), Way.CHECKS, "statuses", choices=Status),
    FilterKind("room", N_("Room"), Way.REFERENCES, "room_ids", refers_to="room"),
    FilterKind("custodian", N_("Person in charge"), Way.REFERENCES, "custodian_ids", refers_to="person"),
    FilterKind("year", N_("Year"), Way.YEARS, "year_from"),
    FilterKind("label-outdated", N_("Label outdated"), Way.TOGGLE, "label_outdated"),
    FilterKind("label-current", N_("Label up to date"), Way.TOGGLE, "label_current"),
    FilterKind("no-serial", N_("No serial number"), Way.TOGGLE, "no_serial"),
    FilterKind("conflict", N_("Conflict"), Way.TOGGLE, "conflict"),
    FilterKind("duplicate", N_("Possible duplicate"), Way.TOGGLE, "duplicate"),
    FilterKind("on-loan", N_("On loan"), Way.TOGGLE, "on_loan"),
    FilterKind("overdue", N_("Loan overdue"), Way.TOGGLE, "overdue"),
)
LINK_KINDS = (
    PICKED,
    FilterKind("region", N_("Region"), Way.REFERENCES, "region_ids", refers_to="region", always_shown=True),
    FilterKind("agency", N_("Agency"), Way.REFERENCES, "agency_ids", refers_to="agency", always_shown=True),
    FilterKind("kind", N_("Kind"), Way.CHECKS, "kinds", choices=LinkKind, always_shown=True),
    FilterKind("role", N_("Link role"), Way.CHECKS, "roles", choices=LinkRole, always_shown=True),
    FilterKind("link-status", N_("Status"), Way.CHECKS, "statuses", choices=LinkStatus, always_shown=True),
    FilterKind("contract", N_("Contract"), Way.DATE, "ends_before", always_shown=True),
    FilterKind("no-rate", N_("No rate recorded"), Way.TOGGLE, "no_rate"),
    FilterKind("no-label", N_("No label yet"), Way.TOGGLE, "no_label"),
    FilterKind("label-outdated", N_("Label outdated"), Way.TOGGLE, "label_outdated"),
    FilterKind("label-current", N_("Label up to date"), Way.TOGGLE, "label_current"),
)


def fixed_options(kind: FilterKind) -> list[Option]:
    """The lines of a CHECKS chip."""
    options = [Option(value, title(value)) for value in kind.choices or ()]
    if kind.key == "condition":
        options.append(Option(NO_CONDITION, _("Not recorded")))
    return options


def dates(kind: FilterKind, today: date) -> list[Option]:
    """The usual days a DATE chip offers, the typed day comes beside them."""
    if kind.key == "since":
        lately = (_("Today"), _("The last 7 days"), _("The last 30 days"), _("The last year"))
        return [Option(today - timedelta(days), text) for days, text in zip(LATELY_DAYS, lately, strict=True)]
    if kind.key == "until":
        ago = (_("Today"), _("A week ago"), _("A month ago"), _("A year ago"))
        return [Option(today - timedelta(days), text) for days, text in zip(LATELY_DAYS, ago, strict=True)]
    if kind.key != "unverified":
        words = (_("Ended"), _("Ends within 3 months"), _("Ends within a year"))
        return [Option(today + timedelta(days), text) for days, text in zip(WARRANTY_DAYS, words, strict=True)]
    words = (_("Not seen for 6 months"), _("Not seen for a year"), _("Not seen for 2 years"))
    return [Option(today - timedelta(days), text) for days, text in zip(VERIFIED_DAYS, words, strict=True)]


def summary(kind: FilterKind, wanted: Filter, names: Mapping[Any, str], day: Callable[[date], str]) -> str:
    """What an active chip says, such as `Condition: Good, Lightly damaged`."""
    value = kind.chosen(wanted)
    if kind.way is Way.TOGGLE:
        return kind.label
    if kind.way is Way.PICKED:
        only = names.get(next(iter(value)), "") if len(value) == 1 else ""
        if only:
            return _("{filter}: {choices}").format(filter=kind.label, choices=only)
        return ngettext("Only {n} picked record", "Only {n} picked records", len(value)).format(n=len(value))
    if kind.way is Way.YEARS:
        return _years(*value)
    if kind.way is Way.DATE:
        return _(DATE_SUMMARIES[kind.key]).format(day=day(value))
    return _("{filter}: {choices}").format(filter=kind.label, choices=_choices(kind, value, names))


def _choices(kind: FilterKind, values: Collection[Any], names: Mapping[Any, str]) -> str:
    fixed = [option.text for option in fixed_options(kind) if option.value in values]
    return ", ".join(fixed or sorted(names.get(value, "…") for value in values))


def _years(first: int | None, last: int | None) -> str:
    if first is None:
        return _("Year: up to {last}").format(last=last)
    if last is None:
        return _("Year: from {first}").format(first=first)
    return _("Year: {first}–{last}").format(first=first, last=last)
