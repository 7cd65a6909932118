"""Word lists by which kinds of equipment, brands, roles, totals and signatures are known (`presets/words.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from spbe_assets.domain import vocabulary as v
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.domain.spellings import choice_of
from spbe_assets.paths import resource

_CHOICE_LISTS: dict[type[StrEnum], str] = {
    v.Status: "status",
    v.LinkStatus: "link_status",
    v.Ownership: "ownership",
    v.LinkRole: "link_role",
    v.ServerUse: "use",
    v.Raid: "raid",
    v.RegionKind: "region_kind",
}


@cache
def _lists() -> dict[str, Any]:
    with resource("presets", "words.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def brands() -> frozenset[str]:
    """Known makers in lower case."""
    return frozenset(_lists()["brands"])


@cache
def row_words(kind: str) -> tuple[str, ...]:
    """How rows begin that hold no record: `totals`, `signatures`, `units`."""
    return tuple(_lists()["rows"][kind])


@cache
def head_words(kind: str) -> tuple[str, ...]:
    """Labels of the title block above a table."""
    return tuple(_lists()["head"][kind])


@cache
def _phrases(kind: str) -> tuple[tuple[str, str], ...]:
    """(phrase, meaning), longer phrases first."""
    table: Mapping[str, Iterable[str]] = _lists()[kind]
    pairs = [(normal_name(word), meaning) for meaning, some in table.items() for word in some]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def meaning(kind: str, *texts: str) -> str:
    """The meaning of the longest known phrase in the first text that holds one; empty for none.

    Args:
        kind: `categories`, `roles`, `circuits` or `media`.
        texts: searched one after the other.
    """
    for written in texts:
        padded = f" {normal_name(written)} "
        for phrase, found in _phrases(kind):
            if f" {phrase} " in padded:
                return found
    return ""


@cache
def choice(options: type[StrEnum], written: str) -> StrEnum | None:
    """The option a text means, by the program's own words or those of other systems."""
    if (found := choice_of(options, written)) is not None:
        return found
    sought, prefix = normal_name(written), _CHOICE_LISTS.get(options, "")
    for key, spellings in _lists()["choices"].items():
        name, _point, value = key.partition(".")
        if name == prefix and sought in spellings:
            return options(value)
    if options is v.Raid and sought.removeprefix("raid").strip() in {option.value for option in v.Raid}:
        return v.Raid(sought.removeprefix("raid").strip())
    return v.Medium(found_medium) if options is v.Medium and (found_medium := meaning("media", written)) else None
