"""What the palette shows: lines that can be taken, under headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to go to or to do.

    `key` names it among those used recently, such as "command:undo"; `code` stands first in the monospaced face,
    `second` follows the text in the muted colour, `keys` is the shortcut at the right end.
    """

    key: str
    text: str
    run: Callable[[], object] = field(compare=False)
    second: str = ""
    code: str = ""
    icon: str = "box"
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading."""

    title: str
    lines: tuple[Line, ...]


def matches(text: str, typed: str) -> int:
    """How well a title answers what was typed: 0 not at all, 1 every word somewhere, 2 every word at a word's start."""
    title, wanted = text.casefold(), typed.casefold().split()
    if not wanted or not all(word in title for word in wanted):
        return 0
    starts = title.replace("-", " ").split()
    return 2 if all(any(start.startswith(word) for start in starts) for word in wanted) else 1
