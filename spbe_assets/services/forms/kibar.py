"""KIBAR: the identity card of one item, sections I to XII, with what the register and its log know of its life.

Source: DOMAIN 3.4; Permendagri 47/2021
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.changeset import CREATE
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.vocabulary import Condition, MoveKind, title
from spbe_assets.i18n import speaking
from spbe_assets.services import attachments, history, move_list, selection
from spbe_assets.services.forms.form import amount, day_text, said, said_long
from spbe_assets.services.forms.units import Unit, Units
from spbe_assets.services.move_list import MoveRow
from spbe_assets.storage.tables import Asset, Category, Person, Rack, Room, Site

PART = 200
MOST_PHOTOS = 2
NOTHING = "–"
_CONDITIONS = {
    Condition.GOOD: "Baik (B)",
    Condition.LIGHT_DAMAGE: "Rusak Ringan (RR)",
    Condition.HEAVY_DAMAGE: "Rusak Berat (RB)",
}
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the twelve sections: its Roman number, its title, and what it says, label and text each."""

    number: str
    title: str
    lines: Pairs


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """The card of one item; `photos` are hashes of pictures, at most two."""

    asset_id: Id
    tag: str
    government: str
    sections: tuple[Section, ...]
    photos: tuple[str, ...]
    printed_on: date


def cards(session: Session, numbers: Sequence[int], progress: Progress = SILENT) -> Iterator[IdentityCard]:
    """The cards of items by their row numbers, in this order; those that are gone are left out."""
    units = Units(session)
    for first in range(0, len(numbers), PART):
        some = list(numbers[first : first + PART])
        rows = {row.Asset.n: row for row in session.execute(_query().where(Asset.n.in_(some))) if row.Asset.live}
        pictures = attachments.of_records(session, "asset", [row.Asset.id for row in rows.values()])
        for at, number in enumerate(some, first):
            progress.step(at, len(numbers))
            if (row := rows.get(number)) is not None:
                yield _card(session, row, units.of(row.Asset.agency_id), pictures.get(row.Asset.id, []))


def of_ids(session: Session, ids: Iterable[Id], progress: Progress = SILENT) -> Iterator[IdentityCard]:
    """The cards of items by their ids, in this order."""
    wanted = list(ids)
    found: dict[Id, int] = {}
    for some in selection.chunks(wanted, PART):
        found |= {row: n for row, n in session.execute(select(Asset.id, Asset.n).where(Asset.id.in_(some)))}
    return cards(session, [found[one] for one in wanted if one in found], progress)


def _query() -> Any:
    columns = (
        Asset, Category.title_id.label("category"), Room.name.label("room"), Room.floor, Site.name.label("site"),
        Site.address, Site.latitude, Site.longitude, Rack.name.label("rack"), Person.name.label("person"),
        Person.nip.label("nip"), Person.position.label("position"),
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Category, Category.id == Asset.category_id)
        .outerjoin(Room, Room.id == Asset.room_id)
        .outerjoin(Site, Site.id == Room.site_id)
        .outerjoin(Rack, Rack.id == Asset.rack_id)
        .outerjoin(Person, Person.id == Asset.custodian_id)
    )


def _card(session: Session, row: Any, unit: Unit, pictures: Sequence[Any]) -> IdentityCard:
    asset = row.Asset
    moves = move_list.of_asset(session, asset.id)
    events = history.changes(session, "asset", asset.id)
    sections = (
        ("UNIT PEMAKAI", _unit(unit)),
        ("DATA BARANG", _goods(row, unit)),
        ("PEROLEHAN", _acquisition(asset)),
        ("PENGGUNAAN", _use(row)),
        ("PENERIMAAN / PENGELUARAN INTERNAL", _moved(moves, MoveKind.HAND_OVER)),
        ("PEMANFAATAN", _moved(moves, MoveKind.LOAN)),
        ("REKLASIFIKASI", _changed(events, "kode_barang", str)),
        ("KOREKSI", _changed(events, "price_rupiah", amount)),
        ("KAPITALISASI", ()),
        ("PENGHAPUSAN", _moved(moves, MoveKind.DISPOSAL)),
        ("KETERANGAN", _remarks(asset, moves)),
        ("FOTO BARANG", ()),
    )
    shown = [one.sha256 for one in pictures if one.kind == attachments.PHOTO and one.size_bytes is not None]
    return IdentityCard(
        asset.id, asset.tag, unit.government,
        tuple(Section(number, name, lines) for number, (name, lines) in zip(_ROMAN, sections, strict=True)),
        tuple(shown[-MOST_PHOTOS:]), formats.today(),
    )  # fmt: skip


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _unit(unit: Unit) -> Pairs:
    return tuple((label.capitalize(), value) for label, value in unit.title_block())


