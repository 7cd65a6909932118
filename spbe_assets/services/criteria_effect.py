"""What other criteria would change: the scores of province and agencies under them, to be held against others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Aspect, Criteria
from spbe_assets.domain.ids import Id
from spbe_assets.services import readiness


@dataclass(frozen=True, slots=True)
class Standing:
    """The scores under one set of criteria; None where nothing is known."""

    province: float | None
    aspects: Mapping[Aspect, float | None]
    agencies: Mapping[Id, tuple[str, float | None]]


@dataclass(frozen=True, slots=True)
class Shift:
    """A score before and after."""

    name: str
    before: float | None
    after: float | None

    @property
    def size(self) -> float | None:
        """By how many points it changes; None where one of the two is unknown."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_change(self) -> bool:
        """Whether before and after differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Effect:
    """How scores shift; `agencies` are those that change, the largest change first."""

    province: Shift
    aspects: Mapping[Aspect, Shift]
    agencies: tuple[Shift, ...]


def standing(session: Session, criteria: Criteria, numbers: Mapping[str, float], as_of: date) -> Standing:
    """The scores under these criteria, with these numbers for their settings."""
    found = readiness.judged(readiness.read_basis(session, criteria, as_of, numbers=numbers))
    return Standing(
        found.province.score.value,
        {aspect: score.value for aspect, score in found.province.aspects.items()},
        {agency.id: (agency.short_name, agency.result.score.value) for agency in found.agencies},
    )


def compared(before: Standing, after: Standing, province: str) -> Effect:
    """What changes from one set to another; `province` is what the province is called."""
    shifts = [
        Shift(name, before.agencies.get(agency_id, ("", None))[1], score)
        for agency_id, (name, score) in after.agencies.items()
    ]
    changed = [shift for shift in shifts if shift.is_change]
    changed.sort(key=lambda shift: (-_weight(shift), shift.name.casefold()))
    return Effect(
        Shift(province, before.province, after.province),
        {aspect: Shift(aspect.label, before.aspects.get(aspect), after.aspects.get(aspect)) for aspect in Aspect},
        tuple(changed),
    )


def _weight(shift: Shift) -> float:
    """One that becomes known or unknown counts for its whole score."""
    return abs(shift.size if shift.size is not None else (shift.after or shift.before or 0.0))
