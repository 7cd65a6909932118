"""`installation` from the shell: cards go out, come in, and trust is taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from spbe_assets.domain.cards import parse_card, words
from tests.cli.conftest import Run


@pytest.fixture
def other(run: Run) -> dict[str, str]:
    """Another installation, as it shows itself."""
    run("demo", "--assets", 0, db="b.spbe")
    run("installation", "rename", "Laptop Sari", "--person", "Sari", db="b.spbe")
    return dict(run("installation", "show", "--json", db="b.spbe").data)


def test_show_tells_name_words_and_card(run: Run, other: dict[str, str]) -> None:
    assert (other["name"], other["person"]) == ("Laptop Sari", "Sari")
    assert parse_card(other["card"]).fingerprint == other["fingerprint"]
    assert other["words"] == list(words(other["fingerprint"]))
    told = run("installation", "show", db="b.spbe").out
    assert " ".join(other["words"]) in told


@pytest.mark.parametrize("given", ["card", "fingerprint", "sari.png", "sari.txt"])
def test_an_installation_is_enrolled_by_card_fingerprint_picture_or_text(
    run: Run, other: dict[str, str], given: str
) -> None:
    if "." in given:
        assert run("installation", "card", given, db="b.spbe").code == 0
    what = given if "." in given else other[given]
    row = run("installation", "enrol", what, "--name", "Sari", "--json").data
    assert (row["fingerprint"], row["name"], row["state"]) == (other["fingerprint"], "Sari", "trusted")
    assert row["has_card"] == (given != "fingerprint")
    assert run("installation", "list", "--json").data == [row]


def test_a_card_saved_as_text_under_any_name_is_read(run: Run, other: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "sari.card").write_text(f"Kartu laptop saya:\n{other['card']}\n")
    assert run("installation", "enrol", "sari.card", "--json").data["fingerprint"] == other["fingerprint"]


def test_revoking_and_reinstating_by_name(run: Run, other: dict[str, str]) -> None:
    run("installation", "enrol", other["card"])
    assert run("installation", "revoke", "Laptop Sari", "--json").data["state"] == "revoked"
    assert "revoked" in run("installation", "list").out
    assert run("installation", "reinstate", other["fingerprint"][:10], "--json").data["state"] == "trusted"
    refused = run("installation", "revoke", "Laptop Sri")
    assert (refused.code, refused.out) == (2, "")
    assert "Near: Laptop Sari" in refused.err


def test_a_mistyped_card_is_refused_and_makes_no_database(run: Run, other: dict[str, str], tmp_path: Path) -> None:
    mistyped = other["card"][:-1] + ("A" if other["card"][-1] != "A" else "C")
    refused = run("installation", "enrol", mistyped, "--name", "Sari")
    assert refused.code == 2
    assert "wrong character" in refused.err
    assert run("installation", "enrol", "x" * 5000, "--name", "Sari").code == 2
    assert not (tmp_path / "a.spbe").exists()


def test_a_file_without_a_card_is_refused(run: Run, other: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear admin")
    assert "no card" in run("installation", "enrol", "letter.txt").err


def test_the_card_goes_on_paper(run: Run, other: dict[str, str], tmp_path: Path) -> None:
    assert run("installation", "card", "card.pdf", db="b.spbe").code == 0
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
    assert run("installation", "card", "card.doc", db="b.spbe").code == 2


def test_a_copied_database_says_in_one_line_that_it_is_a_new_installation(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run("add", "server", "name=A", "--json").data["ref"]
    shutil.copy(tmp_path / "a.spbe", tmp_path / "copy.spbe")
    monkeypatch.setenv("SPBE_ASSETS_HOME", str(tmp_path / "other"))
    assert run("search", "A", db="copy.spbe").err == ""
    added = run("add", "server", "name=B", "--json", db="copy.spbe")
    assert "new installation" in added.err
    assert len(added.err.splitlines()) == 1
    assert added.data["ref"].split("-")[0] != first.split("-")[0]
    assert run("add", "server", "name=C", db="copy.spbe").err == ""


def test_a_restored_backup_gives_no_tag_twice(run: Run) -> None:
    refs = [run("add", "server", "name=A", "--json").data["ref"]]
    run("backup", "b.spbe")
    refs.append(run("add", "server", "name=B", "--json").data["ref"])
    run("restore", "b.spbe")
    again = run("add", "server", "name=C", "--json")
    assert "older state" in again.err
    assert again.data["ref"] not in refs
    assert run("check").code == 0
