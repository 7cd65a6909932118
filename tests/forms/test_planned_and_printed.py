"""RKBMD of the chosen plan, and the register of printed labels."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import LabelContent
from spbe_assets.reports.forms import paper
from spbe_assets.services import label_ledger, plans, scenarios
from spbe_assets.services.forms import label_register, rkbmd
from spbe_assets.sheets.forms import workbook
from spbe_assets.storage.store import Store
from tests.forms.conftest import BUDI, cells, make, pages
from tests.services import plan_world
from tests.sheets.making import OWNER

PROCURED = ["No", "Program / Kegiatan / Sub Kegiatan / Output", "Usulan BMD", "Kebutuhan Maksimum"]


@pytest.fixture
def planned(store: Store) -> Store:
    """A province with a chosen plan."""
    plan_world.fill(store)
    survey = plan_world.surveyed(store)
    plan = plans.work_out(survey, plans.terms({2027: 10**12}))
    with store.write(BUDI, "plan") as uow:
        scenarios.choose(uow, scenarios.keep(uow, plan, "A"))
    return store


def test_without_a_chosen_plan_there_is_no_rkbmd(store: Store) -> None:
    with store.read() as session, pytest.raises(Refused, match="plan"):
        next(rkbmd.procurement(session))


def test_rkbmd_procurement_has_its_columns_and_what_the_plan_buys(planned: Store, tmp_path: Path) -> None:
    with planned.read() as session:
        forms = list(rkbmd.procurement(session))
    workbook.write(tmp_path / "a.xlsx", forms)
    sheets = cells(tmp_path / "a.xlsx")
    assert len(sheets) == 2
    for rows in sheets.values():
        at = next(at for at, row in enumerate(rows) if row[0] == "No")
        assert [cell for cell in rows[at] if cell] == [
            *PROCURED, "BMD yang Dapat Dioptimalkan", "Kebutuhan Riil BMD", "Cara Pemenuhan", "Keterangan",
        ]  # fmt: skip
        assert rows[at + 1][2:6] == ["Kode Barang", "Nama Barang", "Jumlah", "Satuan"]
        assert rows[at + 2] == [float(number) for number in range(1, 17)]
        first = rows[at + 3]
        assert first[6] == (first[10] or 0) + first[12]
    paper.write(tmp_path / "a.pdf", forms)
    assert "TAHUN 2027" in pages(tmp_path / "a.pdf")[0]


def test_rkbmd_maintenance_has_fourteen_columns(planned: Store, tmp_path: Path) -> None:
    with planned.read() as session:
        forms = list(rkbmd.maintenance(session, [plan_world.ICT]))
    assert forms
    assert all(len(form.columns) == 14 for form in forms)
    titles = [column.title for column in forms[0].columns]
    assert titles[2:10] == ["Kode Barang", "Nama Barang", "Jumlah", "Satuan", "Status", "B", "RR", "RB"]
    paper.write(tmp_path / "a.pdf", forms)
    assert "RENCANA PEMELIHARAAN" in pages(tmp_path / "a.pdf")[0]


def test_every_printed_label_stands_in_the_register_newest_first(store: Store, tmp_path: Path) -> None:
    first, second = make(
        store, "asset", {"tag": "A-1", "name": "=Server", "agency_id": OWNER}, {"tag": "A-2", "name": "Router"}
    )
    contents = [LabelContent(first, "A-1"), LabelContent(second, "A-2")]
    with store.write(BUDI, "labels") as uow:
        label_ledger.record_prints(uow, contents, "avery-l7163")
    with store.write(BUDI, "labels") as uow:
        label_ledger.record_prints(uow, contents[:1], "avery-l7163", label_ledger.Reason.LOST)
    with store.read() as session:
        whole, own = label_register.form(session), label_register.form(session, [OWNER])
    assert whole.rows[0][:2] == (1, "A-1")
    assert (len(whole.rows), len(own.rows)) == (3, 2)
    workbook.write(tmp_path / "a.xlsx", [whole])
    (rows,) = cells(tmp_path / "a.xlsx").values()
    assert [row[2] for row in rows if row[1] == "A-1"] == ["=Server", "=Server"]
    assert "The label is lost" in str(rows)
    paper.write(tmp_path / "a.pdf", [whole])
    assert "Page 1 of 1" in pages(tmp_path / "a.pdf")[0]


def test_blank_labels_and_none_at_all_give_a_register_too(store: Store, tmp_path: Path) -> None:
    with store.read() as session:
        assert paper.write(tmp_path / "a.pdf", [label_register.form(session)]) == [0]
    make(store, "label_print", {"printed_at": datetime(2026, 1, 1, tzinfo=UTC), "reason": label_ledger.BLANK})
    with store.read() as session:
        assert label_register.form(session).rows[0][7] == "Blank label"
