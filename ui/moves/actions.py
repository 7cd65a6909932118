"""What the list of equipment offers to do with chosen items: hand over, lend, take back, repair, dispose."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import moves
from spbe_assets.services.moves import Paper, Standing
from ui.context import AppContext
from ui.inventory.chosen import Chosen
from ui.moves import kinds
from ui.moves.dialog import MoveDialog, open_minutes
from ui.moves.kinds import ActKind

LOOKED_AT = 1_000
"""So few items are looked at before the dialog opens, to know whether they go or come back."""


def hand_over(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Give the items to another agency, person or room."""
    open_act(context, kinds.HAND_OVER, chosen, parent)


def lend(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Lend the items."""
    open_act(context, kinds.LEND, chosen, parent)


def take_back(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """End the loans of the items."""
    open_act(context, kinds.TAKE_BACK, chosen, parent)


def repair(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Send the items to repair, or take them back where all of them are there."""
    found = _standing(context, chosen)
    open_act(context, kinds.REPAIRED if found and found.count == found.in_repair else kinds.REPAIR, chosen, parent)


def propose_disposal(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Propose the items for disposal, or withdraw that where all of them are proposed."""
    found = _standing(context, chosen)
    open_act(context, kinds.WITHDRAW if found and found.count == found.proposed else kinds.DISPOSAL, chosen, parent)


def _standing(context: AppContext, chosen: Chosen) -> Standing | None:
    wanted = chosen.filter
    if chosen.count > LOOKED_AT or not isinstance(wanted, AssetFilter):
        return None
    return context.read(lambda session: moves.standing(session, wanted))


def open_act(context: AppContext, kind: ActKind, chosen: Chosen, parent: QWidget) -> None:
    """Open the dialog of an act over a window, and the minutes where they are wanted afterwards."""
    window = parent.window()
    dialog = MoveDialog(context, kind, chosen, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.minutes_asked.connect(partial(_show_minutes, context, window))
    dialog.open()


def _show_minutes(context: AppContext, window: QWidget, papers: tuple[Paper, ...]) -> None:
    open_minutes(context, papers, window)
