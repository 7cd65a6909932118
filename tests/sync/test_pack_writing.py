"""What goes into a pack, and that it is whole on the disk before anybody is told so."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from spbe_assets.domain.errors import AppError, Cancelled, NotFound, Refused
from spbe_assets.domain.packs import Order, PackKind, PhotoChoice, Scope
from spbe_assets.paths import ROOT
from spbe_assets.services import assignments, packs, peers
from spbe_assets.storage import holdings
from spbe_assets.storage.tables import Agency, Asset, Assignment, Attachment, Link, LinkTest, Room, Site, TagSeries
from spbe_assets.sync import reading, stick, writing
from tests.sync.pack_world import JPEG, SARI, Side, acquaint, add_asset, pair, side, take, write

KILLS = 100 if os.environ.get("SPBE_ASSETS_LONG") == "1" else 4


def photos_in(by: Side, path: Path) -> set[bytes]:
    with reading.opened(by.store, path) as pack:
        return {content.removeprefix(JPEG) for _sha256, _mime, content in pack.blobs()}


def agency(of: Side, number: int) -> bytes:
    with of.store.read() as session:
        return bytes(session.scalars(select(Agency.id).order_by(Agency.n).offset(number).limit(1)).one())


def attach(of: Side, table: str, record: bytes, photo: bytes) -> None:
    with of.store.write(SARI) as uow:
        sha256 = uow.put_blob(JPEG + photo, "image/jpeg")
        uow.create(Attachment, record_table=table, record_id=record, kind="photo", sha256=sha256)


def test_work_goes_out_and_comes_back(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    known = add_asset(admin, "Router", [b"one"])
    out = write(admin, tmp_path / "out.spbepack", technician, PackKind.WORK, scope=Scope((agency(admin, 0),)))
    assert take(technician, tmp_path / "out.spbepack") == out.outline.changesets
    with technician.store.read() as session:
        assert session.scalar(select(Asset.name).where(Asset.id == known)) == "Router"
        assert [task.agency_id for task in assignments.mine(session, technician.fingerprint)] == [agency(admin, 0)]
    new = add_asset(technician, "Switch", [b"two"])
    back = write(technician, tmp_path / "back.spbepack", admin)
    assert back.outline.photos == 1
    assert photos_in(admin, tmp_path / "back.spbepack") == {b"two"}
    take(admin, tmp_path / "back.spbepack")
    with admin.store.read() as session:
        assert session.scalar(select(Asset.name).where(Asset.id == new)) == "Switch"
        assert packs.unsent(session) == 1  # the note that the work came back


def test_a_second_pack_carries_only_what_is_new(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    for name in ("a", "b", "c"):
        add_asset(technician, name, [name.encode()])
    take(admin, Path(write(technician, tmp_path / "1.spbepack", admin).path))
    take(technician, Path(write(admin, tmp_path / "ack.spbepack", technician, PackKind.RECEIPT).path))
    add_asset(technician, "d", [b"d"])
    second = write(technician, tmp_path / "2.spbepack", admin)
    assert (second.outline.changesets, second.outline.photos) == (1, 1)
    again = write(technician, tmp_path / "3.spbepack", admin, everything=True)
    assert again.outline.changesets > 4 and again.outline.photos == 4


def test_until_it_is_acknowledged_everything_is_sent_again(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    add_asset(technician, "a", [b"a"])
    first = write(technician, tmp_path / "lost.spbepack", admin)
    second = write(technician, tmp_path / "2.spbepack", admin)
    assert (second.outline.changesets, second.outline.photos) == (first.outline.changesets, 1)


def test_photos_that_were_left_out_are_asked_for_and_sent(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    add_asset(technician, "a", [b"a", b"b"])
    write(technician, tmp_path / "1.spbepack", admin, photos=PhotoChoice.NONE)
    with reading.opened(admin.store, tmp_path / "1.spbepack") as pack:
        assert len(pack.named_photos) == 2 and not list(pack.blobs())
    take(admin, tmp_path / "1.spbepack")
    receipt = write(admin, tmp_path / "ack.spbepack", technician, PackKind.RECEIPT)
    with reading.opened(technician.store, Path(receipt.path)) as pack:
        assert len(pack.manifest.missing) == 2 and len(pack.manifest.received) == 1
        assert list(pack.changesets()) == []
    take(technician, Path(receipt.path))
    write(technician, tmp_path / "2.spbepack", admin)
    assert photos_in(admin, tmp_path / "2.spbepack") == {b"a", b"b"}


def test_a_work_pack_brings_the_photos_of_its_places_only(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    mine, other = agency(admin, 0), agency(admin, 1)
    with admin.store.write(SARI) as uow:
        site = uow.create(Site, name="Building", agency_id=other)
        room = uow.create(Room, name="Server room", site_id=site)
        next_door = uow.create(Room, name="Office", site_id=site)
        inside = uow.create(Asset, name="In the room", room_id=room)
        outside = uow.create(Asset, name="Next door", room_id=next_door, agency_id=other)
        ours = uow.create(Asset, name="Ours", agency_id=mine)
        link = uow.create(Link, name="Internet", a_asset_id=inside)
        test = uow.create(LinkTest, link_id=link)
    for table, record, photo in (
        ("room", room, b"room"), ("site", site, b"building"), ("asset", inside, b"inside"), ("link", link, b"link"),
        ("link_test", test, b"test"), ("asset", ours, b"ours"), ("asset", outside, b"outside"),
        ("agency", other, b"other"),
    ):  # fmt: skip
        attach(admin, table, record, photo)
    scope = Scope((mine,), (room,))
    write(admin, tmp_path / "1.spbepack", technician, PackKind.WORK, scope=scope)
    expected = {b"room", b"building", b"inside", b"test", b"link", b"ours"}
    assert photos_in(technician, tmp_path / "1.spbepack") == expected
    with reading.opened(technician.store, tmp_path / "1.spbepack") as pack:
        assert len(pack.named_photos) == len(expected)
    take(technician, tmp_path / "1.spbepack")
    take(admin, Path(write(technician, tmp_path / "back.spbepack", admin).path))
    later = write(admin, tmp_path / "2.spbepack", technician, PackKind.WORK, scope=Scope((), (next_door,)))
    assert photos_in(technician, Path(later.path)) == {b"outside"}
    everything = write(admin, tmp_path / "3.spbepack", technician, PackKind.WORK, photos=PhotoChoice.ALL)
    assert photos_in(technician, Path(everything.path)) == {b"outside", b"other"}


def test_the_receiver_gets_a_short_series_once(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    third = side(tmp_path, "third")
    acquaint(admin, third)
    for number in range(2):
        write(admin, tmp_path / f"{number}.spbepack", technician, PackKind.WORK)
    write(admin, tmp_path / "third.spbepack", third, PackKind.WORK)
    with admin.store.read() as session:
        given = dict(
            session.execute(select(TagSeries.prefix, TagSeries.replica).where(TagSeries.prefix.startswith("R"))).all()
        )
    assert given == {"R1": technician.store.replica, "R2": third.store.replica}
    take(technician, tmp_path / "1.spbepack")
    with technician.store.write(SARI) as uow:
        assert uow.next_tags(1)[0].startswith("R1-00001-")


def test_an_encrypted_pack_is_open_to_the_receiver_alone(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    stranger = side(tmp_path, "stranger")
    acquaint(stranger, technician)
    add_asset(technician, "secret", [b"photo"])
    written = write(technician, tmp_path / "1.spbepack", admin, encrypt=True)
    content = (tmp_path / "1.spbepack").read_bytes()
    assert content.startswith(b"age-encryption.org/") and b"manifest" not in content
    with pytest.raises(Refused, match="for somebody else"), reading.opened(stranger.store, tmp_path / "1.spbepack"):
        pass
    with reading.opened(admin.store, tmp_path / "1.spbepack") as pack:
        assert pack.header.is_encrypted
    assert take(admin, tmp_path / "1.spbepack") == written.outline.changesets


def test_a_pack_for_anybody_is_taken_by_all_who_accept_its_sender(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    other = side(tmp_path, "other")
    acquaint(technician, other)
    add_asset(technician, "a")
    write(technician, tmp_path / "1.spbepack")
    assert take(admin, tmp_path / "1.spbepack") == take(other, tmp_path / "1.spbepack") > 0


def test_receivers_that_can_t_be_sent_anything_are_refused(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    for order, expected in (
        (Order(PackKind.RETURN, "ab" * 32), "not enrolled"),
        (Order(PackKind.RETURN, None, encrypt=True), "for whom"),
        (Order(PackKind.RECEIPT), "for whom"),
    ):
        with pytest.raises((Refused, NotFound), match=expected):
            writing.create(technician.store, SARI, order, tmp_path / "x.spbepack")
    with technician.store.write(SARI) as uow:
        peers.revoke(uow, admin.fingerprint)
    with pytest.raises(Refused, match="revoked"):
        write(technician, tmp_path / "x.spbepack", admin)
    with pytest.raises(Refused, match="database itself"):
        write(technician, technician.store.path)
    assert not (tmp_path / "x.spbepack").exists()


def test_packs_that_were_written_are_listed_and_found(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    written = write(technician, tmp_path / "1.spbepack", admin)
    with technician.store.read() as session:
        (row,) = packs.listed(session, packs.OUT)
        assert (row.id, row.file, row.fingerprint, row.kind) == (written.id, "1.spbepack", admin.fingerprint, "return")
        assert packs.find(session, written.id[:20]) == packs.find(session, "1.spbepack") == row
        with pytest.raises(NotFound):
            packs.find(session, "ffff")


def test_unsent_changes_are_counted_until_the_other_side_says_it_has_them(tmp_path: Path) -> None:
    lonely = side(tmp_path, "lonely")
    with lonely.store.read() as session:
        assert packs.unsent(session) == 0
    admin, technician = pair(tmp_path)
    add_asset(technician, "a")
    with technician.store.read() as session:
        unsent = packs.unsent(session)
    write(technician, tmp_path / "1.spbepack", admin)
    take(admin, tmp_path / "1.spbepack")
    with technician.store.read() as session:
        assert packs.unsent(session) == unsent > 0
    take(technician, Path(write(admin, tmp_path / "ack.spbepack", technician, PackKind.RECEIPT).path))
    with technician.store.read() as session:
        assert packs.unsent(session) == 0


def test_what_was_set_aside_is_not_sent_on(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    add_asset(technician, "a")
    take(admin, Path(write(technician, tmp_path / "1.spbepack", admin).path))
    with admin.store.connection() as connection:
        connection.exec_driver_sql(
            "INSERT INTO aside SELECT n FROM changeset WHERE replica = ?", (technician.store.replica,)
        )
    third = side(tmp_path, "third")
    acquaint(admin, third)
    write(admin, tmp_path / "2.spbepack", third)
    with reading.opened(third.store, tmp_path / "2.spbepack") as pack:
        assert technician.store.replica not in {changeset.replica for changeset in pack.changesets()}


class Stops:
    """A progress that stops the work, or fails as a disk does, after so many steps."""

    def __init__(self, steps: int, error: BaseException) -> None:
        self.left, self._error = steps, error

    def step(self, done: int, total: int, text: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise self._error


@pytest.mark.parametrize("encrypt", [False, True])
@pytest.mark.parametrize("error", [Cancelled(), OSError(errno.ENOSPC, "full"), OSError(errno.ENODEV, "gone")])
def test_a_pack_that_could_not_be_written_leaves_nothing(tmp_path: Path, error: Exception, encrypt: bool) -> None:
    admin, technician = pair(tmp_path)
    add_asset(admin, "a", [b"a", b"b"])
    (tmp_path / "1.spbepack").write_bytes(b"an older one")
    order = Order(PackKind.WORK, technician.fingerprint, Scope((agency(admin, 0),)), PhotoChoice.ALL, encrypt)
    with admin.store.read() as session:
        steps = writing.outline(session, order).changesets + 2 + 1
    for step in (0, 1, steps, steps + 1, steps + 2):
        with pytest.raises(AppError):
            writing.create(admin.store, SARI, order, tmp_path / "1.spbepack", Stops(step, error))
    assert (tmp_path / "1.spbepack").read_bytes() == b"an older one"
    assert not list(tmp_path.glob("*.part"))
    with admin.store.read() as session:
        assert packs.listed(session) == []
        assert session.scalar(select(func.count()).select_from(Assignment).where(Assignment.live)) == 0


def test_a_full_disk_a_missing_folder_and_a_read_only_one_are_told_in_a_sentence(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    with pytest.raises(Refused, match="can't be written"):
        write(admin, tmp_path / "no folder" / "1.spbepack", technician)
    if Path("/dev/full").exists():
        (tmp_path / "1.spbepack.part").symlink_to("/dev/full")
        with pytest.raises(Refused, match="the disk is full"):
            write(admin, tmp_path / "1.spbepack", technician)
    assert not (tmp_path / "1.spbepack").exists()


def test_a_stick_that_gives_back_something_else_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, technician = pair(tmp_path)
    add_asset(admin, "a", [b"a" * 5000])

    def worn_out(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[-3000] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(stick, "forget", worn_out)
    with pytest.raises(Refused, match="gave back something else"):
        write(admin, tmp_path / "1.spbepack", technician, photos=PhotoChoice.ALL)
    assert not list(tmp_path.glob("1.spbepack*"))


def test_a_photo_that_is_damaged_in_the_database_stops_the_pack(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    add_asset(admin, "a", [b"a"])
    with admin.store.connection() as connection:
        connection.exec_driver_sql("UPDATE blob SET content = x'00'")
    with pytest.raises(Refused, match="damaged"):
        write(admin, tmp_path / "1.spbepack", technician, photos=PhotoChoice.ALL)


def test_the_same_pack_is_the_same_file_but_for_its_name_and_time(tmp_path: Path) -> None:
    """Nothing of the machine, the clock or chance is in the file beside what the manifest says."""
    admin, technician = pair(tmp_path)
    add_asset(admin, "a", [b"a"])
    first, second = (write(admin, tmp_path / f"{n}.spbepack", technician, photos=PhotoChoice.ALL) for n in range(2))
    one, other = ((Path(written.path)).read_bytes() for written in (first, second))
    assert len(one) == len(other)
    assert (
        one[one.index(b"changes.jsonl.zst") : one.index(b"PK\1\2")]
        == other[other.index(b"changes.jsonl.zst") : other.index(b"PK\1\2")]
    )


CHILD = """
import sys
from pathlib import Path
from spbe_assets.domain.packs import Order, PackKind, PhotoChoice
from spbe_assets.storage.store import Actor, Store
from spbe_assets.sync import writing
store, folder = Store.open(Path(sys.argv[1])), Path(sys.argv[2])
print("ready", flush=True)
for number in range(10_000):
    order = Order(PackKind.RETURN, sys.argv[3], photos=PhotoChoice.ALL, encrypt=number % 2 == 1, everything=True)
    written = writing.create(store, Actor("Sari"), order, folder / f"{sys.argv[4]}-{number}.spbepack")
    print(written.path, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of other systems")
def test_a_kill_in_the_midst_leaves_no_half_pack_under_its_name(tmp_path: Path) -> None:
    admin, technician = pair(tmp_path)
    for number in range(20):
        add_asset(technician, f"asset {number}", [bytes([number]) * 20_000])
    sticks = tmp_path / "stick"
    sticks.mkdir()
    chance = random.Random(5)
    for kill in range(KILLS):
        command = [sys.executable, "-c", CHILD, str(technician.store.path), str(sticks), admin.fingerprint, str(kill)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.05, 0.4))
            child.send_signal(signal.SIGKILL)
            told = child.stdout.read().splitlines()
        assert all(Path(path).is_file() for path in told)
    whole = sorted(sticks.glob("*.spbepack"))
    assert whole
    for path in whole:
        with reading.opened(admin.store, path) as pack:
            assert pack.header.photos == 20
    with technician.store.read() as session:
        assert holdings.vector(session).branches
    write(technician, tmp_path / "after.spbepack", admin)
