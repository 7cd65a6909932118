"""The property test must notice broken merges: each planted bug is run against it and must die."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.storage.planted import Bug, groups, survivors

BUGS = (
    Bug(
        "a record shown again does not ask for what it needs",
        "storage/rules.py",
        "shown_or_hidden = touched.wrote(table, DELETED) | touched.wrote(table, MERGED_INTO)",
        "shown_or_hidden: set[Id] = set()",
    ),
    Bug(
        "an overwrite that arrives first is forgotten",
        "domain/merge.py",
        "if heads.pop(earlier, None) is None and not known(earlier):",
        "if heads.pop(earlier, None) is None and False:",
    ),
    Bug(
        "a delete hides an edit it never saw",
        "domain/merge.py",
        "holds = len(deletes) == len(heads) and standing <= seen",
        "holds = True",
    ),
    Bug(
        "the shown value depends on the order of arrival",
        "domain/merge.py",
        "return max(heads.items(), key=lambda item: (item[1].hlc, item[0]))[1].value",
        "return list(heads.values())[-1].value",
    ),
    Bug(
        "a missing parent becomes no stub",
        "storage/folding.py",
        "        if missing:\n",
        "        if False:\n",
    ),
    Bug(
        "a conflict is not reported",
        "domain/merge.py",
        "return len({canonical(head.value) for head in heads.values()}) > 1",
        "return False",
    ),
    Bug(
        "a local write does not reach the row",
        "storage/field_writes.py",
        "self._stored[row] = {**changed,",
        "self._stored[row] = {**dict(list(changed.items())[1:]),",
    ),
    Bug("taking the same pack twice is no no-op", "storage/merge.py", "if name not in known]", "]"),
    Bug("the chain loses its link", "storage/journal.py", '"prev": self._prev.hex(),', '"prev": "00" * 32,'),
    Bug("a cycle is not cut", "domain/merge.py", "cut.add(min(steps[steps.index(node) :]))", "pass"),
    Bug(
        "a cycle is cut at the wrong row",
        "domain/merge.py",
        "cut.add(min(steps[steps.index(node) :]))",
        "cut.add(steps[-1])",
    ),
    Bug(
        "a cut is never healed",
        "storage/rules.py",
        "            rows |= heads.conflicted(connection, table, pointer)\n",
        "",
    ),
    Bug(
        "a deleted parent vanishes while it is used",
        "storage/rules.py",
        "wanted[row] = holds and row not in needed",
        "wanted[row] = holds",
    ),
    Bug(
        "what a delete had seen is lost when stored",
        "storage/row_states.py",
        "state.seen[changeset] = frozenset(bytes.fromhex(seen) for seen in json.loads(text)[1])",
        "state.seen[changeset] = frozenset()",
    ),
    Bug(
        "the second creation of a row is ignored",
        "domain/merge.py",
        "    if op.field == CREATE:\n        state.created = True\n",
        "    if op.field == CREATE:\n        if state.created:\n            return\n        state.created = True\n",
    ),
    Bug(
        "two people who saw the same thing contradict each other",
        "domain/merge.py",
        "if name not in _SETTLED_ELSEWHERE and differ(heads)}",
        "if name != DELETED and differ(heads)}",
    ),
    Bug(
        "an edit of a deleted row is taken without looking at the whole row",
        "storage/folding.py",
        "States(self._connection, of, fields | {DELETED})",
        "States(self._connection, of, fields)",
    ),
    Bug(
        "an earlier write of a field stays a head when only that field is looked at",
        "storage/row_states.py",
        "gone = [(row, name) for row, loaded in states.items() for name in loaded.explicit]",
        "gone = []",
    ),
    Bug(
        "what a moved record now refers to is not looked at",
        "storage/rules.py",
        "candidates[reference.target].update(heads.explicit(connection, list(targets), [DELETED]))",
        "pass",
    ),
    Bug(
        "a cut that is healed leaves its trace",
        "storage/rules.py",
        "if n is not None and (hidden is not None or n != born):",
        "if n is not None:",
    ),
    Bug(
        "setting aside drops what others wrote in the same rows",
        "storage/aside.py",
        "select(Touch.changeset).where(Touch.row.in_(some))",
        "select(Touch.changeset).where(Touch.row.is_(None))",
    ),
    Bug(
        "setting aside looks at some fields of a row that was deleted",
        "storage/aside.py",
        "if traces.fields & WHOLE or row in deleted}",
        "if traces.fields & WHOLE}",
    ),
    Bug(
        "what is aside is folded in with the rest",
        "storage/aside.py",
        "for traces in rows.values())) - self._aside",
        "for traces in rows.values()))",
    ),
    Bug(
        "what is aside counts as taken in when rows are made anew",
        "storage/aside.py",
        "for name, n in earlier.items() if n not in self._aside}, **numbers}",
        "for name, n in earlier.items()}, **numbers}",
    ),
    Bug(
        "what is aside counts as taken in when changes arrive",
        "storage/merge.py",
        "for name, n in earlier.items() if n not in self._aside}, **own}",
        "for name, n in earlier.items()}, **own}",
    ),
    Bug(
        "history still finds what is aside",
        "storage/aside.py",
        "        elif pairs:\n",
        "        elif False:\n",
    ),
    Bug(
        "an asset keeps the host name of a detail that is aside",
        "storage/folding.py",
        "            self._related.note_owners(self._connection, table, some)\n            states",
        "            states",
    ),
    Bug(
        "the check folds in what is aside",
        "storage/check.py",
        'aside = [{"changeset": n} for n in chain.aside(connection)]',
        "aside = []",
    ),
)


@pytest.mark.parametrize("bugs", groups(BUGS), ids=lambda bugs: bugs[0].name)
def test_every_planted_bug_dies(tmp_path: Path, bugs: Sequence[Bug]) -> None:
    assert survivors(bugs, tmp_path) == []
