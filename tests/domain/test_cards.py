"""Cards and fingerprints: what people copy, type, scan and read to each other."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets.domain import cards
from spbe_assets.domain.cards import Card, is_card, parse_card, parse_fingerprint, tidy_name, words
from spbe_assets.domain.errors import Invalid

BECH32 = "023456789acdefghjklmnpqrstuvwxyz"
names = st.text(max_size=cards.LONGEST_NAME).map(tidy_name)
any_card = st.builds(
    Card,
    replica=st.binary(min_size=16, max_size=16),
    name=names,
    person=names,
    signing=st.binary(min_size=32, max_size=32),
    recipient=st.text(BECH32, min_size=58, max_size=58).map("age1".__add__),
)
PLAIN = Card(bytes(range(16)), "Laptop Sari", "Sari", bytes(range(32)), "age1" + "q" * 58)


@given(any_card)
def test_a_card_comes_back_from_its_text(card: Card) -> None:
    assert parse_card(card.text) == card
    assert re.fullmatch(r"[0-9A-Z $%*+./:-]+", card.text)
    assert len(card.text) <= cards.LONGEST_CARD


@given(any_card)
def test_small_letters_and_line_breaks_do_no_harm(card: Card) -> None:
    lines = "\n  ".join(card.text.lower()[at : at + 40] for at in range(0, len(card.text), 40))
    assert parse_card(f"\n{lines}\n") == card


@given(any_card, st.data())
def test_one_wrong_character_is_noticed(card: Card, data: st.DataObject) -> None:
    text = card.text
    at = data.draw(st.integers(len(cards.MARK), len(text) - 1))
    wrong = data.draw(st.sampled_from([one for one in "0189ABCXYZ237:" if one != text[at]]))
    with pytest.raises(Invalid):
        parse_card(text[:at] + wrong + text[at + 1 :])


@given(any_card, st.data())
def test_a_cut_or_lengthened_card_is_noticed(card: Card, data: st.DataObject) -> None:
    text = card.text
    with pytest.raises(Invalid):
        parse_card(text[: data.draw(st.integers(0, len(text) - 1))])
    with pytest.raises(Invalid):
        parse_card(text + data.draw(st.text("AQ7", min_size=1, max_size=3)))


@given(st.text())
def test_any_other_text_is_refused_with_a_sentence(text: str) -> None:
    for one in (text, cards.MARK + text):
        with pytest.raises(Invalid):
            parse_card(one)


def test_a_card_of_a_newer_version_says_so() -> None:
    newer = PLAIN.text.replace("SPBECARD1:", "SPBECARD2:")
    assert is_card(newer)
    with pytest.raises(Invalid, match="newer version"):
        parse_card(newer)


def test_a_huge_text_is_refused_at_once() -> None:
    with pytest.raises(Invalid):
        parse_card(PLAIN.text + "A" * 10_000_000)


def test_names_lose_what_nobody_sees_and_are_cut() -> None:
    assert tidy_name("  Laptop\n\tSari\u202e\0 ") == "Laptop Sari"
    assert len(tidy_name("x" * 500)) == cards.LONGEST_NAME


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint_is_read_whole_in_groups_or_as_words(digest: bytes) -> None:
    full = digest.hex()
    grouped = " ".join(full[at : at + 4] for at in range(0, 64, 4))
    assert parse_fingerprint(full) == parse_fingerprint(grouped.upper()) == full
    said = words(full)
    for text in (" ".join(said), "-".join(said).upper(), ", ".join(said)):
        assert parse_fingerprint(text) == full[:16]


@pytest.mark.parametrize("text", ["", "a1b2", "a" * 63, "a" * 65, "satu dua", "langit " * 8 + "laut", "?"])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_fingerprint(text)


def test_a_mistyped_word_names_the_nearest() -> None:
    said = list(words(PLAIN.fingerprint))
    said[3] = "harimua"
    with pytest.raises(Invalid, match="harimau"):
        parse_fingerprint(" ".join(said))


def test_no_two_of_the_words_are_a_letter_apart() -> None:
    known = cards.word_list()
    assert len(set(known)) == 256
    assert all(re.fullmatch(r"[a-z]{4,9}", word) for word in known)
    assert not [pair for pair in itertools.combinations(known, 2) if _near(*pair)]


def _near(one: str, other: str) -> bool:
    """Whether one letter changed, dropped or added makes the other word."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) < 2
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
