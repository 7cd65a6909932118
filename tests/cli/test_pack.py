"""Packs by command: between two databases, with what a machine and a person are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from spbe_assets.services import agencies
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Assignment, Room
from tests.cli.conftest import Run

SERVER = "add", "server", "name=Database server", "agency=Diskominfotik", "condition=B"


@pytest.fixture
def both(run: Run) -> Run:
    """Two databases that accept each other: a.spbe of the admin, b.spbe of Sari."""
    cards = {}
    for db, name in (("a.spbe", "Admin"), ("b.spbe", "Laptop Sari")):
        run("demo", "--assets", "0", db=db)
        run("installation", "rename", name, "--person", f"Person of {name}", db=db)
        cards[db] = run("installation", "show", "--json", db=db).data["card"]
    run("installation", "enrol", cards["b.spbe"], db="a.spbe")
    run("installation", "enrol", cards["a.spbe"], db="b.spbe")
    return run


def test_work_goes_out_and_comes_back(both: Run, tmp_path: Path) -> None:
    both(*SERVER, db="a.spbe")
    out = both("pack", "create", "out.spbepack", "--agency", "Dinkes", "--for", "laptop sari", "--json").data
    assert (out["kind"], out["file"]) == ("work", "out.spbepack")
    looked = both("pack", "inspect", "out.spbepack", "--json", db="b.spbe")
    assert (looked.code, looked.data["new_changesets"]) == (0, out["changesets"])
    merged = both("pack", "merge", "out.spbepack", "--json", db="b.spbe").data
    assert merged == looked.data | {"action": merged["action"]}
    assert merged["conflicts"] == merged["duplicates"] == [] and merged["missing_blobs"] == 0
    assert both("search", "database", "--json", db="b.spbe").data["rows"]
    again = both("pack", "merge", "out.spbepack", "--json", db="b.spbe")
    assert (again.code, again.data["new_changesets"], again.data["added"]) == (0, 0, 0)
    both(*SERVER, db="b.spbe")
    back = both("pack", "create", "back.spbepack", "--for", "admin", "--encrypt", db="b.spbe")
    assert "Return pack" in back.out and "read back" in back.out
    assert both("pack", "merge", "back.spbepack", db="a.spbe").code == 0
    receipt = both("pack", "ack", "back.spbepack", "ack.spbepack", "--json", db="a.spbe").data
    assert (receipt["kind"], receipt["changesets"]) == ("ack", 0)
    assert both("pack", "merge", "ack.spbepack", db="b.spbe").code == 0
    listed = both("pack", "list", "--json", db="b.spbe").data
    assert [(one["way"], one["kind"]) for one in listed] == [("in", "ack"), ("out", "return"), ("in", "work")]
    assert "Admin" in both("pack", "list", "--way", "in", db="b.spbe").out


def test_a_conflict_is_told_and_asks_for_a_person(both: Run) -> None:
    tag = both(*SERVER, "--json", db="a.spbe").data["ref"]
    both("pack", "create", "1.spbepack", db="a.spbe")
    both("pack", "merge", "1.spbepack", db="b.spbe")
    both("edit", tag, "condition=RR", "brand=Dell", db="a.spbe")
    both("edit", tag, "condition=RB", "model=R740", db="b.spbe")
    both("pack", "create", "2.spbepack", "--for", "admin", db="b.spbe")
    for command in ("inspect", "merge"):
        told = both("pack", command, "2.spbepack", "--json", db="a.spbe")
        assert told.code == 1
        (conflict,) = told.data["conflicts"]
        wanted = {"tag": tag, "table": "asset", "field": "condition", "base": "B", "here": "RR", "incoming": "RB"}
        assert conflict | wanted == conflict
        assert told.data["auto_merged"] == 1


def test_the_same_thing_on_two_laptops_is_told_by_both_tags(both: Run) -> None:
    tags = [both(*SERVER, "serial=SN-12345", "--json", db=db).data["ref"] for db in ("a.spbe", "b.spbe")]
    both("pack", "create", "1.spbepack", db="b.spbe")
    for command in ("inspect", "merge"):
        told = both("pack", command, "1.spbepack", "--json", db="a.spbe")
        assert (told.code, [sorted(pair) for pair in told.data["duplicates"]]) == (1, [sorted(tags)])


def test_a_merged_pack_is_set_aside_and_merged_again(both: Run) -> None:
    both(*SERVER, db="b.spbe")
    pack = both("pack", "create", "1.spbepack", "--json", db="b.spbe").data["pack"]
    both("pack", "merge", "1.spbepack", db="a.spbe")
    assert both("pack", "aside", pack[-8:], db="a.spbe").code == 0
    assert not both("search", "database", "--json", db="a.spbe").data["rows"]
    assert both("pack", "list", "--json", db="a.spbe").data[0]["aside_at"]
    assert both("pack", "again", "1.spbepack", db="a.spbe").code == 0
    assert both("search", "database", "--json", db="a.spbe").data["rows"]


def test_packs_that_are_not_for_us_are_refused_in_one_sentence(both: Run, tmp_path: Path) -> None:
    both("pack", "create", "1.spbepack", db="a.spbe")
    (tmp_path / "bad.spbepack").write_bytes((tmp_path / "1.spbepack").read_bytes()[:-9])
    both("demo", "--assets", "0", db="c.spbe")
    for file, db, expected in (
        ("1.spbepack", "a.spbe", "written here"), ("bad.spbepack", "b.spbe", "damaged"),
        ("1.spbepack", "c.spbe", "not enrolled"), ("none.spbepack", "b.spbe", "no file"),
    ):  # fmt: skip
        for command in (("inspect", file), ("merge", file), ("ack", file, "ack.spbepack")):
            told = both("pack", *command, db=db)
            assert (told.code, told.out) == (2, "")
            assert expected in told.err and len(told.err.splitlines()) == 1
    assert "merge it first" in both("pack", "ack", "1.spbepack", "ack.spbepack", db="b.spbe").err


def test_orders_that_can_t_be_carried_out_are_refused(both: Run) -> None:
    for arguments, expected in (
        (("--for", "nobody"), "nobody"), (("--encrypt",), "for whom"), (("--agency", "Dinkess"), "Dinkes"),
        (("--room", "Server room"), "no room"), (("--photos", "some"), "--photos"),
    ):  # fmt: skip
        told = both("pack", "create", "x.spbepack", *arguments, db="a.spbe")
        assert told.code == 2 and expected in told.err, told.err
    assert both("pack", "create", "nowhere/x.spbepack", db="a.spbe").code == 2
    assert both("pack", "create", "a.spbe", db="a.spbe").code == 2
    assert both("pack", "aside", "ffff", db="a.spbe").code == 2


def test_only_rooms_are_handed_out_where_rooms_are_named(both: Run, tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.spbe").write(Actor("Budi")) as uow:
        agency = agencies.find(uow.session, "Dinkes")
        room = uow.create(Room, name="Server room", agency_id=agency)
    create = "pack", "create", "x.spbepack", "--for", "laptop sari", "--agency", "Dinkes", "--room"
    assert both(*create, "Nowhere", db="a.spbe").code == 2
    assert both(*create, "server  ROOM", "--json", db="a.spbe").data["kind"] == "work"
    with Store.open(tmp_path / "a.spbe").read() as session:
        assert session.execute(select(Assignment.room_id, Assignment.person)).all() == [(room, "Person of Laptop Sari")]
