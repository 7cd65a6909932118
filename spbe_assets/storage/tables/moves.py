"""What was handed over, lent, sent to repair or proposed for disposal, and what came back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, MoveKind, Status
from spbe_assets.storage.tables.base import Mergeable, text
from spbe_assets.storage.types import ByValue, IdType


class Movement(Mergeable):
    """One asset in one act; the rows of an act share `act_id` and its document number.

    `from_…` and `…_before` are what the asset held before, so that taking it back can restore it. A loan, repair or
    proposal without `returned_on` is still open. `to_name` is a receiver that is no agency of the register.
    `giver_id`, `receiver_id` and `witness_id` signed the minutes of the act, the same with `return_` those of its
    end, whose document number is `return_number` and which found the asset in `condition_after`.
    """

    __tablename__ = "movement"

    asset_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("asset.id"), index=True)
    kind: Mapped[MoveKind | None] = mapped_column(ByValue(MoveKind))
    act_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    document_number: Mapped[str] = text(80)
    on_date: Mapped[date | None]
    from_agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    from_person_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)
    from_room_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("room.id"), index=True)
    from_rack_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("rack.id"), index=True)
    from_rack_position_u: Mapped[int | None]
    to_agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    to_person_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)
    to_room_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("room.id"), index=True)
    to_name: Mapped[str] = text()
    due_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    result: Mapped[str] = text()
    status_before: Mapped[Status | None] = mapped_column(ByValue(Status))
    condition_before: Mapped[Condition | None] = mapped_column(ByValue(Condition))
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")
    giver_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)
    receiver_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)
    witness_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)
    return_number: Mapped[str] = text(80)
    condition_after: Mapped[Condition | None] = mapped_column(ByValue(Condition))
    return_giver_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)
    return_receiver_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)
    return_witness_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)

    __table_args__ = (Index("ix_movement_open", "live", "kind", "returned_on", "due_on"),)
