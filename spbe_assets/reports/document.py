"""A report as a value: what it rests on, figures, tables and charts. PDF, XLSX and JSON all write this one value.

A document reaches a writer only through `readable`, which leaves out every column that its profile does not name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import Any, TypeAlias

from reportlab.graphics.shapes import Drawing

from spbe_assets import formats
from spbe_assets.domain.readiness import LogHead
from spbe_assets.domain.redaction import PUBLIC, Fact, Redaction
from spbe_assets.i18n import _, ngettext
from spbe_assets.services.report_subject import Subject


class Look(Enum):
    """How the values of a column are shown."""

    TEXT = auto()
    WHOLE = auto()
    DECIMAL = auto()
    RUPIAH = auto()
    DATE = auto()
    SHARE = auto()
    """0..1, shown in whole percent."""
    SCORE = auto()
    """0..100, in tenths."""
    POINTS = auto()
    """By how much a score changed, in tenths with its sign."""
    GAIN = auto()
    """Points of a score, in thousandths."""
    MARK = auto()
    """A `Mark`."""


RIGHT = frozenset({Look.WHOLE, Look.DECIMAL, Look.RUPIAH, Look.SHARE, Look.SCORE, Look.POINTS, Look.GAIN})


class Tone(StrEnum):
    """What a mark means; each has a shape of its own, so that it reads without colour."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict in a word."""

    word: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `share` is of the width. Where records are drawn as cards, `is_title` columns head the card.

    What is not `on_paper` stands in the spreadsheet and the JSON only.
    """

    key: str
    title: str
    fact: Fact
    share: float = 10.0
    look: Look = Look.TEXT
    unit: str = ""
    is_title: bool = False
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture by the hash of its content."""

    caption: str
    sha256: str


Row: TypeAlias = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; with `as_cards` each is drawn as a card that leaves out what is not recorded."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    note: str = ""
    as_cards: bool = False
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing for a width in points, and how to read it."""

    title: str
    draw: Callable[[float], Drawing]
    note: str = ""


Part: TypeAlias = Table | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """A report before anybody may read it; `figures` are (figure, what it is, remark), `count` its records."""

    report: str
    title: str
    heading: str
    subtitle: str
    subject: Subject
    count: int
    figures: tuple[tuple[str, str, str], ...]
    parts: tuple[Part, ...]
    filter: str = ""
    is_wide: bool = True
    has_contents: bool = False


@dataclass(frozen=True, slots=True)
class Readable:
    """A document as its reader may see it: the only thing that is written."""

    document: Document
    redaction: Redaction

    @property
    def basis(self) -> str:
        """As of when, how many, and which filter."""
        document = self.document
        parts = (
            _("As of {day}").format(day=formats.date_text(document.subject.as_of)),
            ngettext("{n} row", "{n} rows", document.count).format(n=formats.number(document.count)),
            document.filter or (_("only {agency}").format(agency=scope(document)) if scope(document) else ""),
            _("public version") if self.redaction is PUBLIC else "",
        )
        return " · ".join(part for part in parts if part)

    @property
    def owner(self) -> str:
        """Whose report it is."""
        subject = self.document.subject
        return subject.owner or _("GOVERNMENT OF THE PROVINCE OF {name}").format(name=subject.province.upper())


def scope(document: Document) -> str:
    """The agency or region it is about; empty for the province."""
    return document.subject.name


def readable(document: Document, redaction: Redaction) -> Readable:
    """The document without what its readers may not see."""
    subject = replace(document.subject, heads=shown_heads(document.subject.heads, redaction))
    shown = [(part, _shown(part, redaction)) for part in document.parts]
    parts = tuple(part for _whole, part in shown if part is not None)
    left_out = sum(len(whole.rows) for whole, part in shown if part is None and isinstance(whole, Table))
    return Readable(replace(document, subject=subject, parts=parts, count=document.count - left_out), redaction)


def shown_heads(heads: Sequence[LogHead], redaction: Redaction) -> tuple[LogHead, ...]:
    """The log heads; for the public numbered, for computers are named after people."""
    if redaction.shows(Fact.PERSON):
        return tuple(heads)
    return tuple(replace(head, installation=f"#{number}") for number, head in enumerate(heads, 1))


def text(value: Any, look: Look) -> str:
    """A value as people read it; empty for None."""
    if value is None:
        return ""
    writers: dict[Look, Callable[[Any], str]] = {
        Look.TEXT: str,
        Look.WHOLE: formats.number,
        Look.DECIMAL: decimal_text,
        Look.RUPIAH: formats.number,
        Look.DATE: lambda day: formats.date_text(day, short=True),
        Look.SHARE: formats.percent,
        Look.SCORE: lambda score: formats.number(score, 1),
        Look.POINTS: formats.points,
        Look.GAIN: lambda gain: formats.number(gain, 3),
        Look.MARK: lambda mark: mark.word,
    }
    return writers[look](value)


def decimal_text(value: Decimal) -> str:
    """A decimal with as many places as it has."""
    exact = value.normalize()
    return formats.number(exact, max(0, -int(exact.as_tuple().exponent)))


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Mark):
        return {"word": value.word, "tone": str(value.tone)}
    if isinstance(value, date):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def narrowed(table: Table, keeps: Callable[[Column], bool]) -> Table:
    """The table with only some of its columns."""
    kept = [place for place, column in enumerate(table.columns) if keeps(column)]
    if len(kept) == len(table.columns):
        return table
    rows = [[row[place] for place in kept] for row in table.rows]
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def _shown(part: Part, redaction: Redaction) -> Part | None:
    if isinstance(part, Chart):
        return part
    kept = narrowed(part, lambda column: redaction.shows(column.fact))
    if not kept.columns:
        return None
    return kept if redaction.shows(Fact.PHOTO) else replace(kept, photos=())
