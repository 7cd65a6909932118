"""Numbers, money and dates in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets import i18n
from spbe_assets.domain import reasons
from spbe_assets.domain.fields import field
from spbe_assets.domain.vocabulary import Condition
from ui import format

AT = datetime(2026, 11, 24, 0, 58, tzinfo=UTC)


@pytest.fixture
def indonesian() -> None:
    i18n.use("id")


def test_local_marks(indonesian: None) -> None:
    assert format.number(1_234_567) == "1.234.567"
    assert format.decimal(Decimal("1234.50")) == "1.234,5"
    assert format.rupiah(214_500_000) == "Rp 214.500.000"
    assert format.day(date(2026, 8, 5)) == "5 Agu 2026"
    assert format.moment(AT) == "24 Nov 2026 07.58"


def test_english_marks() -> None:
    assert format.number(1_234_567) == "1,234,567"
    assert format.decimal(Decimal("1234.50")) == "1,234.5"
    assert format.long_day(date(2026, 8, 5)) == "5 August 2026"
    assert format.moment(AT) == "24 Nov 2026 07:58"


@pytest.mark.parametrize(("share", "shown"), [(0, "0%"), (0.004, "<1%"), (0.714, "71%"), (0.9999, "99%"), (1, "100%")])
def test_percent_never_rounds_to_all_or_nothing(share: float, shown: str) -> None:
    assert format.percent(share) == shown


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_numbers_can_be_read_back(value: int) -> None:
    assert int(format.number(value).replace(",", "")) == value


def test_a_moment_is_said_as_people_say_it() -> None:
    assert format.recent(AT, AT + timedelta(hours=3)) == "today 07:58"
    assert format.recent(AT, AT + timedelta(hours=20)) == "yesterday 07:58"
    assert format.recent(AT, AT + timedelta(days=9)) == "24 Nov 2026 07:58"


@pytest.mark.parametrize(
    ("table", "key", "stored", "shown"),
    [
        ("asset", "condition", Condition.LIGHT_DAMAGE, "Lightly damaged"),
        ("asset", "price_rupiah", 35_000_000, "Rp 35,000,000"),
        ("asset", "year", 2021, "2021"),
        ("asset", "rack_position_u", 18, "18 U"),
        ("asset", "extra", {"Warna": "hitam"}, "Warna: hitam"),
        ("asset", "name", "", "—"),
        ("asset", "quantity", None, "—"),
        ("asset", "agency_id", b"x" * 16, "Dinkes"),
        ("asset", "room_id", b"x" * 16, "—"),
        ("asset", "warranty_end", date(2027, 1, 30), "30 Jan 2027"),
        ("asset", "verified_at", AT, "24 Nov 2026 07:58"),
        ("server_detail", "storage_tb", Decimal("1.500"), "1.5 TB"),
        ("server_detail", "behind_ups", False, "No"),
        ("server_detail", "memory_gb", 0, "0 GB"),
    ],
)
def test_every_kind_of_field_has_its_form(table: str, key: str, stored: object, shown: str) -> None:
    known = field(table, key)
    assert known is not None
    assert format.value(known, stored, {"agency_id": "Dinkes"}) == shown


def test_reasons_of_the_log_are_words() -> None:
    assert reasons.told("import kib_b.xlsx") == "import of kib_b.xlsx"
    assert reasons.told("edit") == "edit"
    assert reasons.told("something new") == "something new"
