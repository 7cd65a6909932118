"""Official minutes of hand-over, loan, repair, return and disposal proposal (Berita Acara Serah Terima) on A4."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from spbe_assets import __version__, pdf_fonts
from spbe_assets.pdf_fonts import SANS_SEMIBOLD
from spbe_assets.reports import layout
from spbe_assets.reports.bast_words import WORDS, Act, Words
from spbe_assets.reports.paper import INK, STRONG, TEXT, WIDTH, Furniture, build, paragraph, shortened
from spbe_assets.reports.spelled import day_in_words, day_text
from spbe_assets.services.minutes import Goods, Minutes, Origin, Party

PROSE = ParagraphStyle("prose", TEXT, fontSize=9.25, leading=13.25, alignment=TA_JUSTIFY, spaceBefore=5, spaceAfter=3)
PLAIN = ParagraphStyle("party", PROSE, alignment=0, spaceBefore=0, spaceAfter=0)
BOLD = ParagraphStyle("party name", PLAIN, fontName=SANS_SEMIBOLD)
TITLE = ParagraphStyle("bast title", STRONG, fontSize=13, leading=17, alignment=TA_CENTER)
NUMBER = ParagraphStyle("bast number", TEXT, fontSize=9.25, leading=13, alignment=TA_CENTER, spaceAfter=10)
CELL = ParagraphStyle("goods", TEXT, fontSize=7, leading=8.6)
FIGURE = ParagraphStyle("goods figure", CELL, alignment=TA_RIGHT)
SUM = ParagraphStyle("goods sum", FIGURE, fontName=SANS_SEMIBOLD)
SIGNED = ParagraphStyle("signed", PLAIN, alignment=TA_CENTER)
SIGNED_NAME = ParagraphStyle("signed name", SIGNED, fontName=SANS_SEMIBOLD)

SHARES = (4.4, 15.3, 7.8, 17.4, 13.3, 12.3, 6.6, 8.5, 7.4, 15.0)
QUANTITY, PRICE = 8, 9
LONGEST_CELL = 200
DOTS = "." * 40
NOTHING = "\N{NO-BREAK SPACE}"
SIGNING_PT = 52.0


def write(path: Path, minutes: Minutes, code: str = "id") -> int:
    """Write the minutes and return the number of pages; the file appears only when it is complete.

    Args:
        path: of the file.
        minutes: what they say.
        code: their language, `id` or `en`.

    Raises:
        StorageError: it can't be written there.
    """
    pdf_fonts.register()
    words = WORDS[code]
    act = _act(minutes, words)
    story: list[Flowable] = [
        paragraph(act.title, TITLE),
        paragraph(words.number.format(number=minutes.document_number or DOTS), NUMBER),
        *_parties(minutes, words, code),
        paragraph(act.deed, PROSE),
        Spacer(0, 3),
        _goods(minutes.goods, words, code),
        Spacer(0, 6),
        *_clauses(minutes, words, code),
        # Never signatures alone on a page.
        KeepTogether([paragraph(words.closing, PROSE), *_signatures(minutes, words)]),
    ]
    return build(path, f"{act.title} {minutes.document_number}".strip(), _furniture(minutes, words), story)


def _act(minutes: Minutes, words: Words) -> Act:
    return (words.acts if minutes.origin is None else words.returns)[minutes.kind]


def _furniture(minutes: Minutes, words: Words) -> Furniture:
    government = words.government.format(name=minutes.province.upper()) if minutes.province else ""
    owner = minutes.giver if minutes.origin is None else minutes.receiver
    return Furniture(
        head_left=" · ".join(part for part in (government, owner.agency) if part),
        head_right=minutes.document_number,
        foot=(_act(minutes, words).title,),
        program=f"SPBE Assets {__version__}",
        page=words.page,
    )


def _parties(minutes: Minutes, words: Words, code: str) -> list[Flowable]:
    day = minutes.on_date
    opening = words.opening_undated if day is None else words.opening.format(day=day_in_words(day, code))
    return [
        paragraph(opening, PROSE),
        _party("1.", minutes.giver, words, words.first),
        _party("2.", minutes.receiver, words, words.second),
    ]


def _party(number: str, party: Party, words: Words, called: str) -> Flowable:
    values = (party.name, party.nip, party.position, party.agency)
    rows: list[list[Any]] = []
    for place, (title, value) in enumerate(zip(words.party, values, strict=True)):
        style = BOLD if place == 0 else PLAIN
        head = paragraph(number if place == 0 else "", PLAIN)
        rows.append([head, paragraph(title, PLAIN), paragraph(":", PLAIN), paragraph(value or DOTS, style)])
    rows.append(["", paragraph(words.called.format(party=called), PLAIN), "", ""])
    style = [
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 0.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("SPAN", (1, -1), (-1, -1)), ("BOTTOMPADDING", (0, -1), (-1, -1), 6),
    ]  # fmt: skip
    return Table(rows, colWidths=[16, 62, 10, WIDTH - 88], style=TableStyle(style))


def _goods(goods: Sequence[Goods], words: Words, code: str) -> Table:
    rows: list[list[Any]] = [_line(number, line, words, code) for number, line in enumerate(goods, 1)]
    total = [""] * len(SHARES)
    sums: list[Any] = list(total)
    sums[PRICE - 2] = paragraph(words.total, SUM)
    sums[QUANTITY] = paragraph(figure(sum(line.quantity for line in goods), code), SUM)
    sums[PRICE] = paragraph(figure(sum(line.price_rupiah or 0 for line in goods), code), SUM)
    grid = [("GRID", (0, 0), (-1, -1), 0.4, INK), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2.6), ("RIGHTPADDING", (0, 0), (-1, -1), 2.6),
            ("SPAN", (0, -1), (PRICE - 2, -1))]  # fmt: skip
    sums[0], sums[PRICE - 2] = sums[PRICE - 2], ""
    return layout.table(words.heads, [*rows, sums], SHARES, right=(0, QUANTITY, PRICE), extra=grid)


def _line(number: int, line: Goods, words: Words, code: str) -> list[Any]:
    condition = words.conditions.get(line.condition, str(line.condition)) if line.condition else ""
    texts = (line.kode_barang, line.register, line.name, line.maker, line.serial, str(line.year or ""), condition)
    price = "" if line.price_rupiah is None else figure(line.price_rupiah, code)
    return [
        paragraph(str(number), FIGURE),
        *(paragraph(shortened(text, LONGEST_CELL), CELL) for text in texts),
        paragraph(figure(line.quantity, code), FIGURE),
        paragraph(price, FIGURE),
    ]


def figure(value: int, code: str) -> str:
    """A whole number as the language of the minutes groups it."""
    return f"{value:,}".replace(",", "." if code == "id" else ",")


def _clauses(minutes: Minutes, words: Words, code: str) -> list[Flowable]:
    texts = list(_act(minutes, words).clauses)
    if minutes.origin is not None:
        texts.insert(0, _origin(minutes.origin, words, code))
    if minutes.due_on is not None:
        texts.append(words.until.format(day=day_text(minutes.due_on, code)))
    if minutes.notes:
        texts.append(words.notes.format(text=minutes.notes))
    return [clause(number, text) for number, text in enumerate(texts, 1)]


def _origin(origin: Origin, words: Words, code: str) -> str:
    number = origin.document_number or DOTS
    if origin.on_date is None:
        return words.origin_undated.format(number=number)
    return words.origin.format(number=number, day=day_text(origin.on_date, code))


def clause(number: int, text: str) -> Flowable:
    """A numbered paragraph."""
    style = [
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]  # fmt: skip
    row = [paragraph(f"{number}.", PLAIN), paragraph(text, ParagraphStyle("clause", PLAIN, alignment=TA_JUSTIFY))]
    return Table([row], colWidths=[16, WIDTH - 16], style=TableStyle(style))


def _signatures(minutes: Minutes, words: Words) -> list[Flowable]:
    both = Table(
        [[signature(words.second, minutes.receiver), signature(words.first, minutes.giver)]],
        colWidths=[WIDTH / 2, WIDTH / 2],
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]),
    )
    known = Table([["", signature(words.known, minutes.witness), ""]], colWidths=[WIDTH / 4, WIDTH / 2, WIDTH / 4])
    return [Spacer(0, 8), both, Spacer(0, 6), known]


def signature(title: str, party: Party) -> list[Flowable]:
    """Where one party signs; what is not known of it is dotted."""
    return [
        paragraph(title, SIGNED),
        paragraph(shortened(party.position) or NOTHING, SIGNED),  # a line of its own, so that names stand in a row
        Spacer(0, SIGNING_PT),
        paragraph(shortened(party.name, 90) if party.name else f"( {DOTS} )", SIGNED_NAME),
        paragraph(f"NIP {party.nip}" if party.nip else "", SIGNED),
    ]
