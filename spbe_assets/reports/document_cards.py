"""Records as cards: what a record is called, and below it in columns whatever is recorded about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spbe_assets import pdf_fonts
from spbe_assets.pdf_fonts import SANS, SANS_SEMIBOLD
from spbe_assets.reports.document import Column, Look, Row, Table, text
from spbe_assets.reports.document_cells import TEXT_PT
from spbe_assets.reports.paper import GREY, MARGIN, fit
from spbe_assets.reports.sheet import Sheet

LEAST_WIDTH = 220.0
LABEL_PT, TITLE_PT, LEAST_PT = 6.6, 8.25, 5.2
LABEL_SHARE = 0.36
GAP, SIDE = 12.0, 4.0
TITLE_ROOM, FACT_ROOM, END_ROOM = 16.0, 11.5, 6.0
Fact = tuple[str, str]


def draw_cards(sheet: Sheet, table: Table, step: Callable[[], None]) -> None:
    """Draw every row of the table; `step` is told of each."""
    across = _across(sheet)
    for row in table.rows:
        step()
        title, facts = _said(row, table.columns)
        sheet.need(_height(len(facts), across))
        _draw(sheet, title, facts, across)


def first_height(sheet: Sheet, table: Table) -> float:
    """The height of the first card in points, so that a heading is not left alone at the foot of a page."""
    return _height(len(_said(table.rows[0], table.columns)[1]), _across(sheet)) if table.rows else 0.0


def _across(sheet: Sheet) -> int:
    return max(1, int(sheet.width // LEAST_WIDTH))


def _height(facts: int, across: int) -> float:
    return TITLE_ROOM + FACT_ROOM * -(-facts // across) + END_ROOM


def _size(value: str, room: float) -> float:
    """A little smaller where that saves a long number from being cut."""
    wide = pdf_fonts.width(pdf_fonts.cover(value).text, SANS, TEXT_PT)
    return max(LEAST_PT, min(TEXT_PT, TEXT_PT * room / wide - 0.01)) if wide > room else TEXT_PT


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
        size = _size(value, width - named)
        sheet.write(x + named, fit(value, width - named, SANS, size), size)
    sheet.y = top - FACT_ROOM * -(-len(facts) // across) - END_ROOM
    sheet.line(sheet.y + 2)
