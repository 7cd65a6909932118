from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from spbe_assets.domain import tags
from spbe_assets.domain.sort_keys import natural, normal_name, normal_serial

SERIES = st.text(tags.SERIES_ALPHABET, min_size=1, max_size=8)
NUMBERS = st.integers(0, 999_999_999)


@given(SERIES, NUMBERS)
def test_a_tag_is_read_back_in_whatever_dress(series: str, number: int) -> None:
    tag = tags.make(series, number)
    assert tags.parse(f" spbe:{tag} ".lower()) == tag


@given(SERIES, NUMBERS, st.data())
def test_one_wrong_character_is_always_noticed(series: str, number: int, data: st.DataObject) -> None:
    text = str(tags.make(series, number))
    place = data.draw(st.sampled_from([n for n, character in enumerate(text) if character != "-"]))
    wrong = data.draw(st.sampled_from(tags.ALPHABET))
    assume(wrong != text[place])
    assert tags.parse(text[:place] + wrong + text[place + 1 :]) is None


def test_nearly_every_swap_of_neighbours_is_noticed() -> None:
    swaps = missed = 0
    for number in range(10_000, 20_000, 7):
        digits = f"{number:05}"
        check = tags.make("K3QF", number).check
        for place in range(4):
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            if swapped != digits:
                swaps += 1
                missed += tags.parse(f"K3QF-{swapped}-{check}") is not None
    assert missed / swaps < 0.03


def test_numbers_grow_beyond_five_digits() -> None:
    assert str(tags.make("R7", 1_234_567)).startswith("R7-1234567-")


@given(st.binary(min_size=16, max_size=16))
def test_every_installation_gets_a_series_that_fits_a_code(replica: bytes) -> None:
    tag = str(tags.make(tags.series_of(replica), 99_999))
    assert len(tags.SCHEME + tag) <= 20


def test_natural_order_puts_two_before_ten() -> None:
    assert sorted(["SW-10", "sw-2", "SW-1"], key=natural) == ["SW-1", "sw-2", "SW-10"]


def test_a_serial_is_the_same_however_it_was_typed() -> None:
    assert normal_serial("hp-8f 3a21") == normal_serial("HP8F3A21")


def test_a_name_is_the_same_however_it_was_typed() -> None:
    assert normal_name("Dinas  Komunikasi, INFORMATIKA") == normal_name("dinas komunikasi informatika")
