"""What a report is and what somebody wants of it, as values that window, command line and writers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from spbe_assets.domain.ids import Id
from spbe_assets.domain.redaction import INTERNAL, Redaction
from spbe_assets.i18n import N_, _

DUE_DAYS = 90
"""So far ahead the report on what expires looks unless somebody says otherwise."""


class Scope(StrEnum):
    """What a report can be about."""

    PROVINCE = "province"
    REGION = "region"
    AGENCY = "agency"


class Group(StrEnum):
    """Under which heading the window lists a report."""

    READINESS = "readiness"
    PLAN = "plan"
    REGISTER = "register"
    FORMS = "forms"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        """What the group is called, in the language in use."""
        return _(GROUP_TITLES[self])


class Option(StrEnum):
    """What else can be chosen for a report."""

    DAYS = "days"
    """How far ahead it looks."""
    PHOTOS = "photos"
    YEAR = "year"
    AS_OF = "as_of"
    """It can tell the state of a past day."""


GROUP_TITLES = {
    Group.READINESS: N_("Readiness"),
    Group.PLAN: N_("Plan"),
    Group.REGISTER: N_("Infrastructure"),
    Group.FORMS: N_("Official forms"),
    Group.EVIDENCE: N_("Evidence for indicators"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of the catalogue.

    `title` and `answers` are source strings. `scopes` are what it can be about, the usual one first. `writers` names
    for each ending of a file, such as ".pdf", the function that writes it as "module:function"; it is called with
    `(session, wanted, path, progress)` and returns how many records it wrote. `is_public` says that it can be written
    in the public profile.
    """

    id: str
    title: str
    answers: str
    group: Group
    scopes: tuple[Scope, ...]
    writers: Mapping[str, str]
    options: frozenset[Option] = field(default_factory=frozenset)
    is_public: bool = False

    @property
    def endings(self) -> tuple[str, ...]:
        """The forms it can be written in."""
        return tuple(self.writers)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants: which report, of whom, for whom.

    Neither `agency_id` nor `region_id` means the province; `room_id` narrows a form to one room. An empty `language`
    is the one in use, no `as_of` means today, no `year` the current one.
    """

    report: str
    agency_id: Id | None = None
    region_id: Id | None = None
    room_id: Id | None = None
    redaction: Redaction = INTERNAL
    language: str = ""
    with_photos: bool = False
    as_of: date | None = None
    due_within_days: int = DUE_DAYS
    year: int | None = None

    @property
    def scope(self) -> Scope:
        """What it is about."""
        if self.agency_id is not None:
            return Scope.AGENCY
        return Scope.PROVINCE if self.region_id is None else Scope.REGION
