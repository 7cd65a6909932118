"""Readiness by agency on the first screen; counted last, because it takes longest."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.readiness import AgencyResult, Readiness
from spbe_assets.i18n import _
from ui import format
from ui.context import AppContext
from ui.readiness import run
from ui.readiness.words import tone
from ui.widgets.basics import label
from ui.widgets.card import Card
from ui.widgets.charts import Bar, BarList

SHOWN = 6


class ReadinessCard(Card):
    """The best and the weakest agencies; hatched is what may still rise once it is recorded."""

    chosen = Signal(object)
    scored = Signal(str, str)
    assessed = Signal(object)
    """The whole `Readiness`, for those who show other sides of it."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(_("Readiness by agency"), _("hatched: not known yet"), parent=parent)
        self._context = context
        self.bars = BarList()
        self.nothing = label(_("Not computed yet."), "muted", wrap=True)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.bars)
        self.body.addStretch()
        self.bars.hide()
        self.bars.chosen.connect(self.chosen)

    def ask(self) -> None:
        """Compute off the GUI thread and show."""
        self._context.read_apart(run.assess).then(self, self._show)

    def _show(self, readiness: Readiness) -> None:
        self.assessed.emit(readiness)
        score = readiness.province.score
        figure = "?" if score.value is None else format.decimal(score.value, 0)
        between = _("between {low} and {high}").format(low=round(score.worst), high=round(score.best))
        known = _("data known {share}").format(share=format.percent(score.coverage))
        self.scored.emit(figure, f"{known} · {between}")
        scored = [agency for agency in readiness.agencies if agency.result.score.coverage > 0]
        self.bars.show_bars([_bar(agency) for agency in _ends(scored)])
        self.bars.setVisible(bool(scored))
        self.nothing.setText(_("Nothing can be scored yet."))
        self.nothing.setVisible(not scored)


def _ends(agencies: list[AgencyResult]) -> list[AgencyResult]:
    """The best few and the weakest few."""
    ordered = sorted(agencies, key=lambda one: (-(one.result.score.value or -1), one.short_name))
    half = SHOWN // 2
    return ordered if len(ordered) <= SHOWN else ordered[:half] + ordered[-half:]


def _bar(agency: AgencyResult) -> Bar:
    score = agency.result.score
    shown = "?" if score.value is None else format.decimal(score.value, 0)
    pattern = _("{agency}: {score}, between {low} and {high}, {share} of the data known")
    tip = pattern.format(
        agency=agency.name,
        score=shown,
        low=round(score.worst),
        high=round(score.best),
        share=format.percent(score.coverage),
    )
    return Bar(agency.short_name, score.value, score.best, tone(score.value), agency.id, tip)
