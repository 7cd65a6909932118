"""Whose packs are taken, and that a pack is what its sender signed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spbe_assets.domain import cards
from spbe_assets.domain.errors import Cancelled, Refused
from spbe_assets.domain.packs import PackKind
from spbe_assets.services import peers
from spbe_assets.sync import reading
from spbe_assets.sync.container import CHANGES, MANIFEST
from tests.sync.pack_world import SARI, Side, add_asset, pair, side, take, write
from tests.sync.tampering import parts_of, signed, zipped


@pytest.fixture
def both(tmp_path: Path) -> tuple[Side, Side]:
    admin, technician = pair(tmp_path)
    add_asset(technician, "Router", [b"one", b"two"])
    write(technician, tmp_path / "1.spbepack", admin)
    return admin, technician


def refusal(by: Side, path: Path) -> str:
    with pytest.raises(Refused) as found:
        take(by, path)
    return str(found.value)


def test_a_pack_says_who_wrote_it_for_whom_and_what_is_in_it(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    with reading.opened(admin.store, tmp_path / "1.spbepack") as pack:
        header = pack.header
        assert (header.name, header.person, header.to) == ("technician", "Bu technician", admin.fingerprint)
        assert (header.kind, header.photos, header.is_encrypted) == (PackKind.RETURN, 2, False)
        assert header.size_bytes == (tmp_path / "1.spbepack").stat().st_size
        assert len(list(pack.changesets())) == header.changesets == len(list(pack.changesets()))
        assert pack.vector.branches.keys() >= {technician.store.replica}
        assert {sha256 for sha256, _mime, _content in pack.blobs()} == pack.named_photos


def test_a_second_reading_changes_nothing(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, _technician = both
    assert take(admin, tmp_path / "1.spbepack") > 0
    assert take(admin, tmp_path / "1.spbepack") == 0


def test_a_stranger_is_named_by_his_words_and_how_to_enrol_him(tmp_path: Path) -> None:
    one, stranger = side(tmp_path, "one"), side(tmp_path, "stranger")
    write(stranger, tmp_path / "1.spbepack")
    told = refusal(one, tmp_path / "1.spbepack")
    assert " ".join(cards.words(stranger.fingerprint)) in told and "enrol" in told


def test_who_was_enrolled_by_fingerprint_alone_is_known_by_his_pack(tmp_path: Path) -> None:
    one, other = side(tmp_path, "one"), side(tmp_path, "other")
    with one.store.write(SARI, "enrol") as uow:
        peers.enrol(uow, other.fingerprint, "Other")
    write(other, tmp_path / "1.spbepack")
    take(one, tmp_path / "1.spbepack")
    with one.store.read() as session:
        assert peers.card_of(session, other.fingerprint) == other.card


def test_a_revoked_sender_is_refused_until_reinstated(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    with admin.store.write(SARI, "revoke") as uow:
        peers.revoke(uow, technician.fingerprint)
    assert "no longer accepted" in refusal(admin, tmp_path / "1.spbepack")
    with admin.store.write(SARI, "revoke") as uow:
        peers.reinstate(uow, technician.fingerprint)
    assert take(admin, tmp_path / "1.spbepack")


def test_one_s_own_pack_and_one_for_somebody_else_are_refused(tmp_path: Path, both: tuple[Side, Side]) -> None:
    _admin, technician = both
    assert "written here" in refusal(technician, tmp_path / "1.spbepack")
    third = side(tmp_path, "third")
    with third.store.write(SARI, "enrol") as uow:
        peers.enrol(uow, technician.card.text)
    assert "is meant for" in refusal(third, tmp_path / "1.spbepack")


def test_other_files_are_refused(tmp_path: Path, both: tuple[Side, Side]) -> None:
    for content, expected in (
        (b"", "not a pack"), (b"PK", "not a pack"), (b"%PDF-1.7", "not a pack"), (b"PK\3\4", "damaged"),
        (b"PK\3\4" + bytes(500), "damaged"), (b"age-encryption.org/v1\n", "damaged"),
        (b"age-encryption.org/v9\n" + bytes(200), "damaged"),
    ):  # fmt: skip
        (tmp_path / "x.spbepack").write_bytes(content)
        assert expected in refusal(both[0], tmp_path / "x.spbepack")


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path, both: tuple[Side, Side]) -> None:
    assert "no file" in refusal(both[0], tmp_path / "none.spbepack")
    assert "no file" in refusal(both[0], tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "no file" in refusal(both[0], tmp_path / "pipe")


def test_reading_can_be_stopped(tmp_path: Path, both: tuple[Side, Side]) -> None:
    class Stop:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled), reading.opened(both[0].store, tmp_path / "1.spbepack", Stop()):
        pass


def test_a_stranger_s_manifest_is_not_even_parsed(
    tmp_path: Path, both: tuple[Side, Side], monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, _technician = both
    stranger = side(tmp_path, "stranger")
    parts = {**parts_of(tmp_path / "1.spbepack"), MANIFEST: b"[" * 1_000_000}
    (tmp_path / "x.spbepack").write_bytes(zipped(signed(parts, stranger.store)))
    assert "not enrolled" in refusal(admin, tmp_path / "x.spbepack")


LIES: tuple[tuple[Callable[[dict[str, Any]], object], str], ...] = (
    (lambda told: told.update(v=2), "newer version"),
    (lambda told: told.update(v="1"), "can't be read"),
    (lambda told: told.update(kind="backup"), "can't be read"),
    (lambda told: told.update(more=1), "can't be read"),
    (lambda told: told.pop("note"), "can't be read"),
    (lambda told: told.update(note="\ud800"), "can't be read"),
    (lambda told: told.update(note="x" * 3_000), "can't be read"),
    (lambda told: told.update(written_at="yesterday"), "can't be read"),
    (lambda told: told.update(written_at="2026-01-01T00:00:00"), "can't be read"),
    (lambda told: told.update(schema=True), "can't be read"),
    (lambda told: told.update(schema=10**400), "can't be read"),
    (lambda told: told.update(schema=1.5), "can't be read"),
    (lambda told: told.update(id="00"), "can't be read"),
    (lambda told: told.update(to="ab" * 32), "is meant for"),
    (lambda told: told.update(agencies=["00" * 16] * 6_000), "can't be read"),
    (lambda told: told.update(vector=None), "can't be read"),
    (lambda told: told.update(card="SPBE"), "damaged"),
    (lambda told: told["changes"].__setitem__(0, 1), "damaged"),
    (lambda told: told["changes"].__setitem__(1, 10**12), "can't be read"),
    (lambda told: told["changes"].__setitem__(1, 10), "damaged"),
    (lambda told: told["changes"].__setitem__(2, 10), "damaged"),
    (lambda told: told["changes"].__setitem__(3, "ab" * 32), "damaged"),
    (lambda told: told["blobs"].pop(), "damaged"),
    (lambda told: told["blobs"].append(told["blobs"][0]), "damaged"),
    (lambda told: told["blobs"][0].__setitem__(0, "ab" * 32), "damaged"),
    (lambda told: told["blobs"][0].__setitem__(1, 10**10), "can't be read"),
    (lambda told: told["blobs"][0].__setitem__(2, "text/html"), "can't be read"),
    (lambda told: told["blobs"].reverse(), "damaged"),
)  # fmt: skip


def test_a_manifest_that_lies_is_refused_although_it_is_signed(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, technician = both
    good = parts_of(tmp_path / "1.spbepack")
    for change, expected in LIES:
        told = json.loads(good[MANIFEST])
        change(told)
        parts = signed({**good, MANIFEST: json.dumps(told).encode()}, technician.store)
        (tmp_path / "x.spbepack").write_bytes(zipped(parts))
        assert expected in refusal(admin, tmp_path / "x.spbepack")


def test_parts_that_the_manifest_does_not_know_are_refused(tmp_path: Path, both: tuple[Side, Side]) -> None:
    admin, _technician = both
    good = parts_of(tmp_path / "1.spbepack")
    for changed in ({**good, CHANGES: good[CHANGES] + b"x"}, {**good, f"blobs/{'ab' * 32}": b"x"}):
        (tmp_path / "x.spbepack").write_bytes(zipped(changed))
        assert "damaged" in refusal(admin, tmp_path / "x.spbepack")
