"""Getting ready what nobody has opened yet, so that a first opening does not hold the window up.

Reading a screen's code and building it takes 30-90 ms on the GUI thread, several times as long beside an import. So
once the first screen is there the code is read on another thread, and the screens are built while nobody works.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from time import monotonic
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

import ui
from spbe_assets import formats
from spbe_assets.domain.progress import Progress
from ui.context import AppContext

LOOK_MS = 120
AT_REST_S = 0.4
INPUT = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel})


class Ahead(QObject):
    """`build_next` makes one screen and tells whether there was one left to make."""

    def __init__(self, context: AppContext, build_next: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._build_next = context, build_next
        self.is_finished = self._has_read = False
        self._input_at = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        _application().installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Leave the rest to be made when it is opened."""
        self.is_finished = True
        self._timer.stop()
        _application().removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT:
            self._input_at = monotonic()
        return False

    def _look(self) -> None:
        if self._context.is_busy or monotonic() - self._input_at < AT_REST_S:
            return
        if not self._has_read:
            self._has_read = True
            self._context.run_later(read_the_code)
        elif not self._build_next():
            self.stop()


def read_the_code(progress: Progress) -> None:
    """Import every module of the window. None makes a Qt object when it is read, for this is not the GUI thread."""
    formats.number(0)  # reads the locale
    names = [module.name for module in pkgutil.walk_packages(ui.__path__, "ui.")]
    for number, name in enumerate(names):
        progress.step(number, len(names))
        import_module(name)


def _application() -> QCoreApplication:
    return cast(QCoreApplication, QCoreApplication.instance())
