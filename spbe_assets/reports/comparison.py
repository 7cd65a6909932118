"""The comparison of two assessments as a report: PDF, XLSX and JSON write one value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.comparison import AgencyChange, AgencySide, Comparison, CriterionChange, CriterionSide, Turn
from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import Fact
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports import comparison_json, document_files, wording
from spbe_assets.reports.comparison_words import (
    TITLES,
    basis_notes,
    change_text,
    criterion_title,
    points_text,
    side_text,
    title,
)
from spbe_assets.reports.document import Column, Document, Look, Table
from spbe_assets.services import report_subject

MOST_ON_PAPER, MOST_RECORDS_ON_PAPER, MOST_RECORDS = 120, 120, 100_000
NAME = "comparison"


def check(path: Path) -> None:
    """Refuse a name that says no form.

    Raises:
        Refused: it ends in none of .pdf, .xlsx, .json.
    """
    if path.suffix.lower() not in document_files.FORMS:
        raise Refused(_("{file}: the name must end in .pdf, .xlsx or .json.").format(file=path.name))


def write(session: Session, comparison: Comparison, path: Path, progress: Progress = SILENT) -> int:
    """Write a comparison; returns how many agencies it tells of.

    Raises:
        Refused: the name ends otherwise, or it can't be written there.
    """
    check(path)
    form = path.suffix.lower()
    if form == ".json":
        return comparison_json.write(comparison, path)
    made = document(session, comparison, on_paper=form == ".pdf")
    return document_files.write(session, made, Wanted(NAME), path, progress)


def document(session: Session, comparison: Comparison, *, on_paper: bool = False) -> Document:
    """The report as a value; on paper it holds only what weighs most, and says so."""
    before, after = comparison.before, comparison.after
    subject = report_subject.read(session, after.as_of)
    changed = list(_changed(comparison))
    records = list(_records(comparison, changed))
    tables = [_agencies(comparison), _criteria(comparison, changed, on_paper), _record_table(records, on_paper)]
    return Document(
        report=NAME,
        title=_("Readiness compared"),
        heading=_("Readiness compared"),
        subtitle=title(comparison),
        subject=replace(subject, heads=after.heads),
        count=len(comparison.agencies),
        figures=_figures(comparison),
        parts=tuple(table for table in tables if table.rows),
        filter=_("compared with {day}").format(day=side_text(before)),
    )


def _figures(comparison: Comparison) -> tuple[tuple[str, str, str], ...]:
    before, after = comparison.before, comparison.after
    risen = sum((one.points or 0.0) > 0 for one in comparison.agencies)
    fallen = sum((one.points or 0.0) < 0 for one in comparison.agencies)
    counts = {turn: formats.number(comparison.count(turn)) for turn in Turn}
    return (
        (
            points_text(comparison.points),
            _("points of the province"),
            f"{wording.score_text(before.score.value)} → {wording.score_text(after.score.value)}",
        ),
        (formats.number(risen), _("agencies rose"), _("{n} fell").format(n=formats.number(fallen))),
        (counts[Turn.BETTER], _("records mended"), _("{n} gone").format(n=counts[Turn.GONE])),
        (counts[Turn.WORSE], _("records got worse"), _("{n} new ones cost points").format(n=counts[Turn.NEW])),
    )


def _agencies(comparison: Comparison) -> Table:
    columns = [
        Column("agency", _("Agency"), Fact.AGENCY, 26),
        Column("before", _("Before"), Fact.SCORE, 8, Look.SCORE),
        Column("after", _("After"), Fact.SCORE, 8, Look.SCORE),
        Column("points", _("Difference"), Fact.SCORE, 8, Look.POINTS),
        *(Column(str(aspect), aspect.short_label, Fact.SCORE, 8, Look.POINTS) for aspect in Aspect),
        *(Column(str(turn), _(TITLES[turn]), Fact.COUNT, 7, Look.WHOLE) for turn in TITLES),
    ]
    heads = wording.heads_line(comparison.before.heads)
    note = " ".join([*basis_notes(comparison), _("Then: {heads}.").format(heads=heads)])
    return Table("agencies", _("Agencies"), tuple(columns), [_agency(one) for one in comparison.agencies], note)


def _agency(change: AgencyChange) -> list[Any]:
    return [
        change.side.name,
        _score(change.before),
        _score(change.after),
        _tenths(change.points),
        *(_tenths(change.aspect(aspect)) for aspect in Aspect),
        *(change.count(turn) for turn in TITLES),
    ]


def _changed(comparison: Comparison) -> Iterator[tuple[AgencyChange, CriterionChange]]:
    for agency in comparison.agencies:
        for part in agency.criteria:
            yield agency, part


def _criteria(comparison: Comparison, changed: list[tuple[AgencyChange, CriterionChange]], on_paper: bool) -> Table:
    shown, note = changed, ""
    if on_paper and len(changed) > MOST_ON_PAPER:
        shown = sorted(changed, key=lambda pair: -abs(pair[1].points or 0.0))[:MOST_ON_PAPER]
        told = _("The {n} largest changes; the spreadsheet of this report has all {all}.")
        note = told.format(n=formats.number(MOST_ON_PAPER), all=formats.number(len(changed)))
    columns = (
        Column("agency", _("Agency"), Fact.AGENCY, 16),
        Column("criterion", _("Criterion"), Fact.KIND, 26),
        Column("before", _("Before"), Fact.SCORE, 7, Look.SCORE),
        Column("after", _("After"), Fact.SCORE, 7, Look.SCORE),
        Column("points", _("Difference"), Fact.SCORE, 7, Look.POINTS),
        Column("changes", _("What changed"), Fact.COUNT, 40),
    )
    rows = [
        [
            agency.side.short_name,
            criterion_title(comparison, part),
            _score(part.before),
            _score(part.after),
            _tenths(part.points),
            change_text(comparison, part),
        ]
        for agency, part in shown
    ]
    return Table("criteria", _("Criteria"), columns, rows, note)


def _records(comparison: Comparison, changed: list[tuple[AgencyChange, CriterionChange]]) -> Iterator[list[Any]]:
    for agency, part in changed:
        for one in part.records or ():
            named = comparison.names.get(one.record)
            ref, name = (named.ref, named.name) if named else ("", "")
            yield [agency.side.short_name, criterion_title(comparison, part), _(TITLES[one.turn]), ref, name]


def _record_table(records: list[list[Any]], on_paper: bool) -> Table:
    most = MOST_RECORDS_ON_PAPER if on_paper else MOST_RECORDS
    note = ""
    if len(records) > most:
        told = ngettext(
            "The first {n} record; in all there are {all}.", "The first {n} records; in all there are {all}.", most
        )
        note = told.format(n=formats.number(most), all=formats.number(len(records)))
    columns = (
        Column("agency", _("Agency"), Fact.AGENCY, 16),
        Column("criterion", _("Criterion"), Fact.KIND, 34),
        Column("turn", _("What changed"), Fact.KIND, 10),
        Column("ref", _("Tag"), Fact.TAG, 16),
        Column("name", _("Name"), Fact.TEXT, 28),
    )
    return Table("records", _("Records"), columns, records[:most], note)


def _score(side: AgencySide | CriterionSide | None) -> Decimal | None:
    return None if side is None else _tenths(side.score.value)


def _tenths(points: float | None) -> Decimal | None:
    return None if points is None else Decimal(str(points))
