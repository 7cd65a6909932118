"""What the minutes of an act say: the two parties, who knows of it, and the goods; read by the id of the act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
from spbe_assets.storage.tables import Agency, Asset, Category, Movement, Person

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
class Minutes:
    """One act on paper."""

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


@dataclass(frozen=True, slots=True)
class Signers:
    """People who sign in place of those that the act itself names."""

    giver_id: Id | None = None
    receiver_id: Id | None = None
    witness_id: Id | None = None


def read(session: Session, act_id: Id, signers: Signers = Signers()) -> Minutes:
    """The minutes of an act.

    Raises:
        NotFound: it was undone or deleted.
        Refused: it names too many goods for one paper.
    """
    chosen = select(Movement).where(Movement.act_id == act_id, Movement.live).order_by(Movement.n)
    rows = session.scalars(chosen.limit(MOST_GOODS + 1)).all()
    if not rows:
        raise NotFound(_("This act is not there any more; it was undone or deleted."))
    if len(rows) > MOST_GOODS:
        sentence = _("Minutes can name at most {n} items; hand them over in several acts.")
        raise Refused(sentence.format(n=formats.number(MOST_GOODS)))
    first = rows[0]
    giver_id = signers.giver_id or _common(row.from_person_id for row in rows)
    receiver = _party(session, signers.receiver_id or first.to_person_id, first.to_agency_id)
    if not receiver.name and not receiver.agency:
        receiver = Party(agency=first.to_name)
    return Minutes(
        kind=MoveKind(first.kind or MoveKind.HAND_OVER),
        document_number=first.document_number,
        on_date=first.on_date,
        due_on=first.due_on,
        giver=_party(session, giver_id, _common(row.from_agency_id for row in rows)),
        receiver=receiver,
        witness=_party(session, signers.witness_id, None),
        goods=_goods(session, act_id),
        notes=first.notes,
        province=settings.province(session, settings.PROVINCE_NAME, ""),
    )


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


def _goods(session: Session, act_id: Id) -> tuple[Goods, ...]:
    chosen = (
        select(Asset, Category.title_id, Movement.condition_before)
        .join(Movement, Movement.asset_id == Asset.id)
        .outerjoin(Category, Category.id == Asset.category_id)
        .where(Movement.act_id == act_id, Movement.live)
        .order_by(Movement.n)
    )
    return tuple(_line(*row) for row in session.execute(chosen))


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
