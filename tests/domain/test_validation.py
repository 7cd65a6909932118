from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets import i18n
from spbe_assets.domain import addresses, amounts, dates, validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import CATALOGUE, Field, Kind, field
from spbe_assets.domain.limits import longest
from spbe_assets.domain.vocabulary import Condition, LinkRole, Medium, Ownership, Raid, Status
from spbe_assets.storage.tables import MERGEABLE


def of(table: str, key: str) -> Field:
    found = field(table, key)
    assert found is not None
    return found


def parse(table: str, key: str, text: str) -> object:
    return validation.parse_text(of(table, key), text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567,00", 1_234_567),
        ("1,234,567.00", 1_234_567),
        ("Rp 5 jt", 5_000_000),
        ("5 juta", 5_000_000),
        ("Rp. 1.500.000,-", 1_500_000),
        ("1.500", 1_500),
        ("5,5 jt", 5_500_000),
        ("2 miliar", 2_000_000_000),
        ("750 rb", 750_000),
        ("IDR 12500", 12_500),
        ("12500,5", 12_501),
        ("1 500 000", 1_500_000),
        ("0", 0),
    ],
)
def test_rupiah_is_read_as_people_write_it(text: str, value: int) -> None:
    assert parse("asset", "price_rupiah", text) == value


@pytest.mark.parametrize("text", ["lima juta", "1.23.456", "-5", "5 dollar", "1,2,3", "9" * 20, "Rp"])
def test_an_impossible_amount_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse("asset", "price_rupiah", text)
    assert refused.value.field == "price_rupiah"
    assert text.strip() in str(refused.value)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("mbps_down", "3 Gbps", Decimal(3000)),
        ("mbps_down", "100 Mbps", Decimal(100)),
        ("mbps_down", "512 kbps", Decimal("0.512")),
        ("mbps_down", "100Mb/s", Decimal(100)),
        ("mbps_down", "2,5", Decimal("2.5")),
        ("sla_percent", "99,5 %", Decimal("99.5")),
    ],
)
def test_rates_come_in_mbps_whatever_unit_was_typed(key: str, text: str, value: Decimal) -> None:
    i18n.use("id")
    assert parse("link", key, text) == value


@pytest.mark.parametrize(
    ("table", "key", "text", "value"),
    [
        ("server_detail", "memory_gb", "64 GB", 64),
        ("server_detail", "memory_gb", "1 TB", 1024),
        ("server_detail", "memory_gb", "64 Gb", 64),
        ("server_detail", "storage_tb", "1 Tb", Decimal(1)),
        ("server_detail", "storage_tb", "500 GB", Decimal("0.5")),
        ("device_detail", "capacity_va", "3 kVA", 3000),
        ("device_detail", "capacity_va", "1.500 VA", 1500),
        ("asset", "rack_position_u", "U12", 12),
        ("asset", "quantity", "1.200", 1200),
    ],
)
def test_quantities_with_units_are_converted(table: str, key: str, text: str, value: object) -> None:
    assert parse(table, key, text) == value


@pytest.mark.parametrize(
    ("table", "key", "text"),
    [
        ("server_detail", "memory_gb", "64 Mbps"),
        ("server_detail", "cores", "2,5"),
        ("server_detail", "memory_gb", "512 MB"),
        ("asset", "quantity", "0"),
        ("asset", "quantity", "-3"),
        ("link", "sla_percent", "101"),
        ("server_detail", "cores", "99999999999"),
    ],
)
def test_quantities_that_cannot_be_are_refused(table: str, key: str, text: str) -> None:
    with pytest.raises(Invalid):
        parse(table, key, text)


def test_a_single_point_before_three_digits_follows_the_language() -> None:
    i18n.use("id")
    assert parse("link", "mbps_down", "1.500") == Decimal(1500)
    i18n.use("en")
    assert parse("link", "mbps_down", "1.500") == Decimal("1.5")


@pytest.mark.parametrize(
    "text",
    ["12/11/2026", "12-11-2026", "12.11.2026", "2026-11-12", "12 Nov 2026", "12 november 2026", "12-Nov-26",
     "Nov 12, 2026", "12 Nopember 2026", "2026-11-12T00:00:00"],
)  # fmt: skip
def test_days_are_read_in_every_usual_spelling(text: str) -> None:
    assert parse("asset", "warranty_end", text) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("text", "month"),
    [("3 Mei 2020", 5), ("3 Agustus 2020", 8), ("3 Ags 2020", 8), ("3 Okt 2020", 10), ("3 Desember 2020", 12)],
)
def test_indonesian_months_are_known(text: str, month: int) -> None:
    assert parse("asset", "acquired_on", text) == date(2020, month, 3)


