"""The soft card that says what raises a score most, or what to record before there can be one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from spbe_assets.domain.readiness import Step
from spbe_assets.reports import wording
from ui.widgets.basics import elided, label

SHOWN = 3


class StepsCard(QFrame):
    """Hidden where there is nothing to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("tone", "info")
        self.title, self.why = label("", "heading", wrap=True), label("", wrap=True)
        self._steps = [elided("") for _number in range(SHOWN)]
        self._gains = [label("", "heading") for _number in range(SHOWN)]

        rows = QGridLayout()
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(4)
        rows.setColumnStretch(0, 1)
        for number, (step, gain) in enumerate(zip(self._steps, self._gains, strict=True)):
            rows.addWidget(step, number, 0)
            rows.addWidget(gain, number, 1, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.why)
        column.addLayout(rows)

    def show_steps(self, title: str, steps: Sequence[Step], why: str = "") -> None:
        """Show the first few steps under a title, and a sentence between them if there is one to say."""
        self.title.setText(title)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        for number in range(SHOWN):
            is_there = number < len(steps)
            for part in (self._steps[number], self._gains[number]):
                part.setVisible(is_there)
            if is_there:
                self._steps[number].set_whole(f"{number + 1}. {wording.step_text(steps[number])}")
                self._gains[number].setText(wording.gain_text(steps[number]))
        self.setVisible(bool(steps or why))

    def texts(self) -> list[tuple[str, str]]:
        """What the shown steps say, each with its gain."""
        pairs = zip(self._steps, self._gains, strict=True)
        return [(step.whole(), gain.text()) for step, gain in pairs if not step.isHidden()]
