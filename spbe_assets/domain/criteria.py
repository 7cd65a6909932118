"""The criteria of readiness as values. A set is data with a version; `criteria_file` reads it from text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from spbe_assets.domain.measures import MEASURES, Applies, Measure
from spbe_assets.i18n import N_, _, language


class Aspect(StrEnum):
    """The five sides of readiness, in the order they are shown."""

    COMPUTING = "computing"
    NETWORK = "network"
    WORK_DEVICES = "work-devices"
    SECURITY = "security"
    GOVERNANCE = "governance"

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return _(_LABELS[self])

    @property
    def short_label(self) -> str:
        """A name that fits over a narrow column."""
        return _(_SHORT_LABELS[self])


_LABELS = {
    Aspect.COMPUTING: N_("Computing"),
    Aspect.NETWORK: N_("Network"),
    Aspect.WORK_DEVICES: N_("Work devices"),
    Aspect.SECURITY: N_("Security & continuity"),
    Aspect.GOVERNANCE: N_("Asset governance"),
}
_SHORT_LABELS = {
    Aspect.COMPUTING: N_("Comp."),
    Aspect.NETWORK: N_("Net."),
    Aspect.WORK_DEVICES: N_("Work"),
    Aspect.SECURITY: N_("Secure"),
    Aspect.GOVERNANCE: N_("Govern."),
}


class Framework(StrEnum):
    """The evaluations whose indicators a criterion supports."""

    SPBE_59_2020 = "spbe_59_2020"
    PEMDI_2026 = "pemdi_2026"


FRAMEWORK_TITLES = {Framework.SPBE_59_2020: "59/2020", Framework.PEMDI_2026: "Pemdi"}
FRAMEWORK_NAMES = {
    Framework.SPBE_59_2020: N_("SPBE evaluation, PermenPANRB 59/2020"),
    Framework.PEMDI_2026: N_("Digital government evaluation (Pemdi) 2026"),
}
INDICATORS = {Framework.SPBE_59_2020: 47, Framework.PEMDI_2026: 20}
"""How many indicators each evaluation has; they are numbered from 1."""


class Certainty(StrEnum):
    """What a criterion rests on."""

    SOURCE = "S"
    PRACTICE = "K"
    SETTING = "setting"

    @property
    def label(self) -> str:
        """What it means, in the language in use."""
        return _(_CERTAINTIES[self])


class RemedyKind(StrEnum):
    """How a gap is closed."""

    BUY = "buy"
    REPAIR = "repair"
    CONTRACT = "contract"
    MOVE = "move"
    RECORD = "record"

    @property
    def label(self) -> str:
        """The kind in the language in use."""
        return _(_REMEDIES[self])


_CERTAINTIES = {
    Certainty.SOURCE: N_("A source asks for it"),
    Certainty.PRACTICE: N_("Good practice"),
    Certainty.SETTING: N_("No regulation fixes the number"),
}
_REMEDIES = {
    RemedyKind.BUY: N_("Buy"),
    RemedyKind.REPAIR: N_("Repair"),
    RemedyKind.CONTRACT: N_("Contract or renew"),
    RemedyKind.MOVE: N_("Move or set up"),
    RemedyKind.RECORD: N_("Record or decide"),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a share of a setting that no regulation fixes: 20, or a quarter of `mbps_per_100_staff`."""

    number: float = 0.0
    setting: str = ""
    divisor: float = 1.0

    def under(self, settings: Mapping[str, float]) -> float:
        """The number that holds with these settings."""
        return settings[self.setting] / self.divisor if self.setting else self.number


Argument = Amount | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """A number of the criteria that a province sets for itself."""

    key: str
    default: float
    unit: str
    texts: Mapping[str, str]

    @property
    def title(self) -> str:
        """What the setting is, in the language in use."""
        return _in_language(self.texts, "title")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing readiness asks for: `floor` earns nothing, `target` earns everything, `weight` says how much.

    `source` names the rule or practice it comes from. `remedy_goods` are the goods (ids of `goods.toml`) that close its
    gaps; where it names none, those for its measure do. One that is not `active` stays in the set but doesn't count.
    """

    id: str
    aspect: Aspect
    measure_name: str
    arguments: Mapping[str, Argument]
    floor: Amount
    target: Amount
    unit: str
    weight: float
    applies: Applies
    references: Mapping[Framework, tuple[int, ...]]
    certainty: Certainty
    texts: Mapping[str, str] = field(repr=False)
    source: str = ""
    remedy_kind: RemedyKind | None = None
    remedy_goods: tuple[str, ...] = ()
    active: bool = True

    @property
    def measure(self) -> Measure:
        """How its records become a value."""
        return MEASURES[self.measure_name]

    @property
    def title(self) -> str:
        """What it asks for, in the language in use."""
        return _in_language(self.texts, "title")

    def say(self, part: str, count: int, shown: str) -> str:
        """Its `finding`, `lacking` or `remedy` for so many records, in the language in use; `shown` is the count."""
        forms = _in_language(self.texts, part).split(" | ")
        return forms[0 if count == 1 else -1].replace("{n}", shown)


@dataclass(frozen=True, slots=True)
class Criteria:
    """A versioned set of criteria with the settings they lean on; `frameworks` are those whose indicators are shown."""

    version: str
    texts: Mapping[str, str]
    settings: Mapping[str, SettingSpec]
    criteria: tuple[Criterion, ...]
    frameworks: tuple[Framework, ...] = tuple(Framework)

    @property
    def title(self) -> str:
        """What the set is called, in the language in use."""
        return _in_language(self.texts, "title")

    def by_id(self, criterion_id: str) -> Criterion | None:
        """The criterion of that id, if the set has one."""
        return next((criterion for criterion in self.criteria if criterion.id == criterion_id), None)

    def counted(
        self, frameworks: Collection[Framework] = tuple(Framework), *, only_supporting: bool = False
    ) -> Criteria:
        """What an assessment is made with: the criteria that are active.

        With `only_supporting` also without those that support none of the frameworks, which its version then says.
        """
        chosen = tuple(framework for framework in Framework if framework in frameworks)
        kept = tuple(one for one in self.criteria if one.active)
        version = self.version
        if only_supporting:
            kept = tuple(one for one in kept if any(one.references.get(framework) for framework in chosen))
            version = f"{version} ({', '.join(FRAMEWORK_TITLES[framework] for framework in chosen)})"
        return replace(self, version=version, criteria=kept, frameworks=chosen)


def _in_language(texts: Mapping[str, str], part: str) -> str:
    return texts.get(f"{part}_{language()}") or texts.get(f"{part}_en") or texts.get(f"{part}_id", "")
