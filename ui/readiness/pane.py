"""Right of the heat map: one agency, region or the province, why its score is what it is, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import AgencyResult, Readiness, RegionResult, Result, Step, findings_of
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from ui.models.readiness_table import Row
from ui.readiness import words
from ui.readiness.headed import behind_head, headed
from ui.readiness.line import Line
from ui.readiness.line_list import LineList
from ui.readiness.range_bar import RangeBar
from ui.readiness.steps_card import SHOWN, StepsCard
from ui.readiness.trend import Dot, Trend
from ui.widgets.basics import button, label

WIDTH_PX, NARROW_PX = 384, 320


class ReadinessPane(QFrame):
    """Two pages: the criteria of whom was chosen, and the records or agencies behind one criterion.

    `records_asked` carries a criterion's id and the state of the wanted records, `line_opened` the key of a line of
    the second page; `statements_asked` says that the agency's complete registers are to be named.
    """

    records_asked = Signal(object, object)
    line_opened = Signal(object)
    statements_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setFixedWidth(WIDTH_PX)
        self._shown: Id | None = None
        self.name, self.note = label("", "record", wrap=True), label("", "small", wrap=True)
        self.figure, self.range = label("", "figure"), label("", "muted", wrap=True)
        self.bar, self.trend, self.steps = RangeBar(), Trend(), StepsCard()
        self.criteria = LineList(_("Criteria, the dearest first"))
        self.statements_button = button(_("Complete registers…"), "flat", "list-checks")
        self.back_button = button(_("All criteria"), "flat", "arrow-left")
        self.behind_title, self.behind_note = label("", "record", wrap=True), label("", "small", wrap=True)
        self.behind = LineList(_("Records behind the criterion"))
        self.pages = QStackedWidget()

        self.pages.addWidget(self._subject_page())
        self.pages.addWidget(self._behind_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

        self.criteria.opened.connect(self.records_asked)
        self.statements_button.clicked.connect(self.statements_asked)
        self.criteria.left.connect(self.left)
        self.behind.opened.connect(lambda key, _state: self.line_opened.emit(key))
        self.behind.left.connect(self.show_criteria)
        self.back_button.clicked.connect(self.show_criteria)

    def show_row(self, row: Row, assessment: Readiness, dots: Sequence[Dot] = ()) -> None:
        """Show somebody's result, and the scores that were frozen before."""
        result, subject = row.result, row.subject
        kept = self.criteria.verticalScrollBar().value() if self._shown == row.id else 0
        self._shown = row.id
        self.name.setText(row.full_name)
        self.note.setText(_note(subject, assessment))
        self.statements_button.setVisible(isinstance(subject, AgencyResult))
        self.figure.setText(wording.score_text(result.score.value))
        self.range.setText(words.range_note(result.score))
        self.bar.show_score(result.score)
        self.trend.show_dots(dots)
        self._show_steps(result, _steps(subject, assessment))
        self.criteria.show_lines(
            [words.criterion_line(part, assessment.criteria.frameworks) for part in words.ordered(result)]
        )
        self.criteria.verticalScrollBar().setValue(kept)
        has_keyboard = self._has_keyboard
        self.pages.setCurrentIndex(0)
        if has_keyboard:
            self.criteria.setFocus()

    def show_behind(self, title: str, note: str, lines: Sequence[Line]) -> None:
        """Show what stands behind a criterion, with the way back."""
        self.behind_title.setText(title)
        self.behind_note.setText(note)
        self.behind_note.setVisible(bool(note))
        self.behind.show_lines(lines)
        has_keyboard = self._has_keyboard
        self.pages.setCurrentIndex(1)
        if has_keyboard:
            self.behind.setFocus()
        if not self.behind.currentIndex().isValid():
            self.behind.setCurrentIndex(self.behind.lines.index(0))

    def show_criteria(self) -> None:
        """Go back to the criteria."""
        self.pages.setCurrentIndex(0)
        self.criteria.setFocus()

    def enter(self) -> None:
        """Take the keyboard, on the first criterion unless another one was current."""
        self.criteria.setFocus()
        if not self.criteria.currentIndex().isValid():
            self.criteria.setCurrentIndex(self.criteria.lines.index(0))

    @property
    def shows_behind(self) -> bool:
        """Whether the second page is open."""
        return self.pages.currentIndex() == 1

    @property
    def _has_keyboard(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _show_steps(self, result: Result, steps: Sequence[Step]) -> None:
        if result.score.value is None:
            why = _("Not known yet: {reason}.").format(reason=words.unknown_reason(result))
            self.steps.show_steps(_("Record this first"), steps, why)
        else:
            title = _("Three steps that raise the score most") if len(steps) >= SHOWN else _("What raises the score")
            self.steps.show_steps(title, steps)

    def _subject_page(self) -> QWidget:
        figures = QHBoxLayout()
        figures.setSpacing(12)
        figures.addWidget(self.figure)
        figures.addWidget(self.range, 1, Qt.AlignmentFlag.AlignVCenter)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(4)
        head.addWidget(self.name)
        head.addWidget(self.note)
        head.addLayout(figures)
        head.addWidget(self.bar)
        head.addWidget(self.trend)
        head.addSpacing(8)
        head.addWidget(self.steps)
        head.addWidget(self.statements_button, 0, Qt.AlignmentFlag.AlignLeft)
        return headed(head, self.criteria)

    def _behind_page(self) -> QWidget:
        return headed(behind_head(self.back_button, self.behind_title, self.behind_note), self.behind)


def _note(subject: AgencyResult | RegionResult | None, assessment: Readiness) -> str:
    if isinstance(subject, AgencyResult):
        return words.agency_note(subject, assessment)
    return words.region_note(subject) if subject else words.province_note(assessment)


def _steps(subject: AgencyResult | RegionResult | None, assessment: Readiness) -> Sequence[Step]:
    """What to do: an agency's own steps, else what its agencies have in common."""
    if isinstance(subject, AgencyResult):
        return subject.steps
    if subject is None:
        return assessment.findings
    return findings_of([agency for agency in assessment.agencies if agency.region_id == subject.id])
