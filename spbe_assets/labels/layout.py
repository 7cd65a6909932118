"""The three contents of a label, placed in mm inside a cell: full (official), small, and the cable flag.

A drawing is plain values, so that the PDF, the preview in the window and a thermal printer show the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from spbe_assets import pdf_fonts
from spbe_assets.domain.labels import ContentSize, LabelContent, LabelWarning, Problem
from spbe_assets.labels import qr
from spbe_assets.labels.typeset import LEAST_PT, MM, Column, Paragraph, column, units
from spbe_assets.pdf_fonts import MONO, MONO_BOLD, SANS, SANS_SEMIBOLD

PAD_MM = 1.5
"""Text keeps this distance from the cell's edge, because sheets are never fed quite straight."""
WIDEST_CODE = {ContentSize.FULL: 0.45, ContentSize.SMALL: 0.5}
LEAST_FULL_MM = (40.0, 20.0)
"""A smaller cell has no room for the official content and gets the small one."""
LEAST_SIDE_MM = 8.0
RULE_MM = 0.2
_TAG_PT = (5.0, 12.0)


class Text(NamedTuple):
    """One line of text; `x`, `y` is the left end of its baseline in mm from the cell's top left, `size` in points."""

    x: float
    y: float
    text: str
    font: str
    size: float


