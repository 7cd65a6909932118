"""The pins of the person at this window: one board for every form that makes new items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from spbe_assets.services import pins
from spbe_assets.services.pins import Key, Pins
from ui.context import AppContext


class PinBoard(QObject):
    """Knows what is pinned at once and keeps it behind the scenes; `changed` fires when a pin goes in or out."""

    changed = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self._operator = context.actor.user
        self._pins = pins.load(context.store, self._operator)

    @staticmethod
    def of(context: AppContext) -> PinBoard:
        """The board of a window."""
        return context.findChild(PinBoard) or PinBoard(context)

    @property
    def pins(self) -> Pins:
        """What is pinned now by whoever works here now."""
        if self._operator != self._context.actor.user:
            self._operator = self._context.actor.user
            self._pins = pins.load(self._context.store, self._operator)
        return self._pins

    def toggle(self, key: Key) -> None:
        """Pin a field, or let it go."""
        self._keep(self.pins.toggled(key))
        self.changed.emit()

    def hold(self, values: Mapping[Key, Any], names: Mapping[Key, str]) -> None:
        """Keep the pinned ones among the values of an item that was made."""
        self._keep(self.pins.holding(values, names))

    def _keep(self, kept: Pins) -> None:
        if kept == self._pins:
            return
        self._pins = kept
        store, operator = self._context.store, self._operator
        self._context.run_later(lambda _progress: pins.save(store, operator, kept))
