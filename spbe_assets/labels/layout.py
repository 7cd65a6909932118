"""The three contents of a label, placed in mm inside a cell: full (official), small, and the cable flag.

A drawing is plain values, so that the PDF, the preview in the window and a thermal printer show the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from spbe_assets.domain.labels import ContentSize, Design, LabelContent, LabelWarning, Problem, Symbology
from spbe_assets.labels import code128, logo, wording
from spbe_assets.labels.drawing import Bars, Code, Drawing, Item, Picture, Rule, Text
from spbe_assets.labels.stock import Stock
from spbe_assets.labels.typeset import LEAST_PT, MM, Column, Paragraph, column, units
from spbe_assets.pdf_fonts import MONO_BOLD
from spbe_assets.services import qr

PAD_MM = 1.5
"""Text keeps this distance from the cell's edge, because sheets are never fed quite straight."""
LOW_PAD = 0.1
"""The share of its height that a low cell leaves free above and below, where that is less."""
WIDEST_CODE = {ContentSize.FULL: 0.45, ContentSize.SMALL: 0.5}
LEAST_FULL_MM = (40.0, 20.0)
"""A smaller cell has no room for the official content and gets the small one."""
LEAST_SIDE_MM = 8.0
READABLE_SIDE_MM = (25 + 2 * qr.QUIET) * qr.READABLE_MM
"""A small label gives its code this much where it can: version 2 with modules that are read well."""
LEAST_WORDS_MM, LEAST_FOOT_MM = 9.0, 5.0
"""What stays for the words: beside the code, below it."""
UPRIGHT = 0.8
"""A small cell that is at least so high by its width has its words below the code."""
UPRIGHT_CODE = 0.66
FOLD_MM = 0.5
"""Nothing stands nearer to a fold."""
BARS_MM = (5.0, 12.0)
BARS_SHARE, BARS_TAG_SHARE = 0.25, 0.13
WIDEST_BAR_MM = 0.5
TWO_COLUMNS_MM = 80.0
"""Above bars so wide the thing stands beside owner and codes instead of below them."""
_BARS_GAP_MM = 0.8
_TAG_PT = (5.0, 12.0)
_LOGO_HEIGHT, _LOGO_WIDTH, _LOGO_GAP = 2.4, 0.35, 0.6


class _Job(NamedTuple):
    """What the layouts are handed: what to say, how, in dots of which size, and where drawing and warnings go."""

    content: LabelContent
    design: Design
    dot: float
    drawing: Drawing

    def part(self) -> _Job:
        """The same with a drawing of its own."""
        return self._replace(drawing=Drawing())


def for_stock(design: Design, stock: Stock) -> Design:
    """The design with the layout that suits a stock, where it doesn't ask for one itself."""
    return design if design.size else replace(design, size=stock.content)


def draw(content: LabelContent, width: float, height: float, design: Design, *, dot_mm: float = 0.0) -> Drawing:
    """Place a label's content in a cell of `width` × `height` mm.

    The code is as large as the cell allows, with its quiet zone inside the cell. No item leaves the cell. A Code 128
    that would be too narrow to read becomes a QR code, with a warning.

    Args:
        content: what the label says.
        width: of the cell.
        height: of the cell.
        design: what of it is printed and how; a design without a size gets the full one (see `for_stock`).
        dot_mm: the size of a printer's dot: modules are then whole dots. 0 leaves them as wide as there is room.
    """
    drawing = Drawing()
    job = _Job(wording.covered(content, design, drawing), design, dot_mm, drawing)
    size = design.size or ContentSize.FULL
    if size is ContentSize.FULL and (width < LEAST_FULL_MM[0] or height < LEAST_FULL_MM[1]):
        size = ContentSize.SMALL
    _LAYOUTS[size](job, width, height)
    module = min((item.module for item in drawing.items if isinstance(item, Code)), default=qr.READABLE_MM)
    if module < qr.READABLE_MM:
        drawing.warnings.append(LabelWarning(Problem.SMALL_CODE, "", f"{module:.2f}"))
    return drawing


