"""`plan` and `prices` on the command line, on a fresh sample province."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BUDGET = 2_000_000_000


@pytest.fixture
def province(run: Run) -> Run:
    assert run("demo", "--assets", 600).code == 0
    return run


def test_a_plan_is_written_on_a_fresh_import_with_estimates(province: Run, tmp_path: Path) -> None:
    told = province("plan", "p.json", "--budget", BUDGET, "--json").data
    assert told["cost"] <= BUDGET == told["budget"]
    assert told["score_after"] > told["score_before"]
    assert told["estimates"] == told["purchases"] > 0
    written = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert {"budget", "cost", "score_before", "score_after", "items"} <= written.keys()
    assert (written["cost"], written["score_after"]) == (told["cost"], told["score_after"])
    assert sum(item["cost"] for item in written["items"]) == written["cost"]
    assert {"need", "agency", "quantity", "unit_price", "cost", "gain", "closes"} <= written["items"][0].keys()


def test_score_before_is_that_of_the_readiness_report(province: Run, tmp_path: Path) -> None:
    province("readiness", "r.json")
    readiness = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert province("plan", "p.json", "--budget", "0", "--json").data["score_before"] == readiness["province"]["score"]


def test_years_shares_and_words_for_money(province: Run) -> None:
    told = province(
        "plan", "p.json", "--budget", "2027=500 juta", "--budget", "2028=1 miliar",
        "--agency-max", "Dinas Kesehatan=1 juta", "--json",
    ).data  # fmt: skip
    assert told["budget"] == 1_500_000_000
    assert province("plan", "p.json", "--budget", "100 juta", "--years", 3, "--json").data["budget"] == 300_000_000


@pytest.mark.parametrize(
    "arguments",
    [
        ("p.txt", "--budget", "5"),
        ("p.pdf", "--budget", "viel"),
        ("p.pdf", "--budget", "1", "--budget", "2"),
        ("p.pdf", "--budget", "2027=1", "--budget", "2027=2"),
        ("p.pdf", "--budget", "5", "--agency-min", "Dinas Kesehatan"),
        ("p.pdf", "--budget", "5", "--agency-min", "Dinas Entah=5"),
        ("p.pdf", "--budget", "5", "--agency-min", "Dinas Kesehatan=50 juta"),
        ("p.pdf", "--budget", "5", "--choose"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_one_sentence(province: Run, tmp_path: Path, arguments: list[str]) -> None:
    ran = province("plan", *arguments)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert not (tmp_path / "p.pdf").exists()


def test_a_missing_database_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("plan", "p.pdf", "--budget", "5").code == 2
    assert not (tmp_path / "a.spbe").exists()


def test_a_plan_is_kept_chosen_and_undone(province: Run) -> None:
    kept = province("plan", "p.json", "--budget", BUDGET, "--save", "Hemat", "--choose", "--json").data
    assert len(kept["plan"]) == 32
    assert province("undo").code == 0


def test_prices_are_set_listed_imported_and_undone(run: Run, tmp_path: Path) -> None:
    assert run("prices", "set", "server", "90 juta", "--year", 2027).code == 0
    listed = run("prices", "list", "--json").data
    assert [(one["good"], one["rupiah"]) for one in listed["prices"]] == [("server", 90_000_000)]
    assert "server" not in {one["good"] for one in listed["estimates"]}
    assert run("prices", "set", "kapal", "5").code == 2
    (tmp_path / "shs.csv").write_text("uraian;harga\nUPS;4000000\nServer;90000000\nX;mahal\n", encoding="utf-8")
    dry = run("prices", "import", "shs.csv", "--year", 2027, "--dry-run", "--json")
    assert (dry.code, dry.data["new"], dry.data["same"], dry.data["rejected"]) == (1, 1, 1, 1)
    assert len(run("prices", "list", "--json").data["prices"]) == 1
    done = run("prices", "import", "shs.csv", "--year", 2027, "--json").data
    assert len(run("prices", "list", "--json").data["prices"]) == 2
    assert run("undo", done["batch"]).code == 0
    assert len(run("prices", "list", "--json").data["prices"]) == 1


def test_inflation_is_shown_set_and_checked(run: Run) -> None:
    assert run("prices", "inflation", "4,5", "--json").data == {"inflation_percent": "4.5"}
    assert run("prices", "inflation", "--json").data == {"inflation_percent": "4.5"}
    assert run("prices", "inflation", "--", "-3").code == 2
    assert run("prices", "inflation", "banyak").code == 2
