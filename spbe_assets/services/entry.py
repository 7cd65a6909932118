"""Many like items in one go: serial numbers one after another, names, registers and tags counted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import series, tags, validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.sort_keys import normal_serial
from spbe_assets.i18n import _
from spbe_assets.services import numbering
from spbe_assets.services.asset_detail import kind_of
from spbe_assets.services.completeness import DEVICE_DETAIL
from spbe_assets.services.ordering import ALIVE
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage.tables import MERGEABLE, Asset
from spbe_assets.storage.unit_of_work import UnitOfWork

Values = Mapping[str, Any]
MOST = 2000
"""Items that one go may make."""
STEP = 100
"""Registers that the first look asks for."""
LOOKS = 9


@dataclass(frozen=True, slots=True)
class Known:
    """A record that carries a serial number already."""

    id: Id
    tag: str
    name: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What items have in common, and the serial number of each (empty for one without).

    A name or register among `values` that ends in a number is that of the first item; the others count on.
    """

    values: Values
    details: Values = field(default_factory=dict)
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """One item of a batch as it will be made; `tag` is what it gets unless somebody records one meanwhile."""

    serial: str
    name: str
    register: str
    tag: str


def carriers(session: Session, serials: Iterable[str]) -> dict[str, Known]:
    """The records that carry some serial numbers, by the number as `normal_serial` writes it; asks an index alone."""
    keys = {key for serial in serials if (key := normal_serial(serial))}
    found: dict[str, Known] = {}
    for part in chunks(sorted(keys), SOME_IDS):
        chosen = select(Asset.serial_key, Asset.id, Asset.tag, Asset.name, Asset.brand, Asset.model)
        for key, row_id, tag, name, brand, model in session.execute(chosen.where(Asset.serial_key.in_(part), ALIVE)):
            found.setdefault(key, Known(row_id, tag, name or f"{brand} {model}".strip()))
    return found


def free_registers(session: Session, values: Values, count: int, looks: int = LOOKS) -> list[str]:
    """The next `count` registers from that of `values` on that no item of the same code and agency has.

    Without a register, or with one that can't be counted on, every item gets the same. Each look asks for twice as
    many as the one before; what is not found so is left empty.
    """
    first = values.get("register") or ""
    if not series.counts(first):
        return [first] * count
    found: list[str] = []
    start, some = 0, max(count, STEP)
    for _look in range(looks):
        wanted = [series.following(first, start + step) for step in range(some)]
        taken = _taken(session, values, wanted)
        found += [register for register in wanted if register not in taken]
        if len(found) >= count:
            break
        start, some = start + some, 2 * some
    return [*found, *[""] * count][:count]


def preview(session: Session, batch: Batch, replica: Id) -> list[Planned]:
    """What a batch makes, item by item, before it is written."""
    count = len(batch.serials)
    own = numbering.present(session, replica)
    first = own.next_number if own else 0
    following = [str(tags.make(own.prefix, first + step)) if own else "" for step in range(count)]
    registers = free_registers(session, batch.values, count)
    return [
        Planned(serial, _name(batch, step), registers[step], following[step])
        for step, serial in enumerate(batch.serials)
    ]


def create(uow: UnitOfWork, batch: Batch, progress: Progress = SILENT) -> list[Id]:
    """Record every item of a batch; all of them or none.

    Returns:
        Their ids in the order of the serial numbers.

    Raises:
        Invalid: there is nothing to make or too much, a value is impossible, a serial number is there already.
        NotFound: a reference names a record that is gone.
    """
    count = len(batch.serials)
    if not 0 < count <= MOST:
        raise Invalid(_("One go makes 1 to {most} items; this one has {n}.").format(most=MOST, n=count), "serial")
    _require_new(uow.session, batch.serials)
    given = uow.next_tags(count)
    registers = free_registers(uow.session, batch.values, count)
    rows = []
    for step, serial in enumerate(batch.serials):
        progress.step(step, count, serial)
        own = {"serial": serial, "name": _name(batch, step), "register": registers[step], "tag": given[step]}
        rows.append(validation.checked("asset", {**batch.values, **own}))
    ids = uow.create_many(Asset, rows)
    _write_details(uow, batch, ids)
    return ids


def _write_details(uow: UnitOfWork, batch: Batch, ids: Sequence[Id]) -> None:
    if not batch.details:
        return
    table = kind_of(uow.session, batch.values.get("category_id")).detail_table or DEVICE_DETAIL
    checked = validation.checked(table, batch.details)
    uow.create_many(MERGEABLE[table], [{**checked, "id": detail_id(asset, table), "asset_id": asset} for asset in ids])


def _require_new(session: Session, serials: Sequence[str]) -> None:
    keys = [key for serial in serials if (key := normal_serial(serial))]
    twice = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
    if twice is not None:
        raise Invalid(_("Serial number {serial} is in the list twice; take one out.").format(serial=twice), "serial")
    found = carriers(session, serials)
    if found:
        key, known = next(iter(found.items()))
        raise Invalid(
            _("Serial number {serial} belongs to {tag} already; take it out.").format(serial=key, tag=known.tag),
            "serial",
        )


def _name(batch: Batch, step: int) -> str:
    return series.following(batch.values.get("name") or "", step)


def _taken(session: Session, values: Values, registers: Sequence[str]) -> set[str]:
    if not values.get("kode_barang"):
        return set()
    same = [Asset.kode_barang == values["kode_barang"], Asset.agency_id == values.get("agency_id"), ALIVE]
    taken: set[str] = set()
    for part in chunks(list(registers), SOME_IDS):
        taken.update(session.scalars(select(Asset.register).where(Asset.register.in_(part), *same)))
    return taken
