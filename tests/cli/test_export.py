"""Lists by command: out in three forms, in again without a change, rejected rows beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def province(run: Run) -> Run:
    assert run("demo", "--assets", 300).code == 0
    return run


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_whole_province_goes_out_and_comes_in_unchanged(province: Run, tmp_path: Path, name: str) -> None:
    rows = province("export", "assets", name, "--json").data["rows"]
    told = province("import", name, "--json").data
    assert (told["rows"], told["same"], told["problems"]) == (rows, rows, [])
    province("export", "links", name)
    told = province("import", name, "--json").data
    assert told["rows"] == told["same"] > 0


def test_filters_narrow_an_export(province: Run, tmp_path: Path) -> None:
    assert province("export", "assets", "a.json", "--condition", "RB").code == 0
    listed = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert listed
    assert {one["condition"] for one in listed} == {"RB"}


def test_a_filter_that_does_not_fit_is_refused_and_nothing_written(province: Run, tmp_path: Path) -> None:
    for what, option in (("links", "--no-serial"), ("template", "--no-serial")):
        told = province("export", what, "x.xlsx", option)
        assert (told.code, told.err.count("\n")) == (2, 1)
    assert province("export", "assets", "x.xlsx", "--kind", "internet").code == 2
    assert not (tmp_path / "x.xlsx").exists()


def test_an_ending_nobody_writes_is_refused_with_those_there_are(province: Run) -> None:
    told = province("export", "assets", "x.doc")
    assert told.code == 2
    assert ".xlsx, .csv, .json" in told.err


def test_the_empty_template_needs_no_database(run: Run, tmp_path: Path) -> None:
    assert run("export", "template", "t.xlsx").code == 0
    assert not (tmp_path / "a.spbe").exists()
    assert run("import", "t.xlsx", "--json").data["rows"] == 0


def test_rejected_rows_are_written_although_the_import_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Nama Barang;Tahun\nServer;2020\nSwitch;20l5\n", encoding="utf-8")
    assert run("import", "x.csv", "--rejects", "bad.xlsx").code == 2
    told = run("import", "x.csv", "--good-rows-only", "--rejects", "bad.xlsx", "--json")
    assert (told.code, told.data["new"], told.data["rejected"]) == (1, 1, 1)
    again = run("import", "bad.xlsx", "--dry-run", "--json").data
    assert (again["rows"], again["rejected"], again["unknown_columns"]) == (1, 1, [])
