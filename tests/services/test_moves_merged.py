"""Two installations move the same assets and then exchange what they did: both end alike, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import MoveKind, Status
from spbe_assets.services import assets, moves
from spbe_assets.services.moves import Move, Return
from spbe_assets.storage.chain import bodies
from spbe_assets.storage.check import check
from spbe_assets.storage.merge import apply
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Movement, Person
from spbe_assets.storage.undo import undo

DAY, LATER = date(2026, 11, 24), date(2026, 12, 1)
HELD = (Asset.tag, Asset.custodian_id, Asset.room_id, Asset.status)
BUDI, SARI = Actor("Budi"), Actor("Sari")


class Two:
    """Two installations that hold the same three assets and two people."""

    def __init__(self, here: Store, there: Store) -> None:
        self.here, self.there = here, there
        with here.write(BUDI) as uow:
            self.ani, self.joko = (uow.create(Person, name=name) for name in ("Ani", "Joko"))
            self.ids = [assets.create(uow, {"tag": f"T{n}", "name": "PC", "custodian_id": self.ani}) for n in range(3)]
        self.exchange()

    def do(self, at: Store, act: Any, what: Move | Return, *ids: Id) -> None:
        with at.write(BUDI if at is self.here else SARI) as uow:
            act(uow, AssetFilter(ids=frozenset(ids or self.ids)), what)

    def exchange(self) -> None:
        sent = {store: _sent(store) for store in (self.here, self.there)}
        for to, by in ((self.here, self.there), (self.there, self.here)):
            with to.connection() as connection:
                apply(connection, sent[by])
        assert self.state(self.here) == self.state(self.there)
        assert check(self.here) == check(self.there) == []

    def state(self, of: Store) -> Any:
        moved = (Movement.id, Movement.kind, Movement.returned_on, Movement.result)
        with of.read() as session:
            held = session.execute(select(*HELD).where(Asset.live).order_by(Asset.id)).all()
            return held, session.execute(select(*moved).where(Movement.live).order_by(Movement.id)).all()


def _sent(store: Store) -> list[Any]:
    with store.read() as session:
        return [parse(body) for body in bodies(session.connection())]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    here, there = (Store.create(tmp_path / f"{name}.spbe") for name in ("here", "there"))
    yield Two(here, there)
    here.close()
    there.close()


def test_a_loan_made_here_is_taken_back_there(two: Two) -> None:
    two.do(two.here, moves.lend, Move(DAY, "1", to_person_id=two.joko))
    two.exchange()
    two.do(two.there, moves.take_back, Return(LATER, result="lengkap"))
    two.exchange()
    held, moved = two.state(two.here)
    assert [row.custodian_id for row in held] == [two.ani] * 3
    assert [(row.returned_on, row.result) for row in moved] == [(LATER, "lengkap")] * 3


def test_one_asset_lent_twice_at_once_keeps_both_loans_and_one_return_ends_them(two: Two) -> None:
    asset = two.ids[0]
    two.do(two.here, moves.lend, Move(DAY, "1", to_person_id=two.joko), asset)
    two.do(two.there, moves.lend, Move(DAY, "2", to_name="Kantor Camat"), asset)
    two.exchange()
    assert len(two.state(two.here)[1]) == 2
    two.do(two.here, moves.take_back, Return(LATER), asset)
    two.exchange()
    held, moved = two.state(two.there)
    assert held[0].custodian_id == two.ani
    assert {row.returned_on for row in moved} == {LATER}


def test_repair_here_and_disposal_there_both_stand_until_each_is_ended(two: Two) -> None:
    asset = two.ids[0]
    two.do(two.here, moves.send_to_repair, Move(DAY, to_name="Toko Maju"), asset)
    two.do(two.there, moves.propose_disposal, Move(DAY, "3"), asset)
    two.exchange()
    assert {row.kind for row in two.state(two.here)[1]} == {MoveKind.REPAIR, MoveKind.DISPOSAL}
    two.do(two.there, moves.back_from_repair, Return(LATER), asset)
    two.do(two.there, moves.withdraw, Return(LATER), asset)
    two.exchange()
    assert two.state(two.here)[0][0].status == Status.ACTIVE


def test_undoing_a_loan_here_while_it_is_taken_back_there_ends_alike(two: Two) -> None:
    two.do(two.here, moves.lend, Move(DAY, "1", to_person_id=two.joko))
    two.exchange()
    undo(two.here, BUDI)
    two.do(two.there, moves.take_back, Return(LATER, result="lengkap"))
    two.exchange()
    assert [row.custodian_id for row in two.state(two.here)[0]] == [two.ani] * 3
