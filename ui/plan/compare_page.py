"""Kept plans side by side: what each costs and brings, and in which needs they differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.services import scenarios as service
from spbe_assets.services.scenarios import Difference, Scenario
from ui import format
from ui.context import AppContext
from ui.plan import words
from ui.plan.list_table import ListColumn, ListView
from ui.plan.name_dialog import NameDialog
from ui.plan.scenario_card import ScenarioCard
from ui.widgets.basics import label
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import Cell

MOST = 3
LIST_PX = 330


class ComparePage(QWidget):
    """`rkbmd_wanted`, `report_wanted` and `reopened` carry a scenario."""

    rkbmd_wanted = Signal(object)
    report_wanted = Signal(object)
    reopened = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: set[bytes] = set()
        self._is_known = False
        self.list = ListView(_columns(), lambda one: one.id, _("Kept plans"))
        self.list.setFixedWidth(LIST_PX)
        self.list.set_empty(
            EmptyState("wallet", _("No plan is kept yet"), _("Work one out under “Plan” and press “Keep the plan…”."))
        )
        self.cards: list[ScenarioCard] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self.differing = label("", "heading")
        self.differences = ListView([], lambda one: (one.agency, one.title), _("Differences"))

        self._lay_out()
        self.list.picked.connect(self._show_chosen)
        self.list.entered.connect(self.rename)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._offer)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self.delete)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    def refresh(self) -> None:
        """Ask for the kept plans again."""
        self._context.read_later(lambda session, _progress: service.listed(session)).then(self, self._show)

    def choose(self, scenario_id: bytes) -> None:
        """Select a plan beside those that are, as soon as it is there."""
        chosen = [one.id for one in self.list.selected()][: MOST - 1]
        self._wanted = {*chosen, scenario_id}
        self.refresh()

    @Slot()
    def delete(self) -> None:
        """Delete the selected plans; undo brings them back."""
        chosen = [one.id for one in self.list.selected()]
        if chosen:
            done = format.counted(ngettext("{n} plan deleted", "{n} plans deleted", len(chosen)), len(chosen))
            self._context.write(lambda uow, _progress: service.delete(uow, chosen), "plan", done)

    @Slot(object)
    def rename(self, scenario: Scenario) -> NameDialog:
        """Ask for another name and notes."""
        dialog = NameDialog(_("Name of the plan"), scenario.name, scenario.notes, self.window())
        dialog.named.connect(lambda name, notes: self._rename(scenario, name, notes))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _rename(self, scenario: Scenario, name: str, notes: str) -> None:
        self._context.write(
            lambda uow, _progress: service.rename(uow, scenario.id, name, notes, scenario.rev),
            "plan",
            _("“{name}” saved").format(name=name),
        )

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.list, 1)
        hint = _("Select two or three plans with Ctrl or Shift to compare them.")
        note = label(hint, "small", wrap=True)
        note.setFixedWidth(LIST_PX)
        left.addWidget(note)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(self._row)
        right.addWidget(self.differing)
        right.addWidget(self.differences, 1)
        self._rest = QWidget()
        right.addWidget(self._rest, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 12)
        row.setSpacing(16)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.setFocusProxy(self.list)

    def _show(self, found: Sequence[Scenario]) -> None:
        self.list.show_rows(found)
        wanted, self._wanted = self._wanted, set()
        if not wanted and not self._is_known:
            wanted = {one.id for one in found[:2]}
        self._is_known = bool(found)
        if wanted:
            self.list.choose(wanted)
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        chosen = [one for one in self.list.selected() if one.plan is not None][:MOST]
        for card in self.cards:
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        gains = [one.plan.gain for one in chosen]
        self.cards = [self._card(one, is_best=one.plan.gain == max(gains)) for one in chosen]
        for card in self.cards:
            self._row.addWidget(card, 1)
        self._show_differences(chosen)

    def _card(self, scenario: Scenario, *, is_best: bool) -> ScenarioCard:
        if scenario.plan is None:
            raise ValueError("only a plan that can be read has a card")
        card = ScenarioCard(scenario, scenario.plan, is_best, self)
        card.chosen.connect(self.choose_for_forms)
        card.rkbmd_wanted.connect(self.rkbmd_wanted)
        card.report_wanted.connect(self.report_wanted)
        card.reopened.connect(self.reopened)
        return card

    @Slot(object)
    def choose_for_forms(self, scenario: Scenario) -> None:
        """Make a plan the one that forms and the report are made from."""
        done = _("“{name}” is the chosen plan now").format(name=scenario.name)
        self._context.write(lambda uow, _progress: service.choose(uow, scenario.id), "plan", done)

    def _show_differences(self, chosen: Sequence[Scenario]) -> None:
        several = len(chosen) > 1
        self.differing.setVisible(several)
        self.differences.setVisible(several)
        self._rest.setVisible(not several)
        if not several:
            return
        rows = service.compared([one.plan for one in chosen if one.plan is not None])
        told = ngettext("They differ in {n} need", "They differ in {n} needs", len(rows))
        self.differing.setText(format.counted(told, len(rows)) if rows else _("They buy the same"))
        self.differences.show_columns(_difference_columns([one.name for one in chosen]), rows)

    @Slot(QPoint)
    def _offer(self, where: QPoint) -> None:
        chosen = self.list.selected()
        if not chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one = menu.addAction(_("Rename…"), lambda: self.rename(chosen[0]))
        one.setEnabled(len(chosen) == 1)
        menu.addAction(_("Delete"), self.delete)
        menu.popup(self.list.viewport().mapToGlobal(where))


def _columns() -> list[ListColumn]:
    return [
        ListColumn(_("Kept plans"), _name, lambda one: one.name.casefold()),
        ListColumn(_("Cost"), _cost, lambda one: one.plan.cost if one.plan else None, 84, right=True),
        ListColumn(_("Score"), _score, lambda one: one.plan.score_after if one.plan else None, 62, right=True),
    ]


def _name(one: Scenario) -> Cell:
    if one.plan is None:
        return Cell(one.name, second=_("of a newer version"), style="muted")
    return Cell(one.name, icon="check" if one.is_chosen else "", style="good" if one.is_chosen else "")


def _cost(one: Scenario) -> Cell:
    return Cell(format.short_rupiah(one.plan.cost) if one.plan else format.NOTHING, right=True)


def _score(one: Scenario) -> Cell:
    return Cell(words.figure(one.plan.score_after) if one.plan else format.NOTHING, style="strong", right=True)


def _difference_columns(names: Sequence[str]) -> list[ListColumn]:
    def quantity(at: int) -> ListColumn:
        def cell(one: Difference) -> Cell:
            count = one.quantities[at]
            return Cell(f"{format.number(count)} {one.unit}" if count else format.NOTHING, right=True)

        return ListColumn(names[at], cell, lambda one: one.quantities[at], 130, right=True)

    return [
        ListColumn(_("Agency"), lambda one: Cell(one.agency), lambda one: one.agency.casefold()),
        ListColumn(_("What is bought"), lambda one: Cell(one.title, style="strong"), lambda one: one.title),
        *(quantity(at) for at in range(len(names))),
    ]
