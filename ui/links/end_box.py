"""A type-ahead for one end of a link: agency, building, device, or plain words that name neither."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtWidgets import QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Choice
from spbe_assets.i18n import N_, _
from spbe_assets.services import link_ends
from spbe_assets.services.link_ends import End
from ui.context import AppContext
from ui.inventory.reference_box import ReferenceBox

PLAIN = b"\0"
"""The line that takes the words as they were typed."""
KINDS = {"agency": N_("agency"), "site": N_("building"), "asset": N_("device")}


class EndBox(ReferenceBox):
    """`meant` tells which it is; words that are in no list count as they stand."""

    def __init__(self, context: AppContext, name: str, parent: QWidget | None = None) -> None:
        self._known: dict[Id, End] = {}
        super().__init__(context, self._look, parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(_("Agency, building, device, Internet…"))

    def meant(self) -> End:
        """The end that stands here."""
        with suppress(Invalid):
            record = self.record_id()
            if record in self._known:
                return self._known[record]
        return End(self.text().strip())

    def show_end(self, end: End) -> None:
        """Put an end that is known already."""
        if end.id is not None:
            self._known[end.id] = end
        self.show_record(end.id or (PLAIN if end.text else None), end.text)

    def _look(self, session: Any, text: str, _limit: int) -> Sequence[Choice]:
        found = link_ends.choices(session, text)
        self._known.update({end.id: end for end in found if end.id is not None})
        lines = [
            Choice(end.id, end.text, f"{_(KINDS[end.table])} · {end.hint}".rstrip(" ·")) for end in found if end.id
        ]
        return [*lines, Choice(PLAIN, text, _("in these words"))] if text else lines


def _hint(end: End) -> str:
    return " · ".join(part for part in (_(KINDS[end.table]), end.hint) if part)
