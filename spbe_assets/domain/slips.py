"""Which tags somebody may have meant who typed one wrong character or swapped two."""

from __future__ import annotations

from collections.abc import Iterator

from spbe_assets.domain import tags


def one_slip_away(code: str) -> list[str]:
    """The right tags that differ from a mistyped one in capitals by one slip, the likeliest first."""
    series, number, check = code.split("-")
    typed = series + number
    turned, replaced = (
        [f"{one[: len(series)]}-{one[len(series) :]}-{check}" for one in spellings]
        for spellings in (_swapped(typed), _replaced(typed, len(series)))
    )
    with_right_check = str(tags.make(series, int(number)))
    return [*filter(tags.parse, turned), with_right_check, *filter(tags.parse, replaced)]


def _swapped(text: str) -> Iterator[str]:
    for at in range(len(text) - 1):
        yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _replaced(text: str, letters: int) -> Iterator[str]:
    for at, present in enumerate(text):
        for other in tags.ALPHABET if at < letters else tags.ALPHABET[:10]:
            if other != present:
                yield text[:at] + other + text[at + 1 :]
