"""Text into a box: shrink a little, then wrap, then shrink all, then end with … and say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from spbe_assets import pdf_fonts
from spbe_assets.pdf_fonts import CAP_HEIGHT, SANS

MM = 72 / 25.4
"""Points in a millimetre."""
LEAST_PT = 4.4
LEADING = 1.2
_SQUEEZE = {False: 0.88, True: 0.8}
_STEPS = (1.0, 0.93, 0.86, 0.8, 0.74, 0.68, 0.62)
_STEPS_WITH_OPTIONAL = 3
_STEP_TO_CUT_AT = 0.8
_PARTS = re.compile(r"\S+\s*|\s+")
_CODE_PARTS = re.compile(r"[^.\-]+[.\-]*|[.\-]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with its wishes: a font and at most so many `lines`.

    `size` is a multiple of the column's base size (`points` fixes it instead, for tags) and `gap` the space above in
    ems. `code` may break after dots and hyphens, `rule` draws a line above, the `head` stands beside the logo. Where
    room is short the paragraphs with the highest `optional` go first, without a warning.
    """

    text: str
    font: str = SANS
    size: float = 1.0
    lines: int = 1
    gap: float = 0.0
    code: bool = False
    rule: bool = False
    optional: int = 0
    points: float = 0.0
    head: bool = False


class Line(NamedTuple):
    """One line of a set column; `baseline` in points below the column's top, `indent` from its left."""

    text: str
    font: str
    size: float
    baseline: float
    rule_at: float | None
    indent: float


class Column(NamedTuple):
    """A set column: its lines, its height in points, the whole texts of what was cut, and where its head begins."""

    lines: tuple[Line, ...]
    height: float
    cut: tuple[str, ...]
    head: float | None


class _Set(NamedTuple):
    paragraph: Paragraph
    size: float
    lines: list[str]
    cut: bool


class _Box(NamedTuple):
    width: float
    height: float
    indent: float
    beside: float


class _Stack(NamedTuple):
    """The first baselines of the parts, the height of all, and the top of the head."""

    firsts: list[float]
    height: float
    head: float | None


def column(
    paragraphs: Sequence[Paragraph], width: float, height: float, base: float, beside: tuple[float, float] = (0.0, 0.0)
) -> Column:
    """Set paragraphs below each other in a box of `width` × `height` points.

    Nothing ever leaves the box: what finds no room even at the smallest size is cut and named. `beside` is the width
    and height that are kept free at the left of the head.
    """
    box = _Box(width, height, *beside)
    wanted = [paragraph for paragraph in paragraphs if paragraph.text]
    for chosen, step in _choices(wanted):
        done = [_fit(paragraph, box, base * step) for paragraph in chosen]
        if not any(part.cut for part in done) and _stack(done, box).height <= height:
            return _placed(done, box, ())
    return _cut_down(_mandatory(wanted), box, base * _STEP_TO_CUT_AT)


def units(text: str, font: str) -> float:
    """The width of a text at a size of 1 point."""
    return sum([_part_units(part, font) for part in _PARTS.findall(text)]) if " " in text else _part_units(text, font)


@lru_cache(maxsize=16384)
def _part_units(text: str, font: str) -> float:
    return pdf_fonts.width(text, font, 1.0)


def _mandatory(paragraphs: list[Paragraph]) -> list[Paragraph]:
    return [paragraph for paragraph in paragraphs if not paragraph.optional]


def _choices(paragraphs: list[Paragraph]) -> Iterator[tuple[list[Paragraph], float]]:
    """What to try in turn: everything a little smaller, then with fewer optional parts, at last ever smaller."""
    for most in sorted({paragraph.optional for paragraph in paragraphs} - {0}, reverse=True):
        kept = [paragraph for paragraph in paragraphs if paragraph.optional <= most]
        yield from ((kept, step) for step in _STEPS[:_STEPS_WITH_OPTIONAL])
    yield from ((_mandatory(paragraphs), step) for step in _STEPS)


