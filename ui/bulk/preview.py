"""What a bulk edit would do: how many records change, some of the changes before → after, and what can't be done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.services.bulk_edit import BulkPreview, Sample
from ui import format as formats
from ui.widgets.basics import label
from ui.widgets.notice import Notice
from ui.widgets.table import CELL, Cell, Index, TableView

NOWHERE = QModelIndex()
NOTHING = "—"
VALUE_PX = 126


class SampleTable(QAbstractTableModel):
    """Some changes, a few dozen at most."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: tuple[Sample, ...] = ()
        self._titles = (_("Item"), _("Field"), _("Before"), _("After"))

    def show_samples(self, samples: tuple[Sample, ...]) -> None:
        """Show other changes."""
        self.beginResetModel()
        self._samples = samples
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._samples)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._samples[index.row()]
        cells = (
            Cell(one.tag or NOTHING, second=one.name, style="code"),
            Cell(one.field, style="muted"),
            Cell(one.before or NOTHING, style="muted"),
            Cell(one.after or NOTHING, style="strong"),
        )
        cell = cells[index.column()]
        if role == CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{cell.text} {cell.second}".strip()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._titles[section] if is_title else None


class PreviewPane(QWidget):
    """The right half of the dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = label("", "strong", wrap=True)
        self.model = SampleTable(self)
        self.table = TableView()
        self.table.setObjectName("framed")
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Some of the changes"))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number in (1, 2, 3):
            head.resizeSection(number, VALUE_PX)
        self.problems = Notice("warn", "")
        self.problems.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.problems)

    def say(self, text: str) -> None:
        """Say something instead of counts; the changes on show stay."""
        self.said.setText(text)

    def clear(self, text: str) -> None:
        """Show no changes, and say why."""
        self.said.setText(text)
        self.model.show_samples(())
        self.problems.hide()

    def show_preview(self, found: BulkPreview, *, is_whole: bool) -> None:
        """Show changes; the counts only where all records were looked at."""
        self.model.show_samples(found.samples)
        self.said.setText(_counts(found) if is_whole else _("Counting what would change…"))
        self.problems.setVisible(bool(found.problems))
        title = ngettext("{n} item stays as it is", "{n} items stay as they are", len(found.problems))
        self.problems.set(formats.counted(title, len(found.problems)), "\n".join(found.problems[:4]))


def _counts(found: BulkPreview) -> str:
    if not found.changed:
        return _("Nothing would change: all of them are so already.")
    text = _("{changed} of {count} would change; some of the changes:")
    return text.format(changed=formats.number(found.changed), count=formats.number(found.count))
