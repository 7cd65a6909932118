"""Two answers of the first screen: what next year's budget should go to first, and who changed what last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.readiness import Readiness, Step
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports import wording
from spbe_assets.services.latest import Latest
from ui import format
from ui.home.line_list import HomeLine, LineChart
from ui.widgets.basics import label
from ui.widgets.card import Card

STEPS_SHOWN, CHANGES_SHOWN = 4, 5


class BudgetCard(Card):
    """The steps that cost money and raise the province's score most; `chosen` carries a criterion's id."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Budget first"), _("by points gained"), parent=parent)
        self.lines = LineChart(_("What next year's budget should go to first"))
        self.nothing = label(_("Nothing that costs money holds readiness back, as far as it is recorded."), "muted")
        self.nothing.setWordWrap(True)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.lines)
        self.body.addStretch()
        self.lines.chosen.connect(self.chosen)
        self.show_readiness(None)

    def show_readiness(self, readiness: Readiness | None) -> None:
        """Show the first steps of a result."""
        steps = [step for step in readiness.findings if _costs_money(step)] if readiness else []
        self.lines.show_lines([_step_line(step) for step in steps[:STEPS_SHOWN]])
        self.lines.setVisible(bool(steps))
        self.nothing.setVisible(readiness is not None and not steps)


class LatestCard(Card):
    """Who changed what, when, from what; `chosen` carries the id of the action."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Latest changes"), parent=parent)
        self.lines = LineChart(_("Latest changes"))
        self.nothing = label(_("Nothing has been changed yet."), "muted", wrap=True)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.lines)
        self.body.addStretch()
        self.lines.chosen.connect(self.chosen)

    def show_latest(self, latest: Sequence[Latest]) -> None:
        """Show these instead."""
        now = datetime.now(UTC)
        self.lines.show_lines([_change_line(one, now) for one in latest[:CHANGES_SHOWN]])
        self.lines.setVisible(bool(latest))
        self.nothing.setVisible(not latest)


def _costs_money(step: Step) -> bool:
    """Mending equipment, links and rooms costs money; keeping the register in order costs only work."""
    return step.sure and step.criterion.aspect is not Aspect.GOVERNANCE


def _step_line(step: Step) -> HomeLine:
    agencies = ngettext("{n} agency", "{n} agencies", step.agencies)
    below = f"{step.criterion.aspect.label} · {format.counted(agencies, step.agencies)}"
    return HomeLine(wording.step_text(step), below, step.criterion.id, wording.gain_text(step), "good")


def _change_line(one: Latest, now: datetime) -> HomeLine:
    where = one.record or format.counted(ngettext("{n} change", "{n} changes", one.changes), one.changes)
    below = " · ".join((one.user, format.recent(one.at, now), where))
    if not one.field:
        return HomeLine(one.reason[:1].upper() + one.reason[1:], below, one.action)
    before, after = one.before or format.NOTHING, one.after or format.NOTHING
    title = _("{field}: {before} → {after}").format(field=one.field, before=before, after=after)
    return HomeLine(title, below, one.action)
