"""Asks which two points of readiness are to be compared; also where frozen ones are deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from spbe_assets.services.assessments import AssessmentRow
from spbe_assets.services.comparing import Point
from ui import format
from ui.readiness.day_edit import DayEdit
from ui.widgets.basics import button, icon_button, label

WIDTH_PX, A_MONTH = 520, timedelta(days=30)
TODAY, A_DAY = "today", "day"


class PointBox(QWidget):
    """One point: today, a day, or a frozen assessment. `changed` fires whenever another one is chosen."""

    changed = Signal()

    def __init__(self, caption: str, frozen: Sequence[AssessmentRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frozen = {row.id: row for row in frozen}
        self.kind, self.day = QComboBox(), DayEdit(formats.today() - A_MONTH)
        self.delete_button = icon_button("trash-2", _("Delete this frozen assessment"))
        self.kind.setAccessibleName(caption)
        policy = self.delete_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # both boxes stay equally wide
        self.delete_button.setSizePolicy(policy)
        self.kind.addItem(_("Today"), TODAY)
        self.kind.addItem(_("A past day"), A_DAY)
        for row in frozen:
            self.kind.addItem(_frozen_text(row), row.id.hex())

        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(label(caption, "small"), 0, 0, 1, 3)
        grid.addWidget(self.kind, 1, 0)
        grid.addWidget(self.day, 1, 1)
        grid.addWidget(self.delete_button, 1, 2)
        grid.setColumnStretch(0, 1)

        self.kind.currentIndexChanged.connect(self._follow)
        self.day.dateChanged.connect(self.changed)
        self._follow()

    @property
    def point(self) -> Point:
        """What is chosen."""
        chosen = self.frozen_id
        if chosen is not None:
            return Point(self._frozen[chosen].as_of, chosen)
        return Point(formats.today() if self.kind.currentData() == TODAY else self.day.day)

    @property
    def frozen_id(self) -> Id | None:
        """The frozen assessment that is chosen."""
        said = str(self.kind.currentData())
        return None if said in (TODAY, A_DAY) else bytes.fromhex(said)

    def choose_latest(self) -> None:
        """Choose the newest frozen assessment, or a day about a month ago."""
        self.kind.setCurrentIndex(2 if self._frozen else 1)

    @Slot()
    def _follow(self) -> None:
        self.day.setVisible(self.kind.currentData() == A_DAY)
        self.delete_button.setVisible(self.frozen_id is not None)
        self.changed.emit()


class CompareDialog(QDialog):
    """`chosen` carries both points, `deletion_asked` the id of a frozen assessment."""

    chosen = Signal(object, object)
    deletion_asked = Signal(object)

    def __init__(self, frozen: Sequence[AssessmentRow], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Compare dates"))
        self.setMinimumWidth(WIDTH_PX)
        self.first, self.second = PointBox(_("Compare"), frozen), PointBox(_("With"), frozen)
        told = _("Says for every agency which records got better, got worse, are new or gone.")
        self.note = label(told, "muted", wrap=True)
        self.compare_button, self.cancel_button = button(_("Compare"), "main"), button(_("Cancel"))
        self.compare_button.setDefault(True)
        self.first.choose_latest()

        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.compare_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (self.note, self.first, self.second):
            column.addWidget(widget)
        column.addLayout(foot)

        self.compare_button.clicked.connect(self.compare)
        self.cancel_button.clicked.connect(self.reject)
        for box in (self.first, self.second):
            box.changed.connect(self._allow)
            box.delete_button.clicked.connect(self._ask_deletion)
        self._allow()

    @Slot()
    def compare(self) -> None:
        """Tell both points and close."""
        self.chosen.emit(self.first.point, self.second.point)
        self.accept()

    @Slot()
    def _allow(self) -> None:
        self.compare_button.setEnabled(self.first.point != self.second.point)

    @Slot()
    def _ask_deletion(self) -> None:
        box = self.first if self.sender() is self.first.delete_button else self.second
        if box.frozen_id is not None:
            self.deletion_asked.emit(box.frozen_id)
            self.reject()


def _frozen_text(row: AssessmentRow) -> str:
    score = wording.score_text(row.score)
    if row.name:
        return _("{name} · {day} · {score}").format(name=row.name, day=format.day(row.as_of), score=score)
    return _("Frozen {day} · {score}").format(day=format.day(row.as_of), score=score)
