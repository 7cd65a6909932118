from __future__ import annotations

import random
from datetime import UTC, date, datetime

import pytest

from spbe_assets import i18n
from spbe_assets.domain.filters import AssetFilter, Order, Sort
from spbe_assets.domain.vocabulary import AssetClass, Condition, Status
from spbe_assets.services import assets, listing, selection
from tests.services.world import World


def names(world: World, wanted: AssetFilter, order: Order | None = None) -> list[str]:
    return [row.name for row in world.read(lambda session: listing.rows_first(session, wanted, order))]


def check_agreement(world: World, wanted: AssetFilter, order: Order | None = None) -> list[str]:
    """The names found, after making sure that rows, count, numbers and conditions tell the same."""
    with world.store.read() as session:
        rows = listing.rows_first(session, wanted, order)
        numbers = list(listing.numbers(session, wanted, order))
        everything = [row.id for row in listing.rows_first(session, AssetFilter())]
        matching = listing.still_matching(session, wanted, everything)
        assert [row.n for row in rows] == numbers
        assert listing.count(session, wanted) == len(rows)
        assert listing.count(session, wanted, most=2) == min(2, len(rows))
        assert matching == {row.id: row.n for row in rows}
    return [row.name for row in rows]


def test_everything_is_listed_by_tag(world: World) -> None:
    assert len(check_agreement(world, AssetFilter())) == 12
    assert names(world, AssetFilter())[:2] == ["Core switch", "Server basis data"]


def test_a_row_shows_title_agency_and_room_in_the_language_in_use(world: World) -> None:
    wanted = AssetFilter(text="C9300")
    with world.store.read() as session:
        row = listing.rows_first(session, wanted)[0]
        assert (row.title, row.icon, row.agency, row.room) == ("Switch", "network", "Diskominfotik", "Ruang Server")
        i18n.use("id")
        laptop = listing.rows_first(session, AssetFilter(classes=frozenset({AssetClass.STORAGE})))
        assert laptop == []
        assert listing.rows_first(session, AssetFilter(text="R740"))[0].title == "Server"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("c9300", ["Core switch"]),
        ("cisco core", ["Core switch"]),
        ("core-01", ["Core switch"]),
        ("10.14.0.9", ["Server basis data"]),
        ("co", ["Core switch"]),
        ("diskominfotik dell", ["Server basis data"]),
        ("siti laptop 10", ["Laptop 10"]),
        ("gedung", []),
        ("ruang server cisco", ["Core switch"]),
        ("nothing like this", []),
        ("fcw2140l0ab", ["Core switch"]),
        ("fcw-2140", ["Core switch"]),
        ("dell %", ["Server basis data"]),
        ('dell "', ["Server basis data"]),
        ("100%", []),
        ('"dell"', []),
    ],
)
def test_every_word_is_found_in_the_asset_or_in_what_it_refers_to(world: World, text: str, found: list[str]) -> None:
    assert check_agreement(world, AssetFilter(text=text)) == found


def test_a_person_finds_what_she_answers_for_and_a_room_what_stands_in_it(world: World) -> None:
    assert len(check_agreement(world, AssetFilter(text="rahma"))) == 10
    assert len(check_agreement(world, AssetFilter(text="puskesmas"))) == 10
    assert check_agreement(world, AssetFilter(text="ruang server")) == ["Core switch", "Server basis data"]


def test_an_exact_serial_tag_or_nibar_comes_first(world: World) -> None:
    asset = {"name": "A note about PF0003", "category_id": world.categories["laptop"]}
    world.write(lambda uow: assets.create(uow, {**asset, "tag": "0"}))
    assert check_agreement(world, AssetFilter(text="pf0003")) == ["Laptop 3", "A note about PF0003"]
    tag = world.read(lambda session: assets.tags(session, [world.server]))[world.server]
    assert check_agreement(world, AssetFilter(text=f"SPBE:{tag}")) == ["Server basis data"]
    assert check_agreement(world, AssetFilter(text=tag.lower())) == ["Server basis data"]
    assert check_agreement(world, AssetFilter(text="1101" * 11 + "1")) == ["Server basis data"]


def test_an_exact_hit_still_has_to_pass_the_rest_of_the_filter(world: World) -> None:
    assert check_agreement(world, AssetFilter(text="PF0003", year_from=2030)) == []
    assert check_agreement(world, AssetFilter(text="PF0003", agency_ids=frozenset({world.ict}))) == []


def test_an_agency_includes_the_units_below_it_and_a_region_its_agencies(world: World) -> None:
    assert len(check_agreement(world, AssetFilter(agency_ids=frozenset({world.health})))) == 10
    assert len(check_agreement(world, AssetFilter(region_ids=frozenset({world.regency})))) == 10
    assert check_agreement(world, AssetFilter(agency_ids=frozenset({world.ict}), year_to=2018)) == ["Server basis data"]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (AssetFilter(categories=frozenset({"switch", "server"})), 2),
        (AssetFilter(classes=frozenset({AssetClass.END_USER})), 10),
        (AssetFilter(conditions=frozenset({Condition.GOOD, Condition.HEAVY_DAMAGE})), 2),
        (AssetFilter(statuses=frozenset({Status.REPAIR})), 1),
        (AssetFilter(year_from=2016, year_to=2017), 2),
        (AssetFilter(warranty_before=date(2022, 1, 1)), 1),
        (AssetFilter(warranty_before=date(2020, 1, 1)), 0),
        (AssetFilter(no_serial=True), 1),
        (AssetFilter(no_condition=True), 10),
        (AssetFilter(no_label=True), 12),
        (AssetFilter(conflict=True), 0),
        (AssetFilter(duplicate=True), 0),
        (AssetFilter(not_verified_since=date(2026, 1, 1)), 12),
        (AssetFilter(text="lenovo", year_from=2020), 6),
    ],
)
def test_every_part_of_a_filter_narrows(world: World, wanted: AssetFilter, count: int) -> None:
    assert len(check_agreement(world, wanted)) == count


