"""The numbers of a label paper as a form; what can't be right is said under the field it concerns, while one types."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.labels import ContentSize
from spbe_assets.i18n import N_, _
from spbe_assets.labels import stock_checks
from spbe_assets.labels.stock import Stock, StockKind
from spbe_assets.labels.stock_checks import LONGEST_TEXT
from ui.labels.mm_box import MmBox
from ui.labels.stock_drawing import Sketch
from ui.widgets.basics import label, pad, restyle

KINDS = {
    StockKind.SHEET: N_("Sheets of labels"),
    StockKind.ROLL: N_("Roll of labels"),
    StockKind.TAPE: N_("Tape"),
}
CONTENTS = {
    ContentSize.FULL: N_("Full official label"),
    ContentSize.SMALL: N_("Small"),
    ContentSize.CABLE: N_("Cable flag"),
}
ROWS = (
    ("maker", "number"), ("page_width", "page_height"), ("cell_width", "cell_height"), ("columns", "rows"),
    ("left", "top"), ("pitch_x", "pitch_y"), ("gap", "corner_radius"),
)  # fmt: skip
LINES, COLUMN_PX, ABOVE_PX = 3, 200, 5
"""Lines of the form for each pair of fields: names, fields, what is wrong."""
TEXTS, COUNTS = ("maker", "number"), ("columns", "rows")
HIDDEN = {
    StockKind.SHEET: {"gap"},
    StockKind.ROLL: {"page_height", "top", "rows", "pitch_y"},
    StockKind.TAPE: {"cell_width", "cell_height", "columns", "rows", "pitch_x", "pitch_y", "gap", "corner_radius"},
}
"""What a kind of paper doesn't ask; on rolls and tapes the other numbers follow from those that are asked."""


