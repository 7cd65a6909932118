"""KIBAR on paper: an item a page, its twelve sections, its code in the head so that a scan finds the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepTogether, PageBreak, Spacer, Table, TableStyle

from spbe_assets import __version__, pdf_fonts
from spbe_assets.domain.errors import AppError, Refused
from spbe_assets.i18n import _
from spbe_assets.pdf_fonts import MONO_BOLD, SANS_SEMIBOLD
from spbe_assets.reports.paper import INK, LINE, STRONG, TEXT, WIDTH, Furniture, build, paragraph, shortened
from spbe_assets.services import photos, qr
from spbe_assets.services.forms.form import day_text
from spbe_assets.services.forms.kibar import NOTHING, IdentityCard, Section

TITLE = "KARTU IDENTITAS BARANG (KIBAR)"
NUMBERING = "Halaman {number} dari {pages}"
SIDE_MM = 27.0
LABEL_WIDTH, DASH = 118.0, 30.0
LONGEST = 700
MOST_LINES = 40
"""Events of a section that are printed; the log keeps all of them."""
PHOTO_WIDTH, PHOTO_HEIGHT = 236.0, 177.0
PIXELS, QUALITY = 700, 75
HEADING = ParagraphStyle("kibar title", STRONG, fontSize=13, leading=16, alignment=TA_CENTER)
GOVERNMENT = ParagraphStyle("kibar government", HEADING, fontSize=9.5, leading=13)
TAG = ParagraphStyle("kibar tag", TEXT, fontName=MONO_BOLD, fontSize=8, leading=10, alignment=TA_CENTER)
BAR = ParagraphStyle("kibar section", TEXT, fontName=SANS_SEMIBOLD, fontSize=8, leading=10)
MOST_CARDS = 2_000


class Code(Flowable):  # type: ignore[misc]
    """The code of a tag, drawn as dark runs with its quiet zone around it."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._symbol = qr.symbol(qr.payload(tag), SIDE_MM)
        self.width = self.height = SIDE_MM * mm

    def draw(self) -> None:
        module = self.width / self._symbol.size_with_quiet
        self.canv.setFillColor(INK)
        for column, row, length in self._symbol.runs:
            x, y = (column + qr.QUIET) * module, self.height - (row + qr.QUIET + 1) * module
            self.canv.rect(x, y, length * module, module, stroke=0, fill=1)


def write(path: Path, cards: Iterable[IdentityCard], load: Callable[[str], bytes]) -> int:
    """Write cards, each on a page of its own, and return how many.

    Args:
        path: where to; the file appears only when it is complete.
        cards: taken one by one.
        load: the bytes of a photo by its hash.

    Raises:
        Refused: there is none, there are too many for one file, or it can't be written.
        Cancelled: the user asked to stop.
    """
    pdf_fonts.register()
    story: list[Flowable] = []
    count = 0
    for count, card in enumerate(cards, 1):
        if count > MOST_CARDS:
            raise Refused(_("One file holds at most {n} identity cards; narrow the choice.").format(n=MOST_CARDS))
        story += [*([PageBreak()] if count > 1 else []), *_card(card, load)]
        printed = card.printed_on
    if not count:
        raise Refused(_("There is nothing to put into this form; widen the choice."))
    foot = f"Dicetak {day_text(printed)}"
    build(path, TITLE, Furniture(TITLE, "Permendagri 47/2021", (foot,), f"SPBE Assets {__version__}", NUMBERING), story)
    return count


def _card(card: IdentityCard, load: Callable[[str], bytes]) -> list[Flowable]:
    parts: list[Flowable] = [_head(card), Spacer(0, 6)]
    for section in card.sections[:-1]:
        parts.append(_section(section))
    last = card.sections[-1]
    pictures = [picture for one in card.photos if (picture := _picture(one, load)) is not None]
    parts.append(KeepTogether([_bar(last, is_pictured=True), *_photos(pictures)]) if pictures else _section(last))
    return parts


def _head(card: IdentityCard) -> Table:
    code: Any = [Code(card.tag), paragraph(card.tag, TAG)] if card.tag else ""
    titles = [paragraph(card.government, GOVERNMENT), paragraph(TITLE, HEADING)]
    side = SIDE_MM * mm
    style = [
        ("VALIGN", (0, 0), (1, 0), "MIDDLE"), ("VALIGN", (2, 0), (2, 0), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]  # fmt: skip
    return Table([["", titles, code]], colWidths=[side, WIDTH - 2 * side, side], style=TableStyle(style))


def _bar(section: Section, *, is_pictured: bool = False) -> Table:
    """The title of a section; one that says nothing has its dash there and takes no line of its own."""
    is_empty = not section.lines and not is_pictured
    style = [
        ("BACKGROUND", (0, 0), (-1, -1), "#EEF1F3"), ("BOX", (0, 0), (-1, -1), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 5), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]  # fmt: skip
    cells = [paragraph(section.number, BAR), paragraph(section.title, BAR), paragraph(NOTHING if is_empty else "")]
    return Table([cells], colWidths=[26, WIDTH - 26 - DASH, DASH], style=TableStyle(style))


def _section(section: Section) -> Flowable:
    if not section.lines:
        return _bar(section)
    lines = section.lines[:MOST_LINES]
    if len(section.lines) > MOST_LINES:
        lines = (*lines, ("", "…"))
    rows = [_line(label, text) for label, text in lines]
    style = [
        ("LEFTPADDING", (0, 0), (0, -1), 5), ("LEFTPADDING", (1, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4), ("TOPPADDING", (0, 0), (-1, -1), 0.9),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BOX", (0, 0), (-1, -1), 0.4, LINE),
    ]  # fmt: skip
    table = Table(rows, colWidths=[LABEL_WIDTH, 10, WIDTH - LABEL_WIDTH - 10], style=TableStyle(style))
    return KeepTogether([_bar(section), table])


def _line(label: str, text: str) -> list[Flowable]:
    said = paragraph(shortened(text, LONGEST) or NOTHING)
    return [paragraph(shortened(label, 60)), paragraph(":" if label else ""), said]


def _photos(pictures: list[Image]) -> list[Flowable]:
    row = [*pictures, *[""] * (2 - len(pictures))]
    style = [("BOX", (0, 0), (-1, -1), 0.4, LINE), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
             ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 5),
             ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]  # fmt: skip
    return [Table([row], colWidths=[WIDTH / 2, WIDTH / 2], style=TableStyle(style))]


def _picture(sha256: str, load: Callable[[str], bytes]) -> Image | None:
    """A photo scaled down to what paper needs; None for one that is damaged or not on this machine."""
    try:
        image = photos.image_of(photos.decoded(load(sha256), PIXELS)).convert("RGB")
    except AppError:
        return None
    made = BytesIO()
    image.save(made, "JPEG", quality=QUALITY)
    scale = min(PHOTO_WIDTH / image.width, PHOTO_HEIGHT / image.height)
    made.seek(0)
    return Image(made, image.width * scale, image.height * scale)
