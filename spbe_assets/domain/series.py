"""Numbers at the end of names and registers: which one follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_ENDS_IN_NUMBER = re.compile(r"(.*?)([0-9]{1,15})", re.DOTALL)


def counts(text: str) -> bool:
    """Whether a text ends in a number that can be counted on."""
    return _ENDS_IN_NUMBER.fullmatch(text) is not None


def following(text: str, steps: int = 1) -> str:
    """The text with its last number counted on: PC-07 → PC-08, 000021 → 000022; others stay as they are."""
    found = _ENDS_IN_NUMBER.fullmatch(text)
    if found is None:
        return text
    head, digits = found.groups()
    return f"{head}{int(digits) + steps:0{len(digits)}}"


def step(texts: Sequence[str]) -> int | None:
    """By how much the last numbers of two or more texts grow from one to the next: PC-02, PC-04 → 2.

    None where they are no such series: nothing counts, what stands before the numbers differs, or the steps do.
    """
    found = [_ENDS_IN_NUMBER.fullmatch(text) for text in texts]
    parts = [match.groups() for match in found if match is not None]
    if len(parts) != len(texts) or len(parts) < 2 or len({head for head, _digits in parts}) > 1:
        return None
    steps = {int(later) - int(before) for (_head, before), (_same, later) in pairwise(parts)}
    return steps.pop() if len(steps) == 1 and min(steps) > 0 else None


def continued(texts: Sequence[str], count: int, *, counting: bool = False) -> list[str]:
    """The `count` texts that follow some: a series goes on, anything else is repeated.

    With `counting` the last numbers count on by one with each repetition, even from a single text.
    """
    by = step(texts)
    if by is not None:
        return [following(texts[-1], by * (at + 1)) for at in range(count)]
    rounds = ((texts[at % len(texts)], at // len(texts) + 1) for at in range(count))
    return [following(text, turn) if counting else text for text, turn in rounds]
