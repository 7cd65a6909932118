"""The language of the command line: as asked, else as this user's window has it, else as the system has it."""

from __future__ import annotations

import configparser
import os

from spbe_assets.i18n import DEFAULT_LANGUAGE, LANGUAGES
from spbe_assets.paths import data_folder

VARIABLE = "SPBE_ASSETS_LANG"
WINDOW_FILE = "window.ini"


def chosen() -> str:
    """`id` or `en`."""
    for wanted in (os.environ.get(VARIABLE, "")[:2].lower(), _of_window(), _of_system()):
        if wanted in LANGUAGES:
            return wanted
    return DEFAULT_LANGUAGE


def _of_window() -> str:
    file = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        file.read(data_folder() / WINDOW_FILE, "utf-8")
        return file.get("General", "language", fallback="")
    except (OSError, UnicodeDecodeError, configparser.Error):
        return ""


def _of_system() -> str:
    return next((value[:2] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
