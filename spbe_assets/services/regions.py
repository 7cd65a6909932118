"""Regions: the province, its regencies and cities, found by kode wilayah or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import _
from spbe_assets.services import editing, rows
from spbe_assets.storage.tables import Region
from spbe_assets.storage.unit_of_work import UnitOfWork

KINDS = ("kabupaten", "kota", "provinsi")
"""Words that people leave out of a region's name."""


def find(session: Session, name: str) -> Id:
    """The region of a kode wilayah or name, with or without "Kabupaten" or "Kota".

    Raises:
        NotFound: there is none.
    """
    sought = name.strip()
    for row, code, called in session.execute(select(Region.id, Region.code, Region.name).where(Region.live)):
        if sought == code or _plain(sought) == _plain(called):
            return Id(row)
    raise NotFound(_("There is no region “{name}”; use its code or name.").format(name=name))


def detail(session: Session, region_id: Id) -> Record:
    """A region with all its fields.

    Raises:
        NotFound: it was deleted.
    """
    return rows.record(session, "region", region_id)


def create(uow: UnitOfWork, values: Mapping[str, Any]) -> Id:
    """Record a region.

    Raises:
        Invalid: a value is impossible, or the code is taken.
    """
    _require_free_code(uow.session, values.get("code", ""), None)
    return editing.create(uow, "region", values)


def update(uow: UnitOfWork, region_id: Id, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change fields of a region.

    Raises:
        Invalid: a value is impossible, or the code is taken.
        Refused: it would become part of itself.
        StaleEdit: somebody saved it after `seen_rev` was read.
    """
    _require_free_code(uow.session, values.get("code", ""), region_id)
    editing.update(uow, "region", region_id, values, seen_rev)


def delete(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Delete regions that nothing refers to.

    Raises:
        Refused: something still does.
    """
    editing.delete(uow, "region", ids)


def _plain(name: str) -> str:
    return " ".join(word for word in normal_name(name).split() if word not in KINDS)


def _require_free_code(session: Session, code: str, own: Id | None) -> None:
    if code and (taken := session.scalar(select(Region.id).where(Region.code == code, Region.live))) not in (None, own):
        named = rows.record(session, "region", taken).get("name") if taken else ""
        raise Invalid(_("The code {code} belongs to {name}.").format(code=code, name=named), "code")
