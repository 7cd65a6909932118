"""What this user's windows remember: language, theme, operator, size and last place. A small file per user."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from spbe_assets.i18n import DEFAULT_LANGUAGE, LANGUAGES
from spbe_assets.paths import data_folder
from ui.theme import Mode

FILE = "window.ini"


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
        """Light, dark, or as the system has it."""
        wanted = self._text("theme")
        return Mode(wanted) if wanted in set(Mode) else Mode.SYSTEM

    @theme.setter
    def theme(self, mode: Mode) -> None:
        self._keep("theme", str(mode))

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

    def _keep(self, key: str, text: str) -> None:
        self._file.setValue(key, text)
        self._file.sync()
