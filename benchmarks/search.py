"""Keystroke to first rows and count: every prefix of what people type, as the window asks for it.

The count is exact up to `listing.FEW`; beyond it the list says "more than" until all row numbers have come, which is
another row of the table.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

from sqlalchemy import select

from benchmarks.frame import LARGE, Bench, Row, count, ms, seconds, share
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import listing
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset

TARGETS_S = {LARGE: 0.060}
USUAL_TARGET_S = 0.030
TYPED = (
    "proliant", "hikvision", "thinkcentre m70q", "switch lobi", "ruang server", "laserjet", "10.15.0.", "ap 02",
    "printer keuangan", "000042", "dinkes", "rusak", "fortigate", "srv-disdik", "xyzzy", "1.3.2.10.01.02",
)  # fmt: skip
SOME_PLATES = 6
EVERY = 5
"""Of so many keystrokes one is followed by a pause."""


def rows(bench: Bench) -> Iterator[Row]:
    """One row for each size."""
    for assets in bench.sizes:
        path = bench.database(assets)
        typed = _keystrokes(path)
        ours = _ours(path, typed)
        raw = _raw(path, typed)
        target, slowest = TARGETS_S.get(assets, USUAL_TARGET_S), max(ours, key=lambda text: ours[text])
        p95 = share(ours.values())
        yield Row(
            f"keystroke to rows and count (exact to {count(listing.FEW)}), {count(assets)} assets, p95 of {len(ours)}",
            f"≤ {ms(target)}",
            f"{ms(p95)}; median {ms(share(ours.values(), 0.5))}, slowest “{slowest}” {ms(ours[slowest])}",
            p95 / share(raw.values()),
            p95 <= target,
        )
        whole = _whole(path, typed[::EVERY])
        yield Row(
            f"the same to every row number and the whole count, {count(assets)} assets, p95 of {len(whole)}",
            "–",
            f"{ms(share(whole.values()))}; median {ms(share(whole.values(), 0.5))}",
        )


def _keystrokes(path: Path) -> list[str]:
    store, rng = Store.open(path), Random(1)
    with store.read() as session:
        plates = session.execute(select(Asset.tag, Asset.serial).where(Asset.serial != "").limit(5_000)).all()
    store.close()
    wanted = [*TYPED, *(text for pair in rng.sample(plates, SOME_PLATES) for text in pair)]
    return list(dict.fromkeys(text[:end] for text in wanted for end in range(1, len(text) + 1)))


def _ours(path: Path, typed: list[str]) -> dict[str, float]:
    store = Store.open(path)

    def ask(text: str) -> None:
        with store.read() as session:
            listing.first_answer(session, AssetFilter(text=text))

    ask("warm")
    times = {text: seconds(lambda text=text: ask(text)) for text in typed}
    store.close()
    return times


def _whole(path: Path, typed: list[str]) -> dict[str, float]:
    """What the window asks in the background once nobody types."""
    store = Store.open(path)

    def ask(text: str) -> None:
        with store.read() as session:
            listing.numbers(session, AssetFilter(text=text))

    times = {text: seconds(lambda text=text: ask(text)) for text in typed}
    store.close()
    return times


def _raw(path: Path, typed: list[str]) -> dict[str, float]:
    """The same questions to the index alone: no order, no filter, no names."""
    known = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def ask(text: str) -> None:
        words = [f'"{word}"' for word in text.split() if len(word) >= 3]
        index = "asset_find" if words else "asset_find_short"
        query = " AND ".join(words or [f'"{part}"*' for part in re.findall(r"\w+", text)])
        columns = "n, tag, name, brand, model, serial"
        match = f"SELECT rowid FROM {index} WHERE {index} MATCH ?"
        known.execute(f"SELECT {columns} FROM asset WHERE n IN ({match} LIMIT 200)", (query,)).fetchall()
        known.execute(f"SELECT count(*) FROM ({match})", (query,)).fetchone()

    ask("warm")
    times = {text: seconds(lambda text=text: ask(text)) for text in typed}
    known.close()
    return times
