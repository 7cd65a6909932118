"""Keeps imports quick under PySide6: it reads the source of every later module to see whether it uses Qt.

PySide6 wants that for its snake_case option, which this program does not use. Without it SQLAlchemy alone loads in
half the time, and its source lines do not stay in memory.
"""

from __future__ import annotations

import sys
from typing import Any

import PySide6.QtCore  # noqa: F401  brings shibokensupport


def skip_reading_sources() -> None:
    """Tell PySide6 that no module needs its option; where its workings have changed, nothing happens."""
    feature: Any = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False  # noqa: SLF001
