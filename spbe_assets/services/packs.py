"""The packs that were written and merged here, and what nobody else is known to have yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.orm import Session

from spbe_assets.domain import vectors
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.packs import Header
from spbe_assets.i18n import _
from spbe_assets.services.peers import PeerRow
from spbe_assets.storage import holdings, identity
from spbe_assets.storage.tables import Changeset, Pack, Peer

OUT, IN = "out", "in"
_COLUMNS = (
    Pack.id, Pack.way, Pack.kind, Pack.at, Pack.written_at, Pack.fingerprint, Pack.person, Pack.name, Pack.file,
    Pack.changesets, Pack.photos, Pack.size_bytes, Pack.summary, Pack.aside_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack that was written here (`way` "out") or merged here ("in").

    `fingerprint`, `person` and `name` are those of the other side; empty for a pack without a named receiver. `at` is
    when it was written or merged here, `written_at` when its sender wrote it, `summary` what merging it did.
    """

    id: str
    way: str
    kind: str
    at: datetime
    written_at: datetime
    fingerprint: str
    person: str
    name: str
    file: str
    changesets: int
    photos: int
    size_bytes: int
    summary: Any
    aside_at: datetime | None


def record(
    connection: Connection,
    header: Header,
    way: str,
    *,
    user: str,
    file: str,
    first: int | None = None,
    last: int | None = None,
    summary: Any = None,
    other: PeerRow | None = None,
) -> None:
    """Note a pack that was written or merged; one that is noted already stays as it is.

    Args:
        connection: the transaction that merges it, or one of its own.
        header: of the pack.
        way: "out" or "in".
        user: who wrote or merged it here.
        file: its name.
        first: local number of the first changeset that it brought, None where it brought none.
        last: of the last one.
        summary: what merging it did, as JSON.
        other: the receiver of a pack that was written here; the other side of one that came is in its header.
    """
    if connection.scalar(select(Pack.id).where(Pack.id == header.id)) is not None:
        return
    row = {
        "id": header.id,
        "way": way,
        "kind": header.kind.value,
        "at": datetime.now(UTC),
        "written_at": header.written_at,
        "fingerprint": header.fingerprint if way == IN else header.to or "",
        "person": header.person if way == IN else other.person if other else "",
        "name": header.name if way == IN else other.name if other else "",
        "file": file[:200],
        "user": user[:120],
        "first": first,
        "last": last,
        "changesets": header.changesets,
        "photos": header.photos,
        "size_bytes": header.size_bytes,
        "summary": summary,
    }
    connection.execute(insert(Pack), [row])


def listed(session: Session, way: str | None = None, limit: int = 200) -> list[PackRow]:
    """The packs that went out or came in, the newest first."""
    return [PackRow(*row) for row in session.execute(_newest(way).limit(limit))]


def find(session: Session, text: str) -> PackRow:
    """The pack that somebody means by the beginning or end of its id, or by the name of its file.

    Raises:
        NotFound: there is none.
        Refused: there are several.
    """
    sought = text.strip()
    digits = sought.lower()
    by_id = Pack.id.startswith(digits, autoescape=True) | Pack.id.endswith(digits, autoescape=True)
    named = by_id | (Pack.file == sought)
    found = [PackRow(*row) for row in session.execute(_newest(None).where(named).limit(2))] if sought else []
    if not found:
        raise NotFound(_("There is no pack “{text}”; “pack list” shows them all.").format(text=text))
    if len(found) > 1:
        raise Refused(_("“{text}” fits several packs; give more of the id.").format(text=text))
    return found[0]


def received_from(session: Session, fingerprint: str | None, limit: int) -> list[str]:
    """The ids of the packs that came from an installation, or from anybody; the newest first."""
    newest = select(Pack.id).where(Pack.way == IN).order_by(Pack.at.desc(), Pack.id).limit(limit)
    return list(session.scalars(newest if fingerprint is None else newest.where(Pack.fingerprint == fingerprint)))


def unsent(session: Session) -> int:
    """How many changesets of this installation no other is known to hold; 0 where packs are exchanged with nobody."""
    me = identity.me(session).replica
    said: Any = Peer.vector
    accepted = session.scalars(select(said[("branches", me.hex())]).where(Peer.revoked_at.is_(None))).all()
    if not accepted:
        return 0
    held = holdings.held_by(session, me, (branch for raw in accepted if raw for branch in vectors.parse_branches(raw)))
    return session.scalar(select(func.count()).where(Changeset.replica == me, Changeset.seq > held)) or 0


def _newest(way: str | None) -> Select[*tuple[Any, ...]]:
    newest = select(*_COLUMNS).order_by(Pack.at.desc(), Pack.id)
    return newest if way is None else newest.where(Pack.way == way)
