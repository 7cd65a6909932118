"""Colours can be read, both themes are complete, and a switch reaches icons."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.vocabulary import Condition
from spbe_assets.paths import resource
from ui import icons, theme
from ui.theme import DARK, LIGHT, Tokens
from ui.widgets.basics import button

SURFACES = ("window", "surface", "selected")
TEXTS = {
    "text": (*SURFACES, "hover", "soft_accent", "soft_good", "soft_warn", "soft_bad", "soft_info"),
    "muted": (*SURFACES, "hover", "soft_accent", "soft_good", "soft_warn", "soft_bad"),
    "accent": (*SURFACES, "soft_accent"),
    "on_accent": ("accent", "accent_hover"),
    "good": (*SURFACES, "soft_good"),
    "warn": (*SURFACES, "soft_warn"),
    "bad": (*SURFACES, "soft_bad"),
    "info": (*SURFACES, "soft_info"),
    "rail_text": ("rail", "rail_selected"),
    "rail_strong": ("rail", "rail_selected"),
    "rail": ("badge",),
    "badge": ("rail",),
}
GRAPHICS = {"warn_fill": ("surface",), "good": ("surface",), "bad": ("surface",), "accent": SURFACES}


def luminance(colour: str) -> float:
    channels = (value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in rgb(colour))
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def rgb(colour: str) -> tuple[float, float, float]:
    made = QColor(colour)
    return made.redF(), made.greenF(), made.blueF()


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(kinds: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(front, ground) for front, grounds in kinds.items() for ground in grounds]


def test_the_measure_of_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), pairs(TEXTS))
def test_every_text_colour_can_be_read_on_its_grounds(tokens: Tokens, front: str, ground: str) -> None:
    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), pairs(GRAPHICS))
def test_bars_and_focus_rings_stand_out(tokens: Tokens, front: str, ground: str) -> None:
    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sheet_has_a_value_for_every_name_and_a_file_for_every_picture(
    tokens: Tokens, dressed: QApplication
) -> None:
    sheet = theme.sheet(tokens)
    assert "$" not in sheet
    for part in sheet.split('url("theme:')[1:]:
        assert resource("theme", part.split('"')[0]).exists()


def test_every_colour_is_a_colour() -> None:
    for tokens in (LIGHT, DARK):
        values = asdict(tokens)
        assert all(QColor(value).isValid() for name, value in values.items() if name != "name")


def test_the_shipped_fonts_are_used(dressed: QApplication) -> None:
    assert theme.font().family() == "SPBE Sans"
    assert theme.mono_font().family() == "SPBE Mono"


def test_a_switch_redraws_icons_and_palette(qtbot: QtBot, dressed: QApplication) -> None:
    made = button("Save", icon="save")
    qtbot.addWidget(made)
    before = made.icon().pixmap(16).toImage()
    with qtbot.waitSignal(theme.notifier().changed):
        theme.set_mode(theme.Mode.DARK)
    try:
        assert made.icon().pixmap(16).toImage() != before
        assert dressed.palette().text().color() == QColor(DARK.text)
        assert theme.tokens() is DARK
    finally:
        theme.set_mode(theme.Mode.LIGHT)


def test_each_condition_has_its_own_tone() -> None:
    assert [theme.tone(condition) for condition in Condition] == ["good", "warn", "bad"]
    assert theme.tone(None) == "muted"


def test_an_icon_is_sharp_at_every_scale(dressed: QApplication) -> None:
    for scale in (1.0, 1.25, 1.5, 2.0):
        made = icons.pixmap("server", "text", 16, scale)
        assert (made.width(), made.devicePixelRatio()) == (round(16 * scale), scale)


def test_every_category_has_its_icon() -> None:
    lines = resource("reference", "categories.csv").read_text(encoding="utf-8").splitlines()[1:]
    missing = {
        line.rsplit(",", 1)[1] for line in lines if not resource("icons", f"{line.rsplit(',', 1)[1]}.svg").exists()
    }
    assert not missing
