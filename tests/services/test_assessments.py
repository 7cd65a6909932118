"""Frozen assessments show what was frozen; comparisons say which records got better, worse, are new or gone."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from spbe_assets import formats
from spbe_assets.domain.comparison import AgencyChange, Comparison, Record, Turn
from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import State
from spbe_assets.domain.vocabulary import Condition, Status
from spbe_assets.services import assessments, comparing, criteria_sets, frozen, readiness, settings, since
from spbe_assets.services.comparing import Point
from spbe_assets.storage.as_of import state_of
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Assessment, Asset
from spbe_assets.storage.undo import undo
from spbe_assets.storage.unit_of_work import UnitOfWork
from tests.storage.past_world import History, noon

HEALTH, ICT = agency_id("Dinas Kesehatan"), agency_id("Dinas Komunikasi, Informatika dan Statistik")
BUDI = Actor("Budi")
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)
CONDITION = "pc-condition"


def laptop(uow: UnitOfWork, agency: Id = HEALTH, condition: Condition | None = Condition.GOOD, **values: object) -> Id:
    return uow.create(
        Asset, agency_id=agency, name="Laptop", category_id=category_id("laptop"), condition=condition, **values
    )


@dataclasses.dataclass
class Laptops:
    """Seven laptops and what became of them in June; a store that knows all of it."""

    store: Store
    ids: dict[str, Id]


@pytest.fixture
def laptops(june: Laptops, tmp_path: Path) -> Iterator[Laptops]:
    copied = tmp_path / "assets.spbe"
    shutil.copyfile(june.store.path, copied)
    store = Store.open(copied)
    yield Laptops(store, june.ids)
    store.close()


@pytest.fixture(scope="module")
def june(tmp_path_factory: pytest.TempPathFactory) -> Laptops:
    history, ids = History(tmp_path_factory.mktemp("june")), dict[str, Id]()
    with history.store.write(BUDI) as uow:
        for name in ("stays", "breaks", "fades"):
            ids[name] = laptop(uow)
        for name in ("mended", "scrapped", "moved", "rotten"):
            ids[name] = laptop(uow, condition=Condition.HEAVY_DAMAGE)
        laptop(uow, ICT)
    history.happened(noon(2026, 5, 10))
    with history.store.write(BUDI) as uow:
        uow.update(Asset, ids["breaks"], condition=Condition.HEAVY_DAMAGE)
        uow.update(Asset, ids["fades"], condition=None)
        uow.update(Asset, ids["mended"], condition=Condition.GOOD)
        uow.update(Asset, ids["scrapped"], status=Status.DISPOSED)
        uow.update(Asset, ids["moved"], agency_id=ICT)
        ids["bought"] = laptop(uow, condition=Condition.HEAVY_DAMAGE)
        ids["unseen"] = laptop(uow, condition=None)
        laptop(uow)
    history.happened(noon(2026, 6, 10))
    store = history.merged()
    store.close()
    return Laptops(store, ids)


def turns(change: AgencyChange | None, laptops: Laptops, criterion: str = CONDITION) -> dict[str, Turn]:
    assert change is not None
    names = {Record("asset", row): name for name, row in laptops.ids.items()}
    part = next(one for one in change.criteria if one.id == criterion)
    return {names[one.record]: one.turn for one in part.records or ()}


def between(store: Store, first: Point, second: Point) -> Comparison:
    return comparing.between(store.path, first, second)


def kept(store: Store, day: date, name: str = "") -> Id:
    with state_of(store.path, day) as session:
        made = assessments.packed(assessments.take(session, criteria_sets.active(session), day))
    with store.write(BUDI) as uow:
        return assessments.freeze(uow, made, name, "Budi")


def test_a_comparison_tells_what_became_of_each_record(laptops: Laptops) -> None:
    found = between(laptops.store, Point(MAY), Point(JUNE))
    assert turns(found.agency(HEALTH), laptops) == {
        "breaks": Turn.WORSE, "fades": Turn.WORSE, "mended": Turn.BETTER, "scrapped": Turn.GONE, "moved": Turn.GONE,
        "bought": Turn.NEW, "unseen": Turn.NEW,
    }  # fmt: skip
    assert turns(found.agency(ICT), laptops) == {"moved": Turn.NEW}


def test_whichever_is_named_first_the_earlier_is_before(laptops: Laptops) -> None:
    there, back = (between(laptops.store, *pair) for pair in ((Point(MAY), Point(JUNE)), (Point(JUNE), Point(MAY))))
    assert there == back
    assert (there.before.as_of, there.after.as_of) == (MAY, JUNE)


def test_scores_before_and_after_are_those_of_the_reports_of_these_days(laptops: Laptops) -> None:
    found = between(laptops.store, Point(MAY), Point(JUNE)).agency(HEALTH)
    assert found is not None
    for day, side in ((MAY, found.before), (JUNE, found.after)):
        with state_of(laptops.store.path, day) as session:
            then = readiness.assess(session, criteria_sets.active(session), day).agency(HEALTH)
        assert side is not None
        assert then is not None
        assert side.score == then.result.score
        assert dict(side.aspects) == dict(then.result.aspects)


def test_a_day_held_against_itself_shows_no_change(laptops: Laptops) -> None:
    found = between(laptops.store, Point(MAY), Point(MAY))
    assert all(not one.criteria for one in found.agencies)
    assert found.points is None or found.points == 0


def test_a_frozen_assessment_stays_whatever_happens_later(laptops: Laptops) -> None:
    store = laptops.store
    made = kept(store, MAY, "Semester 1")
    with store.read() as session:
        before = assessments.opened(session, made)
    with store.write(BUDI) as uow:
        uow.update_many(Asset, {row: {"condition": Condition.GOOD} for row in laptops.ids.values()})
        uow.update(Agency, HEALTH, name="Dinas Baru", staff_count=7)
        settings.set_province(uow, "readiness.mbps_per_100_staff", 90)
    with store.read() as session:
        assert assessments.opened(session, made) == before
    assert before.agencies[HEALTH].name == "Dinas Kesehatan"


def test_frozen_and_worked_out_anew_are_the_same_while_nothing_came_late(laptops: Laptops) -> None:
    store = laptops.store
    made = kept(store, MAY)
    by_day, by_frozen = between(store, Point(MAY), Point(JUNE)), between(store, Point(MAY, made), Point(JUNE))
    assert by_frozen.agencies == by_day.agencies


def test_what_was_frozen_names_its_day_criteria_and_heads(laptops: Laptops) -> None:
    store = laptops.store
    made = kept(store, MAY, "  Semester   1 ")
    with store.read() as session:
        (row,) = assessments.listed(session)
        side = assessments.opened(session, made)
    with state_of(store.path, MAY) as session:
        then = readiness.assess(session, criteria_sets.active(session), MAY)
    assert (row.name, row.as_of, row.taken_by) == ("Semester 1", MAY, "Budi")
    assert row.score == then.province.score.value
    assert row.scores[HEALTH] == then.agency(HEALTH).result.score.value  # type: ignore[union-attr]
    assert side.heads == then.heads
    assert side.criteria == then.criteria.version


def test_deleting_a_frozen_assessment_can_be_undone(laptops: Laptops) -> None:
    store = laptops.store
    made = kept(store, MAY)
    with store.write(BUDI) as uow:
        assessments.delete(uow, made)
    with store.read() as session, pytest.raises(NotFound):
        assessments.opened(session, made)
    undo(store, BUDI)
    with store.read() as session:
        assert assessments.opened(session, made).as_of == MAY


def test_a_damaged_one_is_said_to_be_so(laptops: Laptops) -> None:
    store = laptops.store
    made = kept(store, MAY, "Semester 1")
    for broken in ("", "{}", '{"packed": "AAAA"}', '{"packed": "KLUv/QBYQQAAe30="}'):
        with store.write(BUDI) as uow:
            uow.update(Assessment, made, scores=broken)
        with store.read() as session:
            assert assessments.listed(session)[0].score is None
            with pytest.raises(Invalid, match="Semester 1"):
                assessments.opened(session, made)


def test_too_many_records_for_one_change_are_counted_but_not_named(
    laptops: Laptops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen, "MOST_NAMED", 3)
    store = laptops.store
    made = kept(store, MAY)
    with store.read() as session:
        side = assessments.opened(session, made).agencies[HEALTH].criteria[CONDITION]
    assert (side.lost, side.records) == (4, None)
    change = between(store, Point(MAY, made), Point(JUNE)).agency(HEALTH)
    assert change is not None
    assert next(one for one in change.criteria if one.id == CONDITION).records is None


def test_a_frozen_assessment_never_grows_beyond_one_change(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    with state_of(laptops.store.path, MAY) as session:
        taken = assessments.take(session, criteria_sets.active(session), MAY)
    monkeypatch.setattr(frozen, "MOST_NAMED", 0)
    least = len(frozen.text(taken.assessment, taken.named, taken.until))
    monkeypatch.setattr(frozen, "MOST_NAMED", 4_000)
    monkeypatch.setattr(frozen, "LARGEST_TEXT", least + 1)
    assert len(frozen.text(taken.assessment, taken.named, taken.until)) <= least + 1


@pytest.mark.parametrize("text", ["2026-05-31", "today", "Semester 1", "semester 1"])
def test_points_are_named_by_day_or_name(laptops: Laptops, text: str) -> None:
    made = kept(laptops.store, MAY, "Semester 1")
    with laptops.store.read() as session:
        point = comparing.point(session, text)
        ref = assessments.listed(session)[0].ref
        assert comparing.point(session, ref) == Point(MAY, made)
    assert point.day == (formats.today() if text == "today" else MAY)


def test_what_is_no_point_is_refused(laptops: Laptops) -> None:
    with laptops.store.read() as session:
        with pytest.raises(NotFound, match="2026-13-01"):
            comparing.point(session, "2026-13-01")
        with pytest.raises(Refused, match="still to come"):
            comparing.point(session, (formats.today() + timedelta(1)).isoformat())


def test_the_page_of_an_agency_tells_what_changed_since_it_was_frozen(laptops: Laptops) -> None:
    store = laptops.store
    with store.read() as session:
        today = readiness.assess(session, criteria_sets.active(session), formats.today())
        assert since.last(session, today) is None
    kept(store, MAY)
    with store.read() as session:
        found = since.last(session, today)
    assert found is not None
    assert found.day == MAY
    then, now = between(store, Point(MAY), Point(formats.today())).agency(HEALTH), found.shifts[HEALTH]
    assert then is not None
    assert now.points == then.points


def test_settings_and_criteria_that_differ_are_told(laptops: Laptops) -> None:
    store = laptops.store
    made = kept(store, MAY)
    with store.write(BUDI) as uow:
        settings.set_province(uow, "readiness.verification_days", 30)
    found = between(store, Point(MAY, made), Point(formats.today()))
    assert list(found.settings_changed) == ["verification_days"]
    assert not found.same_criteria
    assert between(store, Point(MAY, made), Point(JUNE)).same_criteria


def test_an_unknown_fact_that_is_filled_is_better_and_one_that_is_lost_is_worse(laptops: Laptops) -> None:
    found = between(laptops.store, Point(MAY), Point(JUNE)).agency(HEALTH)
    assert found is not None
    part = next(one for one in found.criteria if one.id == CONDITION)
    states = {one.record.id: one.state for one in part.records or ()}
    assert states[laptops.ids["fades"]] is State.UNKNOWN
    assert states[laptops.ids["breaks"]] is State.LOST
