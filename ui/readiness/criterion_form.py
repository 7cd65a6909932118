"""One criterion as a form: what can't be right is said above it while one types, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from spbe_assets.domain.criteria import (
    FRAMEWORK_NAMES,
    Aspect,
    Certainty,
    Criterion,
    Framework,
    RemedyKind,
    SettingSpec,
)
from spbe_assets.domain.criteria_writer import row_of
from spbe_assets.domain.criterion_rows import checked
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.measures import MEASURES, Applies, Parameter
from spbe_assets.i18n import N_, _
from spbe_assets.services import goods
from ui.readiness.criterion_inputs import AmountBox, Indicators, NumberSpin, Ticks
from ui.widgets.basics import label
from ui.widgets.notice import Notice

APPLIES = {
    Applies.IF_ANY: N_("To agencies that have such records; none recorded is unknown"),
    Applies.ALWAYS: N_("To all agencies; a complete register without any is zero"),
    Applies.RECORDED: N_("Only to agencies that have recorded one"),
}
PARAMETERS = {
    "classes": N_("Kinds of equipment"),
    "conditions": N_("Conditions that are good enough"),
    "roles": N_("Only devices in these places; none ticked means all"),
    "days": N_("Days"),
    "months": N_("Months back"),
    "percent": N_("Percent of the contracted rate"),
    "minimum": N_("Lowest tier"),
}
FIRST_VALUES: dict[str, Any] = {
    "classes": ["server"], "conditions": ["B", "RR"], "days": 365, "months": 6, "percent": 80, "minimum": 2,
}  # fmt: skip
TEXTS = {
    "title": (N_("Title (Indonesian)"), N_("Title (English)")),
    "finding": (N_("What costs points (Indonesian)"), N_("What costs points (English)")),
    "lacking": (N_("What is not recorded (Indonesian)"), N_("What is not recorded (English)")),
    "remedy": (N_("What to do (Indonesian)"), N_("What to do (English)")),
}
LONGEST, WEIGHT_MOST = 300, 1000.0


class CriterionForm(QWidget):
    """`edited` carries the criterion as it stands once it is right, `refused` the reason while it is not."""

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: dict[str, Any] = {}
        self._settings: Mapping[str, SettingSpec] = {}
        self.problem = Notice("bad", "")
        self.problem.hide()
        self.measure, self.aspect, self.applies = QComboBox(), QComboBox(), QComboBox()
        self.certainty, self.remedy_kind, self.good = QComboBox(), QComboBox(), QComboBox()
        self.floor, self.target = AmountBox(_("Earns nothing up to")), AmountBox(_("Earns everything from"))
        self.weight, self.source = NumberSpin(_("Weight")), QLineEdit()
        self.texts = {f"{part}_{code}": QLineEdit() for part in TEXTS for code in ("id", "en")}
        self.references = {one: Indicators(one, _(FRAMEWORK_NAMES[one])) for one in Framework}
        self.parameters: dict[str, AmountBox | Ticks] = {}
        self._parameter_box = QVBoxLayout()
        self._parameter_host: QWidget | None = None

        self._fill_choices()
        self._lay_out()
        self._connect()

    def show_criterion(self, criterion: Criterion, settings: Mapping[str, SettingSpec]) -> None:
        """Show a criterion of a set with these settings."""
        self._row, self._settings = row_of(criterion), settings
        self.problem.hide()
        self._show()

    def _show(self) -> None:
        row = self._row
        boxes = {"measure": self.measure, "aspect": self.aspect, "applies": self.applies}
        for key, box in {**boxes, "certainty": self.certainty, "remedy_kind": self.remedy_kind}.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(box.findData(row.get(key, "")), 0))
        with QSignalBlocker(self.weight):
            self.weight.setValue(float(row["weight"]))
        for key, line in {**self.texts, "source": self.source}.items():
            with QSignalBlocker(line):
                line.setText(row.get(key, ""))
                line.setCursorPosition(0)
        for framework, input_ in self.references.items():
            input_.show_value(row.get(framework, []))
        self._show_amounts()
        self._show_goods()
        self._show_parameters()

    def _show_amounts(self) -> None:
        self.floor.show_value(self._row["floor"], self._row["unit"], self._settings)
        self.target.show_value(self._row["target"], self._row["unit"], self._settings)

    def _show_parameters(self) -> None:
        """Put the inputs of the measure in place of those of the one before."""
        if self._parameter_host is not None:
            self._parameter_host.hide()
            self._parameter_host.deleteLater()
        self._parameter_host = host = QWidget(self)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.parameters.clear()
        for key, kind in MEASURES[self._row["measure"]].parameters.items():
            name = _(PARAMETERS[key])
            made = self.parameters[key] = self._parameter(key, kind, name)
            made.edited.connect(partial(self._set, key))
            column.addWidget(label(name, "muted", wrap=True))
            column.addWidget(made)
        self._parameter_box.addWidget(host)
        host.setVisible(bool(self.parameters))

    def _parameter(self, key: str, kind: Parameter, name: str) -> AmountBox | Ticks:
        if kind is Parameter.NUMBER:
            amount = AmountBox(name)
            amount.show_value(self._row.get(key, 0), "", self._settings)
            return amount
        ticks = Ticks(name, list(kind.value))
        ticks.show_value(self._row.get(key, []))
        return ticks

    def _show_goods(self) -> None:
        chosen, known = self._row.get("remedy_good", []), goods.shipped()
        measured = [good.title for good in known.values() if self._row["measure"] in good.for_measures]
        usual = _("Those for the measure: {goods}").format(goods=", ".join(measured)) if measured else _("Nothing")
        with QSignalBlocker(self.good):
            self.good.clear()
            self.good.addItem(usual, [])
            for good in known.values():
                self.good.addItem(good.title, [good.id])
            if len(chosen) > 1:
                self.good.addItem(", ".join(known[one].title if one in known else one for one in chosen), chosen)
            self.good.setCurrentIndex(max(self.good.findData(chosen), 0))

    def _take_measure(self) -> None:
        """Another measure has other parameters, and perhaps another unit."""
        before, after = MEASURES[self._row["measure"]], MEASURES[self.measure.currentData()]
        kept = {key: self._row[key] for key in after.parameters if key in self._row}
        for key in before.parameters:
            self._row.pop(key, None)
        self._row |= {key: FIRST_VALUES[key] for key in after.required} | kept
        self._row["measure"] = self.measure.currentData()
        if before.unit != after.unit:
            ends = {"%": (0, 100), "yes/no": (0, 1)}.get(after.unit, (0, 1))
            self._row |= {"unit": after.unit, "floor": ends[0], "target": ends[1]}
        self._show()
        self._check()

    def _set(self, key: str, value: Any) -> None:
        if value in ("", [], None) and key not in tuple(Framework):
            self._row.pop(key, None)
        else:
            self._row[key] = value
        self._check()

    def _check(self) -> None:
        try:
            made = checked(self._row, self._settings, goods.shipped().keys())
        except Invalid as error:
            self.problem.set(self._named(error))
            self.problem.show()
            self.refused.emit(self._named(error))
            return
        self.problem.hide()
        self.edited.emit(made)

    def _named(self, error: Invalid) -> str:
        """The reason, with keys of the file in the words of the form."""
        names = {key: _(name) for key, name in PARAMETERS.items()}
        names |= {f"{part}_{code}": _(pair[at]) for part, pair in TEXTS.items() for at, code in enumerate(("id", "en"))}
        names |= {str(one): _(FRAMEWORK_NAMES[one]) for one in Framework}
        return str(error).replace(f"“{error.field}”", f"“{names.get(error.field, error.field)}”")

    def _fill_choices(self) -> None:
        for name, measure in sorted(MEASURES.items(), key=lambda pair: pair[1].title.casefold()):
            self.measure.addItem(measure.title, name)
        for aspect in Aspect:
            self.aspect.addItem(aspect.label, str(aspect))
        for applies, told in APPLIES.items():
            self.applies.addItem(_(told), str(applies))
        for certainty in Certainty:
            self.certainty.addItem(certainty.label, str(certainty))
        self.remedy_kind.addItem(_("Not said"), "")
        for kind in RemedyKind:
            self.remedy_kind.addItem(kind.label, str(kind))
        self.weight.setMaximum(WEIGHT_MOST)
        for line in (*self.texts.values(), self.source):
            line.setMaxLength(LONGEST)

    def _connect(self) -> None:
        self.measure.activated.connect(lambda _at: self._take_measure())
        for key, box in {"aspect": self.aspect, "applies": self.applies, "certainty": self.certainty}.items():
            box.activated.connect(lambda _at, key=key, box=box: self._set(key, box.currentData()))
        self.remedy_kind.activated.connect(lambda _at: self._set("remedy_kind", self.remedy_kind.currentData()))
        self.good.activated.connect(lambda _at: self._set("remedy_good", self.good.currentData()))
        self.floor.edited.connect(partial(self._set, "floor"))
        self.target.edited.connect(partial(self._set, "target"))
        self.weight.valueChanged.connect(partial(self._set, "weight"))
        for key, line in {**self.texts, "source": self.source}.items():
            line.textEdited.connect(partial(self._set, key))
        for framework, indicators in self.references.items():
            indicators.edited.connect(partial(self._set, str(framework)))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.problem, 0, 0, 1, 2)
        title_id, title_en = (self.texts[f"title_{code}"] for code in ("id", "en"))
        self._pair(grid, 1, _(TEXTS["title"][0]), title_id)
        self._pair(grid, 3, _(TEXTS["title"][1]), title_en)
        self._pair(grid, 5, _("What is measured"), self.measure)
        grid.addLayout(self._parameter_box, 7, 0, 1, 2)
        self._pair(grid, 9, _("Earns nothing up to"), self.floor)
        self._pair(grid, 11, _("Earns everything from"), self.target)
        self._pair(grid, 13, _("Weight"), self.weight, 0)
        self._pair(grid, 13, _("Aspect"), self.aspect, 1)
        self._pair(grid, 15, _("To whom it applies"), self.applies)
        row = 17
        for framework, indicators in self.references.items():
            self._pair(grid, row, _(FRAMEWORK_NAMES[framework]), indicators)
            row += 2
        self._pair(grid, row, _("Source"), self.source)
        self._pair(grid, row + 2, _("Rests on"), self.certainty, 0)
        self._pair(grid, row + 2, _("How a gap is closed"), self.remedy_kind, 1)
        self._pair(grid, row + 4, _("What the plan buys for it"), self.good)
        row += 6
        for part in ("finding", "lacking", "remedy"):
            for at, code in enumerate(("id", "en")):
                self._pair(grid, row, _(TEXTS[part][at]), self.texts[f"{part}_{code}"])
                row += 2
        note = _("{n} stands for the count; “one | many” where a language has two forms.")
        grid.addWidget(label(note, "small", wrap=True), row, 0, 1, 2)
        grid.setRowStretch(row + 1, 1)

    def _pair(self, grid: QGridLayout, row: int, name: str, entry: QWidget, side: int | None = None) -> None:
        """A name above its field, over the whole line or on one side of it."""
        named = label(name, "muted")
        named.setBuddy(entry)
        named.setContentsMargins(0, 5, 0, 0)
        entry.setAccessibleName(name)
        if isinstance(entry, QComboBox):
            entry.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        at, span = (0, 2) if side is None else (side, 1)
        grid.addWidget(named, row, at, 1, span)
        grid.addWidget(entry, row + 1, at, 1, span)
