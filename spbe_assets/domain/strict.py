"""Reads JSON that a stranger may have written: each value has one type and one range, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

Json = Any
T = TypeVar("T")


class Nonsense(ValueError):
    """A value that this program never writes; whoever reads says in a sentence what that means."""


def members(raw: Json, *names: str) -> list[Json]:
    """The values of an object with exactly these keys, in this order."""
    if not isinstance(raw, dict) or raw.keys() != set(names):
        raise Nonsense
    return [raw[name] for name in names]


def text(raw: Json, most: int) -> str:
    """A text of at most so many characters that any file can hold."""
    if not isinstance(raw, str) or len(raw) > most or "\0" in raw:
        raise Nonsense
    try:
        raw.encode()
    except UnicodeEncodeError as error:
        raise Nonsense from error
    return raw


def number(raw: Json, least: int, most: int) -> int:
    """A whole number between two others, both included."""
    if type(raw) is not int or not least <= raw <= most:
        raise Nonsense
    return raw


def flag(raw: Json) -> bool:
    """True or false."""
    if not isinstance(raw, bool):
        raise Nonsense
    return raw


def octets(raw: Json, length: int) -> bytes:
    """So many bytes, written in hex."""
    if not isinstance(raw, str) or len(raw) != 2 * length:
        raise Nonsense
    try:
        found = bytes.fromhex(raw)
    except ValueError as error:
        raise Nonsense from error
    if found.hex() != raw:
        raise Nonsense
    return found


def moment(raw: Json) -> datetime:
    """A time, as aware UTC."""
    try:
        found = datetime.fromisoformat(text(raw, 40))
        if found.tzinfo is None:
            raise Nonsense
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Nonsense from error


def each(raw: Json, most: int, read: Callable[[Json], T]) -> tuple[T, ...]:
    """A list of at most so many values of one kind."""
    if not isinstance(raw, list) or len(raw) > most:
        raise Nonsense
    return tuple(read(one) for one in raw)
