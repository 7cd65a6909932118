"""Every way of asking a list gives what a plain look at every asset gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pytest
from sqlalchemy import select

from spbe_assets.domain.filters import AssetFilter, Order, Sort
from spbe_assets.domain.sort_keys import natural, normal_serial
from spbe_assets.services import assets, demo, hits, listing
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Category, Person, Room

ODD = (
    '"',
    "*",
    "%",
    "_",
    "-",
    "\U0001f4e0",
    "100%",
    "a_b",
    'c"d',
    "caf\u00e9",
    "'",
    "(",
    "AND",
    "OR",
    "NEAR",
    "^a",
    "a*",
)


@dataclass(frozen=True)
class Shown:
    """One asset as the oracle sees it."""

    n: int
    text: str
    names: tuple[str, ...]
    abbreviation: str
    keys: tuple[str, ...]
    """Tag, NIBAR and serial number as they are compared: typed whole, they find the asset too."""

    def holds(self, word: str) -> bool:
        """Whether a word is found in the asset or in what it refers to."""
        if len(word) >= 3:
            return any(word.lower() in text.lower() for text in (self.text, *self.names, self.abbreviation))
        own = re.findall(r"[^\W_]+", self.text.lower())
        parts = re.findall(r"[^\W_]+", word.lower())
        begun = bool(parts) and all(any(token.startswith(part) for token in own) for part in parts)
        return begun or word.lower() == self.abbreviation.lower()


@dataclass(frozen=True)
class Shelf:
    """A sample province, and what the oracle knows of it."""

    store: Store
    shown: list[Shown]
    words: list[str]

    def found(self, text: str) -> set[int]:
        """The row numbers a text finds; words without a letter or digit are no words."""
        words = [word for word in text.split() if len(word) >= 3 or re.search(r"[^\W_]", word)]
        exact = {natural(text.strip())[:64], text.strip(), normal_serial(text)} - {""}
        return {a.n for a in self.shown if all(map(a.holds, words)) or (text.strip() and not exact.isdisjoint(a.keys))}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    store, budi = Store.create(tmp_path_factory.mktemp("oracle") / "assets.spbe"), Actor("Budi")
    with store.write(budi) as uow:
        demo.fill(uow, 700)
    with store.write(budi) as uow:
        numbered = uow.session.execute(select(Asset.id, Asset.n)).all()
        assets.delete(uow, [row_id for row_id, n in numbered if n % 9 == 0])
        uow.create_many(
            Asset, [{"name": name} for name in ("Caf\u00e9 \U0001f4e0", '19" a_b c"d', "100% AND OR", "It's (a*)")]
        )
    yield _read(store)
    store.close()


def _read(store: Store) -> Shelf:
    asked = (
        select(
            Asset.n, Asset.find_text, Category.title_id, Category.title_en, Agency.name, Room.name, Person.name,
            Agency.abbreviation, Asset.tag_key, Asset.nibar, Asset.serial_key,
        )
        .outerjoin(Category, Category.id == Asset.category_id)
        .outerjoin(Agency, Agency.id == Asset.agency_id)
        .outerjoin(Room, Room.id == Asset.room_id)
        .outerjoin(Person, Person.id == Asset.custodian_id)
        .where(Asset.live)
    )  # fmt: skip
    with store.read() as session:
        rows = [(n, [text or "" for text in texts]) for n, *texts in session.execute(asked)]
    shown = [Shown(n, texts[0], tuple(texts[1:6]), texts[6], tuple(texts[7:])) for n, texts in rows]
    words = sorted({word for _n, texts in rows for text in texts[:7] for word in text.split()})
    return Shelf(store, shown, words)


def _texts(shelf: Shelf, rounds: int, seed: int) -> Iterator[str]:
    choose = Random(seed)
    for _round in range(rounds):
        yield " ".join(_word(choose, shelf.words) for _ in range(choose.choice((1, 1, 2, 2, 3))))


def _word(choose: Random, words: list[str]) -> str:
    if choose.random() < 0.15:
        return choose.choice(ODD)
    word = choose.choice(words)
    start = choose.randrange(len(word)) if choose.random() < 0.4 else 0
    part = word[start : start + choose.choice((1, 2, 3, 4, 6, 40))]
    return part.upper() if choose.random() < 0.2 else part


@pytest.fixture(params=["usual", "tiny"])
def measure(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once as it is, once with every bound so small that a thousand assets count as many."""
    if request.param == "tiny":
        for place, name, value in (
            (listing, "FEW", 20), (listing, "MOST_NAMED", 5), (hits, "WALK", 300), (hits, "LOOK", 3),
            (hits, "PLACE", 3), (hits, "FIRST_RUN", 25), (hits, "FEW_LOOKS", 6), (hits, "CHUNK", 10),
            (hits, "MOST_UNKNOWN", 100),
        ):  # fmt: skip
            monkeypatch.setattr(place, name, value)


