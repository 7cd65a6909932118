"""How much money for which years: typed, pulled with a slider, or shared out by year."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain import amounts
from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _
from ui import format
from ui.widgets.basics import button, label, pad, set_kind

STEPS = 400
MOST_YEARS = 5
ALL_YEARS = (2000, 2100)
FIELD_PX, YEAR_PX = 190, 150


class BudgetBar(QWidget):
    """`moved` fires while the slider is pulled, `changed` whenever another plan is wanted.

    `limits_wanted` asks for the shares of single agencies.
    """

    moved = Signal()
    changed = Signal()
    limits_wanted = Signal()

    def __init__(self, first_year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.budgets: dict[int, int] = {first_year: 0}
        self._top = STEPS
        self.field, self.slider = QLineEdit(), QSlider(Qt.Orientation.Horizontal)
        self.first, self.years = QSpinBox(), QSpinBox()
        self.only_accepted = QCheckBox(_("Only approved needs"))
        self.limits_button = button(_("Shares of agencies…"), icon="building-2")
        self.failure = label("", "bad", wrap=True)
        self.parts: list[tuple[QLineEdit, QLabel]] = []

        self._prepare(first_year)
        self._lay_out()
        self._connect()

    @property
    def budget(self) -> int:
        """The money of all years."""
        return sum(self.budgets.values())

    def show_budgets(self, budgets: Mapping[int, int]) -> None:
        """Show these, year by year, without telling anybody."""
        self.budgets = dict(sorted(budgets.items()))
        with QSignalBlocker(self.first), QSignalBlocker(self.years):
            self.first.setValue(min(budgets))
            self.years.setValue(len(budgets))
        self._show()

    def show_most(self, most: int) -> None:
        """How much money could be spent at all: the right end of the slider."""
        self._top = max(most, 1)
        self._show_slider()

    def set_budget(self, budget: int) -> None:
        """Another amount in all, shared out as before."""
        self._share(budget)
        self._show()
        self.changed.emit()

    def _prepare(self, first_year: int) -> None:
        self.field.setFixedWidth(FIELD_PX)
        self.field.setAccessibleName(_("Budget in all"))
        self.field.setToolTip(_("Such as 5.000.000.000 or “5 miliar”"))
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setAccessibleName(_("Budget"))
        self.first.setRange(*ALL_YEARS)
        self.first.setValue(first_year)
        self.first.setAccessibleName(_("First year"))
        self.years.setRange(1, MOST_YEARS)
        self.years.setAccessibleName(_("Number of years"))
        for spin in (self.first, self.years):
            pad(spin)
        self.failure.hide()
        for number in range(MOST_YEARS):
            box = QLineEdit()
            box.setFixedWidth(YEAR_PX)
            box.editingFinished.connect(lambda number=number: self._take_year(number))
            self.parts.append((box, label("", "small")))

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(12)
        for caption, widget in ((_("Budget"), self.field), (_("From"), self.first), (_("Years"), self.years)):
            name = label(caption, "small")
            name.setBuddy(widget)
            first.addWidget(name)
            first.addWidget(widget)
            if widget is self.field:
                first.addWidget(self.slider, 1)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self.only_accepted)
        second.addWidget(self.limits_button)
        second.addStretch(1)
        self._by_year = QWidget()
        grid = QGridLayout(self._by_year)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        for number, (box, name) in enumerate(self.parts):
            grid.addWidget(name, 0, number)
            grid.addWidget(box, 1, number)
        grid.setColumnStretch(MOST_YEARS, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self._by_year)
        column.addLayout(second)
        column.addWidget(self.failure)

    def _connect(self) -> None:
        self.field.editingFinished.connect(self._take_field)
        self.slider.valueChanged.connect(self._take_slider)
        self.first.valueChanged.connect(self._take_years)
        self.years.valueChanged.connect(self._take_years)
        self.only_accepted.toggled.connect(self.changed)
        self.limits_button.clicked.connect(self.limits_wanted)

    @Slot()
    def _take_field(self) -> None:
        amount = self._amount(self.field, self.budget)
        if amount is not None and amount != self.budget:
            self.set_budget(amount)

    @Slot(int)
    def _take_slider(self, step: int) -> None:
        self._share(_rounded(self._top * step / STEPS, self._top))
        self._show(but_slider=True)
        self.moved.emit()
        self.changed.emit()

    @Slot()
    def _take_years(self) -> None:
        """Other years: each gets what the first one had, so that one more year is more money."""
        each, first = next(iter(self.budgets.values())), self.first.value()
        known = list(self.budgets.values())
        count = self.years.value()
        self.budgets = {first + at: known[at] if at < len(known) else each for at in range(count)}
        self._show()
        self.changed.emit()

    def _take_year(self, number: int) -> None:
        year = sorted(self.budgets)[number] if number < len(self.budgets) else None
        if year is None:
            return
        amount = self._amount(self.parts[number][0], self.budgets[year])
        if amount is not None and amount != self.budgets[year]:
            self.budgets[year] = amount
            self._show()
            self.changed.emit()

    def _amount(self, box: QLineEdit, before: int) -> int | None:
        text = box.text().strip()
        if text == format.rupiah(before):
            return None
        try:
            amount = amounts.rupiah(text)
        except Invalid as error:
            set_kind(box, "true", "invalid")
            self.failure.setText(str(error))
            self.failure.show()
            return None
        self._show()
        return amount

    def _share(self, budget: int) -> None:
        before, years = self.budget, sorted(self.budgets)
        if before:
            self.budgets = {year: budget * self.budgets[year] // before for year in years}
        else:
            self.budgets = {year: budget // len(years) for year in years}
        self.budgets[years[0]] += budget - self.budget

    def _show(self, *, but_slider: bool = False) -> None:
        self.failure.hide()
        self.field.setText(format.rupiah(self.budget))
        set_kind(self.field, "false", "invalid")
        years = sorted(self.budgets)
        self._by_year.setVisible(len(years) > 1)
        for number, (box, name) in enumerate(self.parts):
            is_there = number < len(years)
            box.setVisible(is_there)
            name.setVisible(is_there)
            if is_there:
                box.setText(format.rupiah(self.budgets[years[number]]))
                box.setAccessibleName(_("Budget {year}").format(year=years[number]))
                set_kind(box, "false", "invalid")
                name.setText(str(years[number]))
        if not but_slider:
            self._show_slider()

    def _show_slider(self) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(min(STEPS, round(STEPS * self.budget / self._top)))


def _rounded(amount: float, top: int) -> int:
    """An amount without the odd figures that a slider gives, a hundredth of the top at the coarsest."""
    step = int(10 ** max(len(str(top)) - 3, 0))
    return round(amount / step) * step
