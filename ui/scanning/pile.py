"""The pile: what was scanned, the newest on top, each with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services.scanning import Hit, Outcome, Scan
from ui.widgets.table import CELL, Cell, Index

CODE, RECORD, PLACE, ANSWER = range(4)
HEADERS = (N_("Code"), N_("What it is"), N_("Where"), N_("Answer"))
ANSWERS = {
    Outcome.ONE: (N_("found"), "good"),
    Outcome.OUTDATED: (N_("label outdated"), "warn"),
    Outcome.SUPERSEDED: (N_("old tag"), "warn"),
    Outcome.SEVERAL: (N_("several"), "warn"),
    Outcome.UNKNOWN: (N_("not recorded"), "bad"),
    Outcome.MISTYPED: (N_("mistyped"), "bad"),
}
FOUND = (Outcome.ONE, Outcome.OUTDATED)
_NOWHERE = QModelIndex()


class Pile(QAbstractTableModel):
    """Every code once; what is scanned again only gets its newest answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scans: list[Scan] = []
        self._places: dict[str, int] = {}

    @property
    def scans(self) -> tuple[Scan, ...]:
        """Everything in the order in which it was scanned."""
        return tuple(self._scans)

    def scan(self, row: int) -> Scan | None:
        """What stands in a row; None outside the list."""
        return self._scans[self._at(row)] if 0 <= row < len(self._scans) else None

    def row_of(self, code: str) -> int:
        """Where a code stands, -1 where it was not scanned."""
        return self._at(self._places[code]) if code in self._places else -1

    def add(self, scans: Sequence[Scan]) -> None:
        """Put scans on top, in their order; those that lie there already only change."""
        fresh = list({scan.code: scan for scan in scans if scan.code not in self._places}.values())
        self.renew([scan for scan in scans if scan.code in self._places])
        if fresh:
            self.beginInsertRows(_NOWHERE, 0, len(fresh) - 1)
            for scan in fresh:
                self._places[scan.code] = len(self._scans)
                self._scans.append(scan)
            self.endInsertRows()

    def renew(self, scans: Sequence[Scan]) -> None:
        """Give codes that are there their newest answers."""
        for scan in scans:
            if scan.code in self._places:
                self._scans[self._places[scan.code]] = scan
                row = self.row_of(scan.code)
                self.dataChanged.emit(self.index(row, 0), self.index(row, ANSWER))

    def remove(self, codes: Sequence[str]) -> None:
        """Take codes off the pile."""
        self._fill([scan for scan in self._scans if scan.code not in set(codes)])

    def clear(self) -> None:
        """Begin anew."""
        self._fill([])

    def hits(self, table: str) -> list[Hit]:
        """The records of a table that were found, each once, in the order in which they were scanned."""
        found = {scan.hits[0].id: scan.hits[0] for scan in self._scans if scan.outcome in FOUND}
        return [hit for hit in found.values() if hit.table == table]

    def tags(self) -> list[str]:
        """The tags of what was found, in the order of scanning; a record without a tag is left out."""
        found = (scan.hits[0].tag for scan in self._scans if scan.outcome in FOUND)
        return [tag for tag in dict.fromkeys(found) if tag]

    def as_filter(self) -> AssetFilter | LinkFilter:
        """Lets through what was found: the equipment, or the links where there is no equipment."""
        found = self.hits("asset")
        ids = frozenset(hit.id for hit in found or self.hits("link"))
        return AssetFilter(ids=ids) if found else LinkFilter(ids=ids)

    def codes_to_renew(self, touched: frozenset[Id] | set[Id]) -> list[str]:
        """The codes whose answer may be another one after these records were changed."""
        return [
            scan.code
            for scan in self._scans
            if scan.outcome is not Outcome.ONE or any(hit.id in touched for hit in scan.hits)
        ]

    def _fill(self, scans: list[Scan]) -> None:
        self.beginResetModel()
        self._scans = scans
        self._places = {scan.code: at for at, scan in enumerate(scans)}
        self.endResetModel()

    def _at(self, row: int) -> int:
        return len(self._scans) - 1 - row

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._scans)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        scan = self.scan(index.row())
        if scan is None:
            return None
        if role == CELL:
            return cell(scan, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell(scan, index.column()).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(HEADERS[index.column()])}: {cell(scan, index.column()).text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADERS[section])
        return super().headerData(section, orientation, role)


def cell(scan: Scan, column: int) -> Cell:
    """What stands in one cell of a scan's row."""
    only = scan.hits[0] if len(scan.hits) == 1 and scan.outcome is not Outcome.MISTYPED else None
    if column == CODE:
        return Cell(scan.code, style="code")
    if column == RECORD:
        return Cell(only.name or _("Unnamed"), icon=only.icon) if only else Cell("—", style="muted")
    if column == PLACE:
        return Cell(only.place if only else "", style="muted")
    word, tone = ANSWERS[scan.outcome]
    return Cell(_(word), tone=tone)
