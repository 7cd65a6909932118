"""The wedge scanner: how it is told from fingers, and whether it is answered with a sound."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget

from spbe_assets.i18n import N_, _
from ui.context import AppContext
from ui.preferences import SCANNER_GAPS_MS, Preferences
from ui.settings.page import Page
from ui.widgets.basics import pad


class ScannerPage(Page):
    """For you on this computer."""

    title, icon = N_("Scanner"), "scan"
    about = N_("A scanner types like a keyboard, only faster. Scans work on every screen, whatever has the focus.")

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._preferences = Preferences()
        self.gap = QSpinBox()
        self.gap.setRange(*SCANNER_GAPS_MS)
        pad(self.gap)
        self.gap.setSuffix(" ms")
        self.gap.setValue(self._preferences.scanner_gap_ms)
        self.beep = QCheckBox(_("Answer a scan with a sound"))
        self.beep.setChecked(self._preferences.scanner_beep)

        rows = self.add_card()
        note = _("Raise it if scans are taken for typing; lower it if fast typing is taken for a scan.")
        rows.add(_("Longest gap between keys"), self.gap, note)
        rows.add(_("Sound"), self.beep)
        self.column.addStretch()

        self.gap.valueChanged.connect(self._keep_gap)
        self.beep.toggled.connect(self._keep_beep)

    def _keep_gap(self, gap_ms: int) -> None:
        self._preferences.scanner_gap_ms = gap_ms

    def _keep_beep(self, wanted: bool) -> None:
        self._preferences.scanner_beep = wanted
