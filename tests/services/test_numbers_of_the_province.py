"""Useful lives, thresholds, tag series and backups: each takes effect, each can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from spbe_assets.domain import tags
from spbe_assets.domain.errors import Invalid, Refused, StorageError
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets, backups, home, latest, numbering, readiness, thresholds, useful_lives
from spbe_assets.storage import backup, undo
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Category, Link, TagSeries

BUDI = Actor("Budi")
TODAY = date(2026, 11, 24)


def limit(store: Store, key: str) -> thresholds.Threshold:
    with store.read() as session:
        found = thresholds.listed(session, readiness.load_criteria())
    return next(one for one in found if one.key == key)


def set_limit(store: Store, key: str, value: float | None) -> None:
    with store.write(BUDI, "settings") as uow:
        thresholds.set_value(uow, key, value)


def test_a_threshold_is_set_marked_undone_and_reset(store: Store) -> None:
    assert (limit(store, "mbps_per_100_staff").value, limit(store, "mbps_per_100_staff").is_changed) == (20, False)
    set_limit(store, "mbps_per_100_staff", 35)
    assert (limit(store, "mbps_per_100_staff").value, limit(store, "mbps_per_100_staff").is_changed) == (35, True)
    undo.undo(store, BUDI)
    assert limit(store, "mbps_per_100_staff").value == 20
    set_limit(store, "computers_per_staff", 0.65)
    assert limit(store, "computers_per_staff").value == 0.65
    set_limit(store, "computers_per_staff", None)
    assert limit(store, "computers_per_staff").is_changed is False
    set_limit(store, "computers_per_staff", None)
    set_limit(store, "computers_per_staff", 2)
    assert limit(store, "computers_per_staff").value == 2


def test_readiness_and_the_first_screen_follow_the_thresholds(store: Store) -> None:
    with store.read() as session:
        server = session.scalars(select(Category.id).where(Category.code == "server")).one()
    with store.write(BUDI, "create") as uow:
        uow.create(Asset, category_id=server, warranty_end=TODAY + timedelta(days=100), condition=Condition.GOOD)
        uow.create(Link, name="Metro", ends_on=TODAY + timedelta(days=100))
    assert "warranty" not in tasks(store)
    set_limit(store, thresholds.WARNING_DAYS, 120)
    assert tasks(store)["warranty"] == tasks(store)["contracts"] == 1
    set_limit(store, thresholds.VERIFICATION_DAYS, 30)
    with store.read() as session:
        assert home.overview(session, TODAY).seen_since == TODAY - timedelta(days=30)
        assert readiness.assess(session, readiness.load_criteria(), TODAY).settings["verification_days"] == 30


def tasks(store: Store) -> dict[str, int]:
    with store.read() as session:
        return {task.kind: task.count for task in home.overview(session, TODAY).tasks}


def test_a_useful_life_counts_in_readiness_and_can_be_reset(store: Store) -> None:
    with store.read() as session:
        life = next(one for one in useful_lives.listed(session) if one.title == "Server")
        agency = session.scalars(select(Agency.id).limit(1)).one()
    assert (life.years, life.default, life.is_changed) == (4, 4, False)
    with store.write(BUDI, "create") as uow:
        uow.create(Asset, category_id=life.category_id, agency_id=agency, year=TODAY.year - 6)
    assert too_old(store) == 1
    with store.write(BUDI, "settings") as uow:
        useful_lives.set_years(uow, life.category_id, 8)
    assert too_old(store) == 0
    with store.read() as session:
        assert [one.title for one in useful_lives.listed(session) if one.is_changed] == ["Server"]
    undo.undo(store, BUDI)
    assert too_old(store) == 1


def too_old(store: Store) -> int:
    with store.read() as session:
        found = readiness.assess(session, readiness.load_criteria(), TODAY)
    part = [one for one in found.province.criteria if one.criterion.measure_name == "within_useful_life"]
    return sum(one.lost for one in part)


def test_every_category_has_its_shipped_life(store: Store) -> None:
    with store.read() as session:
        found = useful_lives.listed(session)
    assert found and all(one.default is not None and one.default == one.years for one in found)


def begin(store: Store, prefix: str, first: int = 1) -> numbering.Series:
    with store.write(BUDI, "series") as uow:
        return numbering.begin(uow, prefix, first)


def next_tag(store: Store) -> str:
    """The tag that a new record really gets."""
    with store.write(BUDI, "create") as uow:
        made = assets.create(uow, {"name": "PC"})
    with store.read() as session:
        return session.scalars(select(Asset.tag).where(Asset.id == made)).one()


def test_new_records_are_numbered_in_the_series_that_was_handed_out(store: Store) -> None:
    assert begin(store, " r7 ").next_tag == str(tags.make("R7", 1))
    with store.read() as session:
        shown = numbering.present(session, store.replica)
    assert shown is not None and next_tag(store) == shown.next_tag == str(tags.make("R7", 1))
    assert next_tag(store) == str(tags.make("R7", 2))


def test_a_series_taken_up_again_never_gives_a_number_twice(store: Store) -> None:
    with store.read() as session:
        own = numbering.present(session, store.replica)
    assert own is not None
    first = next_tag(store)
    begin(store, "R7", 500)
    assert next_tag(store) == str(tags.make("R7", 500))
    assert begin(store, own.prefix).next_number == own.next_number + 1
    assert next_tag(store) != first
    with store.write(BUDI, "create") as uow:
        uow.create(Asset, tag=str(tags.make("R9", 41)))
    assert begin(store, "R9").next_number == 42


def test_a_series_must_be_short_and_nobody_elses(store: Store) -> None:
    for wrong in ("", "R-7", "TOOLONG99", "Ä1"):
        with pytest.raises(Invalid):
            begin(store, wrong)
    with store.write(BUDI, "create") as uow:
        uow.create(TagSeries, prefix="R8", replica=b"x" * 16)
    with pytest.raises(Refused):
        begin(store, "R8")


def test_undoing_a_series_goes_back_to_the_one_before(store: Store) -> None:
    before = next_tag(store)
    begin(store, "R7")
    undo.undo(store, BUDI)
    after = next_tag(store)
    assert tags.parse(after) is not None and after.split("-")[0] == before.split("-")[0] and after != before


def test_backups_go_to_the_chosen_folder_and_are_listed(store: Store, tmp_path: Path) -> None:
    assert backups.folder(store) == backup.folder_of(store.path) and backups.listed(store) == []
    backups.set_folder(store, tmp_path / "elsewhere" / "deep")
    assert backups.daily(store, TODAY) is not None and backups.daily(store, TODAY) is None
    made = backups.take_now(store)
    kept = backups.listed(store)
    assert {one.path.parent for one in kept} == {tmp_path / "elsewhere" / "deep"} and len(kept) == 2
    assert made.path in {one.path for one in kept} and kept[0].size_bytes > 0
    assert backups.newest(store) == kept[0].taken_at
    again = Store.open(store.path)
    assert backups.folder(again) == tmp_path / "elsewhere" / "deep"
    again.close()
    backups.set_folder(store, None)
    assert backups.listed(store) == []


def test_a_folder_that_cannot_be_written_is_refused_with_a_sentence(store: Store, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(StorageError, match="another folder"):
        backups.set_folder(store, blocked / "below")
    assert backups.folder(store) == backup.folder_of(store.path)


def test_the_latest_changes_say_who_what_and_from_what(store: Store) -> None:
    with store.write(BUDI, "create") as uow:
        made = uow.create(Asset, name="Core switch", condition=Condition.GOOD)
    with store.write(Actor("Siti"), "edit") as uow:
        uow.update(Asset, made, condition=Condition.LIGHT_DAMAGE)
    with store.write(BUDI, "import kib.xlsx") as uow:
        uow.create_many(Asset, [{"name": str(number)} for number in range(40)])
    with store.read() as session:
        third, second, first = latest.listed(session, 5)
    assert (second.user, second.field, second.before, second.after) == ("Siti", "Condition", "Good", "Lightly damaged")
    assert "Core switch" in second.record and "Core switch" in first.record and not first.field
    assert (third.changes, third.record) == (40, "") and "kib.xlsx" in third.reason
