"""Add, search, show, edit, delete, undo and history by command."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

SERVER = "add", "server", "name=Database server", "agency=Diskominfotik", "memory_gb=64", "condition=B", "serial=AB-1"


def test_a_server_is_added_found_and_shown(run: Run) -> None:
    added = run(*SERVER, "--json").data
    assert run("search", "database", "--json").data["rows"][0]["tag"] == added["ref"]
    shown = run("show", added["ref"], "--json").data
    assert (shown["name"], shown["category"], shown["condition"]) == ("Database server", "Server", "B")
    assert shown["agency"] == "Dinas Komunikasi, Informatika dan Statistik"
    assert shown["detail"] == {"table": "server_detail", "memory_gb": 64}
    assert "Database server" in run("show", "ab1").out


def test_a_record_is_named_by_short_id_scanned_code_and_lower_case_tag(run: Run) -> None:
    added = run(*SERVER, "--json").data
    short = run("show", added["ref"], "--json").data["ref"]
    for reference in (short, f"SPBE:{added['ref']}", added["ref"].lower()):
        assert run("show", reference, "--json").data["id"] == added["id"]


def test_a_link_is_added_with_units_read(run: Run) -> None:
    run("add", "link", "name=Internet", "agency=Dinkes", "mbps_down=1 Gbps", "monthly_rupiah=5.000.000")
    shown = run("show", "Internet", "--json").data
    assert (shown["table"], shown["mbps_down"], shown["monthly_rupiah"]) == ("link", "1000", 5_000_000)


def test_an_edit_is_undone_and_done_again(run: Run) -> None:
    tag = run(*SERVER, "--json").data["ref"]
    action = run("edit", tag, "condition=RB", "memory_gb=", "--json").data["action"]
    changed = run("show", tag, "--json").data
    assert (changed["condition"], "memory_gb" in changed["detail"]) == ("RB", False)
    assert run("undo", action, "--json").data["changed"] == 2
    assert run("show", tag, "--json").data["detail"] == {"table": "server_detail", "memory_gb": 64}
    assert run("redo").code == 0
    assert run("show", tag, "--json").data["condition"] == "RB"


def test_an_edit_that_changes_nothing_says_so(run: Run) -> None:
    tag = run(*SERVER, "--json").data["ref"]
    assert run("edit", tag, "condition=B", "--json").data["changed"] is False


def test_history_names_who_changed_what_from_what(run: Run) -> None:
    tag = run(*SERVER, "--operator", "Sari", "--json").data["ref"]
    run("edit", tag, "condition=RR", "--operator", "Budi")
    entries = run("history", tag, "--json").data
    assert (entries[0]["user"], entries[0]["field"]) == ("Budi", "Condition")
    assert (entries[0]["before"], entries[0]["after"]) == ("Good", "Lightly damaged")
    assert {entry["user"] for entry in entries[1:]} == {"Sari"}
    assert "Budi" in run("history", tag).out


def test_a_deleted_record_comes_back_by_undo(run: Run) -> None:
    tag = run(*SERVER, "--json").data["ref"]
    assert run("delete", tag).code == 0
    assert run("show", tag).code == 2
    run("undo")
    assert run("show", tag).code == 0


def test_impossible_values_and_unknown_names_are_refused_with_a_remedy(run: Run) -> None:
    tag = run(*SERVER, "--json").data["ref"]
    before = run("show", tag).out
    for pairs, sentence in (
        (["year=2091"], "2091"),
        (["agency=Dinas Kesehatn"], "“Dinas Kesehatan”"),
        (["conditoin=B"], "condition"),
        (["condition"], "FIELD=VALUE"),
        (["condition=RR", "category=nonsense"], "nonsense"),
    ):
        ran = run("edit", tag, *pairs)
        assert (ran.code, ran.out) == (2, "")
        assert sentence in ran.err
        assert len(ran.err.splitlines()) == 1
    assert run("show", tag).out == before


def test_reading_commands_refuse_a_missing_database_and_make_none(run: Run, tmp_path: Path) -> None:
    for arguments in (["search", "x"], ["show", "x"], ["history", "x"], ["undo"], ["check"], ["labels", "l.pdf"]):
        ran = run(*arguments, db="none.spbe")
        assert ran.code == 2, arguments
        assert "none.spbe" in ran.err
    assert not (tmp_path / "none.spbe").exists()
