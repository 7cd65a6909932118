"""`report` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2

from tests.cli.conftest import Run


def test_the_list_says_which_reports_there_are(run: Run) -> None:
    found = {one["id"]: one for one in run("report", "list", "--json", db=None).data}
    assert {"readiness", "agency", "book", "expiring", "links", "ages", "work"} <= found.keys()
    assert found["book"]["scopes"] == ["agency"]
    assert found["expiring"]["public"] is False


def test_reports_are_written_in_the_form_of_the_name(run: Run, tmp_path: Path) -> None:
    run("demo", "--assets", 60)
    told = run("report", "ages", "a.pdf", "--json").data
    assert told["rows"] > 0
    assert len(pypdfium2.PdfDocument(tmp_path / "a.pdf")) >= 1
    assert run("report", "ages", "a.json").code == 0
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["rows"] == told["rows"]
    assert run("report", "links", "l.xlsx", "--region", "Kabupaten Kampar", "--redact", "public").code == 0
    assert run("report", "expiring", "e.pdf", "--days", 30, "--agency", "Dinas Kesehatan", "--language", "id").code == 0
    assert run("report", "book", "b.pdf", "--agency", "Dinas Kesehatan", "--photos").code == 0


def test_what_does_not_fit_is_refused_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    run("demo", "--assets", 0)
    for arguments, word in (
        (("nonsense", "x.pdf"), "no report"),
        (("book", "x.pdf"), "about one agency"),
        (("links",), "OUT.pdf"),
        (("links", "x.txt"), ".pdf"),
        (("links", "x.pdf", "--agency", "Dinas Kesehatan", "--region", "Kabupaten Kampar"), "not both"),
        (("expiring", "x.pdf", "--redact", "public"), "office only"),
        (("links", "x.pdf", "--agency", "Dinas Kesehatn"), "Dinas Kesehatan"),
    ):
        ran = run("report", *arguments)
        assert (ran.code, word in ran.err) == (2, True), ran.err
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", ".txt")] == []
