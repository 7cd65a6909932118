"""Which columns a list shows, in which order and how wide: what a user, or a saved view, has chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

LEAST_PX, MOST_PX, OTHER_PX = 40, 1200, 150


@dataclass(frozen=True, slots=True)
class Layout:
    """The keys of the columns from left to right, and the widths that were chosen by hand.

    Without keys the list shows its usual columns, fewer of them where there is little room.
    """

    keys: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_usual(self) -> bool:
        """Whether the list arranges itself."""
        return not self.keys and not self.widths

    def with_width(self, key: str, px: int) -> Layout:
        """The same with one column so wide."""
        return replace(self, widths={**self.widths, key: px})

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"keys": list(self.keys), "widths": dict(self.widths)}


def layout_from_json(kept: Any, known: Sequence[str]) -> Layout:
    """The layout of JSON values; columns that this version does not know are left out."""
    body = kept if isinstance(kept, dict) else {}
    keys, widths = body.get("keys"), body.get("widths")
    shown = dict.fromkeys(key for key in keys if key in known) if isinstance(keys, list) else {}
    chosen = widths.items() if isinstance(widths, dict) else ()
    return Layout(
        tuple(shown),
        {
            key: min(max(px, LEAST_PX), MOST_PX)
            for key, px in chosen
            if key in known and isinstance(px, int) and not isinstance(px, bool)
        },
    )


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide each column is at least and where there is room, which one takes the rest, which give way first."""

    px: Mapping[str, tuple[int, int]]
    stretch: str
    stretch_px: tuple[int, int]
    give_way: tuple[str, ...]

    def fitting(self, room: int) -> dict[str, int]:
        """The width of every column but the stretched one; a column that is left out has no place.

        What is left beside the least widths is shared out, until every column is as wide as it may be.
        """
        chosen = {key: least for key, (least, _wide) in self.px.items()}
        for key in self.give_way:
            if sum(chosen.values()) + self.stretch_px[0] > room:
                del chosen[key]
        more = {key: self.px[key][1] - least for key, least in chosen.items()}
        spare = max(room - sum(chosen.values()) - self.stretch_px[0], 0)
        share = min(spare / max(sum(more.values()) + self.stretch_px[1] - self.stretch_px[0], 1), 1)
        return {key: least + int(more[key] * share) for key, least in chosen.items()}

    def chosen(self, layout: Layout, room: int) -> dict[str, int]:
        """The width of every column that somebody has chosen; the stretched one takes what is left."""
        fitting = self.fitting(room)
        usual = [key for key in (self.stretch, *self.px) if key in fitting or key == self.stretch]
        widths = {key: layout.widths.get(key) or self._roomy(key) for key in layout.keys or usual}
        if self.stretch in widths and self.stretch not in layout.widths:
            others = sum(px for key, px in widths.items() if key != self.stretch)
            widths[self.stretch] = max(self.stretch_px[0], room - others)
        return widths

    def _roomy(self, key: str) -> int:
        return self.px[key][1] if key in self.px else OTHER_PX
