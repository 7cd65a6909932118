"""Says for one agency which of its registers are complete, so that nothing recorded counts as nothing there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.criteria import Criteria
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui import format
from ui.context import AppContext
from ui.readiness.day_edit import DayEdit
from ui.widgets.basics import button, label
from ui.widgets.notice import Notice

if TYPE_CHECKING:
    from spbe_assets.services.statements import Statement

WIDTH_PX, DAY_PX = 480, 170


class StatementsDialog(QDialog):
    """One tick for each kind of record that the criteria ask about."""

    def __init__(
        self, context: AppContext, agency: tuple[Id, str], criteria: Criteria, parent: QWidget | None = None
    ) -> None:
        from spbe_assets.services import statements

        super().__init__(parent)
        self._context, self._agency = context, agency
        self._held: Mapping[str, Statement] = {}
        subjects = statements.asked_of(criteria)
        self.boxes = {subject: QCheckBox(statements.subject_title(subject)) for subject in subjects}
        self.notes = {subject: label("", "small") for subject in subjects}
        self.on, self.by = DayEdit(), QLineEdit(context.actor.user)
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.save_button, self.cancel_button = button(_("Save"), "main"), button(_("Cancel"))

        self.setWindowTitle(_("Complete registers"))
        self.setMinimumWidth(WIDTH_PX)
        self._lay_out()
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.save)
        self._show(context.read(lambda session: statements.of_agency(session, agency[0])))

    @Slot()
    def save(self) -> None:
        """Keep what is ticked; a refusal is told instead."""
        from spbe_assets.services import statements

        ticked = [subject for subject, box in self.boxes.items() if box.isChecked()]
        kept = [subject for subject in self._held if subject not in self.boxes]
        agency_id, on, by = self._agency[0], self.on.day, self.by.text().strip()
        today = formats.today()
        job = self._context.write(
            lambda uow, _progress: statements.state(uow, agency_id, [*ticked, *kept], on, today, by),
            done=_("Complete registers of {agency} saved").format(agency=self._agency[1]),
            quiet=True,
        )
        job.then(self, lambda _done: self.accept()).otherwise(self, self._fail)

    def _show(self, held: Mapping[str, Statement]) -> None:
        self._held = held
        for subject, box in self.boxes.items():
            stated = held.get(subject)
            box.setChecked(stated is not None)
            if stated is not None:
                said = _("since {day}, {name}") if stated.stated_by else _("since {day}")
                self.notes[subject].setText(said.format(day=format.day(stated.complete_on), name=stated.stated_by))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self._context.error_raised.emit(error)
            return
        self.failure.set(str(error))
        self.failure.show()

    def _lay_out(self) -> None:
        about = _(
            "Tick what is recorded completely, even if there is none of it. "
            "From then on, nothing recorded counts as nothing there instead of not known."
        )
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for row, subject in enumerate(self.boxes):
            grid.addWidget(self.boxes[subject], row, 0)
            grid.addWidget(self.notes[subject], row, 1)
        self.on.setMinimumWidth(DAY_PX)
        said = QGridLayout()
        said.setHorizontalSpacing(12)
        for at, (name, entry) in enumerate(((_("Complete as of"), self.on), (_("Stated by"), self.by))):
            said.addWidget(label(name, "muted"), 0, at)
            said.addWidget(entry, 1, at)
            entry.setAccessibleName(name)
        said.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(self._agency[1], "record", wrap=True))
        column.addWidget(label(about, "muted", wrap=True))
        for part in (grid, said):
            column.addSpacing(2)
            column.addLayout(part)
        column.addWidget(self.failure)
        column.addSpacing(6)
        column.addLayout(foot)
