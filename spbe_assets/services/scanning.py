"""What a scanned code means: a label of ours, a serial number, a NIBAR, or an address on a nameplate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain import addresses, tags
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetRow, LinkRow
from spbe_assets.domain.sort_keys import natural
from spbe_assets.services import link_listing, listing, selection, words
from spbe_assets.services.ordering import ALIVE
from spbe_assets.storage import search
from spbe_assets.storage.tables import Asset, Link

MOST_FOUND = 20
MOST_NEAREST = 5
LONGEST = 120
_TAG_LIKE = re.compile(r"[0-9A-Z]{1,8}-\d{5,9}-[0-9A-Z]")


class Outcome(Enum):
    """What became of a scan. MISTYPED is a tag whose check character is wrong."""

    ONE = auto()
    SEVERAL = auto()
    UNKNOWN = auto()
    MISTYPED = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that carries the code: its table, id, tag, what people call it, where it is, and its icon."""

    table: str
    id: Id
    tag: str
    name: str
    place: str
    icon: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A code and the records it means; for MISTYPED `hits` are the ones with the nearest right tags."""

    code: str
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    is_tag: bool = False
    """Whether the code is a tag of ours; any other unknown code is taken for a serial number."""


def find(session: Session, text: str) -> Scan:
    """The records that a scanned or typed code means, asked of indexes alone.

    Tags are read with or without the scheme of our labels, serial numbers without regard to case, spaces and dashes.
    """
    code = words.bare(text)[:LONGEST]
    hits = tuple(_hits(session, code)) if code else ()
    is_tag = tags.parse(code) is not None
    if hits:
        return Scan(code, Outcome.ONE if len(hits) == 1 else Outcome.SEVERAL, hits, is_tag)
    if not is_tag and _TAG_LIKE.fullmatch(code.upper()):
        return Scan(code.upper(), Outcome.MISTYPED, tuple(_nearest(session, code.upper())))
    return Scan(code.upper() if is_tag else code, Outcome.UNKNOWN, is_tag=is_tag)


def asset_hit(row: AssetRow) -> Hit:
    """A line of the equipment list as a hit."""
    place = " · ".join(part for part in (row.agency, row.room) if part)
    called = row.name or row.title or f"{row.brand} {row.model}".strip()
    return Hit("asset", row.id, row.tag, called, place, row.icon or "box")


def link_hit(row: LinkRow) -> Hit:
    """A line of the list of links as a hit."""
    return Hit("link", row.id, row.tag, row.name or row.provider, row.agency, "cable")


def _hits(session: Session, code: str) -> Iterator[Hit]:
    found = list(_assets(session, selection.exact(code))) or list(_at_address(session, code))
    yield from found
    yield from _links(session, or_(Link.tag == code.upper(), Link.circuit_id == code))


def _assets(session: Session, condition: ColumnElement[bool]) -> Iterator[Hit]:
    numbers = session.scalars(select(Asset.n).where(condition, ALIVE).order_by(Asset.tag_key).limit(MOST_FOUND)).all()
    rows = listing.rows(session, numbers)
    yield from (asset_hit(rows[number]) for number in numbers if number in rows)


def _links(session: Session, condition: ColumnElement[bool]) -> Iterator[Hit]:
    numbers = session.scalars(select(Link.n).where(condition, Link.live).order_by(Link.n).limit(MOST_FOUND)).all()
    rows = link_listing.rows(session, numbers)
    yield from (link_hit(rows[number]) for number in numbers if number in rows)


def _at_address(session: Session, code: str) -> Iterator[Hit]:
    for read in (addresses.ip, addresses.mac):
        with suppress(Invalid):
            address = read(code)
            found = search.matching(address)
            whole_line = literal("\n") + func.lower(Asset.find_text) + "\n"
            if found is not None:
                yield from _assets(session, Asset.n.in_(found) & whole_line.contains(f"\n{address}\n"))


def _nearest(session: Session, code: str) -> list[Hit]:
    """The records whose tags differ from the code by one slip, the likeliest first."""
    likely = _one_slip_away(code)
    found = _assets(session, Asset.live & Asset.tag_key.in_([natural(tag) for tag in likely]))
    hits = [*found, *_links(session, Link.tag.in_(likely))]
    return sorted(hits, key=lambda hit: likely.index(hit.tag.upper()))[:MOST_NEAREST]


def _one_slip_away(code: str) -> list[str]:
    series, number, check = code.split("-")
    typed = series + number
    turned, replaced = (
        [f"{one[: len(series)]}-{one[len(series) :]}-{check}" for one in spellings]
        for spellings in (_swapped(typed), _replaced(typed, len(series)))
    )
    with_right_check = str(tags.make(series, int(number)))
    return [*filter(tags.parse, turned), with_right_check, *filter(tags.parse, replaced)]


def _swapped(text: str) -> Iterator[str]:
    for at in range(len(text) - 1):
        yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _replaced(text: str, letters: int) -> Iterator[str]:
    for at, present in enumerate(text):
        for other in tags.ALPHABET if at < letters else tags.ALPHABET[:10]:
            if other != present:
                yield text[:at] + other + text[at + 1 :]
