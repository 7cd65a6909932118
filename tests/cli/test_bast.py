"""Official minutes by command: found by their document number, in both languages, or refused in one sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import agencies, moves
from spbe_assets.services.moves import Move, Return
from spbe_assets.storage.store import Actor, Store
from tests.cli.conftest import Run

NUMBER = "030/12 <a> & b"


@pytest.fixture
def lent(run: Run, tmp_path: Path) -> Run:
    for serial in ("S1", "S2"):
        assert run("add", "server", f"name=Server {serial}", f"serial={serial}").code == 0
    store = Store.open(tmp_path / "a.spbe")
    with store.write(Actor("Budi"), f"lend {NUMBER}") as uow:
        borrower = agencies.find(uow.session, "Dinas Kesehatan")
        moves.lend(uow, AssetFilter(), Move(date(2026, 11, 24), NUMBER, borrower))
    store.close()
    return run


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


@pytest.mark.parametrize(("code", "said"), [("id", "tanggal dua puluh empat"), ("en", "the twenty-fourth of November")])
def test_the_minutes_of_a_number_are_written_in_the_language_asked_for(
    lent: Run, tmp_path: Path, code: str, said: str
) -> None:
    told = lent("bast", "out.pdf", NUMBER, "--language", code, "--json").data
    text = text_of(tmp_path / "out.pdf")
    assert (told["items"], told["pages"]) == (2, 1)
    assert said in text and NUMBER in text
    assert "Server S1" in text and "Server S2" in text


def test_an_unknown_number_is_refused_and_nothing_written(lent: Run, tmp_path: Path) -> None:
    for number in ("999", ""):
        told = lent("bast", "out.pdf", number)
        assert (told.code, told.err.count("\n")) == (2, 1)
    assert lent("bast", "out.txt", NUMBER).code == 2
    assert not (tmp_path / "out.pdf").exists()


def test_what_came_back_has_minutes_under_either_number(lent: Run, tmp_path: Path) -> None:
    assert "came back" in lent("bast", "out.pdf", NUMBER, "--returned").err
    store = Store.open(tmp_path / "a.spbe")
    with store.write(Actor("Budi"), "take-back 31/KB") as uow:
        moves.take_back(uow, AssetFilter(), Return(date(2026, 12, 1), document_number="31/KB"))
    store.close()
    for number in (NUMBER, "31/KB"):
        assert lent("bast", "out.pdf", number, "--returned", "--language", "id").code == 0
        text = text_of(tmp_path / "out.pdf")
        assert "PENGEMBALIAN BARANG PINJAM PAKAI" in text and "31/KB" in text and NUMBER in text
    assert lent("bast", "out.pdf", "31/KB").code == 2


def test_lists_are_narrowed_to_what_is_on_loan_or_overdue(lent: Run) -> None:
    for option, count in (("--on-loan", 2), ("--overdue", 0)):
        assert lent("export", "assets", "out.csv", option, "--json").data["rows"] == count


def test_an_act_that_was_undone_has_no_minutes(lent: Run) -> None:
    assert lent("undo").code == 0
    assert lent("bast", "out.pdf", NUMBER).code == 2
    assert lent("redo").code == 0
    assert lent("bast", "out.pdf", NUMBER).code == 0
