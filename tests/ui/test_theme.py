"""Colours can be read, every theme is complete, and a switch reaches icons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from spbe_assets.domain.vocabulary import Condition
from spbe_assets.paths import resource
from ui import icons, theme
from ui.theme import CONTRAST, DARK, LIGHT, Tokens
from ui.widgets.basics import button, chip, icon_button
from ui.widgets.card import Card
from ui.widgets.charts import Bar, BarList

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
GRAPHICS = {
    "warn_fill": ("surface",), "good": ("surface",), "bad": ("surface",), "accent": SURFACES, "focus": SURFACES,
    "badge": ("rail",),
}  # fmt: skip
THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
NO_COLOURS = ("name", "ring")


def luminance(colour: str) -> float:
    channels = (value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in rgb(colour))
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def rgb(colour: str) -> tuple[float, float, float]:
    made = QColor(colour)
    return made.redF(), made.greenF(), made.blueF()


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tabs() -> QWidget:
    made = QTabBar()
    made.addTab("Summary")
    made.addTab("Network")
    return made


def clickable_card() -> QWidget:
    made = Card("Links")
    made.set_clickable("Links")
    return made


def bars() -> QWidget:
    made = BarList()
    made.show_bars([Bar("Bapenda", 70, 80, "good", b"")])
    return made


def pairs(kinds: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(front, ground) for front, grounds in kinds.items() for ground in grounds]


def test_the_measure_of_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize(("front", "ground"), pairs(TEXTS))
def test_every_text_colour_can_be_read_on_its_grounds(tokens: Tokens, front: str, ground: str) -> None:
    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= (7 if tokens is CONTRAST else 4.5)


@THEMES
@pytest.mark.parametrize(("front", "ground"), pairs(GRAPHICS))
def test_bars_and_focus_rings_stand_out(tokens: Tokens, front: str, ground: str) -> None:
    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= 3


@THEMES
def test_the_sheet_has_a_value_for_every_name_and_a_file_for_every_picture(
    tokens: Tokens, dressed: QApplication
) -> None:
    sheet = theme.sheet(tokens)
    assert "$" not in sheet
    for part in sheet.split('url("theme:')[1:]:
        assert resource("theme", part.split('"')[0]).exists()


def test_every_colour_is_a_colour() -> None:
    for tokens in (LIGHT, DARK, CONTRAST):
        values = asdict(tokens)
        assert all(QColor(value).isValid() for name, value in values.items() if name not in NO_COLOURS)


def test_what_the_system_asks_for_chooses_the_theme() -> None:
    light, dark = Qt.ColorScheme.Light, Qt.ColorScheme.Dark
    normal, high = Qt.ContrastPreference.NoPreference, Qt.ContrastPreference.HighContrast
    assert [theme.of_system(scheme, normal) for scheme in (light, dark)] == [LIGHT, DARK]
    assert [theme.of_system(scheme, high) for scheme in (light, dark)] == [CONTRAST, CONTRAST]


@pytest.mark.parametrize("mode", [theme.Mode.LIGHT, theme.Mode.DARK, theme.Mode.CONTRAST])
@pytest.mark.parametrize(
    "make",
    [
        lambda: button("Save"), lambda: button("Save", "main"), lambda: button("More", "flat"),
        lambda: button("Less", "small"), lambda: icon_button("x", "Close"), lambda: chip("Class"),
        lambda: chip("Class", on=True), QLineEdit, QComboBox, QSpinBox, lambda: QCheckBox("Yes"),
        lambda: QRadioButton("Yes"), QToolButton, tabs, clickable_card, bars,
    ],
)  # fmt: skip
def test_whatever_has_the_focus_shows_it_and_nothing_moves(
    qtbot: QtBot, dressed: QApplication, mode: theme.Mode, make: Callable[[], QWidget]
) -> None:
    theme.set_mode(mode)
    try:
        page, made, other = QWidget(), make(), QLineEdit()
        qtbot.addWidget(page)
        column = QVBoxLayout(page)
        column.addWidget(made)
        column.addWidget(other)
        page.show()
        page.activateWindow()
        other.setFocus()
        qtbot.waitUntil(other.hasFocus)
        place, before = made.geometry(), made.grab().toImage()
        made.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(lambda: page.focusWidget() is not other)
        after = made.grab().toImage()
        changed = sum(
            before.pixel(x, y) != after.pixel(x, y) for x in range(0, before.width()) for y in range(before.height())
        )
        assert changed >= min(before.width(), before.height())
        assert made.geometry() == place
    finally:
        theme.set_mode(theme.Mode.LIGHT)


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
