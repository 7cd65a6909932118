"""What merging a pack does and tells, looked at before, cancelled, repeated, set aside, and when it comes home."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from spbe_assets.domain.changeset import NO_PREV, Op, body_of, op_text, parse
from spbe_assets.domain.errors import Cancelled, NotFound, Refused
from spbe_assets.domain.ids import Id, detail_id, new_id
from spbe_assets.domain.packs import PackKind, Scope
from spbe_assets.domain.reasons import told
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.paths import HOME_VARIABLE
from spbe_assets.services import conflicts, history, packs
from spbe_assets.storage import chain
from spbe_assets.storage import history as log
from spbe_assets.storage.check import check
from spbe_assets.storage.schema import SCHEMA
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Agency, Asset, Assignment, Attachment, Blob, Changeset, ServerDetail
from spbe_assets.storage.undo import redo, undo
from spbe_assets.sync import merging
from tests.sync.pack_world import SARI, Side, acquaint, add_asset, pair, side, write


@pytest.fixture
def both(tmp_path: Path) -> tuple[Side, Side]:
    """The admin and a technician, who has the admin's two assets."""
    admin, technician = pair(tmp_path)
    add_asset(admin, "Router")
    add_asset(admin, "Switch")
    write(admin, tmp_path / "0.spbepack", technician)
    merging.merge(technician.store, SARI, tmp_path / "0.spbepack")
    return admin, technician


def asset(of: Side, name: str) -> Id:
    with of.store.read() as session:
        return session.scalars(select(Asset.id).where(Asset.name == name)).one()


def names(of: Side) -> list[str]:
    with of.store.read() as session:
        return sorted(session.scalars(select(Asset.name).where(Asset.live)))


def change(of: Side, row: Id, **values: object) -> None:
    with of.store.write(SARI) as uow:
        uow.update(Asset, row, **values)


def brought(technician: Side, admin: Side, path: Path) -> Path:
    write(technician, path, admin)
    return path


def size(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Changeset)) or 0


