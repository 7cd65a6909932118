"""Indicators of the government's evaluations as values: what their levels ask for, and what was counted for them.

A register is evidence towards a level and never proof that it is reached: that is for the assessor to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from spbe_assets.domain.criteria import Framework
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _

LEVEL_NAMES: Mapping[Framework, tuple[str, ...]] = {
    Framework.SPBE_59_2020: ("Rintisan", "Terkelola", "Terdefinisi", "Terpadu dan Terukur", "Optimum"),
    Framework.PEMDI_2026: ("Merintis", "Membangun", "Berkembang", "Melembaga", "Unggul"),
}
_CERTAINTIES = {
    "S": N_("The level texts are condensed from a source, not quoted from the regulation."),
    "S1": N_("The level texts come from a single source and are uncertain."),
    "": N_("The level texts of this indicator were not available, so no level is named."),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many are so, how many are not, and of how many it is not known."""

    good: int = 0
    bad: int = 0
    unknown: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.good + other.good, self.bad + other.bad, self.unknown + other.unknown)

    @property
    def of(self) -> int:
        """All that were looked at."""
        return self.good + self.bad + self.unknown

    @property
    def share(self) -> float | None:
        """The good ones among all, 0..1; None where there are none."""
        return self.good / self.of if self.of else None

    @property
    def is_full(self) -> bool:
        """Whether there are some and all of them are good."""
        return self.good > 0 and self.good == self.of


@dataclass(frozen=True, slots=True)
class Fact:
    """One counted fact: a share (`count`, also by agency), a plain `number`, or a `day`.

    `title` and `how` (what was counted, and how) are in the language in use.
    """

    id: str
    title: str
    how: str
    count: Count | None = None
    number: int | None = None
    day: date | None = None
    by_agency: Mapping[Id, Count] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; `levels` are the texts of its levels from 1 on, none where they were not available."""

    framework: Framework
    number: int
    name: str
    weight: str
    certainty: str
    levels: tuple[str, ...]
    cannot: tuple[str, ...]
    facts: tuple[str, ...]
    rule: str = ""

    @property
    def caution(self) -> str:
        """How sure the level texts are."""
        return _(_CERTAINTIES[self.certainty])

    @property
    def highest(self) -> int:
        """Towards which level a register can be evidence at most; 0 for none."""
        return RULES[self.rule][0] if self.rule else 0

    def towards(self, facts: Mapping[str, Fact]) -> int:
        """Towards which level the counted facts are evidence; 0 for none."""
        return RULES[self.rule][1](facts) if self.rule else 0


Rule = Callable[[Mapping[str, Fact]], int]


def _count(facts: Mapping[str, Fact], name: str) -> Count:
    return facts[name].count or Count()


def _number(facts: Mapping[str, Fact], name: str) -> int:
    return facts[name].number or 0


def _all_of(count: Count) -> int:
    """Level 3 where all agencies have it, 2 where some have, 1 otherwise: what can be counted of their texts."""
    return 3 if count.is_full else 2 if count.good else 1


def _assets(facts: Mapping[str, Fact]) -> int:
    phases = [_count(facts, name) for name in ("phase-procure", "phase-use", "phase-dispose")]
    is_planned = _number(facts, "needs") > 0
    if is_planned and all(phase.good for phase in phases):
        return 3
    return 2 if is_planned else 1


RULES: Mapping[str, tuple[int, Rule]] = {
    "data-centre": (3, lambda facts: _all_of(_count(facts, "agencies-servers-dc"))),
    "intranet": (3, lambda facts: _all_of(_count(facts, "agencies-intra"))),
    "assets": (3, _assets),
    "audit": (0, lambda _facts: 0),
    "cloud": (2, lambda facts: 2 if _number(facts, "cloud") else 0),
}
"""Name -> the highest level that counted facts can be evidence for, and how far they are."""
