"""Right of the differences: one agency, which criteria changed, and the records that got better, worse, new or gone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets.domain.comparison import AgencyChange, Changed, Comparison, CriterionChange, Turn
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports import wording
from spbe_assets.reports.comparison_words import (
    change_texts,
    criterion_title,
    points_text,
    side_text,
    turn_texts,
)
from ui import format
from ui.readiness.difference_table import tone
from ui.readiness.headed import behind_head, headed
from ui.readiness.line import Line, Link
from ui.readiness.line_list import LineList
from ui.widgets.basics import button, label

SHOWN = 500
OPENED = ("asset", "link")
"""Tables whose records the inventory can show."""


class ComparePane(QFrame):
    """Two pages: the criteria that changed, and the records behind one change.

    `record_opened` carries a `Record`, `left` says that the keyboard goes back to the table.
    """

    record_opened = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._comparison: Comparison | None = None
        self._change: AgencyChange | None = None
        self.name, self.note = label("", "record", wrap=True), label("", "muted", wrap=True)
        self.figure = label("", "figure")
        self.criteria = LineList(_("Criteria that changed"))
        self.nothing = label(_("Nothing changed here."), "muted", wrap=True)
        self.back_button = button(_("All criteria"), "flat", "arrow-left")
        self.behind_title, self.behind_note = label("", "record", wrap=True), label("", "small", wrap=True)
        self.behind = LineList(_("Records that changed"))
        self.pages = QStackedWidget()

        self.pages.addWidget(self._agency_page())
        self.pages.addWidget(self._behind_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

        self.criteria.opened.connect(self._show_records)
        self.criteria.left.connect(self.left)
        self.behind.opened.connect(lambda key, _turn: self.record_opened.emit(key))
        self.behind.left.connect(self.show_criteria)
        self.back_button.clicked.connect(self.show_criteria)

    def show_change(self, change: AgencyChange, comparison: Comparison) -> None:
        """Show what changed at an agency."""
        self._change, self._comparison = change, comparison
        self.name.setText(change.side.name)
        self.figure.setText(points_text(change.points))
        self.note.setText(_scores(change))
        self.criteria.show_lines([_criterion_line(comparison, part) for part in change.criteria])
        self.nothing.setVisible(not change.criteria)
        self.criteria.setVisible(bool(change.criteria))
        self.pages.setCurrentIndex(0)

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

    def _show_records(self, criterion_id: str, turn: Turn) -> None:
        change, comparison = self._change, self._comparison
        part = next((one for one in change.criteria if one.id == criterion_id), None) if change else None
        if comparison is None or part is None:
            return
        found = [one for one in part.records or () if one.turn is turn]
        self.behind_title.setText(criterion_title(comparison, part))
        self.behind_note.setText("; ".join(turn_texts(comparison, part, turn)))
        lines = [_record_line(comparison, one) for one in found[:SHOWN]]
        rest = len(found) - SHOWN
        if rest > 0:
            more = ngettext("{n} more in the spreadsheet", "{n} more in the spreadsheet", rest)
            lines.append(Line(more.format(n=format.number(rest))))
        self.behind.show_lines(lines)
        self.pages.setCurrentIndex(1)
        self.behind.setFocus()
        self.behind.setCurrentIndex(self.behind.lines.index(0))

    def _agency_page(self) -> QWidget:
        figures = QHBoxLayout()
        figures.setSpacing(12)
        figures.addWidget(self.figure)
        figures.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(4)
        head.addWidget(self.name)
        head.addLayout(figures)
        head.addWidget(self.nothing)
        return headed(head, self.criteria)

    def _behind_page(self) -> QWidget:
        return headed(behind_head(self.back_button, self.behind_title, self.behind_note), self.behind)


def _scores(change: AgencyChange) -> str:
    before, after = (wording.score_text(side.score.value) if side else "–" for side in (change.before, change.after))
    return f"{before} → {after}"


def _criterion_line(comparison: Comparison, part: CriterionChange) -> Line:
    links = tuple(Link(turn, "; ".join(texts)) for turn in Turn if (texts := turn_texts(comparison, part, turn)))
    before, after = (wording.score_text(side.score.value) if side else "–" for side in (part.before, part.after))
    return Line(
        title=criterion_title(comparison, part),
        sub=f"{before} → {after}",
        figure=points_text(part.points),
        tone=tone(part.points) or "muted",
        links=links,
        note="" if links else "; ".join(change_texts(comparison, part)),
        tip="\n".join([criterion_title(comparison, part), *change_texts(comparison, part)]),
        key=part.id,
    )


def _record_line(comparison: Comparison, one: Changed) -> Line:
    named = comparison.names.get(one.record)
    ref, name = (named.ref, named.name) if named else ("", "")
    can_open = one.record.table in OPENED and one.turn is not Turn.GONE
    links = (Link(one.turn, _("Show in the inventory")),) if can_open else ()
    return Line(title=name or _("Unnamed"), sub=ref, links=links, key=one.record)


def title_of(comparison: Comparison) -> str:
    """What the page is called."""
    return f"{side_text(comparison.before)} → {side_text(comparison.after)}"