class Rule(NamedTuple):
    """A straight line of `width` mm; a dashed one marks a fold."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = RULE_MM
    dashed: bool = False


class Code(NamedTuple):
    """A QR code; `x`, `y` is the top left of its first module, `module` the width of one in mm."""

    x: float
    y: float
    module: float
    symbol: qr.Symbol


Item: TypeAlias = Text | Rule | Code


@dataclass(slots=True)
class Drawing:
    """Everything on one label and what to know about it."""

    items: list[Item] = field(default_factory=list)
    warnings: list[LabelWarning] = field(default_factory=list)


def draw(content: LabelContent, width: float, height: float, size: ContentSize) -> Drawing:
    """Place a label's content in a cell of `width` × `height` mm.

    The code is as large as the cell allows, with its quiet zone inside the cell. No item leaves the cell.
    """
    drawing = Drawing()
    shown = _covered(content, drawing)
    if size is ContentSize.FULL and (width < LEAST_FULL_MM[0] or height < LEAST_FULL_MM[1]):
        size = ContentSize.SMALL
    _LAYOUTS[size](shown, width, height, drawing)
    module = min(item.module for item in drawing.items if isinstance(item, Code))
    if module < qr.READABLE_MM:
        drawing.warnings.append(LabelWarning(Problem.SMALL_CODE, "", f"{module:.2f}"))
    return drawing


def _covered(content: LabelContent, drawing: Drawing) -> LabelContent:
    """The content in letters that the fonts have; what was replaced becomes a warning."""
    missing = pdf_fonts.cover(content.tag, MONO_BOLD).missing
    parts = {}
    for name in ("owner", "unit", "location", "goods", "name", "model"):
        covered = pdf_fonts.cover(getattr(content, name), MONO if name in ("location", "goods") else SANS)
        parts[name] = " ".join(covered.text.split())
        missing += covered.missing
    if missing:
        text = "".join(dict.fromkeys(missing))[:20]
        drawing.warnings.append(LabelWarning(Problem.MISSING_LETTERS, content.tag, text))
    return LabelContent(content.record_id, content.tag, **parts)


def _full(content: LabelContent, width: float, height: float, drawing: Drawing) -> None:
    """The official label: code and tag at the left, owner, unit, fraction and name beside them."""
    tag, side = _tag_and_side(content.tag, width, height)
    top = (height - side - tag.height / MM) / 2 if side < height - PAD_MM - tag.height / MM else 0.0
    code = _code(content.tag, 0.0, top, side)
    drawing.items.append(code)
    drawing.items += _texts(tag, max((side - _widest(tag)) / 2, PAD_MM), top + side)
    room = (width - side - PAD_MM) * MM, (height - 2 * PAD_MM) * MM
    text = column(_official(content), *room, _base(height, room[0]))
    y = max(min(code.y, height - PAD_MM - text.height / MM), PAD_MM)
    _add_column(drawing, text, content.tag, side, y, width - PAD_MM)


def _small(content: LabelContent, width: float, height: float, drawing: Drawing, left: float = 0.0) -> None:
    """Code at the left, the tag and a few words beside it, both centred."""
    side = min(height, WIDEST_CODE[ContentSize.SMALL] * width)
    code = _code(content.tag, left, (height - side) / 2, side)
    drawing.items.append(code)
    room = (width - side - PAD_MM) * MM, (height - 2 * PAD_MM) * MM
    base = _base(height * 0.8, room[0])
    text = column(_brief(content, room[0], base), *room, base)
    _add_column(drawing, text, content.tag, left + side, (height - text.height / MM) / 2, left + width - PAD_MM)


def _cable(content: LabelContent, width: float, height: float, drawing: Drawing) -> None:
    """The same small content on both sides of a fold in the middle, to be wrapped round a cable."""
    half = width / 2
    _small(content, half, height, drawing)
    count = len(drawing.warnings)
    _small(content, half, height, drawing, half)
    del drawing.warnings[count:]
    drawing.items.append(Rule(half, 0.0, half, height, dashed=True))


_LAYOUTS: dict[ContentSize, Callable[[LabelContent, float, float, Drawing], None]] = {
    ContentSize.FULL: _full,
    ContentSize.SMALL: _small,
    ContentSize.CABLE: _cable,
}


def _official(content: LabelContent) -> list[Paragraph]:
    codes = (
        [code or "–" for code in (content.location, content.goods)] if content.location or content.goods else ["", ""]
    )
    return [
        Paragraph(content.owner, SANS_SEMIBOLD, 1.0, lines=2),
        Paragraph(content.unit, SANS, 0.9, lines=3),
        Paragraph(codes[0], MONO, 0.88, lines=2, gap=0.5, code=True),
        Paragraph(codes[1], MONO, 0.88, lines=2, gap=0.2, code=True, rule=True),
        Paragraph(content.name, SANS_SEMIBOLD, 1.0, lines=3, gap=0.5),
        Paragraph(content.model, SANS, 0.9, lines=2),
    ]


def _brief(content: LabelContent, width: float, base: float) -> list[Paragraph]:
    tag = _readable(content.tag)
    repeated = content.model.casefold().startswith(content.name.casefold())
    thing = content.model if content.model and repeated else f"{content.name} {content.model}".strip()
    return [
        Paragraph(tag, MONO_BOLD, lines=3, code=True, points=_tag_points(tag, width, base)),
        Paragraph(content.owner, SANS, 0.9, lines=2, gap=0.35, optional=1),
        Paragraph(content.unit, SANS, 0.9, lines=3, gap=0.2),
        Paragraph(content.location, MONO, 0.8, lines=2, gap=0.4, code=True, optional=2),
        Paragraph(content.goods, MONO, 0.8, lines=2, gap=0.2, code=True, rule=bool(content.location), optional=2),
        Paragraph(thing, SANS_SEMIBOLD, 0.9, lines=4, gap=0.4),
    ]


def _tag_points(tag: str, width: float, base: float) -> float:
    """A tag as large as its line allows, within reason, whatever the size of the words below it."""
    return max(LEAST_PT, min(1.9 * base, width / max(units(tag, MONO_BOLD), 1.0)))


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


def _tag_lines(tag: str, width: float) -> Column:
    """The tag under the code: one line as large as it fits, two for long foreign tags."""
    shown = _readable(tag)
    size = max(_TAG_PT[0], min(_TAG_PT[1], width * MM / max(units(shown, MONO_BOLD), 1.0)))
    return column([Paragraph(shown, MONO_BOLD, lines=3, code=True)], width * MM, 4 * size, size)


def _readable(tag: str) -> str:
    return " ".join(pdf_fonts.cover(tag, MONO_BOLD).text.split())


def _code(tag: str, x: float, y: float, side: float) -> Code:
    symbol = qr.symbol(qr.payload(tag), side)
    module = side / symbol.size_with_quiet
    return Code(x + qr.QUIET * module, y + qr.QUIET * module, module, symbol)


def _texts(text: Column, x: float, y: float) -> list[Item]:
    return [Text(x, y + line.baseline / MM, line.text, line.font, line.size) for line in text.lines]


def _widest(text: Column) -> float:
    return max((units(line.text, line.font) * line.size for line in text.lines), default=0.0) / MM


def _add_column(drawing: Drawing, text: Column, tag: str, x: float, y: float, right: float) -> None:
    drawing.items += _texts(text, x, y)
    for line in text.lines:
        if line.rule_at is not None:
            rule = y + line.rule_at / MM
            drawing.items.append(Rule(x, rule, right, rule))
    drawing.warnings += [LabelWarning(Problem.SHORTENED, tag, cut) for cut in text.cut]
