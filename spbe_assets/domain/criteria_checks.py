"""Checked reading of the values in a criteria file: each returns what it should be or raises a `Fault`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from spbe_assets.domain.measures import Parameter
from spbe_assets.i18n import _

E = TypeVar("E", bound=StrEnum)
LANGUAGES = ("id", "en")


class Fault(Exception):
    """A value that can't be right: the reason, and the key whose line or field it is about."""

    def __init__(self, reason: str, key: str = "") -> None:
        super().__init__(reason)
        self.key = key


def table(value: object) -> Mapping[str, Any]:
    """A section of keys."""
    if not isinstance(value, dict):
        raise Fault(_("a section of keys is expected here"))
    return value


def only(row: Mapping[str, Any], allowed: set[str]) -> None:
    """Refuse keys that mean nothing."""
    for key in row:
        if key not in allowed:
            raise Fault(_("“{key}” is not known here").format(key=key), key)


def text(row: Mapping[str, Any], key: str) -> str:
    """A text that says something."""
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Fault(_("“{key}” must be a text").format(key=key), key)
    return value.strip()


def text_or_nothing(row: Mapping[str, Any], key: str) -> str:
    """A text that may be left out."""
    return text(row, key) if row.get(key, "") != "" else ""


def texts(row: Mapping[str, Any], parts: Iterable[str]) -> dict[str, str]:
    """Each part in both languages."""
    return {f"{part}_{code}": text(row, f"{part}_{code}") for part in parts for code in LANGUAGES}


def number(row: Mapping[str, Any], key: str) -> float:
    """A number, zero or more."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise Fault(_("“{key}” must be a number, zero or more").format(key=key), key)
    return float(value)


def yes_or_no(row: Mapping[str, Any], key: str, default: bool) -> bool:
    """True or false."""
    value = row.get(key, default)
    if not isinstance(value, bool):
        raise Fault(_("“{key}” must be true or false").format(key=key), key)
    return value


def indicators(row: Mapping[str, Any], key: str, last: int) -> tuple[int, ...]:
    """Numbers of indicators, of which there are so many."""
    value = row[key]
    if not isinstance(value, list) or any(type(one) is not int for one in value):
        raise Fault(_("“{key}” must be a list of whole numbers").format(key=key), key)
    for one in value:
        if not 1 <= one <= last:
            raise Fault(
                _("“{key}” has no indicator {n}; they go from 1 to {last}").format(key=key, n=one, last=last), key
            )
    return tuple(value)


def choice(row: Mapping[str, Any], key: str, kind: type[E]) -> E:
    """One of a list of words."""
    value = row.get(key)
    if not isinstance(value, str) or value not in tuple(kind):
        raise Fault(_one_of(key, tuple(kind)), key)
    return kind(value)


def chosen(row: Mapping[str, Any], key: str, kind: Parameter) -> tuple[str, ...]:
    """Some of a list of words, at least one."""
    return some_of(row, key, tuple(kind.value))


def some_of(row: Mapping[str, Any], key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Some of these, at least one; a fault says which entry is none of them."""
    value = row[key]
    if not isinstance(value, list) or not value:
        raise Fault(_one_of(key, known), key)
    for place, entry in enumerate(value, 1):
        if entry not in known:
            reason = _("entry {n} of “{key}”, “{value}”, must be one of: {known}")
            raise Fault(reason.format(n=place, key=key, value=entry, known=_joined(known)), key)
    return tuple(value)


def _one_of(key: str, known: tuple[str, ...]) -> str:
    return _("“{key}” must be one of: {known}").format(key=key, known=_joined(known))


def _joined(known: tuple[str, ...]) -> str:
    return ", ".join(str(value) for value in known)
