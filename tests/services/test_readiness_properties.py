"""What an assessment promises, for any register: tried on small provinces written into a real database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spbe_assets.domain.criteria import Criteria
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.readiness import Readiness
from spbe_assets.domain.vocabulary import Condition, Raid
from spbe_assets.services import criteria_sets, readiness
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, DeviceDetail, Link, Room, ServerDetail, Site
from spbe_assets.storage.unit_of_work import UnitOfWork
from tests.services.test_readiness import FILLINGS

TODAY = date(2026, 11, 24)
BUDI = Actor("Budi")
CRITERIA = criteria_sets.shipped()
OFFICES = tuple(agency_id(name) for name in ("Dinas Kesehatan", "Dinas Pendidikan", "Inspektorat Daerah"))
CATEGORIES = ("server", "switch", "firewall", "laptop", "pc")
EXAMPLES = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(0, 10**6)
GOOD: dict[type, dict[str, Any]] = {
    Asset: {
        "condition": Condition.GOOD, "year": 2026, "serial": "S1", "kode_barang": "1.3.2.10.01.02.001",
        "register": "000001", "warranty_end": date(2030, 1, 1), "support_end": date(2030, 1, 1),
    },
    ServerDetail: {
        "raid": Raid.RAID5, "os_support_end": date(2030, 1, 1), "redundant_power": True, "behind_ups": True,
        "backup_last": date(2026, 11, 20), "backup_place": "Pusat Data Nasional",
    },
}  # fmt: skip


MET_BY_GOOD = (
    "srv-os-support",
    "srv-age",
    "srv-raid",
    "srv-power",
    "sec-ups",
    "gov-code",
    "gov-serial",
    "gov-condition",
)
"""The criteria that look at such a server, and that it meets."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database that every example copies."""
    store = Store.create(tmp_path_factory.mktemp("empty") / "assets.spbe")
    store.close()
    return store.path


@contextmanager
def province(empty: Path, seed: int, offices: tuple[Id, ...] = OFFICES) -> Iterator[Store]:
    """A random little province; the order of agencies is that in which their records are written."""
    with TemporaryDirectory() as folder:
        store = Store.open(Path(shutil.copy(empty, folder)))
        with store.write(BUDI) as uow:
            for office in offices:
                _fill(uow, office, Random(f"{seed} {office.hex()}"))
        yield store
        store.close()


def _fill(uow: UnitOfWork, office: Id, random: Random) -> None:
    def some(kind: type) -> dict[str, Any]:
        return {key: random.choice(values) for key, values in FILLINGS[kind].items() if random.random() < 0.5}

    uow.update(Agency, office, **some(Agency))
    site = uow.create(Site, agency_id=office, name="Gedung A")
    rooms = [uow.create(Room, site_id=site, agency_id=office, name=f"R{at}", **some(Room)) for at in range(2)]
    for _number in range(random.randrange(9)):
        category = random.choice(CATEGORIES)
        _asset(uow, office, category, room_id=random.choice([None, *rooms]), **some(Asset))
        kind = ServerDetail if category == "server" else DeviceDetail
        if random.random() < 0.7 and category not in ("laptop", "pc"):
            asset = _asset(uow, office, category, **some(Asset))
            uow.create(kind, id=detail_id(asset, kind.__tablename__), asset_id=asset, **some(kind))
    uow.create_many(
        Link, [{"agency_id": office, "a_site_id": site, **some(Link)} for _at in range(random.randrange(4))]
    )


def _asset(uow: UnitOfWork, office: Id, category: str, **values: Any) -> Id:
    return uow.create(Asset, agency_id=office, name=category, category_id=category_id(category), **values)


def assess(store: Store, criteria: Criteria = CRITERIA) -> Readiness:
    with store.read() as session:
        return readiness.assess(session, criteria, TODAY)


