"""Colours, fonts and the one style sheet of the window: light, dark and high contrast, switchable while it runs.

Painters and delegates ask `tokens()` or `colour()` each time they paint, so that a switch needs no bookkeeping.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from string import Template

from PySide6.QtCore import QDir, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QGuiApplication, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QApplication

from spbe_assets.domain.vocabulary import Condition, Unknown
from spbe_assets.paths import resource

UNIT = 4
HATCH_PX = 6
TEXT_PX = 13


class Mode(StrEnum):
    """Which theme the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme by their job, and how thick the ring around what has the focus is.

    Text colours keep 4.5 : 1 on every surface they are used on, those of the high contrast theme 7 : 1.
    """

    name: str
    window: str
    surface: str
    line: str
    field_line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    soft_accent: str
    selected: str
    hover: str
    good: str
    warn: str
    bad: str
    info: str
    warn_fill: str
    soft_good: str
    soft_warn: str
    soft_bad: str
    soft_info: str
    track: str
    hatch: str
    rail: str
    rail_text: str
    rail_selected: str
    rail_strong: str
    badge: str
    focus: str
    ring: int = 2


LIGHT = Tokens(
    name="light", window="#F6F7F8", surface="#FFFFFF", line="#E2E5E9", field_line="#C9CFD6", text="#1B2430",
    muted="#576473", accent="#0B6B70", accent_hover="#095A5E", on_accent="#FFFFFF", soft_accent="#E1F1F1",
    selected="#DCEFF0", hover="#EEF1F3", good="#2A7349", warn="#8D5C0E", bad="#B3372F", info="#2965A6",
    warn_fill="#B7791F", soft_good="#E3F2E8", soft_warn="#FBF0DA", soft_bad="#FAE4E2", soft_info="#E3EDF8",
    track="#E9ECEF", hatch="#A9B3BE", rail="#0F2A2E", rail_text="#C9DADB", rail_selected="#1C4046",
    rail_strong="#FFFFFF", badge="#D9A441", focus="#0B6B70",
)  # fmt: skip
DARK = Tokens(
    name="dark", window="#14191C", surface="#1B2226", line="#303B41", field_line="#46545C", text="#E6ECEF",
    muted="#9AA9B2", accent="#3FB8B0", accent_hover="#5CC9C2", on_accent="#07201F", soft_accent="#17383A",
    selected="#1D3C40", hover="#242D32", good="#63C08A", warn="#E0B25A", bad="#E9837B", info="#7FB2E8",
    warn_fill="#E0B25A", soft_good="#1B3527", soft_warn="#3A2F18", soft_bad="#3E2321", soft_info="#1B2F42",
    track="#2A343A", hatch="#5C6A72", rail="#0D1214", rail_text="#A9B9BE", rail_selected="#1B2A2E",
    rail_strong="#FFFFFF", badge="#D9A441", focus="#3FB8B0",
)  # fmt: skip
CONTRAST = Tokens(
    name="contrast", window="#000000", surface="#0A0A0A", line="#8C8C8C", field_line="#FFFFFF", text="#FFFFFF",
    muted="#E3E3E3", accent="#6FF3EA", accent_hover="#A5FFF8", on_accent="#000000", soft_accent="#003234",
    selected="#00393B", hover="#262626", good="#86F7A4", warn="#FFD966", bad="#FFB8B2", info="#AFD8FF",
    warn_fill="#FFD966", soft_good="#06300F", soft_warn="#332700", soft_bad="#3D0A08", soft_info="#06284A",
    track="#595959", hatch="#E3E3E3", rail="#1C1C1C", rail_text="#FFFFFF", rail_selected="#00393B",
    rail_strong="#FFFFFF", badge="#FFE14D", focus="#FFE14D", ring=3,
)  # fmt: skip
CHOSEN = {Mode.LIGHT: LIGHT, Mode.DARK: DARK, Mode.CONTRAST: CONTRAST}

TONES: dict[object, str] = {Condition.GOOD: "good", Condition.LIGHT_DAMAGE: "warn", Condition.HEAVY_DAMAGE: "bad"}


class Notifier(QObject):
    """Tells painted widgets that the theme has switched."""

    changed = Signal()


class _State:
    mode = Mode.SYSTEM
    tokens = LIGHT
    notifier: Notifier | None = None


def tokens() -> Tokens:
    """The colours in use now; ask at paint time, never keep them."""
    return _State.tokens


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


def colour(role: str) -> QColor:
    """The colour in use now for the name of a token."""
    return _colour(getattr(_State.tokens, role))


def tone(condition: Condition | Unknown | None) -> str:
    """The token that stands for a condition; a word always stands beside it."""
    return TONES.get(condition, "muted")


def notifier() -> Notifier:
    """The object whose `changed` fires after a switch."""
    if _State.notifier is None:
        _State.notifier = Notifier()
    return _State.notifier


def mode() -> Mode:
    """What the user asked for."""
    return _State.mode


def start(app: QApplication, wanted: Mode = Mode.SYSTEM) -> None:
    """Give the application its style, fonts and colours, and follow the system from now on."""
    QDir.setSearchPaths("theme", [str(resource("theme"))])
    app.setStyle("Fusion")
    app.setFont(font())
    app.styleHints().colorSchemeChanged.connect(_follow_system)
    app.styleHints().accessibility().contrastPreferenceChanged.connect(_follow_system)
    set_mode(wanted)


def set_mode(wanted: Mode) -> None:
    """Switch to light, dark, high contrast, or whatever the system has."""
    _State.mode = wanted
    schemes = {Mode.LIGHT: Qt.ColorScheme.Light, Mode.DARK: Qt.ColorScheme.Dark, Mode.CONTRAST: Qt.ColorScheme.Dark}
    QGuiApplication.styleHints().setColorScheme(schemes.get(wanted, Qt.ColorScheme.Unknown))
    _apply(_chosen(wanted))


def _follow_system() -> None:
    if _State.mode is Mode.SYSTEM and _chosen(Mode.SYSTEM) is not _State.tokens:
        _apply(_chosen(Mode.SYSTEM))


def _chosen(wanted: Mode) -> Tokens:
    if wanted is not Mode.SYSTEM:
        return CHOSEN[wanted]
    hints = QGuiApplication.styleHints()
    return of_system(hints.colorScheme(), hints.accessibility().contrastPreference())


def of_system(scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> Tokens:
    """The theme that goes with what a system asks for."""
    if contrast == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def _apply(chosen: Tokens) -> None:
    _State.tokens = chosen
    QApplication.setPalette(palette(chosen))
    if isinstance(app := QApplication.instance(), QApplication):
        app.setStyleSheet(sheet(chosen))
    notifier().changed.emit()


def sheet(chosen: Tokens) -> str:
    """The one style sheet, filled with the colours of a theme.

    Beside the tokens it may name `p12` or `h30`: a padding or height of so many pixels, less what a ring takes that is
    thicker than the line of one pixel it replaces; so nothing moves when the focus comes.
    """
    source = resource("theme", "window.qss").read_text(encoding="utf-8")
    grown = chosen.ring - 1
    sizes = {f"p{px}": max(px - grown, 0) for px in range(17)} | {f"h{px}": px - 2 * grown for px in range(16, 73)}
    return Template(source).substitute(asdict(chosen), mono=mono_family(), **sizes)


def palette(chosen: Tokens) -> QPalette:
    """The palette of a theme: what delegates, painters and Qt's own dialogs read."""
    role = QPalette.ColorRole
    made = QPalette()
    for roles, value in (
        ((role.Window, role.ToolTipBase), chosen.window),
        ((role.Base, role.Button), chosen.surface),
        ((role.AlternateBase,), chosen.hover),
        ((role.Text, role.WindowText, role.ButtonText, role.ToolTipText, role.HighlightedText), chosen.text),
        ((role.PlaceholderText,), chosen.muted),
        ((role.Highlight,), chosen.selected),
        ((role.Mid, role.Dark), chosen.line),
        ((role.Accent, role.Link, role.LinkVisited), chosen.accent),
        ((role.BrightText,), chosen.bad),
    ):
        for one in roles:
            made.setColor(one, QColor(value))
    for one in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(chosen.muted))
    return made


