"""The shipped fonts: present, licensed, tabular, and honest about what they lack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets import pdf_fonts
from spbe_assets.paths import resource

MOST_BYTES = 150_000


@pytest.mark.parametrize("name", pdf_fonts.FONTS)
def test_every_font_is_small_and_its_licence_lies_beside_it(name: str) -> None:
    assert resource("fonts", f"{name}.ttf").stat().st_size < MOST_BYTES
    licence = resource("fonts", f"{name.split('-')[0]}-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence


@pytest.mark.parametrize("name", pdf_fonts.FONTS)
def test_figures_have_one_width(name: str) -> None:
    widths = {round(pdf_fonts.width(digit, name, 100), 1) for digit in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("name", pdf_fonts.FONTS)
def test_signs_that_screens_and_reports_use_are_in_every_font(name: str) -> None:
    assert pdf_fonts.cover("é ñ ł ő · › – — … ≤ ≥ × ± − → ← ↑ ↓ ✓ ● ■ □ ▲ ▼ Ω µ ² ° № ™ “” ‘’ •", name).missing == ""


def test_missing_letters_become_boxes_and_are_told() -> None:
    assert pdf_fonts.cover("Rak خادم 😀") == ("Rak □□□□ □", "خادم😀")


def test_joiners_and_direction_marks_vanish_and_accents_join() -> None:
    assert pdf_fonts.cover("a\u200bb\u202ec e\u0301") == ("abc é", "")


def test_control_characters_become_spaces() -> None:
    assert pdf_fonts.cover("a\tb\nc\x00d") == ("a b c d", "")


@given(st.text())
def test_what_is_covered_can_be_shown_whole(text: str) -> None:
    covered = pdf_fonts.cover(text)
    assert pdf_fonts.cover(covered.text).missing == ""
    assert "\n" not in covered.text


@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["Cc"])))
def test_widths_are_those_of_the_pdf(text: str) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    shown = pdf_fonts.cover(text).text
    assert pdf_fonts.width(shown, pdf_fonts.SANS, 9) == pytest.approx(stringWidth(shown, pdf_fonts.SANS, 9))
