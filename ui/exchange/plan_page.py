"""What a pack would do, before anything is done: figures, and the list behind the one that is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.domain.packs import Report
from spbe_assets.i18n import _
from ui import format as formats
from ui.exchange import words
from ui.exchange.lines_table import LinesTable, Row
from ui.exchange.plan import Plan
from ui.importer.figures import Figure, FigureStrip
from ui.widgets.basics import label
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.table import Cell

NEW, CHANGED, AUTO, TWICE, CONFLICTS, MISSING = "new", "changed", "auto", "twice", "conflicts", "missing"
TAG_PX, FIELD_PX, PERSON_PX, KIND_PX = 130, 150, 150, 170
NOTHING = "—"


class PlanPage(QWidget):
    """Shows a report that was made without writing anything."""

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: Plan | None = None
        self.strip = FigureStrip()
        self.note = Notice("info", "")
        self.about = label("", "muted", wrap=True)
        self.table = LinesTable(_("What the pack brings"))
        self.table.set_empty(EmptyState("circle-check", _("Nothing here"), _("The pack brings nothing of this kind.")))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(10)
        for one in (self.strip, self.note, self.about):
            column.addWidget(one)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.strip.chosen.connect(self.show_list)

    def show_plan(self, plan: Plan) -> None:
        """Show another pack; the list begins with what needs a person, else with what changes."""
        self.plan = plan
        figures = _figures(plan.report)
        counts = {one.key: one.count for one in figures}
        first = next((key for key in (CONFLICTS, TWICE, *counts) if counts[key]), NEW)
        self.strip.show_figures(figures, first)
        self._show_note(plan.report)
        self.show_list(first)

    def _show_note(self, report: Report) -> None:
        header = report.header
        if not report.new_changesets and not report.new_photos:
            self.note.set(
                _("Everything in this pack is here already."), _("It was merged before; nothing would change.")
            )
        elif report.again:
            self.note.set(
                _("This pack rests on one that was set aside."), _("Applying it merges that one again as well.")
            )
        else:
            self.note.set(header.note and _("{person} writes: {note}").format(person=header.person, note=header.note))
        self.note.setVisible(bool(report.again or header.note or not (report.new_changesets or report.new_photos)))

    def show_list(self, key: str) -> None:
        """Show what stands behind a figure."""
        if self.plan is None:
            return
        about, titles, widths, rows = LISTS[key](self.plan)
        self.about.setText(about)
        self.table.show_rows(titles, widths, rows)
        self.table.choose(0)
        self.shown.emit(key)


def _figures(report: Report) -> list[Figure]:
    return [
        Figure(NEW, _("New"), sum(report.added.values())),
        Figure(CHANGED, _("Changed"), sum(report.changed.values())),
        Figure(AUTO, _("Merged by itself"), report.auto_merged_count),
        Figure(TWICE, _("Same thing twice"), len(report.duplicates), "warn"),
        Figure(CONFLICTS, _("Conflicts"), len(report.conflicts), "bad"),
        Figure(MISSING, _("Photos missing"), len(report.missing), "warn"),
    ]


Listed = tuple[str, Sequence[str], Sequence[int], Sequence[Row]]


def _counts(about: str, counts: Any) -> Listed:
    rows = [(Cell(title), Cell(formats.number(n), style="strong", right=True)) for title, n in words.by_subject(counts)]
    return about, (_("Kind of record"), _("Records")), (0, FIELD_PX), rows


def _auto(plan: Plan) -> Listed:
    about = _("These fields changed there; the same records changed here too, but in other fields.")
    titles = (_("Tag"), _("Record"), _("Field"), _("Before"), _("After"), _("Person"))
    rows = [
        (
            Cell(one.tag or NOTHING, style="code"),
            Cell(one.record),
            Cell(one.title, style="muted"),
            Cell(one.before or NOTHING, style="muted"),
            Cell(one.after or NOTHING, style="strong"),
            Cell(one.user, style="muted"),
        )
        for one in plan.report.auto_merged
    ]
    return about, titles, (TAG_PX, 0, FIELD_PX, 0, 0, PERSON_PX), rows


def _twice(plan: Plan) -> Listed:
    about = _("These look like one thing recorded twice; you decide after the pack has been applied.")
    rows = [(Cell(one), Cell(other)) for one, other in plan.pairs]
    return about, (_("Record"), _("Looks like")), (0, 0), rows


def _conflicts(plan: Plan) -> Listed:
    about = _("Both sides changed these fields; you decide after the pack has been applied, and both values are kept.")
    titles = (_("Tag"), _("Record"), _("Field"), _("Before"), _("Here"), _("From the pack"))
    rows = [
        (
            Cell(one.tag or NOTHING, style="code"),
            Cell(one.record),
            Cell(one.title, style="muted"),
            Cell(one.base or NOTHING, style="muted"),
            Cell(one.here or NOTHING, style="strong"),
            Cell(one.incoming or NOTHING, style="strong"),
        )
        for one in plan.open_fields
    ]
    return about, titles, (TAG_PX, 0, FIELD_PX, 0, 0, 0), rows


def _missing(plan: Plan) -> Listed:
    about = _("The pack names these photos without bringing them; ask for a return pack with photos.")
    rows = [
        (Cell(sha256[:12], style="code"), Cell(_("Not received yet"), tone="warn")) for sha256 in plan.report.missing
    ]
    return about, (_("Photo"), _("State")), (KIND_PX, 0), rows


LISTS: dict[str, Callable[[Plan], Listed]] = {
    NEW: lambda plan: _counts(_("Records that are not here yet."), plan.report.added),
    CHANGED: lambda plan: _counts(_("Records here in which something changes."), plan.report.changed),
    AUTO: _auto,
    TWICE: _twice,
    CONFLICTS: _conflicts,
    MISSING: _missing,
}