@cache
def _families() -> tuple[str, str]:
    """The shipped text and monospaced families, or the system's where the files are missing."""
    text, mono = "", ""
    for path in sorted(resource("fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        for family in QFontDatabase.applicationFontFamilies(number):
            if "mono" in family.lower():
                mono = mono or family
            else:
                text = text or family
    system = QFontDatabase.systemFont
    return (
        text or system(QFontDatabase.SystemFont.GeneralFont).family(),
        mono or system(QFontDatabase.SystemFont.FixedFont).family(),
    )


def mono_family() -> str:
    """The family of tags, serials and codes."""
    return _families()[1]


def font(px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The text family in a size and weight, for painted widgets."""
    made = QFont(_families()[0])
    made.setPixelSize(px)
    made.setWeight(weight)
    return made


def mono_font(px: int = 12) -> QFont:
    """The monospaced family of tags, serials and codes."""
    made = QFont(_families()[1])
    made.setPixelSize(px)
    return made


def paint_ring(painter: QPainter, around: QRect, radius: int = 0) -> None:
    """The ring of the focus, just inside a rectangle that a painter draws."""
    ring = _State.tokens.ring
    inset = ring / 2
    painter.save()
    painter.setPen(QPen(colour("focus"), ring))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(around).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def hatch() -> QBrush:
    """The pattern of what is not known yet; never red."""
    return _hatch(_State.tokens.hatch)


@cache
def _hatch(line: str) -> QBrush:
    """Diagonals drawn by hand: Qt's own pattern is too fine to be seen beside solid bars."""
    tile = QPixmap(HATCH_PX, HATCH_PX)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(line), 1.6))
    for shift in (-HATCH_PX, 0, HATCH_PX):
        painter.drawLine(shift - 1, HATCH_PX + 1, shift + HATCH_PX + 1, -1)
    painter.end()
    return QBrush(tile)
