"""The link register: contracted against measured, so that it reads in black and white too."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain import vocabulary
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import Fact
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.reports.document import Column, Document, Look, Mark, Table, Tone, decimal_text
from spbe_assets.reports.document_files import subject_of
from spbe_assets.reports.document_files import write as write_document
from spbe_assets.services import link_register
from spbe_assets.services.link_register import RegisteredLink, Verdict
from spbe_assets.services.report_subject import Subject

WORDS = {
    Verdict.KEPT: (N_("Meets it"), Tone.GOOD),
    Verdict.NEARLY: (N_("Nearly"), Tone.WARN),
    Verdict.SLOW: (N_("Too slow"), Tone.BAD),
    Verdict.UNMEASURED: (N_("Not measured"), Tone.PLAIN),
    Verdict.NO_RATE: (N_("No contract rate"), Tone.PLAIN),
}


def write(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the register; returns how many links are in it.

    Raises:
        NotFound: there is no such agency or region.
        Refused: it can't be written there.
    """
    return write_document(session, document(session, wanted), wanted, path, progress)


def document(session: Session, wanted: Wanted) -> Document:
    """The register as a value."""
    subject = subject_of(session, wanted)
    links = link_register.read(session, subject)
    told = ngettext(
        "{n} link that has not ended, state of {date}.", "{n} links that have not ended, state of {date}.", len(links)
    )
    return Document(
        report="links",
        title=_("Link register"),
        heading=subject.name or _("Link register"),
        subtitle=told.format(n=formats.number(len(links)), date=formats.date_text(subject.as_of)),
        subject=subject,
        count=len(links),
        figures=_figures(links),
        parts=(_verdicts(links), _table(links, subject)),
    )


def _figures(links: Sequence[RegisteredLink]) -> tuple[tuple[str, str, str], ...]:
    running = [link for link in links if link.is_running]
    mbps = sum((link.down or Decimal(0) for link in running), Decimal(0))
    measured = sum(link.share is not None for link in links)
    slow = sum(link.verdict is Verdict.SLOW for link in links)
    cost = sum(link.monthly_rupiah or 0 for link in running)
    unpriced = sum(link.monthly_rupiah is None for link in running)
    lacking = ngettext("{n} without a cost", "{n} without a cost", unpriced).format(n=formats.number(unpriced))
    return (
        (decimal_text(mbps), _("Mbps contracted, active links"), ""),
        (formats.number(measured), _("measured"), _("of {n}").format(n=formats.number(len(links)))),
        (formats.number(slow), _("too slow"), _("below 70% of the contract")),
        (formats.rupiah_short(cost), _("a month, active links"), lacking if unpriced else ""),
    )


def _verdicts(links: Sequence[RegisteredLink]) -> Table:
    columns = (
        Column("verdict", _("Against the contract"), Fact.KIND, 40, Look.MARK),
        Column("links", _("Links"), Fact.COUNT, 15, Look.WHOLE),
        Column("mbps", _("Contracted"), Fact.CAPACITY, 15, Look.DECIMAL, "Mbps"),
        Column("measured", _("Measured"), Fact.CAPACITY, 15, Look.DECIMAL, "Mbps"),
    )
    rows: list[list[Any]] = []
    for verdict in Verdict:
        own = [link for link in links if link.verdict is verdict]
        if own:
            contracted = sum((link.down or Decimal(0) for link in own), Decimal(0))
            measured = sum((link.measured_down or Decimal(0) for link in own), Decimal(0))
            rows.append([mark(verdict), len(own), contracted, measured])
    note = _("Meets it: at least 90% of the contracted rate in the worse direction. Nearly: at least 70%.")
    return Table("verdicts", _("Contracted and measured"), columns, rows, note=note)


def _table(links: Sequence[RegisteredLink], subject: Subject) -> Table:
    columns = (
        Column("agency", _("Agency"), Fact.AGENCY, 60),
        Column("tag", _("Tag"), Fact.TAG, 66),
        Column("name", _("Name"), Fact.TEXT, 68),
        Column("provider", _("Provider"), Fact.PROVIDER, 50),
        Column("circuit", _("Circuit id"), Fact.ADDRESS, 60, on_paper=False),
        Column("kind", _("Kind"), Fact.KIND, 42),
        Column("role", _("Role"), Fact.KIND, 44),
        Column("medium", _("Medium"), Fact.KIND, 60, on_paper=False),
        Column("status", _("Status"), Fact.KIND, 44, on_paper=False),
        Column("down", _("Download"), Fact.CAPACITY, 52, Look.DECIMAL, "Mbps"),
        Column("up", _("Upload"), Fact.CAPACITY, 48, Look.DECIMAL, "Mbps"),
        Column("measured_on", _("Measured on"), Fact.DATE, 56, Look.DATE),
        Column("measured_down", _("Download, measured"), Fact.CAPACITY, 54, Look.DECIMAL),
        Column("measured_up", _("Upload, measured"), Fact.CAPACITY, 52, Look.DECIMAL),
        Column("share", _("Share"), Fact.COUNT, 34, Look.SHARE),
        Column("verdict", _("Against the contract"), Fact.KIND, 78, Look.MARK),
        Column("rupiah", _("A month"), Fact.MONEY, 62, Look.RUPIAH, "Rp"),
        Column("ends_on", _("Ends on"), Fact.DATE, 64, Look.DATE),
    )
    note = _(
        "Ring: meets the contract. Triangle: nearly. Full square: too slow. Dash: nothing to compare. "
        "Circuit, medium and status stand in the spreadsheet."
    )
    return Table("links", _("Links"), columns, [_row(link, subject) for link in links], note=note)


def mark(verdict: Verdict) -> Mark:
    """The verdict in a word."""
    word, tone = WORDS[verdict]
    return Mark(_(word), tone)


def _row(link: RegisteredLink, subject: Subject) -> list[Any]:
    return [
        subject.label(link.unit), link.tag, link.name, link.provider, link.circuit, vocabulary.title(link.kind),
        vocabulary.title(link.role), vocabulary.title(link.medium), vocabulary.title(link.status), link.down, link.up,
        link.measured_on, link.measured_down, link.measured_up, _rounded(link.share), mark(link.verdict),
        link.monthly_rupiah, link.ends_on,
    ]  # fmt: skip


def _rounded(share: Decimal | None) -> Decimal | None:
    return None if share is None else round(share, 4)
