"""An assessment as a whole: roll-up, units below an agency, statements, steps, and facts filled in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

import pytest
from sqlalchemy import select

from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id, detail_id, new_id
from spbe_assets.domain.readiness import Readiness
from spbe_assets.domain.scoring import tenth
from spbe_assets.domain.vocabulary import Condition, DeviceRole, LinkKind, LinkRole, Medium, Raid
from spbe_assets.services import readiness, settings
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    DeviceDetail,
    InventoryStatement,
    Link,
    Room,
    ServerDetail,
    Site,
)
from spbe_assets.storage.unit_of_work import UnitOfWork

TODAY = date(2026, 11, 24)
HEALTH, ICT = agency_id("Dinas Kesehatan"), agency_id("Dinas Komunikasi, Informatika dan Statistik")
BUDI = Actor("Budi")
CRITERIA = readiness.load_criteria()


def assess(store: Store, agency: Id | None = None) -> Readiness:
    with store.read() as session:
        return readiness.assess(session, CRITERIA, TODAY, agency)


def score(store: Store, criterion: str, agency: Id = HEALTH) -> float | None:
    found = assess(store, agency).agencies[0].result.criterion(criterion)
    return found.score.value if found else None


def laptop(uow: UnitOfWork, agency: Id = HEALTH, **values: Any) -> Id:
    return uow.create(Asset, agency_id=agency, name="Laptop", category_id=category_id("laptop"), **values)


def test_an_empty_register_is_unknown_and_not_failed(store: Store) -> None:
    assessment = assess(store)
    assert len(assessment.agencies) == 43
    assert assessment.scored == 0
    assert assessment.province.score.value is None
    assert (assessment.province.score.worst, assessment.province.score.best) == (0, 100)
    assert assessment.province.score.coverage == 0
    assert all(agency.rank is None and not agency.steps for agency in assessment.agencies)


def test_agencies_weigh_equally_and_the_figure_by_staff_stands_beside(store: Store) -> None:
    with store.write(BUDI) as uow:
        uow.update_many(Agency, {HEALTH: {"staff_count": 300}, ICT: {"staff_count": 100}})
        laptop(uow, condition=Condition.GOOD, serial="A1", year=2026)
        laptop(uow, ICT)
    assessment = assess(store)
    found = {agency.id: agency.result.score.value for agency in assessment.agencies}
    scores = {agency: value for agency, value in found.items() if value is not None}
    assert set(scores) == {HEALTH, ICT}
    assert assessment.province.score.value == pytest.approx(mean(scores.values()), abs=0.051)
    weighted = (300 * scores[HEALTH] + 100 * scores[ICT]) / 400
    assert assessment.province.score_by_staff == pytest.approx(weighted, abs=0.051)
    assert [agency.rank for agency in assessment.agencies[:3]] == [1, 2, None]
    assert [region.agencies for region in assessment.regions] == [43]


def test_printed_totals_follow_from_printed_parts(store: Store) -> None:
    with store.write(BUDI) as uow:
        for number in range(7):
            laptop(uow, condition=Condition.GOOD if number % 3 else Condition.HEAVY_DAMAGE, year=2018 + number)
    result = assess(store, HEALTH).agencies[0].result
    known = [(part.criterion.weight, part.score.value) for part in result.criteria if part.score.value is not None]
    expected = tenth(sum(weight * value for weight, value in known) / sum(weight for weight, _value in known))
    assert result.score.value == expected
    assert set(result.aspects) <= set(Aspect)


def test_units_below_an_agency_count_as_its_own(store: Store) -> None:
    with store.write(BUDI) as uow:
        clinic = uow.create(Agency, name="Puskesmas", parent_id=HEALTH, staff_count=12)
        post = uow.create(Agency, name="Pos", parent_id=clinic, staff_count=3)
        laptop(uow, post, condition=Condition.HEAVY_DAMAGE)
    assessment = assess(store)
    agency = assessment.agency(HEALTH)
    assert agency is not None
    assert len(assessment.agencies) == 43
    assert (agency.staff, agency.counts.assets) == (15, 1)
    with store.read() as session:
        [record] = readiness.lost_records(session, assessment, HEALTH, "pc-condition")
    assert (record.table, record.name, record.agency) == ("asset", "Laptop", "Pos")


def test_one_agency_alone_gives_the_same_figures(store: Store) -> None:
    with store.write(BUDI) as uow:
        laptop(uow, condition=Condition.GOOD)
    alone, among = assess(store, HEALTH), assess(store)
    agency = among.agency(HEALTH)
    assert agency is not None
    assert alone.agencies[0].result == agency.result
    assert alone.scope == "Dinas Kesehatan"


def test_an_unknown_agency_is_refused(store: Store) -> None:
    with pytest.raises(NotFound):
        assess(store, new_id())


def test_no_link_is_unknown_until_the_register_is_declared_complete(store: Store) -> None:
    assert score(store, "net-intra") is None
    with store.write(BUDI) as uow:
        uow.create(InventoryStatement, agency_id=HEALTH, subject="link", complete_on=TODAY + timedelta(days=1))
    assert score(store, "net-intra") is None
    with store.write(BUDI) as uow:
        uow.create(InventoryStatement, agency_id=HEALTH, subject="link", complete_on=TODAY)
    assert score(store, "net-intra") == 0
    assert assess(store, HEALTH).agencies[0].result.criterion("net-contract") is None
    with store.read() as session:
        assessment = readiness.assess(session, CRITERIA, TODAY)
        [record] = readiness.lost_records(session, assessment, HEALTH, "net-intra")
    assert (record.table, record.id) == ("agency", HEALTH)


def test_a_setting_of_the_province_moves_the_target(store: Store) -> None:
    with store.write(BUDI) as uow:
        uow.update(Agency, HEALTH, staff_count=10)
        for _number in range(4):
            laptop(uow, condition=Condition.GOOD)
    assert score(store, "pc-ratio") == 0
    with store.write(BUDI) as uow:
        settings.set_province(uow, "readiness.computers_per_staff", "0.4")
    assert score(store, "pc-ratio") == 100
    with store.write(BUDI) as uow:
        settings.set_province(uow, "readiness.computers_per_staff", "many")
    with pytest.raises(Invalid, match="computers_per_staff"):
        assess(store)


def test_steps_say_what_they_bring(store: Store) -> None:
    with store.write(BUDI) as uow:
        for _number in range(3):
            laptop(uow, condition=Condition.HEAVY_DAMAGE, year=2026)
        laptop(uow)
    agency = assess(store, HEALTH).agencies[0]
    step = next(step for step in agency.steps if step.criterion.id == "pc-condition" and step.sure)
    assert step.count == 3
    assert step.low == step.high > 0
    unsure = [step for step in agency.steps if not step.sure]
    assert all(step.low <= step.high for step in unsure)
    assert [step.expected for step in agency.steps] == sorted((step.expected for step in agency.steps), reverse=True)


def test_log_heads_name_the_anchors(store: Store) -> None:
    assert assess(store).heads[-1].changes >= 1


FILLINGS: dict[type, dict[str, list[Any]]] = {
    Asset: {
        "condition": list(Condition),
        "year": [2010, 2026],
        "serial": ["S1"],
        "kode_barang": ["1.3.2.10.01.02.001"],
        "register": ["000001"],
        "warranty_end": [date(2020, 1, 1), date(2030, 1, 1)],
        "contract_end": [date(2020, 1, 1), date(2030, 1, 1)],
        "support_end": [date(2020, 1, 1), date(2030, 1, 1)],
        "verified_at": [datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)],
    },
    ServerDetail: {
        "raid": list(Raid),
        "os_support_end": [date(2020, 1, 1), date(2030, 1, 1)],
        "redundant_power": [True, False],
        "behind_ups": [True, False],
        "backup_last": [date(2020, 1, 1), date(2026, 11, 20)],
        "backup_place": ["Gedung A", "Pusat Data Nasional"],
    },
    DeviceDetail: {"role": list(DeviceRole), "behind_ups": [True, False]},
    Link: {
        "kind": list(LinkKind),
        "role": list(LinkRole),
        "medium": list(Medium),
        "provider": ["Telkom", "Iconnet"],
        "mbps_down": [Decimal(1), Decimal(500)],
        "ends_on": [date(2020, 1, 1), date(2030, 1, 1)],
        "monthly_rupiah": [0, 5_000_000],
    },
    Room: {
        "is_data_centre": [True, False],
        "has_access_control": [True, False],
        "has_cctv": [True, False],
    },
    Agency: {"staff_count": [5, 5000]},
}
"""Facts that may be missing, and what they may turn out to be."""


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small agency of which some facts are recorded and most are not."""
    file, random = tmp_path_factory.mktemp("sparse") / "assets.spbe", Random(5)
    store = Store.create(file)

    def some(kind: type) -> dict[str, Any]:
        return {key: random.choice(values) for key, values in FILLINGS[kind].items() if random.random() < 0.4}

    with store.write(BUDI) as uow:
        site = uow.create(Site, agency_id=HEALTH, name="Gedung A")
        rooms = [uow.create(Room, site_id=site, agency_id=HEALTH, name=f"R{n}", **some(Room)) for n in range(3)]
        for category in ("server",) * 6 + ("switch",) * 5 + ("firewall",) * 2 + ("laptop",) * 8:
            asset = uow.create(
                Asset,
                **{"agency_id": HEALTH, "category_id": category_id(category), "name": category},
                room_id=random.choice(rooms),
                **some(Asset),
            )
            kind = ServerDetail if category == "server" else DeviceDetail
            if category != "laptop":
                row_id = detail_id(asset, kind.__tablename__)
                uow.create(kind, id=row_id, asset_id=asset, **some(kind))
        uow.create_many(Link, [{"agency_id": HEALTH, "a_site_id": site, **some(Link)} for _number in range(5)])
    store.close()
    return file


