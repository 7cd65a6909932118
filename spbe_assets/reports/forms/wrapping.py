"""Breaks texts into lines that fit a width, quickly enough for ten thousands of cells."""

from __future__ import annotations

from functools import lru_cache

from spbe_assets import pdf_fonts

LEADING = 1.22
"""Height of a line as a share of the size of its letters."""


@lru_cache(maxsize=20_000)
def lines_of(text: str, width: float, font: str, size: float, most: int) -> tuple[str, ...]:
    """The lines of a text, at most `most`; the last ends with … where something was left out.

    Words wider than the line are broken where it ends; letters that the font lacks become □.
    """
    lines: list[str] = []
    for written in text.split("\n"):
        lines += _wrapped(pdf_fonts.cover(written, font).text.strip(), width, font, size, most + 1)
        if len(lines) > most:
            break
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _ended(lines[most - 1], width, font, size))


def _wrapped(text: str, width: float, font: str, size: float, most: int) -> list[str]:
    if not text or pdf_fonts.width(text, font, size) <= width:
        return [text] if text else []
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if pdf_fonts.width(longer, font, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width, font, size)
        lines += whole
        if len(lines) > most:
            return lines
    return [*lines, line]


def _broken(word: str, width: float, font: str, size: float) -> list[str]:
    """A word in pieces that fit; codes break after a point or dash where they can."""
    pieces = []
    while pdf_fonts.width(word, font, size) > width and len(word) > 1:
        end = 1
        while end < len(word) and pdf_fonts.width(word[: end + 1], font, size) <= width:
            end += 1
        mark = max(word.rfind(sign, 1, end) for sign in ".-/_")
        end = mark + 1 if mark >= end // 2 else end
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def _ended(line: str, width: float, font: str, size: float) -> str:
    while line and pdf_fonts.width(line + "…", font, size) > width:
        line = line[:-1]
    return line.rstrip() + "…"
