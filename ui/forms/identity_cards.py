"""Identity cards (KIBAR) of the records chosen in a list."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from spbe_assets.domain.progress import Progress
from spbe_assets.formats import today
from spbe_assets.i18n import _
from spbe_assets.services.forms import kibar
from ui.context import AppContext
from ui.forms.form_dialog import FormDialog
from ui.inventory import rows_out
from ui.inventory.chosen import Chosen


def show_cards(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Show the cards of the chosen records, to be saved or closed."""
    file_name = f"kibar-{today().isoformat()}.pdf"
    dialog = FormDialog(context, _("Identity cards (KIBAR)"), file_name, partial(write_cards, chosen), parent.window())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def write_cards(chosen: Chosen, session: Any, path: Path, progress: Progress) -> int:
    """Write the cards of the chosen records, in the order of the list; returns how many."""
    from spbe_assets.reports.forms import writers

    numbers = rows_out.numbers_of(session, chosen)
    return writers.write_cards(session, kibar.cards(session, numbers, progress), path)
