"""The pages of the user guide: which there are, what they are called, what they say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spbe_assets import i18n
from spbe_assets.paths import guide

ORDER = (
    "start", "home", "field", "inventory", "find", "entry", "scanner", "photos", "moves", "agencies", "sweeps",
    "import", "labels", "printers", "readiness", "plan", "reports", "forms", "exchange", "history", "settings", "keys",
)  # fmt: skip
"""From first steps to reference; a page named like a screen is that screen's."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file name without the ending, its title, and the file."""

    name: str
    title: str
    file: Path

    def text(self) -> str:
        """The whole page as Markdown."""
        return self.file.read_text("utf-8")

    def mentions(self, words: str) -> bool:
        """Whether every one of the words occurs in the page."""
        text = _folded(self)
        return all(word in text for word in words.casefold().split())


@cache
def _folded(page: Page) -> str:
    # Kept, because the palette asks every page at every keystroke.
    return page.text().casefold()


def pages() -> tuple[Page, ...]:
    """The pages in the language in use, in reading order."""
    return _pages(i18n.language())


@cache
def _pages(language: str) -> tuple[Page, ...]:
    files = (guide(language) / f"{name}.md" for name in ORDER)
    return tuple(Page(file.stem, _title(file), file) for file in files if file.exists())


def _title(file: Path) -> str:
    first = file.read_text("utf-8").partition("\n")[0]
    return first.removeprefix("# ").strip()
