"""A test page: rulers, frames and a line that show how far a printer is off, the sizes of labels, and what to do.

From what a person measures on it `measured` works out the `Fit` that corrects this printer on this stock.
"""

from __future__ import annotations

from pathlib import Path

from spbe_assets import formats, pdf_fonts
from spbe_assets.domain import tags
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.labels import ContentSize, Design, LabelContent
from spbe_assets.i18n import _
from spbe_assets.labels import dots, geometry
from spbe_assets.labels.drawing import Bars, Code, Drawing, Item, Picture, Rule, Text
from spbe_assets.labels.geometry import Fit, Rect
from spbe_assets.labels.layout import draw
from spbe_assets.labels.stock import Stock, StockKind
from spbe_assets.labels.typeset import MM, Column, Paragraph, column
from spbe_assets.pdf_fonts import CAP_HEIGHT, SANS, SANS_SEMIBOLD

HAIR_MM = 0.15
LONGEST_LINE_MM = 100.0
INSIDE_MM = 2.0
"""On rolls and tapes frames lie so far inside the label, because one on its edge would be lost."""
SHEET_RULER_MM = 5.0
"""Office printers leave the outermost millimetres white, so rulers stand so far inside."""
CORNER_MM = 6.0
"""The ruler at the left has no numbers so far, where those of the upper one stand."""
MARGIN_MM = 15.0
FAR_OFF = (0.5, 1.5)


def render(path: Path, stock: Stock, *, dpi: int = dots.DEFAULT, fit: Fit = Fit()) -> None:  # noqa: B008 - frozen
    """Write the test page of a stock as PDF, ZPL or TSPL, by the name's suffix.

    Args:
        path: ends in .pdf, .zpl, .prn or .tspl.
        stock: the paper.
        dpi: the resolution of a thermal printer.
        fit: what corrects the printer so far, to see whether it is enough.

    Raises:
        Invalid: no label printer has this resolution.
        Refused: a thermal printer doesn't take this stock, or the file can't be written.
    """
    if path.suffix.lower() == ".pdf":
        from spbe_assets.labels import pdf

        pdf.render_drawings(path, stock, pages(stock), fit=fit)
        return
    from spbe_assets.labels import thermal, tspl, zpl

    language = zpl.format_of if path.suffix.lower() == ".zpl" else tspl.commands_of
    thermal.write_drawings(language, path, stock, pages(stock, dot_mm=dots.size_mm(dpi) / fit.scale), dpi=dpi, fit=fit)


def pages(stock: Stock, *, dot_mm: float = 0.0) -> list[Drawing]:
    """The test page as drawings as large as the page: what is measured first, then labels of each size and the text."""
    pdf_fonts.register()
    return [_measure(stock), *_explained(stock, *_samples(stock, dot_mm))]


def steps(stock: Stock) -> list[str]:
    """What to do with the test page, a sentence for each step."""
    length = formats.number(line_mm(stock))
    if stock.kind is StockKind.SHEET:
        first = [
            _("Print this page at 100 % (“actual size”), on plain paper."),
            _("Measure the thick line: it should be {length} mm long.").format(length=length),
            _(
                "Hold the page and a sheet of labels against the light: how many mm does frame 1 lie to the right of "
                "label 1, and how many below it?"
            ),
        ]
    else:
        first = [
            _("Measure the thick line: it should be {length} mm long.").format(length=length),
            _(
                "The frame should lie {inside} mm inside the label: how many mm too far to the right is it, and how "
                "many too low?"
            ).format(inside=formats.number(INSIDE_MM)),
        ]
    return [*first, _("Enter the three numbers for this printer; too far to the left or too high counts as minus.")]


def line_mm(stock: Stock) -> float:
    """How long the line is that people measure: 100 mm, or as many tens as there is room for."""
    room = stock.page_width - 2 * SHEET_RULER_MM
    return min(LONGEST_LINE_MM, max(room // 10 * 10, 5.0))


def measured(stock: Stock, line: float, right: float, down: float, printed_with: Fit = Fit()) -> Fit:  # noqa: B008
    """The correction that follows from what a person measured on the test page.

    Args:
        stock: the paper.
        line: the length of the thick line in mm.
        right: how far the first frame lies to the right of its place, in mm; to the left is minus.
        down: how far it lies below its place, in mm; above is minus.
        printed_with: the correction with which the test page was printed.

    Raises:
        Invalid: a number can't be right.
    """
    nominal = line_mm(stock)
    if not FAR_OFF[0] * nominal <= line <= FAR_OFF[1] * nominal:
        raise Invalid(
            _("The line should be {nominal} mm long; {line} mm can't be right. Measure it again.").format(
                nominal=formats.number(nominal), line=f"{line:g}"
            ),
            "line",
        )
    stretch = line / (nominal * printed_with.scale)
    frame = _frame(stock, 1)
    offsets = [
        stretch * (place * printed_with.scale + offset) - (place + wrong)
        for place, offset, wrong in (
            (frame.x, printed_with.offset_x, right),
            (frame.y, printed_with.offset_y, down),
        )
    ]
    return Fit(round(offsets[0] / stretch, 2), round(offsets[1] / stretch, 2), round(1 / stretch, 4))


def _inset(stock: Stock) -> float:
    return SHEET_RULER_MM if stock.kind is StockKind.SHEET else 0.0


def _frame(stock: Stock, number: int) -> Rect:
    """Where a cell's frame is drawn."""
    cell = geometry.cell(stock, number)
    inside = 0.0 if stock.kind is StockKind.SHEET else INSIDE_MM
    return Rect(cell.x + inside, cell.y + inside, cell.width - 2 * inside, cell.height - 2 * inside)


def _measure(stock: Stock) -> Drawing:
    items: list[Item] = [*_ruler(stock, stock.page_width), *_ruler(stock, stock.page_height, down=True)]
    for number in range(1, stock.cells + 1):
        frame = _frame(stock, number)
        items += _outline(frame)
        size = min(14.0, 0.3 * frame.height * MM)
        items.append(_centred(str(number), frame.x + frame.width / 2, frame.y + frame.height / 2, size))
    return Drawing([*items, *_line(stock)])


def _ruler(stock: Stock, length: float, *, down: bool = False) -> list[Item]:
    """Ticks for every mm of the page, longer at fives and tens, and numbers at tens."""
    inset = _inset(stock)
    unit = 1.0 if inset else 0.5
    items: list[Item] = []
    for mm in range(round(inset), int(length - inset) + 1):
        end = inset + unit * (3 if mm % 10 == 0 else 2 if mm % 5 == 0 else 1)
        items.append(Rule(inset, mm, end, mm, HAIR_MM) if down else Rule(mm, inset, mm, end, HAIR_MM))
        if mm % 10 == 0 and inset + CORNER_MM * down < mm < length - inset:
            x, y = (end + 2.0, float(mm)) if down else (float(mm), end + 1.4)
            items.append(_centred(str(mm), x, y, 5.0))
    return items


def _outline(frame: Rect) -> list[Item]:
    left, top, right, bottom = frame.x, frame.y, frame.x + frame.width, frame.y + frame.height
    corners = ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom),
               (right, top, right, bottom))  # fmt: skip
    return [Rule(*ends, HAIR_MM) for ends in corners]


