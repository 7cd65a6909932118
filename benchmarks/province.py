"""The sample province: how fast it is made, and the database that the other benchmarks read.

`python -m benchmarks.province PATH ASSETS` makes one and leaves its time beside it.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.frame import LARGE, Bench, Row, count, memory_mb, seconds
from spbe_assets.domain.progress import Progress
from spbe_assets.services import demo
from spbe_assets.storage.store import Actor, Store

TARGET_S = 180
TODAY = date(2026, 11, 20)
RAW_ROWS = 100_000


class _Told:
    """Says on stderr how far it is."""

    def step(self, done: int, total: int, text: str = "") -> None:
        print(f"\r{text or 'province'} {done:,} / {total:,}", end="", file=sys.stderr, flush=True)


def make(path: Path, assets: int, progress: Progress) -> None:
    """Make a sample province under a passing name, so that a broken-off one is never taken for whole."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    store = Store.create(part)

    def fill() -> None:
        with store.write(Actor("Benchmark"), demo.REASON) as uow:
            demo.fill(uow, assets, progress=progress, today=TODAY)

    took = seconds(fill)
    store.close()
    part.replace(path)
    notes = {"seconds": took, "memory_mb": memory_mb("VmHWM"), "bytes": path.stat().st_size}
    path.with_suffix(".json").write_text(json.dumps(notes), encoding="utf-8")


def rows(bench: Bench) -> Iterator[Row]:
    """How long the largest province took, against plain inserts of the same rows and their search index."""
    for assets in bench.sizes:
        path = bench.database(assets)
        notes = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        took, raw = notes["seconds"], _raw(path, bench.folder / "raw.db")
        yield Row(
            f"sample province of {count(assets)} assets",
            f"≤ {TARGET_S} s" if assets >= LARGE else "",
            f"{took:.0f} s, {notes['memory_mb']:.0f} MB, file {notes['bytes'] / 1e6:.0f} MB",
            took / assets * min(assets, RAW_ROWS) / raw,
            took <= TARGET_S if assets >= LARGE else None,
        )


def _raw(source: Path, target: Path) -> float:
    """Seconds to insert up to RAW_ROWS of its assets with sqlite3 alone: table, indexes, full-text index."""
    with sqlite3.connect(source) as known:
        columns = [name for _n, name, *_rest in known.execute("PRAGMA table_info(asset)") if name not in ("n", "live")]
        names = ", ".join(columns)
        held = known.execute(f"SELECT {names} FROM asset LIMIT {RAW_ROWS}").fetchall()
        made = known.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'asset'").fetchone()[0]
        indexes = known.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'asset'").fetchall()
    target.unlink(missing_ok=True)
    raw = sqlite3.connect(target, isolation_level=None)
    for sql in ("PRAGMA journal_mode=WAL", made, *(sql for (sql,) in indexes if sql)):
        raw.execute(sql)
    raw.execute("CREATE VIRTUAL TABLE f USING fts5(find_text, content='asset', content_rowid='n', tokenize='trigram')")

    def insert() -> None:
        raw.execute("BEGIN")
        raw.executemany(f"INSERT INTO asset ({names}) VALUES ({', '.join('?' * len(columns))})", held)
        raw.execute("INSERT INTO f(rowid, find_text) SELECT n, find_text FROM asset")
        raw.execute("COMMIT")

    took = seconds(insert)
    raw.close()
    return took


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), _Told())
