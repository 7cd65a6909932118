"""Progress of long work on a terminal; silent where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from spbe_assets import formats
from spbe_assets.domain.progress import SILENT, Progress

EVERY_S = 0.2


class Terminal:
    """A Progress that keeps one line on standard error up to date."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._shown_at = 0.0

    def step(self, done: int, total: int, text: str = "") -> None:
        """Show how far the work is, a few times a second."""
        now = time.monotonic()
        if now - self._shown_at < EVERY_S:
            return
        self._shown_at = now
        share = f"{100 * done // total:3} %" if total else formats.number(done)
        sys.stderr.write(f"\r\x1b[K{self._title}: {share} {text[:40]}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._shown_at:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextmanager
def watched(title: str) -> Iterator[Progress]:
    """A progress for work of this title, shown only on a terminal."""
    if not sys.stderr.isatty():
        yield SILENT
        return
    line = Terminal(title)
    try:
        yield line
    finally:
        line.clear()
