"""The command line freezes the readiness of a day, lists what is kept, and compares."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from spbe_assets import formats
from spbe_assets.services import agencies, assets
from spbe_assets.storage.store import Actor
from tests.cli.conftest import Run
from tests.storage.past_world import History, noon


@pytest.fixture
def lived(run: Run, tmp_path: Path) -> Run:
    """`a.spbe`: a server in May, a second one without backup in June."""
    history = History(tmp_path)
    for month, name in ((5, "first"), (6, "second")):
        with history.store.write(Actor("Sari")) as uow:
            agency = agencies.find(uow.session, "Dinkes")
            assets.create(uow, {"name": name, "agency_id": agency, "year": 2024}, None)
        history.happened(noon(2026, month, 10))
    history.merged("a.spbe").close()
    return run


def test_readiness_of_a_past_day_is_reported(lived: Run, tmp_path: Path) -> None:
    assets_on = {}
    for day in ("2026-05-01", "2026-05-31", "2026-06-30"):
        assert lived("readiness", "r.json", "--as-of", day).code == 0
        said = json.loads((tmp_path / "r.json").read_text("utf-8"))
        assert said["as_of"] == day
        assets_on[day] = (said["counts"]["assets"], sum(head["changes"] for head in said["heads"]))
    counts, changes = zip(*assets_on.values(), strict=True)
    assert counts == (0, 1, 2)
    assert list(changes) == sorted(set(changes))


def test_a_day_to_come_is_refused(lived: Run) -> None:
    tomorrow = (formats.today() + timedelta(1)).isoformat()
    for command in (("readiness", "r.json", "--as-of", tomorrow), ("assess", "freeze", "--as-of", tomorrow)):
        ran = lived(*command)
        assert ran.code == 2
        assert "still to come" in ran.err


def test_what_is_frozen_is_listed_compared_and_deleted(lived: Run, tmp_path: Path) -> None:
    made = lived("assess", "freeze", "--as-of", "2026-05-31", "--name", "Semester 1", "--json").data
    assert (made["name"], made["as_of"]) == ("Semester 1", "2026-05-31")
    (row,) = lived("assess", "list", "--json").data
    assert row == made
    assert "Semester 1" in lived("assess", "list").out
    for form, start in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")):
        assert lived("assess", "compare", "Semester 1", "today", f"c.{form}").code == 0
        assert (tmp_path / f"c.{form}").read_bytes().startswith(start)
    said = lived("assess", "compare", row["ref"], "today", "--json").data
    health = next(one for one in said["agencies"] if one["abbreviation"] == "Dinkes")
    new = {found["name"] for part in health["criteria"] for found in part["records"] if found["turn"] == "new"}
    assert new == {"second"}
    assert lived("assess", "delete", "Semester 1").code == 0
    assert lived("assess", "list", "--json").data == []
    assert lived("undo").code == 0
    assert len(lived("assess", "list", "--json").data) == 1


def test_what_can_not_be_compared_is_refused(lived: Run) -> None:
    assert lived("assess", "compare", "nothing", "today").code == 2
    assert lived("assess", "compare", "2026-05-31", "today", "c.docx").code == 2
    assert lived("assess", "compare", "2026-05-31", "today", "nowhere/c.pdf").code == 2


def test_comparing_says_what_moved_in_a_few_lines(lived: Run) -> None:
    told = lived("assess", "compare", "2026-05-31", "2026-06-30").out.splitlines()
    assert told[0].startswith("31 May 2026 → 30 June 2026:")
    assert "New 1" in told[1]
