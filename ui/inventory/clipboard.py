"""Copies chosen rows as a table that spreadsheets take: tabs between the columns on show, with their titles."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.safe_text import escaped
from spbe_assets.i18n import _, ngettext
from ui import format as formats
from ui.context import AppContext
from ui.inventory.chosen import Chosen
from ui.inventory.rows_out import numbers_of, rows, titles

MOST = 100_000


def copy_rows(context: AppContext, chosen: Chosen, parent: QWidget) -> None:
    """Put the chosen rows on the clipboard, and say how many."""
    job = context.read_later(lambda session, progress: as_text(session, chosen, progress))
    job.then(parent, lambda made: _put(context, *made))


def as_text(session: Any, chosen: Chosen, progress: Progress = SILENT) -> tuple[str, int]:
    """The chosen rows as lines of tab-separated texts below their titles, and how many there are.

    Raises:
        Refused: there are more than the clipboard should carry.
    """
    numbers = numbers_of(session, chosen)
    if len(numbers) > MOST:
        sentence = _("More than {n} rows can't be copied; export them to a file instead.")
        raise Refused(sentence.format(n=formats.number(MOST)))
    lines = ["\t".join(titles(chosen))]
    lines += ("\t".join(escaped(_one_line(text)) for text in row) for row in rows(session, chosen, numbers, progress))
    return "\n".join(lines) + "\n", len(lines) - 1


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _put(context: AppContext, text: str, count: int) -> None:
    QGuiApplication.clipboard().setText(text)
    context.message.emit(formats.counted(ngettext("{n} row copied", "{n} rows copied", count), count))
