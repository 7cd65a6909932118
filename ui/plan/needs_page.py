"""What is needed: proposed by the gaps or asked for by people, to be approved, changed, dropped or postponed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from spbe_assets.domain.needs import NeedState, Origin
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import needs as service
from spbe_assets.services.needs import NeedRow
from spbe_assets.services.plan_problem import Survey
from ui import format
from ui.context import AppContext
from ui.plan import need_columns, words
from ui.plan.list_table import ListView
from ui.plan.need_filter import NeedFilter
from ui.widgets.basics import button, elided
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice import Notice

MOST_YEARS = 5


class NeedsPage(QWidget):
    """`prices_wanted` asks for the price list, `opened` for the form of a need (None: of a new one)."""

    prices_wanted = Signal()
    opened = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.survey: Survey | None = None
        self.filter = NeedFilter()
        self.total = elided("", "small")
        self.notice = Notice("info", "")
        self.notice.hide()
        self.table = ListView(need_columns.columns({}), lambda need: need.id, _("Needs"))
        self.accept_button = button(_("Approve"), icon="check")
        self.postpone_button = button(_("Postpone…"), icon="calendar-plus")
        self.drop_button = button(_("Drop"), icon="ban")
        self.reset_button = button(_("Forget the decision"), "flat")
        self.edit_button = button(_("Edit"), icon="pencil")
        self._empty = EmptyState("circle-check", "", "")
        self.table.set_empty(self._empty)

        self._lay_out()
        self._connect()
        self._show_selection()

    def show_survey(self, found: Survey) -> None:
        """Show the needs as they stand."""
        criteria = found.basis.criteria.criteria
        if self.survey is None:
            self.table.show_columns(need_columns.columns({one.id: one.title for one in criteria}), [])
        self.survey = found
        self.filter.show_choices(found.needs, {one.id: one.aspect for one in criteria})
        told = words.estimated(list(found.needs))
        self.notice.setVisible(bool(told))
        more = _("Plans get truer with your standard price list (SHS).") if told else ""
        self.notice.set(f"{told}." if told else "", more, _("Price list…"))
        self.show_rows()

    @Slot()
    def show_rows(self) -> None:
        """Show what the filter lets through."""
        found = [need for need in self.survey.needs if self.filter.lets_through(need)] if self.survey else []
        if self.filter.is_on:
            self._empty.title.setText(_("No need fits the filter"))
            self._empty.text.setText(_("Remove a chip or clear the search."))
        else:
            self._empty.title.setText(_("Nothing is needed"))
            self._empty.text.setText(
                _("No gap of readiness can be closed by buying something. You can still add a need.")
            )
        self.table.show_rows(found)

    def decide(self, state: NeedState, year: int | None = None) -> None:
        """Decide about everything that is selected, as one action."""
        chosen = self.table.selected()
        if not chosen:
            return
        told = format.counted(_DONE[state](len(chosen)), len(chosen))
        self._context.write(lambda uow, _progress: service.decide(uow, chosen, state, year), "need", told)

    @Slot()
    def take_back(self) -> None:
        """Forget what was decided about the selected needs; own needs are deleted."""
        chosen = [need.id for need in self.table.selected() if need.rev is not None]
        if chosen:
            told = ngettext("{n} decision taken back", "{n} decisions taken back", len(chosen))
            done = format.counted(told, len(chosen))
            self._context.write(lambda uow, _progress: service.forget(uow, chosen), "need", done)

    def years(self) -> list[int]:
        """The years until which a need can be postponed."""
        first = self.survey.year if self.survey else 0
        return [first + number for number in range(1, MOST_YEARS + 1)]

    def postpone_menu(self) -> QMenu:
        """The years to choose from."""
        menu = QMenu(self)
        for year in self.years():
            menu.addAction(_("until {year}").format(year=year), partial(self.decide, NeedState.POSTPONED, year))
        return menu

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 16, 8)
        bar.setSpacing(8)
        bar.addWidget(self.filter)
        bar.addWidget(self.total, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        for part in (self.accept_button, self.postpone_button, self.drop_button, self.edit_button, self.reset_button):
            foot.addWidget(part)
        foot.addStretch(1)
        above = QVBoxLayout()
        above.setContentsMargins(16, 0, 16, 8)
        above.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusProxy(self.table)
        tips = {
            self.accept_button: "A", self.postpone_button: "P", self.drop_button: "X", self.edit_button: _("Enter"),
        }  # fmt: skip
        for one, key in tips.items():
            one.setToolTip(_("Key: {key}").format(key=key))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self) -> None:
        self.filter.changed.connect(self.show_rows)
        self.notice.acted.connect(self.prices_wanted)
        self.table.picked.connect(self._show_selection)
        self.table.entered.connect(self.opened)
        self.table.customContextMenuRequested.connect(self._offer)
        self.accept_button.clicked.connect(self._accept)
        self.drop_button.clicked.connect(self._drop)
        self.postpone_button.clicked.connect(self._postpone)
        self.reset_button.clicked.connect(self.take_back)
        self.edit_button.clicked.connect(self._edit)
        for key, slot in (("A", self._accept), ("X", self._drop), ("P", self._postpone), ("Delete", self._drop)):
            made = QShortcut(QKeySequence(key), self.table, slot)
            made.setContext(Qt.ShortcutContext.WidgetShortcut)

    @Slot()
    def _accept(self) -> None:
        self.decide(NeedState.ACCEPTED)

    @Slot()
    def _drop(self) -> None:
        self.decide(NeedState.DROPPED)

    @Slot()
    def _postpone(self) -> None:
        if self.table.selected():
            menu = self.postpone_menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.postpone_button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    @Slot()
    def _edit(self) -> None:
        chosen = self.table.selected()
        if len(chosen) == 1:
            self.opened.emit(chosen[0])

    @Slot(QPoint)
    def _offer(self, where: QPoint) -> None:
        if not self.table.selected():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Edit"), self._edit).setEnabled(len(self.table.selected()) == 1)
        menu.addAction(_("Approve"), self._accept)
        later = menu.addMenu(_("Postpone"))
        for year in self.years():
            later.addAction(_("until {year}").format(year=year), partial(self.decide, NeedState.POSTPONED, year))
        menu.addAction(_("Drop"), self._drop)
        menu.addSeparator()
        menu.addAction(_("Forget the decision"), self.take_back)
        menu.popup(self.table.viewport().mapToGlobal(where))

    @Slot()
    def _show_selection(self) -> None:
        chosen: list[NeedRow] = self.table.selected()
        shown: Any = list(self.table.list.rows)
        text = words.needs_total(shown) if shown else ""
        if len(chosen) > 1:
            text = _("{total} · selected: {chosen}").format(total=text, chosen=words.needs_total(chosen))
        self.total.set_whole(text)
        for one in (self.accept_button, self.postpone_button, self.drop_button):
            one.setEnabled(bool(chosen))
        self.edit_button.setEnabled(len(chosen) == 1)
        self.reset_button.setEnabled(any(need.rev is not None for need in chosen))
        has_own = any(need.origin is Origin.OWN for need in chosen)
        self.reset_button.setText(_("Delete") if has_own and len(chosen) == 1 else _("Forget the decision"))


_DONE = {
    NeedState.ACCEPTED: lambda n: ngettext("{n} need approved", "{n} needs approved", n),
    NeedState.DROPPED: lambda n: ngettext("{n} need dropped", "{n} needs dropped", n),
    NeedState.POSTPONED: lambda n: ngettext("{n} need postponed", "{n} needs postponed", n),
    NeedState.PROPOSED: lambda n: ngettext("{n} need proposed again", "{n} needs proposed again", n),
}
