"""Needs: what the gaps of readiness ask for, with what people decided about it, and what people ask for themselves.

Proposals are worked out afresh from every assessment and stand in no table; a row is written only when a person
decides something. Its id follows from agency and good, so two laptops decide about the same row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.domain.needs import MUST, NeedKind, NeedState, Origin
from spbe_assets.domain.readiness import Readiness
from spbe_assets.i18n import _
from spbe_assets.services import goods
from spbe_assets.services.gaps import GapLot
from spbe_assets.services.prices import MOST_RUPIAH, YEARS, PriceBook, PriceOrigin, Quote
from spbe_assets.storage.tables import Need
from spbe_assets.storage.unit_of_work import UnitOfWork

MOST_UNITS = 1_000_000
EDITABLE = frozenset(
    ("quantity", "unit_rupiah", "good", "title", "kode_barang", "unit", "kind", "year", "priority", "notes", "state")
)
"""What `edit` may change."""


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need as people see it.

    `proposed` is how many units the gaps ask for, `quantity` what holds. `gain` is what all of it would bring to the
    province's score if nothing else were bought. `year` is the only year it is meant for, with POSTPONED the first.
    `rev` is None for a proposal nobody decided about.
    """

    id: Id
    agency_id: Id
    agency: str
    good: str
    title: str
    kind: NeedKind
    kode_barang: str
    unit: str
    quantity: int
    proposed: int
    unit_rupiah: int | None
    price_from: PriceOrigin
    closes: tuple[str, ...]
    state: NeedState = NeedState.PROPOSED
    origin: Origin = Origin.GAP
    must: bool = False
    year: int | None = None
    notes: str = ""
    rev: int | None = None
    gain: float = 0.0

    @property
    def cost(self) -> int | None:
        """What all of it costs; None without a price."""
        return None if self.unit_rupiah is None else self.unit_rupiah * self.quantity


@dataclass(frozen=True, slots=True)
class _Proposal:
    agency_id: Id
    good: str
    quantity: int
    closes: tuple[str, ...]


def need_id(agency_id: Id, good: str) -> Id:
    """The id of the need that gaps of an agency propose for a good."""
    return derived_id("need", agency_id.hex(), good)


def listed(
    session: Session, assessment: Readiness, lots: Iterable[GapLot], book: PriceBook, year: int
) -> tuple[NeedRow, ...]:
    """All needs of the assessed agencies, by agency and title; prices are those of `year`."""
    names = {unit: (agency.id, agency.name) for agency in assessment.agencies for unit in agency.units}
    proposals = {need_id(one.agency_id, one.good): one for one in _proposals(assessment, lots)}
    stored = {row.id: row for row in session.execute(_query()) if row.agency_id in names}
    found = [
        _row(row_id, proposals.get(row_id), stored.get(row_id), names, book, year)
        for row_id in dict.fromkeys([*proposals, *stored])
    ]
    return tuple(sorted(found, key=lambda row: (row.agency.casefold(), row.title.casefold(), row.id)))


def decide(uow: UnitOfWork, needs: Sequence[NeedRow], state: NeedState, year: int | None = None) -> None:
    """Accept, drop, postpone (until `year`) or take a decision back for many needs at once.

    What is accepted keeps its quantity from now on; the others go on following the gaps unless it was edited.

    Raises:
        Invalid: a need is postponed without a year.
    """
    if state is NeedState.POSTPONED and year is None:
        raise Invalid(_("Name the year until which it is postponed."), "year")
    for need in needs:
        values: dict[str, Any] = {"state": state}
        if NeedState.POSTPONED in (state, need.state):
            values["year"] = year if state is NeedState.POSTPONED else None
        if state is NeedState.ACCEPTED:
            values["quantity"] = need.quantity
        _write(uow, need, values)


