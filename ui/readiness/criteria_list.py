"""The criteria of a set by aspect, each with a tick that says whether it counts, its weight and its target."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from spbe_assets.domain.criteria import Aspect, Criteria, Criterion
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from ui import format, theme

ID = Qt.ItemDataRole.UserRole
TITLE, WEIGHT, TARGET = 0, 1, 2
WEIGHT_PX, TARGET_PX = 56, 80
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CriteriaList(QTreeWidget):
    """`chosen` carries the id of the criterion that is now current, `switched` an id and whether it counts now."""

    chosen = Signal(str)
    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self.setObjectName("framed")
        self.setAccessibleName(_("Criteria by aspect"))
        self.setHeaderLabels([_("Criterion"), _("Weight"), _("Target")])
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        for column in (WEIGHT, TARGET):
            self.headerItem().setTextAlignment(column, RIGHT)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(WEIGHT, WEIGHT_PX)
        head.resizeSection(TARGET, TARGET_PX)
        self.currentItemChanged.connect(lambda item, _before: self._say_chosen(item))
        self.itemChanged.connect(self._say_switched)

    def show_criteria(self, criteria: Criteria, numbers: Mapping[str, float], current: str = "") -> None:
        """Show a set; `current` is the id of the criterion to choose, by default the first."""
        self.blockSignals(True)
        self.clear()
        self._items.clear()
        for aspect in Aspect:
            if inside := [one for one in criteria.criteria if one.aspect is aspect]:
                self._add_aspect(aspect, inside, numbers)
        self.expandAll()
        self.blockSignals(False)
        first = next(iter(self._items), "")
        self.choose(current if current in self._items else first)

    def show_criterion(self, criterion: Criterion, numbers: Mapping[str, float]) -> None:
        """Show one that was changed where it stands."""
        item = self._items.get(criterion.id)
        if item is not None:
            self.blockSignals(True)
            _fill(item, criterion, numbers)
            self.blockSignals(False)
            self.viewport().update()

    def choose(self, criterion_id: str) -> None:
        """Make a criterion current."""
        item = self._items.get(criterion_id)
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def ids(self) -> list[str]:
        """The criteria in the order they are shown."""
        return list(self._items)

    def tick(self, criterion_id: str, on: bool) -> None:
        """Switch a criterion on or off as a click on its tick does."""
        self._items[criterion_id].setCheckState(TITLE, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _add_aspect(self, aspect: Aspect, inside: list[Criterion], numbers: Mapping[str, float]) -> None:
        head = QTreeWidgetItem(self)
        head.setText(TITLE, aspect.label)
        head.setFont(TITLE, theme.font(weight=theme.font().Weight.DemiBold))
        head.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
        for criterion in inside:
            item = QTreeWidgetItem(head)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(TITLE, ID, criterion.id)
            _fill(item, criterion, numbers)
            self._items[criterion.id] = item

    def _say_chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(TITLE, ID):
            self.chosen.emit(item.data(TITLE, ID))

    def _say_switched(self, item: QTreeWidgetItem, column: int) -> None:
        criterion_id = item.data(TITLE, ID)
        if column == TITLE and criterion_id:
            self.switched.emit(criterion_id, item.checkState(TITLE) == Qt.CheckState.Checked)


def _fill(item: QTreeWidgetItem, criterion: Criterion, numbers: Mapping[str, float]) -> None:
    item.setText(TITLE, criterion.title)
    item.setToolTip(TITLE, "\n".join(text for text in (criterion.title, criterion.source) if text))
    item.setText(WEIGHT, format.decimal(criterion.weight))
    item.setText(TARGET, wording.amount_text(criterion.target, criterion.unit, numbers))
    for column in (WEIGHT, TARGET):
        item.setTextAlignment(column, RIGHT)
    item.setCheckState(TITLE, Qt.CheckState.Checked if criterion.active else Qt.CheckState.Unchecked)
    for column in (TITLE, WEIGHT, TARGET):
        item.setForeground(column, theme.colour("text" if criterion.active else "muted"))
