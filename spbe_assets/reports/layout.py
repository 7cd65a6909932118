"""Building blocks of report pages: tables with hairlines, the row of big figures, headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle

from spbe_assets.reports.paper import (
    ACCENT,
    FIGURE,
    HEAD,
    HEAD_RIGHT,
    INK,
    LINE,
    SECONDARY,
    SECTION,
    TEXT,
    WIDTH,
    paragraph,
)

GAP = 14.0
Cell = str | Flowable
Row = Sequence[Cell]


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
    extra: Sequence[Any] = (),
) -> Table:
    """A table of hairlines; `widths` are shares of the line, `right` the columns of figures."""
    total = sum(widths)
    data = [list(row) for row in rows]
    if heads is not None:
        data.insert(0, [paragraph(head, HEAD_RIGHT if place in right else HEAD) for place, head in enumerate(heads)])
    first = 0 if heads is None else 1
    style: list[Any] = [
        ("LEFTPADDING", (0, 0), (-1, -1), 4.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4.5),
        ("TOPPADDING", (0, 0), (-1, -1), 3.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.2),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("FONT", (0, 0), (-1, -1), TEXT.fontName, TEXT.fontSize, TEXT.leading),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("LINEBELOW", (0, first), (-1, -1), 0.4, LINE),
        *(("ALIGN", (column, 0), (column, -1), "RIGHT") for column in right),
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


def section(title: str, *parts: Flowable) -> list[Flowable]:
    """A heading that stays with the beginning of what it heads."""
    return [KeepTogether([heading(title), parts[0]]), *parts[1:]]
