"""A small province with gaps that money closes, and the means to mend records as a plan promises to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.vocabulary import Condition, LinkKind, LinkStatus, Raid
from spbe_assets.services import plans, readiness
from spbe_assets.services.plan_problem import Survey
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Link, Room, ServerDetail
from spbe_assets.storage.unit_of_work import UnitOfWork

TODAY = date(2026, 11, 24)
HEALTH, ICT = agency_id("Dinas Kesehatan"), agency_id("Dinas Komunikasi, Informatika dan Statistik")
SARI = Actor("Sari")
CRITERIA = readiness.load_criteria()
MILLION = 1_000_000
SOON = TODAY + timedelta(days=900)
PAST = TODAY - timedelta(days=100)


def server(uow: UnitOfWork, agency: Id, name: str, **values: Any) -> Id:
    """A server that is old, out of support and of warranty, without RAID, in a room nobody watches."""
    room = uow.create(Room, name=f"Ruang {name}", agency_id=agency, is_data_centre=True, has_access_control=False,
                      has_cctv=False, has_ups=True)  # fmt: skip
    made = {"year": 2015, "warranty_end": PAST, "contract_end": PAST, "condition": Condition.GOOD, **values}
    row = uow.create(Asset, agency_id=agency, name=name, category_id=category_id("server"), room_id=room, **made)
    uow.create(
        ServerDetail, id=detail_id(row, "server_detail"), asset_id=row, os_support_end=PAST, raid=Raid.NONE,
        redundant_power=True, backup_last=TODAY,
    )  # fmt: skip
    return row


def fill(store: Store) -> None:
    """Two agencies: servers, computers and switches of which some fail, and one link that is too slow."""
    with store.write(SARI) as uow:
        uow.update_many(Agency, {HEALTH: {"staff_count": 40}, ICT: {"staff_count": 10}})
        for number in range(3):
            server(uow, HEALTH, f"S{number}")
        server(uow, ICT, "S9", year=2026, warranty_end=SOON)
        for number in range(12):
            condition = Condition.HEAVY_DAMAGE if number < 4 else Condition.GOOD
            for agency in (HEALTH, ICT):
                uow.create(
                    Asset, agency_id=agency, name=f"PC {number}", category_id=category_id("pc"), condition=condition,
                    year=2015 if number < 7 else 2025,
                )  # fmt: skip
        for number, condition in enumerate((Condition.GOOD, Condition.LIGHT_DAMAGE, Condition.HEAVY_DAMAGE)):
            uow.create(
                Asset, agency_id=ICT, name=f"SW {number}", category_id=category_id("switch"), condition=condition,
                year=2025, support_end=PAST if number else SOON,
            )  # fmt: skip
        uow.create(
            Link, agency_id=HEALTH, name="Tautan", kind=LinkKind.INTRANET, status=LinkStatus.ACTIVE, mbps_down=2,
            ends_on=SOON,
        )  # fmt: skip


def surveyed(store: Store) -> Survey:
    """What plans for the next year are worked out from."""
    with store.read() as session:
        return plans.survey(session, CRITERIA, TODAY)
