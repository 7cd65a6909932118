"""Numbers of the installation's own tag series: counted here only, never given twice."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from spbe_assets.domain import tags
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.storage.columns import shape
from spbe_assets.storage.tables import TagSeries


def take(connection: Connection, replica: Id, count: int) -> list[str]:
    """The next `count` tags of the newest series that an installation owns.

    Raises:
        Refused: it owns none.
    """
    owned = select(TagSeries.id, TagSeries.prefix, TagSeries.next_number)
    mine = owned.where(TagSeries.replica == replica, TagSeries.live).order_by(TagSeries.n.desc()).limit(1)
    row = connection.execute(mine).first()
    if row is None:
        raise Refused(_("This installation has no tag series left; ask your admin for one."))
    table = shape("tag_series").table
    connection.execute(update(table).where(table.c.id == row.id).values(next_number=row.next_number + count))
    return [str(tags.make(row.prefix, row.next_number + step)) for step in range(count)]


def begin_at(connection: Connection, series: Id, number: int) -> None:
    """Let a new series begin at a number; used numbers are never gone back to, so this is not for later."""
    table = shape("tag_series").table
    connection.execute(update(table).where(table.c.id == series).values(next_number=number))