def _goods(row: Any, unit: Unit) -> Pairs:
    asset = row.Asset
    quantity, price = asset.quantity or 1, asset.price_rupiah
    each = amount(price // quantity) if price is not None and price % quantity == 0 else ""
    place = ", ".join(filter(None, (said(row.site), said(row.floor), said(row.room), said(row.rack))))
    position = ", ".join(filter(None, (row.latitude, row.longitude)))
    return (
        ("Kode barang", said(asset.kode_barang)),
        ("Kode lokasi", unit.kode_lokasi),
        ("Kode register (NIBAR)", said(asset.nibar)),
        ("Nomor register", said(asset.register)),
        ("Uraian barang", said(row.category)),
        ("Nama barang", said(asset.name) or said(row.category)),
        ("Merk / tipe", " / ".join(filter(None, (said(asset.brand), said(asset.model))))),
        ("Nomor pabrik (seri)", said(asset.serial)),
        ("Luas / jumlah", amount(quantity)),
        ("Satuan", "unit"),
        ("Harga satuan (Rp)", each),
        ("Nilai perolehan (Rp)", "" if price is None else amount(price)),
        ("Kondisi", _CONDITIONS.get(asset.condition, "")),
        ("Lokasi", place),
        ("Alamat", said(row.address)),
        ("Lintang, bujur", position),
        ("Spesifikasi", said_long(asset.description)),
        ("Dokumen", said(asset.contract_number)),
    )


def _acquisition(asset: Any) -> Pairs:
    day = day_text(asset.acquired_on) if asset.acquired_on else str(asset.year or "")
    return (
        ("Tanggal / tahun", day),
        ("Cara perolehan", said(asset.acquired_by)),
        ("Sumber dana", said(asset.fund_source)),
    )


def _use(row: Any) -> Pairs:
    with speaking("id"):
        status = title(row.Asset.status)
    person = " · ".join(filter(None, (said(row.person), f"NIP {row.nip}" if row.nip else "", said(row.position))))
    return (("Status", status), ("Pemegang", person))


def _moved(moves: Sequence[MoveRow], kind: MoveKind) -> Pairs:
    return tuple((_day(move.on_date), _told(move)) for move in moves if move.kind == kind)


def _told(move: MoveRow) -> str:
    way = " → ".join(filter(None, (move.giver, move.receiver)))
    returned = f"kembali {day_text(move.returned_on)}" if move.returned_on else ""
    return "; ".join(filter(None, (way, move.document_number, returned, move.result, move.notes)))


def _changed(events: Iterable[Any], field: str, shown: Any) -> Pairs:
    """The changes of one field of the item itself, the oldest first; its first value is no change."""
    found = [
        (_day(event.at), f"{shown(event.before)} → {shown(event.after) if event.after else NOTHING}")
        for event in events
        if event.table == "asset" and event.field == field and event.field != CREATE and event.before
    ]
    return tuple(reversed(found))


def _remarks(asset: Any, moves: Sequence[MoveRow]) -> Pairs:
    notes: Pairs = (("Catatan", said_long(asset.notes)),) if said_long(asset.notes) else ()
    return notes + tuple((f"Perbaikan {day}".strip(), text) for day, text in _moved(moves, MoveKind.REPAIR))


def _day(at: date | datetime | None) -> str:
    if at is None:
        return ""
    return day_text(at.astimezone(formats.zone()).date() if isinstance(at, datetime) else at)
