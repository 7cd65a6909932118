"""A pack with 2,000 photos: written to the disk and read back, then read by its receiver, with bounded memory."""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.frame import Bench, Row, child, count, memory_mb, seconds
from spbe_assets.domain.packs import Order, PackKind, PhotoChoice
from spbe_assets.services import peers
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Attachment
from spbe_assets.sync import keys, reading, writing

PHOTOS, PHOTO_BYTES = 2_000, 200_000
WRITE_TARGET_S, READ_TARGET_S, MERGE_TARGET_S, MOST_GROWN_MB = 15.0, 5.0, 15.0, 100
WHO = Actor("Benchmark")


def rows(bench: Bench) -> Iterator[Row]:
    """Writing, reading and merging, each in a process of its own."""
    sender, receiver = (bench.folder / f"{name}.spbe" for name in ("pack-sender", "pack-receiver"))
    for path in (sender, receiver):
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    pack = bench.folder / "photos.spbepack"
    child("benchmarks.packs", "fill", sender, receiver)
    size = f"{count(PHOTOS)} photos, {PHOTOS * PHOTO_BYTES // 1_000_000} MB"
    for work, told, target in (
        ("write", "written and read back from the disk", WRITE_TARGET_S),
        ("write-encrypted", "the same, encrypted", 2 * WRITE_TARGET_S),
        ("read", "opened, checked and read", READ_TARGET_S),
        ("merge", "merged", MERGE_TARGET_S),
    ):
        took = json.loads(child("benchmarks.packs", work, sender, receiver, pack)[-1])
        yield Row(
            f"a pack of {size}: {told}",
            f"≤ {target:.0f} s, ≤ {MOST_GROWN_MB} MB more",
            f"{took['seconds']:.1f} s, {took['grown_mb']:.0f} MB more",
            took["seconds"] / took["raw"],
            took["seconds"] <= target and took["grown_mb"] <= MOST_GROWN_MB,
        )


def _fill(sender: Path, receiver: Path) -> None:
    stores = Store.create(sender), Store.create(receiver)
    for one, other in (stores, stores[::-1]):
        with one.write(WHO, "enrol") as uow:
            peers.enrol(uow, keys.card(other).text, "Other")
    chance = random.Random(1)
    for _first in range(0, PHOTOS, 100):
        with stores[0].write(WHO) as uow:
            assets = uow.create_many(Asset, [{"name": "Router"}] * 100)
            photos = [uow.put_blob(chance.randbytes(PHOTO_BYTES), "image/jpeg") for _asset in assets]
            rows = [
                {"record_table": "asset", "record_id": asset, "kind": "photo", "sha256": photo}
                for asset, photo in zip(assets, photos, strict=True)
            ]
            uow.create_many(Attachment, rows)
    for store in stores:
        store.close()


def _write(store: Store, receiver: Store, pack: Path, *, encrypt: bool) -> None:
    to = keys.card(receiver).fingerprint
    writing.create(store, WHO, Order(PackKind.RETURN, to, photos=PhotoChoice.ALL, encrypt=encrypt), pack)


def _read(receiver: Store, pack: Path) -> None:
    with reading.opened(receiver, pack) as opened:
        assert sum(1 for _changeset in opened.changesets()) == opened.header.changesets
        assert sum(1 for _blob in opened.blobs()) == PHOTOS


def _merge(receiver: Store, pack: Path) -> None:
    from spbe_assets.sync import merging

    merging.merge(receiver, WHO, pack)


def _raw_write(target: Path) -> None:
    """The same bytes into a stored zip, on the disk, and hashed once."""
    chance = random.Random(1)
    with target.open("wb") as file:
        with zipfile.ZipFile(file, "w") as archive:
            for number in range(PHOTOS):
                archive.writestr(str(number), chance.randbytes(PHOTO_BYTES))
        file.flush()
        os.fsync(file.fileno())
    _raw_read(target)


def _raw_read(source: Path) -> None:
    with source.open("rb") as file:
        hashlib.file_digest(file, "sha256")


def main(work: str, sender: Path, receiver: Path, pack: Path) -> None:
    """Do one of the works and print how it went."""
    if work == "fill":
        _fill(sender, receiver)
        return
    stores = Store.open(sender), Store.open(receiver)
    before, raw = memory_mb(), pack.with_suffix(".raw")
    works = {
        "write": lambda: _write(*stores, pack, encrypt=False),
        "write-encrypted": lambda: _write(*stores, pack, encrypt=True),
        "read": lambda: _read(stores[1], pack),
        "merge": lambda: _merge(stores[1], pack),
    }
    took = seconds(works[work])
    grown = memory_mb("VmHWM") - before
    beside = seconds((lambda: _raw_write(raw)) if "write" in work else lambda: _raw_read(pack))
    print(json.dumps({"seconds": took, "grown_mb": grown, "raw": beside}))


if __name__ == "__main__":
    main(sys.argv[1], *(Path(path) for path in (*sys.argv[2:], "x")[:3]))