def test_a_day_of_verification_begins_at_local_midnight(world: World) -> None:
    seen = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
    world.write(lambda uow: assets.update(uow, world.switch, {"verified_at": seen}))
    assert "Core switch" not in names(world, AssetFilter(not_verified_since=date(2026, 1, 1)))
    assert "Core switch" in names(world, AssetFilter(not_verified_since=date(2026, 1, 2)))


def test_the_same_serial_typed_twice_is_a_duplicate_until_one_is_deleted(world: World) -> None:
    again = world.write(lambda uow: assets.create(uow, {"name": "Again", "serial": "pf 0001"}))
    assert sorted(check_agreement(world, AssetFilter(duplicate=True))) == ["Again", "Laptop 1"]
    world.write(lambda uow: assets.delete(uow, [again]))
    assert check_agreement(world, AssetFilter(duplicate=True)) == []


def test_deleted_assets_are_in_no_list_and_no_count(world: World) -> None:
    world.write(lambda uow: assets.delete(uow, world.laptops[:3]))
    assert len(check_agreement(world, AssetFilter())) == 9
    assert len(check_agreement(world, AssetFilter(text="lenovo"))) == 7
    assert len(check_agreement(world, AssetFilter(text="siti"))) == 7
    assert len(check_agreement(world, AssetFilter(agency_ids=frozenset({world.health})))) == 7


def test_names_are_sorted_as_people_count(world: World) -> None:
    laptops = AssetFilter(text="lenovo")
    assert names(world, laptops, Order(Sort.NAME))[-2:] == ["Laptop 9", "Laptop 10"]
    assert names(world, laptops, Order(Sort.NAME, descending=True))[0] == "Laptop 10"


@pytest.mark.parametrize("by", list(Sort))
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("text", ["", "lenovo", "siti"])
def test_first_rows_begin_the_whole_list_in_every_order(world: World, by: Sort, descending: bool, text: str) -> None:
    wanted, order = AssetFilter(text=text), Order(by, descending)
    check_agreement(world, wanted, order)
    with world.store.read() as session:
        assert listing.first_numbers(session, wanted, order, 5) == list(listing.numbers(session, wanted, order))[:5]


def test_one_order_turned_round_is_the_other(world: World) -> None:
    with world.store.read() as session:
        for by in Sort:
            up, down = (listing.numbers(session, AssetFilter(), Order(by, turned)) for turned in (False, True))
            assert list(up) == list(reversed(down)), by


def test_newest_is_the_last_record_made(world: World) -> None:
    assert names(world, AssetFilter(), Order(Sort.NEWEST))[0] == "Laptop 10"


def test_agencies_are_sorted_by_what_the_list_shows(world: World) -> None:
    agencies = [row.agency for row in world.read(lambda s: listing.rows_first(s, AssetFilter(), Order(Sort.AGENCY)))]
    assert agencies == sorted(agencies, key=str.lower)


def test_many_groups_give_the_same_order_as_one_sort(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from spbe_assets.services import ordering

    for by in (Sort.AGENCY, Sort.ROOM):
        walked = names(world, AssetFilter(), Order(by))
        monkeypatch.setattr(ordering, "MOST_GROUPS", 0)
        assert names(world, AssetFilter(), Order(by)) == walked
        monkeypatch.undo()


def test_many_matches_are_ordered_like_few(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    few = names(world, AssetFilter(text="lenovo"), Order(Sort.NAME))
    monkeypatch.setattr(listing, "FEW", 2)
    assert names(world, AssetFilter(text="lenovo"), Order(Sort.NAME)) == few


def test_hand_picked_assets_are_a_filter_too_however_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = AssetFilter(ids=frozenset(world.laptops[:4]))
    assert len(check_agreement(world, chosen)) == 4
    monkeypatch.setattr(selection, "SOME_IDS", 3)
    assert len(check_agreement(world, chosen)) == 4
    assert check_agreement(world, AssetFilter(ids=frozenset())) == []


def test_rows_come_by_number_and_gone_numbers_are_left_out(world: World) -> None:
    with world.store.read() as session:
        numbers = listing.numbers_of(session, [world.switch, world.server])
        found = listing.rows(session, [*numbers.values(), 999_999])
    assert {row.id for row in found.values()} == {world.switch, world.server}


def test_any_mix_of_words_gives_the_same_answer_by_every_way(world: World) -> None:
    pool = [
        "laptop",
        "lenovo",
        "siti",
        "1",
        "10",
        "server",
        "core",
        "puskesmas",
        "pf0003",
        "2",
        "r",
        "dell",
        "-",
        "kom",
    ]
    choose = random.Random(7)
    for _round in range(60):
        check_agreement(world, AssetFilter(text=" ".join(choose.sample(pool, choose.randint(1, 3)))))
