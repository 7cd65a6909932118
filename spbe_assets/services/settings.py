"""Settings in three scopes: the province's travel to every installation, the installation's and a user's stay here."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import canonical
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Setting
from spbe_assets.storage.unit_of_work import UnitOfWork

PROVINCE_NAME = "province.name"
"""Keys are dotted words; this one names the owner on labels and reports."""


def province(session: Session, key: str, default: Any = None) -> Any:
    """A setting of the whole province; a JSON value."""
    value = session.scalar(select(Setting.value).where(Setting.id == _id_of(key), Setting.live))
    return json.loads(value) if value else default


def province_all(session: Session, prefix: str = "") -> dict[str, Any]:
    """All settings of the province whose key begins so."""
    chosen = select(Setting.key, Setting.value).where(Setting.live, Setting.key.startswith(prefix, autoescape=True))
    return {key: json.loads(value) for key, value in session.execute(chosen.order_by(Setting.key)) if value}


def set_province(uow: UnitOfWork, key: str, value: Any) -> None:
    """Change a setting of the whole province: one more change that history, undo and packs know."""
    row_id, text = _id_of(key), canonical(value)
    live = uow.session.scalar(select(Setting.live).where(Setting.id == row_id))
    if live is None:
        uow.create(Setting, id=row_id, key=key, value=text)
    elif live:
        uow.update(Setting, row_id, value=text)
    else:
        uow.update_many(Setting, {row_id: {"deleted": False, "key": key, "value": text}})


def reset_province(uow: UnitOfWork, key: str) -> None:
    """Let a setting of the whole province go, so that its default holds again."""
    row_id = _id_of(key)
    if uow.session.scalar(select(Setting.live).where(Setting.id == row_id)):
        uow.delete(Setting, row_id)


def installation(store: Store, key: str, default: Any = None) -> Any:
    """A setting of this machine."""
    return store.local_setting(key, default)


def set_installation(store: Store, key: str, value: Any) -> None:
    """Change a setting of this machine."""
    store.set_local_setting(key, value)


def user(store: Store, name: str, key: str, default: Any = None) -> Any:
    """A setting of one operator on this machine."""
    return store.local_setting(_of_user(name, key), default)


def set_user(store: Store, name: str, key: str, value: Any) -> None:
    """Change a setting of one operator on this machine."""
    store.set_local_setting(_of_user(name, key), value)


def _of_user(name: str, key: str) -> str:
    return f"user:{name}:{key}"


def _id_of(key: str) -> Id:
    return derived_id("setting", key)
