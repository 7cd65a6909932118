"""Building blocks of report pages: tables with hairlines, the row of big figures, headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Table, TableStyle

from spbe_assets.reports.paper import (
    ACCENT,
    FIGURE,
    HEAD,
    HEAD_RIGHT,
    HEIGHT,
    INK,
    LINE,
    SECONDARY,
    SECTION,
    STRONG,
    TEXT,
    WIDTH,
    paragraph,
)

GAP = 14.0
ABOVE, BELOW, BESIDE = 3.4, 4.2, 4.5
"""Padding of table cells in points."""

Row: TypeAlias = Sequence[Any]
"""Texts and flowables."""


def heading(text: str) -> Paragraph:
    """The heading of a section."""
    return paragraph(text, SECTION)


def figures(items: Sequence[tuple[str, str, str]]) -> Table:
    """A row of big figures, each with what it is and a remark."""
    column = (WIDTH - GAP * (len(items) - 1)) / len(items)
    cells: list[Any] = []
    widths: list[float] = []
    style: list[Any] = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
    for number, (figure, title, remark) in enumerate(items):
        if number:
            cells.append("")
            widths.append(GAP)
        style.append(("LINEABOVE", (len(cells), 0), (len(cells), 0), 1.5, ACCENT))
        cells.append([paragraph(figure, FIGURE), paragraph(title, TEXT), paragraph(remark, SECONDARY)])
        widths.append(column)
    style += [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 6)]
    return Table([cells], colWidths=widths, style=TableStyle(style))


def table(
    heads: Sequence[str] | None,
    rows: Sequence[Row],
    widths: Sequence[float],
    *,
    right: Sequence[int] = (),
    bold: Sequence[int] = (),
    extra: Sequence[Any] = (),
) -> Table:
    """A table of hairlines; `widths` are shares of the line, `right` the columns of figures, `bold` the main ones."""
    total = sum(widths)
    data = [list(row) for row in rows]
    if heads is not None:
        data.insert(0, [paragraph(head, HEAD_RIGHT if place in right else HEAD) for place, head in enumerate(heads)])
    first = 0 if heads is None else 1
    style: list[Any] = [
        ("LEFTPADDING", (0, 0), (-1, -1), BESIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), BESIDE),
        ("TOPPADDING", (0, 0), (-1, -1), ABOVE),
        ("BOTTOMPADDING", (0, 0), (-1, -1), BELOW),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("FONT", (0, 0), (-1, -1), TEXT.fontName, TEXT.fontSize, TEXT.leading),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("LINEBELOW", (0, first), (-1, -1), 0.4, LINE),
        *(("ALIGN", (column, 0), (column, -1), "RIGHT") for column in right),
        *(("FONT", (column, first), (column, -1), STRONG.fontName, STRONG.fontSize, STRONG.leading) for column in bold),
        *extra,
    ]
    if heads is not None:
        style.append(("LINEBELOW", (0, 0), (-1, 0), 0.8, INK))
    return Table(
        data,
        colWidths=[WIDTH * width / total for width in widths],
        style=TableStyle(style),
        repeatRows=first,
    )


def section(title: str, *parts: Flowable, room: float = 90.0) -> list[Flowable]:
    """A heading with what it heads; it moves to the next page where less than `room` points are left."""
    return [CondPageBreak(room), heading(title), *parts]


def tall(parts: Sequence[Flowable]) -> float:
    """The height that flowables take below each other, in points."""
    height = 0.0
    for part in parts:
        height += 0.0 if isinstance(part, CondPageBreak) else part.wrap(WIDTH, HEIGHT)[1]
        height += part.getSpaceBefore() + part.getSpaceAfter()
    return height


def row_height(row: Row, widths: Sequence[float]) -> float:
    """The height of one row of a `table`, in points."""
    total = sum(widths)
    cells = [
        cell.wrap(WIDTH * width / total - 2 * BESIDE, HEIGHT)[1]
        for cell, width in zip(row, widths, strict=True)
        if isinstance(cell, Flowable)
    ]
    return float(max([*cells, TEXT.leading])) + ABOVE + BELOW
