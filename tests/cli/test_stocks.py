"""`stocks`: what is listed, taken over and written."""

from __future__ import annotations

from pathlib import Path

from spbe_assets.labels import stock
from tests.cli.conftest import Run


def test_every_label_paper_is_listed(run: Run) -> None:
    told = run("stocks", "--json").data
    assert {one["id"] for one in told["stocks"]} == set(stock.shipped())
    assert not told["problems"] and not any(one["own"] for one in told["stocks"])
    assert "avery-l7160          Avery L7160 · 3 × 7 · 63.5 × 38.1 mm" in run("stocks").out


def test_a_paper_goes_out_comes_back_and_prints(run: Run, tmp_path: Path) -> None:
    assert run("stocks", "--export", "L7160", "one.toml").code == 0
    text = (tmp_path / "one.toml").read_text("utf-8")
    (tmp_path / "one.toml").write_text(text.replace('number = "L7160"', 'number = "Mine 9"'), "utf-8")
    (taken,) = run("stocks", "--import", "one.toml", "--json").data["stocks"]
    assert (taken["id"], taken["own"]) == ("own-avery-mine-9", True)
    run("add", "server", "name=A")
    assert run("labels", "a.pdf", "--stock", "own-avery-mine-9").code == 0


def test_what_cannot_be_is_refused_with_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("maker = 3", "utf-8")
    for arguments, sentence in (
        (["--import", "none.toml"], "none.toml"),
        (["--import", "bad.toml"], "bad.toml"),
        (["--export", "L7195", "x.toml"], "avery-l7159"),
        (["--export", "L7160", "nowhere/x.toml"], "nowhere"),
        (["--export", "L7160", "x.toml", "--import", "bad.toml"], "Choose one"),
    ):
        ran = run("stocks", *arguments)
        assert ran.code == 2 and sentence in ran.err


def test_a_file_that_cannot_be_read_is_told_beside_the_list(run: Run) -> None:
    stock.own_folder().mkdir(parents=True)
    (stock.own_folder() / "broken.toml").write_text("x =", "utf-8")
    listed = run("stocks", "--json")
    assert listed.code == 1 and "broken.toml" in listed.data["problems"][0]
