"""The minutes of a sweep (Berita Acara Inventarisasi) on A4: what came of it room by room, and every exception."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle
from sqlalchemy.orm import Session

from spbe_assets import __version__, formats, pdf_fonts
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.i18n import _
from spbe_assets.reports import bast_words, layout
from spbe_assets.reports.bast import CELL, DOTS, FIGURE, NUMBER, PROSE, SUM, TITLE, figure, signature
from spbe_assets.reports.paper import INK, NOTE, WIDTH, Furniture, build, paragraph, shortened
from spbe_assets.reports.spelled import day_in_words, day_text
from spbe_assets.reports.sweep_words import WORDS, Section, Words
from spbe_assets.services import sweep_paper
from spbe_assets.services.minutes import Party
from spbe_assets.services.sweep_paper import MOST_COUNTERS, Signers, SweepMinutes
from spbe_assets.services.sweeps import Counts, Line, RoomView, State

FORMS = (".pdf", ".xlsx")
MOST_LINES = 5_000
"""More than some three hundred pages is nothing that anybody signs."""
HEADS_SHOWN = 4
LONGEST_CELL, LONGEST_NAME = 120, 200
ROOM_SHARES = (4.4, 24, 8, 7, 9, 7, 7, 8.4, 8, 5, 5, 5)
RESULT_SHARES = (60, 18, 22)
MISSING_SHARES = (5, 18, 15, 24, 14, 11, 13, 14)
MOVED_SHARES = (5, 17, 26, 22, 22, 20)
CHANGED_SHARES = (5, 22, 17, 30, 15, 15)

Cells = Sequence[str]
Found = tuple[RoomView, Line]


def write(session: Session, sweep_id: Id, path: Path, signers: Signers | None = None, code: str = "id") -> int:
    """Write the minutes of a sweep; the file appears only when it is complete.

    Args:
        session: for reading.
        sweep_id: of the sweep; one that still goes on gives provisional minutes.
        path: of a PDF, or with the ending .xlsx of a workbook with all lines, found ones too.
        signers: who signs; without a word those whom the register names.
        code: the language of the minutes, `id` or `en`.

    Returns:
        The number of pages, 0 for a workbook.

    Raises:
        NotFound: the sweep was deleted.
        Refused: the name has another ending, or there are too many exceptions for one paper.
        StorageError: it can't be written there.
    """
    form = path.suffix.lower()
    if form not in FORMS:
        raise Refused(_("{file}: the name must end in .pdf or .xlsx.").format(file=path.name))
    minutes = sweep_paper.read(session, sweep_id, signers)
    if form == ".pdf":
        return write_pages(path, minutes, code)
    from spbe_assets.reports import sweep_workbook

    sweep_workbook.write(path, minutes, code)
    return 0


def write_pages(path: Path, minutes: SweepMinutes, code: str = "id") -> int:
    """Write minutes that were read before; see `write`."""
    _require_readable(minutes)
    pdf_fonts.register()
    paper = _Paper(minutes, code)
    title = f"{paper.words.title} {minutes.overview.sweep.number}".strip()
    return build(path, title, paper.furniture(), list(paper.story()))


def _require_readable(minutes: SweepMinutes) -> None:
    exceptions = sum(line.state is not State.FOUND for room in minutes.rooms for line in room.lines)
    if exceptions > MOST_LINES:
        sentence = _("Minutes can list at most {n} exceptions; sweep fewer rooms at once, or write the workbook.")
        raise Refused(sentence.format(n=formats.number(MOST_LINES)))


class _Paper:
    """The minutes as flowables."""

    def __init__(self, minutes: SweepMinutes, code: str) -> None:
        self.minutes, self.code = minutes, code
        self.words: Words = WORDS[code]
        self.shared = bast_words.WORDS[code]

    def furniture(self) -> Furniture:
        """What every page says above and below."""
        minutes = self.minutes
        government = self.shared.government.format(name=minutes.province.upper()) if minutes.province else ""
        return Furniture(
            head_left=" · ".join(part for part in (government, minutes.agency) if part),
            head_right=minutes.overview.sweep.number,
            foot=(f"{self.words.title} · {minutes.overview.sweep.title}", self._heads()),
            program=f"SPBE Assets {__version__}",
            page=self.shared.page,
        )

    def story(self) -> Iterator[Flowable]:
        """Everything in reading order."""
        words, sweep = self.words, self.minutes.overview.sweep
        yield paragraph(words.title, TITLE)
        if sweep.is_open:
            yield paragraph(words.draft, NUMBER)
        yield paragraph(self.shared.number.format(number=sweep.number or DOTS), NUMBER)
        yield from self._opening()
        yield from layout.section(words.result, self._results())
        yield from layout.section(words.rooms.title, self._rooms(), paragraph(words.key, NOTE))
        yield from self._exceptions()
        yield from self._remarks()
        # Never signatures alone on a page.
        yield KeepTogether([paragraph(words.closing, PROSE), *self._signatures()])

    def _opening(self) -> Iterator[Flowable]:
        minutes, words = self.minutes, self.words
        day = day_in_words(minutes.ended_on, self.code)
        yield paragraph(words.opening.format(day=day, agency=shortened(minutes.agency, LONGEST_NAME) or DOTS), PROSE)
        began, ended = day_text(minutes.began_on or minutes.ended_on, self.code), day_text(minutes.ended_on, self.code)
        rooms = figure(len(minutes.rooms), self.code)
        yield paragraph(words.scope.format(began=began, ended=ended, rooms=rooms), PROSE)
        names = ", ".join(f"{one.name} (NIP {one.nip})" if one.nip else one.name for one in minutes.counted_by)
        yield paragraph(words.counters.format(names=names or DOTS), PROSE)

    def _results(self) -> Table:
        found = [line for _room, line in self.minutes.lines(State.FOUND)]
        changed = [line for line in found if line.condition_changed]
        others = (State.MISSING, State.WRONG_ROOM, State.UNEXPECTED, State.UNKNOWN)
        groups = [
            [line for line in found if not line.condition_changed],
            changed,
            *([line for _room, line in self.minutes.lines(state)] for state in others),
        ]
        values = [sum(line.price_rupiah or 0 for line in lines) for lines in groups]
        rows = [
            [paragraph(title, CELL), self._figure(len(lines)), self._figure(value)]
            for title, lines, value in zip(self.words.results, groups, values, strict=True)
        ]
        return _grid(self.words.result_heads, rows, RESULT_SHARES, right=(1, 2))

    def _rooms(self) -> Table:
        rooms = self.minutes.rooms
        rows = [
            [paragraph(str(number), FIGURE), paragraph(self._place(room), CELL), *self._counts(room.counts, FIGURE)]
            for number, room in enumerate(rooms, 1)
        ]
        total = ["", paragraph(self.words.total, SUM), *self._counts(self.minutes.overview.total, SUM)]
        return _grid(self.words.rooms.heads, [*rows, total], ROOM_SHARES, right=(0, *range(2, len(ROOM_SHARES))))

    def _counts(self, counts: Counts, style: ParagraphStyle) -> list[Flowable]:
        numbers = (
            counts.expected, counts.found, counts.elsewhere, counts.missing, counts.wrong, counts.unexpected,
            counts.unknown, counts.good, counts.light_damage, counts.heavy_damage,
        )  # fmt: skip
        return [paragraph(figure(number, self.code) if number else "–", style) for number in numbers]

    def _exceptions(self) -> Iterator[Flowable]:
        words, lines = self.words, self.minutes.lines
        parts = [
            *self._section(words.missing, lines(State.MISSING), self._missing, MISSING_SHARES, right=(0, 7)),
            *self._section(words.wrong, lines(State.WRONG_ROOM), self._wrong, MOVED_SHARES),
            *self._section(words.unexpected, lines(State.UNEXPECTED), self._unexpected, MOVED_SHARES),
            *self._section(words.unknown, lines(State.UNKNOWN), self._unknown, MOVED_SHARES),
            *self._section(words.changed, self.minutes.changed(), self._changed, CHANGED_SHARES),
        ]
        yield from parts or [paragraph(words.none, PROSE)]

    def _section(
        self,
        section: Section,
        found: Iterable[Found],
        told: Callable[[RoomView, Line], Cells],
        shares: Sequence[float],
        right: Sequence[int] = (0,),
    ) -> list[Flowable]:
        rows = [
            [paragraph(str(number), FIGURE), *self._cells(told(room, line), right)]
            for number, (room, line) in enumerate(found, 1)
        ]
        return layout.section(section.title, _grid(section.heads, rows, shares, right=right)) if rows else []

    def _cells(self, texts: Cells, right: Sequence[int]) -> list[Flowable]:
        return [
            paragraph(shortened(text, LONGEST_CELL), FIGURE if place in right else CELL)
            for place, text in enumerate(texts, 1)
        ]

    def _missing(self, room: RoomView, line: Line) -> Cells:
        seen = _day(line)
        price = "" if line.price_rupiah is None else figure(line.price_rupiah, self.code)
        return (self._place(room), line.tag, line.name, line.serial, self._condition(line.condition),
                seen or self.words.never, price)  # fmt: skip

    def _wrong(self, room: RoomView, line: Line) -> Cells:
        return (line.tag, line.name, line.room, self._place(room), self.words.settled[line.settled])

    def _unexpected(self, room: RoomView, line: Line) -> Cells:
        gone = self.words.gone if line.gone else ""
        told = " · ".join(part for part in (line.agency, line.room, gone) if part)
        return (line.tag, line.name, told, self._place(room), self.words.settled[line.settled])

    def _unknown(self, room: RoomView, line: Line) -> Cells:
        known = " · ".join(part for part in (line.tag, line.name) if part)
        return (line.code, self._place(room), self._condition(line.condition), known, self.words.settled[line.settled])

    def _changed(self, room: RoomView, line: Line) -> Cells:
        before, now = self._condition(line.condition_before) or "–", self._condition(line.condition)
        return (self._place(room), line.tag, line.name or line.code, before, now)

    def _remarks(self) -> Iterator[Flowable]:
        overview = self.minutes.overview
        yield Spacer(0, 6)
        if overview.no_room:
            yield paragraph(self.words.no_room.format(n=figure(overview.no_room, self.code)), PROSE)
        if overview.sweep.notes:
            yield paragraph(self.words.notes.format(text=overview.sweep.notes), PROSE)

    def _signatures(self) -> list[Flowable]:
        minutes, words = self.minutes, self.words
        counters = minutes.counted_by[:MOST_COUNTERS] or (Party(),)
        signing = [(words.signed_counted, counters[0]), (words.signed_keeper, minutes.keeper)]
        signing += [(words.signed_counted, one) for one in counters[1:]]
        rows = [signing[place : place + 2] for place in range(0, len(signing), 2)]
        both = Table(
            [[*(signature(*one) for one in row), *[""] * (2 - len(row))] for row in rows],
            colWidths=[WIDTH / 2, WIDTH / 2],
            style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 1), (-1, -1), 8)]),
        )
        known = Table(
            [["", signature(self.shared.known, minutes.head), ""]], colWidths=[WIDTH / 4, WIDTH / 2, WIDTH / 4]
        )
        return [Spacer(0, 8), both, Spacer(0, 6), known]

    def _place(self, room: RoomView) -> str:
        return shortened(
            " · ".join(part for part in (room.site, room.room) if part) or self.words.unnamed, LONGEST_CELL
        )

    def _condition(self, condition: Condition | None) -> str:
        return self.shared.conditions.get(condition, str(condition)) if condition else ""

    def _figure(self, number: int) -> Flowable:
        return paragraph(figure(number, self.code), FIGURE)

    def _heads(self) -> str:
        heads = self.minutes.heads
        shown = [
            self.words.head.format(name=name, n=figure(count, self.code), head=head)
            for name, count, head in heads[:HEADS_SHOWN]
        ]
        rest = len(heads) - len(shown)
        shown += [self.words.more.format(n=rest)] if rest > 0 else []
        return self.words.heads.format(heads=" · ".join(shown))


def _day(line: Line) -> str:
    return f"{line.seen_at.astimezone(formats.zone()):%d/%m/%Y}" if line.seen_at else ""


def _grid(heads: Sequence[str], rows: Sequence[Sequence[Any]], shares: Sequence[float], right: Sequence[int]) -> Table:
    lines = [("GRID", (0, 0), (-1, -1), 0.4, INK), ("VALIGN", (0, 0), (-1, -1), "TOP"),
             ("LEFTPADDING", (0, 0), (-1, -1), 2.6), ("RIGHTPADDING", (0, 0), (-1, -1), 2.6)]  # fmt: skip
    return layout.table(heads, rows, shares, right=right, extra=lines)
