"""The numbers that no regulation fixes: what the criteria lean on, and how early the program warns.

A number that the province sets for itself is a province-wide setting; the others hold their defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Criteria, SettingSpec
from spbe_assets.i18n import N_, _
from spbe_assets.services import facts, settings
from spbe_assets.storage.unit_of_work import UnitOfWork

VERIFICATION_DAYS = "verification_days"
WARNING_DAYS = "warning_days"
WARNING_DEFAULT = 90


@dataclass(frozen=True, slots=True)
class Threshold:
    """One such number; `value` is what holds, `default` what held if nobody had set it."""

    key: str
    title: str
    unit: str
    default: float
    value: float

    @property
    def is_changed(self) -> bool:
        """Whether the province set it for itself."""
        return self.value != self.default


@dataclass(frozen=True, slots=True)
class Warnings:
    """From which day on an end counts as soon, and up to which day an inspection counts as old."""

    soon: date
    seen_since: date
    seen_days: int


def listed(session: Session, criteria: Criteria) -> list[Threshold]:
    """Every number that can be set: those of the criteria, then the program's own.

    Raises:
        Invalid: a setting holds something that is not a number above zero.
    """
    values = facts.settings(session, criteria)
    own = Threshold(WARNING_DAYS, _(WARNING_TITLE), _("days"), WARNING_DEFAULT, warning_days(session))
    return [*(_of_criteria(spec, values[key]) for key, spec in criteria.settings.items()), own]


def set_value(uow: UnitOfWork, key: str, value: float | None) -> None:
    """Set a number for the whole province; None goes back to the default."""
    if value is None:
        settings.reset_province(uow, facts.SETTING_PREFIX + key)
    else:
        whole = int(value) if value == int(value) else str(value)
        settings.set_province(uow, facts.SETTING_PREFIX + key, whole)


def warnings(session: Session, criteria: Criteria, today: date) -> Warnings:
    """What counts as soon and as long ago on a day.

    Raises:
        Invalid: a setting holds something that is not a number above zero.
    """
    days = int(facts.settings(session, criteria).get(VERIFICATION_DAYS, 365))
    return Warnings(today + timedelta(days=warning_days(session)), today - timedelta(days=days), days)


def warning_days(session: Session) -> int:
    """How many days before something ends the program warns.

    Raises:
        Invalid: the setting holds something that is not a number above zero.
    """
    return int(facts.number_of(session, WARNING_DAYS, WARNING_DEFAULT))


def _of_criteria(spec: SettingSpec, value: float) -> Threshold:
    return Threshold(spec.key, spec.title, _(spec.unit) if spec.unit else "", spec.default, value)


WARNING_TITLE = N_("Warn before warranties and contracts end")