@EXAMPLES
@given(seed=SEEDS)
def test_scores_lie_within_worst_and_best_and_totals_follow_from_parts(empty: Path, seed: int) -> None:
    with province(empty, seed) as store:
        assessment = assess(store)
    for result in (assessment.province, *(one.result for one in assessment.agencies)):
        for score in (result.score, *result.aspects.values(), *(part.score for part in result.criteria)):
            assert 0 <= score.worst <= score.best <= 100
            assert score.value is None or score.worst <= score.value <= score.best
            assert 0 <= score.coverage <= 1


@EXAMPLES
@given(seed=SEEDS, factor=st.sampled_from([0.5, 2.0, 3.0, 8.0]))
def test_weights_may_be_scaled_freely(empty: Path, seed: int, factor: float) -> None:
    scaled = replace(CRITERIA, criteria=tuple(replace(one, weight=one.weight * factor) for one in CRITERIA.criteria))
    with province(empty, seed) as store:
        before, after = assess(store), assess(store, scaled)
    assert before.province.score == after.province.score
    for agency in before.agencies:
        other = after.agency(agency.id)
        assert other is not None
        assert other.result.score == agency.result.score
        assert other.result.aspects == agency.result.aspects


@EXAMPLES
@given(seed=SEEDS)
def test_adding_a_good_record_never_lowers_a_score(empty: Path, seed: int) -> None:
    asked = replace(CRITERIA, criteria=tuple(one for one in CRITERIA.criteria if one.id in MET_BY_GOOD))
    with province(empty, seed) as store:
        before = assess(store, asked)
        with store.write(BUDI) as uow:
            server = _asset(uow, OFFICES[0], "server", **GOOD[Asset])
            row_id = detail_id(server, "server_detail")
            uow.create(ServerDetail, id=row_id, asset_id=server, **GOOD[ServerDetail])
        after = assess(store, asked)
    old, new = (one.agency(OFFICES[0]).result for one in (before, after))
    assert new.score.value is not None
    assert old.score.value is None or new.score.value >= old.score.value
    for part in old.criteria:
        later = new.criterion(part.criterion.id)
        assert later.score.worst >= part.score.worst, part.criterion.id
        assert part.score.value is None or later.score.value >= part.score.value, part.criterion.id


@EXAMPLES
@given(seed=SEEDS, order=st.permutations(OFFICES))
def test_the_order_in_which_agencies_were_recorded_is_irrelevant(empty: Path, seed: int, order: list[Id]) -> None:
    with province(empty, seed) as one, province(empty, seed, tuple(order)) as other:
        first, second = assess(one), assess(other)
    assert first.province == second.province
    assert [agency.id for agency in first.agencies] == [agency.id for agency in second.agencies]
    assert [agency.result for agency in first.agencies] == [agency.result for agency in second.agencies]
    assert [step.high for step in first.findings] == [step.high for step in second.findings]


@EXAMPLES
@given(seed=SEEDS)
def test_every_lost_point_names_its_records(empty: Path, seed: int) -> None:
    with province(empty, seed) as store, store.read() as session:
        assessment = readiness.assess(session, CRITERIA, TODAY)
        for criterion in CRITERIA.criteria:
            named = readiness.all_lost_records(session, assessment, criterion)
            for agency in assessment.agencies:
                part = agency.result.criterion(criterion.id)
                lost = part.lost if part else 0
                assert len(named.get(agency.id, [])) == lost, criterion.id
                if part and part.score.value is not None and part.score.value < 100 and not lost:
                    pytest.fail(f"{criterion.id} of {agency.name} loses points for no record")


@EXAMPLES
@given(seed=SEEDS)
def test_leaving_out_what_is_off_is_the_same_as_not_having_it(empty: Path, seed: int) -> None:
    off = replace(CRITERIA, criteria=tuple(replace(one, active=one.aspect != "network") for one in CRITERIA.criteria))
    gone = replace(CRITERIA, criteria=tuple(one for one in CRITERIA.criteria if one.aspect != "network"))
    with province(empty, seed) as store:
        assert assess(store, off.counted()).province == assess(store, gone.counted()).province
