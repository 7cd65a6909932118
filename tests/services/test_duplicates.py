"""Which records are taken for the same thing, and which are not asked about again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import LOOK_ALIKE, near_serial, normal_serial
from spbe_assets.services import assets, combining, duplicates, links, listing
from spbe_assets.services.duplicates import Pair, Reason
from spbe_assets.services.near_serials import folded
from spbe_assets.storage import check, undo
from spbe_assets.storage.tables import Distinct
from tests.services.apart import Laptop, exchange
from tests.services.world import BUDI, World


def add(world: World, **values: object) -> Id:
    detail = {key: values.pop(key) for key in ("mac",) if key in values}
    base = {"name": "PC", "category_id": world.categories["switch" if detail else "laptop"]}
    return world.write(lambda uow: assets.create(uow, {**base, **values}, detail))  # type: ignore[no-any-return]


def link(world: World, **values: object) -> Id:
    return world.write(lambda uow: links.create(uow, {"name": "FO", "agency_id": world.health, **values}))  # type: ignore[no-any-return]


def pairs(world: World, **options: object) -> list[Pair]:
    return world.read(lambda session: duplicates.listed(session, **options))  # type: ignore[no-any-return]


def found(world: World) -> set[tuple[Reason, frozenset[Id]]]:
    return {(pair.reason, frozenset((pair.one.id, pair.other.id))) for pair in pairs(world)}


def filtered(world: World) -> set[Id]:
    wanted = AssetFilter(duplicate=True)
    return {row.id for row in world.read(lambda session: listing.rows_first(session, wanted))}


@pytest.mark.parametrize(
    ("reason", "first", "second"),
    [
        (Reason.SERIAL, {"serial": "AB-1 2"}, {"serial": "ab12"}),
        (Reason.NIBAR, {"nibar": "7" * 45}, {"nibar": "7" * 45}),
        (Reason.TAG, {"tag": "X-7"}, {"tag": "x-7"}),
        (Reason.MAC, {"mac": "00:1A:2B:3C:4D:5E"}, {"mac": "001a.2b3c.4d5e"}),
    ],
)
def test_what_is_one_things_alone_makes_two_records_a_pair(
    world: World, reason: Reason, first: dict[str, object], second: dict[str, object]
) -> None:
    one, other = add(world, **first), add(world, **second)
    assert found(world) == {(reason, frozenset((one, other)))}
    assert world.read(duplicates.count) == 1
    assert filtered(world) == {one, other}


def test_a_register_counts_within_kode_barang_and_agency(world: World) -> None:
    same = {"kode_barang": "1.3.2.10.01.02.002", "register": "000007"}
    one, other = add(world, **same, agency_id=world.health), add(world, **same, agency_id=world.health)
    add(world, **same, agency_id=world.ict)
    add(world, **same)
    add(world, register="000007", agency_id=world.health)
    assert found(world) == {(Reason.REGISTER, frozenset((one, other)))}
    assert filtered(world) == {one, other}
    (pair,) = pairs(world)
    assert pair.value == "1.3.2.10.01.02.002 · 000007"


def test_links_are_paired_by_tag_and_circuit(world: World) -> None:
    one, other = link(world, circuit_id="TLK-1"), link(world, circuit_id="tlk-1")
    tagged = link(world, tag="L-9"), link(world, tag="l-9")
    assert found(world) == {(Reason.CIRCUIT, frozenset((one, other))), (Reason.TAG, frozenset(tagged))}


def test_near_serials_are_suggested_for_the_same_brand_model_or_agency_only(world: World) -> None:
    one = add(world, serial="S0B11-X", brand="Dell")
    other = add(world, serial="5OBIL-X", brand="DELL")
    add(world, serial="50811X", brand="HP")
    add(world, serial="0O1", brand="Dell")
    add(world, serial="OO1", brand="Dell")
    assert found(world) == {(Reason.NEAR_SERIAL, frozenset((one, other)))}
    assert world.read(duplicates.count) == 0
    assert pairs(world, near=False) == []
    assert filtered(world) == set()


@given(st.text("OIL0158SBXZ9", min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_signs_that_look_alike_fold_into_one(serial: str, rng: object) -> None:
    groups = {letter: digit for letter, digit in LOOK_ALIKE.items()}
    twins = {sign: [s for s in "OIL0158SB" if groups.get(s, s) == groups.get(sign, sign)] or [sign] for sign in serial}
    other = "".join(rng.choice(twins[sign]) for sign in serial)  # type: ignore[attr-defined]
    assert near_serial(normal_serial(serial)) == near_serial(normal_serial(other))
    assert near_serial(near_serial(serial)) == near_serial(serial)
    assert len(near_serial(serial)) == len(serial)


def test_the_database_folds_as_the_program_does(world: World) -> None:
    serial = "ABILOS0158XYZ9"
    assert world.read(lambda session: session.scalar(select(folded(literal(serial))))) == near_serial(serial)


def test_each_of_many_is_paired_once_with_the_oldest(world: World) -> None:
    rows = [add(world, serial="SAME-1") for _number in range(5)]
    assert [(pair.one.id, pair.other.id) for pair in pairs(world)] == [(rows[0], row) for row in rows[1:]]
    assert world.read(duplicates.count) == 4


def test_a_pair_with_two_signs_in_common_comes_once(world: World) -> None:
    add(world, serial="SAME-1", nibar="1" * 45, tag="T-1")
    add(world, serial="SAME-1", nibar="1" * 45, tag="T-1")
    (pair,) = pairs(world)
    assert (pair.reason, pair.value) == (Reason.SERIAL, "SAME-1")
    assert pair.one.ref != pair.other.ref  # the tag they share names neither
    assert pair.one.ref.startswith("asset:")


def test_what_is_said_to_be_different_is_not_asked_again(world: World) -> None:
    one, other, third = (add(world, serial="SAME-1") for _number in range(3))
    world.write(lambda uow: duplicates.keep_apart(uow, "asset", other, one, "dua laptop"))
    assert found(world) == {(Reason.SERIAL, frozenset((one, third)))}
    assert filtered(world) == {one, other, third}
    world.write(lambda uow: duplicates.keep_apart(uow, "asset", one, third))
    assert found(world) == {(Reason.SERIAL, frozenset((other, third)))}
    assert filtered(world) == {other, third}
    world.write(lambda uow: duplicates.keep_apart(uow, "asset", other, third))
    assert (found(world), filtered(world), world.read(duplicates.count)) == (set(), set(), 0)
    undo.undo(world.store, BUDI)
    assert found(world) == {(Reason.SERIAL, frozenset((other, third)))}
    world.write(lambda uow: duplicates.keep_apart(uow, "asset", other, third))
    assert found(world) == set()
    assert check.check(world.store) == []


def test_only_live_records_of_the_register_are_told_apart(world: World) -> None:
    one, other = add(world, serial="SAME-1"), add(world, serial="SAME-1")
    with pytest.raises(Refused):
        world.write(lambda uow: duplicates.keep_apart(uow, "asset", one, one))
    world.write(lambda uow: assets.delete(uow, [other]))
    assert found(world) == set()
    assert filtered(world) == set()
    with pytest.raises(NotFound):
        world.write(lambda uow: duplicates.keep_apart(uow, "asset", one, other))


def test_combined_records_are_no_pair_any_more(world: World) -> None:
    one, other = add(world, mac="00:1A:2B:3C:4D:5E"), add(world, mac="00:1A:2B:3C:4D:5E")
    world.write(lambda uow: combining.combine(uow, "asset", one, other, {}))
    assert found(world) == set()
    assert filtered(world) == set()


def test_only_pairs_with_some_records_are_told_if_asked(world: World) -> None:
    add(world, serial="SAME-1")
    add(world, serial="SAME-1")
    add(world, serial="OTHER-1", brand="HP")
    near = add(world, serial="0THER-I", brand="HP")
    assert [pair.other.id for pair in pairs(world, rows=[near])] == [near]
    assert pairs(world, rows=[world.switch]) == []


def test_two_laptops_that_tell_the_same_pair_apart_write_one_record(built: World, agus: Laptop, sari: Laptop) -> None:
    one, other = built.laptops[:2]
    for who in (agus, sari):
        who.write(lambda uow: duplicates.keep_apart(uow, "asset", one, other))
    exchange(agus, sari)
    assert agus.read(lambda session: len(session.scalars(select(Distinct)).all())) == 1