@lru_cache(maxsize=16384)
def _fit(paragraph: Paragraph, box: _Box, size: float) -> _Set:
    width = box.width - box.indent if paragraph.head else box.width
    size = paragraph.points or max(size * paragraph.size, LEAST_PT)
    if width < size:
        return _Set(paragraph, size, [], True)
    natural = units(paragraph.text, paragraph.font)
    if natural * size <= width:
        return _Set(paragraph, size, [paragraph.text], False)
    squeezed = max(size * _SQUEEZE[paragraph.code], LEAST_PT)
    if natural * squeezed <= width:
        return _Set(paragraph, width / natural, [paragraph.text], False)
    lines = _wrap(paragraph, width / size)
    if len(lines) <= paragraph.lines:
        return _Set(paragraph, size, lines, False)
    return _Set(paragraph, size, _shorten(lines, paragraph.lines, paragraph.font, width / size), True)


def _wrap(paragraph: Paragraph, width: float) -> list[str]:
    font = paragraph.font
    lines, current, used = [], "", 0.0
    for part in (_CODE_PARTS if paragraph.code else _PARTS).findall(paragraph.text):
        if used + _part_units(part.rstrip(), font) <= width:
            current, used = current + part, used + _part_units(part, font)
            continue
        if current:
            lines.append(current.rstrip())
        *whole, current = _chop(part, font, width)
        lines += whole
        used = _part_units(current, font)
    return [*lines, current.rstrip()]


def _chop(part: str, font: str, width: float) -> list[str]:
    pieces = []
    while len(part) > 1 and units(part.rstrip(), font) > width:
        keep = _longest(part, font, width)
        pieces.append(part[:keep])
        part = part[keep:]
    return [*pieces, part]


def _longest(text: str, font: str, width: float) -> int:
    """How many of the first characters fit, at least one."""
    used = 0.0
    for count, character in enumerate(text):
        used += _part_units(character, font)
        if used > width:
            return max(count, 1)
    return len(text)


def _shorten(lines: list[str], most: int, font: str, width: float) -> list[str]:
    kept, last = lines[: most - 1], " ".join(lines[most - 1 : most + 1])
    room = width - _part_units("…", font)
    return [*kept, last[: _longest(last, font, room)].rstrip(" .,·-") + "…"]


def _stack(done: Sequence[_Set], box: _Box) -> _Stack:
    """Put parts below each other; those without a line take no room."""
    firsts: list[float] = []
    bottom, head, size = 0.0, None, 0.0
    for part in done:
        if not part.lines:
            firsts.append(bottom)
            continue
        if head is not None and not part.paragraph.head:
            bottom = max(bottom, head + box.beside)
        # The first line starts at its capitals.
        step = LEADING + part.paragraph.gap if size else CAP_HEIGHT
        size = part.size
        firsts.append(bottom + step * size)
        if head is None and part.paragraph.head:
            head = firsts[-1] - CAP_HEIGHT * size
        bottom = firsts[-1] + (len(part.lines) - 1) * LEADING * size
    height = bottom + size * (LEADING - 1.0)  # the last line keeps its descenders
    return _Stack(firsts, height if head is None else max(height, head + box.beside), head)


def _cut_down(paragraphs: list[Paragraph], box: _Box, base: float) -> Column:
    limits = [paragraph.lines for paragraph in paragraphs]
    while True:
        done = [_fit(replace(p, lines=limit), box, base) for p, limit in zip(paragraphs, limits, strict=True) if limit]
        if _stack(done, box).height <= box.height or not any(limits):
            break
        most = max(limits)
        limits[len(limits) - 1 - limits[::-1].index(most)] -= 1
    dropped = tuple(p.text for p, limit in zip(paragraphs, limits, strict=True) if not limit)
    return _placed(done, box, (*(part.paragraph.text for part in done if part.cut), *dropped))


def _placed(done: Sequence[_Set], box: _Box, cut: tuple[str, ...]) -> Column:
    lines: list[Line] = []
    stack = _stack(done, box)
    bottom = 0.0
    for part, first in zip(done, stack.firsts, strict=True):
        paragraph, size = part.paragraph, part.size
        rule = bottom + (first - size * CAP_HEIGHT - bottom) * 0.5 if paragraph.rule else None
        indent = box.indent if paragraph.head else 0.0
        for number, text in enumerate(part.lines):
            bottom = first + number * LEADING * size
            lines.append(Line(text, paragraph.font, size, bottom, None if number else rule, indent))
    return Column(tuple(lines), stack.height, cut, stack.head)
