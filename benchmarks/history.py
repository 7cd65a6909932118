"""History of any record, and undo of an import of 100,000 rows with bounded memory."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random

import zstandard
from sqlalchemy import select

from benchmarks.frame import Bench, Row, child, count, memory_mb, ms, seconds, share
from spbe_assets.services import demo_places, history
from spbe_assets.services.demo_assets import Register
from spbe_assets.services.demo_catalogue import catalogue
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from spbe_assets.storage.undo import undo

HISTORY_TARGET_S, UNDO_TARGET_S = 0.050, 15.0
RECORDS, IMPORTED = 200, 100_000
MOST_MEMORY_MB = 300
WHO = Actor("Benchmark")


def rows(bench: Bench) -> Iterator[Row]:
    """History for each size, then the undo."""
    for assets in bench.sizes:
        ours, raw = _histories(bench.copy(assets, "history"))
        slow = share(ours)
        yield Row(
            f"history of any record, {count(assets)} assets, p95 of {len(ours)}",
            f"≤ {ms(HISTORY_TARGET_S)}",
            f"{ms(slow)}, slowest {ms(max(ours))}",
            slow / raw,
            max(ours) <= HISTORY_TARGET_S,
        )
    told = json.loads(child("benchmarks.history", bench.folder / "undo.spbe")[-1])
    yield Row(
        f"undo of an import of {count(IMPORTED)} rows",
        f"≤ {UNDO_TARGET_S:.0f} s, bounded memory",
        f"{told['seconds']:.1f} s, {told['grown_mb']:.0f} MB more",
        told["seconds"] / told["raw"],
        told["seconds"] <= UNDO_TARGET_S and told["grown_mb"] <= MOST_MEMORY_MB,
    )


def _histories(path: Path) -> tuple[list[float], float]:
    store, rng = Store.open(path), Random(1)
    with store.read() as session:
        ids = rng.sample(list(session.scalars(select(Asset.id))), RECORDS)
    for number in range(3):
        with store.write(WHO) as uow:
            uow.update_many(Asset, {asset: {"notes": f"Catatan {number}"} for asset in ids})

    def ask(asset: bytes) -> None:
        with store.read() as session:
            assert len(history.of_asset(session, asset)) > 3

    times = [seconds(lambda asset=asset: ask(asset)) for asset in ids]
    store.close()
    return times, _raw_read(path)


def _raw_read(path: Path) -> float:
    """Seconds to fetch, unpack and parse the one changeset that an average record was born in."""
    known = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    body = "SELECT body FROM changeset WHERE n = (SELECT born FROM asset ORDER BY n LIMIT 1 OFFSET 500)"
    took = seconds(lambda: json.loads(zstandard.ZstdDecompressor().decompress(known.execute(body).fetchone()[0])))
    known.close()
    return took


def _undo(path: Path) -> None:
    """Write rows as an import does, undo them, and print how it went."""
    path.unlink(missing_ok=True)
    store = Store.create(path)
    with store.write(WHO, "import benchmark.xlsx") as uow:
        rng, today = Random(1), date(2026, 11, 20)
        offices = demo_places.offices(uow, IMPORTED, rng)
        demo_places.furnish(uow, offices, IMPORTED, rng)
        supply = (piece.values for piece in Register(catalogue(uow.session), offices, rng, today).pieces(IMPORTED))
        while some := list(islice(supply, 5_000)):
            uow.create_many(Asset, some)
    raw, before = _raw_undo(path, path.with_suffix(".raw")), memory_mb("VmHWM")
    took = seconds(lambda: undo(store, WHO))
    with store.read() as session:
        assert session.scalar(select(Asset.n).where(Asset.live).limit(1)) is None
    store.close()
    print(json.dumps({"seconds": took, "grown_mb": max(0.0, memory_mb("VmHWM") - before), "raw": raw}))


def _raw_undo(path: Path, target: Path) -> float:
    """Seconds that SQLite alone needs to mark the rows as deleted, search index included."""
    target.unlink(missing_ok=True)
    with sqlite3.connect(path) as known:
        known.execute("VACUUM INTO ?", (str(target),))
    raw = sqlite3.connect(target)
    took = seconds(lambda: (raw.execute("UPDATE asset SET deleted = 1"), raw.commit()))
    raw.close()
    return took


if __name__ == "__main__":
    _undo(Path(sys.argv[1]))
