"""The search index, and the same question asked row by row: both have to find the same assets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from spbe_assets.storage import search
from spbe_assets.storage.check import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, DeviceDetail

TEXTS = (
    "Switch lobi", "SW-01 core", "printer_keuangan", 'monitor 24"', "100% baik", "caf\u00e9 s\u00e9rie",
    "\u212aabel \u017fwitch", "\U0001f4e0 fax", "a/b\\c", "o'brien", "[sk]*?", "\u0160koda k9", "K", "ks", "",
    "lantai 2 (kas)", "x\u0301y", "1.3.2.10",
)  # fmt: skip
LETTERS = "sSkKaA12 -_%*?[]\"'/\\.\u00e9\u0160\u212a\u017f\U0001f4e0"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.create(tmp_path_factory.mktemp("search") / "assets.spbe")
    with store.write(Actor("Budi")) as uow:
        uow.create_many(Asset, [{"name": text} for text in TEXTS])
    return store


def both_ways(store: Store, word: str) -> tuple[set[int], set[int]] | None:
    asked, scan = search.matching(word), search.scan(word)
    if asked is None or scan is None:
        return None
    with store.read() as session:
        return set(session.scalars(asked)), set(session.scalars(select(Asset.n).where(scan)))


@pytest.mark.parametrize(
    "word", ["k", "s", "sw", "ka", "cafe", "abel", "kab", "swi", "sk", "24", '24"', "s*", "100%", "fax", "1.", "[sk]"]
)
def test_rows_asked_one_by_one_are_those_of_the_index(shelf: Store, word: str) -> None:
    found = both_ways(shelf, word)
    assert found is not None
    assert found[0] == found[1]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(LETTERS, min_size=1, max_size=12), start=st.integers(0, 8), length=st.integers(1, 4))
def test_any_word_of_any_text_is_found_both_ways(text: str, start: int, length: int, shelf: Store) -> None:
    with shelf.write(Actor("Budi")) as uow:
        uow.update(Asset, uow.session.scalars(select(Asset.id).limit(1)).one(), name=text)
    for word in search.words(text[start : start + length]):
        found = both_ways(shelf, word)
        assert found is None or found[0] == found[1], word


def test_a_word_of_signs_alone_holds_nothing_to_search() -> None:
    assert all(search.matching(word) is None for word in ("-", "_", "%", "*", '"', "\U0001f4e0"))
    assert search.scan("-") is None
    assert search.scan("\u00e9") is None


def test_the_index_follows_new_changed_and_deleted_assets(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "assets.spbe")
    with store.write(Actor("Budi")) as uow:
        kept, gone = uow.create_many(Asset, [{"name": "Zebra one"}, {"name": "Zebra two"}])
    with store.write(Actor("Budi")) as uow:
        uow.update(Asset, kept, name="Okapi one")
        uow.delete(Asset, gone)
    with store.read() as session:
        assert [search.count(session, word) for word in ("zebra", "okapi", "ok", "ze")] == [0, 1, 1, 0]
    store.close()


def test_a_host_name_is_still_found_after_any_other_field_was_edited(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        asset_id = uow.create(Asset, name="Switch")
        uow.create(DeviceDetail, asset_id=asset_id, hostname="okapi")
    with store.write(budi) as uow:
        uow.update(Asset, asset_id, agency_id=uow.create(Agency, name="Dinas A"))
    with store.read() as session:
        assert search.count(session, "okapi") == 1
    assert check(store) == []
