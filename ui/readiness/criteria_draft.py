"""What the editor of criteria works on, and its reading and keeping off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from spbe_assets import formats
from spbe_assets.domain.criteria import Criteria, Criterion
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.services.criteria_effect import Standing
    from spbe_assets.services.criteria_sets import Choice, SetRow


@dataclass(frozen=True, slots=True)
class Draft:
    """A set with everything that is off, the numbers of its settings, and which evaluations count."""

    row: SetRow
    criteria: Criteria
    numbers: Mapping[str, float]
    choice: Choice

    @property
    def counted(self) -> Criteria:
        """What an assessment would be made with."""
        return self.criteria.counted(self.choice.frameworks, only_supporting=self.choice.only_supporting)

    def with_criterion(self, criterion: Criterion) -> Draft:
        """The same with one criterion in place of the one of its id."""
        made = tuple(criterion if one.id == criterion.id else one for one in self.criteria.criteria)
        return replace(self, criteria=replace(self.criteria, criteria=made))


@dataclass(frozen=True, slots=True)
class Loaded:
    """All sets to choose from, the opened one, the version it gets when it is changed, and what is in use now."""

    sets: tuple[SetRow, ...]
    draft: Draft
    next_version: str
    in_use: Criteria | None
    numbers_in_use: Mapping[str, float] = field(default_factory=dict)


ACTIVE = object()
"""Stands for whichever set is in use."""


def blank() -> Loaded:
    """The shipped set, before anything is read."""
    from spbe_assets.services import criteria_sets

    criteria = criteria_sets.shipped()
    row = criteria_sets.SetRow(None, _("Shipped criteria"), criteria.version)
    numbers = {key: setting.default for key, setting in criteria.settings.items()}
    return Loaded((row,), Draft(row, criteria, numbers, criteria_sets.Choice()), criteria.version, None)


def load(session: Any, wanted: Id | object | None) -> Loaded:
    """Open a set; one that can't be read shows the shipped criteria in its place, and its row says why."""
    from spbe_assets.services import criteria_sets, facts

    sets = criteria_sets.listed(session)
    in_use = next((row for row in sets if row.is_active), sets[0])
    row = in_use if wanted is ACTIVE else next((one for one in sets if one.id == wanted), in_use)
    criteria = criteria_sets.shipped() if row.problem else criteria_sets.opened(session, row.id)
    held = None if in_use.problem else criteria_sets.active(session)
    return Loaded(
        tuple(sets),
        Draft(row, criteria, facts.settings(session, criteria), criteria_sets.chosen(session)),
        criteria_sets.next_version(session, criteria.version),
        held,
        facts.settings(session, held) if held else {},
    )


def standing(session: Any, criteria: Criteria, numbers: Mapping[str, float], _progress: Progress) -> Standing:
    """The scores under other criteria, for a process of its own."""
    from spbe_assets.services import criteria_effect

    return criteria_effect.standing(session, criteria, numbers, formats.today())


def keep(uow: Any, draft: Draft, saved: Draft, version: str, name: str) -> Id | None:
    """Keep what was changed; a set that was in use stays in use under its new version. Returns its id."""
    from spbe_assets.services import criteria_sets, thresholds

    set_id = draft.row.id
    if draft.criteria != saved.criteria or draft.row.problem:
        criteria = replace(draft.criteria, version=version)
        set_id = criteria_sets.save(uow, set_id, name, criteria, notes=draft.row.notes, seen_rev=draft.row.rev)
        if draft.row.is_active:
            criteria_sets.activate(uow, set_id)
    for key, value in draft.numbers.items():
        default = draft.criteria.settings[key].default
        if value != saved.numbers.get(key, default):
            thresholds.set_value(uow, key, None if value == default else value)
    if draft.choice != saved.choice:
        criteria_sets.choose(uow, draft.choice)
    return set_id


def problem_of(draft: Draft) -> str:
    """Why the draft can't be kept as it stands; empty where it can."""
    if not draft.choice.frameworks:
        return _("Choose at least one evaluation.")
    try:
        counted = draft.counted.criteria
    except AppError as error:
        return str(error)
    return "" if counted else _("Leave at least one criterion switched on.")
