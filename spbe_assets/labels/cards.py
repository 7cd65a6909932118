"""The card of an installation on paper, as a picture and as a text, and reading it from any of these."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spbe_assets import pdf_fonts
from spbe_assets.domain import cards, os_errors
from spbe_assets.domain.cards import Card
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.i18n import _
from spbe_assets.labels import raster, reading
from spbe_assets.labels.drawing import Code, Drawing, Item, Rule, Text
from spbe_assets.labels.stock import Stock, StockKind
from spbe_assets.labels.typeset import MM, Paragraph, column
from spbe_assets.pdf_fonts import MONO, SANS_SEMIBOLD
from spbe_assets.services import qr
from spbe_assets.storage.whole_file import whole_file

SUFFIXES = (".pdf", ".png", ".txt")
WIDTH_MM, HEIGHT_MM, MARGIN_MM, CODE_MM = 148.0, 105.0, 9.0, 62.0
TEXT_PT, PNG_DPI = 11.0, 300
GROUP = 4
_PAPER = Stock("card", "", "A6", StockKind.SHEET, WIDTH_MM, HEIGHT_MM, WIDTH_MM, HEIGHT_MM)


def read(path: Path) -> str:
    """The text of the card in a picture or text file.

    Raises:
        Invalid: there is none, or the file can't be read.
    """
    said = _text_of(path)
    is_text = cards.is_card(said) or path.suffix.lower() == ".txt"
    found = [text for text in ([said] if is_text else reading.texts_in_file(path)) if cards.is_card(text)]
    if not found:
        raise Invalid(_("There is no card of an installation in {file}.").format(file=path.name))
    return found[0]


def write(card: Card, path: Path) -> None:
    """Write a card as PDF, PNG or text, by the name's suffix.

    Raises:
        Refused: it ends in something else, or the file can't be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(_("A card is written as {kinds}.").format(kinds=", ".join(SUFFIXES)))
    if suffix == ".pdf":
        from spbe_assets.labels import pdf

        pdf.render_drawings(path, _PAPER, [drawing(card)])
        return
    with whole_file(path) as part:
        if suffix == ".txt":
            part.write_text(as_text(card), encoding="utf-8")
        else:
            raster.render(drawing(card), WIDTH_MM, HEIGHT_MM, PNG_DPI).save(part, "PNG", dpi=(PNG_DPI, PNG_DPI))


def as_text(card: Card) -> str:
    """The card for a message: whose it is and its words above, the card itself at the end."""
    said = " ".join(cards.words(card.fingerprint))
    return "\n".join([*_heading(card), _("Words: {words}").format(words=said), "", card.text, ""])


def symbol(card: Card) -> qr.Symbol:
    """The card as a QR code of whatever size it needs."""
    from qrcode import constants
    from qrcode.main import QRCode

    code: Any = QRCode(error_correction=constants.ERROR_CORRECT_M, border=0)
    code.add_data(card.text)
    code.make()
    return qr.Symbol(len(code.modules), int(code.version), "M", tuple(_runs(code.modules)))


def drawing(card: Card) -> Drawing:
    """The card as it is printed, A6 across: the code at the left, at the right who it is and what to compare."""
    pdf_fonts.register()
    code = symbol(card)
    module = CODE_MM / code.size
    right = MARGIN_MM + CODE_MM + MARGIN_MM
    name, person = (*_heading(card), "")[:2]
    told = [
        Paragraph(_("Installation of SPBE Assets"), size=0.8),
        Paragraph(name, SANS_SEMIBOLD, 1.5, lines=3, gap=0.4),
        Paragraph(person, lines=2, gap=0.2),
        Paragraph(_("Words to compare"), size=0.8, gap=1.4),
        *(Paragraph(line, SANS_SEMIBOLD, gap=0.25) for line in _by_two(cards.words(card.fingerprint))),
    ]
    items: list[Item] = [Code(MARGIN_MM, MARGIN_MM, module, code)]
    items += _set(told, right, MARGIN_MM, WIDTH_MM - right - MARGIN_MM, CODE_MM)
    items.append(Rule(MARGIN_MM, 77.0, WIDTH_MM - MARGIN_MM, 77.0))
    digits = [Paragraph(line, MONO, 0.85, gap=0.1) for line in _digits(card.fingerprint)]
    note = _("Show this card to your admin: with it the packs of this computer are accepted.")
    foot = [*digits, Paragraph(note, size=0.8, lines=2, gap=0.6)]
    items += _set(foot, MARGIN_MM, 80.0, WIDTH_MM - 2 * MARGIN_MM, 20.0)
    return Drawing(items)


def _heading(card: Card) -> list[str]:
    return [part for part in (card.name, card.person) if part] or [_("Installation without a name")]


def _by_two(words: tuple[str, ...]) -> Iterator[str]:
    for first in range(0, len(words), 2):
        yield "  ".join(words[first : first + 2])


def _digits(fingerprint: str) -> Iterator[str]:
    groups = [fingerprint[at : at + GROUP] for at in range(0, len(fingerprint), GROUP)]
    half = len(groups) // 2
    yield from (" ".join(part) for part in (groups[:half], groups[half:]))


def _set(told: list[Paragraph], left: float, top: float, width: float, height: float) -> list[Item]:
    lines = column(told, width * MM, height * MM, TEXT_PT).lines
    return [Text(left + line.indent / MM, top + line.baseline / MM, line.text, line.font, line.size) for line in lines]


def _runs(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    for number, row in enumerate(rows):
        begun = None
        for at, dark in enumerate([*row, False]):
            if dark and begun is None:
                begun = at
            elif not dark and begun is not None:
                yield begun, number, at - begun
                begun = None


def _text_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return file.read(cards.LONGEST_TEXT)
    except OSError as error:
        told = _("{file} can't be read: {reason}. Choose another file.")
        raise Invalid(told.format(file=path.name, reason=os_errors.reason(error))) from error
