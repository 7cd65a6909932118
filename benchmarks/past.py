"""Readiness as of a past day: rolled back from the present, from a snapshot, and folded from nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from benchmarks.frame import Bench, Row, count, seconds
from spbe_assets import formats
from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.paths import HOME_VARIABLE
from spbe_assets.services import readiness
from spbe_assets.storage import snapshots
from spbe_assets.storage.past_log import PastLog
from spbe_assets.storage.rewinding import copy_of, rewind
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset

TARGET_S = 10.0
EDITED, ADDED = 20_000, 10_000
WHO = Actor("Benchmark")


def rows(bench: Bench) -> Iterator[Row]:
    """The day before 20,000 assets were verified and 10,000 recorded; ratios are against folding it from nothing."""
    os.environ[HOME_VARIABLE] = str(bench.folder / "home")
    path, file = bench.copy(bench.usual, "past"), bench.folder / "then.spbe"
    store = Store.open(path)
    with store.read() as session:
        wanted = PastLog(session.connection()).everything
    _live_on(store)

    back = seconds(lambda: _rolled_back(store, file, wanted))
    assessed = seconds(lambda: _assess(file))
    kept = seconds(lambda: snapshots.keep(store.replica, formats.today(), wanted, file))
    (snapshot,) = snapshots.usable(store.replica, lambda _day: wanted)
    unpacked = seconds(lambda: snapshots.unpack(snapshot, file))
    folded = seconds(lambda: _folded(store, file, wanted))
    store.close()
    told = f"before {count(EDITED)} edits and {count(ADDED)} new records, {count(bench.usual)} assets"
    yield Row(
        f"readiness of a past day, {told}", f"≤ {TARGET_S:.0f} s", f"{back + assessed:.2f} s", back / folded,
        back + assessed <= TARGET_S,
    )  # fmt: skip
    yield Row(
        "the same day again, from its snapshot", f"≤ {TARGET_S:.0f} s", f"{unpacked + assessed:.2f} s",
        unpacked / folded, unpacked + assessed <= TARGET_S,
    )  # fmt: skip
    yield Row("keeping that snapshot", "–", f"{kept:.2f} s, {snapshot.path.stat().st_size / 1e6:.0f} MB")


def _live_on(store: Store) -> None:
    with store.read() as session:
        assets = Random(1).sample(list(session.scalars(select(Asset.id).where(Asset.live))), EDITED)
    for first in range(0, EDITED, 1_000):
        with store.write(WHO) as uow:
            now = datetime.now(UTC)
            uow.update_many(Asset, {row: {"verified_at": now} for row in assets[first : first + 1_000]})
    with store.write(WHO) as uow:
        uow.create_many(Asset, [{"name": f"PC {number}"} for number in range(ADDED)])


def _rolled_back(store: Store, file: Path, wanted: frozenset[ChangesetId]) -> None:
    copy_of(store.path, file)
    with store.read() as session:
        rewind(file, session.connection(), wanted)


def _folded(store: Store, file: Path, wanted: frozenset[ChangesetId]) -> None:
    file.unlink()
    with store.read() as session:
        log = PastLog(session.connection())
        rewind(file, session.connection(), wanted, log.in_order(wanted))


def _assess(file: Path) -> None:
    store = Store(file)
    with store.read() as session:
        readiness.assess(session, readiness.load_criteria(), formats.today())
    store.close()
