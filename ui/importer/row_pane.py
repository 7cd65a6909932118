"""One row of the plan beside the list: why, before and after, and its cells to be corrected in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.sheets.book import column_letters
from spbe_assets.sheets.plan_model import Fate, Place, PlannedRow, Problem
from ui.importer import row_facts
from ui.importer.row_facts import FactLine
from ui.importer.work import Planned
from ui.inventory.facts import Fact, Facts
from ui.models.import_preview import state_of
from ui.widgets.basics import Pill, button, divider, label, set_kind

WIDTH = 372


class CellInput(QWidget):
    """A cell of the file with its title, its column, and what is wrong with it."""

    returned = Signal()

    def __init__(self, title: str, place: Place, written: str, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self._written = place, written
        self.line = QLineEdit(written)
        self.line.setAccessibleName(title)
        name = label(title, "small", wrap=True)
        name.setBuddy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(name, 1)
        head.addWidget(label(f"{column_letters(place.column)}{place.row}", "code-muted"))
        column.addLayout(head)
        column.addWidget(self.line)
        if reason:
            set_kind(self.line, "true", "invalid")
            column.addWidget(label(reason, "bad", wrap=True))
        self.line.returnPressed.connect(self.returned)

    def correction(self) -> str | None:
        """What was typed, None where nothing was changed."""
        typed = self.line.text().strip()
        return typed if typed != self._written.strip() else None


class RowPane(QFrame):
    """`corrected` carries {place: text}; `left_out` the (sheet, row) that is not to be imported."""

    corrected = Signal(object)
    left_out = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self._planned: Planned | None = None
        self._row: PlannedRow | None = None
        self.inputs: list[CellInput] = []
        self._goes_on = False
        self.name, self.place, self.pill = label("", "record", wrap=True, select=True), label("", "small"), Pill()
        self.use_button = button(_("Apply"), "", "check")
        self.out_button = button(_("Leave out"))
        self.cells_button = button(_("Correct cells"), "", "pencil")
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self.use_button.clicked.connect(self._use)
        self.out_button.clicked.connect(self._leave_out)
        self.cells_button.clicked.connect(self._show_cells)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.name)
        names.addWidget(self.place)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        head.addLayout(names, 1)
        head.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        actions = QHBoxLayout()
        actions.setContentsMargins(16, 10, 16, 10)
        actions.setSpacing(8)
        for one in (self.use_button, self.cells_button, self.out_button):
            actions.addWidget(one)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(divider())
        column.addWidget(self._scroll, 1)
        column.addWidget(divider())
        column.addLayout(actions)

    def show_row(self, planned: Planned | None, row: PlannedRow | None) -> None:
        """Show a planned row; with None the pane goes away."""
        if planned is self._planned and row is self._row:
            return
        self._planned, self._row = planned, row
        self.setVisible(row is not None)
        if planned is not None and row is not None:
            self.name.setText(row.title or _("(no name)"))
            self.place.setText(_("Sheet “{sheet}”, row {row}").format(sheet=row.sheet, row=row.row))
            text, tone = state_of(row)
            self.pill.set(text, tone or "muted")
            self._build(planned, row, all_cells=False)
            if self._goes_on and self.inputs:
                self.edit()
            self._goes_on = False

    @Slot()
    def edit(self) -> None:
        """Go to the first cell that wants correcting; where none does, offer all of them."""
        if not self.inputs:
            self._show_cells()
        if self.inputs:
            self.inputs[0].line.setFocus()
            self.inputs[0].line.selectAll()

    @Slot()
    def _show_cells(self) -> None:
        if self._planned is not None and self._row is not None:
            self._build(self._planned, self._row, all_cells=True)
            if self.inputs:
                self.inputs[0].line.setFocus()

    def _build(self, planned: Planned, row: PlannedRow, *, all_cells: bool) -> None:
        view = planned.preview.view(row)
        page = QWidget()
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        for problem in view.problems:
            if not problem.column or (not problem.is_error and not all_cells):
                column.addWidget(label(problem.reason, "bad" if problem.is_error else "warn", wrap=True))
        self.inputs = _inputs(planned, row, view.problems, all_cells=all_cells)
        for one in self.inputs:
            column.addWidget(one)
            one.returned.connect(self._use)
        if not self.inputs:
            self._add_facts(column, planned, row, view.matched_by)
        column.addStretch(1)
        self._scroll.setWidget(page)
        self.use_button.setVisible(bool(self.inputs))
        self.cells_button.setVisible(not all_cells)
        self.cells_button.setText(_("All cells") if self.inputs else _("Correct cells"))
        self.out_button.setVisible(row.fate is not Fate.SAME and not (all_cells and row.fate is not Fate.REJECTED))

    def _add_facts(self, column: QVBoxLayout, planned: Planned, row: PlannedRow, matched_by: str) -> None:
        if row.fate is Fate.SAME:
            column.addWidget(label(row_facts.alike(), "muted", wrap=True))
        if row.target is not None and matched_by:
            column.addWidget(label(_("Found again by: {key}").format(key=matched_by), "small", wrap=True))
        lines = row_facts.facts(planned, row)
        column.addWidget(Changes(lines) if row.fate is Fate.CHANGED else Facts(Fact(one.title, one.after)
                                                                               for one in lines))  # fmt: skip

    @Slot()
    def _use(self) -> None:
        typed = {one.place: text for one in self.inputs if (text := one.correction()) is not None}
        if typed:  # the answer rebuilds the pane that this key press came from
            self._goes_on = True
            QTimer.singleShot(0, self, lambda: self.corrected.emit(typed))

    @Slot()
    def _leave_out(self) -> None:
        if self._row is not None:
            self.left_out.emit((self._row.sheet, self._row.row))


class Changes(QWidget):
    """Fields one below the other: what the record holds, and under it what it will hold."""

    def __init__(self, lines: Sequence[FactLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for line in lines:
            column.addWidget(label(line.title, "small"))
            column.addWidget(label(line.before, "muted", wrap=True, select=True))
            column.addWidget(label(f"→ {line.after}", "strong", wrap=True, select=True))
            column.addSpacing(10)


def _inputs(planned: Planned, row: PlannedRow, problems: Sequence[Problem], *, all_cells: bool) -> list[CellInput]:
    """The cells to be corrected: those that are wrong, first, and with `all_cells` every other imported one."""
    reasons = {problem.column: problem.reason for problem in problems if problem.column and problem.is_error}
    wrong: list[CellInput] = []
    others: list[CellInput] = []
    for title, place in planned.preview.places(row) if reasons or all_cells else ():
        reason = reasons.get(column_letters(place.column), "")
        if reason or all_cells:
            made = CellInput(title, place, planned.preview.written(place), reason)
            (wrong if reason else others).append(made)
    return wrong + others
