"""One kept plan among others: what it costs, what it brings, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.plan import Plan
from spbe_assets.i18n import _
from spbe_assets.reports import plan_words
from spbe_assets.services.scenarios import Scenario
from ui import format
from ui.plan import words
from ui.widgets.basics import button, elided, label, pill
from ui.widgets.card import Card


class ScenarioCard(Card):
    """`chosen`, `rkbmd_wanted`, `report_wanted` and `reopened` carry the scenario."""

    chosen = Signal(object)
    rkbmd_wanted = Signal(object)
    report_wanted = Signal(object)
    reopened = Signal(object)

    def __init__(self, scenario: Scenario, plan: Plan, best: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.scenario = scenario
        self.choose_button = button(_("Choose"), "main", "check")
        self.rkbmd_button = button(_("RKBMD…"), icon="file-check")
        self.report_button = button(_("Report…"), icon="file-text")
        self.reopen_button = button(_("Go on from here"), "flat")
        self.choose_button.setHidden(scenario.is_chosen)
        self.rkbmd_button.setHidden(not scenario.is_chosen)

        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(elided(scenario.name, "record"), 1)
        self.state = pill(scenario.state.label if scenario.is_chosen else "", "good")
        if scenario.is_chosen:
            head.addWidget(self.state)
        figure = QHBoxLayout()
        figure.setSpacing(12)
        before, after = words.figure(plan.score_before), words.figure(plan.score_after)
        figure.addWidget(label(f"{before} → {after}", "figure"))
        figure.addWidget(label(words.points(plan.gain, 2), "good" if best else "strong"))
        figure.addStretch(1)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        for one in (self.choose_button, self.rkbmd_button, self.report_button):
            actions.addWidget(one)
        actions.addStretch(1)
        self.body.addLayout(head)
        self.body.addLayout(figure)
        self.body.addLayout(_facts(scenario, plan))
        self.body.addWidget(label(plan_words.proof_text(plan), "small", wrap=True))
        self.body.addStretch(1)
        self.body.addLayout(actions)
        last = QVBoxLayout()
        last.addWidget(self.reopen_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(last)

        self.choose_button.clicked.connect(lambda: self.chosen.emit(scenario))
        self.rkbmd_button.clicked.connect(lambda: self.rkbmd_wanted.emit(scenario))
        self.report_button.clicked.connect(lambda: self.report_wanted.emit(scenario))
        self.reopen_button.clicked.connect(lambda: self.reopened.emit(scenario))


def _facts(scenario: Scenario, plan: Plan) -> QGridLayout:
    made = format.moment(scenario.made_at) if scenario.made_at else format.NOTHING
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(
        (
            (_("Years"), plan_words.years_text(plan)),
            (_("Budget"), format.rupiah(plan.budget)),
            (_("Cost"), format.rupiah(plan.cost)),
            (_("Purchases"), format.number(len(plan.purchases))),
            (_("Agencies served"), format.number(sum(one.cost > 0 for one in plan.agencies))),
            (_("Made"), " · ".join(part for part in (made, scenario.made_by) if part)),
        )
    ):
        grid.addWidget(label(name, "muted"), number, 0)
        grid.addWidget(elided(value), number, 1)
    return grid
