"""What a scanned code means."""

from __future__ import annotations

import pytest

from spbe_assets import i18n
from spbe_assets.domain import tags
from spbe_assets.services import assets, combining, label_contents, label_ledger, links, scanning
from spbe_assets.services.former_tags import Why
from spbe_assets.services.scanning import Outcome, Scan
from spbe_assets.storage.undo import undo
from tests.services.world import BUDI, World


def scan(world: World, text: str) -> Scan:
    found: Scan = world.read(lambda session: scanning.find(session, text))
    return found


def tag_of(world: World, asset_id: bytes) -> str:
    tag: str = world.read(lambda session: assets.tags(session, [asset_id]))[asset_id]
    return tag


@pytest.mark.parametrize("write", [str, str.lower, lambda tag: f"SPBE:{tag}", lambda tag: f"  spbe:{tag.lower()} "])
def test_a_label_is_read_with_and_without_its_scheme(world: World, write: object) -> None:
    found = scan(world, write(tag_of(world, world.switch)))  # type: ignore[operator]
    assert found.outcome is Outcome.ONE
    assert found.hits[0].id == world.switch
    assert found.hits[0].name == "Core switch"


def test_a_serial_number_is_found_without_regard_to_case_spaces_and_dashes(world: World) -> None:
    found = scan(world, "fcw2140l0ab")
    assert (found.outcome, found.hits[0].id) == (Outcome.ONE, world.switch)


def test_a_nibar_is_found(world: World) -> None:
    assert scan(world, "1101" * 11 + "1").hits[0].id == world.server


def test_an_address_is_found_whole_only(world: World) -> None:
    assert scan(world, "10.14.0.1").hits[0].id == world.switch
    assert scan(world, "10.14.0").outcome is Outcome.UNKNOWN


def test_a_mac_address_is_found_in_any_spelling(world: World) -> None:
    world.write(lambda uow: assets.update(uow, world.switch, {}, {"mac": "3C:EF:8C:A9:D4:39"}))
    for spelling in ("3cef8ca9d439", "3C-EF-8C-A9-D4-39"):
        assert scan(world, spelling).hits[0].id == world.switch


def test_the_tag_of_a_cable_opens_its_link(world: World) -> None:
    link = world.write(lambda uow: links.create(uow, {"name": "Astinet", "circuit_id": "CID-4711"}))
    assert [(hit.table, hit.id) for hit in scan(world, "CID-4711").hits] == [("link", link)]


def test_a_code_that_several_carry_names_them_all(world: World) -> None:
    world.write(lambda uow: assets.update(uow, world.server, {"serial": "FCW2140L0AB"}))
    found = scan(world, "FCW-2140 L0AB")
    assert found.outcome is Outcome.SEVERAL
    assert {hit.id for hit in found.hits} == {world.switch, world.server}


def test_a_right_tag_that_nobody_carries_is_unknown_and_known_as_a_tag(world: World) -> None:
    blank = str(tags.make("ZZ", 77))
    found = scan(world, f"SPBE:{blank.lower()}")
    assert (found.outcome, found.code, found.is_tag) == (Outcome.UNKNOWN, blank, True)


def test_any_other_unknown_code_is_taken_for_a_serial_number(world: World) -> None:
    found = scan(world, "SN-00991")
    assert (found.outcome, found.code, found.is_tag) == (Outcome.UNKNOWN, "SN-00991", False)


def test_one_slip_in_a_tag_is_said_and_the_right_one_offered(world: World) -> None:
    tag = tag_of(world, world.switch)
    series, number, check = tag.split("-")
    wrong_check = "A" if check != "A" else "B"
    for slip in (
        f"{series}-{number}-{wrong_check}",
        f"{series}-{'9' if number[0] != '9' else '8'}{number[1:]}-{check}",
        f"{series[1]}{series[0]}{series[2:]}-{number}-{check}",
    ):
        if slip == tag:
            continue
        found = scan(world, slip)
        assert found.outcome is Outcome.MISTYPED, slip
        assert world.switch in {hit.id for hit in found.hits}, slip


def test_deleted_assets_are_not_found(world: World) -> None:
    world.write(lambda uow: assets.delete(uow, [world.switch]))
    assert scan(world, "FCW-2140 L0AB").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("text", ["", "   ", "SPBE:", "%", "'; --", "x" * 5000, "\x00"])
def test_nonsense_is_unknown_and_breaks_nothing(world: World, text: str) -> None:
    assert scan(world, text).outcome is Outcome.UNKNOWN


def print_label(world: World, asset_id: bytes) -> None:
    def work(uow: object) -> int:
        made = label_contents.of_records(uow.session, "asset", [asset_id])  # type: ignore[attr-defined]
        return label_ledger.record_prints(uow, made, "avery-l7159")  # type: ignore[arg-type]

    world.write(work)