def test_the_report_tells_what_was_added_and_changed(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    row = add_asset(technician, "Server", [b"one"])
    with technician.store.write(SARI) as uow:
        uow.create(ServerDetail, id=detail_id(row, "server_detail"), asset_id=row, cpu="Xeon")
        old = asset(technician, "Router")
        uow.create(ServerDetail, id=detail_id(old, "server_detail"), asset_id=old, cpu="ARM")
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    assert (report.added["asset"], report.changed["asset"], report.added["attachment"]) == (1, 1, 1)
    assert "server_detail" not in report.added
    assert (report.new_photos, report.missing, report.conflicts, report.auto_merged_count) == (1, (), (), 0)
    assert row in report.changes.ids("asset") and not report.needs_a_person
    assert check(admin.store) == []


def test_fields_that_fit_beside_each_other_are_listed_in_words(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    row = asset(admin, "Router")
    change(admin, row, brand="Cisco")
    change(technician, row, condition=Condition.HEAVY_DAMAGE, verified_at=datetime(2026, 11, 1, tzinfo=UTC))
    change(technician, asset(technician, "Switch"), brand="HP")
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    assert report.auto_merged_count == len(report.auto_merged) == 2
    one = next(one for one in report.auto_merged if one.field == "condition")
    assert (one.row, one.record, one.title, one.user) == (row, "Router", "Condition", "Sari")
    assert one.before != one.after != ""
    assert report.conflicts == ()


def test_what_two_people_changed_waits_for_a_decision(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    row = asset(admin, "Router")
    change(admin, row, name="Router A", brand="Cisco")
    change(technician, row, name="Router B")
    path = brought(technician, admin, tmp_path / "1.spbepack")
    seen = merging.inspect(admin.store, path)
    report = merging.merge(admin.store, SARI, path)
    (one,) = report.conflicts
    assert (one.field, one.base, one.here, one.incoming) == ("name", "Router", "Router A", "Router B")
    assert report.needs_a_person and report.auto_merged_count == 0
    assert (seen.conflicts, seen.changed, seen.added) == (report.conflicts, report.changed, report.added)


def test_the_same_thing_entered_twice_is_found(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    for one in both:
        with one.store.write(SARI) as uow:
            uow.create(Asset, name=f"UPS of {one.card.name}", serial="AB-1234567")
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    ((table, *pair_),) = report.duplicates
    assert table == "asset" and set(pair_) == {asset(admin, f"UPS of {one.card.name}") for one in both}


def test_a_photo_that_was_named_and_has_not_come_is_missing(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    with technician.store.write(SARI) as uow:
        uow.create(
            Attachment, record_table="asset", record_id=asset(technician, "Router"), kind="photo", sha256="ab" * 32
        )
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    assert report.missing == ("ab" * 32,)


def test_looking_changes_nothing(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    add_asset(technician, "Server", [b"one"])
    path = brought(technician, admin, tmp_path / "1.spbepack")
    admin.store.close()
    before = admin.store.path.read_bytes()
    report = merging.inspect(admin.store, path)
    admin.store.close()
    assert admin.store.path.read_bytes() == before
    assert (report.added["asset"], report.new_photos) == (1, 1)
    assert names(admin) == ["Router", "Switch"]


def test_merging_again_changes_nothing(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    add_asset(technician, "Server", [b"one"])
    path = brought(technician, admin, tmp_path / "1.spbepack")
    merging.merge(admin.store, SARI, path)
    before = size(admin.store)
    again = merging.merge(admin.store, SARI, path)
    assert (again.new_changesets, again.added, again.changed, again.new_photos) == (0, {}, {}, 0)
    assert again.changesets > 0 and size(admin.store) == before
    with admin.store.read() as session:
        assert [row.file for row in packs.listed(session, "in")] == ["1.spbepack"]


class Stopper:
    """Asks to stop when it hears of some step."""

    def __init__(self, text: str) -> None:
        self._text = text

    def step(self, _done: int, _total: int, text: str = "") -> None:
        if text == self._text:
            raise Cancelled


@pytest.mark.parametrize("when", ["Merging changes", "Keeping photos"])
def test_a_merge_that_is_stopped_leaves_nothing(tmp_path: Path, both: tuple[Side, Side], when: str) -> None:
    admin, technician = both
    add_asset(technician, "Server", [b"one"])
    path = brought(technician, admin, tmp_path / "1.spbepack")
    with pytest.raises(Cancelled):
        merging.merge(admin.store, SARI, path, Stopper(when))
    assert names(admin) == ["Router", "Switch"]
    with admin.store.read() as session:
        assert packs.listed(session, "in") == [] and session.scalar(select(Blob.sha256)) is None
    assert merging.merge(admin.store, SARI, path).added["asset"] == 1


def test_what_a_technician_brings_back_is_noted_on_his_work(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    with admin.store.write(SARI) as uow:
        agency = uow.create(Agency, name="Dinas Kominfo")
    write(admin, tmp_path / "work.spbepack", technician, PackKind.WORK, scope=Scope((agency,)))
    merging.merge(technician.store, SARI, tmp_path / "work.spbepack")
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    with admin.store.read() as session:
        assert session.scalars(select(Assignment.returned_at)).one() == report.header.written_at
    assert "assignment" in report.changes.touched
    with pytest.raises(Refused, match="nothing to undo"):  # the note is no step of anybody
        for _ in range(9):
            undo(admin.store, SARI)


def test_a_pack_is_set_aside_and_merged_again(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    row = asset(admin, "Router")
    change(technician, row, name="Router baru")
    add_asset(technician, "Server", [b"one"])
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    changes = merging.set_aside(admin.store, SARI, report.header.id)
    assert names(admin) == ["Router", "Switch"] and row in changes.ids("asset")
    assert check(admin.store) == []
    with admin.store.read() as session:
        (told_,) = packs.listed(session, "in")
        assert told_.aside_at is not None
        assert [entry.after for entry in history.of_asset(session, row)] == ["Router"]
        assert {one.undone for one in log.actions(session, Changeset.replica == technician.store.replica)} == {True}
    with pytest.raises(Refused, match="aside already"):
        merging.set_aside(admin.store, SARI, report.header.id)
    merging.fold_again(admin.store, SARI, report.header.id)
    assert names(admin) == ["Router baru", "Server", "Switch"]
    with pytest.raises(Refused, match="not set aside"):
        merging.fold_again(admin.store, SARI, report.header.id)
    with pytest.raises(NotFound):
        merging.set_aside(admin.store, SARI, "ab" * 16)
    assert check(admin.store) == []


def test_what_was_changed_here_since_stays_when_a_pack_is_set_aside(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    row = asset(admin, "Router")
    change(technician, row, name="Router baru", brand="HP")
    server = add_asset(technician, "Server")
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    change(admin, row, name="Router milik admin")
    change(admin, server, condition=Condition.GOOD)
    merging.set_aside(admin.store, SARI, report.header.id)
    with admin.store.read() as session:
        assert tuple(session.execute(select(Asset.name, Asset.brand).where(Asset.id == row)).one())[1] == ""
        assert session.scalar(select(Asset.stub).where(Asset.id == server))
        told_ = [(entry.before, entry.after) for entry in history.of_asset(session, row)]
    assert told_ == [("Router", "Router milik admin"), ("", "Router")]
    assert check(admin.store) == []
    merging.fold_again(admin.store, SARI, report.header.id)
    with admin.store.read() as session:
        assert session.scalar(select(Asset.name).where(Asset.id == row)) == "Router milik admin"
        assert session.scalar(select(Asset.condition).where(Asset.id == server)) == Condition.GOOD
    assert check(admin.store) == []


def test_a_later_pack_of_the_same_chain_brings_back_what_it_rests_on(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    add_asset(technician, "Server")
    first = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    merging.set_aside(admin.store, SARI, first.header.id)
    merging.merge(technician.store, SARI, brought(admin, technician, tmp_path / "receipt.spbepack"))
    add_asset(technician, "UPS")
    path = brought(technician, admin, tmp_path / "2.spbepack")
    assert merging.inspect(admin.store, path).again == (first.header.id,)
    second = merging.merge(admin.store, SARI, path)
    assert second.again == (first.header.id,) and second.added["asset"] == 2
    assert names(admin) == ["Router", "Server", "Switch", "UPS"]
    with pytest.raises(Refused, match=r"2\.spbepack"):
        merging.set_aside(admin.store, SARI, first.header.id)
    merging.set_aside(admin.store, SARI, second.header.id)
    merging.set_aside(admin.store, SARI, first.header.id)
    assert names(admin) == ["Router", "Switch"]
    merging.fold_again(admin.store, SARI, second.header.id)
    assert names(admin) == ["Router", "Server", "Switch", "UPS"]
    assert check(admin.store) == []


def test_what_is_aside_is_not_sent_on(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    third = side(tmp_path, "third")
    acquaint(admin, third)
    add_asset(technician, "Server")
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    merging.set_aside(admin.store, SARI, report.header.id)
    merging.merge(third.store, SARI, brought(admin, third, tmp_path / "2.spbepack"))
    assert names(third) == ["Router", "Switch"]


def test_undo_turns_back_the_newest_of_own_changes_and_packs(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    row = asset(admin, "Router")
    change(admin, row, brand="before")
    add_asset(technician, "Server")
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    change(admin, row, notes="after")
    seen = []
    for turn in (undo, undo, undo, redo, redo, redo):
        seen.append(turn(admin.store, SARI).reason)
    merge_ = f"merge {report.header.id}"
    assert seen == ["edit", merge_, "edit", "edit", merge_, "edit"]
    assert names(admin) == ["Router", "Server", "Switch"]
    assert told(merge_) == "merge of a pack"
    done = undo(admin.store, SARI, bytes.fromhex(report.header.id))
    assert (done.reason, done.changed > 0, done.left) == (merge_, True, 0)
    assert names(admin) == ["Router", "Switch"]
    change(admin, row, notes="something new")
    with pytest.raises(Refused, match="nothing to redo"):
        redo(admin.store, SARI)
    assert check(admin.store) == []


def test_what_was_changed_on_top_of_a_pack_waits_for_a_decision_when_it_is_set_aside(
    tmp_path: Path, both: tuple[Side, Side]
) -> None:
    admin, technician = both
    row = asset(admin, "Router")
    change(technician, row, name="Router baru")
    report = merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    change(admin, row, name="Router milik admin")
    merging.set_aside(admin.store, SARI, report.header.id)
    with admin.store.read() as session:
        (one,) = conflicts.open_fields(session)
    assert {one.here, one.incoming} == {"Router", "Router milik admin"}
    with admin.store.write(SARI) as uow:
        conflicts.resolve(uow, "asset", row, "name", "here")
    merging.fold_again(admin.store, SARI, report.header.id)
    assert names(admin) == [one.here, "Switch"]
    with admin.store.read() as session:
        assert conflicts.count(session) == 0
    assert check(admin.store) == []


UNKNOWN = {
    "a table": Op("drone", new_id(), "+", {"name": "x"}),
    "a field": Op("asset", new_id(), "colour", "red"),
    "a field of a creation": Op("asset", new_id(), "+", {"colour": "red"}),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_a_newer_version_wrote_is_refused_whole(tmp_path: Path, both: tuple[Side, Side], what: str) -> None:
    admin, technician = both
    add_asset(technician, "Server")
    _put(technician.store, _body(SCHEMA + 1, UNKNOWN[what]))
    path = brought(technician, admin, tmp_path / "1.spbepack")
    before = size(admin.store)
    with pytest.raises(Refused, match="newer version"):
        merging.merge(admin.store, SARI, path)
    assert size(admin.store) == before and names(admin) == ["Router", "Switch"]


def test_what_an_older_version_wrote_is_merged(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    _put(technician.store, _body(1, Op("asset", new_id(), "+", {"name": "Lama"})))
    merging.merge(admin.store, SARI, brought(technician, admin, tmp_path / "1.spbepack"))
    assert names(admin) == ["Lama", "Router", "Switch"]


def _body(schema: int, op: Op) -> bytes:
    frame = {
        "v": 1, "schema": schema, "replica": new_id().hex(), "seq": 1, "prev": NO_PREV.hex(), "hlc": 1 << 50,
        "action": new_id().hex(), "user": "x", "reason": "edit",
    }  # fmt: skip
    return body_of(frame, [op_text(op)])


def _put(store: Store, body: bytes) -> None:
    """Lay a changeset into the log alone, as if the program knew what it says."""
    with store.connection() as connection:
        chain.store(connection, [(chain.next_number(connection), parse(body))])


@contextmanager
def at(home: Path) -> Iterator[None]:
    before = os.environ[HOME_VARIABLE]
    os.environ[HOME_VARIABLE] = str(home)
    yield
    os.environ[HOME_VARIABLE] = before


def test_a_laptop_that_meets_its_own_other_branch_becomes_a_new_installation(
    tmp_path: Path, both: tuple[Side, Side]
) -> None:
    """The technician's whole disk was copied; both copies worked on, and one brings its work to the other."""
    admin, technician = both
    here = Path(os.environ[HOME_VARIABLE])
    there = tmp_path / "copied home"
    technician.store.close()
    shutil.copyfile(technician.store.path, tmp_path / "copy.spbe")
    shutil.copytree(here, there)
    replica = technician.store.replica
    with at(there):
        copy = Side(Store.open(tmp_path / "copy.spbe"), technician.card)
        add_asset(copy, "Server")
        write(copy, tmp_path / "1.spbepack", admin)
    add_asset(technician, "UPS")
    write(technician, tmp_path / "2.spbepack", admin)
    for name in ("1.spbepack", "2.spbepack"):
        merging.merge(admin.store, SARI, tmp_path / name)
    write(admin, tmp_path / "3.spbepack", technician)
    merging.merge(technician.store, SARI, tmp_path / "3.spbepack")
    assert names(technician) == names(admin) == ["Router", "Server", "Switch", "UPS"]
    assert technician.store.replica != replica and technician.store.became is not None
    change(technician, asset(technician, "UPS"), name="UPS baru")
    assert check(technician.store) == []
