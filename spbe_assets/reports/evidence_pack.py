"""The evidence pack: one ZIP with the summary, the facts, the records behind them, the log heads and a manifest.

The same register on the same day gives the same bytes, so that a pack can be proven by making it again.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import textwrap
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from spbe_assets import __version__, formats
from spbe_assets.domain.criteria import FRAMEWORK_NAMES
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.readiness import LogHead
from spbe_assets.domain.redaction import Fact as Kept
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import LANGUAGES, N_, _, ngettext, speaking
from spbe_assets.reports import evidence
from spbe_assets.reports.document import Column, Document, Part, Table, shown_heads
from spbe_assets.reports.document_files import write as write_document
from spbe_assets.services import indicators
from spbe_assets.services.indicators import Evidence
from spbe_assets.storage import history
from spbe_assets.storage.whole_file import whole_file

SUMMARY, FACTS, FACTS_JSON, RECORDS = "ringkasan.pdf", "fakta.xlsx", "fakta.json", "catatan.xlsx"
HEADS, README, MANIFEST = "kepala-log.txt", "README.txt", "manifest.json"
MOST_RECORDS = 5_000
"""Of more records behind one fact only those that fail first are listed: an assessor takes samples."""
WIDTH, WHOLE = 100, 64
"""Characters of a line of the README, and of a whole hash."""
MADE = (1980, 1, 1, 0, 0, 0)
MODE = 0o644 << 16


def write(session: Session, found: Evidence, wanted: Wanted, path: Path, progress: Progress = SILENT) -> None:
    """Write the pack; the file appears only when it is complete.

    Raises:
        Refused: it can't be written there.
        Cancelled: the user asked to stop.
    """
    with tempfile.TemporaryDirectory(prefix="spbe-evidence-") as made:
        folder, summary = Path(made), evidence.document(found)
        for name in (SUMMARY, FACTS, FACTS_JSON):
            write_document(session, summary, wanted, folder / name, progress)
        write_document(session, records(session, found, summary, progress), wanted, folder / RECORDS, progress)
        ends = shown_heads([LogHead(*head) for head in history.heads(session, WHOLE)], wanted.redaction)
        for name, text in ((HEADS, heads(ends)), (README, readme(found))):
            (folder / name).write_text(text, encoding="utf-8", newline="\r\n")
        (folder / MANIFEST).write_text(manifest(folder, found, wanted, ends), encoding="utf-8", newline="\n")
        with whole_file(path) as part, ZipFile(part, "w", ZIP_DEFLATED) as pack:
            for name in (README, SUMMARY, FACTS, FACTS_JSON, RECORDS, HEADS, MANIFEST):
                entry = ZipInfo(name, MADE)
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, MODE
                pack.writestr(entry, (folder / name).read_bytes())


def records(session: Session, found: Evidence, summary: Document, progress: Progress = SILENT) -> Document:
    """The records behind the facts, a table for each fact."""
    parts: list[Part] = []
    done = set[str]()
    for indicator in found.indicators:
        for letter, name in evidence.letters(indicator):
            progress.step(len(done), len(found.facts), _("Reading the rows"))
            if name not in done:
                done.add(name)
                parts += _listed(session, found, name, f"{indicator.number}{letter}")
    return Document(
        report="evidence-records",
        title=_("Records behind the facts"),
        heading=summary.heading,
        subtitle=summary.subtitle,
        subject=found.subject,
        count=sum(len(part.rows) for part in parts if isinstance(part, Table)),
        figures=(),
        parts=tuple(parts),
    )


def _listed(session: Session, found: Evidence, name: str, mark: str) -> list[Part]:
    listed = list(islice(indicators.records(session, found, name), MOST_RECORDS + 1))
    if not listed:
        return []
    fact, subject = found.facts[name], found.subject
    columns = (
        Column("agency", _("Agency"), Kept.AGENCY, 30),
        Column("tag", _("Tag"), Kept.TAG, 12),
        Column("name", _("Name"), Kept.TEXT, 30),
        Column("state", _("State"), Kept.KIND, 10),
        Column("what", _("Details"), Kept.TEXT, 16),
    )
    rows = [
        [subject.label(one.unit), one.tag, one.name, one.state, one.what] for one in listed[:MOST_RECORDS]
    ]  # fmt: skip
    note = ""
    if len(listed) > MOST_RECORDS:
        note = _("Only the first {n} records are listed, those that fail first.").format(n=formats.number(MOST_RECORDS))
    return [Table(name, f"{mark} {fact.title}", columns, rows, note=note)]


def heads(ends: Sequence[LogHead]) -> str:
    """The anchors of the log, an installation a line: its name, its changes, and the hash of the last one."""
    lines = [_("Installation, changes, head of the log (SHA-256)")]
    for head in ends:
        lines.append(f"{' '.join(head.installation.split())}\t{head.changes}\t{head.head}")
    return "\n".join(lines) + "\n"


def readme(found: Evidence) -> str:
    """What the pack is and how to check it, in Indonesian and then in English."""
    parts = []
    for code in LANGUAGES:
        with speaking(code):
            parts.append("\n".join(_told(found)))
    return "\n\n\n".join(parts) + "\n"


def _told(found: Evidence) -> list[str]:
    subject, name = found.subject, _(FRAMEWORK_NAMES[found.framework])
    listed = {one.number: one for one in indicators.indicators(found.framework)}
    lines = [
        _("EVIDENCE FOR INDICATORS"),
        name,
        subject.name or subject.owner or subject.province,
        _("State of {date}").format(date=formats.date_text(subject.as_of)),
        "",
        _("This pack shows what a register of the infrastructure can show, and claims no level:"),
        _("the facts are evidence towards levels; whether these are reached is for the assessor."),
    ]
    for one in found.indicators:
        said = listed[one.number]
        lines += ["", *_wrapped(f"{one.number}. {one.name}", "   ")]
        lines += [*_wrapped(evidence.statement(found, said), "   ", "   "), *_wrapped(said.caution, "   ", "   ")]
        lines += ["   " + _("What the register can't show:")]
        lines += [line for what in said.cannot for line in _wrapped(what, "     ", "   - ")]
    lines += ["", _("Files:"), *(f"  {file:<16} {_(what)}" for file, what in FILES.items()), ""]
    lines.append(_("To check a file: its SHA-256 must be the one in manifest.json."))
    count = sum(head.changes for head in subject.heads)
    anchored = ngettext(
        "The log heads anchor {n} change: a register that was altered later has other ones.",
        "The log heads anchor {n} changes: a register that was altered later has other ones.",
        count,
    )
    return [*lines, anchored.format(n=formats.number(count))]


def _wrapped(text: str, indent: str, first: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent)


def manifest(folder: Path, found: Evidence, wanted: Wanted, ends: Sequence[LogHead]) -> str:
    """The files with their size and SHA-256, and what the pack rests on, as JSON."""
    subject = found.subject
    files: list[dict[str, Any]] = []
    for name in (README, SUMMARY, FACTS, FACTS_JSON, RECORDS, HEADS):
        content = (folder / name).read_bytes()
        files.append({"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    data = {
        "format": 1,
        "program": f"SPBE Assets {__version__}",
        "framework": str(found.framework),
        "indicators": [one.number for one in found.indicators],
        "as_of": subject.as_of.isoformat(),
        "scope": subject.name,
        "redaction": str(wanted.redaction),
        "heads": [{"installation": head.installation, "changes": head.changes, "head": head.head} for head in ends],
        "files": files,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


FILES = {
    SUMMARY: N_("the facts of each indicator, by agency, and what the register can't show"),
    FACTS: N_("the same figures as a spreadsheet"),
    FACTS_JSON: N_("the same figures for programs"),
    RECORDS: N_("the records behind each fact"),
    HEADS: N_("the anchors of the log of changes"),
    MANIFEST: N_("the files with their SHA-256"),
}
