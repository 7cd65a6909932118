"""Commands that write or read files: labels, readiness, backup, restore, check, demo."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_demo_makes_the_province_once(run: Run) -> None:
    assert run("demo", "--assets", 0, "--json").data["agencies"] == 55
    assert run("demo", "--assets", 30, "--json").data["assets"] == 30
    again = run("demo", "--assets", 30)
    assert again.code == 2
    assert "new file" in again.err


def test_labels_by_filter_tags_and_blank(run: Run, tmp_path: Path) -> None:
    run("demo", "--assets", 60)
    every = run("labels", "all.pdf", "--json").data
    assert every["labels"] == 60
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    some = run("labels", "some.pdf", "--condition", "B", "--json").data["labels"]
    assert 0 < some < 60
    tag = run("search", "server", "--limit", 1, "--json").data["rows"][0]["tag"]
    (tmp_path / "tags.txt").write_text(f"{tag}\nNONE-00001-X\n", "utf-8")
    listed = run("labels", "two.pdf", "--tags", "tags.txt", "--json")
    assert (listed.code, listed.data["labels"], listed.data["unknown_tags"]) == (1, 1, ["NONE-00001-X"])
    assert run("labels", "blank.pdf", "--blank", 5, "--json").data["labels"] == 5


def test_labels_are_remembered_as_printed(run: Run) -> None:
    run("add", "server", "name=A")
    run("labels", "a.pdf")
    assert run("labels", "b.pdf", "--no-label").code == 2


def test_contradicting_or_impossible_label_orders_are_refused(run: Run) -> None:
    run("demo", "--assets", 5)
    for arguments, sentence in (
        (["x.pdf", "--blank", 3, "--condition", "B"], "Choose one"),
        (["x.png"], ".pdf"),
        (["nowhere/x.pdf"], "nowhere"),
        (["x.pdf", "--stock", "avery-l7195"], "avery-l7159"),
        (["x.pdf", "--tags", "none.txt"], "none.txt"),
        (["x.pdf", "--agency", "Dinas Kesehatn"], "“Dinas Kesehatan”"),
    ):
        ran = run("labels", *arguments)
        assert ran.code == 2
        assert sentence in ran.err


def test_readiness_writes_each_kind_of_report(run: Run, tmp_path: Path) -> None:
    run("demo", "--assets", 200)
    assert run("readiness", "r.pdf").code == 0
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert run("readiness", "r.xlsx").code == 0
    assert (tmp_path / "r.xlsx").read_bytes().startswith(b"PK")
    assert run("readiness", "r.json").code == 0
    told = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert len(told["agencies"]) == 55
    assert {"score", "score_by_staff", "coverage", "worst", "best", "aspects", "criteria"} <= told["province"].keys()
    one = run("readiness", "one.json", "--agency", "Diskominfotik", "--json").data
    assert one["agencies"] == 1
    assert run("readiness", "r.docx").code == 2


def test_a_past_date_is_reported_as_it_was_then_and_a_coming_one_refused(run: Run) -> None:
    run("add", "server", "name=x")
    assert run("readiness", "old.json", "--as-of", "2026-01-31").code == 0
    assert {agency["score"] for agency in json.loads(Path("old.json").read_text())["agencies"]} == {None}
    refused = run("readiness", "new.json", "--as-of", "2099-01-31")
    assert refused.code == 2
    assert "2099" in refused.err
    assert not Path("new.json").exists()


def test_a_backup_is_tested_and_restored(run: Run) -> None:
    run("add", "server", "name=Before", "serial=S1")
    assert run("backup", "copy.spbe", "--json").data["rows"]["asset"] == 1
    assert run("backup", "copy.spbe").code == 2
    run("add", "server", "name=After", "serial=S2")
    kept = run("restore", "copy.spbe", "--json").data["kept"]
    assert Path(kept).exists()
    assert run("show", "S1").code == 0
    assert run("show", "S2").code == 2
    assert run("restore", "missing.spbe").code == 2


def test_check_finds_nothing_wrong_and_then_something(run: Run, tmp_path: Path) -> None:
    run("add", "server", "name=A")
    assert run("check", "--json").data == {"ok": True, "findings": []}
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "a.spbe")) as connection, connection:
        connection.execute("UPDATE asset SET name = 'B'")
    ran = run("check", "--json")
    assert (ran.code, ran.data["ok"]) == (1, False)


def test_the_installation_tells_its_fingerprint_and_series(run: Run) -> None:
    tag = run("add", "server", "name=A", "--json").data["ref"]
    shown = run("installation", "show", "--json").data
    assert {"name", "fingerprint", "card"} <= shown.keys()
    assert tag.split("-")[0] in shown["series"]


def test_large_numbers_are_written_as_people_do_but_plainly_in_json(run: Run) -> None:
    assert run("demo", "--assets", 1200, "--json").data["assets"] == 1200
    assert "1,200 assets" in run("export", "assets", "a.csv").out
    assert run("export", "assets", "b.csv", "--json").data["rows"] == 1200
