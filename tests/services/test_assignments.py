from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import Scope
from spbe_assets.services import agencies, assets, assignments, combining, places
from spbe_assets.services.assignments import AreaProgress, Task
from spbe_assets.storage.tables import Assignment, Changeset, Replica, Sweep, SweepRoom
from tests.services.world import World

RINA, ANDI = "a" * 64, "b" * 64


def hand(world: World, scope: Scope, fingerprint: str = RINA, person: str = "Rina", note: str = "") -> list[Id]:
    return list(world.write(lambda uow: assignments.hand_out(uow, fingerprint, person, scope, "p1", note)))


def area(world: World, agency: Id, room: Id | None = None) -> AreaProgress:
    found = [one for one in world.read(assignments.progress) if (one.agency_id, one.room_id) == (agency, room)]
    return found[0]


def tasks(world: World, fingerprint: str = RINA) -> dict[Id | None, Task]:
    return {one.room_id: one for one in world.read(lambda session: assignments.mine(session, fingerprint))}


def verify(world: World, ids: list[Id]) -> None:
    at = datetime.now(UTC)
    for one in ids:
        world.write(lambda uow, row=one: assets.update(uow, row, {"verified_at": at, "verified_by": "Rina"}))


def test_a_room_that_was_handed_out_is_a_task_with_what_was_seen_since(world: World) -> None:
    verify(world, world.laptops[:1])
    hand(world, Scope(rooms=(world.office,)), note="Bring the lamp")
    verify(world, world.laptops[1:4])

    task = tasks(world)[world.office]
    assert (task.agency, task.room) == ("Puskesmas Melati", "Ruang 10")
    assert (task.assets, task.verified, task.share) == (10, 3, 0.3)
    assert (task.note, task.photos, task.sweep_id) == ("Bring the lamp", 0, None)
    assert tasks(world, ANDI) == {}


def test_a_whole_agency_brings_its_units_and_all_their_rooms(world: World) -> None:
    hand(world, Scope(agencies=(world.health,)))
    found = world.read(lambda session: assignments.mine(session, RINA))

    assert [(one.agency, one.room, one.assets) for one in found] == [
        ("Dinkes", "", 10), ("Puskesmas Melati", "", 10), ("Puskesmas Melati", "Ruang 10", 10),
    ]  # fmt: skip
    assert area(world, world.clinic, world.office).hands[0].person == "Rina"
    assert not area(world, world.clinic).is_gap


def test_photos_and_the_open_sweep_of_a_room_are_told(world: World) -> None:
    from spbe_assets.services import attachments

    hand(world, Scope(rooms=(world.office,)))

    def work(uow: Any) -> Id:
        attachments.add_document(uow, "asset", world.laptops[0], b"%PDF-1.4", "Form")
        sweep = uow.create(Sweep, agency_id=world.clinic, started_at=datetime.now(UTC))
        uow.create(SweepRoom, sweep_id=sweep, room_id=world.office)
        return Id(sweep)

    sweep = world.write(work)
    task = tasks(world)[world.office]
    assert (task.photos, task.sweep_id) == (1, sweep)
    world.write(lambda uow: uow.update(Sweep, sweep, finished_at=datetime.now(UTC)))
    assert tasks(world)[world.office].sweep_id is None


def test_what_nobody_was_sent_to_is_a_gap(world: World) -> None:
    assert area(world, world.ict).is_gap and area(world, world.clinic).is_gap
    hand(world, Scope(rooms=(world.server_room,)))
    assert not area(world, world.ict).is_gap
    assert area(world, world.ict).in_rooms[0].person == "Rina"
    assert area(world, world.ict).share == 0


def test_new_records_count_from_the_moment_of_handing_out(world: World) -> None:
    hand(world, Scope(agencies=(world.clinic,)))
    assert area(world, world.clinic).new == 0
    world.write(lambda uow: assets.create(uow, {"name": "New", "agency_id": world.clinic, "room_id": world.office}))
    assert (area(world, world.clinic).new, area(world, world.clinic, world.office).new) == (1, 1)
    assert area(world, world.ict).new == 0


def test_the_same_room_in_two_hands_overlaps_until_one_is_done(world: World) -> None:
    hand(world, Scope(agencies=(world.clinic,)))
    later = hand(world, Scope(rooms=(world.office,)), ANDI, "Andi")
    office = area(world, world.clinic, world.office)
    assert office.shared and office.overlaps and {one.person for one in office.hands} == {"Rina", "Andi"}
    world.write(lambda uow: assignments.close(uow, later))
    office = area(world, world.clinic, world.office)
    assert not office.shared and [one.person for one in office.hands] == ["Rina"]


def test_two_rooms_of_one_agency_in_two_hands_do_not_overlap(world: World) -> None:
    other = world.write(lambda uow: places.create(uow, "room", {"name": "Ruang 11", "agency_id": world.clinic}))
    hand(world, Scope(rooms=(world.office,)))
    hand(world, Scope(rooms=(other,)), ANDI, "Andi")
    assert not any(one.overlaps for one in world.read(assignments.progress))