def _full(job: _Job, width: float, height: float) -> None:
    """The official label: code and tag at the left, owner, unit, fraction and name beside them."""
    words = wording.official(job.content, job.design)
    if bars := _bars(job, width):
        _over_bars(job, width, height, bars, words)
        return
    tag, side = _tag_and_side(job.content.tag, width, height)
    top = (height - side - tag.height / MM) / 2 if side < height - PAD_MM - tag.height / MM else 0.0
    code = _code(job, 0.0, top, side)
    job.drawing.items.append(code)
    job.drawing.items += _texts(tag, max((side - _widest(tag)) / 2, PAD_MM), top + side)
    room = (width - side - PAD_MM) * MM, (height - 2 * PAD_MM) * MM
    text, picture = _set(job, words, *room, _base(height, room[0]))
    y = max(min(code.y, height - PAD_MM - text.height / MM), PAD_MM)
    _add_column(job, text, picture, side, y, width - PAD_MM)


def _small(job: _Job, width: float, height: float) -> None:
    """Code at the left (above in an upright cell), the tag and a few words beside it, centred."""
    words = wording.brief(job.content, job.design)
    if bars := _bars(job, width):
        _over_bars(job, width, height, bars, words)
        return
    is_upright = height >= UPRIGHT * width
    pad = min(PAD_MM, LOW_PAD * height)
    side = _small_side(width, height, job.content.tag, is_upright)
    x, y = ((width - side) / 2, 0.0) if is_upright else (0.0, (height - side) / 2)
    job.drawing.items.append(_code(job, x, y, side))
    left, top = (PAD_MM, side) if is_upright else (side, pad)
    room = (width - left - PAD_MM) * MM, (height - top - pad) * MM
    base = _base(height * 0.8, room[0])
    text, picture = _set(job, [wording.tag_line(job.content.tag, *room, base), *words], *room, base)
    y = top if is_upright else (height - text.height / MM) / 2
    _add_column(job, text, picture, left, y, width - PAD_MM)


def _small_side(width: float, height: float, tag: str, is_upright: bool) -> float:
    """The side of a small label's code: its share of the cell, less where the tag needs room, but readable."""
    if is_upright:
        return min(width, max(UPRIGHT_CODE * height, min(READABLE_SIDE_MM, height - LEAST_FOOT_MM)))
    tag_room = units(wording.readable(tag), MONO_BOLD) * LEAST_PT / MM + PAD_MM
    least = min(READABLE_SIDE_MM, width - LEAST_WORDS_MM)
    return min(height, max(min(WIDEST_CODE[ContentSize.SMALL] * width, width - tag_room), least))


def _cable(job: _Job, width: float, height: float) -> None:
    """The same small content on both sides of a fold in the middle, to be wrapped round a cable."""
    half = job.part()
    _small(half, width / 2 - FOLD_MM, height)
    items, warnings = half.drawing.items, half.drawing.warnings
    job.drawing.items += [*items, *(_moved(item, width / 2 + FOLD_MM) for item in items)]
    job.drawing.items.append(Rule(width / 2, 0.0, width / 2, height, dashed=True))
    job.drawing.warnings += warnings


_LAYOUTS: dict[ContentSize, Callable[[_Job, float, float], None]] = {
    ContentSize.FULL: _full,
    ContentSize.SMALL: _small,
    ContentSize.CABLE: _cable,
}


def _moved(item: Item, right: float) -> Item:
    if isinstance(item, Rule):
        return item._replace(x1=item.x1 + right, x2=item.x2 + right)
    return item._replace(x=item.x + right)


def _over_bars(job: _Job, width: float, height: float, bars: Bars, words: Sequence[Paragraph]) -> None:
    """Words above, the bars across the whole cell below them, the tag under the bars."""
    tag = _tag_lines(job.content.tag, width - 2 * PAD_MM, BARS_TAG_SHARE * height * MM)
    pad = min(PAD_MM, LOW_PAD * height)
    foot = height - pad - tag.height / MM
    high = min(max(BARS_SHARE * height, BARS_MM[0]), BARS_MM[1], foot - _BARS_GAP_MM - pad)
    top = foot - _BARS_GAP_MM - high
    job.drawing.items.append(bars._replace(y=top, height=high))
    job.drawing.items += _texts(tag, max((width - _widest(tag)) / 2, PAD_MM), foot)
    columns = [words[: wording.CODES_END], words[wording.CODES_END :]] if width >= TWO_COLUMNS_MM else [words]
    columns = [some for some in columns if any(word.text for word in some)]
    across = (width - PAD_MM) / max(len(columns), 1)
    room = (across - PAD_MM) * MM, (top - _BARS_GAP_MM - pad) * MM
    for number, some in enumerate(columns):
        text, picture = _set(job, some, *room, _base(1.4 * room[1] / MM, room[0]))
        left = PAD_MM + number * across
        _add_column(job, text, picture, left, pad, left + _widest(text))


