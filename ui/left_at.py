"""What was open when the program was left: which screen of which database, with its filter and record."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from ui.preferences import Preferences
from ui.widgets.screen import Screen


def remember(preferences: Preferences, file: Path, screen: Screen) -> None:
    """Keep it for the next start."""
    preferences.left_at = json.dumps({"file": str(file), "place": screen.name, "kept": screen.kept()})


def come_back(preferences: Preferences, file: Path, screen: Screen) -> None:
    """Let a screen show it again; damaged notes, or those of another database or screen, are ignored."""
    left = dict[str, Any]()
    with suppress(ValueError, TypeError):
        left = dict(json.loads(preferences.left_at))
    if (left.get("file"), left.get("place")) == (str(file), screen.name) and isinstance(left.get("kept"), dict):
        screen.bring_back(left["kept"])
