"""Records as cards: what a record is called, and below it in columns whatever is recorded about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spbe_assets.pdf_fonts import SANS, SANS_SEMIBOLD
from spbe_assets.reports.document import Column, Look, Row, Table, text
from spbe_assets.reports.document_cells import LEADING, TEXT_PT, lines_of
from spbe_assets.reports.paper import GREY, INK, MARGIN, fit
from spbe_assets.reports.sheet import Sheet

COLUMN_PX = 190.0
LABEL_PT, TITLE_PT = 6.4, 8.25
GAP, SIDE = 10.0, 6.0
TITLE_ROOM, FACT_ROOM, END_ROOM = 15.0, LEADING + 9.0, 5.0
Fact = tuple[str, str]


def draw_cards(sheet: Sheet, table: Table, step: Callable[[], None]) -> None:
    """Draw every row of the table; `step` is told of each."""
    across = max(1, int(sheet.width // COLUMN_PX))
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
    top = sheet.y - 2
    for place, (label, value) in enumerate(facts):
        row, column = divmod(place, across)
        x = MARGIN + column * (width + GAP)
        sheet.y = top - row * FACT_ROOM - LABEL_PT - 1
        sheet.write(x, fit(label, width - SIDE, SANS, LABEL_PT), LABEL_PT, colour=GREY)
        sheet.y -= LEADING
        sheet.write(x, lines_of(value, width - SIDE, SANS, TEXT_PT, 1)[0], TEXT_PT, colour=INK)
    sheet.y = top - FACT_ROOM * -(-len(facts) // across) - 1 - END_ROOM
    sheet.line(sheet.y + 2)
