"""The word of an agency that its register of a kind of record is complete: from then on, none recorded means none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Criteria
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.domain.vocabulary import AssetClass, title
from spbe_assets.i18n import N_, _
from spbe_assets.storage.tables import InventoryStatement
from spbe_assets.storage.unit_of_work import UnitOfWork

OTHERS = {"link": N_("Links"), "facility": N_("Facilities"), "software": N_("Software")}
SUBJECTS = (*(str(one) for one in AssetClass), *OTHERS)
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Statement:
    """Since when a register counts as complete, and who says so."""

    subject: str
    complete_on: date
    stated_by: str


def subject_title(subject: str) -> str:
    """What an inventory statement is about, in the language in use."""
    return _(OTHERS[subject]) if subject in OTHERS else title(AssetClass(subject))


def asked_of(criteria: Criteria) -> tuple[str, ...]:
    """The subjects that make a difference to these criteria, in the usual order."""
    wanted = {one.measure.subject for one in criteria.criteria}
    for criterion in criteria.criteria:
        classes = criterion.arguments.get("classes")
        wanted |= set(classes) if isinstance(classes, tuple) else set()
    return tuple(subject for subject in SUBJECTS if subject in wanted)


def of_agency(session: Session, agency_id: Id) -> Mapping[str, Statement]:
    """What an agency stated, by subject; the earliest day of each counts."""
    query = select(InventoryStatement.subject, InventoryStatement.complete_on, InventoryStatement.stated_by).where(
        InventoryStatement.live, InventoryStatement.agency_id == agency_id, InventoryStatement.complete_on.is_not(None)
    )
    rows = session.execute(query.order_by(InventoryStatement.complete_on.desc())).all()
    return {subject: Statement(subject, on, by) for subject, on, by in rows if on is not None}


def state(uow: UnitOfWork, agency_id: Id, subjects: Collection[str], on: date, today: date, stated_by: str) -> None:
    """Keep that an agency's registers of exactly these subjects are complete as of a day.

    What was stated before and still is stays as it was said; what is no longer among them is taken back.

    Raises:
        Invalid: the day is still to come, the name is too long, or a subject is unknown.
    """
    if on > today:
        raise Invalid(_("A register can't be complete on a day that is still to come; choose an earlier one."), "on")
    if len(stated_by) > LONGEST_NAME:
        raise Invalid(_("This text is too long; at most {n} characters fit.").format(n=LONGEST_NAME), "stated_by")
    if unknown := set(subjects) - set(SUBJECTS):
        raise Invalid(_("“{value}” is no kind of record.").format(value=sorted(unknown)[0]), "subject")
    held = of_agency(uow.session, agency_id)
    _withdraw(uow, agency_id, held.keys() - set(subjects))
    for subject in sorted(set(subjects) - held.keys()):
        values = {"agency_id": agency_id, "subject": subject, "complete_on": on, "stated_by": stated_by}
        row_id = derived_id("statement", agency_id.hex(), subject)
        if uow.session.scalar(select(InventoryStatement.id).where(InventoryStatement.id == row_id)):
            uow.update_many(InventoryStatement, {row_id: {"deleted": False, **values}})
        else:
            uow.create(InventoryStatement, id=row_id, **values)


def _withdraw(uow: UnitOfWork, agency_id: Id, subjects: Collection[str]) -> None:
    query = select(InventoryStatement.id, InventoryStatement.subject).where(
        InventoryStatement.live, InventoryStatement.agency_id == agency_id
    )
    rows = uow.session.execute(query).all()
    uow.delete_many(InventoryStatement, [row_id for row_id, subject in rows if subject in subjects])
