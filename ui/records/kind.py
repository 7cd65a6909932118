"""What the list, pane and editor of one table need to know: its fields by groups, its icon, its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from spbe_assets.domain.records import Record
from spbe_assets.i18n import N_, _
from ui import format as formats
from ui.context import AppContext
from ui.inventory.field_form import Group


@dataclass(frozen=True, slots=True)
class Texts:
    """Source strings of one kind of record; `counted` and `deleted` say a number of them, with `{n}` for it.

    `find` says what its list can be searched by.
    """

    new: str
    empty: str
    empty_hint: str
    counted: Callable[[int], str]
    deleted: Callable[[int], str]
    find: str = N_("Find a name or code…")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: the key of a field, and how wide it is at least and where there is room."""

    key: str
    least_px: int = 110
    wide_px: int = 180


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One table as people work with it.

    `codes` are the keys of fields shown under the name, `defaults` the values of a new record, `single` the keys
    that a copy does not take over, `beside` makes what the summary shows besides the fields.
    """

    table: str
    icon: str
    groups: tuple[Group, ...]
    texts: Texts
    codes: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    single: frozenset[str] = frozenset()
    beside: Callable[[AppContext, Record], Sequence[QWidget]] | None = None

    def title(self, record: Record) -> str:
        """What a record is called."""
        return record.get("name") or _("Unnamed")

    def counted(self, count: int) -> str:
        """How many records, for the title row."""
        return formats.counted(self.texts.counted(count), count)
