"""What is set aside leaves empty rows that no list shows, and that can be written anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.services import listing
from spbe_assets.storage import aside, chain, history, merge
from spbe_assets.storage.check import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Changeset, ServerDetail

SARI = Actor("Sari")


@pytest.fixture
def described(store: Store, tmp_path: Path, budi: Actor) -> Id:
    """An asset of which another laptop wrote the server details, which are set aside again."""
    with store.write(budi) as uow:
        row = uow.create(Asset, name="Server")
    other = Store.create(tmp_path / "other.spbe")
    _tell(store, other)
    with other.write(SARI) as uow:
        uow.create(ServerDetail, id=detail_id(row, "server_detail"), asset_id=row, hostname="mail", memory_gb=16)
        uow.create(Asset, name="Baru")
    _tell(other, store)
    with store.connection() as connection:
        came = connection.scalars(select(Changeset.n).where(Changeset.user == "Sari")).all()
        aside.set_aside(connection, came)
    other.close()
    return row


def _tell(giver: Store, taker: Store) -> None:
    with giver.read() as session, taker.connection() as connection:
        merge.apply(connection, [parse(body) for body in chain.bodies(session.connection())])


def _found(store: Store, text: str) -> int:
    with store.read() as session:
        return listing.count(session, AssetFilter(text=text))


def test_it_is_neither_found_nor_told(store: Store, described: Id) -> None:
    assert (_found(store, "mail"), _found(store, "Baru"), _found(store, "Server")) == (0, 0, 1)
    with store.read() as session:
        assert history.of_row(session, "server_detail", detail_id(described, "server_detail")) == []
    assert check(store) == []


def test_what_was_there_can_be_written_anew(store: Store, budi: Actor, described: Id) -> None:
    detail = detail_id(described, "server_detail")
    with store.write(budi) as uow:
        assert uow.create(ServerDetail, id=detail, asset_id=described, hostname="web") == detail
    assert (_found(store, "web"), _found(store, "mail")) == (1, 0)
    with store.read() as session:
        assert [one.after["hostname"] for one in history.of_row(session, "server_detail", detail)] == ["web"]
    assert check(store) == []
    with store.connection() as connection:
        aside.fold_again(connection, chain.aside(connection))
    with store.read() as session:
        assert session.scalar(select(ServerDetail.memory_gb).where(ServerDetail.id == detail)) == 16
    assert check(store) == []
