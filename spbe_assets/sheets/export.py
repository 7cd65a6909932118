"""Exports lists of assets and links as XLSX, CSV or JSON, a page at a time; XLSX and CSV come back unchanged."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.filters import AssetFilter, LinkFilter, LinkOrder, Order
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.safe_text import escaped
from spbe_assets.i18n import _
from spbe_assets.sheets import record_pages
from spbe_assets.sheets.list_workbook import write_workbook
from spbe_assets.sheets.parts import EXTRA
from spbe_assets.sheets.record_pages import columns_of
from spbe_assets.storage.whole_file import whole_file

FORMATS = (".xlsx", ".csv", ".json")
ASSET_JSON = (
    "tag", "category", "class", "name", "brand", "model", "serial", "agency", "site", "room", "kode_barang",
    "register", "nibar", "year", "price_rupiah", "condition", "status", "quantity",
)  # fmt: skip
"""Keys that every object of an asset list has, null where there is nothing."""
LINK_JSON = ("tag", "name", "circuit_id", "provider", "kind", "role", "status", "agency", "mbps_down", "mbps_up")
_TEXTS = frozenset(ASSET_JSON + LINK_JSON) - {"year", "price_rupiah", "quantity", "condition", "mbps_down", "mbps_up"}


def write_assets(
    session: Session,
    wanted: AssetFilter,
    path: Path,
    progress: Progress = SILENT,
    *,
    order: Order | None = None,
    parts: Sequence[str] = (),
) -> int:
    """Write the assets a filter means; the format follows from the name of the file.

    Args:
        session: for reading.
        wanted: which ones.
        path: where to.
        progress: is told how far it is.
        order: of the rows; by tag if none is named.
        parts: the columns to write, all if none is named. The id of a record always stands beside them.

    Returns:
        How many were written.

    Raises:
        Refused: the format is unknown, or the file can't be written.
        Cancelled: the user asked to stop; no file is left behind.
    """
    rows = record_pages.assets(session, wanted, progress, order)
    if parts:
        return _write_parts(path, _("Assets"), "asset", parts, rows)
    keys = [*columns_of("asset"), *(EXTRA + name for name in record_pages.extra_names(session))]
    return _write(path, _("Assets"), "asset", keys, rows, ASSET_JSON)


def write_links(
    session: Session,
    wanted: LinkFilter,
    path: Path,
    progress: Progress = SILENT,
    *,
    order: LinkOrder | None = None,
    parts: Sequence[str] = (),
) -> int:
    """Write the links a filter means; as `write_assets`."""
    rows = record_pages.links(session, wanted, progress, order)
    if parts:
        return _write_parts(path, _("Links"), "link", parts, rows)
    return _write(path, _("Links"), "link", columns_of("link"), rows, LINK_JSON)


def _write_parts(path: Path, sheet: str, target: str, parts: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    keys = ["record_id", *parts]
    chosen = ({key: values[key] for key in keys if key in values} for values in rows)
    return _write(path, sheet, target, keys, chosen, parts)


def write_template(path: Path, target: str = "asset") -> None:
    """Write the empty table that people fill and import again.

    Raises:
        Refused: the file can't be written.
    """
    sheet = _("Assets") if target == "asset" else _("Links")
    _finished(path, lambda part: write_workbook(part, sheet, target, columns_of(target), [], lists=True))


def _write(
    path: Path, sheet: str, target: str, keys: Sequence[str], rows: Iterable[Mapping[str, Any]], always: Sequence[str]
) -> int:
    ending = path.suffix.casefold()
    if ending == ".xlsx":
        return _finished(path, lambda part: write_workbook(part, sheet, target, keys, rows))
    if ending == ".csv":
        return _finished(path, lambda part: _write_csv(part, keys, rows))
    if ending == ".json":
        return _finished(path, lambda part: _write_json(part, rows, always))
    raise Refused(_("{file}: choose a name that ends in {endings}.").format(file=path.name, endings=", ".join(FORMATS)))


def _finished(path: Path, write: Any) -> int:
    with whole_file(path) as part:
        count: int = write(part)
    return count


def _write_csv(path: Path, keys: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    # Excel takes a CSV for UTF-8 only where this mark says so
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(keys)
        for values in rows:
            writer.writerow([_csv_cell(values.get(key)) for key in keys])
            count += 1
    return count


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        return str(value)
    return escaped(str(value))


def _write_json(path: Path, rows: Iterable[Mapping[str, Any]], always: Sequence[str]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for count, values in enumerate(rows, 1):
            file.write(",\n" if count > 1 else "\n")
            json.dump(_json_object(values, always), file, ensure_ascii=False)
        file.write("\n]\n")
    return count


def _json_object(values: Mapping[str, Any], always: Sequence[str]) -> dict[str, Any]:
    made: dict[str, Any] = {key: _plain(values.get(key, "" if key in _TEXTS else None)) for key in always}
    extra = {key.removeprefix(EXTRA): value for key, value in values.items() if key.startswith(EXTRA)}
    others = {key: _plain(value) for key, value in values.items() if key not in made and not key.startswith(EXTRA)}
    made["id"] = others.pop("record_id", None)
    return {**made, **others, **({"extra": extra} if extra else {})}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
