"""A small agency with a room, and spreadsheets read back cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2
from python_calamine import CalamineWorkbook

from spbe_assets.domain.ids import Id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import MERGEABLE

BUDI = Actor("Budi")
Cells = dict[str, list[list[Any]]]


def cells(path: Path) -> Cells:
    """Every cell of a workbook, by sheet."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def pages(path: Path) -> list[str]:
    """The text of each page of a PDF."""
    document = pypdfium2.PdfDocument(path)
    found = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    return found


def make(store: Store, table: str, *rows: Mapping[str, Any]) -> list[Id]:
    """Record rows of a table."""
    with store.write(BUDI, "test") as uow:
        return uow.create_many(MERGEABLE[table], [dict(row) for row in rows])


def change(store: Store, table: str, row: Id, **values: Any) -> None:
    """Change a row."""
    with store.write(BUDI, "test") as uow:
        uow.update(MERGEABLE[table], row, **values)
