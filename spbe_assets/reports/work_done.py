"""How much each agency has seen with its own eyes: coverage by agency, the least first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.graphics.shapes import Drawing
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import Fact
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports.charts import share_bars
from spbe_assets.reports.document import Chart, Column, Document, Look, Part, Table
from spbe_assets.reports.document_files import subject_of
from spbe_assets.reports.document_files import write as write_document
from spbe_assets.services import facts, work_done
from spbe_assets.services.thresholds import VERIFICATION_DAYS
from spbe_assets.services.work_done import Coverage, WorkDone

SEEN_DAYS = 365
MOST_BARS = 24


def write(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the report; returns how many agencies it tells of.

    Raises:
        NotFound: there is no such agency or region.
        Refused: it can't be written there.
    """
    return write_document(session, document(session, wanted), wanted, path, progress)


def document(session: Session, wanted: Wanted) -> Document:
    """The report as a value."""
    subject = subject_of(session, wanted)
    found = work_done.read(session, subject, int(facts.number_of(session, VERIFICATION_DAYS, SEEN_DAYS)))
    rows = sorted((row for row in found.rows if row.items or row.rooms), key=_least_first)
    title, since = _("Stock-taking done"), formats.date_text(found.since)
    parts: list[Part] = [_table(rows)]
    bars = [(row.agency, row.share or 0.0, 0.0) for row in rows if row.items]
    if bars:
        parts.insert(0, _chart(bars[:MOST_BARS]))
    return Document(
        report="work",
        title=title,
        heading=subject.name or title,
        subtitle=_("Seen since {since}, state of {date}.").format(since=since, date=formats.date_text(subject.as_of)),
        subject=subject,
        count=len(rows),
        figures=_figures(found),
        parts=tuple(parts),
        is_wide=False,
    )


def _least_first(row: Coverage) -> tuple[float, str]:
    return (1.0 if row.share is None else row.share, row.agency.casefold())


def _figures(found: WorkDone) -> tuple[tuple[str, str, str], ...]:
    items, seen = sum(row.items for row in found.rows), sum(row.seen for row in found.rows)
    rooms, swept = sum(row.rooms for row in found.rows), sum(row.rooms_swept for row in found.rows)
    idle = sum(1 for row in found.rows if row.items and not row.seen)
    told = ngettext("{n} asset", "{n} assets", seen).format(n=formats.number(seen))
    return (
        (formats.percent(seen / items) if items else "?", _("of the assets seen"), told),
        (formats.number(sum(row.never for row in found.rows)), _("assets never seen"), ""),
        (formats.number(swept), _("rooms swept"), _("of {n}").format(n=formats.number(rooms))),
        (formats.number(idle), _("agencies that saw nothing"), ""),
    )


def _chart(bars: list[tuple[str, float, float]]) -> Chart:
    def draw(width: float) -> Drawing:
        return share_bars(bars, width)

    note = _("Share of the assets that were seen; the agencies with the smallest share.")
    return Chart(_("Least seen"), draw, note)


def _table(rows: list[Coverage]) -> Table:
    columns = (
        Column("agency", _("Agency"), Fact.AGENCY, 34),
        Column("items", _("Assets"), Fact.COUNT, 10, Look.WHOLE),
        Column("seen", _("Seen"), Fact.COUNT, 10, Look.WHOLE),
        Column("share", _("Share"), Fact.COUNT, 8, Look.SHARE),
        Column("never", _("Never seen"), Fact.COUNT, 10, Look.WHOLE),
        Column("last_seen", _("Last seen"), Fact.DATE, 14, Look.DATE),
        Column("rooms", _("Rooms"), Fact.COUNT, 8, Look.WHOLE),
        Column("rooms_swept", _("Swept"), Fact.COUNT, 8, Look.WHOLE),
    )
    return Table("agencies", _("By agency"), columns, [_row(row) for row in rows])


def _row(row: Coverage) -> list[Any]:
    share = None if row.share is None else round(row.share, 4)
    return [row.agency, row.items, row.seen, share, row.never, row.last_seen, row.rooms, row.rooms_swept]
