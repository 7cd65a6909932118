"""F1: the user guide, opened at the page of the screen one is on. The same Markdown files are read on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.help.guide import Page, pages

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

__all__ = ["Page", "open_page", "pages"]


def open_page(name: str, parent: QWidget) -> None:
    """Show a page of the guide beside the window: that of a screen by its name, else the first."""
    from ui.help.window import shown

    shown(parent).go_to(name)
