"""Opening the field screen first, for those who have work there and asked for it."""

from __future__ import annotations

from ui.context import AppContext
from ui.field import reading
from ui.main_window import MainWindow
from ui.navigation import FIELD


def begin_in_field(context: AppContext, window: MainWindow) -> None:
    """Show the field screen if this installation has work that is not done, unless somebody has gone on meanwhile."""
    begun_at, store = window.current_screen(), context.store

    def go(has_work: bool) -> None:
        if has_work and window.current_screen() is begun_at:
            window.open_place(FIELD)

    context.run_later(lambda _progress: reading.has_tasks(store), quiet=True).then(window, go)