@pytest.fixture
def register(sparse: Path, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(Path(shutil.copy(sparse, tmp_path / "assets.spbe")))
    yield store
    store.close()


@pytest.mark.parametrize("seed", range(3))
def test_filling_in_any_fact_keeps_the_score_within_worst_and_best(register: Store, seed: int) -> None:
    random = Random(seed)
    before = assess(register, HEALTH).agencies[0].result
    for _round in range(12):
        with register.write(BUDI) as uow:
            gap = _fill_a_gap(uow, random)
        after = assess(register, HEALTH).agencies[0].result
        assert after.score.value is not None
        assert before.score.worst <= after.score.value <= before.score.best, gap
        assert before.score.worst <= after.score.worst <= after.score.best <= before.score.best, gap
        before = after


def _fill_a_gap(uow: UnitOfWork, random: Random) -> tuple[str, str, object]:
    """Record one of the missing facts."""
    gaps = [
        (kind, row, key)
        for kind, fillings in FILLINGS.items()
        for row, *values in uow.session.execute(select(kind.id, *(getattr(kind, key) for key in fillings)))
        for key, value in zip(fillings, values, strict=True)
        if value in ("", None) and (kind is not Agency or row == HEALTH)
    ]
    kind, row, key = random.choice(gaps)
    value = random.choice(FILLINGS[kind][key])
    uow.update(kind, row, **{key: value})
    return kind.__name__, key, value


def test_every_lost_point_names_records_that_exist(register: Store) -> None:
    with register.read() as session:
        assessment = readiness.assess(session, CRITERIA, TODAY)
        for criterion in CRITERIA.criteria:
            for agency, records in readiness.all_lost_records(session, assessment, criterion).items():
                result = assessment.agency(agency)
                part = result.result.criterion(criterion.id) if result else None
                assert part is not None
                assert len(records) == part.lost
                assert records == readiness.lost_records(session, assessment, agency, criterion.id)
                tables = {"asset": Asset, "link": Link, "agency": Agency}
                for record in records:
                    table = tables[record.table]
                    assert session.scalar(select(table.live).where(table.id == record.id))
