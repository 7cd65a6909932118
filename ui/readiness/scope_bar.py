"""Above the heat map: agencies or regions, which region, and what the colours mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui import format
from ui.icons import set_icon
from ui.readiness.day_dialog import DayDialog
from ui.readiness.words import FAIR_FROM, GOOD_FROM
from ui.widgets.basics import Chip, chip
from ui.widgets.charts import Legend
from ui.widgets.switch import Switch

AGENCIES, REGIONS = 0, 1


class ScopeBar(QWidget):
    """`changed` fires whenever other rows are wanted, `day_changed` when they are wanted of another day."""

    changed = Signal()
    day_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.region_id: Id | None = None
        self.by_region = False
        self.day: date | None = None
        self._regions: Sequence[tuple[Id, str]] = ()
        self.switch = Switch((_("Agencies"), _("Regions")))
        self.chip: Chip = chip("")
        self.day_chip: Chip = chip("")
        self.legend = Legend(
            [
                ("good", _("from {n}").format(n=GOOD_FROM)),
                ("warn_fill", _("from {n}").format(n=FAIR_FROM)),
                ("bad", _("below {n}").format(n=FAIR_FROM)),
                ("", _("not known yet")),
            ]
        )

        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 8)
        self._row.setSpacing(8)
        self._row.addWidget(self.switch)
        self._row.addWidget(self.chip)
        self._row.addWidget(self.day_chip)
        self._row.addSpacing(12)
        self._row.addWidget(self.legend, 1)
        self.switch.choose(AGENCIES)
        self._show_chip()
        self._show_day()

        self.switch.switched.connect(self._switch)

    def above(self, table: QWidget) -> QVBoxLayout:
        """A column of this bar and the table below it."""
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self)
        column.addWidget(table, 1)
        return column

    def show_regions(self, regions: Sequence[tuple[Id, str]]) -> None:
        """Offer these (id, name); a chosen region that is gone is let go."""
        self._regions = regions
        if self.region_id not in {region_id for region_id, _name in regions}:
            self.region_id = None
        self._show_chip()

    def choose(self, region_id: Id | None) -> None:
        """Show the agencies of one region, or of all for None."""
        self.region_id, self.by_region = region_id, False
        self.switch.choose(AGENCIES)
        self._show_chip()
        self.changed.emit()

    def choose_day(self, day: date | None) -> None:
        """Show the readiness of a past day, or today's for None."""
        wanted = None if day == formats.today() else day
        if wanted != self.day:
            self.day = wanted
            self._show_day()
            self.day_changed.emit()

    def ask_day(self) -> DayDialog:
        """Ask of which day."""
        dialog = DayDialog(self.day, self.window())
        dialog.chosen.connect(self.choose_day)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def menu(self) -> QMenu:
        """The regions to choose from."""
        menu = QMenu(self)
        menu.addAction(_("All regions"), lambda: self.choose(None))
        menu.addSeparator()
        for region_id, name in self._regions:
            menu.addAction(name.replace("&", "&&"), partial(self.choose, region_id))
        return menu

    def _switch(self, side: int) -> None:
        if self.by_region != (side == REGIONS):
            self.by_region, self.region_id = side == REGIONS, None
            self._show_chip()
            self.changed.emit()

    def _show_chip(self) -> None:
        """A chip is either on or off for good: put a fresh one in its place."""
        name = next((name for region_id, name in self._regions if region_id == self.region_id), "")
        old = self.chip
        self.chip = chip(name or _("All regions"), on=bool(name))
        if not name:
            set_icon(self.chip, "chevron-down", "muted", 12, gap=-4)
            self.chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.chip.clicked.connect(self._open_menu)
        self.chip.removed.connect(lambda: self.choose(None))
        self._row.replaceWidget(old, self.chip)
        self.chip.setVisible(not self.by_region)  # not before: without a parent it would open as a window
        old.hide()
        old.deleteLater()

    def _show_day(self) -> None:
        old = self.day_chip
        self.day_chip = chip(format.day(self.day) if self.day else _("Today"), on=self.day is not None)
        if self.day is None:
            set_icon(self.day_chip, "calendar", "muted", 12, gap=4)
        self.day_chip.setToolTip(_("Show the readiness of a past day"))
        self.day_chip.clicked.connect(self.ask_day)
        self.day_chip.removed.connect(lambda: self.choose_day(None))
        self._row.replaceWidget(old, self.day_chip)
        self.day_chip.show()
        old.hide()
        old.deleteLater()

    def _open_menu(self) -> None:
        self.menu().popup(self.chip.mapToGlobal(self.chip.rect().bottomLeft()))
