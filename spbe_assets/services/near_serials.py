"""Serial numbers that were perhaps misread: they differ only in signs that look alike on a worn nameplate."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import LOOK_ALIKE, SHORTEST_NEAR, near_serial
from spbe_assets.services.lookalikes import Alike, Apart
from spbe_assets.storage.heads import chunks
from spbe_assets.storage.tables import Asset


def near(session: Session, said: Apart, rows: Collection[Id] | None = None) -> Iterator[Alike]:
    """Assets whose serials differ only in signs that look alike, of the same brand, model or agency.

    Takes up to a second at a million assets.
    """
    for serials in _near_serials(session, rows):
        members = _plates(session, serials)
        for place, member in enumerate(members):
            others = said.get(member.id, frozenset())
            older = next((one for one in members[:place] if one.id not in others and one.resembles(member)), None)
            if older is not None:
                yield Alike(older.id, member.id, f"{older.serial} ≈ {member.serial}")


class _Plate(NamedTuple):
    id: Id
    key: str
    serial: str
    brand: str
    model: str
    agency: Id | None

    def resembles(self, other: _Plate) -> bool:
        same = (
            bool(self.brand) and self.brand.casefold() == other.brand.casefold(),
            bool(self.model) and self.model.casefold() == other.model.casefold(),
            self.agency is not None and self.agency == other.agency,
        )
        return self.key != other.key and any(same)


def folded(column: Any) -> Any:
    """`near_serial` of a column, asked of the database."""
    for letter, digit in LOOK_ALIKE.items():
        column = func.replace(column, letter, digit)
    return column


def _near_serials(session: Session, rows: Collection[Id] | None) -> list[Sequence[str]]:
    """Serials that fold into the same, together."""
    each = select(Asset.serial_key, folded(Asset.serial_key).label("near")).distinct()
    each = each.where(Asset.serial_key != "", func.length(Asset.serial_key) >= SHORTEST_NEAR)
    one = each.subquery()
    together = select(func.aggregate_strings(one.c.serial_key, ",")).group_by(one.c.near).having(func.count() > 1)
    found = [str(text).split(",") for text in session.scalars(together)]
    if rows is None or not found:
        return list(found)
    wanted: set[str] = set()
    for some in chunks(sorted(rows)):
        wanted |= {near_serial(key) for key in session.scalars(select(Asset.serial_key).where(Asset.id.in_(some)))}
    return [serials for serials in found if near_serial(serials[0]) in wanted]


def _plates(session: Session, serials: Sequence[str]) -> list[_Plate]:
    columns = (Asset.id, Asset.serial_key, Asset.serial, Asset.brand, Asset.model, Asset.agency_id, Asset.live)
    found = session.execute(select(*columns).where(Asset.serial_key.in_(serials)))
    return sorted(_Plate(*row[:-1]) for row in found if row.live)
