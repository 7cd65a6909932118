"""Keeps Python 3.11 alive under PySide6 6.12, whose wheels take None, True and False for immortal.

They are immortal from Python 3.12 on. Before, each None that a model's `data` returns to Qt, and each bool that
`Signal.emit` returns, loses one reference too many; after some hundred repaints the interpreter dies with
"deallocating None". `tests/ui/test_immortal.py` tells when the wheels have been mended.
"""

from __future__ import annotations

import sys
from ctypes import c_ssize_t

FIRST_IMMORTAL = (3, 12)
PLENTY = 1 << 48


def protect_constants() -> None:
    """Give the constants so many references that no number of lost ones ever frees them; once is enough."""
    if sys.version_info >= FIRST_IMMORTAL:
        return
    for constant in (None, True, False):
        if sys.getrefcount(constant) < PLENTY // 2:
            c_ssize_t.from_address(id(constant)).value += PLENTY
