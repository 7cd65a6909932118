"""Everything the record pane of an asset shows, read at once."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.records import AssetDetail, Record
from spbe_assets.domain.vocabulary import AssetClass
from spbe_assets.i18n import language
from spbe_assets.services import agencies, completeness, places, rows
from spbe_assets.storage.tables import Asset, Category, Conflict


class CategoryKind(NamedTuple):
    """What an asset's category says; all empty for an asset without one."""

    code: str = ""
    title: str = ""
    icon: str = ""
    asset_class: AssetClass | None = None
    serialised: bool = True

    @property
    def detail_table(self) -> str:
        """The detail table that the class calls for, empty for none."""
        return "" if self.asset_class is None else completeness.DETAIL_TABLES.get(self.asset_class, "")


def detail(session: Session, asset_id: Id) -> AssetDetail:
    """An asset with its detail row, paths, and what is missing or waits for a decision.

    Raises:
        NotFound: it was deleted.
    """
    asset = rows.record(session, "asset", asset_id)
    kind = kind_of(session, asset.get("category_id"))
    found = _detail_row(session, asset_id, kind.detail_table)
    wanted = completeness.wanted(kind.asset_class, serialised=kind.serialised and (asset.get("quantity") or 1) == 1)
    missing = completeness.missing(wanted, asset.values, found.values if found else {})
    return AssetDetail(
        asset=asset,
        detail=found,
        detail_table=kind.detail_table or (found.table if found else ""),
        category_code=kind.code,
        title=kind.title,
        icon=kind.icon,
        asset_class=kind.asset_class,
        agency_path=agencies.path(session, asset.get("agency_id")),
        place_path=places.path(session, asset.get("room_id"), asset.get("rack_id"), asset.get("rack_position_u")),
        missing=missing,
        wanted=len(wanted),
        conflicts=_conflicts(session, [asset_id, *([found.id] if found else [])]),
    )


def detail_table_of(session: Session, asset_id: Id) -> str:
    """The detail table that an asset's category calls for, empty for none."""
    return kind_of(session, session.scalar(select(Asset.category_id).where(Asset.id == asset_id))).detail_table


def kind_of(session: Session, category_id: Id | None) -> CategoryKind:
    """What a category says, also for the editor of an asset that is not saved yet."""
    own, other = Category.title_id, Category.title_en
    if language() == "en":
        own, other = other, own
    chosen = select(Category.code, own, other, Category.icon, Category.asset_class, Category.serialised)
    found = session.execute(chosen.where(Category.id == category_id)).first()
    if found is None:
        return CategoryKind()
    code, title, other_title, icon, asset_class, serialised = found
    return CategoryKind(code, title or other_title, icon, asset_class, serialised)


def _detail_row(session: Session, asset_id: Id, table: str) -> Record | None:
    # A row typed while the asset was of another class stays visible until the new class has one of its own.
    for name in (*([table] if table else []), completeness.SERVER_DETAIL, completeness.DEVICE_DETAIL):
        found = rows.records(session, name, [detail_id(asset_id, name)])
        if found:
            return found[0]
    return None


def _conflicts(session: Session, ids: list[Id]) -> tuple[str, ...]:
    return tuple(session.scalars(select(Conflict.field).where(Conflict.row.in_(ids)).order_by(Conflict.field)))
