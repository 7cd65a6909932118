"""Saved filters, columns and profiles, by screen; a view without an owner is everybody's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain import vocabulary as v
from spbe_assets.domain.changeset import canonical
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.i18n import _
from spbe_assets.storage.tables import View
from spbe_assets.storage.unit_of_work import UnitOfWork

_IDS = frozenset({"agency_ids", "region_ids", "room_ids", "custodian_ids", "ids"})
_OPTIONS: dict[type[AssetFilter | LinkFilter], dict[str, type[StrEnum]]] = {
    AssetFilter: {"classes": v.AssetClass, "conditions": v.Condition, "statuses": v.Status},
    LinkFilter: {"kinds": v.LinkKind, "roles": v.LinkRole, "statuses": v.LinkStatus},
}
_DAYS = frozenset({"warranty_before", "not_verified_since", "ends_before"})
F = TypeVar("F", AssetFilter, LinkFilter)


@dataclass(frozen=True, slots=True)
class SavedView:
    """One saved view; `body` holds what its screen put there."""

    id: Id
    name: str
    owner: str
    body: Mapping[str, Any]


def of_screen(session: Session, screen: str, owner: str = "") -> list[SavedView]:
    """The views of a screen that everybody or this owner has, by name."""
    mine = or_(View.owner == "", View.owner == owner)
    chosen = select(View.id, View.name, View.owner, View.body).where(View.live, View.screen == screen, mine)
    found = [
        SavedView(row_id, name, whose, json.loads(body or "{}"))
        for row_id, name, whose, body in session.execute(chosen)
    ]
    return sorted(found, key=lambda view: (natural(view.name), view.id))


def save(uow: UnitOfWork, screen: str, name: str, body: Mapping[str, Any], owner: str = "") -> Id:
    """Keep a view; one of the same name, screen and owner is replaced.

    Raises:
        Invalid: the name is empty.
    """
    if not name.strip():
        raise Invalid(_("Give the view a name."), "name")
    same = (View.live, View.screen == screen, View.owner == owner, View.name == name.strip())
    known = uow.session.scalar(select(View.id).where(*same).order_by(View.n))
    text = canonical(dict(body))
    if known is None:
        return uow.create(View, screen=screen, name=name.strip(), owner=owner, body=text)
    uow.update(View, known, body=text)
    return known


def rename(uow: UnitOfWork, view_id: Id, name: str) -> None:
    """Give a view another name.

    Raises:
        Invalid: the name is empty, or another view of the same screen and owner has it.
    """
    if not name.strip():
        raise Invalid(_("Give the view a name."), "name")
    screen, owner = uow.session.execute(select(View.screen, View.owner).where(View.id == view_id)).one()
    same = (View.live, View.screen == screen, View.owner == owner, View.name == name.strip(), View.id != view_id)
    if uow.session.scalar(select(View.id).where(*same)) is not None:
        raise Invalid(_("There is already a view called “{name}”; choose another name.").format(name=name), "name")
    uow.update(View, view_id, name=name.strip())


def delete(uow: UnitOfWork, view_id: Id) -> None:
    """Delete a view."""
    uow.delete(View, view_id)


def filter_as_json(wanted: AssetFilter | LinkFilter) -> dict[str, Any]:
    """A filter as plain JSON values, only the parts that narrow."""
    parts = ((part.name, getattr(wanted, part.name), part.default) for part in fields(wanted))
    return {name: _plain(value) for name, value, default in parts if value != default}


def filter_from_json(body: Mapping[str, Any]) -> AssetFilter:
    """The filter of JSON values; parts and options that this version does not know are left out."""
    return filter_of(AssetFilter, body)


def filter_of(kind: type[F], body: Mapping[str, Any]) -> F:
    """The same for a filter of assets or of links."""
    known = {part.name for part in fields(kind)}
    return kind(**{name: _value(kind, name, value) for name, value in body.items() if name in known})


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(part.hex() if isinstance(part, bytes) else str(part) for part in value)
    return value.isoformat() if isinstance(value, date) else value


def _value(kind: type[AssetFilter | LinkFilter], name: str, value: Any) -> Any:
    if name in _IDS:
        return frozenset(bytes.fromhex(part) for part in value)
    if name in _OPTIONS[kind]:
        return frozenset(option for option in _OPTIONS[kind][name] if option.value in value)
    if name in _DAYS:
        return date.fromisoformat(value)
    return frozenset(value) if isinstance(value, list) else value
