"""Numbers of the installation's own tag series: counted here only, never given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from spbe_assets.domain import tags
from spbe_assets.storage.columns import shape
from spbe_assets.storage.tables import TagSeries

if TYPE_CHECKING:
    from spbe_assets.storage.unit_of_work import UnitOfWork


def take(uow: UnitOfWork, count: int) -> list[str]:
    """The next `count` tags of the series this installation owns; the series is made when there is none."""
    connection = uow.session.connection()
    owned = select(TagSeries.id, TagSeries.prefix, TagSeries.next_number)
    mine = owned.where(TagSeries.replica == uow.author.replica, TagSeries.live).order_by(TagSeries.n.desc()).limit(1)
    row = connection.execute(mine).first()
    if row is None:
        uow.create(TagSeries, prefix=tags.series_of(uow.author.replica), replica=uow.author.replica)
        row = connection.execute(mine).one()
    table = shape("tag_series").table
    connection.execute(update(table).where(table.c.id == row.id).values(next_number=row.next_number + count))
    return [str(tags.make(row.prefix, row.next_number + step)) for step in range(count)]