@pytest.mark.usefixtures("measure")
def test_a_search_finds_what_a_look_at_every_asset_finds(shelf: Shelf) -> None:
    choose = Random(3)
    for text in _texts(shelf, 130, seed=11):
        wanted, expected = AssetFilter(text=text), shelf.found(text)
        order = Order(choose.choice(list(Sort)), choose.random() < 0.5)
        with shelf.store.read() as session:
            numbers = list(listing.numbers(session, wanted, order))
            answer = listing.first_answer(session, wanted, order, limit=15)
            assert sorted(numbers) == sorted(expected), text
            assert [row.n for row in answer.rows] == numbers[:15], (text, order)
            assert answer.count == len(numbers) if answer.is_exact else listing.FEW <= answer.count <= len(numbers)
            assert listing.count(session, wanted) == len(numbers), text


@pytest.mark.usefixtures("measure")
def test_a_narrowed_search_finds_the_part_of_it_that_passes(shelf: Shelf) -> None:
    with shelf.store.read() as session:
        passing = set(listing.numbers(session, AssetFilter(year_from=2019, no_serial=False)))
        for text in _texts(shelf, 40, seed=5):
            wanted = AssetFilter(text=text, year_from=2019)
            numbers = list(listing.numbers(session, wanted))
            answer = listing.first_answer(session, wanted, limit=15)
            assert sorted(numbers) == sorted(shelf.found(text) & passing), text
            assert [row.n for row in answer.rows] == numbers[:15], text
            assert answer.count == len(numbers) if answer.is_exact else answer.count <= len(numbers), text
            assert listing.count(session, wanted) == len(numbers), text


@pytest.mark.usefixtures("measure")
@pytest.mark.parametrize("sort", Sort)
def test_picked_assets_stand_in_the_order_of_the_whole_list(shelf: Shelf, sort: Sort) -> None:
    with shelf.store.read() as session:
        picked = AssetFilter(ids=frozenset(listing.ids_of(session, [one.n for one in shelf.shown][::9])))
    for order in (Order(sort), Order(sort, True), Order(sort, False, Order(Sort.YEAR, True))):
        with shelf.store.read() as session:
            among = set(listing.numbers(session, picked))
            whole = [number for number in listing.numbers(session, AssetFilter(), order) if number in among]
            assert list(listing.numbers(session, picked, order)) == whole
            answer = listing.first_answer(session, picked, order, limit=15)
            assert [row.n for row in answer.rows] == whole[:15]
            assert answer.count == len(whole) if answer.is_exact else answer.count <= len(whole)


def test_a_count_up_to_the_bound_is_exact_and_beyond_it_says_so(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "FEW", 20)
    monkeypatch.setattr(hits, "FIRST_RUN", 25)
    with shelf.store.read() as session:
        many = listing.first_answer(session, AssetFilter(text="1."), limit=15)
        few = listing.first_answer(session, AssetFilter(text="proliant dl380 server"), limit=15)
        whole = listing.first_answer(session, AssetFilter(), limit=15)
    assert (many.count, many.is_exact) == (20, False)
    assert few.is_exact
    assert (whole.count, whole.is_exact) == (len(shelf.shown), True)
