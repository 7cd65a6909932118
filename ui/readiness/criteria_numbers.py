"""The part of the editor for what the criteria lean on: numbers of the province, and the evaluations that count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from spbe_assets.domain.criteria import FRAMEWORK_NAMES, Criteria, Framework
from spbe_assets.i18n import _
from spbe_assets.services.criteria_sets import Choice
from spbe_assets.services.thresholds import Threshold
from ui.settings.limits import NumberInput
from ui.widgets.basics import label


class NumbersPage(QWidget):
    """`number_set` carries a setting's key and its number, `choice_set` which evaluations count."""

    number_set = Signal(str, float)
    choice_set = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice()
        self.inputs: dict[str, NumberInput] = {}
        self.frameworks = {one: QCheckBox(_(FRAMEWORK_NAMES[one])) for one in Framework}
        self.only_supporting = QCheckBox(_("Only criteria that support a chosen evaluation count"))
        self._host: QWidget | None = None
        self._rows = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Evaluations"), "heading"))
        column.addWidget(
            label(_("Whose indicators screens and reports show beside each criterion."), "muted", wrap=True)
        )
        for box in (*self.frameworks.values(), self.only_supporting):
            column.addWidget(box)
            box.toggled.connect(self._say_choice)
        column.addSpacing(14)
        column.addWidget(label(_("Numbers no regulation fixes"), "heading"))
        note = _(
            "For the whole province, as in Settings under Thresholds. Useful lives by goods code are set there too."
        )
        column.addWidget(label(note, "muted", wrap=True))
        column.addLayout(self._rows)
        column.addStretch(1)

    def show_numbers(self, criteria: Criteria, numbers: Mapping[str, float], choice: Choice) -> None:
        """Show the numbers of a set's settings, and the evaluations."""
        self._choice = choice
        for framework, box in self.frameworks.items():
            with QSignalBlocker(box):
                box.setChecked(framework in choice.frameworks)
        with QSignalBlocker(self.only_supporting):
            self.only_supporting.setChecked(choice.only_supporting)
        if set(self.inputs) != set(criteria.settings):
            self._build(criteria)
        for key, input_ in self.inputs.items():
            input_.show_threshold(_threshold(criteria, key, numbers[key]))

    def _build(self, criteria: Criteria) -> None:
        if self._host is not None:
            self._host.hide()
            self._host.deleteLater()
        self._host = host = QWidget(self)
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        self.inputs.clear()
        for place, (key, setting) in enumerate(criteria.settings.items()):
            made = self.inputs[key] = NumberInput(_threshold(criteria, key, setting.default))
            made.spin.setAccessibleName(setting.title)
            made.typed.connect(partial(self._say_number, key, setting.default))
            grid.addWidget(label(setting.title, wrap=True), 2 * place, 0)
            grid.addWidget(made, 2 * place + 1, 0)
        self._rows.addWidget(host)
        host.show()

    def _say_number(self, key: str, default: float, value: float | None) -> None:
        self.number_set.emit(key, default if value is None else value)

    def _say_choice(self) -> None:
        chosen = tuple(one for one, box in self.frameworks.items() if box.isChecked())
        self._choice = replace(self._choice, frameworks=chosen, only_supporting=self.only_supporting.isChecked())
        self.choice_set.emit(self._choice)


def _threshold(criteria: Criteria, key: str, value: float) -> Threshold:
    spec = criteria.settings[key]
    return Threshold(key, spec.title, _(spec.unit) if spec.unit else "", spec.default, value)