def _set(
    job: _Job, words: Sequence[Paragraph], width: float, height: float, base: float
) -> tuple[Column, Picture | None]:
    """The words in a box, in points, and the logo beside their head unless it would cost some of them."""
    if png := job.design.logo:
        share = logo.proportion(png)
        high = min(_LOGO_HEIGHT * base, _LOGO_WIDTH * width / share)
        text = column(words, width, height, base, (high * share + _LOGO_GAP * base, high))
        if text.head is not None and not text.cut:
            return text, Picture(0.0, text.head / MM, high * share / MM, high / MM, png)
    return column(words, width, height, base), None


def _base(height: float, width: float) -> float:
    """The size at which eight lines fill the cell and an official code fits on one line, in points."""
    return max(5.0, min(10.0, height * 0.26, width / 12.6))


def _tag_and_side(tag: str, width: float, height: float) -> tuple[Column, float]:
    """The tag's lines and the side of the code above them: as large as the cell allows, the tag no wider."""
    widest = WIDEST_CODE[ContentSize.FULL] * width
    side = min(widest, height)
    for _round in range(4):
        lines = _tag_lines(tag, side - 2 * PAD_MM)
        side = max(min(height - PAD_MM - lines.height / MM, widest), LEAST_SIDE_MM)
        if _widest(lines) <= side - 2 * PAD_MM:
            break
    return lines, side


def _tag_lines(tag: str, width: float, most: float = _TAG_PT[1]) -> Column:
    """The tag under the code: one line as large as it fits and at most so many points, two for long foreign tags."""
    shown = wording.readable(tag)
    size = max(_TAG_PT[0], min(_TAG_PT[1], most, width * MM / max(units(shown, MONO_BOLD), 1.0)))
    return column([Paragraph(shown, MONO_BOLD, lines=3, code=True)], width * MM, 4 * size, size)


def _code(job: _Job, x: float, y: float, side: float) -> Code:
    """The QR code in the middle of a square place, its quiet zone included."""
    symbol = qr.symbol(qr.payload(job.content.tag), side, job.dot)
    module = qr.module(side, symbol.size_with_quiet, job.dot)
    edge = (side - module * symbol.size) / 2
    return Code(x + edge, y + edge, module, symbol)


def _bars(job: _Job, width: float) -> Bars | None:
    """The Code 128 across the middle of a cell, still without height, where one is wanted and can be read."""
    tag = job.content.tag.strip()
    if job.design.symbology is not Symbology.CODE128:
        return None
    if not code128.holds(tag):
        job.drawing.warnings.append(LabelWarning(Problem.NO_BARS, tag, ""))
        return None
    symbol = code128.symbol(tag)
    across = min(width, WIDEST_BAR_MM * symbol.size_with_quiet)
    module = qr.module(across, symbol.size_with_quiet, job.dot)
    if module < code128.READABLE_MM:
        job.drawing.warnings.append(LabelWarning(Problem.NARROW_BARS, "", f"{module:.2f}"))
        return None
    return Bars((width - module * symbol.size) / 2, 0.0, module, 0.0, symbol.runs)


def _texts(text: Column, x: float, y: float) -> list[Item]:
    return [Text(x + line.indent / MM, y + line.baseline / MM, line.text, line.font, line.size) for line in text.lines]


def _widest(text: Column) -> float:
    return max((units(line.text, line.font) * line.size for line in text.lines), default=0.0) / MM


def _add_column(job: _Job, text: Column, picture: Picture | None, x: float, y: float, right: float) -> None:
    items = job.drawing.items
    if picture:
        items.append(picture._replace(x=x, y=y + picture.y))
    items += _texts(text, x, y)
    for line in text.lines:
        if line.rule_at is not None:
            rule = y + line.rule_at / MM
            items.append(Rule(x, rule, right, rule))
    job.drawing.warnings += [LabelWarning(Problem.SHORTENED, job.content.tag, cut) for cut in text.cut]
