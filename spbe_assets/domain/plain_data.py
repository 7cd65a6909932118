"""Frozen dataclasses as JSON text and back; what a plan is kept as."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_text(value: Any) -> str:
    """A dataclass of numbers, texts, dates, tuples, mappings and dataclasses as compact JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_text(kind: type[T], text: str) -> T:
    """The dataclass that a text holds.

    Raises:
        ValueError: the text is not one of it, such as one written by a newer version.
    """
    try:
        made: T = _made(kind, json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _made(kind: Any, data: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if data is None else _made(next(one for one in arguments if one is not type(None)), data)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{field.name: _made(hints[field.name], data[field.name]) for field in fields(kind)})  # type: ignore[operator]
    if origin is tuple:
        return tuple(_made(arguments[0], one) for one in data)
    if origin is not None:
        return {_made(arguments[0], key): _made(arguments[1], one) for key, one in data.items()}
    if kind is date:
        return date.fromisoformat(data)
    return kind(data) if kind in (int, float) or issubclass(kind, StrEnum) else data
