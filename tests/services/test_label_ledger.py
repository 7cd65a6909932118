"""The ledger of printed labels, and which labels say something else than their record by now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from spbe_assets.domain.filters import AssetFilter, LinkFilter, Order, Sort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import OFFICIAL, LabelContent, Part
from spbe_assets.services import (
    agencies,
    assets,
    combining,
    label_contents,
    label_ledger,
    link_listing,
    links,
    listing,
    settings,
)
from spbe_assets.services.label_ledger import Print
from spbe_assets.storage.tables import LabelPrint
from spbe_assets.storage.undo import redo, undo
from tests.services.world import BUDI, World

OUTDATED, CURRENT = AssetFilter(label_outdated=True), AssetFilter(label_current=True)


def print_labels(world: World, ids: list[Id], table: str = "asset", **options: object) -> None:
    def work(uow: object) -> int:
        made = label_contents.of_records(uow.session, table, ids)  # type: ignore[attr-defined]
        return label_ledger.record_prints(uow, made, "avery-l7159", **options)  # type: ignore[arg-type]

    world.write(work)


def shown(world: World, wanted: AssetFilter) -> set[Id]:
    """The ids of a list, which counting, patching and the first rows agree on."""
    with world.store.read() as session:
        numbers = listing.numbers(session, wanted)
        ids = set(listing.ids_of(session, numbers))
        assert listing.count(session, wanted) == len(ids)
        assert {row.id for row in listing.first_answer(session, wanted, Order(Sort.AGENCY)).rows} == ids
        every = listing.ids_of(session, listing.numbers(session, AssetFilter()))
        assert set(listing.still_matching(session, wanted, every)) == ids
    return ids


def prints(world: World, record: Id, table: str = "asset") -> list[Print]:
    found: list[Print] = world.read(lambda session: label_ledger.prints(session, table, record))
    return found


def test_the_prints_of_a_record_tell_who_printed_what_why_and_the_newest_come_first(world: World) -> None:
    print_labels(world, [world.switch], parts=(Part.NAME,))
    world.write(lambda uow: assets.update(uow, world.switch, {"name": "Core switch 2"}))
    print_labels(world, [world.switch], reason="lost")
    newest, first = prints(world, world.switch)
    assert (newest.by, newest.stock, newest.reason, newest.is_outdated) == ("Budi", "avery-l7159", "lost", False)
    assert (first.reason, first.is_outdated) == ("", True)
    assert newest.at is not None and first.at is not None and newest.at >= first.at
    by_id = world.read(lambda session: label_ledger.newest(session, "asset", [world.switch, world.server]))
    assert by_id == {world.switch: newest}


def test_blank_labels_are_not_noted_twice(world: World) -> None:
    def work(uow: object) -> int:
        return label_ledger.record_prints(uow, [LabelContent(b"", "K3QF-00001-X")], "avery-l7159")  # type: ignore[arg-type]

    assert world.write(work) == 0


@pytest.mark.parametrize(
    ("parts", "changed", "outdated"),
    [
        (OFFICIAL, {"name": "Renamed"}, True),
        (OFFICIAL, {"serial": "OTHER"}, False),
        ((Part.SERIAL,), {"serial": "OTHER"}, True),
        ((Part.SERIAL,), {"name": "Renamed"}, False),
        ((Part.SERIAL,), {"tag": "K3QF-00042-L"}, True),
        (OFFICIAL, {"notes": "Dusty"}, False),
    ],
)
def test_a_label_is_outdated_when_a_part_of_it_changed(
    world: World, parts: tuple[Part, ...], changed: dict[str, object], outdated: bool
) -> None:
    print_labels(world, [world.switch, world.server], parts=parts)
    assert (shown(world, OUTDATED), shown(world, CURRENT)) == (set(), {world.switch, world.server})
    world.write(lambda uow: assets.update(uow, world.switch, changed))
    assert shown(world, OUTDATED) == ({world.switch} if outdated else set())
    assert shown(world, CURRENT) == {world.switch, world.server} - shown(world, OUTDATED)


def rename_agency(world: World) -> None:
    world.write(lambda uow: agencies.update(uow, world.ict, {"abbreviation": "Kominfo"}))


def word_owner(world: World) -> None:
    world.write(lambda uow: settings.set_province(uow, label_contents.OWNER_SETTING, "MILIK DAERAH"))


@pytest.mark.parametrize("change", [rename_agency, word_owner])
def test_labels_are_outdated_when_what_they_quote_changed(world: World, change: Callable[[World], None]) -> None:
    print_labels(world, [world.switch, world.server])
    assert shown(world, OUTDATED) == set()
    change(world)
    assert shown(world, OUTDATED) == {world.switch, world.server}
    undo(world.store, BUDI)
    assert shown(world, OUTDATED) == set()
    redo(world.store, BUDI)
    assert shown(world, OUTDATED) == {world.switch, world.server}


def test_the_newest_print_decides(world: World) -> None:
    print_labels(world, [world.switch])
    world.write(lambda uow: assets.update(uow, world.switch, {"name": "Other"}))
    assert shown(world, OUTDATED) == {world.switch}
    print_labels(world, [world.switch])
    assert shown(world, OUTDATED) == set()
    undo(world.store, BUDI)
    assert shown(world, OUTDATED) == {world.switch}


def test_deleted_and_merged_records_have_no_outdated_label(world: World) -> None:
    print_labels(world, [world.switch, world.laptops[0], world.laptops[1]])
    world.write(lambda uow: assets.update(uow, world.laptops[0], {"name": "Other"}))
    world.write(lambda uow: assets.update(uow, world.switch, {"name": "Other"}))
    world.write(lambda uow: assets.delete(uow, [world.switch]))
    assert shown(world, OUTDATED) == {world.laptops[0]}
    world.write(lambda uow: combining.combine(uow, "asset", world.laptops[1], world.laptops[0], {}))
    assert world.laptops[0] not in shown(world, OUTDATED)


def test_many_changes_at_once_are_all_noticed(world: World) -> None:
    print_labels(world, world.laptops)
    assert shown(world, OUTDATED) == set()
    for turn, laptop in enumerate(world.laptops * 3):
        world.write(lambda uow, one=laptop, name=f"Turn {turn}": assets.update(uow, one, {"name": name}))
    assert shown(world, OUTDATED) == set(world.laptops)


def test_nothing_is_said_against_a_print_that_noted_no_text(world: World) -> None:
    row = {"record_table": "asset", "record_id": world.switch, "printed_at": datetime.now(UTC)}
    world.write(lambda uow: uow.create(LabelPrint, **row))
    assert (shown(world, OUTDATED), shown(world, CURRENT)) == (set(), {world.switch})
    assert not prints(world, world.switch)[0].is_outdated


def test_links_are_filtered_by_their_labels_too(world: World) -> None:
    made = [world.write(lambda uow, name=name: links.create(uow, {"name": name})) for name in ("A", "B", "C")]
    print_labels(world, made[:2], "link")
    world.write(lambda uow: links.update(uow, made[0], {"name": "Renamed"}))

    def ids(**parts: bool) -> set[Id]:
        with world.store.read() as session:
            wanted = LinkFilter(**parts)  # type: ignore[arg-type]
            found = set(link_listing.ids_of(session, link_listing.numbers(session, wanted)))
            assert set(link_listing.still_matching(session, wanted, made)) == found
            assert link_listing.count(session, wanted) == len(found)
        return found

    assert ids(no_label=True) == {made[2]}
    assert ids(label_outdated=True) == {made[0]}
    assert ids(label_current=True) == {made[1]}
    assert prints(world, made[0], "link")[0].is_outdated


def test_reasons_are_told_in_words_and_own_words_stay() -> None:
    assert label_ledger.reason_text("lost") == "The label is lost"
    assert label_ledger.reason_text("kehujanan") == "kehujanan"
