"""XLSX, XLS and ODS: a child process parses, this side checks, waits and says what went wrong."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.paths import ROOT
from spbe_assets.sheets import archive, limits
from spbe_assets.sheets.book import Row, Sheet, cell_name
from spbe_assets.sheets.sniff import FileKind, not_a_spreadsheet, password_protected
from spbe_assets.sheets.workbook_child import REFUSED

_MODULE = "spbe_assets.sheets.workbook_child"
_POLL_SECONDS = 0.1


def read_workbook(path: Path, kind: FileKind, progress: Progress = SILENT) -> tuple[Sheet, ...]:
    """Every worksheet of a workbook.

    Raises:
        Refused: it is protected, damaged, too large, or holds a cell longer than Excel can.
        Cancelled: the user asked to stop.
    """
    if kind is FileKind.ARCHIVE:
        archive.check(path, progress)
    output, code = _ask_child(path, progress)
    if code not in (0, REFUSED):
        raise _exhausted(path.name) if code else archive.damaged(path.name)
    answer = json.loads(output) if output else ["empty"]
    if code == REFUSED:
        raise _refusal(path.name, *answer)
    return _sheets(answer)


def _ask_child(path: Path, progress: Progress) -> tuple[bytes, int]:
    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", _MODULE, str(path.resolve())],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    end = time.monotonic() + limits.CHILD_SECONDS
    try:
        while True:
            try:
                output, _errors = child.communicate(timeout=_POLL_SECONDS)
            except subprocess.TimeoutExpired:
                progress.step(0, 0, _("Reading {file}").format(file=path.name))
                if time.monotonic() > end:
                    raise _exhausted(path.name) from None
            else:
                return output, child.returncode
    finally:
        child.kill()
        child.wait()


def _refusal(file: str, kind: str, sheet: str = "", row: int = 0, column: int = 0) -> Refused:
    if kind == "cell":
        return Refused(
            _("Cell {cell} of sheet “{sheet}” holds more than {n} characters; shorten it.").format(
                cell=cell_name(row, column), sheet=sheet, n=limits.MOST_CELL_CHARACTERS
            )
        )
    if kind == "columns":
        return Refused(
            _("Sheet “{sheet}” has more than {n} columns; remove those beyond the table.").format(
                sheet=sheet, n=limits.MOST_COLUMNS
            )
        )
    if kind == "rows":
        return Refused(
            _("Sheet “{sheet}” has more than {n} rows; split it into several files.").format(
                sheet=sheet, n=f"{limits.MOST_ROWS:,}"
            )
        )
    if kind == "sheets":
        return Refused(_("{file} has more than {n} sheets; split it.").format(file=file, n=limits.MOST_SHEETS))
    if kind in ("cells", "MemoryError"):
        return _exhausted(file)
    if kind == "PasswordError":
        return password_protected(file)
    return archive.damaged(file)


def _exhausted(file: str) -> Refused:
    return Refused(
        _("{file} is too large to be read; split it, or remove empty formatted rows and columns.").format(file=file)
    )


def _sheets(answer: Any) -> tuple[Sheet, ...]:
    strings: list[str] = answer["strings"]
    return tuple(
        Sheet(
            name,
            [Row(row[0], [strings[cell] if type(cell) is int else cell for cell in row[1:]]) for row in rows],
            hidden,
        )
        for name, hidden, rows in answer["sheets"]
    )


__all__ = ["not_a_spreadsheet", "read_workbook"]
