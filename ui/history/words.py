"""How the log reads: what an action did, to how many records, and where a record of it is opened."""

from __future__ import annotations

from spbe_assets.domain import reasons
from spbe_assets.domain.filters import LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services.action_log import LoggedAction, Touched
from ui import format as formats
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
    "enrol": N_("Enrolled"),
    "revoke": N_("Revoked"),
    "installation": N_("Installation"),
}


SUBJECT_TITLES = {
    "asset": N_("Assets"),
    "link": N_("Links and measurements"),
    "software": N_("Software, cloud services, SPLP"),
    "agency": N_("Agencies and regions"),
    "place": N_("Sites, rooms, racks"),
    "person": N_("People"),
    "move": N_("Hand-overs, loans, repairs"),
    "attachment": N_("Photos and documents"),
    "label": N_("Labels"),
    "form": N_("Forms and statements"),
    "setting": N_("Settings and views"),
}
LONGEST_TEXT = 120


def kind_of(verb: str) -> str:
    """What was done, in a word or two."""
    told = reasons.told(verb)
    return _(VERBS[verb]) if verb in VERBS else _capital(told)


def what(action: LoggedAction) -> str:
    """What was done in a few words: the field before and after, or the reason; of an undo, that it was one."""
    if not action.field:
        return _capital(action.reason)
    changed = _("{what}: {which}").format(what=action.field, which=became(action.before, action.after))
    turned = action.verb in ("undo", "redo")
    return _("{what}: {which}").format(what=_(VERBS[action.verb]), which=changed) if turned else changed


def became(before: str, after: str) -> str:
    """A value before and after, long texts by their beginning; an empty one is a dash."""
    parts = (shortened(text) or formats.NOTHING for text in (before, after))
    return _("{before} → {after}").format(**dict(zip(("before", "after"), parts, strict=True)))


def shortened(text: str, longest: int = LONGEST_TEXT) -> str:
    """A long text by its beginning; the whole is in the tooltip and in the log."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def said(action: LoggedAction) -> str:
    """Which records were touched, and whether it was taken back; nothing while a large action is being counted."""
    count = action.record or touched(action.touched or ())
    if not action.is_undone:
        return count
    return _("{count} · undone").format(count=count) if count else _("undone")


def touched(counts: Touched) -> str:
    """How many records of each kind, such as 250 assets, 12 people."""
    return ", ".join(formats.counted(_counted(subject, n), n) for subject, n in counts)


def _counted(subject: str, n: int) -> str:
    sentences = {
        "asset": ngettext("{n} asset", "{n} assets", n),
        "link": ngettext("{n} link", "{n} links", n),
        "software": ngettext("{n} software or service", "{n} software and services", n),
        "agency": ngettext("{n} agency", "{n} agencies", n),
        "place": ngettext("{n} place", "{n} places", n),
        "person": ngettext("{n} person", "{n} people", n),
        "move": ngettext("{n} move", "{n} moves", n),
        "attachment": ngettext("{n} photo or document", "{n} photos and documents", n),
        "label": ngettext("{n} label", "{n} labels", n),
        "form": ngettext("{n} form or statement", "{n} forms and statements", n),
        "setting": ngettext("{n} setting", "{n} settings", n),
    }
    return sentences[subject]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