@pytest.mark.parametrize("text", ["31/02/2024", "00/01/2024", "12/13/2024", "soon", "12/11", "1 Foo 2020", "1/1/0020"])
def test_days_outside_the_calendar_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse("asset", "acquired_on", text)


def test_month_first_is_a_choice_of_the_caller() -> None:
    assert dates.day("1/23/23", month_first=True) == date(2023, 1, 23)


def test_years_run_from_1950_to_next_year() -> None:
    today = date(2026, 11, 24)
    assert dates.year("2027", today) == 2027
    assert dates.year("Th. 2019", today) == 2019
    assert dates.year("12/11/2020", today) == 2020
    for text in ("1949", "2028", "20199", "x"):
        with pytest.raises(Invalid):
            dates.year(text, today)


@pytest.mark.parametrize(
    "text", ["AA:BB:CC:DD:EE:0F", "aa-bb-cc-dd-ee-0f", "aabb.ccdd.ee0f", "AABBCCDDEE0F", "aa bb cc dd ee 0f"]
)
def test_mac_addresses_take_one_spelling(text: str) -> None:
    assert parse("device_detail", "mac", text) == "aa:bb:cc:dd:ee:0f"


@pytest.mark.parametrize("text", ["aa:bb:cc:dd:ee", "gg:bb:cc:dd:ee:ff", "aa:bb:cc:dd:ee:ff:00"])
def test_what_is_no_mac_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse("device_detail", "mac", text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("10.0.0.1", "10.0.0.1"), (" 192.168.001.010 ", "192.168.1.10"), ("2001:DB8::0:1", "2001:db8::1")],
)
def test_ip_addresses_take_their_short_spelling(text: str, value: str) -> None:
    assert parse("server_detail", "management_ip", text) == value


@pytest.mark.parametrize("text", ["10.0.0", "10.0.0.256", "10.0.0.1/24", "fe80::1%eth0", "host"])
def test_what_is_no_ip_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse("server_detail", "management_ip", text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.3.2.10.01.02.002.", "1.3.2.10.01.02.002"),
        ("132100102002", "1.3.2.10.01.02.002"),
        ("1.3.2.10.1.2.2", "1.3.2.10.01.02.002"),
        ("1.3.2.10.02.04", "1.3.2.10.02.04"),
        ("02.06.03.02.01", "02.06.03.02.01"),
    ],
)
def test_goods_codes_lose_their_trailing_dot_and_gain_their_zeros(text: str, value: str) -> None:
    assert parse("asset", "kode_barang", text) == value


@pytest.mark.parametrize("text", ["13210", "1.3.x.10", "1..3.2", "1.3", "1.3.2.10.01.02.0022", "١.٣.٢"])
def test_what_is_no_goods_code_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse("asset", "kode_barang", text)


@pytest.mark.parametrize(
    ("table", "key", "text", "value"),
    [
        ("asset", "condition", "B", Condition.GOOD),
        ("asset", "condition", "kurang baik", Condition.LIGHT_DAMAGE),
        ("asset", "condition", "KB", Condition.LIGHT_DAMAGE),
        ("asset", "condition", "Rusak Berat", Condition.HEAVY_DAMAGE),
        ("asset", "condition", "lightly damaged", Condition.LIGHT_DAMAGE),
        ("asset", "status", "In repair", Status.REPAIR),
        ("asset", "ownership", "Milik Sendiri", Ownership.OWN),
        ("link", "medium", "Fiber Optic", Medium.FIBRE),
        ("link", "role", "secondary", LinkRole.BACKUP),
        ("server_detail", "raid", "RAID 5", Raid.RAID5),
        ("server_detail", "behind_ups", "ya", True),
        ("server_detail", "behind_ups", "Tidak", False),
        ("server_detail", "behind_ups", "1", True),
    ],
)
def test_choices_are_known_by_value_title_and_usual_spelling(table: str, key: str, text: str, value: object) -> None:
    assert parse(table, key, text) == value


def test_an_unknown_choice_is_refused_with_the_choices() -> None:
    with pytest.raises(Invalid, match="Lightly damaged"):
        parse("asset", "condition", "so-so")


def test_every_choice_is_read_back_from_its_title_in_both_languages() -> None:
    for fields in CATALOGUE.values():
        for one in fields.values():
            for option in one.choices or ():
                for language in i18n.LANGUAGES:
                    i18n.use(language)
                    assert validation.parse_text(one, validation.show(one, option)) is option


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7fb", "a\ud800b", "a\x85b"])
def test_control_and_broken_characters_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse("asset", "name", text)


