"""Which column means what: found by the presets, changed by people, kept as a profile."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from typing import Any

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import LANGUAGES, N_, _, in_language
from spbe_assets.sheets.headers import Header
from spbe_assets.sheets.parts import EXTRA, NOTHING, PARTS, can_keep_extra
from spbe_assets.sheets.presets import GENERIC, TEMPLATE, Preset, presets

MOST_EXTRA_NAME = 60
REASON = N_("Reason for rejection")
OWN_TITLES = frozenset(normal_name(in_language(REASON, code)) for code in LANGUAGES)
"""Titles of columns that this program adds to rejected rows."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The meaning of every column of one table.

    `parts` holds a part key for each column; `unknown` the columns that no preset knows, `doubled` those whose title
    another column has already.
    """

    preset: str
    target: str
    titles: tuple[str, ...]
    parts: tuple[str, ...]
    match: tuple[str, ...]
    unknown: frozenset[int] = frozenset()
    doubled: frozenset[int] = frozenset()

    def column_of(self, part: str) -> int | None:
        """The column that holds a part."""
        return self.parts.index(part) if part in self.parts else None

    def with_part(self, column: int, part: str) -> Mapping:
        """The mapping after a person chose the meaning of a column; a part has one column at most.

        Raises:
            Invalid: such records have no such part.
        """
        if part != NOTHING and part not in PARTS[self.target] and not is_extra(part, self.target):
            raise Invalid(_("“{name}” is nothing such a table can hold; choose another meaning.").format(name=part))
        parts = [NOTHING if known == part else known for known in self.parts]
        parts[column] = part
        return replace(self, parts=tuple(parts))

    def with_match(self, keys: tuple[str, ...]) -> Mapping:
        """The mapping after a person chose how records are found again."""
        return replace(self, match=keys)

    def keeping_unknown(self) -> Mapping:
        """The mapping with every unknown column kept under its own name, where such records can."""
        if not can_keep_extra(self.target):
            return self
        parts = list(self.parts)
        for column in self.unknown:
            parts[column] = parts[column] or EXTRA + self.titles[column][:MOST_EXTRA_NAME]
        return replace(self, parts=tuple(parts))

    def as_profile(self) -> dict[str, Any]:
        """Plain JSON to be saved: it fits every file with the same titles."""
        named = {normal_name(title): part for title, part in zip(self.titles, self.parts, strict=True) if title}
        return {"preset": self.preset, "columns": named, "match": list(self.match)}

    def with_profile(self, profile: AnyMapping[str, Any]) -> Mapping:
        """The mapping with what a saved profile says about columns of the same titles."""
        columns = profile.get("columns", {})
        chosen = (columns.get(normal_name(title), part) for title, part in zip(self.titles, self.parts, strict=True))
        parts = tuple(part if part in PARTS[self.target] or is_extra(part, self.target) else NOTHING for part in chosen)
        return replace(self, parts=parts, match=tuple(profile.get("match", self.match)))


def is_extra(part: str, target: str) -> bool:
    """Whether a part keeps a column under its own name."""
    return part.startswith(EXTRA) and len(part) > len(EXTRA) and can_keep_extra(target)


def mapped(header: Header, preset: Preset) -> Mapping:
    """The mapping a preset gives a table; titles it does not know fall back on the generic words."""
    generic = presets()[GENERIC]
    fallbacks = (preset, generic) if generic.target == preset.target and preset.family != TEMPLATE else (preset,)
    parts, doubled = [NOTHING] * len(header.names), set[int]()
    if preset.family == TEMPLATE:
        parts = [title if is_extra(title, preset.target) else NOTHING for title in header.titles]
    for known in fallbacks:
        for titles in (header.names, header.bare):
            _assign(parts, doubled, titles, preset, known)
    unknown = {
        column
        for column, names in enumerate(header.names)
        if names and not parts[column] and not preset.ignore.intersection(names) and names[0] not in OWN_TITLES
    }
    return Mapping(
        preset.id, preset.target, header.titles, tuple(parts), preset.match, frozenset(unknown), frozenset(doubled)
    )


def _assign(
    parts: list[str], doubled: set[int], titles: tuple[tuple[str, ...], ...], preset: Preset, known: Preset
) -> None:
    """Give a meaning to columns that have none; the first column of a part keeps it, later ones are doubled."""
    for column, names in enumerate(titles):
        if parts[column] or column in doubled or preset.ignore.intersection(names[:1]):
            continue
        part = known.part_of(*names)
        if part is not None and part not in parts:
            parts[column] = part
        elif part is not None and known is preset:
            doubled.add(column)
