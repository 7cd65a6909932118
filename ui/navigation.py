"""Every place of the window, one line each. A new screen is one file in `ui/screens` and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from spbe_assets.i18n import N_
from ui.widgets.screen import Screen


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail; its module is imported when it is opened for the first time.

    `group` is "main", "bottom" (below the sections) or "hidden" (reached from other screens only). `waiting` names the
    service function, as "module:function", that counts what waits there for a person: the badge in the rail.
    """

    name: str
    title: str
    icon: str
    module: str
    screen: str
    group: str = "main"
    waiting: str = ""

    def load(self) -> type[Screen]:
        """The screen's class."""
        return cast(type[Screen], getattr(import_module(self.module), self.screen))

    def count_waiting(self, session: Any) -> int:
        """How many things wait there for a person; 0 for a place without a badge."""
        module, _colon, function = self.waiting.partition(":")
        return int(getattr(import_module(module), function)(session)) if module else 0


HOME = "home"
FIELD = "field"
INVENTORY = "inventory"
NEW = "new"
"""An argument of the inventory: begin a new item; `(NEW, values)` begins one with fields filled in, and
`(NEW, values, names)` also says what the references among them are called."""
AGENCIES = "agencies"
SWEEPS = "sweeps"
LABELS = "labels"
EXCHANGE = "exchange"
"""Arguments of it: paths of packs; "conflicts", "twice" or "missing"; "hand-over"; a scope to hand out."""
HISTORY = "history"
IMPORT = "import"
READINESS = "readiness"
PLAN = "plan"
"""Arguments of it: the id of an agency; "plan" or "compare"."""
REPORTS = "reports"
SETTINGS = "settings"
INSTALLATIONS = N_("Installations")
"""An argument of the settings: the section where installations exchange their cards."""
PLACES = (
    Place(HOME, N_("Home"), "house", "ui.screens.home", "HomeScreen"),
    Place(FIELD, N_("Field work"), "map-pin", "ui.screens.field", "FieldScreen"),
    Place(INVENTORY, N_("Inventory"), "server", "ui.screens.inventory", "InventoryScreen"),
    Place(AGENCIES, N_("Agencies & places"), "building-2", "ui.screens.agencies", "AgenciesScreen"),
    Place(
        SWEEPS,
        N_("Sweeps"),
        "scan-line",
        "ui.screens.sweeps",
        "SweepsScreen",
        waiting="spbe_assets.services.sweep_views:open_count",
    ),
    Place(IMPORT, N_("Import"), "file-up", "ui.screens.importer", "ImportScreen"),
    Place(READINESS, N_("Readiness"), "gauge", "ui.screens.readiness", "ReadinessScreen"),
    Place(PLAN, N_("Plan"), "wallet", "ui.screens.plan", "PlanScreen"),
    Place(REPORTS, N_("Reports"), "file-text", "ui.screens.reports", "ReportsScreen"),
    Place(LABELS, N_("Labels"), "qr-code", "ui.screens.labels", "LabelsScreen"),
    Place(
        EXCHANGE,
        N_("Exchange"),
        "git-merge",
        "ui.screens.exchange",
        "ExchangeScreen",
        waiting="spbe_assets.services.conflicts:count",
    ),
    Place(HISTORY, N_("History"), "history", "ui.screens.history", "HistoryScreen"),
    Place(SETTINGS, N_("Settings"), "settings", "ui.screens.settings", "SettingsScreen", "bottom"),
)


@cache
def places() -> tuple[Place, ...]:
    """The places whose screen is there."""
    return tuple(place for place in PLACES if find_spec(place.module) is not None)


def place(name: str) -> Place | None:
    """The place of that name, if it is there."""
    return next((one for one in places() if one.name == name), None)
