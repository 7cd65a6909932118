"""What RKBMD forms say of the chosen plan: goods to procure, and goods to maintain.

Source: columns of the RKBMD forms, shared notes on Permendagri 19/2016 and 47/2021. Program, kegiatan and output are
not known to the register; people fill them in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain import vocabulary as v
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.needs import Good, NeedKind
from spbe_assets.domain.plan import Plan, Purchase
from spbe_assets.i18n import _
from spbe_assets.services import areas, goods, scenarios
from spbe_assets.services.measures.basis import IN_USE, is_live
from spbe_assets.storage.tables import Asset, Category

USABLE = (v.Condition.GOOD, v.Condition.LIGHT_DAMAGE)
PURCHASE = "Pembelian"
UNIT = "unit"


@dataclass(frozen=True, slots=True)
class ProcurementRow:
    """One line of RKBMD pengadaan.

    `most` is kebutuhan maksimum, `usable` BMD that can be used for it (in `usable_title`), `real` kebutuhan riil:
    always most − usable. `quantity` is what the plan buys of it in `year`.
    """

    agency_id: Id
    agency: str
    kode_barang: str
    title: str
    quantity: int
    unit: str
    most: int
    usable_kode: str
    usable_title: str
    usable: int
    real: int
    way: str
    year: int
    unit_price: int
    cost: int
    notes: str = ""
    programme: str = ""
    activity: str = ""
    sub_activity: str = ""
    output: str = ""


@dataclass(frozen=True, slots=True)
class MaintenanceRow:
    """One line of RKBMD pemeliharaan: goods of one kode barang by condition, and what is done for how many of them."""

    agency_id: Id
    agency: str
    kode_barang: str
    title: str
    count: int
    unit: str
    status: str
    good: int
    light: int
    heavy: int
    work: str
    quantity: int
    work_unit: str
    year: int
    cost: int
    notes: str = ""
    programme: str = ""
    activity: str = ""
    output: str = ""


@dataclass(slots=True)
class _Held:
    """What an agency holds of one kode barang."""

    kode_barang: str
    title: str
    asset_class: str
    conditions: dict[str, int]

    @property
    def count(self) -> int:
        return sum(self.conditions.values())

    @property
    def usable(self) -> int:
        return sum(self.conditions.get(condition, 0) for condition in USABLE)


def chosen_plan(session: Session) -> Plan:
    """The plan that forms are made from.

    Raises:
        Refused: none was chosen yet.
    """
    found = scenarios.chosen(session)
    if found is None or found.plan is None:
        raise Refused(_("No plan is chosen yet; make one under Plan, keep it and choose it."))
    return found.plan


def procurement(session: Session, plan: Plan, agency_ids: Iterable[Id] | None = None) -> list[ProcurementRow]:
    """The lines of RKBMD pengadaan, by agency, year and title."""
    wanted: defaultdict[str, int] = defaultdict(int, {one.need: one.quantity for one in plan.left})
    for line in plan.purchases:
        wanted[line.need] += line.quantity
    held = _Register(session)
    return [
        _procurement_row(line, held.like(line), wanted[line.need])
        for line in _lines(plan, NeedKind.PROCUREMENT, agency_ids)
    ]


def maintenance(session: Session, plan: Plan, agency_ids: Iterable[Id] | None = None) -> list[MaintenanceRow]:
    """The lines of RKBMD pemeliharaan, by agency, year and title; heavily damaged goods are counted, not maintained."""
    held = _Register(session)
    return [
        row
        for line in _lines(plan, NeedKind.MAINTENANCE, agency_ids)
        for row in _maintained(line, held.maintained_by(line))
    ]


def _official(line: Purchase, said: str, part: str) -> str:
    """The text in Indonesian, in whichever language the plan was made; what a person wrote stays."""
    good = goods.shipped().get(line.good)
    if good is None or said not in (good.texts.get(f"{part}_en"), good.texts.get(f"{part}_id")):
        return said
    return good.texts[f"{part}_id"]


class _Register:
    """What agencies hold, read once for each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[str, list[_Held]] = {}

    def like(self, line: Purchase) -> list[_Held]:
        """The goods of the sort that a purchase brings."""
        good = goods.shipped().get(line.good)
        return [one for one in self._of(line) if _is_like(one, line, good)]

    def maintained_by(self, line: Purchase) -> list[_Held]:
        """The goods that a purchase of maintenance is for."""
        good = goods.shipped().get(line.good)
        return [one for one in self._of(line) if good is not None and one.asset_class in good.classes]

    def _of(self, line: Purchase) -> list[_Held]:
        if line.agency_id not in self._held:
            self._held[line.agency_id] = _held(self._session, bytes.fromhex(line.agency_id))
        return self._held[line.agency_id]


