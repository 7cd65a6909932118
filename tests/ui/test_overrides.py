"""What Qt calls in Python must not end the program.

An exception that C raises without a value, as `next` does at the end of a generator, ends PySide 6.11 when it leaves an
override such as `paintEvent` or `data`; one with a value becomes a crash report.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import ui

CODE = Path(ui.__file__).parent


def _endless_or_named(call: ast.Call) -> bool:
    return len(call.args) > 1 or not isinstance(call.args[0], ast.GeneratorExp)


def _bare_searches(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        is_next = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "next"
        if is_next and not _endless_or_named(node):
            yield node.lineno


def test_no_search_of_the_window_ends_in_an_exception_without_a_value() -> None:
    found = [
        f"{path.relative_to(CODE)}:{line}"
        for path in CODE.rglob("*.py")
        for line in _bare_searches(path.read_text(encoding="utf-8"))
    ]
    assert not found, "give next() a default, or look it up in a dict"


def test_the_check_sees_one() -> None:
    assert list(_bare_searches("next(a for a in b)")) == [1]
    assert not list(_bare_searches("next((a for a in b), None)"))
