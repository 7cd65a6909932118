"""Rejected rows come back in a file that a person corrects and imports again."""

from __future__ import annotations

from pathlib import Path

import python_calamine
from sqlalchemy import select

from spbe_assets.sheets.plan_model import Fate
from spbe_assets.sheets.rejects import write_rejects
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset
from tests.sheets.making import OWNER, imported, item, kib, planned, text_file, workbook


def cells(path: Path, sheet: int = 0) -> list[list[object]]:
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(sheet).to_python()


def test_a_corrected_file_completes_the_import_and_doubles_nothing(store: Store, tmp_path: Path) -> None:
    rows = [item(1), item(2, register="000002", when="20l5"), item(3, register="000003", price="sepuluh")]
    path = workbook(tmp_path / "x.xlsx", S=kib(rows))
    write_rejects(planned(store, path, OWNER), tmp_path / "rejects.xlsx")
    imported(store, path, OWNER, good_rows_only=True)
    written = cells(tmp_path / "rejects.xlsx")
    corrected = [["2015" if cell == "20l5" else "10" if cell == "sepuluh" else cell for cell in row] for row in written]
    again = imported(store, workbook(tmp_path / "again.xlsx", S=corrected), OWNER)
    assert (again.counts.new, again.counts.rejected) == (2, 0)
    with store.read() as session:
        found = session.scalars(select(Asset.register).where(Asset.live).order_by(Asset.register)).all()
    assert found == ["000001", "000002", "000003"]


def test_every_reason_stands_behind_its_row_with_its_column(store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=kib([item(1, when="20l5", price="sepuluh", condition="Q")]))
    made = planned(store, path, OWNER)
    write_rejects(made, tmp_path / "rejects.xlsx")
    written = cells(tmp_path / "rejects.xlsx")
    titles = next(row for row in written if "Kode Barang" in row)
    assert titles[-1] == "Reason for rejection"
    reason = str(written[-1][-1])
    for place, quoted in (("H:", "20l5"), ("O:", "sepuluh"), ("P:", "Q")):
        assert place in reason
        assert quoted in reason


def test_a_cell_that_looks_like_a_formula_stays_a_text(store: Store, tmp_path: Path) -> None:
    content = "Nama Barang;Merk;Tahun\n=1+1;@x;20l5\n"
    made = planned(store, text_file(tmp_path / "x.csv", content), OWNER)
    assert [row.fate for row in made.rows] == [Fate.REJECTED]
    write_rejects(made, tmp_path / "rejects.xlsx")
    assert cells(tmp_path / "rejects.xlsx")[-1][:3] == ["=1+1", "@x", "20l5"]


def test_tables_of_several_sheets_come_back_on_sheets_of_their_own(store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", A=kib([item(1, when="x")]), B=kib([item(1)]), C=kib([item(1, when="y")]))
    assert write_rejects(planned(store, path, OWNER), tmp_path / "rejects.xlsx") == 2
    assert python_calamine.CalamineWorkbook.from_path(str(tmp_path / "rejects.xlsx")).sheet_names == ["A", "C"]