def edit(uow: UnitOfWork, need: NeedRow, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change fields of a need, among EDITABLE: another good brings its own title, code, unit and price.

    Raises:
        Invalid: a value is impossible.
        StaleEdit: somebody saved it after `seen_rev` was read.
    """
    checked = _checked(values)
    if "good" in checked and checked["good"] != need.good:
        checked = {"title": "", "kode_barang": "", "unit": "", "unit_rupiah": None, **checked}
    _write(uow, need, checked, seen_rev)


def add(uow: UnitOfWork, agency_id: Id, values: Mapping[str, Any]) -> Id:
    """Record a need that no gap asks for; a plan holds it only if its priority says that it must.

    Raises:
        Invalid: it has no name, or a value is impossible.
    """
    checked = _checked(values)
    if not checked.get("title") and checked.get("good") not in goods.shipped():
        raise Invalid(_("Say what is needed."), "title")
    start = {"agency_id": agency_id, "origin": Origin.OWN, "state": NeedState.ACCEPTED, "quantity": 1}
    kind = NeedKind.PROCUREMENT if checked.get("good") not in goods.shipped() else ""
    return uow.create(Need, **{**start, "kind": kind, **checked})


def forget(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Take back everything decided about needs: proposals are as the gaps ask again, own needs are gone."""
    stored = set(uow.session.scalars(select(Need.id).where(Need.live)))
    uow.delete_many(Need, [row_id for row_id in ids if row_id in stored])


def _query() -> Any:
    columns = (Need.id, Need.agency_id, Need.kind, Need.good, Need.title, Need.kode_barang, Need.year, Need.state)
    more = (Need.origin, Need.priority, Need.quantity, Need.unit, Need.unit_rupiah, Need.closes, Need.notes, Need.rev)
    return select(*columns, *more).where(Need.live, Need.kind != "disposal")


def _proposals(assessment: Readiness, lots: Iterable[GapLot]) -> list[_Proposal]:
    quantities: defaultdict[tuple[Id, str], int] = defaultdict(int)
    closes: defaultdict[tuple[Id, str], set[str]] = defaultdict(set)
    for lot in lots:
        quantities[lot.agency, lot.good] += lot.count * lot.size
        closes[lot.agency, lot.good].update(lot.closes)
    order = [criterion.id for criterion in assessment.criteria.criteria]
    return [
        _Proposal(agency, good, quantity, tuple(one for one in order if one in closes[agency, good]))
        for (agency, good), quantity in quantities.items()
    ]


def _row(
    row_id: Id,
    proposal: _Proposal | None,
    stored: Any,
    names: Mapping[Id, tuple[Id, str]],
    book: PriceBook,
    year: int,
) -> NeedRow:
    good_id = stored.good if stored and stored.good else proposal.good if proposal else ""
    good = goods.shipped().get(good_id)
    agency_id, agency = names[stored.agency_id if stored else proposal.agency_id]  # type: ignore[union-attr]
    proposed = proposal.quantity if proposal else 0
    said = stored or _NOTHING
    quote = Quote(said.unit_rupiah, PriceOrigin.OWN) if said.unit_rupiah is not None else book.quote(good_id, year)
    return NeedRow(
        id=row_id,
        agency_id=agency_id,
        agency=agency,
        good=good_id,
        title=said.title or (good.title if good else good_id),
        kind=_known(NeedKind, said.kind, good.kind if good else NeedKind.PROCUREMENT),
        kode_barang=said.kode_barang or (good.kode_barang if good else ""),
        unit=said.unit or (good.unit if good else ""),
        quantity=said.quantity or proposed,
        proposed=proposed,
        unit_rupiah=quote.rupiah,
        price_from=quote.origin,
        closes=proposal.closes if proposal else (),
        state=_known(NeedState, said.state, NeedState.PROPOSED),
        origin=_known(Origin, said.origin, Origin.GAP),
        must=said.priority == MUST,
        year=said.year,
        notes=said.notes,
        rev=stored.rev if stored else None,
    )


class _Nothing:
    """What a proposal says that nobody decided about."""

    kind = title = kode_barang = unit = state = origin = notes = ""
    priority = year = unit_rupiah = None
    quantity = 0


_NOTHING = _Nothing()


def _known(kind: Any, value: str, otherwise: Any) -> Any:
    """The member of an option list, or the usual one for an empty value and for one of a newer version."""
    return kind(value) if value in tuple(kind) else otherwise


def _write(uow: UnitOfWork, need: NeedRow, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change the stored row, or make it (or bring it back) with what makes it this need."""
    row = uow.session.execute(select(Need.live, Need.state).where(Need.id == need.id)).one_or_none()
    if row is not None and row.live:
        uow.update(Need, need.id, seen_rev=seen_rev, **values)
        return
    if need.origin is Origin.OWN:
        raise NotFound(_("The record was deleted meanwhile; reload the list."))
    start = {
        "agency_id": need.agency_id, "good": need.good, "closes": ", ".join(need.closes)[:400], "origin": Origin.GAP,
        "state": NeedState.PROPOSED, "quantity": 0,
    }  # fmt: skip
    if row is None:
        uow.create(Need, id=need.id, **{**start, **values})
        return
    blank = {"title": "", "kode_barang": "", "unit": "", "kind": "", "notes": "", "year": None, "priority": None}
    uow.update_many(Need, {need.id: {"deleted": False, **blank, "unit_rupiah": None, **start, **values}})


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - EDITABLE
    if unknown:
        raise KeyError(f"a need has no field {', '.join(sorted(unknown))}")
    _require_within(values, "quantity", range(MOST_UNITS + 1), _("The quantity must be a whole number above zero."))
    _require_within(values, "unit_rupiah", range(MOST_RUPIAH + 1), _("The price must be zero rupiah or more."))
    _require_within(values, "year", YEARS, _("Check the year."))
    if "quantity" in values and values["quantity"] == 0:
        raise Invalid(_("The quantity must be a whole number above zero."), "quantity")
    for key, longest in (("title", 200), ("good", 80), ("kode_barang", 32), ("unit", 40), ("notes", 10_000)):
        if len(values.get(key) or "") > longest:
            raise Invalid(_("This text is too long; at most {n} characters fit.").format(n=longest), key)
    return dict(values)


def _require_within(values: Mapping[str, Any], key: str, allowed: range, sentence: str) -> None:
    if values.get(key) is not None and values[key] not in allowed:
        raise Invalid(sentence, key)
