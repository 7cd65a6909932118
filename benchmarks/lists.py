"""How soon the inventory list is filled and whole, against Qt's own view on a plain table of the same size."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.frame import LARGE, Bench, Row, count, seconds
from benchmarks.inventory import inventory, is_whole, until

TARGET_S = 1.0


def rows(bench: Bench) -> Iterator[Row]:
    """One row for each size; the target is for the usual one."""
    for assets in bench.sizes:
        path, first = bench.database(assets), [0.0]
        with inventory(path):
            pass  # Fonts, icons and imports are not what is measured here.

        def fill(path: Path = path, first: list[float] = first) -> None:
            with inventory(path) as screen:
                first[0] = seconds(lambda: until(lambda: screen.assets.table.count > 0))
                until(lambda: is_whole(screen))

        took, raw = seconds(fill), seconds(lambda path=path: _raw(path))
        yield Row(
            f"list filled with {count(assets)} assets",
            f"≤ {TARGET_S} s" if assets < LARGE else "",
            f"{took:.2f} s until every row can be reached, first rows after {first[0]:.2f} s",
            took / raw,
            took <= TARGET_S if assets < LARGE else None,
        )


class _Plain(QAbstractTableModel):
    """All rows in memory, as a first attempt would have them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        known = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        shown = "SELECT tag, name, brand, model, condition, year FROM asset WHERE live ORDER BY tag_key"
        self._rows = known.execute(shown).fetchall()
        known.close()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: B008
        return 6

    def data(self, index: QModelIndex, role: int = 0) -> str | None:  # type: ignore[override]
        return str(self._rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None


def _raw(path: Path) -> None:
    view = QTableView()
    model = _Plain(path)
    view.setModel(model)
    view.resize(1170, 740)
    view.show()
    QApplication.processEvents()
    view.close()
