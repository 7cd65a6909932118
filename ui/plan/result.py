"""What a plan brings: the score before and after, the proof, the curve, and below a switch all its parts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets.domain.plan import Plan
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports import plan_words
from ui import format
from ui.plan import result_columns, words
from ui.plan.curve import BudgetCurve
from ui.plan.list_table import ListView
from ui.widgets.basics import label
from ui.widgets.charts import Bar, BarList
from ui.widgets.empty_state import EmptyState
from ui.widgets.switch import Switch

SIDE_PX, NARROW_SIDE_PX = 400, 340


class ResultSide(QFrame):
    """The figures, the curve and the aspects at the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.figure, self.gain = label("", "figure"), label("", "strong", wrap=True)
        self.money, self.proof = label("", "muted", wrap=True), label("", "small", wrap=True)
        self.curve, self.aspects = BudgetCurve(), BarList()
        self.aspects.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        figures = QHBoxLayout()
        figures.setSpacing(12)
        figures.addWidget(self.figure)
        figures.addWidget(self.gain, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(label(_("Score of the province"), "small"))
        column.addLayout(figures)
        column.addWidget(self.money)
        column.addWidget(self.proof)
        column.addSpacing(8)
        column.addWidget(label(_("Score against budget"), "heading"))
        column.addWidget(self.curve, 1)
        column.addSpacing(4)
        column.addWidget(label(_("By aspect with the plan: hatched is what it adds"), "heading", wrap=True))
        column.addWidget(self.aspects)

    def show_plan(self, plan: Plan) -> None:
        """Show what a plan brings."""
        self.figure.setText(f"{words.figure(plan.score_before)} → {words.figure(plan.score_after)}")
        self.gain.setText(_("{gain} points").format(gain=words.points(plan.gain, 2)))
        told = ngettext(
            "{n} purchase for {cost} of {budget}", "{n} purchases for {cost} of {budget}", len(plan.purchases)
        )
        amounts = {"cost": format.rupiah(plan.cost), "budget": format.rupiah(plan.budget)}
        self.money.setText(told.format(n=format.number(len(plan.purchases)), **amounts))
        proof = [plan_words.proof_text(plan)]
        if plan.estimates:
            guessed = ngettext("{n} price is only an estimate.", "{n} prices are only estimates.", plan.estimates)
            proof.append(format.counted(guessed, plan.estimates))
        if plan.unpriced:
            proof.append(plan_words.unpriced_text(plan))
        self.proof.setText(" ".join(proof))
        self.curve.show_mark(plan.budget, plan.score_after)
        self.aspects.show_bars([_bar(plan_words.effect_title(one), one.before, one.after) for one in plan.aspects])

    def show_guess(self, budget: int, before: float | None) -> None:
        """While the slider moves: about what the budget reaches, by the curve."""
        score = self.curve.score_at(budget)
        self.curve.show_mark(budget, score)
        self.figure.setText(f"{words.figure(before)} → ≈ {words.figure(score)}" if score is not None else "…")
        self.gain.setText("")
        self.money.setText(_("being worked out for {budget}…").format(budget=format.rupiah(budget)))
        self.proof.setText("")


class ResultTables(QWidget):
    """The parts of a plan, one list at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch((_("Purchases"), _("Agencies"), _("Criteria"), _("Left for later")))
        self.purchases = ListView([], lambda one: (one.need, one.year), _("Purchases"))
        self.agencies = ListView(result_columns.effects(_("Agency"), with_cost=True), lambda one: one.id, _("Agencies"))
        self.criteria = ListView(
            result_columns.effects(_("Criterion"), with_cost=False), lambda one: one.id, _("Criteria")
        )
        self.left = ListView(result_columns.left(), lambda one: one.need, _("Left for later"))
        self.pages = QStackedWidget()
        self._columns = 0
        for table in (self.purchases, self.agencies, self.criteria, self.left):
            self.pages.addWidget(table)
        self.purchases.set_empty(
            EmptyState("wallet", _("This budget buys nothing"), _("Give it more money, or approve needs first."))
        )

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        self.switch.switched.connect(self._turn)
        self.switch.choose(0)

    def show_plan(self, plan: Plan) -> None:
        """Show the parts of a plan."""
        columns = result_columns.purchases(plan)
        if len(columns) != self._columns:
            self._columns = len(columns)
            self.purchases.show_columns(columns, [])
        self.purchases.show_rows(plan.purchases)
        self.agencies.show_rows(sorted(plan.agencies, key=lambda one: (-one.cost, one.title)))
        self.criteria.show_rows(sorted(plan.criteria, key=lambda one: -one.gaps))
        self.left.show_rows(plan.left)
        counts: list[tuple[str, Any]] = [(_("Purchases"), plan.purchases), (_("Left for later"), plan.left)]
        for number, (name, rows) in zip((0, 3), counts, strict=True):
            self.switch.name(number, f"{name} {format.number(len(rows))}")

    @Slot(int)
    def _turn(self, number: int) -> None:
        self.pages.setCurrentIndex(number)


def _bar(name: str, before: float | None, after: float | None) -> Bar:
    tip = f"{name}: {words.figure(before)} → {words.figure(after)}"
    return Bar(
        name, before, after if after is not None else 0.0, "accent", name, tip, "?" if after is None else f"{after:.0f}"
    )