def test_pasted_line_breaks_become_spaces_in_a_line_and_stay_in_a_long_text() -> None:
    assert parse("asset", "name", " Core\r\nswitch\t2 ") == "Core switch 2"
    assert parse("asset", "notes", "one\r\ntwo\rthree") == "one\ntwo\nthree"


def test_text_is_kept_in_composed_form() -> None:
    assert parse("asset", "name", "Cafe\u0301") == "Caf\u00e9"


def test_a_text_longer_than_its_column_is_refused() -> None:
    assert parse("asset", "tag", "X" * 32) == "X" * 32
    with pytest.raises(Invalid, match="at most 32"):
        parse("asset", "tag", "X" * 33)


def test_the_limits_are_those_of_the_columns() -> None:
    for table, fields in CATALOGUE.items():
        columns = MERGEABLE[table].__table__.columns
        for one in fields.values():
            width = getattr(columns[one.key].type, "length", None)
            if one.kind in validation.TEXTS and one.kind is not Kind.LONG_TEXT:
                assert longest(one) == width, (table, one.key)


def test_an_empty_text_gives_what_the_column_holds_when_empty() -> None:
    for table, fields in CATALOGUE.items():
        columns = MERGEABLE[table].__table__.columns
        for one in fields.values():
            value = validation.parse_text(one, "  ")
            assert value is not None or columns[one.key].nullable, (table, one.key)


def test_further_fields_are_lines_of_name_and_value() -> None:
    assert parse("asset", "extra", "Bahan: besi\n\nUkuran: 1:2") == {"Bahan": "besi", "Ukuran": "1:2"}
    with pytest.raises(Invalid):
        parse("asset", "extra", "besi")


def test_times_are_typed_and_shown_in_local_time_and_held_in_utc() -> None:
    value = parse("asset", "verified_at", "24/11/2026 14:30")
    assert value == datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    assert validation.show(of("asset", "verified_at"), value) == "24/11/2026 14:30"
    assert parse("asset", "verified_at", "2026-11-24T07:30:00Z") == value
    with pytest.raises(Invalid):
        parse("asset", "verified_at", "24/11/2026 25:30")


def test_checked_names_the_field_and_passes_columns_outside_the_catalogue() -> None:
    assert validation.checked("asset", {"name": " a ", "merged_into": b"x"}) == {"name": "a", "merged_into": b"x"}
    with pytest.raises(Invalid) as refused:
        validation.checked("asset", {"name": "ok", "quantity": 0})
    assert refused.value.field == "quantity"


def test_a_required_value_that_is_cleared_falls_back_to_its_default() -> None:
    assert validation.checked("asset", {"quantity": None, "status": None}) == {"quantity": 1, "status": Status.ACTIVE}


@given(st.integers(0, amounts.LARGEST), st.sampled_from(i18n.LANGUAGES))
def test_a_shown_amount_is_read_back(value: int, language: str) -> None:
    i18n.use(language)
    price = of("asset", "price_rupiah")
    assert validation.parse_text(price, validation.show(price, value)) == value


@given(st.decimals(0, 10**8, places=3), st.sampled_from(i18n.LANGUAGES))
def test_a_shown_decimal_is_read_back(value: Decimal, language: str) -> None:
    i18n.use(language)
    rate = of("link", "mbps_down")
    assert validation.parse_text(rate, validation.show(rate, value)) == value


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_shown_day_is_read_back(value: date) -> None:
    day = of("asset", "warranty_end")
    assert validation.parse_text(day, validation.show(day, value)) == value


@given(st.text(max_size=40))
def test_any_text_in_any_field_is_a_value_or_one_sentence(text: str) -> None:
    for fields in CATALOGUE.values():
        for one in fields.values():
            try:
                value = validation.parse_text(one, text)
                assert isinstance(validation.show(one, value, {}), str)
            except Invalid as refused:
                assert refused.field == one.key
                assert str(refused)


@given(st.text(st.sampled_from("0123456789., '-+Rpjt"), max_size=20))
def test_any_run_of_digits_and_marks_is_an_amount_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert 0 <= amounts.rupiah(text) <= amounts.LARGEST


@given(st.binary(min_size=6, max_size=6), st.sampled_from([":", "-", "", "."]))
def test_any_mac_address_is_read(address: bytes, separator: str) -> None:
    spelled = separator.join(f"{byte:02X}" for byte in address)
    assert addresses.mac(spelled).replace(":", "") == address.hex()
