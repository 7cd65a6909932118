"""A pack with 100,000 field changes: looked at, merged, merged once more, set aside, and folded in again."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from benchmarks.frame import Bench, Row, child, count, memory_mb, ms, seconds
from spbe_assets.domain.packs import Order, PackKind
from spbe_assets.paths import HOME_VARIABLE
from spbe_assets.services import peers
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from spbe_assets.sync import keys, merging, writing

MERGE_TARGET_S, AGAIN_TARGET_S, MOST_MEMORY_MB = 5.0, 0.1, 150
CHANGES, PART = 100_000, 2_000
WHO = Actor("Benchmark")


def rows(bench: Bench) -> Iterator[Row]:
    """The changes on the usual province."""
    sides = bench.copy(bench.usual, "merge-giver"), bench.copy(bench.usual, "merge-taker")
    told = json.loads(child("benchmarks.merge", *sides)[-1])
    raw = _raw(bench.copy(bench.usual, "merge-raw"))
    yield Row(
        f"merge of a pack with {count(CHANGES)} field changes",
        f"≤ {MERGE_TARGET_S:.0f} s, memory flat",
        f"{told['merge']:.1f} s, {told['grown_mb']:.0f} MB more",
        told["merge"] / raw,
        told["merge"] <= MERGE_TARGET_S and told["grown_mb"] <= MOST_MEMORY_MB,
    )
    yield Row(
        "the same pack again",
        f"≤ {ms(AGAIN_TARGET_S)}",
        ms(told["again"]),
        None,
        told["again"] <= AGAIN_TARGET_S,
    )
    turned = f"{told['inspect']:.1f} s, {told['aside']:.1f} s, {told['back']:.1f} s"
    yield Row("looking at it first, setting it aside, merging it again", "", turned)


class _Laptop:
    """An installation with a home of its own."""

    def __init__(self, path: Path) -> None:
        self.home = path.with_suffix(".home")
        self.store = Store.open(path)
        self.sit()
        with self.store.write(WHO) as uow:
            peers.rename_self(uow, replace(keys.card(self.store), name=path.stem, person=path.stem))
        self.card = keys.card(self.store)

    def sit(self) -> None:
        """From now on its account is the one that writes."""
        os.environ[HOME_VARIABLE] = str(self.home)

    def know(self, other: _Laptop) -> None:
        """Accept the other's packs, and learn what it holds."""
        self.sit()
        with self.store.write(WHO, peers.ENROL) as uow:
            peers.enrol(uow, other.card.text)

    def send(self, other: _Laptop, path: Path) -> Path:
        """Write a pack with all that the other is not known to hold."""
        self.sit()
        order = Order(PackKind.RETURN, other.card.fingerprint)
        writing.create(self.store, WHO, order, path)
        return path


def _met(giver_path: Path, taker_path: Path) -> tuple[_Laptop, _Laptop]:
    giver, taker = _Laptop(giver_path), _Laptop(taker_path)
    giver.know(taker)
    taker.know(giver)
    first = taker.send(giver, giver_path.with_suffix(".first"))
    giver.sit()
    merging.merge(giver.store, WHO, first)
    return giver, taker


def _changes(giver: _Laptop, taker: _Laptop, path: Path) -> None:
    with giver.store.read() as session:
        ids = session.scalars(select(Asset.id).order_by(Asset.n).limit(CHANGES)).all()
    for first in range(0, len(ids), PART):
        edits = {row: {"notes": f"Catatan {number}"} for number, row in enumerate(ids[first : first + PART])}
        with giver.store.write(WHO, "bulk") as uow:
            uow.update_many(Asset, edits)
    giver.send(taker, path)
    taker.sit()
    before = memory_mb("VmHWM")
    look = seconds(lambda: merging.inspect(taker.store, path))
    took = seconds(lambda: merging.merge(taker.store, WHO, path))
    grown = memory_mb("VmHWM") - before
    again = min(seconds(lambda: merging.merge(taker.store, WHO, path)) for _ in range(3))
    with taker.store.read() as session:
        assert session.scalar(select(Asset.notes).where(Asset.id == ids[0])) == "Catatan 0"
        pack = session.connection().exec_driver_sql("SELECT id FROM pack WHERE way = 'in'").scalar_one()
    aside = seconds(lambda: merging.set_aside(taker.store, WHO, pack))
    back = seconds(lambda: merging.fold_again(taker.store, WHO, pack))
    figures = {
        "inspect": look,
        "merge": took,
        "again": again,
        "aside": aside,
        "back": back,
        "grown_mb": max(0.0, grown),
    }
    print(json.dumps(figures))


def _raw(path: Path) -> float:
    """Seconds that SQLite alone needs for the same updates."""
    with sqlite3.connect(path) as known:
        rows = [(f"Catatan {n}", row) for n, (row,) in enumerate(known.execute("SELECT id FROM asset ORDER BY n"))]
    raw = sqlite3.connect(path)
    statement = "UPDATE asset SET notes = ?, rev = rev + 1 WHERE id = ?"
    took = seconds(lambda: (raw.executemany(statement, rows[:CHANGES]), raw.commit()))
    raw.close()
    return took


if __name__ == "__main__":
    _changes(*_met(Path(sys.argv[1]), Path(sys.argv[2])), Path(sys.argv[1]).with_suffix(".spbepack"))
