"""Records as cards: what a record is called, and below it in columns whatever is recorded about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spbe_assets.pdf_fonts import SANS, SANS_SEMIBOLD
from spbe_assets.reports.document import Column, Look, Row, Table, text
from spbe_assets.reports.document_cells import TEXT_PT
from spbe_assets.reports.paper import GREY, MARGIN, fit
from spbe_assets.reports.sheet import Sheet

LEAST_WIDTH = 220.0
LABEL_PT, TITLE_PT = 6.6, 8.25
LABEL_SHARE = 0.36
GAP, SIDE = 12.0, 4.0
TITLE_ROOM, FACT_ROOM, END_ROOM = 16.0, 11.5, 6.0
Fact = tuple[str, str]


def draw_cards(sheet: Sheet, table: Table, step: Callable[[], None]) -> None:
    """Draw every row of the table; `step` is told of each."""
    across = max(1, int(sheet.width // LEAST_WIDTH))
    for row in table.rows:
        step()
        title, facts = _said(row, table.columns)
        height = TITLE_ROOM + FACT_ROOM * -(-len(facts) // across) + END_ROOM
        sheet.need(height)
        _draw(sheet, title, facts, across)


def _said(row: Row, columns: Sequence[Column]) -> tuple[str, list[Fact]]:
    """The title of a record, and each fact that is recorded, with what it is."""
    titles, facts = [], []
    for value, column in zip(row, columns, strict=True):
        shown = text(value, column.look)
        if not shown:
            continue
        if column.is_title:
            titles.append(shown)
        else:
            unit = "Rp" if column.look is Look.RUPIAH else column.unit
            facts.append((column.title, f"{shown} {unit}" if unit and unit != "Rp" else f"{unit} {shown}".strip()))
    return " · ".join(titles) or "–", facts


def _draw(sheet: Sheet, title: str, facts: Sequence[Fact], across: int) -> None:
    width = (sheet.width - GAP * (across - 1)) / across
    sheet.y -= TITLE_ROOM - 3
    sheet.write(MARGIN, fit(title, sheet.width, SANS_SEMIBOLD, TITLE_PT), TITLE_PT, SANS_SEMIBOLD)
    top, named = sheet.y - 2, width * LABEL_SHARE
    for place, (label, value) in enumerate(facts):
        row, column = divmod(place, across)
        x = MARGIN + column * (width + GAP)
        sheet.y = top - (row + 1) * FACT_ROOM + 1.5
        sheet.write(x, fit(label, named - SIDE, SANS, LABEL_PT), LABEL_PT, colour=GREY)
        sheet.write(x + named, fit(value, width - named, SANS, TEXT_PT), TEXT_PT)
    sheet.y = top - FACT_ROOM * -(-len(facts) // across) - END_ROOM
    sheet.line(sheet.y + 2)
