"""Texts of the public page, each in both languages; the page shows the one that its reader picks."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from spbe_assets import formats
from spbe_assets.i18n import LANGUAGES, _, speaking


def both(message: str, **values: Callable[[], str]) -> str:
    """A message (its source text) as HTML in both languages; `values` are asked in each and made safe."""
    return spans(lambda: escape(_(message).format(**{key: value() for key, value in values.items()})))


def of(said: dict[str, Any], part: str) -> str:
    """A text that a file gives in both languages."""
    return "".join(f'<span lang="{code}">{escape(said[f"{part}_{code}"])}</span>' for code in LANGUAGES)


def number(value: int | float, places: int) -> str:
    """A figure with the marks of each language; once where both write the same."""
    found = in_each(lambda: formats.number(value, places))
    return found[0] if len(set(found)) == 1 else spans(lambda: formats.number(value, places))


def spans(told: Callable[[], str]) -> str:
    """HTML that is made in each language."""
    return "".join(f'<span lang="{code}">{one}</span>' for code, one in zip(LANGUAGES, in_each(told), strict=True))


def in_each(told: Callable[[], str]) -> tuple[str, ...]:
    """The same in Indonesian and in English."""
    found = []
    for code in LANGUAGES:
        with speaking(code):
            found.append(told())
    return tuple(found)