class StockFields(QWidget):
    """`changed` fires whenever something is typed; `pointed` carries the key of the field that has the focus."""

    changed = Signal()
    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Any] = {}
        self.kind, self.content = QComboBox(), QComboBox()
        self.continuous = QCheckBox(_("Not cut yet: the printer cuts after each label"))
        self.outline = QCheckBox(_("Print a thin outline to cut along"))
        self.entries: dict[str, QLineEdit | QSpinBox | MmBox] = {}
        self.names: dict[str, QLabel] = {}
        self.problems: dict[str, QLabel] = {}
        for kind, title in KINDS.items():
            self.kind.addItem(_(title), kind)
        for size, title in CONTENTS.items():
            self.content.addItem(_(title), size)
        for pair in ROWS:
            for key in pair:
                self.entries[key] = self._entry(key)

        self._lay_out()
        self.kind.currentIndexChanged.connect(self._take_kind)
        for box in (self.continuous, self.outline):
            box.toggled.connect(self.changed)
        self.content.currentIndexChanged.connect(self.changed)
        self.changed.connect(self._enable_pitches)

    def show_stock(self, stock: Stock) -> None:
        """Show the numbers of a paper."""
        self._shown = asdict(stock)
        self.blockSignals(True)
        for key, entry in self.entries.items():
            if isinstance(entry, QLineEdit):
                entry.setText(self._shown[key])
            else:
                entry.setValue(self._shown[key])
        self.kind.setCurrentIndex(self.kind.findData(stock.kind))
        self.content.setCurrentIndex(self.content.findData(stock.content))
        self.continuous.setChecked(stock.continuous)
        self.outline.setChecked(stock.outline)
        self.blockSignals(False)
        self._take_kind()

    def stock(self, stock_id: str) -> Stock:
        """The paper as it stands.

        Raises:
            Invalid: it can't be right, or has no name.
        """
        values = self._values()
        for key in TEXTS:
            if not values[key]:
                raise Invalid(_("Give the paper a maker and a number or name, so that you find it again."), key)
        return Stock(**(values | {"id": stock_id}))

    def sketch(self) -> Sketch:
        """The numbers as they stand, right or not."""
        values = self._values()
        return Sketch(**{key: values[key] for key in Sketch._fields})

    def show_problem(self, problem: Invalid | None) -> None:
        """Say what can't be right under its field, or that nothing is wrong; a field that isn't asked has it last."""
        shown = problem.field if problem and self._is_asked(problem.field) else ROWS[-1][0]
        for row, pair in enumerate(ROWS):
            is_here = problem is not None and shown in pair
            line = self.problems[ROWS[row][0]]
            line.setText(str(problem) if is_here else "")
            line.setVisible(is_here)
        for key, entry in self.entries.items():
            wrong = "true" if problem is not None and key == problem.field else "false"
            if entry.property("invalid") != wrong:
                entry.setProperty("invalid", wrong)
                restyle(entry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell which field the keyboard is in, so that the drawing shows what is meant."""
        if event.type() == QEvent.Type.FocusIn:
            self.pointed.emit(next((key for key, entry in self.entries.items() if entry is watched), ""))
        return super().eventFilter(watched, event)

    def _values(self) -> dict[str, Any]:
        values = dict(self._shown)
        for key, entry in self.entries.items():
            values[key] = entry.text().strip() if isinstance(entry, QLineEdit) else entry.value()
        kind = self.kind.currentData()
        values |= {"kind": StockKind(kind), "content": ContentSize(self.content.currentData())}
        values |= {"continuous": self.continuous.isChecked(), "outline": self.outline.isChecked()}
        return values | _following(values, self._shown)

    def _is_asked(self, key: str) -> bool:
        return key in self.entries and key not in HIDDEN[StockKind(self.kind.currentData())]

    def _entry(self, key: str) -> QLineEdit | QSpinBox | MmBox:
        made: QLineEdit | QSpinBox | MmBox
        if key in TEXTS:
            made = QLineEdit()
            made.setMaxLength(LONGEST_TEXT)
            made.textChanged.connect(self.changed)
        else:
            made = _count() if key in COUNTS else MmBox()
            made.valueChanged.connect(self.changed)
        made.installEventFilter(self)
        return made

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
            grid.setColumnMinimumWidth(side, COLUMN_PX)
        for number, pair in enumerate(ROWS):
            self._lay_out_row(grid, LINES * (number + (3 if number else 0)), pair)
        for side, (name, choice) in enumerate(((_("Kind"), self.kind), (_("What is printed"), self.content))):
            choice.setAccessibleName(name)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self._lay_out_entry(grid, LINES, side, _named(name, choice), choice)
        grid.addWidget(self.continuous, 2 * LINES, 0, 1, 2)
        grid.addWidget(self.outline, 3 * LINES, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addStretch(1)

    def _lay_out_row(self, grid: QGridLayout, row: int, pair: tuple[str, str]) -> None:
        for side, key in enumerate(pair):
            self.names[key] = _named("", self.entries[key])
            self._lay_out_entry(grid, row, side, self.names[key], self.entries[key])
        self.problems[pair[0]] = label("", "bad", wrap=True)
        self.problems[pair[0]].hide()
        grid.addWidget(self.problems[pair[0]], row + 2, 0, 1, 2)

    def _lay_out_entry(self, grid: QGridLayout, row: int, side: int, name: QLabel, entry: QWidget) -> None:
        grid.addWidget(name, row, side)
        grid.addWidget(entry, row + 1, side)

    @Slot()
    def _enable_pitches(self) -> None:
        """A single label has no distance to the next."""
        for count, pitch in (("columns", "pitch_x"), ("rows", "pitch_y")):
            self.entries[pitch].setEnabled(self._values()[count] > 1)

    def _take_kind(self) -> None:
        kind = StockKind(self.kind.currentData())
        self.continuous.setVisible(kind is not StockKind.SHEET)
        self.outline.setVisible(kind is StockKind.SHEET)
        for key, entry in self.entries.items():
            name = _("number or name") if key == "number" else stock_checks.name(key, kind)
            self.names[key].setText(name[:1].upper() + name[1:])
            entry.setAccessibleName(self.names[key].text())
            for part in (entry, self.names[key]):
                part.setVisible(key not in HIDDEN[kind])
        self.changed.emit()


def _following(values: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """The numbers that are not asked, because they follow from others; `shown` is the paper they began with."""
    kind = values["kind"]
    made: dict[str, Any] = {"rows": 1}
    if kind is StockKind.ROLL:
        made["top"] = values["top"] if shown["kind"] is kind else 0.0
        made["page_height"] = values["cell_height"] + 2 * made["top"]
    elif kind is StockKind.TAPE:
        made |= {"columns": 1, "corner_radius": 0.0, "gap": 0.0}
        made["cell_width"] = values["page_width"] - 2 * values["left"]
        made["cell_height"] = values["page_height"] - 2 * values["top"]
    else:
        made = {"continuous": False, "gap": 0.0}
    for side in ("width", "height"):
        if (values | made)[f"cell_{side}"] != shown[f"cell_{side}"]:
            made[f"label_{side}"] = 0.0
    return made


def _named(text: str, entry: QWidget) -> QLabel:
    made = label(text, "muted", wrap=True)
    made.setBuddy(entry)
    made.setAlignment(Qt.AlignmentFlag.AlignBottom)
    made.setContentsMargins(0, ABOVE_PX, 0, 0)
    return made


def _count() -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, 100)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    pad(made)
    return made
