"""Writes a document in the form that the name of the file asks for; all forms show the same value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from spbe_assets.reports.document import Column, Document, Look, Mark, Readable, Table, plain, readable
from spbe_assets.reports.workbook import SHARE, Workbook
from spbe_assets.services import report_subject
from spbe_assets.services.report_subject import Subject
from spbe_assets.storage.whole_file import whole_file

FORMS = (".pdf", ".xlsx", ".json")
DAY, MONEY = "yyyy-mm-dd", "#,##0"
POINTS = {Look.SCORE: "0.0", Look.POINTS: "+0.0;-0.0;0.0", Look.GAIN: "0.000"}
EXCEL_EPOCH = date(1899, 12, 30)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+ ?")
CHARACTERS = 200.0
"""What the columns of a sheet are wide together."""


def subject_of(session: Session, wanted: Wanted) -> Subject:
    """What a wanted report is about.

    Raises:
        NotFound: there is no such agency or region.
    """
    return report_subject.read(session, wanted.as_of or formats.today(), wanted.agency_id, wanted.region_id)


def write(session: Session, document: Document, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the document for the readers that are wanted; returns how many records it tells of.

    Raises:
        Refused: the name has another ending, it is too long to print, or it can't be written there.
        Cancelled: the user asked to stop.
    """
    shown, form = readable(document, wanted.redaction), path.suffix.lower()
    if form == ".pdf":
        from spbe_assets.reports import document_pdf
        from spbe_assets.services import attachments

        document_pdf.write(path, shown, lambda sha256: attachments.content(session, sha256), progress)
    elif form in FORMS:
        writers: dict[str, Callable[[Path, Readable], None]] = {".xlsx": write_workbook, ".json": _json}
        writers[form](path, shown)
    else:
        raise Refused(_("{file}: the name must end in .pdf, .xlsx or .json.").format(file=path.name))
    return shown.document.count


def write_workbook(path: Path, shown: Readable) -> None:
    """Write the tables of a document as a workbook, a sheet each, with all their columns.

    Raises:
        StorageError: it can't be written there.
    """
    document = shown.document
    tables = [part for part in document.parts if isinstance(part, Table)]
    with whole_file(path) as part, Workbook(part) as book:
        book.sheet(_("Summary"), document.heading, ["", ""], _summary(shown), [44, 60])
        for table, name in zip(tables, _sheet_names(tables), strict=True):
            titles = [_title(column) for column in table.columns]
            total = sum(column.share for column in table.columns)
            widths = [max(9.0, column.share / total * CHARACTERS) for column in table.columns]
            note = " · ".join(filter(None, (document.heading, shown.basis, table.note)))
            book.sheet(name, note, titles, _rows(table), widths)


def _summary(shown: Readable) -> Iterator[list[Any]]:
    document = shown.document
    yield [_("Report"), document.title]
    yield [_("Basis"), shown.basis]
    yield [_("Log"), wording.heads_line(document.subject.heads)]
    for figure, title, remark in document.figures:
        yield [title, f"{figure} · {remark}" if remark else figure]


def _rows(table: Table) -> Iterator[list[Any]]:
    for row in table.rows:
        yield [_cell(value, column) for value, column in zip(row, table.columns, strict=True)]


def _cell(value: Any, column: Column) -> Any:
    if value is None:
        return None
    if column.look is Look.SHARE:
        return (float(value), SHARE)
    if column.look in POINTS:
        return (float(value), POINTS[column.look])
    if column.look is Look.RUPIAH:
        return (value, MONEY)
    if column.look is Look.DATE:
        return ((value - EXCEL_EPOCH).days, DAY)
    if isinstance(value, Mark):
        return value.word
    return float(value) if isinstance(value, Decimal) else value


def _title(column: Column) -> str:
    return f"{column.title} ({column.unit})" if column.unit else column.title


def _sheet_names(tables: list[Table]) -> list[str]:
    """Titles as sheet names: at most 31 letters, none twice."""
    names: list[str] = []
    for number, table in enumerate(tables, 2):
        name = _NOT_IN_NAMES.sub(" ", table.title)[:31].strip(" '") or str(number)
        taken = {one.casefold() for one in (_("Summary"), *names)}
        names.append(name if name.casefold() not in taken else f"{name[:27]} {number}")
    return names


def _json(path: Path, shown: Readable) -> None:
    document = shown.document
    subject = document.subject
    data = {
        "report": document.report,
        "title": document.title,
        "as_of": subject.as_of.isoformat(),
        "scope": subject.name,
        "redaction": str(shown.redaction),
        "rows": document.count,
        "heads": [
            {"installation": one.installation, "changes": one.changes, "head": one.head} for one in subject.heads
        ],
        "figures": [{"title": title, "figure": figure, "remark": note} for figure, title, note in document.figures],
        "tables": {
            part.key: [
                {column.key: plain(value) for column, value in zip(part.columns, row, strict=True)} for row in part.rows
            ]
            for part in document.parts
            if isinstance(part, Table)
        },
        "notes": {part.key: part.note for part in document.parts if isinstance(part, Table) and part.note},
    }
    with whole_file(path) as part_file:
        part_file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
