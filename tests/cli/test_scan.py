"""`scan`: what the codes in a picture or in a scanner's file mean, and when somebody should look."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from spbe_assets.domain import tags
from tests.cli.conftest import Run


def picture(path: Path, *texts: str) -> None:
    ground = Image.new("L", (260 * len(texts), 260), 255)
    for number, text in enumerate(texts):
        made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6)
        height, width = made.shape
        ground.paste(Image.frombuffer("L", (width, height), made, "raw", "L", 0, 1), (number * 260, 0))
    ground.save(path)


@pytest.fixture
def tag(run: Run) -> str:
    run("demo", "--assets", 20)
    row = run("search", "server", "--limit", 1, "--json").data["rows"][0]
    return str(row["tag"])


def test_labels_in_a_picture_are_found(run: Run, tag: str, tmp_path: Path) -> None:
    picture(tmp_path / "shelf.png", f"SPBE:{tag}")
    ran = run("scan", "shelf.png", "--json")
    assert ran.code == 0
    (code,) = ran.data["codes"]
    assert (code["code"], code["outcome"], code["records"][0]["tag"]) == (tag, "one", tag)
    told = run("scan", "shelf.png")
    assert (told.code, told.out.splitlines()[-1]) == (0, "1 code")
    assert told.out.startswith(tag)


def test_what_is_unknown_or_mistyped_ends_in_one_and_is_said(run: Run, tag: str, tmp_path: Path) -> None:
    wrong = tag[:-1] + ("A" if tag[-1] != "A" else "B")
    foreign = str(tags.make("ZZ", 7))
    (tmp_path / "batch.txt").write_text(f"SPBE:{tag}\n{wrong}\nSN-NOWHERE\n{foreign},2026-01-02\n", "utf-8")
    ran = run("scan", "batch.txt", "--json")
    assert ran.code == 1
    assert [one["outcome"] for one in ran.data["codes"]] == ["one", "mistyped", "unknown", "unknown"]
    assert ran.data["unclear"] == 3
    assert tag in [record["tag"] for record in ran.data["codes"][1]["records"]]
    told = run("scan", "batch.txt").out
    assert "check character" in told
    assert "4 codes, 3 to look at" in told


def test_a_file_that_can_not_be_scanned_is_refused_in_a_sentence(run: Run, tag: str, tmp_path: Path) -> None:
    Image.new("L", (300, 300), 200).save(tmp_path / "plain.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing more")
    for name, said in (("plain.png", "No code"), ("broken.jpg", "photo"), ("gone.png", "no file")):
        ran = run("scan", name)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
