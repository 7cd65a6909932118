"""Assets: what is counted, labelled and moved, with their server or device details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain import series, validation
from spbe_assets.domain import tags as tag_grammar
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.records import AssetRow
from spbe_assets.domain.sort_keys import natural, normal_serial
from spbe_assets.i18n import _
from spbe_assets.services import entry, listing, references, words
from spbe_assets.services.asset_detail import CategoryKind, detail, detail_table_of, kind_of
from spbe_assets.services.completeness import DEVICE_DETAIL
from spbe_assets.services.ordering import ALIVE
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage.columns import shape
from spbe_assets.storage.tables import MERGEABLE, Asset, Attachment, Movement
from spbe_assets.storage.unit_of_work import UnitOfWork

Values = Mapping[str, Any]

MOST_SIMILAR = 20
_OF_ONE_ITEM = frozenset({
    "tag", "serial", "register", "nibar", "verified_at", "verified_by", "verified_how", "source_system", "source_id",
    "hostname", "management_ip", "ip", "mac",
})  # fmt: skip
"""What no second item has: a duplicate starts without it."""

__all__ = ["CategoryKind", "create", "delete", "detail", "duplicate", "find", "kind_of", "similar", "tags", "update"]


def create(uow: UnitOfWork, values: Values, detail_values: Values | None = None) -> Id:
    """Record an asset; without a tag it gets the next one of the installation's series.

    Args:
        uow: the transaction.
        values: by the keys of the field catalogue; anything may be missing.
        detail_values: of the server or device row that the category calls for.

    Raises:
        Invalid: a value is impossible.
        NotFound: a reference names a record that is gone.
    """
    checked = validation.checked("asset", values)
    if not checked.get("tag"):
        checked["tag"] = uow.next_tags(1)[0]
    asset_id = uow.create(Asset, **checked)
    if detail_values:
        _write_detail(uow, asset_id, detail_values)
    return asset_id


def update(
    uow: UnitOfWork, asset_id: Id, values: Values, detail_values: Values | None = None, seen_rev: int | None = None
) -> None:
    """Change fields of an asset and of its detail row; fields left out stay.

    Raises:
        Invalid: a value is impossible.
        StaleEdit: somebody saved the asset after `seen_rev` was read.
        NotFound: it was deleted, or a reference is gone.
    """
    uow.update(Asset, asset_id, seen_rev=seen_rev, **validation.checked("asset", values))
    if detail_values:
        _write_detail(uow, asset_id, detail_values)


def delete(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Delete assets with their details, attachments and moves.

    Raises:
        Refused: another record, such as a link that ends there, still refers to one.
    """
    doomed = list(ids)
    for part in chunks(doomed, SOME_IDS):
        attached = select(Attachment.id).where(Attachment.record_id.in_(part), Attachment.live)
        uow.delete_many(Attachment, list(uow.session.scalars(attached)))
        moved = select(Movement.id).where(Movement.asset_id.in_(part), Movement.live)
        uow.delete_many(Movement, list(uow.session.scalars(moved)))
    uow.delete_many(Asset, doomed)


def duplicate(session: Session, asset_id: Id) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of an asset and its detail row for a next item of the same kind, without what is its own.

    A name that ends in a number and the register count on: PC-07 → PC-08, 000021 → the next free one.

    Raises:
        NotFound: it was deleted.
    """
    found = detail(session, asset_id)
    extra = found.detail.values if found.detail else {}
    return _shared(found.asset.values) | _counted_on(session, found.asset.values), _shared(extra)


def find(session: Session, reference: str) -> Id:
    """The asset that a tag, serial number, NIBAR, scanned label (`SPBE:…`) or `asset:short-id` names.

    Raises:
        NotFound: none is named so.
        Refused: several are.
    """
    text = reference.strip()
    if text.casefold().startswith("asset:"):
        return references.find(session, text.casefold())[1]
    for condition in _named(text):
        found = list(session.execute(select(Asset.id, Asset.tag).where(condition, ALIVE).limit(3)))
        if len(found) > 1:
            several = ", ".join(references.short("asset", row_id) for row_id, _tag in found)
            raise Refused(_("Several assets are “{text}”: use {names}.").format(text=text, names=several))
        if found:
            return Id(found[0][0])
    raise NotFound(_no_asset(text))


def similar(session: Session, values: Values, besides: Id | None = None) -> list[AssetRow]:
    """Assets with the same serial number, tag, NIBAR, or goods code and register of the same agency: a warning."""
    same = list(_same(values))
    if not same:
        return []
    chosen = select(Asset.n).where(or_(*same), ALIVE)
    if besides is not None:
        chosen = chosen.where(Asset.id != besides)
    return list(listing.rows(session, session.scalars(chosen.limit(MOST_SIMILAR)).all()).values())


def tags(session: Session, ids: Iterable[Id]) -> dict[Id, str]:
    """The tags of assets by id."""
    found: dict[Id, str] = {}
    for part in chunks(list(ids), SOME_IDS):
        found.update(session.execute(select(Asset.id, Asset.tag).where(Asset.id.in_(part))).all())
    return found


def _write_detail(uow: UnitOfWork, asset_id: Id, values: Values) -> None:
    # Details typed for a class that calls for none, such as the address of a printer, are kept as a device's.
    table = detail_table_of(uow.session, asset_id) or DEVICE_DETAIL
    kind, row_id = MERGEABLE[table], detail_id(asset_id, table)
    checked = validation.checked(table, values)
    state = uow.session.execute(select(kind.live, kind.deleted).where(kind.id == row_id)).first()
    if state is None:
        uow.create(kind, id=row_id, asset_id=asset_id, **checked)
    elif state.live:
        uow.update(kind, row_id, **checked)
    else:
        blank = {key: shape(table).default(key) for key in CATALOGUE[table]}
        uow.update_many(kind, {row_id: {**blank, **checked, "deleted": False, "asset_id": asset_id}})


def _shared(values: Values) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in _OF_ONE_ITEM and value not in (None, "", {})}


def _counted_on(session: Session, values: Values) -> dict[str, Any]:
    counted = {key: series.following(values.get(key) or "") for key in ("name", "register") if values.get(key)}
    if "register" in counted:
        counted["register"] = entry.free_registers(session, {**values, **counted}, 1, looks=1)[0]
    return counted


def _named(text: str) -> list[ColumnElement[bool]]:
    tag = words.bare(text)
    named: list[ColumnElement[bool]] = [and_(Asset.live, Asset.tag_key == natural(tag)[:64])] if tag else []
    serial = normal_serial(text)
    if serial:
        named.append(Asset.serial_key == serial)
    return [*named, Asset.nibar == text] if text else []


def _no_asset(text: str) -> str:
    bare = words.bare(text).upper()
    if bare.count("-") == 2 and tag_grammar.parse(bare) is None:
        return _("There is no asset “{text}”; its check character is wrong, so look for a typing slip.").format(
            text=text
        )
    return _("There is no asset “{text}”; look for it with the search.").format(text=text)


def _same(values: Values) -> Iterable[ColumnElement[bool]]:
    serial = normal_serial(values.get("serial") or "")
    if serial:
        yield Asset.serial_key == serial
    if values.get("tag"):
        yield and_(Asset.live, Asset.tag_key == natural(values["tag"])[:64])
    if values.get("nibar"):
        yield Asset.nibar == values["nibar"]
    if values.get("kode_barang") and values.get("register") and values.get("agency_id"):
        yield and_(
            Asset.kode_barang == values["kode_barang"],
            Asset.register == values["register"],
            Asset.agency_id == values["agency_id"],
        )
