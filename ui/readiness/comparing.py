"""Freezing and comparing from the readiness screen: dialogs, the work apart, and what was frozen so far."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import Readiness
from spbe_assets.i18n import _
from spbe_assets.services import assessments
from spbe_assets.services.assessments import AssessmentRow, Packed
from ui.readiness import run
from ui.readiness.compare_dialog import CompareDialog
from ui.readiness.compare_page import ComparePage, file_name
from ui.readiness.export import FORMS, ReportStrip
from ui.readiness.freeze_dialog import FreezeDialog
from ui.readiness.trend import Dot
from ui.widgets.file_dialogs import ask_save

if TYPE_CHECKING:
    from spbe_assets.services.comparing import Point
    from ui.context import AppContext
    from ui.jobs import Job


class Comparing(QObject):
    """`frozen_changed` says that other assessments are frozen now, `compared` that the page shows a comparison."""

    frozen_changed = Signal()
    compared = Signal()

    def __init__(self, context: AppContext, strip: ReportStrip, page: ComparePage, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._strip, self._page, self._window = context, strip, page, parent
        self.frozen: list[AssessmentRow] = []
        page.export_asked.connect(self.ask_save)

    def refresh(self) -> None:
        """Ask again what is frozen."""
        job = self._context.read_later(lambda session, _progress: assessments.listed(session))
        job.then(self, self._show_frozen)

    def dots(self, agency_id: Id | None, assessment: Readiness) -> list[Dot]:
        """The frozen scores of an agency, or of the province for None, and the one that is shown."""
        found = assessment.agency(agency_id).result if agency_id else assessment.province  # type: ignore[union-attr]
        days: dict[date, Dot] = {}
        for row in reversed(self.frozen):  # the last frozen of a day counts
            score = row.score if agency_id is None else row.scores.get(agency_id)
            if score is not None and row.as_of < assessment.as_of:
                days[row.as_of] = Dot(row.as_of, score)
        if found.score.value is None:
            return []
        return [*sorted(days.values()), Dot(assessment.as_of, found.score.value)]

    def ask_freeze(self, day: date | None) -> FreezeDialog:
        """Ask for a name and keep the readiness of a day, today's for None."""
        dialog = FreezeDialog(day or formats.today(), self._window)
        dialog.named.connect(lambda name: self.freeze(day, name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def freeze(self, day: date | None, name: str) -> Job:
        """Assess apart, then write."""
        job = self._context.read_apart(run.pack, day)
        self._strip.follow(job, _("Freezing the readiness"))
        job.then(self, lambda packed: self._keep(packed, name))
        return job

    def ask_compare(self) -> CompareDialog:
        """Ask which two points to compare."""
        dialog = CompareDialog(self.frozen, self._window)
        dialog.chosen.connect(self.compare)
        dialog.deletion_asked.connect(self.delete)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def compare(self, first: Point, second: Point) -> Job:
        """Work out a comparison apart and show it."""
        job = self._context.read_apart(run.compare, first, second)
        self._strip.follow(job, _("Comparing"))
        job.then(self, self._show)
        return job

    def delete(self, assessment_id: Id) -> None:
        """Delete a frozen assessment; the toast offers to take that back."""
        done = _("Frozen assessment deleted")
        self._context.write(lambda uow, _progress: assessments.delete(uow, assessment_id), "delete", done)

    def ask_save(self, form: str) -> QFileDialog | None:
        """Ask for a file name and save the comparison there."""
        comparison = self._page.comparison
        if comparison is None:
            return None
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = file_name(comparison, form, Path(folder))
        return ask_save(self._window, _("Save the comparison"), proposed, _(FORMS[form]), self.save)

    def save(self, path: Path) -> Job:
        """Write the comparison that is shown."""
        return self._strip.write_with(path, run.write_comparison, self._page.comparison, path)

    def _keep(self, packed: Packed, name: str) -> None:
        user = self._context.actor.user
        done = _("Readiness of {day} frozen").format(day=formats.date_text(packed.as_of))
        self._context.write(lambda uow, _progress: assessments.freeze(uow, packed, name, user), "freeze", done)

    def _show(self, comparison: Any) -> None:
        self._page.show_comparison(comparison)
        self.compared.emit()

    def _show_frozen(self, rows: list[AssessmentRow]) -> None:
        self.frozen = rows
        self.frozen_changed.emit()
