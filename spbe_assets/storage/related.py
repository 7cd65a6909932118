"""Columns of an asset that follow from other rows: its searchable text with host names, and when it was labelled."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select, update

from spbe_assets.domain.ids import Id
from spbe_assets.storage import search
from spbe_assets.storage.columns import shape
from spbe_assets.storage.derived import FIND_FIELDS, find_text
from spbe_assets.storage.heads import chunks
from spbe_assets.storage.tables import DeviceDetail, LabelPrint, ServerDetail, Values

ASSET = shape("asset").table
DETAILS: dict[str, tuple[type[ServerDetail] | type[DeviceDetail], tuple[str, ...]]] = {
    "server_detail": (ServerDetail, ("hostname", "management_ip")),
    "device_detail": (DeviceDetail, ("hostname", "ip", "mac")),
}


class Pending:
    """Which assets' related columns are stale; refreshed once, before the transaction ends."""

    def __init__(self) -> None:
        self._rows: dict[str, set[Id]] = {}
        self._assets: set[Id] = set()
        self._labelled: set[Id] = set()

    def note(self, table: str, rows: Sequence[Id], values: Sequence[Values]) -> None:
        """Remember rows of a related table that were written with these fields."""
        if table in DETAILS or table == "label_print":
            self._rows.setdefault(table, set()).update(rows)
        elif table == "asset":
            changed = [row for row, some in zip(rows, values, strict=True) if not some.keys().isdisjoint(FIND_FIELDS)]
            self._rows.setdefault(table, set()).update(changed)

    def note_owners(self, connection: Connection, table: str, rows: Sequence[Id]) -> None:
        """Remember whom rows of a related table belong to now, before they are emptied."""
        if table in DETAILS:
            self._assets |= _owners(connection, table, "asset_id", set(rows))
        elif table == "label_print":
            self._labelled |= _owners(connection, table, "record_id", set(rows))

    def refresh(self, connection: Connection) -> None:
        """Bring the related columns of every noted asset up to date."""
        for table in (*DETAILS, "label_print"):
            self.note_owners(connection, table, list(self._rows.get(table, set())))
        assets = self._assets | _with_detail(connection, self._rows.get("asset", set()))
        refresh_find_text(connection, assets)
        refresh_labelled(connection, self._labelled)
        for noted in (self._rows, self._assets, self._labelled):
            noted.clear()


def refresh_find_text(connection: Connection, assets: set[Id]) -> None:
    """Rebuild the searchable text of assets, with what their details hold."""
    for some in chunks(list(assets)):
        columns = [ASSET.c[name] for name in ("id", "find_text", *FIND_FIELDS)]
        rows = connection.execute(select(*columns).where(ASSET.c.id.in_(some))).mappings().all()
        texts = _detail_texts(connection, some)
        stale = [
            {"b_id": row["id"], "b_text": text}
            for row in rows
            if (text := "\n".join([find_text(dict(row)), *texts.get(row["id"], [])])) != row["find_text"]
        ]
        if stale:
            statement = update(ASSET).where(ASSET.c.id == bindparam("b_id")).values(find_text=bindparam("b_text"))
            with search.kept_true(connection, [row["b_id"] for row in stale]):
                connection.execute(statement, stale)


def refresh_every_find_text(connection: Connection) -> None:
    """Rebuild the searchable text of every asset that has details."""
    for kind, _fields in DETAILS.values():
        refresh_find_text(connection, set(connection.scalars(select(kind.asset_id).where(kind.live))))


def refresh_labelled(connection: Connection, assets: set[Id]) -> None:
    """Rebuild when assets were last labelled."""
    newest = (
        select(func.max(LabelPrint.printed_at))
        .where(LabelPrint.record_id == ASSET.c.id, LabelPrint.live)
        .scalar_subquery()
    )
    for some in chunks(list(assets)):
        connection.execute(update(ASSET).where(ASSET.c.id.in_(some)).values(labelled_at=newest))


def _owners(connection: Connection, table: str, owner: str, rows: set[Id]) -> set[Id]:
    source = shape(table).table
    found: set[Id] = set()
    for some in chunks(list(rows)):
        wanted = select(source.c[owner]).where(source.c.id.in_(some), source.c[owner].is_not(None))
        found |= set(connection.scalars(wanted))
    return found


def _with_detail(connection: Connection, assets: set[Id]) -> set[Id]:
    found: set[Id] = set()
    for kind, _fields in DETAILS.values():
        for some in chunks(list(assets)):
            found |= set(connection.scalars(select(kind.asset_id).where(kind.asset_id.in_(some), kind.live)))
    return found


def _detail_texts(connection: Connection, assets: Sequence[Id]) -> dict[Id, list[str]]:
    texts: dict[Id, list[str]] = {}
    for kind, fields in DETAILS.values():
        columns = [getattr(kind, name) for name in fields]
        query = select(kind.id, kind.asset_id, *columns).where(kind.asset_id.in_(assets), kind.live)
        # Sorted here: an ORDER BY would make SQLite walk the whole table in that order.
        for _row, owner, *values in sorted(connection.execute(query), key=lambda row: row[0]):
            texts.setdefault(owner, []).extend(value for value in values if value)
    return texts
