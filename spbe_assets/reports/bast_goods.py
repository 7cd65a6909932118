"""The list of goods in official minutes: one line an item, its head repeated on every page, a sum below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Table

from spbe_assets.domain import vocabulary
from spbe_assets.formats import number
from spbe_assets.i18n import _
from spbe_assets.pdf_fonts import SANS_SEMIBOLD
from spbe_assets.reports.layout import table
from spbe_assets.reports.paper import HEAD_RIGHT, INK, TEXT, paragraph
from spbe_assets.services.minutes import Goods

CELL = ParagraphStyle("goods", TEXT, fontSize=7, leading=8.8)
CELL_RIGHT = ParagraphStyle("goods right", HEAD_RIGHT, fontName=TEXT.fontName, textColor=INK, leading=8.8)
SUM = ParagraphStyle("goods sum", CELL, fontName=SANS_SEMIBOLD)
SUM_RIGHT = ParagraphStyle("goods sum right", CELL_RIGHT, fontName=SANS_SEMIBOLD)
WIDTHS = (20, 79, 40, 96, 82, 68, 30, 46, 38, 62)
YEAR, QUANTITY, PRICE = 6, 8, 9
RIGHT = (0, QUANTITY, PRICE)


def goods_table(goods: Sequence[Goods]) -> Table:
    """The goods of an act; every column is as long as its texts need, none is cut."""
    heads = (
        _("No."), _("Kode barang"), _("Register"), _("Name of the goods"), _("Brand/type"), _("Serial no."), _("Year"),
        _("Condition"), _("Quantity"), _("Price (Rp)"),
    )  # fmt: skip
    rows = [_row(place, one) for place, one in enumerate(goods, 1)]
    extra = [
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("SPAN", (0, -1), (QUANTITY - 1, -1)),
        ("ALIGN", (0, -1), (0, -1), "LEFT"),
    ]
    return table(heads, [*rows, _sum(goods)], WIDTHS, right=RIGHT, extra=extra)


def _row(place: int, one: Goods) -> list[Any]:
    condition = vocabulary.title(one.condition) if one.condition else ""
    texts = (
        number(place), one.goods_code, one.register, one.name, one.make, one.serial, str(one.year or ""), condition,
        number(one.quantity), number(one.price_rupiah),
    )  # fmt: skip
    return [
        paragraph(text, CELL_RIGHT if column in RIGHT else CELL) if text else "" for column, text in enumerate(texts)
    ]


def _sum(goods: Sequence[Goods]) -> list[Any]:
    prices = [one.price_rupiah for one in goods if one.price_rupiah is not None]
    total = number(sum(prices)) if prices else ""
    quantity = number(sum(one.quantity for one in goods))
    blank = [""] * (QUANTITY - 1)
    return [paragraph(_("Total"), SUM), *blank, paragraph(quantity, SUM_RIGHT), paragraph(total, SUM_RIGHT)]
