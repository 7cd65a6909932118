"""Official forms by command: which kinds in which files, room cards issued, and forms that can be imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

DISKOMINFO = "Dinas Komunikasi, Informatika dan Statistik"


@pytest.fixture
def province(run: Run) -> Run:
    assert run("demo", "--assets", 300).code == 0
    return run


@pytest.mark.parametrize("what", ["kib-b", "kir", "labels"])
@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
def test_a_form_of_an_agency_is_written(province: Run, tmp_path: Path, what: str, ending: str) -> None:
    told = province("export", what, f"a{ending}", "--agency", DISKOMINFO, "--paper", "f4", "--json")
    assert told.code == 0, told.err
    assert told.data["rows"] > 0
    head = (tmp_path / f"a{ending}").read_bytes()[:4]
    assert head == (b"%PDF" if ending == ".pdf" else b"PK\x03\x04")


def test_identity_cards_take_the_filters_of_assets(province: Run) -> None:
    told = province("export", "kibar", "a.pdf", "--class", "end-user", "--agency", DISKOMINFO, "--json")
    assert told.code == 0, told.err
    assert told.data["rows"] > 0


def test_room_cards_are_issued_and_counted(province: Run) -> None:
    told = province("export", "kir", "a.pdf", "--agency", DISKOMINFO, "--issue", "--json")
    assert told.code == 0, told.err
    assert told.data["issued"] > 0
    assert province("undo").code == 0


def test_a_kib_b_is_imported_again_without_a_change(province: Run) -> None:
    assert province("export", "kib-b", "a.xlsx", "--agency", DISKOMINFO).code == 0
    told = province("import", "a.xlsx", "--dry-run", "--json").data
    assert (told["new"], told["rejected"]) == (0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        ("kib-b", "a.csv"), ("kibar", "a.xlsx"), ("rkbmd", "a.pdf"), ("kib-b", "a.pdf", "--condition", "B"),
        ("kib-b", "a.pdf", "--issue"), ("assets", "a.xlsx", "--paper", "a4"), ("kir", "a.pdf", "--room", "nowhere"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_one_sentence(province: Run, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    told = province("export", *wrong)
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert not (tmp_path / wrong[1]).exists()
