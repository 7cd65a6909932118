"""Codes: strength, size and the exact modules of the standard."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode.main import QRCode

from spbe_assets.domain import tags
from spbe_assets.domain.errors import Invalid
from spbe_assets.services import qr

SIDE_MM = 28.0


def modules(symbol: qr.Symbol) -> list[list[bool]]:
    grid = [[False] * symbol.size for _ in range(symbol.size)]
    for column, row, length in symbol.runs:
        for x in range(column, column + length):
            assert not grid[row][x], "runs overlap"
            grid[row][x] = True
    return grid


def test_our_tags_take_version_2_at_the_strongest_level() -> None:
    for series in ("R7", "K3QF"):
        symbol = qr.symbol(qr.payload(str(tags.make(series, 42))), SIDE_MM)
        assert (symbol.version, symbol.level, symbol.size) == (2, "H", 25)


def test_a_tiny_code_takes_version_1_so_that_its_modules_grow() -> None:
    symbol = qr.symbol(qr.payload("K3QF-00042-H"), 11.0)
    assert (symbol.version, symbol.level) == (1, "M")


@pytest.mark.parametrize(
    ("tag", "version", "level"),
    [
        ("A" * 15, 2, "H"),
        ("A" * 16, 2, "Q"),
        ("A" * 24, 2, "Q"),
        ("A" * 25, 2, "M"),
        ("A" * 33, 2, "M"),
        ("é" * 32, 6, "M"),
    ],
)
def test_the_strongest_level_that_keeps_version_2_is_taken(tag: str, version: int, level: str) -> None:
    symbol = qr.symbol(qr.payload(tag), SIDE_MM)
    assert (symbol.version, symbol.level) == (version, level)


def test_a_payload_is_upper_case_where_that_loses_nothing() -> None:
    assert qr.payload(" k3qf-00042-h ") == "SPBE:K3QF-00042-H"
    assert qr.payload("rak_ä") == "SPBE:rak_ä"


@settings(deadline=None)
@given(st.one_of(st.text(alphabet="ABCXYZ0189 $%*+-./:", min_size=1, max_size=60), st.text(min_size=1, max_size=40)))
def test_the_runs_are_exactly_the_modules_of_the_standard(text: str) -> None:
    symbol = qr.symbol(text, SIDE_MM)
    plain = QRCode(symbol.version, qr._level(symbol.level), border=0, mask_pattern=qr.MASK)
    plain.add_data(qr._data(text))
    plain.make(fit=False)
    assert modules(symbol) == plain.modules


def test_a_text_too_long_for_a_label_is_refused() -> None:
    with pytest.raises(Invalid, match="too long for a label"):
        qr.symbol("x" * 300, SIDE_MM)


def test_runs_are_merged_but_where_eight_modules_end() -> None:
    symbol = qr.symbol("SPBE:K3QF-00042-H", SIDE_MM)
    assert (0, 0, 7) in symbol.runs
    ends = {(column + length, row) for column, row, length in symbol.runs}
    met = ends & {(column, row) for column, row, _length in symbol.runs}
    assert all((row * symbol.size + column) % 8 == 0 for column, row in met)
