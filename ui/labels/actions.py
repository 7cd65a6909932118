"""What lists offer: print labels of the chosen records."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.context import AppContext
from ui.inventory.chosen import Chosen
from ui.navigation import LABELS


def print_labels(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Go to the label screen with the chosen records."""
    context.navigate(LABELS, chosen)