def _line(stock: Stock) -> list[Item]:
    """The line to measure, in the second row of labels if there is one; its ends count from outside to outside."""
    length, thick = line_mm(stock), 0.4
    frame = _frame(stock, stock.columns + 1 if stock.rows > 1 else 1)
    x, y = (stock.page_width - length) / 2, frame.y + 0.78 * frame.height
    reach = min(1.5, 0.15 * frame.height)
    ends = [Rule(at, y - reach, at, y + reach, thick) for at in (x + thick / 2, x + length - thick / 2)]
    size = min(7.0, reach * 4)
    told = _("{length} mm").format(length=formats.number(length))
    caption = Text(x + 0.2 * length, y - thick - 0.2, told, SANS_SEMIBOLD, size)
    return [Rule(x, y, x + length, y, thick), *ends, caption]


def _centred(text: str, x: float, y: float, size: float) -> Text:
    width = pdf_fonts.width(text, SANS, size) / MM
    return Text(x - width / 2, y + CAP_HEIGHT * size / MM / 2, text, SANS, size)


def _samples(stock: Stock, dot_mm: float) -> tuple[list[Drawing], float]:
    """Labels of each size that this stock can carry, from the first cell on, and where the last page's rows end."""
    content = LabelContent(
        b"", str(tags.make("TEST", 1)), "MILIK PEMPROV", "Dinas", "11.01.14.00.020101.2025",
        "1.3.2.10.02.04.001.000001", _("Test page"), stock.number,
    )  # fmt: skip
    cell = geometry.cell(stock, 1)
    known: list[Drawing] = []
    for size in ContentSize:
        drawing = draw(content, cell.width, cell.height, Design(size=size), dot_mm=dot_mm)
        known += [] if any(drawing.items == other.items for other in known) else [drawing]
    made = [Drawing() for _page in range(geometry.pages_needed(stock, len(known)))]
    for index, drawing in enumerate(known):
        place = geometry.place(stock, index)
        made[place.page].items += [_moved(item, place.rect.x, place.rect.y) for item in drawing.items]
        if stock.kind is StockKind.SHEET:
            made[place.page].items += _outline(place.rect)
    return made, place.rect.y + place.rect.height


def _moved(item: Item, x: float, y: float) -> Item:
    if isinstance(item, Rule):
        return item._replace(x1=item.x1 + x, y1=item.y1 + y, x2=item.x2 + x, y2=item.y2 + y)
    moved: Text | Code | Bars | Picture = item
    return moved._replace(x=moved.x + x, y=moved.y + y)


def _explained(stock: Stock, samples: list[Drawing], end: float) -> list[Drawing]:
    """The samples with the text below them or on a page of its own; without where it has no room to be read."""
    margin = min(MARGIN_MM, stock.page_width / 12)
    for top, kept in ((end, samples), (0.0, [*samples, Drawing()])):
        text = _told(stock, stock.page_width - 2 * margin, stock.page_height - top - 2 * margin)
        if text is not None:
            kept[-1].items += _lines(text, margin, top + margin)
            return kept
    return samples


def _told(stock: Stock, width: float, height: float) -> Column | None:
    if height <= 0:
        return None
    told = [
        Paragraph(_("Test page for {stock}").format(stock=stock.title), SANS_SEMIBOLD, 1.3, lines=3),
        *(Paragraph(f"{number}. {step}", lines=8, gap=0.5) for number, step in enumerate(steps(stock), 1)),
    ]
    text = column(told, width * MM, height * MM, min(10.0, max(5.5, width / 9)))
    return None if text.cut else text


def _lines(text: Column, x: float, y: float) -> list[Item]:
    return [Text(x, y + line.baseline / MM, line.text, line.font, line.size) for line in text.lines]
