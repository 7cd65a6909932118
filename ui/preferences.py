"""What this user's windows remember: language, theme, operator, size and last place. A small file per user."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from spbe_assets.i18n import DEFAULT_LANGUAGE, LANGUAGES
from spbe_assets.paths import data_folder
from ui.theme import Mode

FILE = "window.ini"
MOST_RECENT = 12
SCALES = (100, 110, 125, 150)
SCANNER_GAP_MS = 35
SCANNER_GAPS_MS = (10, 200)
"""The gap between keys that counts as a scanner's: by default, and the least and most that can be set."""


class Preferences:
    """Reads and writes `window.ini` in the per-user folder; damaged or foreign values give the defaults."""

    def __init__(self) -> None:
        self._file = QSettings(str(data_folder() / FILE), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """`id` or `en`."""
        wanted = self._text("language")
        return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE

    @language.setter
    def language(self, code: str) -> None:
        self._keep("language", code)

    @property
    def theme(self) -> Mode:
        """Light, dark, high contrast, or as the system has it."""
        wanted = self._text("theme")
        return Mode(wanted) if wanted in set(Mode) else Mode.SYSTEM

    @theme.setter
    def theme(self, mode: Mode) -> None:
        self._keep("theme", str(mode))

    @property
    def scale_percent(self) -> int:
        """How large everything is drawn, on top of what the system asks for; counts from the next start."""
        wanted = self._number("scale_percent", SCALES[0])
        return wanted if wanted in SCALES else SCALES[0]

    @scale_percent.setter
    def scale_percent(self, percent: int) -> None:
        self._keep("scale_percent", str(percent))

    @property
    def database(self) -> Path | None:
        """The database that was chosen last; None for the per-user one."""
        kept = self._text("database")
        return Path(kept) if kept else None

    @database.setter
    def database(self, path: Path | None) -> None:
        self._keep("database", str(path) if path else "")

    @property
    def scanner_gap_ms(self) -> int:
        """Keys that follow each other within so many ms come from a scanner, not from fingers."""
        wanted = self._number("scanner_gap_ms", SCANNER_GAP_MS)
        return wanted if SCANNER_GAPS_MS[0] <= wanted <= SCANNER_GAPS_MS[1] else SCANNER_GAP_MS

    @scanner_gap_ms.setter
    def scanner_gap_ms(self, gap_ms: int) -> None:
        self._keep("scanner_gap_ms", str(gap_ms))

    @property
    def scanner_beep(self) -> bool:
        """Whether a scan is answered with a sound."""
        return self._text("scanner_beep") != "no"

    @scanner_beep.setter
    def scanner_beep(self, wanted: bool) -> None:
        self._keep("scanner_beep", "yes" if wanted else "no")

    @property
    def operator(self) -> str:
        """The name that history shows; empty until the first run asked for it."""
        return self._text("operator")

    @operator.setter
    def operator(self, name: str) -> None:
        self._keep("operator", name)

    @property
    def place(self) -> str:
        """The screen that was open last."""
        return self._text("place")

    @place.setter
    def place(self, name: str) -> None:
        self._keep("place", name)

    @property
    def starts_in_field(self) -> bool:
        """Whether the program begins with the field screen as long as there is work to do."""
        return self._text("starts_in_field") == "yes"

    @starts_in_field.setter
    def starts_in_field(self, wanted: bool) -> None:
        self._keep("starts_in_field", "yes" if wanted else "no")

    @property
    def recent(self) -> list[str]:
        """The keys of the palette's lines that were used last, the newest first."""
        return self._text("recent").split()[:MOST_RECENT]

    def note_recent(self, key: str) -> None:
        """Put a line of the palette before all others used."""
        self._keep("recent", " ".join([key, *(one for one in self.recent if one != key)][:MOST_RECENT]))

    @property
    def left_at(self) -> str:
        """Which record and filter were open last, as the window packs them; empty for none."""
        return self._text("left_at")

    @left_at.setter
    def left_at(self, packed: str) -> None:
        self._keep("left_at", packed)

    @property
    def geometry(self) -> QByteArray:
        """Size and position as Qt packs them; empty for none."""
        kept = self._file.value("geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, packed: QByteArray) -> None:
        self._file.setValue("geometry", packed)

    def _text(self, key: str) -> str:
        kept = self._file.value(key)
        return kept if isinstance(kept, str) else ""

    def _number(self, key: str, default: int) -> int:
        kept = self._text(key)
        return int(kept) if kept.isdecimal() and len(kept) < 6 else default

    def _keep(self, key: str, text: str) -> None:
        self._file.setValue(key, text)
        self._file.sync()
