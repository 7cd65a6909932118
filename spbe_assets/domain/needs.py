"""What closes gaps: goods as data, and the words for what becomes of a need."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from spbe_assets.domain.criteria import Criterion
from spbe_assets.i18n import N_, _, language

DEFAULT_UNIT = "unit"
MUST = 1
"""The priority of a need that every plan has to hold; others have to earn their place."""


class NeedKind(StrEnum):
    """Which form a need belongs to: RKBMD pengadaan, RKBMD pemeliharaan, or neither (no goods of the province)."""

    PROCUREMENT = "procurement"
    MAINTENANCE = "maintenance"
    SERVICE = "service"

    @property
    def label(self) -> str:
        """The kind in the language in use."""
        return _(_KINDS[self])


class NeedState(StrEnum):
    """What a person decided about a need; a dropped one is never planned, a postponed one not before its year."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    POSTPONED = "postponed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The state in the language in use."""
        return _(_STATES[self])


class Origin(StrEnum):
    """Who asks for it: a gap of readiness or a person."""

    GAP = "gap"
    OWN = "own"

    @property
    def label(self) -> str:
        """The origin in the language in use."""
        return _("A gap") if self is Origin.GAP else _("Own need")


class Per(StrEnum):
    """What one unit of a good is for."""

    RECORD = "record"
    ROOM = "room"
    SITE = "site"
    AGENCY = "agency"
    SHORTFALL = "shortfall"


_KINDS = {
    NeedKind.PROCUREMENT: N_("Procurement"),
    NeedKind.MAINTENANCE: N_("Maintenance"),
    NeedKind.SERVICE: N_("Services"),
}
_STATES = {
    NeedState.PROPOSED: N_("Proposed"),
    NeedState.ACCEPTED: N_("Approved"),
    NeedState.POSTPONED: N_("Postponed"),
    NeedState.DROPPED: N_("Dropped"),
}


@dataclass(frozen=True, slots=True)
class Good:
    """Something that can be bought; `estimate` is a rough price in whole rupiah of the year `estimate_year`."""

    id: str
    texts: Mapping[str, str]
    for_measures: frozenset[str]
    mends: frozenset[str]
    classes: frozenset[str]
    per: Per
    kind: NeedKind
    kode_barang: str
    beyond: frozenset[str]
    estimate: int
    estimate_year: int

    @property
    def title(self) -> str:
        """What it is called in the language in use."""
        return self.texts[f"title_{language()}"]

    @property
    def unit(self) -> str:
        """What is counted, in the language in use."""
        return self.texts.get(f"unit_{language()}", DEFAULT_UNIT)

    @property
    def replaces(self) -> bool:
        """Whether it takes the place of something too old or broken."""
        return "within_useful_life" in self.for_measures

    def serves(self, criterion: Criterion) -> bool:
        """Whether records that fail the criterion ask for it: its remedy names it, or else its measure does."""
        if criterion.remedy_goods:
            return self.id in criterion.remedy_goods
        return criterion.measure_name in self.for_measures and self._fits(criterion)

    def closes(self, criterion: Criterion) -> bool:
        """Whether a record that has it no longer fails the criterion."""
        mended = criterion.measure_name in self.for_measures | self.mends
        return self.serves(criterion) or (mended and self._fits(criterion))

    def _fits(self, criterion: Criterion) -> bool:
        classes = criterion.arguments.get("classes")
        return not self.classes or (isinstance(classes, tuple) and bool(self.classes.intersection(classes)))


def parse_goods(text: str) -> dict[str, Good]:
    """The goods of a TOML text by id, in its order. The file ships with the program, so a fault in it is a bug."""
    data = tomllib.loads(text)
    return {row["id"]: _good(row, data["estimate_year"]) for row in data["good"]}


def _good(row: Mapping[str, Any], estimate_year: int) -> Good:
    return Good(
        id=row["id"],
        texts={key: value for key, value in row.items() if key.startswith(("title_", "unit_"))},
        for_measures=frozenset(row["for"]),
        mends=frozenset(row.get("mends", ())),
        classes=frozenset(row.get("classes", ())),
        per=Per(row.get("per", Per.RECORD)),
        kind=NeedKind(row["kind"]),
        kode_barang=row.get("kode_barang", ""),
        beyond=frozenset(row.get("beyond", ())),
        estimate=row["estimate"],
        estimate_year=estimate_year,
    )
