"""Which installation a database is, and whether it is still the one it says.

Every installation is marked in the folder of the account that writes it, with the newest link of its own chain. A
database that is marked itself, but not on this account, was copied here; one that lacks the link was put back from a
backup; one whose own chain goes two ways was written on two machines. Each of these becomes a new installation with
tags of its own before it is written: what the other branch wrote stays what it was, and both can be merged.
"""

from __future__ import annotations

import json
import os
import platform
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.orm import Session

from spbe_assets.domain.cards import tidy_name
from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.tags import series_of
from spbe_assets.i18n import _
from spbe_assets.paths import data_folder
from spbe_assets.storage import chain
from spbe_assets.storage.journal import Author
from spbe_assets.storage.tables import Changeset, LocalSetting, Replica, TagSeries
from spbe_assets.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from spbe_assets.storage.store import Actor, Store

FOLDER, HEAD = "installations", "head.json"
MARKED, PERSON = "installation.marked", "installation.person"
"""Settings of the database: the installation whose mark was made, and whose machine it is."""
VERBS = ("enrol", "revoke", "installation")
"""First words of why an action about installations was done; undo passes over them."""
_AGAIN_S = 0.05
_HEAD_BYTES = 160
"""Always the same length: a power cut then leaves the old link or the new one, never an empty file."""

Link: TypeAlias = tuple[int, ChangesetId]
"""A changeset of the installation's own chain: its number there and its id."""


class Standing(StrEnum):
    """Whether a database is still the installation that it says, and if not, why."""

    OWN = "own"
    COPIED = "copied"
    REWOUND = "rewound"
    FORKED = "forked"


@dataclass(frozen=True, slots=True)
class Me:
    """This installation: its name (that of the machine until somebody names it), its person, its tag series."""

    replica: Id
    name: str
    person: str
    series: tuple[str, ...]


def me(session: Session) -> Me:
    """Who this installation is."""
    replica, name = session.execute(select(Replica.id, Replica.name).where(Replica.me)).one()
    settings = select(LocalSetting.key, LocalSetting.value).where(LocalSetting.key.in_([PERSON, "operator"]))
    kept = {key: value for key, value in session.execute(settings) if isinstance(value, str)}
    series = select(TagSeries.prefix).where(TagSeries.replica == replica, TagSeries.live).order_by(TagSeries.n)
    return Me(
        replica,
        name or tidy_name(platform.node()),
        kept.get(PERSON) or kept.get("operator", ""),
        tuple(session.scalars(series)),
    )


def rename(uow: UnitOfWork, name: str, person: str) -> None:
    """Say what this installation is called and whose it is."""
    uow.local.execute(update(Replica).where(Replica.me).values(name=tidy_name(name)))
    _keep(uow.local, PERSON, tidy_name(person))


def folder(replica: Id) -> Path:
    """Where this account keeps the mark and the keys of an installation; it need not be there."""
    return data_folder() / FOLDER / replica.hex()


def standing(store: Store) -> Standing:
    """Whether a database is still the installation that it says; nothing is written."""
    with store.read() as session:
        replica = replica_of(session.connection())
    noted, has_mark = _noted(replica), _has_folder(replica)
    with store.read() as session:  # begun after the mark was read, so that what it names is committed already
        connection = session.connection()
        if _is_marked(connection, replica):
            if not has_mark:
                return Standing.COPIED
            if noted is None or not _is_known(connection, noted):
                return Standing.REWOUND
        return Standing.FORKED if _is_forked(connection, replica) else Standing.OWN


def settle(store: Store, actor: Actor) -> Standing:
    """Make sure that the next change is written under an id that nobody else writes under.

    Returns:
        What was found; unless it is OWN, the database became a new installation.
    """
    if store.noted is not None and store.noted == _noted(store.replica):
        return Standing.OWN
    found = standing(store)
    if found is Standing.REWOUND:  # or another program of this account was just writing the mark
        time.sleep(_AGAIN_S)
        found = standing(store)
    if found is not Standing.OWN:
        become_new(store, actor)
        store.became = found
    else:
        claim(store)
    return found


