"""Whose packs this installation accepts: trust is a word said here and never travels.

A revoked installation's packs are refused; what it sent before stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update
from sqlalchemy.orm import Session

from spbe_assets.domain import cards, strict, vectors
from spbe_assets.domain.cards import Card, tidy_name
from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.domain.vectors import Vector
from spbe_assets.i18n import _
from spbe_assets.storage import identity
from spbe_assets.storage.tables import Installation, Peer
from spbe_assets.storage.unit_of_work import UnitOfWork

ENROL, REVOKE, PRESENT = identity.VERBS
"""First words of the reasons to give when writing: enrol or reinstate, revoke, present or rename this installation."""
SHORTEST_PREFIX = 4
_PREFIX = re.compile(rf"[0-9a-f]{{{SHORTEST_PREFIX},64}}")


@dataclass(frozen=True, slots=True)
class PeerRow:
    """An enrolled installation; `heard_at` is when it wrote the newest pack that came from it."""

    fingerprint: str
    name: str
    person: str
    replica: Id | None
    has_card: bool
    enrolled_at: datetime
    enrolled_by: str
    revoked_at: datetime | None
    heard_at: datetime | None

    @property
    def words(self) -> tuple[str, ...]:
        """The eight words of its fingerprint."""
        return cards.words(self.fingerprint)

    @property
    def is_trusted(self) -> bool:
        """Whether its packs are accepted."""
        return self.revoked_at is None


def listed(session: Session) -> list[PeerRow]:
    """Every installation that was ever enrolled, by name; revoked ones last."""
    rows = [_row(peer) for peer in session.scalars(select(Peer))]
    return sorted(rows, key=lambda row: (not row.is_trusted, normal_name(row.name), row.fingerprint))


def one(session: Session, fingerprint: str) -> PeerRow | None:
    """The installation of a whole fingerprint, None if it was never enrolled."""
    peer = session.scalar(select(Peer).where(Peer.fingerprint == fingerprint))
    return None if peer is None else _row(peer)


def find(session: Session, text: str) -> PeerRow:
    """The installation that somebody means by its name, its person, the beginning of its fingerprint, or its words.

    Raises:
        NotFound: there is none; the sentence names the nearest.
        Refused: there are several.
    """
    rows, sought = listed(session), normal_name(text)
    start = _beginning(text)
    found = [row for row in rows if sought and sought in (normal_name(row.name), normal_name(row.person))]
    found += [row for row in rows if start and row.fingerprint.startswith(start) and row not in found]
    if not found:
        raise NotFound(_nearest(text, rows))
    if len(found) > 1:
        told = _("“{text}” fits several installations; name one by the beginning of its fingerprint: {list}.")
        raise Refused(told.format(text=text, list=", ".join(f"{row.name} {row.fingerprint[:8]}" for row in found)))
    return found[0]


def read(text: str) -> tuple[Card | None, str]:
    """What somebody enrols by: the card if it is one, and the whole fingerprint.

    Raises:
        Invalid: it is neither, or not whole.
    """
    if cards.is_card(text):
        card = cards.parse_card(text)
        return card, card.fingerprint
    fingerprint = cards.parse_fingerprint(text)
    if len(fingerprint) < cards.HEX_DIGITS:
        raise Invalid(_("The eight words are for comparing; enrol with the card or the whole fingerprint."))
    return None, fingerprint


def enrol(uow: UnitOfWork, card_or_fingerprint: str, name: str = "", person: str = "") -> PeerRow:
    """Accept the packs of an installation from now on, also one that was revoked.

    Of a bare fingerprint the card is learnt from the first pack, so nothing can be sealed for it before.

    Raises:
        Invalid: it is no card and no whole fingerprint, or there is no name.
        Refused: it is this installation itself.
    """
    card, fingerprint = read(card_or_fingerprint)
    _require_other(uow, card, fingerprint)
    known = uow.session.scalar(select(Peer).where(Peer.fingerprint == fingerprint))
    called = tidy_name(name) or (card.name if card else "") or (known.name if known else "")
    whose = tidy_name(person) or (card.person if card else "") or (known.person if known else "")
    if not called:
        raise Invalid(_("Give the installation a name, such as Laptop Sari."), "name")
    values: dict[str, Any] = {"name": called, "person": whose, "revoked_at": None}
    if card is not None:
        values |= {"card": card.text, "replica": card.replica}
    if known is None or known.revoked_at is not None:
        values |= {"enrolled_at": datetime.now(UTC), "enrolled_by": uow.user}
    _store(uow.local, fingerprint, values, is_new=known is None)
    _tell(uow, fingerprint, called, whose)
    return _again(uow.session, fingerprint)


def enrolment(card_or_fingerprint: str, name: str = "") -> str:
    """The reason under which an installation is enrolled: history shows its name.

    Raises:
        Invalid: it is no card and no whole fingerprint.
    """
    card, fingerprint = read(card_or_fingerprint)
    return f"{ENROL} {tidy_name(name) or (card.name if card else '') or fingerprint[:8]}"


def revoke(uow: UnitOfWork, fingerprint: str) -> None:
    """Refuse the packs of an installation from now on; what it sent before stays.

    Raises:
        NotFound: it was never enrolled.
    """
    peer = _again(uow.session, fingerprint)
    _store(uow.local, fingerprint, {"revoked_at": datetime.now(UTC)}, is_new=False)
    _tell(uow, fingerprint, peer.name, peer.person, is_trusted=False)


def reinstate(uow: UnitOfWork, fingerprint: str) -> None:
    """Accept the packs of a revoked installation again.

    Raises:
        NotFound: it was never enrolled.
    """
    peer = _again(uow.session, fingerprint)
    _store(uow.local, fingerprint, {"revoked_at": None}, is_new=False)
    _tell(uow, fingerprint, peer.name, peer.person)


def card_of(session: Session, fingerprint: str) -> Card | None:
    """The card of an enrolled installation, None while only its fingerprint is known."""
    text = session.scalar(select(Peer.card).where(Peer.fingerprint == fingerprint))
    return cards.parse_card(text) if text else None


def vector_of(session: Session, fingerprint: str) -> Vector | None:
    """What an installation said to hold in the newest pack that it sent, None if nothing came from it yet."""
    said = session.scalar(select(Peer.vector).where(Peer.fingerprint == fingerprint))
    try:
        return None if said is None else vectors.parse(said)
    except strict.Nonsense:
        return None


def hear(connection: Connection, fingerprint: str, vector: Vector | None, written_at: datetime, card: Card) -> None:
    """Remember what a pack of an enrolled installation said of its sender; the pack that was written last wins."""
    of, at = Peer.fingerprint == fingerprint, min(written_at, datetime.now(UTC))  # or a clock years ahead would stay
    is_newer = or_(Peer.heard_at.is_(None), Peer.heard_at < at)
    heard: dict[str, Any] = {"heard_at": at}
    if vector is not None:
        heard["vector"] = vector.as_json()
    if card.fingerprint == fingerprint:
        heard |= {"card": card.text, "replica": card.replica}
    connection.execute(update(Peer).where(of, is_newer).values(**heard))
    connection.execute(update(Peer).where(of, Peer.person == "").values(person=card.person))


def names(session: Session) -> dict[Id, str]:
    """What installations call themselves, by replica: `person · name`."""
    told = select(Installation.replica, Installation.person, Installation.name)
    known = session.execute(told.where(Installation.live, Installation.replica.is_not(None)))
    return {replica: both for replica, person, name in known if replica and (both := called(name, person))}


def called(name: str, person: str) -> str:
    """An installation in a few words."""
    return " · ".join(part for part in (person, name) if part)


def present_self(uow: UnitOfWork, card: Card) -> None:
    """Write how this installation presents itself, so that others know whose changes they read."""
    values = {"replica": card.replica, "name": card.name, "person": card.person, "fingerprint": card.fingerprint}
    _put(uow, derived_id("installation", card.replica.hex()), values)


def rename_self(uow: UnitOfWork, card: Card) -> None:
    """Call this installation as on a changed card, here and for others."""
    if not tidy_name(card.name):
        raise Invalid(_("Give the installation a name, such as Laptop Sari."), "name")
    identity.rename(uow, card.name, card.person)
    present_self(uow, card)


def _tell(uow: UnitOfWork, fingerprint: str, name: str, person: str, *, is_trusted: bool = True) -> None:
    """Let history show who enrolled or revoked whom: a row that only this installation writes."""
    row = derived_id("enrolment", uow.author.replica.hex(), fingerprint)
    _put(uow, row, {"name": name, "person": person, "fingerprint": fingerprint})
    if not is_trusted:
        uow.delete(Installation, row)


def _put(uow: UnitOfWork, row: Id, values: dict[str, Any]) -> None:
    if uow.session.scalar(select(Installation.id).where(Installation.id == row, Installation.stub.is_(False))) is None:
        uow.create(Installation, id=row, **values)
    else:
        uow.update_many(Installation, {row: {"deleted": False, **values}})


def _store(connection: Connection, fingerprint: str, values: dict[str, Any], *, is_new: bool) -> None:
    if is_new:
        connection.execute(insert(Peer), [{"fingerprint": fingerprint, **values}])
    else:
        connection.execute(update(Peer).where(Peer.fingerprint == fingerprint).values(**values))


def _again(session: Session, fingerprint: str) -> PeerRow:
    session.expire_all()  # rows of `peer` are written below the session
    found = one(session, fingerprint)
    if found is None:
        raise NotFound(_("No installation has the fingerprint {text}.").format(text=fingerprint))
    return found


def _row(peer: Peer) -> PeerRow:
    return PeerRow(
        peer.fingerprint, peer.name, peer.person, peer.replica, bool(peer.card), peer.enrolled_at, peer.enrolled_by,
        peer.revoked_at, peer.heard_at,
    )  # fmt: skip


def _require_other(uow: UnitOfWork, card: Card | None, fingerprint: str) -> None:
    me = uow.author.replica
    own = select(Installation.fingerprint).where(Installation.id == derived_id("installation", me.hex()))
    if (card is not None and card.replica == me) or uow.session.scalar(own) == fingerprint:
        raise Refused(_("That is this installation itself; its packs need no enrolment."))


def _beginning(text: str) -> str:
    """The hex digits that a text means as the beginning of a fingerprint, empty where it means none."""
    digits = re.sub(r"[\s:-]", "", text).lower()
    if _PREFIX.fullmatch(digits):
        return digits
    try:
        return cards.parse_fingerprint(text)
    except Invalid:
        return ""


def _nearest(text: str, rows: Iterable[PeerRow]) -> str:
    by_name = {normal_name(row.name): row.name for row in rows}
    close = get_close_matches(normal_name(text), by_name, n=3, cutoff=0.5)
    if close:
        near = ", ".join(by_name[name] for name in close)
        return _("No installation “{text}” is enrolled. Near: {near}.").format(text=text, near=near)
    return _("No installation “{text}” is enrolled; enrol it with its card first.").format(text=text)
