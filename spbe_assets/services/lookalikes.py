"""Which records share what should be one thing's alone: the questions behind duplicates, asked along the indexes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true, union_all
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain.ids import Id
from spbe_assets.storage.heads import chunks
from spbe_assets.storage.tables import Asset, DeviceDetail, Distinct, Link
from spbe_assets.storage.types import IdType

SOME = 2_000
"""Beyond so many rows everything is looked at, and then what does not touch them is left out."""


class Reason(StrEnum):
    """What two records share, the surest sign first."""

    SERIAL = "serial"
    NIBAR = "nibar"
    REGISTER = "register"
    TAG = "tag"
    MAC = "mac"
    CIRCUIT = "circuit"
    NEAR_SERIAL = "near-serial"


Apart: TypeAlias = Mapping[Id, frozenset[Id]]
"""Record -> the records that somebody said to be other things."""


class Alike(NamedTuple):
    """Two records that share a sign, the older one first."""

    one: Id
    other: Id
    value: str


@dataclass(frozen=True)
class Sign:
    """What names one thing alone: `columns` together, of live rows of `kind` whose `owner` is the record."""

    reason: Reason
    table: str
    kind: Any
    columns: tuple[Any, ...]
    owner: Any


_MAC = func.lower(func.replace(func.replace(func.replace(DeviceDetail.mac, ":", ""), "-", ""), ".", ""))
SIGNS = (
    Sign(Reason.SERIAL, "asset", Asset, (Asset.serial_key,), Asset.id),
    Sign(Reason.NIBAR, "asset", Asset, (Asset.nibar,), Asset.id),
    Sign(Reason.REGISTER, "asset", Asset, (Asset.kode_barang, Asset.register, Asset.agency_id), Asset.id),
    Sign(Reason.TAG, "asset", Asset, (Asset.tag_key,), Asset.id),
    Sign(Reason.MAC, "asset", DeviceDetail, (_MAC,), DeviceDetail.asset_id),
    Sign(Reason.TAG, "link", Link, (func.upper(Link.tag),), Link.id),
    Sign(Reason.CIRCUIT, "link", Link, (func.upper(Link.circuit_id),), Link.id),
)
SHOWN = {
    Reason.SERIAL: Asset.serial, Reason.NIBAR: Asset.nibar, Reason.REGISTER: Asset.kode_barang + " · " + Asset.register,
    Reason.TAG: Asset.tag, Reason.MAC: DeviceDetail.mac, Reason.CIRCUIT: Link.circuit_id,
}  # fmt: skip


def apart(session: Session, table: str) -> Apart:
    """Which records of a table are said to be different things."""
    found: dict[Id, set[Id]] = {}
    said = select(Distinct.one_id, Distinct.other_id).where(Distinct.live, Distinct.record_table == table)
    for one, other in session.execute(said):
        if one is not None and other is not None:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {row: frozenset(others) for row, others in found.items()}


def alike(session: Session, sign: Sign, said: Apart, rows: Collection[Id] | None = None) -> Iterator[Alike]:
    """Records that share a sign: each with the oldest one that is not said to be something else.

    Args:
        session: for reading.
        sign: that they share.
        said: what is known to be different.
        rows: only what one of these records shares.
    """
    for members in _groups(session, sign, rows).values():
        for place, (member, value) in enumerate(members):
            others = said.get(member, frozenset())
            older = next((one for one, _value in members[:place] if one not in others), None)
            if older is not None:
                yield Alike(older, member, value)


def _groups(session: Session, sign: Sign, rows: Collection[Id] | None) -> dict[tuple[Any, ...], list[tuple[Id, str]]]:
    """What is shared -> the records that share it with its spelling, the oldest first."""
    shown = Link.tag if sign.kind is Link and sign.reason is Reason.TAG else SHOWN[sign.reason]
    chosen = select(sign.owner, sign.kind.live, shown, *sign.columns)
    found: dict[tuple[Any, ...], list[tuple[Id, str]]] = {}
    for condition in _sharing(session, sign, rows):
        for owner, live, value, *key in session.execute(chosen.where(condition)):
            # `live` is looked at here: asked in SQL, it sends SQLite to an index that begins with it.
            if live and owner is not None:
                found.setdefault(tuple(key), []).append((owner, value))
    _leave_dead(session, sign, found)
    return {key: sorted(members) for key, members in found.items() if len(members) > 1}


def _leave_dead(session: Session, sign: Sign, found: dict[tuple[Any, ...], list[tuple[Id, str]]]) -> None:
    """A detail outlives its asset where that was merged into another: it shares nothing any more."""
    if sign.kind is Asset or sign.kind is Link:
        return
    owners = {owner for members in found.values() for owner, _value in members}
    alive: set[Id] = set()
    for some in chunks(sorted(owners)):
        states = session.execute(select(Asset.id, Asset.live).where(Asset.id.in_(some)))
        alive |= {row for row, live in states if live}
    for key, members in found.items():
        found[key] = [member for member in members if member[0] in alive]


def _sharing(session: Session, sign: Sign, rows: Collection[Id] | None) -> Iterator[ColumnElement[bool]]:
    """Conditions that together find the rows to look at; each row fulfils one of them."""
    if rows is None or len(rows) > SOME:
        yield sign.kind.n.in_(_rows_of(sign))
        return
    keys: set[Any] = set()
    for some in chunks(sorted(rows)):
        own = select(*sign.columns).where(sign.owner.in_(some), *_filled(sign.columns))
        keys |= {tuple(key) for key in session.execute(own)}
    first = sign.columns[0]
    for some in chunks(sorted(keys)):
        if len(sign.columns) == 1:
            yield first.in_([key[0] for key in some])
        else:
            yield or_(*(and_(*(c == v for c, v in zip(sign.columns, key, strict=True))) for key in some))


def _filled(columns: Iterable[Any]) -> list[ColumnElement[bool]]:
    return [column.is_not(None) if isinstance(column.type, IdType) else column != "" for column in columns]


def _rows_of(sign: Sign) -> Select[Any]:
    """The row numbers that share the sign with another row, dead ones perhaps among them."""
    few, again = _candidates(sign).subquery(), aliased(sign.kind)
    if len(sign.columns) == 1:
        return select(sign.kind.n).where(sign.columns[0].in_(select(few.c[0])))
    same = [getattr(again, column.key) == few.c[column.key] for column in sign.columns]
    return select(again.n).select_from(few).join(again, and_(*same))


def shared(session: Session) -> ColumnElement[bool]:
    """The condition on `Asset` that it is perhaps recorded twice, what people said to be different left out."""
    said = apart(session, "asset")
    return Asset.n.in_(union_all(*(_numbers(session, sign, said) for sign in SIGNS if sign.table == "asset")))


def _numbers(session: Session, sign: Sign, said: Apart) -> Select[Any]:
    """The row numbers of the assets that share a sign."""
    twin = aliased(Asset)
    few = _candidates(sign).subquery()
    if sign.kind is Asset:
        same = [getattr(twin, column.key) == few.c[column.key] for column in sign.columns]
        chosen = select(twin.n).select_from(few).join(twin, and_(*same))
    else:
        owners = select(sign.owner).where(sign.columns[0].in_(select(few.c[0])), sign.kind.live)
        chosen = select(twin.n).where(twin.id.in_(owners))
    lonely = _lonely(session, sign, said)
    return chosen.where(twin.id.not_in(lonely)) if lonely else chosen


def _candidates(sign: Sign) -> Select[Any]:
    """What live rows share, read along an index; only the few that it finds are then looked at row by row."""
    counted = select(*sign.columns).where(*_filled(sign.columns)).group_by(*sign.columns).having(func.count() > 1)
    if sign.reason is Reason.TAG and sign.kind is Asset:
        return counted.where(Asset.live == true())  # the index of tags begins with it
    # Said so that no index which begins with `live` is read for it.
    alive: ColumnElement[bool] = case((sign.kind.live, True), else_=False)
    if sign.kind is DeviceDetail:
        # A detail outlives its asset where that was merged into another.
        alive = and_(alive, select(Asset.live).where(Asset.id == sign.owner).scalar_subquery())
    if len(sign.columns) > 1:
        return counted.where(alive)
    (column,) = sign.columns
    return counted.where(column.in_(counted), alive)


def _lonely(session: Session, sign: Sign, said: Apart) -> list[Id]:
    """Records that share the sign only with what they are said to differ from."""
    if not said:
        return []
    found = []
    for members in _groups(session, sign, said.keys()).values():
        ids = [row for row, _value in members]
        found += [row for row in ids if said.get(row, frozenset()).issuperset(one for one in ids if one != row)]
    return found
