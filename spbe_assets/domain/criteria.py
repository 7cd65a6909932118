"""The criteria of readiness as values. A set is data with a version; `criteria_file` reads it from text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """One thing readiness asks for: `floor` earns nothing, `target` earns everything, `weight` says how much."""

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
    certainty: str
    texts: Mapping[str, str] = field(repr=False)

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
    """A versioned set of criteria with the settings they lean on."""

    version: str
    texts: Mapping[str, str]
    settings: Mapping[str, SettingSpec]
    criteria: tuple[Criterion, ...]

    @property
    def title(self) -> str:
        """What the set is called, in the language in use."""
        return _in_language(self.texts, "title")

    def by_id(self, criterion_id: str) -> Criterion | None:
        """The criterion of that id, if the set has one."""
        return next((criterion for criterion in self.criteria if criterion.id == criterion_id), None)


def _in_language(texts: Mapping[str, str], part: str) -> str:
    return texts.get(f"{part}_{language()}") or texts.get(f"{part}_en") or texts.get(f"{part}_id", "")
