"""The infrastructure book of an agency: cards for servers and devices, tables for the many, rooms, photos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain import vocabulary
from spbe_assets.domain.fields import CATALOGUE, Field, Kind
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import Fact
from spbe_assets.domain.reports import Wanted
from spbe_assets.domain.vocabulary import AssetClass, Unknown
from spbe_assets.i18n import N_, _
from spbe_assets.reports.book_facts import ASSET, DEVICE, FACILITY, LINK, NAMED, ROOM, SERVER
from spbe_assets.reports.document import Column, Document, Look, Photo, Table
from spbe_assets.reports.document_files import subject_of
from spbe_assets.reports.document_files import write as write_document
from spbe_assets.services import infrastructure_book
from spbe_assets.services.infrastructure_book import Facts
from spbe_assets.services.report_subject import Subject

CARDS = {
    AssetClass.SERVER: ("server",),
    AssetClass.STORAGE: ("server", "device"),
    AssetClass.NETWORK: ("device",),
    AssetClass.RADIO: ("device",),
    AssetClass.SECURITY: ("device",),
    AssetClass.POWER: ("device",),
}
"""Classes whose records are told fact by fact, and which details they have."""
TABLE_KEYS = ("tag", "name", "category", "brand", "model", "serial", "year", "condition", "unit", "site", "room")
LOOKS = {
    Kind.INTEGER: Look.WHOLE, Kind.DECIMAL: Look.DECIMAL, Kind.RUPIAH: Look.RUPIAH, Kind.DATE: Look.DATE,
    Kind.TIME: Look.DATE,
}  # fmt: skip
SHARES = {
    "tag": 11,
    "name": 20,
    "category": 13,
    "brand": 10,
    "model": 13,
    "serial": 13,
    "year": 6,
    "site": 15,
    "room": 13,
}


def write(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the book of an agency; returns how many records are in it.

    Raises:
        NotFound: there is no such agency.
        Refused: it is too long to print, or can't be written there.
    """
    return write_document(session, document(session, wanted, progress), wanted, path, progress)


def document(session: Session, wanted: Wanted, progress: Progress = SILENT) -> Document:
    """The book as a value."""
    subject = subject_of(session, wanted)
    progress.step(0, 1, _("Reading"))
    book = infrastructure_book.read(session, subject)
    photos = _photos(session, book.assets) if wanted.with_photos else {}
    parts = [_class_table(kind, rows, photos.get(kind, ())) for kind, rows in book.assets.items()]
    others = (
        ("links", N_("Links"), _columns("link", LINK), book.links, True),
        ("facilities", N_("Centres"), _columns("facility", FACILITY), book.facilities, True),
        ("rooms", N_("Rooms"), _columns("room", ROOM), book.rooms, False),
    )
    parts += [
        Table(key, _(title), columns, [_row(one, columns) for one in rows], as_cards=as_cards)
        for key, title, columns, rows, as_cards in others
        if rows
    ]
    return Document(
        report="book",
        title=_("Infrastructure book"),
        heading=subject.name,
        subtitle=_("Infrastructure book, state of {date}").format(date=formats.date_text(subject.as_of)),
        subject=subject,
        count=book.count,
        figures=_figures(subject, book),
        parts=tuple(parts),
        has_contents=True,
    )


def _figures(subject: Subject, book: infrastructure_book.Book) -> tuple[tuple[str, str, str], ...]:
    servers = len(book.assets.get(AssetClass.SERVER, ()))
    assets = sum(map(len, book.assets.values()))
    staff = subject.agencies[0].staff if subject.agencies else None
    people = _("staff not recorded") if staff is None else _("{n} staff").format(n=formats.number(staff))
    return (
        (formats.number(assets), _("assets"), people),
        (formats.number(servers), _("servers"), ""),
        (formats.number(len(book.links)), _("links"), ""),
        (formats.number(len(book.rooms)), _("rooms"), ""),
    )


def _class_table(kind: AssetClass, rows: Sequence[Facts], photos: Sequence[Photo]) -> Table:
    title = vocabulary.title(kind)
    if kind not in CARDS:
        facts = {key: ASSET[key] for key in TABLE_KEYS}
        columns = _columns("asset", facts)
    else:
        columns = _columns("asset", ASSET)
        for prefix in CARDS[kind]:
            facts = SERVER if prefix == "server" else DEVICE
            columns += _columns(f"{prefix}_detail", facts, f"{prefix}.")
    made = [_row(one, columns) for one in rows]
    return Table(str(kind), title, columns, made, as_cards=kind in CARDS, photos=tuple(photos))


def _columns(table: str, facts: Mapping[str, Fact], prefix: str = "") -> tuple[Column, ...]:
    return tuple(_column(table, key, fact, prefix) for key, fact in facts.items())


def _column(table: str, key: str, fact: Fact, prefix: str) -> Column:
    field: Field | None = CATALOGUE[table].get(key)
    title = _(NAMED[key]) if field is None or key in NAMED else field.label
    return Column(
        key=prefix + key,
        title=title,
        fact=fact,
        share=SHARES.get(key, 9),
        look=LOOKS.get(field.kind, Look.TEXT) if field else Look.TEXT,
        unit=_(field.unit) if field and field.kind is not Kind.RUPIAH else "",
        is_title=not prefix and key in ("tag", "name"),
    )


def _row(facts: Facts, columns: Sequence[Column]) -> list[Any]:
    return [_value(facts.get(column.key)) for column in columns]


def _value(value: Any) -> Any:
    """A value of the register as a document holds it; what is not recorded is None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, StrEnum | Unknown):
        return vocabulary.title(value)
    return value.astimezone(formats.zone()).date() if isinstance(value, datetime) else value


def _photos(session: Session, assets: Mapping[AssetClass, Sequence[Facts]]) -> dict[AssetClass, list[Photo]]:
    return {
        kind: [
            Photo(" · ".join(part for part in (facts["tag"], facts["name"]) if part), sha256)
            for facts, sha256 in infrastructure_book.photos(session, rows)
        ]
        for kind, rows in assets.items()
    }
