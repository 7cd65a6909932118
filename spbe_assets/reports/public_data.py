"""The public data of a province, ready for its portal: CSV tables, their description, and one page to read them.

`datapackage.json` is a Frictionless Tabular Data Package. Only columns whose kind of fact the public profile names are
written; a column that somebody adds to the data stays out until `resources/public/package.toml` says what it is.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.parsing import text
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import PUBLIC, Fact
from spbe_assets.domain.reports import Wanted
from spbe_assets.domain.safe_text import escaped
from spbe_assets.i18n import _
from spbe_assets.reports import public_page
from spbe_assets.services import public_data
from spbe_assets.services.public_data import PublicData, Row, spec
from spbe_assets.storage.whole_file import cannot_write, whole_file

DESCRIPTION, PAGE = "datapackage.json", "index.html"
MADE = (1980, 1, 1, 0, 0, 0)
MODE = 0o644 << 16
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it is published: its texts in both languages, its fields, its rows."""

    name: str
    said: dict[str, Any]
    fields: tuple[dict[str, Any], ...]
    rows: tuple[Row, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


def write(session: Session, out: Path, progress: Progress = SILENT) -> int:
    """Write the public data to a folder, which is made, or to a ZIP; returns how many rows it has.

    Raises:
        Refused: it can't be written there.
        Invalid: the criteria that hold can't be used.
        Cancelled: the user asked to stop; nothing was written.
    """
    progress.step(0, 2, _("Report"))
    found = public_data.read(session, formats.today())
    progress.step(1, 2, _("Writing"))
    files = contents(found)
    if out.suffix.lower() == ".zip":
        _to_zip(out, files)
    else:
        _to_folder(out, files)
    return found.rows


def write_wanted(session: Session, _wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """The same for the catalogue of reports: always the whole province, always in the public profile."""
    return write(session, path, progress)


def contents(found: PublicData) -> dict[str, bytes]:
    """The files by their names."""
    tables = published(found)
    files = {table.file: _csv(table) for table in tables}
    files[DESCRIPTION] = _description(found, tables, files)
    files[PAGE] = public_page.page(found, spec(), [(table.file, table.said) for table in tables]).encode()
    return files


def published(found: PublicData) -> list[Table]:
    """The tables with the columns that the public profile names, and no others."""
    tables = []
    for said in spec()["table"]:
        fields = tuple(field for field in said["field"] if PUBLIC.shows(Fact(field["fact"])))
        names = [field["name"] for field in fields]
        rows = tuple({name: row[name] for name in names} for row in found.tables[said["name"]])
        tables.append(Table(said["name"], said, fields, rows))
    return tables


def both(said: dict[str, Any], part: str) -> str:
    """A text in Indonesian, then in English."""
    return f"{said[f'{part}_id']} | {said[f'{part}_en']}"


def _csv(table: Table) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([field["name"] for field in table.fields])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row.values()])
    return made.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, (int, float)) else escaped(text(value))


def _description(found: PublicData, tables: Iterable[Table], files: dict[str, bytes]) -> bytes:
    said, name = spec(), found.province or "provinsi"
    made = datetime.combine(found.as_of, time.min, formats.zone())
    licence = said["licence"].get(found.licence, {})
    data = {
        "profile": "tabular-data-package",
        "name": f"infrastruktur-tik-{_NOT_IN_NAMES.sub('-', name.casefold()).strip('-') or 'provinsi'}",
        "title": f"{both(said, 'title')} ({name})",
        "description": both(said, "description"),
        "version": found.as_of.isoformat(),
        "created": made.isoformat(),
        "licenses": [{"name": found.licence, **licence} if licence else {"name": found.licence, "path": found.licence}],
        "sources": [{"title": found.owner or f"Pemerintah Provinsi {name}"}],
        "contributors": [{"title": found.owner or f"Pemerintah Provinsi {name}", "role": "publisher"}],
        "resources": [_resource(table, files[table.file]) for table in tables],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field, field["name"] in table.said["key"]) for field in table.fields],
        "primaryKey": table.said["key"],
        "missingValues": [""],
    }
    if table.name != "instansi":
        reference = {"resource": "instansi", "fields": ["no_instansi"]}
        schema["foreignKeys"] = [{"fields": ["no_instansi"], "reference": reference}]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "title": both(table.said, "title"),
        "description": both(table.said, "description"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": schema,
    }


def _field(field: dict[str, Any], is_key: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if is_key else {}
    if "enum" in field:
        constraints["enum"] = field["enum"]
    if field["type"] in ("integer", "number"):
        constraints["minimum"] = 0
    made = {"name": field["name"], "type": field["type"], "title": field["text_id"], "description": both(field, "text")}
    return {**made, **({"constraints": constraints} if constraints else {})}


def _to_zip(out: Path, files: dict[str, bytes]) -> None:
    with whole_file(out) as part, ZipFile(part, "w", ZIP_DEFLATED) as pack:
        for name, content in files.items():
            entry = ZipInfo(name, MADE)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, MODE
            pack.writestr(entry, content)


def _to_folder(out: Path, files: dict[str, bytes]) -> None:
    """Everything is ready before the first file is written; the page that names the others comes last."""
    if out.exists() and not out.is_dir():
        raise Refused(_("{file} is a file; name a folder, or a file that ends in .zip.").format(file=out))
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(out, error) from error
    for name, content in files.items():
        with whole_file(out / name) as part:
            part.write_bytes(content)
