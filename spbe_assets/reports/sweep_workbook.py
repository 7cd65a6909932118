"""The lines of a sweep as a workbook: the rooms with their counts, and every thing that was seen or is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from spbe_assets import formats
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.reports import bast_words
from spbe_assets.reports.spelled import day_text
from spbe_assets.reports.sweep_words import WORDS, Words
from spbe_assets.reports.workbook import Workbook
from spbe_assets.services.sweep_paper import SweepMinutes
from spbe_assets.services.sweeps import Line, RoomView
from spbe_assets.storage.whole_file import whole_file

ROOM_WIDTHS = (6, 40)
LINE_WIDTHS = (24, 24, 18, 18, 34, 20, 20, 22, 24, 16, 16, 24, 18, 20, 9, 16)


def write(path: Path, minutes: SweepMinutes, code: str = "id") -> None:
    """Write the lines of a sweep; the file appears only when it is complete.

    Args:
        path: of the workbook.
        minutes: the sweep.
        code: its language, `id` or `en`.

    Raises:
        StorageError: it can't be written there.
    """
    words = WORDS[code]
    rooms, lines = words.sheets
    sweep = minutes.overview.sweep
    note = " · ".join((words.title, sweep.number, sweep.title, minutes.agency, day_text(minutes.ended_on, code)))
    with whole_file(path) as part, Workbook(part) as book:
        book.sheet(rooms, note, words.rooms.heads, _rooms(minutes), ROOM_WIDTHS)
        book.sheet(lines, "", words.line_heads, _lines(minutes, words, code), LINE_WIDTHS)


def _rooms(minutes: SweepMinutes) -> Iterator[Sequence[Any]]:
    for number, room in enumerate(minutes.rooms, 1):
        counts = room.counts
        yield (
            number, " · ".join(part for part in (room.site, room.room) if part), counts.expected, counts.found,
            counts.elsewhere, counts.missing, counts.wrong, counts.unexpected, counts.unknown, counts.good,
            counts.light_damage, counts.heavy_damage,
        )  # fmt: skip


def _lines(minutes: SweepMinutes, words: Words, code: str) -> Iterator[Sequence[Any]]:
    for room, line in minutes.lines():
        yield _line(room, line, words, code)


def _line(room: RoomView, line: Line, words: Words, code: str) -> Sequence[Any]:
    seen = f"{line.seen_at.astimezone(formats.zone()):%Y-%m-%d %H:%M}" if line.seen_at else ""
    before, now = _condition(line.condition_before, code), _condition(line.condition, code)
    settled = words.settled[line.settled] if line.settled else ""
    return (
        room.site, room.room, words.states[line.state], line.tag, line.name, line.serial, line.code, line.agency,
        line.room, before, now, settled, seen, line.seen_by, line.quantity, line.price_rupiah,
    )  # fmt: skip


def _condition(condition: Condition | None, code: str) -> str:
    return bast_words.WORDS[code].conditions.get(condition, str(condition)) if condition else ""
