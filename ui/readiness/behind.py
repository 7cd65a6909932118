"""What stands behind a criterion: the records of an agency, or the agencies of a region and the province."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import AgencyResult, CriterionResult, NamedRecord, Readiness, State
from spbe_assets.i18n import N_, _
from spbe_assets.reports import wording
from ui.readiness import words
from ui.readiness.line import Line, Link

MOST = 50_000
KINDS = {
    "agency": N_("Agency"),
    "facility": N_("Facility"),
    "room": N_("Room"),
    "software": N_("Software"),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a criterion of an agency: a list of the inventory to go to, or lines to show here."""

    wanted: AssetFilter | LinkFilter | None
    lines: tuple[Line, ...] = ()


def records(session: Any, assessment: Readiness, agency_id: Id, criterion_id: str, state: State) -> Behind:
    """The records of an agency in one state."""
    from spbe_assets.services import readiness

    found = readiness.lost_records(session, assessment, agency_id, criterion_id, state, MOST)
    tables = {record.table for record in found}
    ids = frozenset(record.id for record in found)
    if tables == {"asset"}:
        return Behind(AssetFilter(ids=ids))
    if tables == {"link"}:
        return Behind(LinkFilter(ids=ids))
    return Behind(None, tuple(_record_line(record) for record in found))


def agency_lines(agencies: Sequence[AgencyResult], criterion_id: str, state: State) -> list[Line]:
    """The agencies that have records in a state, the weakest first; each line opens its agency."""
    found = [
        (part, agency)
        for agency in agencies
        if (part := agency.result.criterion(criterion_id)) and (part.lost if state is State.LOST else part.unknown)
    ]
    found.sort(key=lambda pair: (_weakest(pair[0]), pair[1].short_name.casefold()))
    return [_agency_line(part, agency) for part, agency in found]


def criterion_note(part: CriterionResult, settings: Mapping[str, float]) -> str:
    """Below a criterion's title on the second page."""
    score = words.score_tip(part.score)
    return " · ".join(text for text in (words.measured(part, settings), _("score {score}").format(score=score)) if text)


def _weakest(part: CriterionResult) -> float:
    return 101.0 if part.score.value is None else part.score.value


def _agency_line(part: CriterionResult, agency: AgencyResult) -> Line:
    return Line(
        title=agency.name,
        figure=words.figure(part.score.value),
        tone=words.tone(part.score.value),
        links=(Link(State.LOST, wording.shortfall_text(part)),),
        tip=f"{agency.name}\n{words.score_tip(part.score)}",
        key=agency.id,
    )


def _record_line(record: NamedRecord) -> Line:
    if record.table == "agency":
        return Line(record.name, _("The agency itself is judged; correct its own facts."), key=record.id)
    kind = _(KINDS[record.table]) if record.table in KINDS else record.table
    where = record.agency if record.agency != record.name else ""
    return Line(record.name or _("Unnamed"), " · ".join(text for text in (kind, where) if text), key=record.id)
