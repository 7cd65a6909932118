"""What the minutes of an act or of its end say: the two parties, who knows of it, and the goods; and who signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, MoveKind
from spbe_assets.i18n import _
from spbe_assets.services import settings
from spbe_assets.services.move_list import Paper
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage.tables import Agency, Asset, Category, Movement, Person
from spbe_assets.storage.unit_of_work import UnitOfWork

MOST_GOODS = 5_000
"""More than some three hundred pages is nothing that anybody signs."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs; whatever is empty is left to be written by hand."""

    name: str = ""
    nip: str = ""
    position: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of the list of goods; `price_rupiah` is that of the whole line."""

    kode_barang: str
    register: str
    name: str
    maker: str
    serial: str
    year: int | None
    condition: Condition | None
    quantity: int
    price_rupiah: int | None


@dataclass(frozen=True, slots=True)
class Origin:
    """The act that a return ends, by its document number and its day."""

    document_number: str
    on_date: date | None


@dataclass(frozen=True, slots=True)
class Minutes:
    """One act on paper; with an `origin` it is the return of what that act gave away."""

    kind: MoveKind
    document_number: str
    on_date: date | None
    due_on: date | None
    giver: Party
    receiver: Party
    witness: Party
    goods: tuple[Goods, ...]
    notes: str = ""
    province: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Signers:
    """The people who sign; a place that nobody fills is dotted."""

    giver_id: Id | None = None
    receiver_id: Id | None = None
    witness_id: Id | None = None


def read(session: Session, paper: Paper, signers: Signers | None = None) -> Minutes:
    """The minutes, signed by these people or else by those who signed before.

    Raises:
        NotFound: the act was undone or deleted.
        Refused: it names too many goods for one paper.
    """
    rows = _rows(session, paper)
    signed = signers or _signers(rows, paper)
    parties = _Parties(session, rows)
    owner, taker = parties.owner, parties.taker
    if paper.returned_on is not None:
        owner, taker = taker, owner
    return Minutes(
        giver=owner(signed.giver_id),
        receiver=taker(signed.receiver_id),
        witness=_party(session, signed.witness_id, None),
        goods=_goods(session, rows, paper),
        province=settings.province(session, settings.PROVINCE_NAME, ""),
        **_said(rows, paper),
    )


def signers(session: Session, paper: Paper) -> Signers:
    """Who signed when the minutes were made; until then those whom the act itself names.

    Raises:
        NotFound: the act was undone or deleted.
    """
    return _signers(_rows(session, paper), paper)


def document_number(session: Session, paper: Paper) -> str:
    """The number on the paper; empty for none.

    Raises:
        NotFound: the act was undone or deleted.
    """
    return paper.return_number if paper.returned_on else _rows(session, paper)[0].document_number


def sign(uow: UnitOfWork, paper: Paper, signed: Signers) -> None:
    """Keep who signs, so that the minutes name the same people whenever they are made again.

    Raises:
        NotFound: the act or one of the people was deleted.
    """
    names = dict(zip(_columns(paper), (signed.giver_id, signed.receiver_id, signed.witness_id), strict=True))
    uow.update_many(Movement, {row.id: names for row in _rows(uow.session, paper)})


def _columns(paper: Paper) -> tuple[str, str, str]:
    kept = ("giver_id", "receiver_id", "witness_id")
    return kept if paper.returned_on is None else tuple(f"return_{name}" for name in kept)  # type: ignore[return-value]


def _rows(session: Session, paper: Paper) -> Sequence[Movement]:
    chosen = select(Movement).where(Movement.act_id == paper.act_id, Movement.live).order_by(Movement.n)
    if paper.returned_on is not None:
        ended = (Movement.returned_on == paper.returned_on, Movement.return_number == paper.return_number)
        chosen = chosen.where(*ended)
    rows = session.scalars(chosen.limit(MOST_GOODS + 1)).all()
    if not rows:
        raise NotFound(_("This act is not there any more; it was undone or deleted."))
    if len(rows) > MOST_GOODS:
        sentence = _("Minutes can name at most {n} items; hand them over in several acts.")
        raise Refused(sentence.format(n=formats.number(MOST_GOODS)))
    return rows


def _said(rows: Sequence[Movement], paper: Paper) -> dict[str, Any]:
    first = rows[0]
    said = {"kind": MoveKind(first.kind or MoveKind.HAND_OVER), "document_number": first.document_number,
            "on_date": first.on_date, "due_on": first.due_on, "notes": first.notes}  # fmt: skip
    if paper.returned_on is None:
        return said
    results = " · ".join(dict.fromkeys(row.result for row in rows if row.result))
    return said | {"document_number": paper.return_number, "on_date": paper.returned_on, "due_on": None,
                   "notes": results, "origin": Origin(first.document_number, first.on_date)}  # fmt: skip


def _signers(rows: Sequence[Movement], paper: Paper) -> Signers:
    kept = Signers(*(getattr(rows[0], column) for column in _columns(paper)))
    if kept != Signers():
        return kept
    owner, taker = _common(row.from_person_id for row in rows), rows[0].to_person_id
    return Signers(owner, taker) if paper.returned_on is None else Signers(taker, owner)


class _Parties:
    """The two sides of an act: who had the goods before it, and to whom they went."""

    def __init__(self, session: Session, rows: Sequence[Movement]) -> None:
        self._session, self._first = session, rows[0]
        self._agency = _common(row.from_agency_id for row in rows)

    def owner(self, person_id: Id | None) -> Party:
        return _party(self._session, person_id, self._agency)

    def taker(self, person_id: Id | None) -> Party:
        found = _party(self._session, person_id, self._first.to_agency_id)
        return found if found.agency else replace(found, agency=self._first.to_name)


def _common(values: Iterable[Id | None]) -> Id | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _party(session: Session, person_id: Id | None, agency_id: Id | None) -> Party:
    person = session.execute(
        select(Person.name, Person.nip, Person.position, Person.agency_id).where(Person.id == person_id)
    ).first()
    name, nip, position, own = person or ("", "", "", None)
    agency = session.scalar(select(Agency.name).where(Agency.id == (agency_id or own)))
    return Party(name, nip, position, agency or "")


def _goods(session: Session, rows: Sequence[Movement], paper: Paper) -> tuple[Goods, ...]:
    ended = paper.returned_on is not None
    conditions = {row.asset_id: row.condition_after if ended else row.condition_before for row in rows}
    found: dict[Id, Goods] = {}
    for part in chunks([asset_id for asset_id in conditions if asset_id is not None], SOME_IDS):
        chosen = select(Asset, Category.title_id).outerjoin(Category, Category.id == Asset.category_id)
        for asset, category in session.execute(chosen.where(Asset.id.in_(part))):
            found[asset.id] = _line(asset, category, conditions[asset.id])
    return tuple(found[row.asset_id] for row in rows if row.asset_id in found)


def _line(asset: Any, category: str | None, condition: Condition | None) -> Goods:
    return Goods(
        kode_barang=asset.kode_barang,
        register=asset.register,
        # Without a serial number only the tag on the item tells it from its like.
        name=" · ".join(part for part in (asset.name or category, "" if asset.serial else asset.tag) if part),
        maker=" ".join(part for part in (asset.brand, asset.model) if part),
        serial=asset.serial,
        year=asset.year,
        condition=condition,
        quantity=asset.quantity,
        price_rupiah=asset.price_rupiah,
    )
