"""Blank labels put on records by scanning them."""

from __future__ import annotations

from typing import Any

import pytest

from spbe_assets.domain import tags
from spbe_assets.domain.errors import AppError, Invalid, NotFound, Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import assets, claiming, label_ledger, labels, links, listing, scanning
from spbe_assets.services.scanning import Outcome
from spbe_assets.storage.undo import undo
from tests.services.world import BUDI, World


def blank(world: World, count: int = 1) -> tuple[str, ...]:
    found: tuple[str, ...] = world.write(lambda uow: labels.reserve_blank(uow, count, "avery-l7159")).tags
    return found


def claim(world: World, tag: str, record: bytes, table: str = "asset") -> Any:
    return world.write(lambda uow: claiming.claim(uow, tag, table, record))


def tag_of(world: World, record: bytes) -> str:
    found: str = world.read(lambda session: assets.tags(session, [record]))[record]
    return found


def test_a_blank_label_gives_its_tag_and_is_in_the_ledger_as_it_was_printed(world: World) -> None:
    (tag,) = blank(world)
    assert claim(world, f"spbe:{tag.lower()}", world.switch) is True
    assert tag_of(world, world.switch) == tag
    (printed,) = world.read(lambda session: label_ledger.prints(session, "asset", world.switch))
    assert (printed.by, printed.stock, printed.reason) == ("Budi", "avery-l7159", label_ledger.CLAIMED)
    assert not printed.is_outdated
    unlabelled = world.read(lambda session: listing.still_matching(session, AssetFilter(no_label=True), [world.switch]))
    assert not unlabelled
    assert claim(world, tag, world.switch) is False


def test_the_tag_before_is_still_found_and_leads_to_the_record(world: World) -> None:
    before = tag_of(world, world.switch)
    (tag,) = blank(world)
    claim(world, tag, world.switch)
    found = world.read(lambda session: scanning.find(session, before))
    assert (found.outcome, found.hits[0].id) == (Outcome.SUPERSEDED, world.switch)
    assert "Budi gave it another one" in found.sentence


def test_claiming_is_one_step_that_undo_takes_back(world: World) -> None:
    before = tag_of(world, world.switch)
    (tag,) = blank(world)
    claim(world, tag, world.switch)
    undo(world.store, BUDI)
    assert tag_of(world, world.switch) == before
    assert world.read(lambda session: listing.still_matching(session, AssetFilter(no_label=True), [world.switch]))


def test_a_link_is_claimed_too(world: World) -> None:
    link = world.write(lambda uow: links.create(uow, {"name": "Metro"}))
    (tag,) = blank(world)
    claim(world, tag, link, "link")
    assert world.read(lambda session: scanning.find(session, tag)).hits[0].id == link


def refused(world: World, tag: str, error: type[AppError] = Refused) -> str:
    before = tag_of(world, world.switch)
    with pytest.raises(error) as raised:
        claim(world, tag, world.switch)
    assert tag_of(world, world.switch) == before
    return str(raised.value)


def test_the_tag_of_another_record_is_refused(world: World) -> None:
    assert "Server basis data" in refused(world, tag_of(world, world.server))


def test_a_tag_that_another_record_had_before_is_refused(world: World) -> None:
    before = tag_of(world, world.server)
    claim(world, blank(world)[0], world.server)
    assert "was the tag of Server basis data before" in refused(world, before)
    gone = tag_of(world, world.laptops[0])
    world.write(lambda uow: assets.delete(uow, [world.laptops[0]]))
    assert "was the tag of Laptop 1 before" in refused(world, gone)


def test_the_tag_of_an_unknown_series_is_refused(world: World) -> None:
    foreign = str(tags.make("ZZ", 7))
    assert "ZZ" in refused(world, foreign)
    found = world.read(lambda session: scanning.find(session, foreign))
    assert (found.outcome, found.can_claim) == (Outcome.UNKNOWN, False)
    assert "ZZ" in found.sentence


def test_a_number_that_was_not_given_out_is_refused(world: World) -> None:
    (following,) = world.read(lambda session: labels.next_blank(session, world.store.replica, 1)).tags
    assert "not given out" in refused(world, following)


@pytest.mark.parametrize("code", ["", "SN-00991", "https://example.org/1", "K3QF-00042-0"])
def test_what_is_no_tag_is_refused(world: World, code: str) -> None:
    assert "not a tag" in refused(world, code, Invalid)


def test_a_record_that_is_gone_is_refused(world: World) -> None:
    (tag,) = blank(world)
    world.write(lambda uow: assets.delete(uow, [world.switch]))
    with pytest.raises(NotFound):
        claim(world, tag, world.switch)
