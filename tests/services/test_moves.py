"""Acts that move assets: what changes, what is refused, what comes back, undo and redo, many at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from spbe_assets.domain import reasons
from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.vocabulary import Condition, MoveKind, Status
from spbe_assets.formats import today
from spbe_assets.services import assets, combining, history, listing, minutes, move_list, moves
from spbe_assets.services.minutes import Signers
from spbe_assets.services.moves import Move, Paper, Return
from spbe_assets.storage.check import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Changeset, Person, Rack, Room
from spbe_assets.storage.undo import redo, undo

DAY, LONG_AGO = date(2026, 11, 24), date(2020, 1, 1)
HELD = ("agency_id", "room_id", "rack_id", "rack_position_u", "custodian_id", "status")


class World:
    """Two agencies with a room and a person each, and five assets in the rack of the first."""

    def __init__(self, store: Store, budi: Actor) -> None:
        self.store, self.budi = store, budi
        with store.write(budi) as uow:
            self.here, self.there = (uow.create(Agency, name=name) for name in ("Dinas A", "Dinas B"))
            self.room, self.hall = (
                uow.create(Room, name=n, agency_id=a) for n, a in (("R", self.here), ("H", self.there))
            )
            self.rack = uow.create(Rack, name="R1", room_id=self.room)
            self.ani, self.joko = (uow.create(Person, name=name) for name in ("Ani", "Joko"))
            place = {"agency_id": self.here, "room_id": self.room, "rack_id": self.rack, "custodian_id": self.ani}
            self.ids = [
                assets.create(uow, {"tag": f"T{n}", "name": f"PC {n}", "rack_position_u": n + 1, **place})
                for n in range(5)
            ]

    def do(self, act: Any, what: Move | Return, ids: list[Id] | None = None, reason: str = "edit") -> Any:
        with self.store.write(self.budi, reason) as uow:
            return act(uow, self.of(ids), what)

    def of(self, ids: list[Id] | None = None) -> AssetFilter:
        return AssetFilter(ids=frozenset(self.ids if ids is None else ids))

    def held(self, at: int = 0) -> dict[str, Any]:
        with self.store.read() as session:
            values = assets.detail(session, self.ids[at]).asset.values
        return {
            key: values[key] for key in ("agency_id", "room_id", "rack_id", "rack_position_u", "custodian_id", "status")
        }

    def signers(self, paper: Paper) -> Signers:
        with self.store.read() as session:
            return minutes.signers(session, paper)

    def sign(self, paper: Paper, signed: Signers) -> None:
        with self.store.write(self.budi, "minutes") as uow:
            minutes.sign(uow, paper, signed)

    def moves(self, at: int = 0) -> list[moves.MoveRow]:
        with self.store.read() as session:
            return moves.of_asset(session, self.ids[at])


@pytest.fixture
def world(store: Store, budi: Actor) -> World:
    return World(store, budi)


def test_a_hand_over_changes_agency_person_and_room_and_frees_the_rack(world: World) -> None:
    move = Move(DAY, "030/12", world.there, world.joko, world.hall, notes="lengkap")
    act = world.do(moves.hand_over, move)
    assert act.count == 5
    assert world.held() == {
        "agency_id": world.there, "room_id": world.hall, "rack_id": None, "rack_position_u": None,
        "custodian_id": world.joko, "status": Status.ACTIVE,
    }  # fmt: skip
    (row,) = world.moves()
    assert (row.kind, row.document_number, row.on_date, row.act_id) == (MoveKind.HAND_OVER, "030/12", DAY, act.id)
    assert row.giver.startswith("Dinas A · Ani · ") and row.receiver.startswith("Dinas B · Joko · ")
    assert not row.is_open


def test_a_hand_over_to_an_agency_alone_clears_room_and_person(world: World) -> None:
    world.do(moves.hand_over, Move(DAY, to_agency_id=world.there))
    held = world.held()
    assert (held["agency_id"], held["room_id"], held["custodian_id"]) == (world.there, None, None)


def test_a_hand_over_to_a_person_alone_leaves_the_place(world: World) -> None:
    before = world.held()
    world.do(moves.hand_over, Move(DAY, to_person_id=world.joko))
    assert world.held() == before | {"custodian_id": world.joko}


def test_a_loan_keeps_the_owner_and_taking_back_restores_what_was_before(world: World) -> None:
    before = world.held(2)
    world.do(moves.lend, Move(DAY, to_agency_id=world.there, to_person_id=world.joko, due_on=date(2026, 12, 1)))
    lent = world.held(2)
    assert (lent["agency_id"], lent["custodian_id"], lent["room_id"]) == (world.here, world.joko, None)
    assert world.moves(2)[0].is_open
    ended = world.do(moves.take_back, Return(date(2026, 11, 30), Condition.LIGHT_DAMAGE, "engsel retak", "31/KB"))
    assert ended.count == 5
    assert world.held(2) == before
    with world.store.read() as session:
        assert assets.detail(session, world.ids[2]).asset.get("condition") == Condition.LIGHT_DAMAGE
    (row,) = world.moves(2)
    assert (row.returned_on, row.result, row.is_open) == (date(2026, 11, 30), "engsel retak", False)
    assert row.return_number == "31/KB" and row.papers == (Paper(row.act_id), *ended.papers)


def test_repair_and_back_restore_the_status(world: World) -> None:
    with world.store.write(world.budi) as uow:
        uow.update(Asset, world.ids[0], status=Status.SPARE)
    world.do(moves.send_to_repair, Move(DAY, to_name="Toko Maju"))
    assert world.held(0)["status"] == Status.REPAIR
    world.do(moves.back_from_repair, Return(DAY, Condition.GOOD, "ganti PSU"))
    assert (world.held(0)["status"], world.held(1)["status"]) == (Status.SPARE, Status.ACTIVE)


def test_a_disposal_proposal_is_withdrawn(world: World) -> None:
    world.do(moves.propose_disposal, Move(DAY, notes="rusak berat"))
    assert world.held()["status"] == Status.DISPOSAL_PROPOSED
    world.do(moves.withdraw, Return(DAY, result="masih dipakai"))
    assert world.held()["status"] == Status.ACTIVE


def test_what_is_lent_can_go_to_repair_and_come_back_in_any_order(world: World) -> None:
    before = world.held()
    world.do(moves.lend, Move(DAY, to_person_id=world.joko))
    world.do(moves.send_to_repair, Move(DAY, to_name="Toko"))
    world.do(moves.take_back, Return(DAY))
    world.do(moves.back_from_repair, Return(DAY))
    assert world.held() == before


OUT = (moves.hand_over, moves.lend, moves.send_to_repair, moves.propose_disposal)
BACK = (moves.take_back, moves.back_from_repair, moves.withdraw)


@pytest.mark.parametrize("status", [Status.DISPOSED, Status.LOST, Status.REPAIR, Status.DISPOSAL_PROPOSED])
@pytest.mark.parametrize("act", OUT)
def test_what_is_away_is_refused_by_its_tag_and_nothing_changes(world: World, act: Any, status: Status) -> None:
    with world.store.write(world.budi) as uow:
        uow.update(Asset, world.ids[3], status=status)
    before = world.held()
    with pytest.raises(Refused, match=r"^This can't be done with T3: they are "):
        world.do(act, Move(DAY, to_person_id=world.joko))
    assert world.held() == before and world.moves() == []


@pytest.mark.parametrize("act", BACK)
def test_what_never_went_does_not_come_back(world: World, act: Any) -> None:
    with pytest.raises(Refused, match="T0, T1, T2, T3, T4: they "):
        world.do(act, Return(DAY))


def test_a_refusal_names_the_first_few_and_counts_the_rest(world: World) -> None:
    with world.store.write(world.budi) as uow:
        more = [assets.create(uow, {"tag": f"X{n}"}) for n in range(4)]
    every = [*world.ids, *more]
    world.do(moves.lend, Move(DAY, to_name="Panitia"), every)
    with pytest.raises(Refused, match=r"and 4 more: they are lent; take them back first\.$"):
        world.do(moves.lend, Move(DAY, to_name="Panitia"), every)


def test_a_loan_without_borrower_or_due_before_it_begins_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="who borrows"):
        world.do(moves.lend, Move(DAY))
    with pytest.raises(Invalid, match="due") as refused:
        world.do(moves.lend, Move(DAY, to_name="x", due_on=date(2026, 11, 1)))
    assert refused.value.field == "due_on"
    with pytest.raises(Invalid, match="who gets"):
        world.do(moves.hand_over, Move(DAY, to_name="x"))


def test_nothing_comes_back_before_it_went(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_name="x"))
    with pytest.raises(Refused, match="later than that day"):
        world.do(moves.take_back, Return(date(2026, 11, 1)))


def test_a_receiver_that_is_gone_is_refused(world: World) -> None:
    with pytest.raises(NotFound):
        world.do(moves.hand_over, Move(DAY, to_person_id=new_id()))


def test_one_undo_turns_back_the_whole_act_and_redo_does_it_again(world: World) -> None:
    before = world.held(4)
    world.do(moves.hand_over, Move(DAY, "1/BAST", world.there), reason="hand-over 1/BAST")
    after = world.held(4)
    undo(world.store, world.budi)
    assert world.held(4) == before and world.moves(4) == []
    redo(world.store, world.budi)
    assert world.held(4) == after and len(world.moves(4)) == 1
    assert check(world.store) == []


def test_undo_of_taking_back_opens_the_loan_again(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_person_id=world.joko))
    world.do(moves.take_back, Return(DAY))
    undo(world.store, world.budi)
    assert world.moves()[0].is_open and world.held()["custodian_id"] == world.joko


def test_five_hundred_assets_move_in_one_step(world: World) -> None:
    with world.store.write(world.budi) as uow:
        many = uow.create_many(Asset, [{"tag": f"M{n}", "agency_id": world.here} for n in range(500)])
    act = world.do(moves.hand_over, Move(DAY, to_agency_id=world.there), many)
    assert act.count == 500
    with world.store.read() as session:
        assert moves.standing(session, world.of(many)) == moves.Standing(500)
        assert {moves.of_asset(session, one)[0].act_id for one in many} == {act.id}
    undo(world.store, world.budi)
    with world.store.read() as session:
        assert not any(moves.of_asset(session, one) for one in many)


def test_open_and_overdue_loans_are_listed_by_their_day(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_name="A", due_on=date(2026, 12, 9)), world.ids[:1])
    world.do(moves.lend, Move(DAY, to_name="B"), world.ids[1:2])
    world.do(moves.lend, Move(DAY, to_name="C", due_on=date(2026, 12, 1)), world.ids[2:3])
    world.do(moves.take_back, Return(DAY), world.ids[:1])
    world.do(moves.lend, Move(DAY, to_name="D", due_on=date(2026, 12, 5)), world.ids[3:4])
    with world.store.read() as session:
        assert [row.receiver for row in moves.open_loans(session)] == ["C", "D", "B"]
        assert [row.tag for row in moves.overdue(session, date(2026, 12, 2))] == ["T2"]
        assert moves.overdue(session, date(2026, 12, 1)) == []
        assert moves.standing(session, world.of()) == moves.Standing(5, lent=3)


def test_an_asset_knows_its_open_loan_until_it_is_back(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_name="A", due_on=date(2026, 12, 9)), world.ids[:1])
    world.do(moves.send_to_repair, Move(DAY, to_name="B"), world.ids[1:2])
    with world.store.read() as session:
        loan = moves.open_loan(session, world.ids[0])
        assert loan is not None and loan.due_on == date(2026, 12, 9)
        assert moves.open_loan(session, world.ids[1]) is None
    world.do(moves.take_back, Return(DAY), world.ids[:1])
    with world.store.read() as session:
        assert moves.open_loan(session, world.ids[0]) is None


def test_what_is_on_loan_and_what_is_overdue_are_filters(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_name="A", due_on=today()), world.ids[:2])
    world.do(moves.lend, Move(LONG_AGO, to_name="B", due_on=today() - timedelta(1)), world.ids[2:3])
    world.do(moves.send_to_repair, Move(LONG_AGO, to_name="C", due_on=LONG_AGO), world.ids[3:4])

    def tags(**parts: Any) -> list[str]:
        with world.store.read() as session:
            found = listing.first_answer(session, AssetFilter(**parts))
            assert found.count == listing.count(session, AssetFilter(**parts)) == len(found.rows)
            return [row.tag for row in found.rows]

    assert (tags(on_loan=True), tags(overdue=True)) == (["T0", "T1", "T2"], ["T2"])
    assert tags(on_loan=True, overdue=True) == tags(overdue=True, text="pc") == ["T2"]
    assert tags(on_loan=True, ids=frozenset(world.ids[1:4])) == ["T1", "T2"]
    assert tags(on_loan=True, text="T0") == ["T0"] and tags(overdue=True, text="T0") == []
    world.do(moves.take_back, Return(today()), world.ids[1:3])
    assert (tags(on_loan=True), tags(overdue=True)) == (["T0"], [])
    undo(world.store, world.budi)
    assert tags(overdue=True) == ["T2"]
    with world.store.write(world.budi) as uow:
        assets.delete(uow, world.ids[2:3])
    assert tags(overdue=True) == []


def test_one_return_of_two_loans_has_the_paper_of_each(world: World) -> None:
    lent = [world.do(moves.lend, Move(DAY, number, to_name="A"), ids) for number, ids in
            (("1/PJ", world.ids[:2]), ("2/PJ", world.ids[2:3]))]  # fmt: skip
    ended = world.do(moves.take_back, Return(DAY, document_number="3/KB"), world.ids[:3])
    assert ended.papers == tuple(Paper(act.id, DAY, "3/KB") for act in lent)
    with world.store.read() as session:
        assert move_list.acts_told(session, ended.papers) == ["1/PJ · 24 Nov 2026", "2/PJ · 24 Nov 2026"]
        assert move_list.paper_numbered(session, "2/PJ", returned=True) == ended.papers[1]
        assert move_list.paper_numbered(session, "3/KB", returned=True).return_number == "3/KB"
        assert move_list.paper_numbered(session, "2/PJ") == Paper(lent[1].id)
        for number in ("3/KB", "4", ""):
            with pytest.raises(NotFound):
                move_list.paper_numbered(session, number)


def test_a_proposal_that_is_withdrawn_has_no_second_paper(world: World) -> None:
    world.do(moves.propose_disposal, Move(DAY, "5"))
    assert world.do(moves.withdraw, Return(DAY)).papers == ()
    assert len(world.moves()[0].papers) == 1
    with world.store.read() as session, pytest.raises(NotFound, match="came back"):
        move_list.paper_numbered(session, "5", returned=True)


def test_signers_are_kept_with_the_act_and_with_its_return_each_in_one_step(world: World) -> None:
    act = world.do(moves.lend, Move(DAY, "1/PJ", to_person_id=world.joko), world.ids[:3])
    begun = Paper(act.id)
    assert world.signers(begun) == Signers(world.ani, world.joko)
    world.sign(begun, Signers(world.joko, None, world.ani))
    assert world.signers(begun) == Signers(world.joko, None, world.ani)
    (first,) = world.do(moves.take_back, Return(DAY), world.ids[:2]).papers
    (second,) = world.do(moves.take_back, Return(date(2026, 11, 25)), world.ids[2:3]).papers
    assert world.signers(first) == world.signers(second) == Signers(world.joko, world.ani)
    world.sign(first, Signers(witness_id=world.joko))
    assert (world.signers(first), world.signers(second)) == (
        Signers(witness_id=world.joko),
        Signers(world.joko, world.ani),
    )
    undo(world.store, world.budi)
    assert world.signers(first) == Signers(world.joko, world.ani)
    redo(world.store, world.budi)
    assert world.signers(first) == Signers(witness_id=world.joko)
    assert check(world.store) == []


def test_who_signed_a_return_that_was_undone_does_not_sign_the_next(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_person_id=world.joko))
    (paper,) = world.do(moves.take_back, Return(DAY)).papers
    with world.store.read() as session:
        returned = session.scalars(select(Changeset.action).order_by(Changeset.n.desc()).limit(1)).one()
    world.sign(paper, Signers(witness_id=world.joko))
    undo(world.store, world.budi, returned)
    (again,) = world.do(moves.take_back, Return(DAY)).papers
    assert world.signers(again) == Signers(world.joko, world.ani)


def test_a_person_who_signed_can_not_be_deleted_and_follows_when_two_records_become_one(world: World) -> None:
    with world.store.write(world.budi) as uow:
        head, same = (uow.create(Person, name=name) for name in ("Kepala", "Kepala Dinas"))
    paper = Paper(world.do(moves.lend, Move(DAY, to_name="A")).id)
    world.sign(paper, Signers(witness_id=head))
    with pytest.raises(Refused, match="still used"), world.store.write(world.budi) as uow:
        uow.delete(Person, head)
    with world.store.write(world.budi) as uow:
        combining.combine(uow, "person", same, head, {})
    assert world.signers(paper).witness_id == same


def test_a_deleted_asset_takes_its_moves_along_and_undo_brings_them_back(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_name="x"))
    with world.store.write(world.budi) as uow:
        assets.delete(uow, world.ids[:1])
    with world.store.read() as session:
        assert len(moves.open_loans(session)) == 4
    undo(world.store, world.budi)
    assert world.moves()[0].is_open


def test_moves_follow_when_two_records_of_an_asset_become_one(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_name="x"), world.ids[1:2])
    with world.store.write(world.budi) as uow:
        combining.combine(uow, "asset", world.ids[0], world.ids[1], {})
    assert [row.receiver for row in world.moves(0)] == ["x"]


def test_a_person_whom_an_act_names_can_not_be_deleted(world: World) -> None:
    world.do(moves.lend, Move(DAY, to_person_id=world.joko))
    world.do(moves.take_back, Return(DAY))
    with pytest.raises(Refused, match="still used"), world.store.write(world.budi) as uow:
        uow.delete(Person, world.joko)


def test_the_history_of_the_asset_says_what_the_act_changed(world: World) -> None:
    world.do(moves.lend, Move(DAY, "7/PJ", to_person_id=world.joko), reason="lend 7/PJ")
    with world.store.read() as session:
        entry = history.of_asset(session, world.ids[0])[0]
        rows = history.of_record(session, "movement", world.moves()[0].id)
    assert (entry.field, entry.before, entry.after) == ("Person in charge", "Ani", "Joko")
    assert reasons.told(entry.reason) == "loan 7/PJ"
    assert {row.field: row.after for row in rows}["To person"] == "Joko"


@pytest.mark.parametrize(
    "reason", ["hand-over", "lend", "take-back", "repair", "repaired", "disposal", "withdraw", "minutes"]
)
def test_every_reason_is_readable_with_and_without_a_number(reason: str) -> None:
    assert reason in reasons.REASONS
    assert reasons.told(reason) == reasons.told(reason).strip() != ""
