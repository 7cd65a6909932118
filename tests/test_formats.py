"""Figures and dates read as people of each language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from spbe_assets import formats, i18n


@pytest.mark.parametrize(
    ("language", "figure", "share", "day", "moment"),
    [
        ("en", "1,234,567.3", "75%", "24 August 2026", "24 November 2026, 07:58"),
        ("id", "1.234.567,3", "75%", "24 Agustus 2026", "24 November 2026, 07.58"),
    ],
)
def test_figures_follow_the_language(language: str, figure: str, share: str, day: str, moment: str) -> None:
    i18n._language = language
    assert formats.number(1234567.25, 1) == figure
    assert formats.percent(0.745) == share
    assert formats.date_text(date(2026, 8, 24)) == day
    assert formats.datetime_text(datetime(2026, 11, 24, 0, 58, tzinfo=UTC)) == moment


def test_money_is_short_at_a_glance_and_whole_otherwise() -> None:
    assert formats.rupiah(1_250_000) == "Rp 1,250,000"
    assert formats.rupiah_short(18_400_000_000) == "Rp 18.4 bn"
    assert formats.rupiah_short(450_000) == "Rp 450,000"


def test_nothing_is_shown_as_nothing() -> None:
    assert [formats.number(None), formats.percent(None), formats.rupiah(None), formats.date_text(None)] == [""] * 4