def _lines(plan: Plan, kind: NeedKind, agency_ids: Iterable[Id] | None) -> list[Purchase]:
    wanted = None if agency_ids is None else {row_id.hex() for row_id in agency_ids}
    lines = [line for line in plan.of_kind(kind) if wanted is None or line.agency_id in wanted]
    return sorted(lines, key=lambda line: (line.agency.casefold(), line.year, line.title.casefold()))


def _held(session: Session, agency_id: Id) -> list[_Held]:
    """What an agency and its units hold, by kode barang and category, the most first."""
    units = areas.agencies_below(session, [agency_id])
    title = func.max(Category.title_id)
    query = (
        select(Asset.kode_barang, Category.id, title, Category.asset_class, Asset.condition, func.sum(Asset.quantity))
        .join(Category, Category.id == Asset.category_id)
        .where(is_live(Asset), Asset.status.in_(IN_USE), Asset.agency_id.in_(units))
        .group_by(Asset.kode_barang, Category.id, Category.asset_class, Asset.condition)
    )
    found: dict[tuple[str, Id], _Held] = {}
    for kode, category, name, asset_class, condition, count in session.execute(query):
        held = found.setdefault((kode, category), _Held(kode, name, str(asset_class or ""), {}))
        held.conditions[str(condition or "")] = count
    return sorted(found.values(), key=lambda one: (-one.count, one.kode_barang, one.title))


def _is_like(held: _Held, line: Purchase, good: Good | None) -> bool:
    if line.kode_barang and held.kode_barang.rstrip(".") == line.kode_barang:
        return True
    return good is not None and good.replaces and held.asset_class in good.classes


def _procurement_row(line: Purchase, held: list[_Held], real: int) -> ProcurementRow:
    """The line with what stands there; what is to be replaced can't serve the need any longer."""
    usable, good = sum(one.usable for one in held), goods.shipped().get(line.good)
    if good is not None and good.replaces:
        usable = max(0, usable - real)
    first = held[0] if usable else None
    return ProcurementRow(
        agency_id=bytes.fromhex(line.agency_id),
        agency=line.agency,
        kode_barang=line.kode_barang,
        title=_official(line, line.title, "title"),
        quantity=line.quantity,
        unit=_official(line, line.unit, "unit"),
        most=usable + real,
        usable_kode=first.kode_barang if first else "",
        usable_title=first.title if first else "",
        usable=usable,
        real=real,
        way=PURCHASE,
        year=line.year,
        unit_price=line.unit_price,
        cost=line.cost,
    )


def _maintained(line: Purchase, held: list[_Held]) -> Iterator[MaintenanceRow]:
    """The purchase shared out over the kinds of goods it is for, until all of it is placed."""
    left, last = line.quantity, len(held) - 1
    for at, one in enumerate(held or [_Held(line.kode_barang, "", "", {})]):
        quantity = left if at >= last else min(left, one.usable)
        if quantity:
            yield _maintenance_row(line, one, quantity)
        left -= quantity


def _maintenance_row(line: Purchase, held: _Held, quantity: int) -> MaintenanceRow:
    conditions = held.conditions
    return MaintenanceRow(
        agency_id=bytes.fromhex(line.agency_id),
        agency=line.agency,
        kode_barang=held.kode_barang,
        title=held.title or _official(line, line.title, "title"),
        count=held.count,
        unit=UNIT,
        status=v.title(v.Status.ACTIVE) if held.count else "",
        good=conditions.get(v.Condition.GOOD, 0),
        light=conditions.get(v.Condition.LIGHT_DAMAGE, 0),
        heavy=conditions.get(v.Condition.HEAVY_DAMAGE, 0),
        work=_official(line, line.title, "title"),
        quantity=quantity,
        work_unit=_official(line, line.unit, "unit"),
        year=line.year,
        cost=quantity * line.unit_price,
    )
