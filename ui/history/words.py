"""How the log reads: verbs, kinds of actions, and where a record of it is opened."""

from __future__ import annotations

from typing import Any

from spbe_assets.domain import reasons
from spbe_assets.domain.filters import LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import action_log
from ui.inventory.filter_kinds import FilterKind, Option, Way
from ui.navigation import AGENCIES, INVENTORY
from ui.software.kinds import KINDS as SOFTWARE

VERBS = {
    "create": N_("Created"),
    "edit": N_("Edited"),
    "bulk": N_("Edited together"),
    "import": N_("Imported"),
    "delete": N_("Deleted"),
    "undo": N_("Undone"),
    "redo": N_("Done again"),
    "labels": N_("Labels printed"),
    "move": N_("Moved"),
    "combine": N_("Merged"),
    "demo": N_("Sample data"),
    "restore": N_("Brought back"),
}


def _people(session: Any) -> list[Option]:
    return [Option(name, name) for name in action_log.people(session)]


def _installations(session: Any) -> list[Option]:
    return [Option(replica, name) for replica, name in action_log.installations(session).items()]


def _verbs(session: Any) -> list[Option]:
    return [Option(verb, kind_of(verb)) for verb in action_log.kinds(session)]


def kind_of(verb: str) -> str:
    """What was done, in a word or two."""
    told = reasons.told(verb)
    return _(VERBS[verb]) if verb in VERBS else told[:1].upper() + told[1:]


INSTALLATION = FilterKind(
    "installation", N_("Computer"), Way.CHECKS, "installations", options=_installations, always_shown=True
)
KINDS = (
    FilterKind("records", N_("Record"), Way.PICKED, "records"),
    FilterKind("user", N_("Person"), Way.CHECKS, "users", options=_people, always_shown=True),
    FilterKind("verb", N_("What was done"), Way.CHECKS, "verbs", options=_verbs, always_shown=True),
    FilterKind("since", N_("Since"), Way.DATE, "since", always_shown=True),
)


def place_of(table: str, row: Id) -> tuple[str, object] | None:
    """The screen that shows a record and what it is asked for; None where no screen does."""
    if table == "asset":
        return INVENTORY, row
    if table == "link":
        return INVENTORY, LinkFilter(ids=frozenset({row}))
    if table in SOFTWARE:
        return INVENTORY, (table, row)
    if table == "agency":
        return AGENCIES, row
    if table in ("region", "site", "room", "rack", "person", "facility"):
        return AGENCIES, (table, row)
    return None
