"""Giving memory back: after a report over a million records the C library keeps hundreds of megabytes for next time."""

from __future__ import annotations

import ctypes
import sys
from threading import Thread


def give_back() -> None:
    """Let the system have what is free, off the GUI thread; a quarter of a second for half a gigabyte."""
    if sys.platform == "linux":  # elsewhere the allocator does it by itself
        Thread(target=_trim, name="give-back", daemon=True).start()


def _trim() -> None:
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # musl has none
        trim(0)
