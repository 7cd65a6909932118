"""Conflicts, duplicates and combining by command, on two databases that meet."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.ids import new_id
from spbe_assets.storage import chain, merge
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Replica
from tests.cli.conftest import Run

SERVER = (
    "add",
    "server",
    "name=Database server",
    "agency=Diskominfotik",
    "memory_gb=64",
    "condition=B",
    "serial=AB-12345",
)


def split(folder: Path) -> None:
    """A second installation that knows what the first one knows."""
    shutil.copy(folder / "a.spbe", folder / "b.spbe")
    store = Store.open(folder / "b.spbe")
    with store.connection() as connection:
        connection.execute(update(Replica).values(me=False))
        row = {"id": new_id(), "me": True, "name": "", "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
        connection.execute(insert(Replica), [row])
    store.close()


def meet(folder: Path) -> None:
    """The first installation takes in what the second one did."""
    other, own = Store.open(folder / "b.spbe"), Store.open(folder / "a.spbe")
    with other.read() as session:
        bodies = list(chain.bodies(session.connection()))
    with own.connection() as connection:
        merge.apply(connection, [parse(body) for body in bodies])
    other.close()
    own.close()


@pytest.fixture
def tag(run: Run, tmp_path: Path) -> str:
    """A server whose condition and memory two people changed."""
    made: str = run(*SERVER, "--json").data["ref"]
    split(tmp_path)
    run("edit", made, "condition=RR", "memory_gb=32", "--operator", "Budi")
    run("edit", made, "condition=RB", "memory_gb=16", "--operator", "Sari", db="b.spbe")
    meet(tmp_path)
    return made


def test_conflicts_are_listed_with_their_heads(run: Run, tag: str) -> None:
    ran = run("conflicts", "--json")
    assert ran.code == 1
    first, second = ran.data
    assert {key: first[key] for key in ("ref", "tag", "table", "field", "base", "here", "incoming")} == {
        "ref": tag, "tag": tag, "table": "asset", "field": "condition", "base": "B", "here": "RR", "incoming": "RB",
    }  # fmt: skip
    assert (second["table"], second["field"], second["base"], second["here"]) == ("server_detail", "memory_gb", 64, 32)
    assert [(head["way"], head["value"], head["user"]) for head in first["heads"]] == [
        ("here", "RR", "Budi"),
        ("incoming", "RB", "Sari"),
    ]
    told = run("conflicts").out
    assert "Heavily damaged (Sari" in told
    assert "before:    64 GB" in told


@pytest.mark.parametrize(("choice", "value"), [("here", "RR"), ("incoming", "RB"), ("=B", "B"), ("=baik", "B")])
def test_a_conflict_is_decided(run: Run, tag: str, choice: str, value: str) -> None:
    assert run("resolve", tag, "condition", choice, "--json").data["field"] == "condition"
    assert run("show", tag, "--json").data["condition"] == value
    assert run("resolve", tag, "memory_gb", "incoming").code == 0
    ran = run("conflicts", "--json")
    assert (ran.code, ran.data) == (0, [])
    assert run("undo").code == 0
    assert [one["field"] for one in run("conflicts", "--json").data] == ["memory_gb"]


def test_what_can_t_be_decided_is_refused_in_a_sentence(run: Run, tag: str) -> None:
    for arguments, sentence in (
        ((tag, "name", "here"), "does not wait"),
        ((tag, "condition", "theirs"), "here, incoming, or =VALUE"),
        ((tag, "condition", "=awful"), "awful"),
        (("KAPAL-1", "condition", "here"), "KAPAL-1"),
    ):
        ran = run("resolve", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert sentence in ran.err
    assert len(run("conflicts", "--json").data) == 2


def test_a_deletion_is_decided_with_yes_or_no(run: Run, tmp_path: Path) -> None:
    made = run(*SERVER, "--json").data["ref"]
    split(tmp_path)
    run("delete", made)
    run("edit", made, "condition=RB", db="b.spbe")
    meet(tmp_path)
    (one,) = run("conflicts", "--json").data
    assert (one["ref"], one["field"], one["kind"], one["here"], one["incoming"]) == (
        made, "deleted", "deleted", True, False,
    )  # fmt: skip
    assert run("resolve", made, "deleted", "=no").code == 0
    assert run("show", made, "--json").data["detail"]["memory_gb"] == 64
    run("undo")
    assert run("resolve", made, "deleted", "here").code == 0
    assert run("show", made).code == 2
    assert run("conflicts").code == 0


def test_records_combined_with_two_others_are_decided_by_their_short_reference(run: Run, tmp_path: Path) -> None:
    tags = [run("add", "device", f"name=PC {n}", "agency=Diskominfotik", "--json").data["ref"] for n in range(3)]
    split(tmp_path)
    run("combine", tags[1], tags[0])
    run("combine", tags[2], tags[0], db="b.spbe")
    meet(tmp_path)
    (one,) = run("conflicts", "--json").data
    assert (one["field"], one["ref"]) == ("merged_into", tags[0])
    assert run("resolve", one["ref"], "merged_into", "here").code == 0
    assert run("conflicts").code == 0
    assert run("show", tags[0]).code == 2


def test_duplicates_are_listed_combined_and_told_apart(run: Run) -> None:
    first = run(*SERVER, "--json").data["ref"]
    second = run(*SERVER, "kode_barang=", "hostname=db-2", "--json").data["ref"]
    third = run("add", "server", "name=Other", "agency=Diskominfotik", "serial=AB-I2345", "--json").data["ref"]
    ran = run("duplicates", "--json")
    assert ran.code == 1
    found = {(one["one"]["tag"], one["other"]["tag"], one["reason"]) for one in ran.data}
    assert found == {(first, second, "serial"), (first, third, "near-serial")}
    assert "Same serial number: AB-12345" in run("duplicates", "--no-near").out

    assert run("duplicates", "--apart", first, third).code == 0
    assert [one["reason"] for one in run("duplicates", "--json").data] == ["serial", "near-serial"]
    assert run("duplicates", "--apart", second, third).code == 0
    assert [one["reason"] for one in run("duplicates", "--json").data] == ["serial"]

    done = run("combine", first, second, "--json").data
    assert done["ref"] == first
    assert run("show", first, "--json").data["detail"] == {
        "table": "server_detail",
        "memory_gb": 64,
        "hostname": "db-2",
    }
    ran = run("duplicates", "--json")
    assert (ran.code, ran.data) == (0, [])
    assert second in run("history", first).out


def test_combining_takes_named_values_and_refuses_what_is_not_alike(run: Run) -> None:
    first = run(*SERVER, "--json").data["ref"]
    second = run(*SERVER[:2], "name=Newer", "agency=Diskominfotik", "memory_gb=16", "--json").data["ref"]
    link = run("add", "link", "name=Internet", "agency=Dinkes", "--json").data["ref"]
    for arguments, sentence in (
        ((first, link), "kinds"),
        ((first, first), "itself"),
        ((first, second, "--take", "brand"), "name"),
    ):
        ran = run("combine", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert sentence in ran.err
    assert run("combine", first, second, "--take", "name", "--take", "memory_gb").code == 0
    shown = run("show", first, "--json").data
    assert (shown["name"], shown["detail"]["memory_gb"], shown["serial"]) == ("Newer", 16, "AB-12345")
    run("undo")
    assert run("show", second, "--json").data["name"] == "Newer"
    assert run("check").code == 0
