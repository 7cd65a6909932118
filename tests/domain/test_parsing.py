"""Cells become values, whatever marks, units and words their writers used."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets.domain import parsing, parsing_codes, parsing_dates
from spbe_assets.domain.errors import Invalid

CELLS = st.one_of(
    st.text(max_size=80),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text("0123456789.,/- ", max_size=12),
)


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from((",", ".")))
def test_an_amount_reads_back_whatever_its_marks(rupiah: int, cents: int, mark: str) -> None:
    group = "." if mark == "," else ","
    written = f"Rp {rupiah:,}".replace(",", group) + f"{mark}{cents:02}"
    assert parsing.money(written, mark) == Decimal(rupiah) + Decimal(cents) / 100


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.234.567,00", 1_234_567), ("Rp. 5.000.000,-", 5_000_000), ("1,5 juta", 1_500_000), ("250 rb", 250_000),
        (16665000.0, 16_665_000), ("IDR 12.000", 12_000), ("8233000", 8_233_000),
    ],
)  # fmt: skip
def test_amounts_as_offices_write_them(written: str | float, amount: int) -> None:
    assert parsing.money(written) == amount


@given(st.integers(0, 10**13), st.integers(1, 1000))
def test_a_shared_price_keeps_its_sum_and_differs_by_one_rupiah_at_most(total: int, parts: int) -> None:
    shares = parsing.shared(total, parts)
    assert sum(shares) == total
    assert len(shares) == parts
    assert max(shares) - min(shares) <= 1


@given(CELLS)
def test_no_cell_breaks_a_parser(cell: str | float | bool) -> None:
    parsers = (
        parsing.text, parsing.long_text, parsing.number, parsing.money, parsing.whole, parsing.yes_no,
        parsing.ip_address, lambda one: parsing.quantity(one, "GB"), parsing_dates.acquired,
        parsing_dates.calendar_date, parsing_codes.goods_code, parsing_codes.registers, parsing_codes.digits_of,
        parsing_codes.split_brand,
    )  # fmt: skip
    for parser in parsers:
        try:
            parser(cell)
        except Invalid as problem:
            assert str(problem)


@given(st.text(max_size=200))
def test_a_cleaned_text_stays_as_it_is_when_cleaned_again(written: str) -> None:
    assert parsing.text(parsing.text(written)) == parsing.text(written)
    assert parsing.long_text(parsing.long_text(written)) == parsing.long_text(written)


@pytest.mark.parametrize("cell", ["", " ", "-", "n/a", "N/A", "–", "#REF!", "tidak ada", None])
def test_what_people_write_for_nothing_is_nothing(cell: str | None) -> None:
    assert parsing.is_blank(cell)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["2266.13", "1292.94", "900"], "."), (["1.234.567,00"], ","), (["1.234.567"], ","), (["1,234"], None),
        (["1.234", "12,5"], ","), (["12,5", "2266.13"], None), ([], None),
    ],
)  # fmt: skip
def test_a_column_shows_its_decimal_mark(texts: list[str], mark: str | None) -> None:
    assert parsing.decimal_mark_of(texts) == mark


@pytest.mark.parametrize(
    ("texts", "order"),
    [(["1/23/23", "3/1/23"], "mdy"), (["26/09/2013"], "dmy"), (["1/2/2020"], None), (["26/09/2013", "1/23/23"], None)],
)
def test_a_column_shows_the_order_of_its_dates(texts: list[str], order: str | None) -> None:
    assert parsing_dates.date_order_of(texts) == order


@given(st.dates(date(1951, 1, 1), date(2026, 12, 31)), st.sampled_from(("dmy", "mdy")))
def test_a_date_reads_back_in_every_spelling(day: date, order: parsing_dates.DateOrder) -> None:
    shown = day.strftime("%d/%m/%Y" if order == "dmy" else "%m/%d/%Y")
    serial = float((day - date(1899, 12, 30)).days)
    for written in (shown, day.isoformat(), f"{day.isoformat()} 00:00:00", day.strftime("%d %B %Y"), serial):
        assert parsing_dates.acquired(written, order) == (day.year, day), written


def test_years_months_and_excel_days_are_dates_of_acquisition() -> None:
    assert parsing_dates.acquired("2013") == (2013, None)
    assert parsing_dates.acquired(2013.0) == (2013, None)
    assert parsing_dates.acquired("Sept 2013") == (2013, None)
    assert parsing_dates.acquired("1/23/23", "mdy") == (2023, date(2023, 1, 23))
    assert parsing_dates.acquired(41543.0).on == date(1899, 12, 30) + timedelta(days=41543)


@pytest.mark.parametrize("written", ["20l5", "31/02/2020", "99/99/9999", "13/13/2013", "besok"])
def test_an_impossible_date_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        parsing_dates.acquired(written)


@given(
    st.integers(0, 99_000), st.integers(1, 300), st.sampled_from((" s/d ", " s.d ", "-", " sampai dengan ", " S/D "))
)
def test_a_range_of_registers_gives_each_of_them(first: int, count: int, between: str) -> None:
    written = f"{first:06}{between}{first + count - 1:06}"
    assert parsing_codes.registers(written) == [f"{number:06}" for number in range(first, first + count)]


@pytest.mark.parametrize("written", ["000009 s/d 000001", "1 s/d 999999"])
def test_a_range_that_runs_backwards_or_never_ends_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        parsing_codes.registers(written)


def test_a_register_that_excel_made_a_number_gets_its_zeros_back() -> None:
    assert parsing_codes.registers(4.0) == ["000004"]
    assert parsing_codes.registers("0004") == ["0004"]


@pytest.mark.parametrize(
    "written", ["1.3.2.10.01.02.002", "1.3.2.10.01.02.002.", "132100102002", " 1.3.2.10.01.02.002 "]
)
def test_a_goods_code_loses_its_trailing_dot_and_finds_its_dots(written: str) -> None:
    assert parsing_codes.goods_code(written) == "1.3.2.10.01.02.002"


@pytest.mark.parametrize(
    ("written", "brand", "model"),
    [
        ("HP / LaserJet M404dn", "HP", "LaserJet M404dn"), ("TP-Link/EAP660", "TP-Link", "EAP660"),
        ("Dell PowerEdge R740", "Dell", "PowerEdge R740"), ("Canon", "Canon", ""), ("EAP660 HD", "", "EAP660 HD"),
    ],
)  # fmt: skip
def test_brand_and_model_are_told_apart(written: str, brand: str, model: str) -> None:
    assert parsing_codes.split_brand(written, {"dell", "hp"}) == (brand, model)


@pytest.mark.parametrize(
    ("written", "unit", "amount"),
    [
        ("64 Gb", "GB", 64),
        ("1 Tb", "TB", 1),
        ("3 Gbps", "Mbps", 3000),
        ("500 GB", "TB", Decimal("0.5")),
        (100.0, "Mbps", 100),
    ],
)
def test_quantities_come_in_the_unit_of_their_field(written: str | float, unit: str, amount: object) -> None:
    assert parsing.quantity(written, unit) == amount


def test_counts_may_carry_a_unit() -> None:
    assert [parsing.whole(one) for one in ("48 port", "42U", 12.0, "1.500")] == [48, 42, 12, 1500]
    with pytest.raises(Invalid):
        parsing.whole("12,5")
