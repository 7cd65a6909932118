"""Plans that are kept: made, compared, and one of them chosen for the forms. All of it is undone like any change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from json import dumps
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.plain_data import from_text, to_text
from spbe_assets.domain.plan import Plan
from spbe_assets.i18n import N_, _
from spbe_assets.storage.tables import Plan as PlanRow
from spbe_assets.storage.unit_of_work import UnitOfWork

LONGEST_NAME = 120


class ScenarioState(StrEnum):
    """Whether a kept plan is the one that forms are made from."""

    DRAFT = "draft"
    CHOSEN = "chosen"

    @property
    def label(self) -> str:
        """The state in the language in use."""
        return _(_STATES[self])


_STATES = {ScenarioState.DRAFT: N_("Draft"), ScenarioState.CHOSEN: N_("Chosen")}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kept plan as lists show it; `plan` is None where a newer version of the program wrote it."""

    id: Id
    name: str
    state: ScenarioState
    as_of: date | None
    criteria: str
    made_at: datetime | None
    made_by: str
    notes: str
    rev: int
    plan: Plan | None

    @property
    def is_chosen(self) -> bool:
        """Whether forms are made from it."""
        return self.state is ScenarioState.CHOSEN


@dataclass(frozen=True, slots=True)
class Difference:
    """One need in several plans: how many units each of them buys over all years."""

    agency: str
    title: str
    unit: str
    quantities: tuple[int, ...]


def keep(uow: UnitOfWork, plan: Plan, name: str, notes: str = "") -> Id:
    """Keep a plan under a name, as a draft.

    Raises:
        Invalid: the name is empty or too long.
    """
    values = {
        "name": _checked(name),
        "first_year": plan.terms.first_year,
        "years": len(plan.terms.budgets),
        "budgets": dumps({str(year): amount for year, amount in plan.terms.budgets.items()}),
        "rules": to_text(plan.terms),
        "result": to_text(replace(plan, name=name.strip())),
        "state": ScenarioState.DRAFT,
        "as_of": plan.as_of,
        "criteria": plan.criteria_version[:40],
        "made_at": datetime.now(UTC),
        "made_by": uow.user,
        "notes": notes,
    }
    return uow.create(PlanRow, **values)


def rename(uow: UnitOfWork, scenario_id: Id, name: str, notes: str, seen_rev: int | None = None) -> None:
    """Change the name and the notes of a kept plan.

    Raises:
        Invalid: the name is empty or too long.
        StaleEdit: somebody saved it after `seen_rev` was read.
    """
    uow.update(PlanRow, scenario_id, seen_rev=seen_rev, name=_checked(name), notes=notes)


def choose(uow: UnitOfWork, scenario_id: Id) -> None:
    """Make a kept plan the one that forms are made from; the one before is a draft again."""
    chosen = uow.session.scalars(select(PlanRow.id).where(PlanRow.live, PlanRow.state == ScenarioState.CHOSEN)).all()
    edits: dict[Id, dict[str, Any]] = {row_id: {"state": ScenarioState.DRAFT} for row_id in chosen}
    uow.update_many(PlanRow, {**edits, scenario_id: {"state": ScenarioState.CHOSEN}})


def delete(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Delete kept plans."""
    uow.delete_many(PlanRow, ids)


def listed(session: Session) -> list[Scenario]:
    """Every kept plan, the chosen one first, then the newest."""
    found = [_scenario(row) for row in session.execute(_query())]
    newest = sorted(found, key=lambda one: (one.made_at is not None, one.made_at, one.id), reverse=True)
    return sorted(newest, key=lambda one: not one.is_chosen)


def load(session: Session, scenario_id: Id) -> Scenario:
    """One kept plan.

    Raises:
        NotFound: it was deleted.
    """
    row = session.execute(_query().where(PlanRow.id == scenario_id)).one_or_none()
    if row is None:
        raise NotFound(_("The plan was deleted or never existed; choose another one."))
    return _scenario(row)


def chosen(session: Session) -> Scenario | None:
    """The plan that forms are made from; two laptops may have chosen one each, then the later one counts."""
    return next((one for one in listed(session) if one.is_chosen and one.plan is not None), None)


def compared(plans: Sequence[Plan]) -> list[Difference]:
    """Where plans differ: every need of which they don't buy the same, by agency and title."""
    bought: dict[str, list[int]] = {}
    named: dict[str, tuple[str, str, str]] = {}
    for at, plan in enumerate(plans):
        for line in plan.purchases:
            bought.setdefault(line.need, [0] * len(plans))[at] += line.quantity
            named[line.need] = (line.agency, line.title, line.unit)
    found = [Difference(*named[need], tuple(counts)) for need, counts in bought.items() if len(set(counts)) > 1]
    return sorted(found, key=lambda one: (one.agency.casefold(), one.title.casefold()))


def _query() -> Any:
    columns = (PlanRow.id, PlanRow.name, PlanRow.state, PlanRow.as_of, PlanRow.criteria, PlanRow.made_at)
    return select(*columns, PlanRow.made_by, PlanRow.notes, PlanRow.rev, PlanRow.result).where(PlanRow.live)


def _scenario(row: Any) -> Scenario:
    state = ScenarioState.CHOSEN if row.state == ScenarioState.CHOSEN else ScenarioState.DRAFT
    try:
        plan = replace(from_text(Plan, row.result), name=row.name)
    except ValueError:
        plan = None
    return Scenario(
        row.id, row.name, state, row.as_of, row.criteria, row.made_at, row.made_by, row.notes, row.rev, plan
    )


def _checked(name: str) -> str:
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Invalid(_("A plan needs a name of at most {n} characters.").format(n=LONGEST_NAME), "name")
    return name.strip()
