"""How long work reports progress and learns of cancellation, without Qt."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What long work is given to report to."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report `done` of `total` items. Raises Cancelled once the user asked to stop."""


class Silent:
    """A Progress that nobody watches."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Do nothing."""


SILENT = Silent()
