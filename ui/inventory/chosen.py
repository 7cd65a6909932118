"""What an action of a list works on, and the actions there are; one line each, loaded when they are used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from PySide6.QtWidgets import QWidget

from spbe_assets.domain.filters import AssetFilter, LinkFilter, LinkOrder, Order
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_
from ui.context import AppContext

ASSETS, LINKS = "asset", "link"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Hand-picked records in the order of the list, or everything that a filter lets through.

    `ids` is empty where all of the filter is meant, so that a million matching records cost nothing to choose.
    """

    table: str
    wanted: AssetFilter | LinkFilter
    ids: tuple[Id, ...]
    count: int
    columns: tuple[str, ...] = ()
    """The columns on show, from left to right."""
    order: Order | LinkOrder | None = None
    told: str = ""
    """What the filter says, in words."""

    @property
    def is_everything(self) -> bool:
        """Whether all that the filter lets through is meant."""
        return not self.ids

    @property
    def filter(self) -> AssetFilter | LinkFilter:
        """The filter that lets exactly the chosen records through."""
        if self.is_everything:
            return self.wanted
        kind = AssetFilter if self.table == ASSETS else LinkFilter
        return kind(ids=frozenset(self.ids))


Run = Callable[[AppContext, Chosen, QWidget], None]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do with chosen records: `module` has a function `function(context, chosen, parent)`."""

    name: str
    title: str
    icon: str
    keys: str
    module: str
    function: str
    tables: tuple[str, ...] = (ASSETS, LINKS)

    def run(self, context: AppContext, chosen: Chosen, parent: QWidget) -> None:
        """Do it, usually by opening a dialog over `parent`."""
        cast(Run, getattr(import_module(self.module), self.function))(context, chosen, parent)


ACTIONS = (
    Action("bulk", N_("Edit together"), "sliders-horizontal", "Ctrl+B", "ui.bulk.dialog", "edit_together", (ASSETS,)),
    Action("labels", N_("Print labels"), "printer", "Ctrl+P", "ui.labels.actions", "print_labels"),
    Action("hand_over", N_("Hand over"), "arrow-right", "", "ui.moves.actions", "hand_over", (ASSETS,)),
    Action("lend", N_("Lend"), "calendar-clock", "", "ui.moves.actions", "lend", (ASSETS,)),
    Action("take_back", N_("Take back"), "arrow-left", "", "ui.moves.actions", "take_back", (ASSETS,)),
    Action("repair", N_("Send to repair"), "plug", "", "ui.moves.actions", "repair", (ASSETS,)),
    Action("disposal", N_("Propose disposal"), "trash-2", "", "ui.moves.actions", "propose_disposal", (ASSETS,)),
    Action("kibar", N_("Identity cards"), "file-text", "", "ui.forms.identity_cards", "show_cards", (ASSETS,)),
    Action("export", N_("Export"), "download", "Ctrl+E", "ui.inventory.export", "export_list"),
    Action("copy", N_("Copy"), "copy", "Ctrl+C", "ui.inventory.clipboard", "copy_rows"),
)


def actions(table: str) -> tuple[Action, ...]:
    """The actions for a kind of record whose module is there."""
    return tuple(one for one in ACTIONS if table in one.tables and _is_there(one.module))


def _is_there(module: str) -> bool:
    package = module.rpartition(".")[0]
    return find_spec(package) is not None and find_spec(module) is not None
