"""The widgets of the criteria editor and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.i18n import _
from spbe_assets.services.criteria_sets import SetRow
from ui.readiness.criteria_effect import EffectPane
from ui.readiness.criteria_list import CriteriaList
from ui.readiness.criteria_numbers import NumbersPage
from ui.readiness.criterion_form import CriterionForm
from ui.widgets.basics import button, divider, icon_button, label
from ui.widgets.notice import Notice
from ui.widgets.switch import Switch

SIZE = (1280, 720)
LIST_PX, FORM_PX = 520, 480
CRITERIA, NUMBERS = 0, 1


class CriteriaFrame:
    """Everything that is on the dialog; `pages` shows the criteria or the numbers and evaluations."""

    def __init__(self, dialog: QDialog) -> None:
        self.set_box = QComboBox()
        self.set_box.setAccessibleName(_("Set of criteria"))
        self.set_box.setMinimumWidth(300)
        self.set_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.use_button = button(_("Use this set"))
        self.more_button = icon_button("ellipsis", _("Copy, rename, import, export…"))
        self.switch = Switch((_("Criteria"), _("Numbers and evaluations")))
        self.list, self.form = CriteriaList(), CriterionForm()
        self.copy_button = button(_("Copy criterion"), "flat", "copy")
        self.delete_button = button(_("Remove criterion"), "flat", "trash-2")
        self.numbers, self.effect = NumbersPage(), EffectPane()
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.pages = QStackedWidget()
        self.discard_button, self.close_button = button(_("Discard changes")), button(_("Close"))
        self.save_button = button(_("Save"), "main")
        self._lay_out(dialog)
        self.switch.choose(CRITERIA)
        self.switch.switched.connect(self._show_page)
        self.list.setFocus()

    def show_sets(self, rows: Sequence[SetRow], shown: SetRow) -> None:
        """Offer the sets; the place in the box is that in `rows`."""
        self.set_box.clear()
        for row in rows:
            text = f"{row.name} · {row.version}"
            self.set_box.addItem(_("{name} (in use)").format(name=text) if row.is_active else text)
        self.set_box.setCurrentIndex(next((at for at, row in enumerate(rows) if row.id == shown.id), 0))

    def say_failure(self, sentence: str) -> None:
        """Say what went wrong, or with an empty sentence that nothing did."""
        self.failure.set(sentence)
        self.failure.setVisible(bool(sentence))

    def _show_page(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        for one in (self.copy_button, self.delete_button):
            one.setVisible(page == CRITERIA)

    def _lay_out(self, dialog: QDialog) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 12, 20, 10)
        head.setSpacing(8)
        for part in (label(_("Set of criteria"), "muted"), self.set_box, self.use_button, self.more_button):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.switch)
        self.pages.addWidget(self._criteria_page())
        self.pages.addWidget(_scrolled(self.numbers))
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.pages, 1)
        body.addWidget(self.effect)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 12)
        foot.setSpacing(8)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.delete_button)
        foot.addStretch(1)
        for one in (self.discard_button, self.close_button, self.save_button):
            foot.addWidget(one)
        above = QVBoxLayout()
        above.setContentsMargins(20, 0, 20, 0)
        above.addWidget(self.failure)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(above)
        column.addWidget(divider())
        column.addLayout(body, 1)
        column.addWidget(divider())
        column.addLayout(foot)
        dialog.resize(*SIZE)

    def _criteria_page(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Horizontal)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(20, 12, 4, 12)
        column.addWidget(self.list)
        split.addWidget(left)
        split.addWidget(_scrolled(self.form))
        split.setChildrenCollapsible(False)
        split.setSizes([LIST_PX, FORM_PX])
        return split


def _scrolled(inside: QWidget) -> QScrollArea:
    host = QWidget()
    host.setObjectName("scrolled")
    column = QVBoxLayout(host)
    column.setContentsMargins(20, 12, 20, 12)
    column.addWidget(inside)
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(host)
    return area
