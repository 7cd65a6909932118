"""Where the palette's lines come from: commands, screens and help pages from memory, records from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural, normal_serial
from spbe_assets.i18n import _
from spbe_assets.services import link_listing, listing, references, scanning, words
from ui import format, navigation
from ui.inventory.chosen import actions
from ui.palette.commands import Command, offered
from ui.palette.lines import Group, Line, matches
from ui.software.kinds import KINDS

if TYPE_CHECKING:
    from ui.main_window import MainWindow

MOST_ASSETS = 8
MOST_OTHERS = 4
MOST_HELP = 3
SHORTEST = 2
PLACE_ICONS = {"agency": "building-2", "site": "house", "room": "map-pin", "facility": "database", "person": "user"}
PLATFORM_ICONS = {kind.table: kind.icon for kind in KINDS.values()}
ICONS = PLACE_ICONS | PLATFORM_ICONS
Go = Callable[[str, object], None]


@dataclass(frozen=True, slots=True)
class Found:
    """The records that answer a text: plain values, so that a worker can find them.

    `first` says that the first of `hits` carries just this tag, serial number or NIBAR; `count` is how many pieces of
    equipment answer, at least so many where it is not exact.
    """

    text: str
    hits: tuple[scanning.Hit, ...] = ()
    first: bool = False
    count: int = 0
    is_exact: bool = True


def find(session: Any, text: str) -> Found:
    """The equipment that answers a text, asked off the GUI thread."""
    answer = listing.first_answer(session, AssetFilter(text=text), limit=MOST_ASSETS)
    equipment = [scanning.asset_hit(row) for row in answer.rows]
    first = bool(answer.rows) and _carries(answer.rows[0], text)
    return Found(text, tuple(equipment), first, answer.count, answer.is_exact)


def _carries(row: Any, text: str) -> bool:
    code = words.bare(text)
    return natural(row.tag) == natural(code) or (bool(row.serial) and normal_serial(row.serial) == normal_serial(code))


def find_others(session: Any, text: str) -> tuple[scanning.Hit, ...]:
    """The other records that answer a text; asked beside `find`, so that neither waits."""
    return tuple(_others(session, text)) if len(text) >= SHORTEST else ()


def _others(session: Any, text: str) -> Iterator[scanning.Hit]:
    for row in link_listing.rows_first(session, LinkFilter(text=text), limit=MOST_OTHERS):
        yield scanning.link_hit(row)
    for table, icon in ICONS.items():
        for choice in references.choices(session, table, text, MOST_OTHERS):
            yield scanning.Hit(table, choice.id, "", choice.text, choice.hint, icon)


def known(session: Any, keys: Sequence[str]) -> dict[str, scanning.Hit]:
    """The records among the keys of lines used recently; those that are gone are left out."""
    by_table: dict[str, list[Id]] = {}
    for key in keys:
        table, _colon, digits = key.partition(":")
        if table in ("asset", "link", *ICONS):
            by_table.setdefault(table, []).append(bytes.fromhex(digits))
    return {_key(hit): hit for table, ids in by_table.items() for hit in _hits_of(session, table, ids)}


def _hits_of(session: Any, table: str, ids: list[Id]) -> Iterator[scanning.Hit]:
    if table == "asset":
        numbers = listing.still_matching(session, AssetFilter(), ids).values()
        yield from map(scanning.asset_hit, listing.rows(session, numbers).values())
    elif table == "link":
        numbers = link_listing.still_matching(session, LinkFilter(), ids).values()
        yield from map(scanning.link_hit, link_listing.rows(session, numbers).values())
    else:
        for row_id, name in references.names(session, table, ids).items():
            yield scanning.Hit(table, row_id, "", name, "", ICONS[table])


def record_groups(found: Found, others: Sequence[scanning.Hit], go: Go) -> list[Group]:
    """The records as lines under their headings."""
    titles = {
        "asset": _("Equipment"), "link": _("Links"), "software": _("Software"), "cloud_service": _("Cloud"),
        "service_bus": _("SPLP"), "agency": _("Agencies"), "site": _("Sites"), "room": _("Rooms"),
        "facility": _("Facilities"), "person": _("People"),
    }  # fmt: skip
    groups = []
    for table, title in titles.items():
        lines = [record_line(hit, go) for hit in (*found.hits, *others) if hit.table == table and _can_open(hit.table)]
        if table == "asset" and found.count > len(lines) > 0:
            lines.append(_all_of(found, go))
        if lines:
            groups.append(Group(title, tuple(lines)))
    return groups


def record_line(hit: scanning.Hit, go: Go) -> Line:
    """The line that opens a record."""
    return Line(_key(hit), hit.name or _("Unnamed"), partial(_open, hit, go), hit.place, hit.tag, hit.icon)


def _all_of(found: Found, go: Go) -> Line:
    wanted = AssetFilter(text=found.text)
    count = format.number(found.count)
    text = _("Show all {count} in the list") if found.is_exact else _("Show all in the list, more than {count}")
    return Line("all", text.format(count=count), partial(go, navigation.INVENTORY, wanted), icon="list-filter")


def _key(hit: scanning.Hit) -> str:
    return f"{hit.table}:{hit.id.hex()}"


def _can_open(table: str) -> bool:
    return table not in ("person", "site", "facility") or navigation.place(navigation.AGENCIES) is not None


def _open(hit: scanning.Hit, go: Go) -> None:
    """Show a record on its screen; where the screen of places is not there, the equipment in it."""
    if hit.table == "asset":
        go(navigation.INVENTORY, hit.id)
    elif hit.table == "link" or hit.table in PLATFORM_ICONS:
        go(navigation.INVENTORY, (hit.table, hit.id))
    elif navigation.place(navigation.AGENCIES) is not None:
        go(navigation.AGENCIES, hit.id if hit.table == "agency" else (hit.table, hit.id))
    elif hit.table == "agency":
        go(navigation.INVENTORY, AssetFilter(agency_ids=frozenset({hit.id})))
    else:
        go(navigation.INVENTORY, AssetFilter(room_ids=frozenset({hit.id})))


def command_lines(window: MainWindow, typed: str) -> list[Line]:
    """The commands that answer; all of them for an empty text."""
    found = [(_score(one, typed), one) for one in offered()]
    chosen = sorted(((score, one) for score, one in found if score or not typed), key=lambda pair: -pair[0])
    return [_command_line(one, window) for _score_, one in chosen]


def _score(one: Command, typed: str) -> int:
    return 2 * matches(one.label, typed) or matches(f"{one.label} {_(one.words) if one.words else ''}", typed)


def _command_line(one: Command, window: MainWindow) -> Line:
    keys = one.keys[0] if one.keys else ""
    return Line(f"command:{one.name}", one.label, partial(one.run, window), icon=one.icon, keys=keys)


def action_lines(window: MainWindow, typed: str) -> list[Line]:
    """What can be done with the records that are selected in the list on show."""
    screen = window.current_screen()
    table, count = screen.selected() if screen is not None else ("", 0)
    if screen is None or not count:
        return []
    selected = _("{n} selected").format(n=format.number(count))
    return [
        Line(
            f"action:{one.name}",
            _(one.title),
            partial(screen.act, one),
            selected,
            icon=one.icon,
            keys=one.keys,
        )
        for one in actions(table)
        if not typed or matches(_(one.title), typed)
    ]


def place_lines(typed: str, go: Go) -> list[Line]:
    """The screens that answer; all of them for an empty text."""
    numbered = enumerate((one for one in navigation.places() if one.group != "hidden"), 1)
    return [
        Line(f"place:{one.name}", _(one.title), partial(go, one.name, None), icon=one.icon, keys=f"Alt+{number}")
        for number, one in numbered
        if not typed or matches(_(one.title), typed)
    ]


def help_lines(window: MainWindow, typed: str) -> list[Line]:
    """The pages of the guide whose title answers, then those that mention every word."""
    if find_spec("ui.help") is None or len(typed) < SHORTEST:
        return []
    from ui import help as guide

    pages = guide.pages()
    titled = [page for page in pages if matches(page.title, typed)]
    mentioning = [page for page in pages if page not in titled and page.mentions(typed)]
    return [
        Line(f"help:{page.name}", page.title, partial(guide.open_page, page.name, window), icon="file-text")
        for page in [*titled, *mentioning][:MOST_HELP]
    ]
