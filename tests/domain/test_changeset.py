from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets.domain import clock
from spbe_assets.domain.changeset import Op, body_of, canonical, clean_text, name_of, op_text, parse, to_json
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.merge import cut_cycles

HEAD = {
    "v": 1, "schema": 1, "replica": "00" * 16, "seq": 1, "prev": "00" * 32, "hlc": 5, "action": "01" * 16,
    "user": "Budi", "reason": "edit",
}  # fmt: skip
IDS = st.binary(min_size=16, max_size=16)
NAMES = st.binary(min_size=32, max_size=32)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda part: st.dictionaries(st.text(), part)
)
SOME = st.lists(NAMES, max_size=3, unique=True).map(lambda names: tuple(sorted(names)))
OPS = st.builds(Op, st.just("asset"), IDS, st.text(min_size=1), JSON, SOME, SOME)


@given(st.lists(OPS, max_size=5), st.text())
def test_a_body_is_read_back_as_it_was_written(ops: list[Op], user: str) -> None:
    body = body_of({**HEAD, "user": user}, [op_text(op) for op in ops])
    read = parse(body)
    assert list(read.ops) == ops
    assert (read.user, read.id) == (user, name_of(body))


@given(st.lists(OPS, max_size=3))
def test_the_same_contents_have_one_body(ops: list[Op]) -> None:
    import json

    body = body_of(HEAD, [op_text(op) for op in ops])
    assert canonical(json.loads(body)).encode() == body


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"v":2}', b"\xff\xfe", b"null"])
def test_a_damaged_body_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(Refused):
        parse(body)


def test_an_oversized_body_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match="larger"):
        parse(b" " * 5_000_000)


def test_broken_characters_are_refused_and_accents_made_one() -> None:
    with pytest.raises(Invalid):
        clean_text("a\ud800")
    assert clean_text("e\u0301") == "\u00e9"


def test_floats_never_enter_the_log() -> None:
    with pytest.raises(TypeError):
        to_json(1.5)
    assert to_json(Decimal("1.50")) == "1.50"


def test_the_clock_never_goes_back_and_is_not_dragged_along() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    far = clock.at(now + timedelta(days=400))
    assert clock.tick(now, clock.at(now) + 7) == clock.at(now) + 8
    assert far > clock.credible_limit(now)
    assert clock.moment(clock.at(now)) == now


@given(st.dictionaries(st.integers(0, 9), st.none() | st.integers(0, 9), max_size=10))
def test_cutting_leaves_no_cycle_and_touches_nothing_else(points: dict[int, int | None]) -> None:
    pointers = {bytes([k]): None if v is None else bytes([v]) for k, v in points.items()}
    cut = cut_cycles(pointers)
    left = {row: None if row in cut else target for row, target in pointers.items()}
    assert cut_cycles(left) == frozenset()
    for row in cut:
        assert cut_cycles({**left, row: pointers[row]}) == {row}
