"""Finds the column titles of a table: one row or two, anywhere near the top, with a numbered row under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spbe_assets.domain.parsing import Cell, plain_text, text
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.sheets.book import Row

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBERED = re.compile(r"\(?(\d{1,3})\)?\.?")
MOST_TITLE = 120
_title = cache(normal_name)


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a table: where they stand and what each column is called.

    `names` holds for each column its normalised titles, the most particular first: with its group, alone, the group;
    `bare` the same without what stands in brackets, such as (Rp).
    """

    first: int
    last: int
    titles: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    bare: tuple[tuple[str, ...], ...]


def one_row(rows: Sequence[Row], at: int) -> Header | None:
    """The titles of one row, None where it holds hardly any text."""
    cells = rows[at].cells
    texts = [_title_text(cell) for cell in cells]
    if not any(texts) or sum(1 for cell in cells if isinstance(cell, (float, bool))) > len(cells) // 4:
        return None
    return _header(rows[at].number, rows[at].number, texts, [(title, "") for title in texts])


def two_rows(rows: Sequence[Row], at: int) -> Header | None:
    """The titles of a row with groups and of the row of their members below it; None where that is no such pair."""
    if at + 1 >= len(rows) or rows[at + 1].number > rows[at].number + 1:
        return None
    upper, lower = rows[at].cells, rows[at + 1].cells
    width = max(len(upper), len(lower))
    tops = [_title_text(cell) for cell in upper] + [""] * (width - len(upper))
    subs = [_title_text(cell) for cell in lower] + [""] * (width - len(lower))
    groups = _groups(tops, subs)
    if groups is None or any(isinstance(cell, (float, bool)) for cell in lower):
        return None
    pairs = list(zip(tops, subs, groups, strict=True))
    titles = [f"{group} {sub}" if group and sub else top or sub for top, sub, group in pairs]
    return _header(
        rows[at].number,
        rows[at + 1].number,
        titles,
        [(sub if group else top or sub, group) for top, sub, group in pairs],
    )


def is_numbered(row: Row) -> bool:
    """Whether a row only counts its columns: 1, 2, 3 or (1), (2), (3)."""
    found = [_NUMBERED.fullmatch(plain_text(cell).strip()) for cell in row.cells if cell is not None]
    if len(found) < 3 or not all(found):
        return False
    numbers = [int(match[1]) for match in found if match]
    return numbers[0] == 1 and all(later - before in (0, 1) for before, later in pairwise(numbers))


def _groups(tops: list[str], subs: list[str]) -> list[str] | None:
    """The group title over each member column, None where the lower row is not one of members."""
    groups = [""] * len(tops)
    group, members = "", 0
    for column, (top, sub) in enumerate(zip(tops, subs, strict=True)):
        starts_group = bool(top and sub) and column + 1 < len(tops) and not tops[column + 1] and bool(subs[column + 1])
        if top:
            group = top if starts_group else ""
            if sub and not starts_group and _title(sub) != _title(top):
                return None
        if sub and group:
            groups[column] = group
            members += not top
        elif sub and not top:
            return None
    return groups if members else None


def _header(first: int, last: int, titles: list[str], pairs: list[tuple[str, str]]) -> Header:
    names = tuple(_names(title, group) for title, group in pairs)
    bare = tuple(_names(_BRACKETS.sub(" ", title), group) for title, group in pairs)
    return Header(first, last, tuple(titles), names, bare)


def _names(title: str, group: str) -> tuple[str, ...]:
    alone, over = _title(title), _title(group)
    if not alone:
        return ()
    return tuple(name for name in (f"{over} {alone}", alone, over) if name) if over else (alone,)


def _title_text(cell: Cell) -> str:
    written = text(cell) if isinstance(cell, str) else ""
    return written if len(written) <= MOST_TITLE else ""
