"""`sweep`: a scanner's file, the list, what came of it, its end and its minutes."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from spbe_assets.services import agencies, places
from spbe_assets.storage.store import Actor, Store
from tests.cli.conftest import Ran, Run

AGENCY = "Diskominfotik"


@pytest.fixture
def room(run: Run, tmp_path: Path) -> Run:
    """A room with two servers and one beside it."""
    run("demo", "--assets", 0)
    store = Store.open(tmp_path / "a.spbe")
    with store.write(Actor("Budi")) as uow:
        agency = agencies.find(uow.session, AGENCY)
        for name in ("Ruang Server", "Gudang"):
            places.create(uow, "room", {"name": name, "agency_id": agency})
    store.close()
    for serial, where in (("S1", "Ruang Server"), ("S2", "Ruang Server"), ("S3", "Gudang")):
        given = (f"name=Server {serial}", f"serial={serial}", f"agency={AGENCY}", f"room={where}")
        assert run("add", "server", *given).code == 0
    return run


def take(run: Run, tmp_path: Path, *lines: str, where: str = "Ruang Server", options: tuple[str, ...] = ()) -> Ran:
    (tmp_path / "scans.txt").write_text("\r\n".join(lines), "utf-8")
    return run("sweep", "import", "scans.txt", "--room", where, "--agency", AGENCY, *options, "--json")


def test_a_file_begins_a_sweep_and_the_next_one_goes_on_with_it(room: Run, tmp_path: Path) -> None:
    tag = room("search", "S2", "--json").data["rows"][0]["tag"]
    first = take(room, tmp_path, "S1", f"SPBE:{tag}", "S1", options=("--condition", "RR"))
    assert first.code == 0
    data = first.data
    nothing = dict.fromkeys(("wrong_room", "unexpected", "unknown", "already", "unclear", "missing"), 0)
    assert data.items() >= ({"codes": 2, "found": 2} | nothing).items()
    second = take(room, tmp_path, "S1", "S3", "nobody knows", "24/11/2026 07:30,S2")
    assert second.code == 1
    assert second.data["sweep"] == data["sweep"]
    assert [(one["code"], one["result"]) for one in second.data["exceptions"]] == [
        ("S3", "wrong-room"), ("nobody knows", "unknown"),
    ]  # fmt: skip
    assert (second.data["already"], second.data["found"]) == (2, 0)
    assert room("search", "S2", "--json").data["rows"][0]["condition"] == "RR"


def test_a_code_that_can_not_be_understood_is_kept(room: Run, tmp_path: Path) -> None:
    room("add", "server", "serial=S1")
    told = take(room, tmp_path, "S1")
    assert (told.code, told.data["unclear"]) == (1, 1)
    assert len(told.data["exceptions"][0]["candidates"]) == 2
    assert room("sweep", "show", told.data["sweep"], "--json").data["total"]["unknown"] == 1


def test_the_whole_file_is_one_action(room: Run, tmp_path: Path) -> None:
    batch = take(room, tmp_path, "S1", "S2").data["batch"]
    assert room("undo", batch).code == 0
    assert room("sweep", "list", "--json").data["sweeps"] == []


def test_list_show_finish_and_minutes(room: Run, tmp_path: Path) -> None:
    sweep = take(room, tmp_path, "S1", "S3", options=("--name", "Opname 1")).data["sweep"]
    (row,) = room("sweep", "list", "--json").data["sweeps"]
    assert (row["id"], row["name"], row["open"], row["rooms"], row["seen"]) == (sweep, "Opname 1", True, 1, 2)
    shown = room("sweep", "show", "opname 1", "--json").data
    assert shown["total"].items() <= shown["by_room"][0].items()
    assert (shown["total"]["expected"], shown["total"]["missing"]) == (2, 1)
    assert {one["state"] for one in shown["exceptions"]} == {"missing", "wrong-room"}
    said = room("sweep", "show", sweep)
    assert "expected 2, found 1, missing 1, exceptions 1" in said.out and "Server S2" in said.out
    ended = room("sweep", "finish", sweep, "--number", "030/1", "--json")
    assert (ended.code, ended.data["number"], ended.data["open"]) == (1, "030/1", False)
    assert room("sweep", "finish", sweep).code == 2
    assert room("sweep", "list", "--open", "--json").data["sweeps"] == []
    for reference in (sweep, sweep.removeprefix("sweep:"), "030/1"):
        assert room("sweep", "minutes", reference, "out.pdf", "--language", "id", "--json").data["pages"] >= 1
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as document:
        assert "Nomor: 030/1" in " ".join(document[0].get_textpage().get_text_range().split())
    assert room("sweep", "minutes", sweep, "out.xlsx").code == 0
    assert (tmp_path / "out.xlsx").exists()


def test_two_open_sweeps_need_a_name(room: Run, tmp_path: Path) -> None:
    for name in ("A", "B"):
        assert take(room, tmp_path, "S1", options=("--name", name)).data["name"] == name
    told = take(room, tmp_path, "S1")
    assert told.code == 2 and "--name" in told.err
    assert take(room, tmp_path, "S1", options=("--name", "b")).data["already"] == 1


def test_what_can_not_be_done_is_one_sentence(room: Run, tmp_path: Path) -> None:
    (tmp_path / "scans.txt").write_text("S1", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    given = ("--room", "Ruang Server", "--agency", AGENCY)
    for arguments in (
        ("import", "missing.txt", *given), ("import", "empty.txt", *given),
        ("import", "scans.txt", "--room", "Nowhere", "--agency", AGENCY),
        ("import", "scans.txt", "--room", "Ruang Server", "--agency", "Dinas Kesehatam"),
        ("import", "scans.txt", *given, "--condition", "X"), ("show", "nothing"), ("finish", "sweep:1234"),
        ("minutes", "nothing", "out.pdf"),
    ):  # fmt: skip
        told = room("sweep", *arguments)
        assert (told.code, told.err.count("\n")) == (2, 1), told
    assert "Dinas Kesehatan" in room("sweep", "import", "scans.txt", "--room", "x", "--agency", "Dinas Kesehatam").err
    assert room("sweep", "list", "--json").data["sweeps"] == []
