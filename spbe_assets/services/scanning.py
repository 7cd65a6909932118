"""What a scanned code means: a label of ours, a serial number, a NIBAR, or an address on a nameplate.

Each outcome has an answer of its own for people (`Scan.sentence`) and plain values for the window: open the record
(ONE, OUTDATED), choose among `hits` (SEVERAL, MISTYPED, SUPERSEDED), or claim and record (UNKNOWN).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain import addresses, slips, tags
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetRow, LinkRow
from spbe_assets.domain.sort_keys import natural
from spbe_assets.i18n import N_, _
from spbe_assets.services import (
    claiming,
    former_tags,
    label_ledger,
    link_listing,
    listing,
    selection,
    words,
)
from spbe_assets.services.former_tags import Why
from spbe_assets.services.label_ledger import Print
from spbe_assets.services.ordering import ALIVE
from spbe_assets.storage import search
from spbe_assets.storage.tables import Asset, Link

MOST_FOUND = 20
MOST_NEAREST = 5
LONGEST = 120
_TAG_LIKE = re.compile(r"[0-9A-Z]{1,8}-\d{5,9}-[0-9A-Z]")


class Outcome(Enum):
    """What became of a scan.

    MISTYPED is a tag whose check character is wrong. OUTDATED is the tag of one record that says something else now
    than on its newest label. SUPERSEDED is a code that nobody carries now but a record did.
    """

    ONE = auto()
    SEVERAL = auto()
    UNKNOWN = auto()
    MISTYPED = auto()
    OUTDATED = auto()
    SUPERSEDED = auto()


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
class Past:
    """What became of the record that carried a code: when and by whom that was done, and what it was called."""

    why: Why
    at: datetime | None
    by: str
    name: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A code and the records it means.

    For MISTYPED `hits` are the records with the nearest right tags, for SUPERSEDED those that the code leads to now
    (none where all were deleted). `printed` belongs to OUTDATED, `past` to SUPERSEDED, `refusal` to UNKNOWN: why no
    record may be given this tag.
    """

    code: str
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    is_tag: bool = False
    """Whether the code is a tag of ours; any other unknown code is taken for a serial number."""
    printed: Print | None = None
    past: Past | None = None
    refusal: str = ""

    @property
    def can_claim(self) -> bool:
        """Whether the code is a free tag that `claiming.claim` puts on a record."""
        return self.outcome is Outcome.UNKNOWN and self.is_tag and not self.refusal

    @property
    def sentence(self) -> str:
        """What people are told; empty where one record was found and all is well."""
        if self.outcome is Outcome.OUTDATED and self.printed is not None:
            return _outdated(self.hits[0], self.printed)
        if self.outcome is Outcome.SUPERSEDED and self.past is not None:
            return _superseded(self.past, self.hits)
        if self.outcome is Outcome.UNKNOWN and self.is_tag:
            return self.refusal or _("No record carries this tag yet.")
        return _(_SENTENCES.get(self.outcome, ""))


_SENTENCES = {
    Outcome.SEVERAL: N_("Several records carry this code. Which one is it?"),
    Outcome.MISTYPED: N_("The check character of this tag is wrong: it was misread or mistyped."),
    Outcome.UNKNOWN: N_("No record carries this code yet."),
}
_PAST = {
    Why.RETAGGED: N_("{name} carried this tag until {day}; {who} gave it another one."),
    Why.COMBINED: N_("{name} carried this tag. On {day} {who} merged that record into another one."),
    Why.DELETED: N_("{name} carried this tag. On {day} {who} deleted that record."),
}


def find(session: Session, text: str) -> Scan:
    """The records that a scanned or typed code means, asked of indexes alone as long as somebody carries it.

    Tags are read with or without the scheme of our labels, serial numbers without regard to case, spaces and dashes.
    A code that nobody carries is looked for in the log, so ask off the GUI thread.
    """
    code = words.bare(text)[:LONGEST]
    hits = tuple(_hits(session, code)) if code else ()
    tag = tags.parse(code)
    if len(hits) == 1:
        return _one(session, code, hits[0], is_tag=tag is not None)
    if hits:
        return Scan(code, Outcome.SEVERAL, hits, tag is not None)
    if tag is None and _TAG_LIKE.fullmatch(code.upper()):
        return Scan(code.upper(), Outcome.MISTYPED, tuple(_nearest(session, code.upper())))
    shown = str(tag) if tag else code
    superseded = _formerly(session, shown, is_tag=tag is not None) if code else None
    refusal = claiming.refusal(session, tag) if tag else ""
    return superseded or Scan(shown, Outcome.UNKNOWN, is_tag=tag is not None, refusal=refusal)


def _one(session: Session, code: str, hit: Hit, *, is_tag: bool) -> Scan:
    """One record; outdated only where its own label was scanned, as other codes were printed by others."""
    if hit.tag.upper() == code.upper():
        printed = label_ledger.newest(session, hit.table, [hit.id]).get(hit.id)
        if printed is not None and printed.is_outdated:
            return Scan(code, Outcome.OUTDATED, (hit,), is_tag, printed)
    return Scan(code, Outcome.ONE, (hit,), is_tag)


def _formerly(session: Session, code: str, *, is_tag: bool) -> Scan | None:
    former = former_tags.find(session, code)
    if not former:
        return None
    latest = former[0]
    past = Past(latest.why, latest.at, latest.by, former_tags.called(session, latest.table, latest.id))
    present = dict.fromkeys((one.table, one.leads_to) for one in former if one.leads_to is not None)
    hits = [hit for table, record in present for hit in _by_id(session, table, record)]
    return Scan(code, Outcome.SUPERSEDED, tuple(hits), is_tag, past=past)


def _by_id(session: Session, table: str, record: Id) -> Iterator[Hit]:
    if table == "asset":
        return _assets(session, Asset.id == record)
    return _links(session, Link.id == record)


def _outdated(hit: Hit, printed: Print) -> str:
    said = _(
        "This label is outdated: {who} printed it on {day}, and {name} would say something else now. Print a new one."
    )
    return said.format(who=_who(printed.by), day=_day(printed.at), name=hit.name or hit.tag)


def _superseded(past: Past, hits: tuple[Hit, ...]) -> str:
    said = _(_PAST[past.why]).format(name=past.name or _("A record"), day=_day(past.at), who=_who(past.by))
    now = _("It leads to {name} now.").format(name=_called(hits[0])) if len(hits) == 1 else ""
    return f"{said} {now}".strip()


def _called(hit: Hit) -> str:
    return " · ".join(part for part in (hit.name, hit.tag) if part)


def _day(at: datetime | None) -> str:
    return formats.date_text(formats.day_of(at), short=True) if at else _("a day that is not known")


def _who(name: str) -> str:
    return name or _("somebody")


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
    likely = slips.one_slip_away(code)
    found = _assets(session, Asset.live & Asset.tag_key.in_([natural(tag) for tag in likely]))
    hits = [*found, *_links(session, Link.tag.in_(likely))]
    return sorted(hits, key=lambda hit: likely.index(hit.tag.upper()))[:MOST_NEAREST]