def test_two_installations_that_write_in_one_room_are_told_before_it_is_a_conflict(world: World) -> None:
    hand(world, Scope(rooms=(world.office,)))
    verify(world, world.laptops[:1])
    assert not area(world, world.clinic, world.office).writers
    _as_if_from_elsewhere(world, lambda: verify(world, world.laptops[5:6]))

    assert len(area(world, world.clinic, world.office).writers) == 2
    assert area(world, world.clinic).overlaps
    assert not area(world, world.ict).overlaps
    assert area(world, world.clinic, world.office).last_at is not None


def test_what_is_written_after_the_work_came_back_is_no_overlap(world: World) -> None:
    hand(world, Scope(rooms=(world.office,)))
    _as_if_from_elsewhere(world, lambda: verify(world, world.laptops[5:6]))
    world.write(lambda uow: assignments.returned(uow, RINA, datetime.now(UTC)))
    verify(world, world.laptops[:1])
    assert not area(world, world.clinic, world.office).overlaps


def test_a_return_pack_is_noted_once_and_an_older_one_changes_nothing(world: World) -> None:
    hand(world, Scope(rooms=(world.office,)))
    at = datetime.now(UTC)
    assert world.write(lambda uow: assignments.returned(uow, RINA, at)) == 1
    for again in (at, at - timedelta(days=1)):
        assert world.write(lambda uow, when=again: assignments.returned(uow, RINA, when)) == 0
    assert world.write(lambda uow: assignments.returned(uow, ANDI, at)) == 0
    assert tasks(world)[world.office].returned_at == at


def test_a_second_pack_goes_on_with_the_same_work_unless_it_came_back(world: World) -> None:
    first = hand(world, Scope(rooms=(world.office,)), note="Begin")
    assert hand(world, Scope(agencies=(world.ict,), rooms=(world.office,)))[0] == first[0]
    assert tasks(world)[world.office].note == "Begin"
    world.write(lambda uow: assignments.returned(uow, RINA, datetime.now(UTC)))
    again = hand(world, Scope(rooms=(world.office,)), note="Once more")
    assert again != first and tasks(world)[world.office].note == "Once more"
    closed = world.read(lambda session: session.scalar(select(Assignment.closed_at).where(Assignment.id == first[0])))
    assert closed is not None


def test_closing_ends_a_task_and_undo_opens_it_again(world: World) -> None:
    from spbe_assets.storage import undo

    given = hand(world, Scope(rooms=(world.office,)))
    assert world.read(lambda session: assignments.has_tasks(session, RINA))
    assert world.write(lambda uow: assignments.close(uow, given)) == 1
    assert world.write(lambda uow: assignments.close(uow, given)) == 0
    assert not world.read(lambda session: assignments.has_tasks(session, RINA)) and tasks(world) == {}
    assert area(world, world.clinic, world.office).hands[0].closed_at is not None
    undo.undo(world.store, assignments_actor())
    assert tasks(world)


def test_who_brings_nothing_back_for_long_is_overdue(world: World) -> None:
    hand(world, Scope(rooms=(world.office,)))
    now = datetime.now(UTC)
    office = area(world, world.clinic, world.office)
    assert not office.is_overdue(now) and office.is_overdue(now + assignments.OVERDUE + timedelta(hours=1))
    world.write(lambda uow: assignments.returned(uow, RINA, now))
    assert not area(world, world.clinic, world.office).is_overdue(now + timedelta(days=99))


def test_a_room_that_became_another_takes_its_work_along(world: World) -> None:
    hand(world, Scope(rooms=(world.office,)))
    values = {"name": "Ruang 10 A", "agency_id": world.clinic}
    other = world.write(lambda uow: places.create(uow, "room", values))
    world.write(lambda uow: combining.combine(uow, "room", other, world.office, {}))
    assert list(tasks(world)) == [other] and tasks(world)[other].assets == 10


def test_a_deleted_agency_is_left_out(world: World) -> None:
    empty = world.write(lambda uow: agencies.create(uow, {"name": "Dinas Kosong", "region_id": world.regency}))
    hand(world, Scope(agencies=(empty,)))
    assert len(tasks(world)) == 1
    world.write(lambda uow: agencies.delete(uow, [empty]))
    assert tasks(world) == {}


@pytest.mark.parametrize("fingerprint", [RINA, ""])
def test_nothing_handed_out_is_nothing_to_do(world: World, fingerprint: str) -> None:
    assert world.read(lambda session: assignments.mine(session, fingerprint)) == []


def assignments_actor() -> Any:
    from tests.services.world import BUDI

    return BUDI


def _as_if_from_elsewhere(world: World, work: Any) -> None:
    """What `work` writes is told as if another installation had."""
    before = world.store.data_version()
    work()
    other = b"\x07" * 16
    with world.store.connection() as connection:
        connection.execute(
            Replica.__table__.insert(),  # type: ignore[attr-defined]
            [{"id": other, "me": False, "name": "", "created_at": datetime.now(UTC)}],
        )
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS changeset_fixed")
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='trigger'").scalars().all()
        for name in triggers:
            if "changeset" in name:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.execute(
            Changeset.__table__.update().where(Changeset.n > before).values(replica=other)  # type: ignore[attr-defined]
        )