def become_new(store: Store, actor: Actor) -> Id:
    """Give the database an id and a tag series of its own; what was written stays with the old id.

    Returns:
        The new id.
    """
    with store.connection() as connection, Session(connection) as session:
        replica = _fresh(connection)
        name = connection.scalar(select(Replica.name).where(Replica.me)) or ""
        connection.execute(update(Replica).values(me=False))
        row = {"id": replica, "me": True, "name": name, "created_at": datetime.now(UTC)}
        connection.execute(insert(Replica), [row])
        _keep(connection, MARKED, None)
        uow = UnitOfWork(session, Author(replica, new_id(), actor.user, VERBS[-1]))
        uow.create(TagSeries, prefix=series_of(replica), replica=replica)
        uow.finish()
    claim(store)
    return replica


def claim(store: Store) -> None:
    """Mark a database as one of this account; where that can't be, it stays unmarked."""
    with store.read() as session:
        is_marked = _is_marked(session.connection(), replica_of(session.connection()))
    if is_marked:
        note_head(store)
        return
    with store.connection() as connection:
        replica = replica_of(connection)
        link = chain.last_link(connection, replica)
        with suppress(OSError):
            folder(replica).mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_head(replica, link, os.O_CREAT)
            _keep(connection, MARKED, replica.hex())
    note(store, replica, link)


def note_head(store: Store) -> None:
    """Remember the newest link of this installation's chain on this account."""
    with store.read() as session:
        replica = replica_of(session.connection())
        link = chain.last_link(session.connection(), replica)
    note(store, replica, link)


def note(store: Store, replica: Id, link: Link) -> None:
    """Remember a link of a claimed installation that was just committed; failing to leaves the mark as it is."""
    if link != store.noted:
        with suppress(OSError):
            _write_head(replica, link)
    store.continue_as(replica, link)


def replica_of(connection: Connection) -> Id:
    """The id of this installation."""
    return connection.execute(select(Replica.id).where(Replica.me)).scalar_one()


def sentence(found: Standing) -> str:
    """What people are told when a database became a new installation."""
    told = {
        Standing.COPIED: _("This database came from another computer or account, so it is a new installation now."),
        Standing.REWOUND: _("This database is an older state, such as a backup, so it is a new installation now."),
        Standing.FORKED: _("This database was also written on another computer, so it is a new installation now."),
    }
    return told[found] + " " + _("Its tags have a series of their own; everything written so far stays.")


def _is_marked(connection: Connection, replica: Id) -> bool:
    return connection.scalar(select(LocalSetting.value).where(LocalSetting.key == MARKED)) == replica.hex()


def _is_known(connection: Connection, link: Link) -> bool:
    return link[0] == 0 or bool(chain.numbers(connection, [link[1]]))


def _is_forked(connection: Connection, replica: Id) -> bool:
    twice = select(Changeset.seq).where(Changeset.replica == replica).group_by(Changeset.seq)
    return connection.scalar(twice.having(func.count() > 1).limit(1)) is not None


def _fresh(connection: Connection) -> Id:
    taken = set(connection.scalars(select(TagSeries.prefix)))
    while series_of(replica := new_id()) in taken:
        pass
    return replica


def _keep(connection: Connection, key: str, value: str | None) -> None:
    connection.execute(delete(LocalSetting).where(LocalSetting.key == key))
    if value is not None:
        connection.execute(insert(LocalSetting), [{"key": key, "value": value}])


def _has_folder(replica: Id) -> bool:
    try:
        return folder(replica).is_dir()
    except OSError:
        return False


def _write_head(replica: Id, link: Link, flags: int = 0) -> None:
    text = json.dumps({"seq": link[0], "hash": link[1].hex()}).ljust(_HEAD_BYTES)
    file = os.open(folder(replica) / HEAD, os.O_WRONLY | flags, 0o600)
    try:
        os.write(file, text.encode())
        if flags:
            os.fsync(file)
    finally:
        os.close(file)


def _noted(replica: Id) -> Link | None:
    """The link that this account noted last; None where it noted none or the file says nothing."""
    try:
        said = json.loads((folder(replica) / HEAD).read_bytes())
        return int(said["seq"]), bytes.fromhex(said["hash"])
    except (OSError, ValueError, TypeError, LookupError):
        return None
