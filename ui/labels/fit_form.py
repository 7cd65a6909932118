"""What corrects a printer on a paper: entered as it is, or worked out from what was measured on the test page."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QVBoxLayout, QWidget

from spbe_assets.domain.errors import AppError
from spbe_assets.i18n import _
from spbe_assets.labels import test_page
from spbe_assets.labels.geometry import LARGEST_OFFSET_MM, SCALES, Fit
from spbe_assets.labels.stock import Stock
from ui import format
from ui.labels.page import ask, form
from ui.widgets.basics import label, pad

NAME_PX = 230
STEP_MM, STEP_PERCENT = 0.1, 0.1


class FitForm(QWidget):
    """`problem` carries a sentence, empty once all is well again."""

    problem = Signal(str)

    def __init__(self, stock: Stock, fit: Fit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stock, self._printed_with = stock, fit
        length = test_page.line_mm(stock)
        self.right, self.down = _millimetres(LARGEST_OFFSET_MM, 2), _millimetres(LARGEST_OFFSET_MM, 2)
        self.scale = _spin(SCALES[0] * 100, SCALES[1] * 100, 2, STEP_PERCENT, " %")
        self.line = _spin(0, 2 * length, 1, STEP_MM, " mm")
        self.off_right, self.off_down = _millimetres(LARGEST_OFFSET_MM, 1), _millimetres(LARGEST_OFFSET_MM, 1)

        self._lay_out(length)
        self._show(fit)
        self.begin_measuring()
        for spin in (self.line, self.off_right, self.off_down):
            spin.valueChanged.connect(self._work_out)

    @property
    def fit(self) -> Fit:
        """The correction that is shown."""
        return Fit(self.right.value(), self.down.value(), round(self.scale.value() / 100, 6))

    @Slot()
    def begin_measuring(self) -> None:
        """A test page is printed with what is shown: what is measured from now on comes on top of it."""
        self._printed_with = self.fit
        for spin, value in ((self.line, test_page.line_mm(self._stock)), (self.off_right, 0.0), (self.off_down, 0.0)):
            spin.blockSignals(True)
            spin.setValue(value)
            spin.blockSignals(False)

    @Slot()
    def _work_out(self) -> None:
        measured = self.line.value(), self.off_right.value(), self.off_down.value()
        try:
            self._show(test_page.measured(self._stock, *measured, self._printed_with))
        except AppError as error:
            self.problem.emit(str(error))
        else:
            self.problem.emit("")

    def _show(self, fit: Fit) -> None:
        self.right.setValue(fit.offset_x)
        self.down.setValue(fit.offset_y)
        self.scale.setValue(fit.scale * 100)

    def _lay_out(self, length: float) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        questions = form()
        shown = (
            (_("Moved to the right by"), self.right),
            (_("Moved down by"), self.down),
            (_("Scaled to"), self.scale),
        )
        for name, spin in shown:
            ask(questions, name, spin).setMinimumWidth(NAME_PX)
        column.addLayout(questions)
        column.addSpacing(6)
        column.addWidget(label(_("Measured on the test page"), "heading"))
        column.addWidget(label(_("Enter what you measure, and the correction follows from it."), "small", wrap=True))
        questions = form()
        named = _("The line of {n} mm measures").format(n=format.decimal(length, 0))
        ask(questions, named, self.line).setMinimumWidth(NAME_PX)
        ask(questions, _("Frame 1 lies too far to the right by"), self.off_right)
        ask(questions, _("Frame 1 lies too low by"), self.off_down)
        column.addLayout(questions)


def _millimetres(most: float, places: int) -> QDoubleSpinBox:
    return _spin(-most, most, places, STEP_MM, " mm")


def _spin(least: float, most: float, places: int, step: float, unit: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(least, most)
    made.setDecimals(places)
    made.setSingleStep(step)
    made.setSuffix(unit)
    pad(made)
    return made