def test_an_outdated_label_is_said_with_who_printed_it(world: World) -> None:
    print_label(world, world.switch)
    tag = tag_of(world, world.switch)
    assert scan(world, tag).outcome is Outcome.ONE
    world.write(lambda uow: assets.update(uow, world.switch, {"name": "Old core switch"}))
    found = scan(world, f"spbe:{tag.lower()}")
    assert (found.outcome, found.hits[0].id) == (Outcome.OUTDATED, world.switch)
    assert found.printed is not None and found.printed.by == "Budi"
    assert "Budi printed it on" in found.sentence and "Old core switch" in found.sentence
    assert scan(world, "FCW-2140 L0AB").outcome is Outcome.ONE


def test_the_tag_of_a_record_that_got_another_leads_to_it(world: World) -> None:
    tag = tag_of(world, world.switch)
    world.write(lambda uow: assets.update(uow, world.switch, {"tag": "INV/7"}))
    world.write(lambda uow: assets.update(uow, world.switch, {"tag": "INV/8"}))
    for code, end in ((tag, "INV/7"), ("inv/7", "INV/8")):
        found = scan(world, code)
        assert (found.outcome, [hit.id for hit in found.hits]) == (Outcome.SUPERSEDED, [world.switch]), end
        assert found.past is not None and (found.past.why, found.past.by) == (Why.RETAGGED, "Budi")
        assert "INV/8" in found.sentence
    assert scan(world, "INV/8").outcome is Outcome.ONE


def test_a_former_tag_that_another_record_carries_now_is_that_records(world: World) -> None:
    tag = tag_of(world, world.switch)
    world.write(lambda uow: assets.update(uow, world.switch, {"tag": "INV/7"}))
    world.write(lambda uow: assets.update(uow, world.server, {"tag": tag}))
    assert (scan(world, tag).outcome, scan(world, tag).hits[0].id) == (Outcome.ONE, world.server)


def test_the_tag_of_a_merged_record_leads_to_the_one_that_was_kept(world: World) -> None:
    first, second, third = world.laptops[:3]
    tag = tag_of(world, first)
    world.write(lambda uow: combining.combine(uow, "asset", second, first, {}))
    world.write(lambda uow: combining.combine(uow, "asset", third, second, {}))
    found = scan(world, tag)
    assert (found.outcome, [hit.id for hit in found.hits]) == (Outcome.SUPERSEDED, [third])
    assert found.past is not None and (found.past.why, found.past.name) == (Why.COMBINED, "Laptop 1")
    assert "Laptop 3" in found.sentence


def test_the_tag_of_a_deleted_record_says_who_deleted_it(world: World) -> None:
    tag = tag_of(world, world.switch)
    world.write(lambda uow: assets.delete(uow, [world.switch]))
    found = scan(world, tag)
    assert (found.outcome, found.hits) == (Outcome.SUPERSEDED, ())
    assert found.past is not None and found.past.why is Why.DELETED
    assert found.sentence.startswith("Core switch carried this tag.") and "Budi deleted" in found.sentence
    undo(world.store, BUDI)
    assert scan(world, tag).outcome is Outcome.ONE


def test_the_former_tag_of_a_link_leads_to_it(world: World) -> None:
    link = world.write(lambda uow: links.create(uow, {"name": "Astinet", "tag": "KABEL-1"}))
    world.write(lambda uow: links.update(uow, link, {"tag": "KABEL-2"}))
    found = scan(world, "kabel-1")
    assert (found.outcome, [(hit.table, hit.id) for hit in found.hits]) == (Outcome.SUPERSEDED, [("link", link)])


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_outcome_but_a_plain_find_has_a_sentence(world: World, language: str) -> None:
    i18n.use(language)
    tag = tag_of(world, world.switch)
    print_label(world, world.switch)
    world.write(lambda uow: assets.update(uow, world.switch, {"name": "Renamed"}))
    world.write(lambda uow: assets.update(uow, world.server, {"tag": "INV/7"}))
    world.write(lambda uow: assets.update(uow, world.server, {"tag": "INV/8", "serial": "FCW2140L0AB"}))
    codes = (tag, "INV/7", "FCW-2140 L0AB", f"{tag[:-1]}{'A' if tag[-1] != 'A' else 'B'}", "SN-1", "INV/8")
    found = [scan(world, code) for code in codes]
    assert [one.outcome for one in found] == [
        Outcome.OUTDATED, Outcome.SUPERSEDED, Outcome.SEVERAL, Outcome.MISTYPED, Outcome.UNKNOWN, Outcome.ONE,
    ]  # fmt: skip
    assert [bool(one.sentence) for one in found] == [True] * 5 + [False]
