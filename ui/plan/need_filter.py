"""Which needs are on show: chips for agency, aspect, kind and state, and a typed text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.needs import NeedKind, NeedState
from spbe_assets.i18n import N_, _
from spbe_assets.services.needs import NeedRow
from ui.icons import set_icon
from ui.inventory.chip_popup import TickPopup
from ui.inventory.filter_kinds import Option
from ui.widgets.basics import Chip, chip

AGENCY, ASPECT, KIND, STATE = "agency", "aspect", "kind", "state"
TITLES = {AGENCY: N_("Agency"), ASPECT: N_("Aspect"), KIND: N_("Kind"), STATE: N_("Status")}


class NeedFilter(QWidget):
    """`changed` fires whenever other needs are wanted. Without a chosen state dropped needs stay out of sight."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticked: dict[str, dict[Any, str]] = {kind: {} for kind in TITLES}
        self.text = ""
        self._agencies: Sequence[Option] = ()
        self._aspects: Mapping[str, Aspect] = {}
        self.chips: dict[str, Chip] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        for kind in TITLES:
            self.chips[kind] = self._made(kind)
            self._row.addWidget(self.chips[kind])

    def show_choices(self, needs: Iterable[NeedRow], aspects: Mapping[str, Aspect]) -> None:
        """Offer the agencies of these needs; `aspects` says which aspect a criterion belongs to."""
        self._aspects = aspects
        names = {need.agency_id: need.agency for need in needs}
        ordered = sorted(names.items(), key=lambda pair: pair[1].casefold())
        self._agencies = [Option(agency, name) for agency, name in ordered]

    def lets_through(self, need: NeedRow) -> bool:
        """Whether a need is wanted."""
        states = self.ticked[STATE]
        if need.state not in states if states else need.state is NeedState.DROPPED:
            return False
        if self.ticked[AGENCY] and need.agency_id not in self.ticked[AGENCY]:
            return False
        if self.ticked[KIND] and need.kind not in self.ticked[KIND]:
            return False
        if self.ticked[ASPECT] and not any(self._aspects.get(one) in self.ticked[ASPECT] for one in need.closes):
            return False
        said = f"{need.title} {need.agency} {need.kode_barang} {need.notes}".casefold()
        return all(word in said for word in self.text.casefold().split())

    def tick(self, kind: str, ticked: dict[Any, str]) -> None:
        """Want only these values (each with what it is called); none means all."""
        self.ticked[kind] = ticked
        self._renew(kind)
        self.changed.emit()

    def search(self, text: str) -> None:
        """Want only needs that hold all these words."""
        self.text = text
        self.changed.emit()

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.text) or any(self.ticked.values())

    def options(self, kind: str) -> Sequence[Option]:
        """What can be ticked."""
        choices: dict[str, Sequence[Option]] = {
            AGENCY: self._agencies,
            ASPECT: [Option(one, one.label) for one in Aspect],
            KIND: [Option(one, one.label) for one in NeedKind],
            STATE: [Option(one, one.label) for one in NeedState],
        }
        return choices[kind]

    def _found(self, kind: str, text: str) -> Sequence[Option]:
        return [option for option in self.options(kind) if text.casefold() in option.text.casefold()]

    def _open(self, kind: str) -> None:
        popup = TickPopup(partial(self._found, kind), self.ticked[kind], searchable=kind == AGENCY, parent=self)
        popup.picked.connect(partial(self.tick, kind))
        popup.open_under(self.chips[kind])
        popup.setFocus()

    def _made(self, kind: str) -> Chip:
        names = list(self.ticked[kind].values())
        if not names:
            made = chip(_(TITLES[kind]))
            set_icon(made, "chevron-down", "muted", 12, gap=-4)
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        else:
            shown = names[0] if len(names[0]) <= 28 else names[0][:27] + "…"
            more = f" +{len(names) - 1}" if len(names) > 1 else ""
            made = chip(f"{_(TITLES[kind])}: {shown}{more}".replace("&", "&&"), on=True)
        made.clicked.connect(partial(self._open, kind))
        made.removed.connect(partial(self.tick, kind, {}))
        return made

    def _renew(self, kind: str) -> None:
        """A chip is either on or off for good: put a fresh one in its place."""
        old, self.chips[kind] = self.chips[kind], self._made(kind)
        self._row.replaceWidget(old, self.chips[kind])
        self.chips[kind].show()
        old.hide()
        old.deleteLater()
