"""What ends soon or has ended, the longest overdue first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import Fact
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports.document import Column, Document, Look, Mark, Table, Tone
from spbe_assets.reports.document_files import subject_of
from spbe_assets.reports.document_files import write as write_document
from spbe_assets.services import expiring
from spbe_assets.services.expiring import Ending, Expiries, Expiry
from spbe_assets.services.report_subject import Subject

SOON_DAYS = 30


def write(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write what ends within the days that are wanted; returns how many ends that are.

    Raises:
        NotFound: there is no such agency or region.
        Refused: it is too long to print, or can't be written there.
    """
    return write_document(session, document(session, wanted), wanted, path, progress)


def document(session: Session, wanted: Wanted) -> Document:
    """The report as a value."""
    subject = subject_of(session, wanted)
    found = expiring.read(session, subject, wanted.due_within_days)
    days = ngettext("the next {n} day", "the next {n} days", found.within_days)
    within = days.format(n=formats.number(found.within_days))
    return Document(
        report="expiring",
        title=_("What expires"),
        heading=subject.name or _("What expires"),
        subtitle=_("Ended, or ending within {days}; state of {date}.").format(
            days=within, date=formats.date_text(subject.as_of)
        ),
        subject=subject,
        count=len(found.rows),
        figures=_figures(found, within),
        parts=(_by_kind(found), _table(found, subject)),
    )


def _figures(found: Expiries, within: str) -> tuple[tuple[str, str, str], ...]:
    soon = sum(0 <= row.days <= SOON_DAYS for row in found.rows)
    monthly = sum(row.rupiah or 0 for row in found.rows if row.ending is Ending.LINK)
    return (
        (formats.number(found.overdue), _("ended already"), ""),
        (formats.number(soon), _("end within 30 days"), ""),
        (formats.number(len(found.rows) - found.overdue), _("end soon"), within),
        (formats.rupiah_short(monthly), _("a month for these links"), ""),
    )


def _by_kind(found: Expiries) -> Table:
    columns = (
        Column("ending", _("What ends"), Fact.KIND, 40),
        Column("ended", _("Ended"), Fact.COUNT, 15, Look.WHOLE),
        Column("soon", _("Ends soon"), Fact.COUNT, 15, Look.WHOLE),
        Column("all", _("All"), Fact.COUNT, 15, Look.WHOLE),
    )
    rows = []
    for ending in Ending:
        own = [row for row in found.rows if row.ending is ending]
        ended = sum(row.days < 0 for row in own)
        if own:
            rows.append([ending.label, ended, len(own) - ended, len(own)])
    return Table("kinds", _("By kind"), columns, rows, note=_long_past(found.long_past))


def _long_past(count: int) -> str:
    if not count:
        return ""
    told = ngettext(
        "{n} warranty that ended more than a year ago is not listed.",
        "{n} warranties that ended more than a year ago are not listed.",
        count,
    )
    return told.format(n=formats.number(count))


def _table(found: Expiries, subject: Subject) -> Table:
    columns = (
        Column("state", _("State"), Fact.KIND, 17, Look.MARK),
        Column("ends_on", _("Ends on"), Fact.DATE, 13, Look.DATE),
        Column("ending", _("What ends"), Fact.KIND, 15),
        Column("agency", _("Agency"), Fact.AGENCY, 16),
        Column("tag", _("Tag"), Fact.TAG, 13),
        Column("name", _("Name"), Fact.TEXT, 22),
        Column("kind", _("Kind"), Fact.KIND, 13),
        Column("provider", _("Provider"), Fact.PROVIDER, 12),
        Column("detail", _("Details"), Fact.TECHNICAL, 14),
        Column("number", _("Contract number"), Fact.CONTRACT, 14),
        Column("rupiah", _("Cost"), Fact.MONEY, 12, Look.RUPIAH, "Rp"),
    )
    note = _(
        "Full square: ended. Triangle: ends within 30 days. Ring: later. Cost: a month for links, a year for clouds."
    )
    return Table("ends", _("One by one"), columns, [_row(row, subject) for row in found.rows], note=note)


def _row(row: Expiry, subject: Subject) -> list[Any]:
    return [
        state(row.days), row.ends_on, row.ending.label, subject.label(row.unit), row.tag, row.name, row.kind,
        row.provider, row.detail, row.number, row.rupiah,
    ]  # fmt: skip


def state(days: int) -> Mark:
    """How long ago, or how soon."""
    if days < 0:
        told = ngettext("{n} day ago", "{n} days ago", -days)
        return Mark(told.format(n=formats.number(-days)), Tone.BAD)
    if days == 0:
        return Mark(_("today"), Tone.WARN)
    told = ngettext("in {n} day", "in {n} days", days)
    return Mark(told.format(n=formats.number(days)), Tone.WARN if days <= SOON_DAYS else Tone.GOOD)
