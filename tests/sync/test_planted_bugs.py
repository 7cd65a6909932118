"""The tests of packs and merging must notice what is broken there: each planted bug must die."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.storage.planted import Bug, groups, survivors

MERGING = "tests/sync/test_merging.py"
HOLDINGS = "tests/storage/test_holdings.py"

BUGS = (
    Bug(
        "what merged by itself is told of every record",
        "sync/report.py",
        "if n in self._lacked}",
        "}",
        f"{MERGING}::test_fields_that_fit_beside_each_other_are_listed_in_words",
    ),
    Bug(
        "a conflict is also told as merged by itself",
        "sync/report.py",
        "if key[1:] not in waiting}",
        "}",
        f"{MERGING}::test_what_two_people_changed_waits_for_a_decision",
    ),
    Bug(
        "details are counted beside their assets",
        "sync/report.py",
        "for table, rows in self.made.items() if table not in OWNER}",
        "for table, rows in self.made.items()}",
        f"{MERGING}::test_the_report_tells_what_was_added_and_changed",
    ),
    Bug(
        "looking into a pack merges it",
        "sync/merging.py",
        "        if not for_good:\n",
        "        if False:\n",
        f"{MERGING}::test_looking_changes_nothing",
    ),
    Bug(
        "a later pack does not bring back what it rests on",
        "sync/merging.py",
        "self._bring_back(one.prev for one in some)",
        "pass",
        f"{MERGING}::test_a_later_pack_of_the_same_chain_brings_back_what_it_rests_on",
    ),
    Bug(
        "a pack is set aside from under a later one",
        "storage/merged_packs.py",
        "        raise Refused(told.format(files=",
        "        str(told.format(files=",
        f"{MERGING}::test_a_later_pack_of_the_same_chain_brings_back_what_it_rests_on",
    ),
    Bug(
        "a laptop goes on under the name of its other branch",
        "sync/merging.py",
        "any(one.replica == self._replica for one in some)",
        "False",
        f"{MERGING}::test_a_laptop_that_meets_its_own_other_branch_becomes_a_new_installation",
    ),
    Bug(
        "what is aside is sent on",
        "storage/holdings.py",
        "sorted(found.difference(session.scalars(select(Aside.changeset))))",
        "sorted(found)",
        f"{MERGING}::test_what_is_aside_is_not_sent_on",
    ),
    Bug(
        "history tells what is aside as what stood before",
        "storage/history.py",
        "                if self._reader.is_aside(name):\n",
        "                if False:\n",
        f"{MERGING}::test_what_was_changed_here_since_stays_when_a_pack_is_set_aside",
    ),
    Bug(
        "undo passes over a pack that was merged since",
        "storage/undo.py",
        "if pack is not None and (found is None or found.n < pack.last):",
        "if pack is not None and found is None:",
        f"{MERGING}::test_undo_turns_back_the_newest_of_own_changes_and_packs",
    ),
    Bug(
        "a hole in a chain is not told",
        "domain/vectors.py",
        "first[link.id] = link.seq if earlier is None else first[earlier.id]",
        "first[link.id] = 1",
        HOLDINGS,
    ),
    Bug(
        "of two branches only one is told",
        "domain/vectors.py",
        "for head in heads[:MOST_BRANCHES])",
        "for head in heads[:1])",
        HOLDINGS,
    ),
)


@pytest.mark.parametrize("bugs", groups(BUGS), ids=lambda bugs: bugs[0].name)
def test_every_planted_bug_dies(tmp_path: Path, bugs: Sequence[Bug]) -> None:
    assert survivors(bugs, tmp_path) == []
