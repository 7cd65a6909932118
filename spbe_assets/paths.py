"""Where things lie: shipped resources and the per-user folders for data, backups and logs."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME_VARIABLE = "SPBE_ASSETS_HOME"


def resource(*parts: str) -> Path:
    """A file that ships with the program, below `resources/`."""
    return ROOT.joinpath("resources", *parts)


def data_folder() -> Path:
    """The per-user data folder (made if missing); `SPBE_ASSETS_HOME` moves it, for tests and sticks."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        folder = Path(chosen)
    else:
        from platformdirs import user_data_path

        folder = user_data_path("spbe-assets", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_database() -> Path:
    """The database that is opened when nobody names one."""
    return data_folder() / "assets.spbe"


def log_folder() -> Path:
    """Where the rotating log lies (made if missing)."""
    folder = data_folder() / "logs"
    folder.mkdir(exist_ok=True)
    return folder


def guide(language: str) -> Path:
    """The folder of the user guide in a language; one Markdown file per page."""
    return ROOT / "docs" / "guide" / language
