"""The cards of the first screen: four figures, the list of tasks, condition by year, readiness by agency."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.vocabulary import Condition, title
from spbe_assets.i18n import _
from spbe_assets.services.home import Task, YearBar
from ui import format
from ui.home import words
from ui.widgets.basics import button, divider, elided, icon_label, label
from ui.widgets.card import Card
from ui.widgets.charts import Legend, Stack, StackedBars

TASKS_SHOWN = 9


class FigureCard(Card):
    """One big figure that opens the list behind it."""

    def __init__(self, title_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.figure, self.below = label("–", "figure"), label("", "small", wrap=True)
        self.body.setSpacing(0)
        self.title = label(title_text, "muted")
        self.body.addWidget(self.title)
        self.body.addWidget(self.figure)
        self.body.addWidget(self.below)
        self.body.addStretch()
        self.set_clickable(title_text)

    def show_figure(self, figure: str, note: str) -> None:
        """Say a figure and the line below it."""
        self.figure.setText(figure)
        self.below.setText(note)
        self.setAccessibleDescription(f"{figure}. {note}")


class TaskRow(QWidget):
    """One task with its button."""

    opened = Signal()

    def __init__(self, task: Task, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        kind = words.KINDS[task.kind]
        text = words.task_title(task)
        open_button = button(_("Open"), "small")
        open_button.setAccessibleName(_("Open: {what}").format(what=text))
        open_button.clicked.connect(self.opened)

        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(label(text, "strong", wrap=True))
        detail = words.task_detail(task)
        if detail:
            lines.addWidget(elided(detail, "small"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(14)
        at = Qt.AlignmentFlag.AlignTop if detail else Qt.AlignmentFlag.AlignVCenter
        row.addWidget(icon_label(kind.icon, kind.role, 18), 0, at)
        row.addLayout(lines, 1)
        row.addWidget(open_button)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the line opens it; the button is for the keyboard and for those who look for one."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()


class TaskCard(Card):
    """What somebody should do, the gravest first."""

    opened = Signal(object)
    """The filter of the chosen task."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("To do"), parent=parent)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.body.addLayout(self.rows)
        self.body.addStretch()

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show these instead."""
        while (item := self.rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for task in tasks[:TASKS_SHOWN]:
            self.rows.addWidget(divider())
            row = TaskRow(task)
            row.opened.connect(lambda task=task: self.opened.emit(task.wanted))
            self.rows.addWidget(row)
        if not tasks:
            self.rows.addWidget(divider())
            self.rows.addSpacing(8)
            self.rows.addWidget(
                label(_("Nothing is waiting. The register is complete and up to date."), "muted", wrap=True)
            )


class ConditionCard(Card):
    """How old the equipment is and in which state."""

    chosen = Signal(object)
    """The `YearBar` that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Condition by year of acquisition"), parent=parent)
        self.chart = StackedBars()
        legend = Legend([("good", title(Condition.GOOD)), ("warn_fill", title(Condition.LIGHT_DAMAGE)),
                         ("bad", title(Condition.HEAVY_DAMAGE)), ("", _("unknown"))])  # fmt: skip
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(legend)
        self.chart.chosen.connect(self.chosen)

    def show_years(self, years: Sequence[YearBar]) -> None:
        """Show these instead."""
        self.chart.show_stacks([_stack(bar) for bar in years])


def _stack(bar: YearBar) -> Stack:
    parts = (bar.heavy, bar.light, bar.good)
    total = format.number(bar.total) if bar.total else ""
    return Stack(words.year_name(bar), parts, bar.unknown, bar, words.year_tip(bar), total, is_sum=bar.first)
