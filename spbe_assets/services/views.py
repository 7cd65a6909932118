"""Saved filters, columns and profiles, by screen; a view without an owner is everybody's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain import vocabulary as v
from spbe_assets.domain.changeset import canonical
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.i18n import _
from spbe_assets.storage.tables import View
from spbe_assets.storage.unit_of_work import UnitOfWork

_IDS = frozenset({"agency_ids", "region_ids", "room_ids", "ids"})
_OPTIONS: dict[str, type[StrEnum]] = {"classes": v.AssetClass, "conditions": v.Condition, "statuses": v.Status}
_DAYS = frozenset({"warranty_before", "not_verified_since"})


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


def delete(uow: UnitOfWork, view_id: Id) -> None:
    """Delete a view."""
    uow.delete(View, view_id)


def filter_as_json(wanted: AssetFilter) -> dict[str, Any]:
    """A filter as plain JSON values, only the parts that narrow."""
    parts = ((part.name, getattr(wanted, part.name), part.default) for part in fields(wanted))
    return {name: _plain(value) for name, value, default in parts if value != default}


def filter_from_json(body: Mapping[str, Any]) -> AssetFilter:
    """The filter of JSON values; parts and options that this version does not know are left out."""
    known = {part.name for part in fields(AssetFilter)}
    return AssetFilter(**{name: _value(name, value) for name, value in body.items() if name in known})


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(part.hex() if isinstance(part, bytes) else str(part) for part in value)
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, value: Any) -> Any:
    if name in _IDS:
        return frozenset(bytes.fromhex(part) for part in value)
    if name in _OPTIONS:
        return frozenset(option for option in _OPTIONS[name] if option.value in value)
    if name in _DAYS:
        return date.fromisoformat(value)
    return frozenset(value) if isinstance(value, list) else value
