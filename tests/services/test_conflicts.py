"""What waits for a person after two installations changed the same thing, and what deciding does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets, conflicts, history, places
from spbe_assets.services.conflicts import Value
from spbe_assets.storage import undo
from tests.services.apart import Laptop, edit, exchange, laptop, shown
from tests.services.world import World


def test_a_field_that_two_changed_tells_who_wrote_what_over_which_value(
    built: World, agus: Laptop, sari: Laptop
) -> None:
    edit(agus, built.switch, condition=Condition.LIGHT_DAMAGE)
    edit(sari, built.switch, condition=Condition.HEAVY_DAMAGE)
    agus.take(sari)
    (one,) = agus.waiting("asset", built.switch)
    assert (one.table, one.field, one.title, one.kind) == ("asset", "condition", "Condition", "value")
    assert one.base is not None
    assert (one.base.text, one.base.user) == ("Good", "Budi")
    assert (one.here.text, one.here.user, one.here.way) == ("Lightly damaged", "Agus", "here")
    assert (one.incoming.value, one.incoming.user) == (Condition.HEAVY_DAMAGE, "Sari")
    assert one.incoming.installation == "Sari · Laptop"
    assert one.incoming.at is not None


def test_here_is_what_this_database_knew_first(built: World, agus: Laptop, sari: Laptop) -> None:
    edit(agus, built.switch, name="a")
    edit(sari, built.switch, name="b")
    exchange(agus, sari)
    assert [agus.waiting("asset", built.switch)[0].here.value, sari.waiting("asset", built.switch)[0].here.value] == [
        "a",
        "b",
    ]


def test_the_base_is_found_below_several_edits_of_one_side(built: World, agus: Laptop, sari: Laptop) -> None:
    for name in ("a", "b", "c"):
        edit(agus, built.switch, name=name)
    edit(sari, built.switch, name="x")
    agus.take(sari)
    (one,) = agus.waiting("asset", built.switch)
    assert one.base is not None
    assert (one.base.value, one.here.value, one.incoming.value) == ("Core switch", "c", "x")


def test_a_field_nobody_wrote_before_has_no_base(built: World, agus: Laptop, sari: Laptop) -> None:
    edit(agus, built.server, serial="A1")
    edit(sari, built.server, serial="A2")
    agus.take(sari)
    assert agus.waiting("asset", built.server)[0].base is None
    (told,) = agus.read(conflicts.open_fields)
    assert (told.base, told.here, told.incoming) == (None, "A1", "A2")


def test_references_are_told_by_name(built: World, agus: Laptop, sari: Laptop) -> None:
    edit(agus, built.switch, room_id=built.office)
    edit(sari, built.switch, room_id=None)
    agus.take(sari)
    room = next(one for one in agus.waiting("asset", built.switch) if one.field == "room_id")
    assert room.base is not None
    assert (room.base.text, room.here.text, room.incoming.text) == ("Ruang Server", "Ruang 10", "")
    told = [one for one in agus.read(conflicts.open_fields) if one.field == "room_id"]
    assert told[0].here == built.office.hex()


def test_the_list_tells_records_with_the_fields_of_their_details(built: World, agus: Laptop, sari: Laptop) -> None:
    for who, memory, name in ((agus, 32, "s1"), (sari, 16, "s2")):
        who.write(lambda uow, m=memory, n=name: assets.update(uow, built.server, {"name": n}, {"memory_gb": m}))
    agus.take(sari)
    (one,) = agus.read(conflicts.listed)
    assert (one.table, one.row, one.room, one.fields) == ("asset", built.server, "Ruang Server", ("Name", "Memory"))
    assert one.agency
    assert one.tag == one.ref
    assert agus.read(conflicts.count) == 2
    assert {conflict.table for conflict in agus.waiting("asset", built.server)} == {"asset", "server_detail"}


@pytest.mark.parametrize(("choice", "name"), [("here", "a"), ("incoming", "b"), (Value("c"), "c")])
def test_a_decision_is_one_more_write_that_both_installations_follow(
    built: World, agus: Laptop, sari: Laptop, choice: object, name: str
) -> None:
    edit(agus, built.switch, name="a")
    edit(sari, built.switch, name="b")
    exchange(agus, sari)
    agus.resolve("asset", built.switch, "name", choice)
    exchange(agus, sari)
    for who in (agus, sari):
        assert shown(who, built.switch, "name") == name
        assert who.waiting("asset", built.switch) == []
        assert who.read(conflicts.count) == 0
        assert who.is_sound()
        told = who.read(lambda session: history.of_asset(session, built.switch))
        assert {"a", "b", name} <= {entry.after for entry in told if entry.field == "Name"}


def test_an_undone_decision_waits_again_everywhere(built: World, agus: Laptop, sari: Laptop) -> None:
    edit(agus, built.switch, name="a")
    edit(sari, built.switch, name="b")
    exchange(agus, sari)
    before = agus.waiting("asset", built.switch)
    for choice in ("here", "incoming", Value("c")):
        agus.resolve("asset", built.switch, "name", choice)
        decided = shown(agus, built.switch, "name")
        undo.undo(agus.store, agus.actor)
        (again,) = agus.waiting("asset", built.switch)
        assert {(one.value, one.user) for one in again.versions} == {
            (one.value, one.user) for one in before[0].versions
        }
        assert again.base == before[0].base
        assert shown(agus, built.switch, "name") == "b"
        undo.redo(agus.store, agus.actor)
        assert agus.waiting("asset", built.switch) == []
        assert shown(agus, built.switch, "name") == decided
        undo.undo(agus.store, agus.actor)
        assert agus.read(conflicts.count) == 1
        assert agus.is_sound()
    exchange(agus, sari)
    assert sari.read(conflicts.count) == 1
    assert shown(sari, built.switch, "name") == "b"
    assert sari.is_sound()


def test_three_values_need_a_choice_of_one_of_them(built: World, agus: Laptop, sari: Laptop, tono: Laptop) -> None:
    for who, name in ((agus, "a"), (sari, "b"), (tono, "c")):
        edit(who, built.switch, name=name)
    agus.take(sari)
    agus.take(tono)
    (one,) = agus.waiting("asset", built.switch)
    assert (one.here.value, one.incoming.value, [other.value for other in one.others]) == ("a", "c", ["b"])
    assert one.needs_value
    with pytest.raises(Refused, match="two values"):
        agus.resolve("asset", built.switch, "name", "here")
    agus.resolve("asset", built.switch, "name", one.others[0])
    assert (shown(agus, built.switch, "name"), agus.read(conflicts.count)) == ("b", 0)
    undo.undo(agus.store, agus.actor)
    assert {version.value for version in agus.waiting("asset", built.switch)[0].versions} == {"a", "b", "c"}
    assert agus.is_sound()


def test_two_who_wrote_the_same_stand_against_a_third(built: World, agus: Laptop, sari: Laptop, tono: Laptop) -> None:
    for who, name in ((agus, "a"), (sari, "b"), (tono, "a")):
        edit(who, built.switch, name=name)
    agus.take(sari)
    agus.take(tono)
    (one,) = agus.waiting("asset", built.switch)
    assert (one.here.value, one.incoming.value, one.needs_value) == ("a", "b", False)
    agus.resolve("asset", built.switch, "name", "incoming")
    assert shown(agus, built.switch, "name") == "b"


def test_impossible_values_and_settled_fields_are_refused(built: World, agus: Laptop, sari: Laptop) -> None:
    edit(agus, built.switch, year=2020)
    edit(sari, built.switch, year=2019)
    agus.take(sari)
    with pytest.raises(Invalid):
        agus.resolve("asset", built.switch, "year", Value(9999))
    with pytest.raises(Refused, match="Nothing waits"):
        agus.resolve("asset", built.switch, "name", "here")


def test_a_value_that_refers_to_something_deleted_is_refused(built: World, agus: Laptop, sari: Laptop) -> None:
    room = agus.write(lambda uow: places.create(uow, "room", {"name": "Baru", "site_id": built.site}))
    sari.take(agus)
    edit(agus, built.switch, room_id=room)
    edit(sari, built.switch, room_id=built.office)
    sari.take(agus)
    sari.resolve("asset", built.switch, "room_id", "here")
    edit(agus, built.switch, room_id=built.server_room)
    agus.write(lambda uow: places.delete(uow, "room", [room]))
    exchange(agus, sari)
    assert agus.waiting("asset", built.switch)
    with pytest.raises(NotFound):
        agus.resolve("asset", built.switch, "room_id", Value(room))


def test_what_waits_in_a_deleted_record_waits_for_nobody(built: World, agus: Laptop, sari: Laptop) -> None:
    edit(agus, built.switch, name="a")
    edit(sari, built.switch, name="b")
    agus.take(sari)
    agus.write(lambda uow: assets.delete(uow, [built.switch]), "delete")
    assert (agus.read(conflicts.count), agus.read(conflicts.listed)) == (0, [])
    undo.undo(agus.store, agus.actor)
    assert agus.read(conflicts.count) == 1


def test_all_from_one_person_for_one_room_is_decided_at_once(
    built: World, agus: Laptop, sari: Laptop, tono: Laptop
) -> None:
    for row in (*built.laptops[:4], built.switch):
        edit(agus, row, brand="HP")
        edit(sari, row, brand="Dell")
    edit(agus, built.laptops[8], brand="HP")
    edit(tono, built.laptops[8], brand="Acer")
    agus.take(sari)
    agus.take(tono)
    decide = lambda uow: conflicts.resolve_all(uow, "Sari", built.office, "incoming")  # noqa: E731
    assert agus.write(decide, "resolve") == 4
    assert {shown(agus, row, "brand") for row in built.laptops[:4]} == {"Dell"}
    assert agus.read(conflicts.count) == 2
    undo.undo(agus.store, agus.actor)
    assert agus.read(conflicts.count) == 6
    assert agus.write(lambda uow: conflicts.resolve_all(uow, None, None, "here"), "resolve") == 6
    assert agus.read(conflicts.count) == 0
    assert shown(agus, built.switch, "brand") == "HP"
    assert agus.is_sound()


def test_the_same_detail_made_twice_waits_field_by_field(built: World, agus: Laptop, sari: Laptop) -> None:
    row = built.laptops[0]
    agus.write(lambda uow: assets.update(uow, row, {}, {"hostname": "pc-a", "ip": "10.0.0.1"}))
    sari.write(lambda uow: assets.update(uow, row, {}, {"hostname": "pc-b", "ip": "10.0.0.1"}))
    agus.take(sari)
    (one,) = agus.waiting("asset", row)
    assert (one.table, one.field, one.base) == ("device_detail", "hostname", None)
    agus.resolve("device_detail", one.row, "hostname", "incoming")
    assert agus.read(conflicts.count) == 0


@settings(max_examples=25, deadline=None)
@given(names=st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=3, max_size=3), pick=st.integers(0, 2))
def test_a_decision_leaves_nothing_waiting_and_every_value_in_history(
    built: World, tmp_path_factory: pytest.TempPathFactory, names: list[str], pick: int
) -> None:
    people = [laptop(built.store, tmp_path_factory.mktemp("w"), user) for user in ("Agus", "Sari", "Tono")]
    try:
        for who, name in zip(people, names, strict=True):
            edit(who, built.switch, brand=name)
        exchange(*people)
        agus = people[0]
        found = agus.waiting("asset", built.switch)
        written = [name for name in names if name != "Cisco"]
        assert bool(found) == (len(set(written)) > 1)
        for one in found:
            choices = one.versions
            agus.resolve("asset", built.switch, "brand", choices[pick % len(choices)])
        exchange(*people)
        for who in people:
            assert who.read(conflicts.count) == 0
            told = who.read(lambda session: history.of_asset(session, built.switch))
            assert set(written) <= {entry.after for entry in told if entry.field == "Brand"}
        assert len({shown(who, built.switch, "brand") for who in people}) == 1
    finally:
        for who in people:
            who.store.close()
