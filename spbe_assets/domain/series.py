"""Numbers at the end of names and registers: which one follows."""

from __future__ import annotations

import re

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
