"""The items of one go, one line a serial number, with the name, register and tag that each will get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from spbe_assets.domain.sort_keys import normal_serial
from spbe_assets.i18n import N_, _
from spbe_assets.services.entry import Planned
from ui import format as formats
from ui.widgets.table import CELL, Cell

Index = QModelIndex | QPersistentModelIndex
NUMBER, SERIAL, NAME, REGISTER, TAG = range(5)
TITLES = (N_("No."), N_("Serial number"), N_("Name"), N_("Register number"), N_("Tag"))
_NONE = QModelIndex()


class ItemLines(QAbstractTableModel):
    """Holds the serial numbers in the order they came; what they get comes later, by `show_planned`."""

    def __init__(self) -> None:
        super().__init__()
        self._serials: list[str] = []
        self._at: dict[str, int] = {}
        self._planned: tuple[Planned, ...] = ()

    @property
    def serials(self) -> tuple[str, ...]:
        """The serial numbers, empty ones for items without."""
        return tuple(self._serials)

    def line_of(self, serial: str) -> int | None:
        """The line (from 1) that has a serial number already, however it is written."""
        return self._at.get(normal_serial(serial))

    def add(self, serials: Sequence[str]) -> None:
        """Append lines."""
        first = len(self._serials)
        self.beginInsertRows(QModelIndex(), first, first + len(serials) - 1)
        self._serials += serials
        self._count()
        self.endInsertRows()

    def remove(self, rows: Iterable[int]) -> None:
        """Take lines out."""
        gone = set(rows)
        self.beginResetModel()
        self._serials = [serial for row, serial in enumerate(self._serials) if row not in gone]
        self._count()
        self.endResetModel()

    def show_planned(self, planned: Sequence[Planned]) -> None:
        """Show what the items will get."""
        self._planned = tuple(planned)
        if self._serials:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._serials) - 1, TAG))

    def _count(self) -> None:
        self._at = {key: row + 1 for row, serial in enumerate(self._serials) if (key := normal_serial(serial))}

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._serials)

    def columnCount(self, parent: Index = _NONE) -> int:
        return len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(TITLES[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == CELL:
            return self._cell(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(index.row(), index.column()).text
        return None

    def _cell(self, row: int, column: int) -> Cell:
        if column == NUMBER:
            return Cell(formats.number(row + 1), style="muted", right=True)
        if column == SERIAL:
            return Cell(self._serials[row] or "—", style="code")
        if row >= len(self._planned):
            return Cell("…", style="muted")
        planned = self._planned[row]
        if column == NAME:
            return Cell(planned.name)
        return Cell(planned.register if column == REGISTER else planned.tag, style="code")
