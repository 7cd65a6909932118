"""What a database held on a past day is what its changesets of that time say, however that state was come by."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select, text, update

from spbe_assets import formats
from spbe_assets.domain import clock
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import new_id
from spbe_assets.storage import merge, search, snapshots
from spbe_assets.storage import history as log_history
from spbe_assets.storage.as_of import state_of
from spbe_assets.storage.check import check
from spbe_assets.storage.past_log import PastLog, counts_at, fingerprint
from spbe_assets.storage.rewinding import copy_of, rewind
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Changeset, LabelPrint, ServerDetail
from tests.storage.merge_world import WHO, MergeWorld
from tests.storage.past_world import History, noon, redated

LONG = os.environ.get("SPBE_ASSETS_LONG") == "1"
MAY, JUNE, JULY = noon(2026, 5, 10), noon(2026, 6, 10), noon(2026, 7, 10)


class LookingBack(MergeWorld):
    """Whatever set of changesets is wanted, every way to their state ends in what the oracle says."""

    @rule(who=WHO, seed=st.integers(0, 10_000), by_clock=st.booleans())
    def look_back(self, who: int, seed: int, by_clock: bool) -> None:
        store, rng = self._at(who), random.Random(seed)
        with store.read() as session:
            log = PastLog(session.connection())
            wanted, other = (self._choice(log, session, rng, by_clock) for _time in range(2))
            for base in (None, log.everything, other):
                file = self.folder / f"back-{new_id().hex()}.spbe"
                if base is not None:
                    copy_of(store.path, file)
                    rewind(file, session.connection(), base)
                lacking = log.in_order(wanted - (base or frozenset()))
                rewind(file, session.connection(), wanted, lacking)
                self._compare_copy(file, wanted)

    def _choice(self, log: PastLog, session: object, rng: random.Random, by_clock: bool) -> frozenset[bytes]:
        if by_clock:
            clocks = session.execute(select(Changeset.id, Changeset.hlc)).all()
            limit = rng.choice(clocks)[1]
            return frozenset(name for name, hlc in clocks if hlc <= limit and name in log.by_id)
        return frozenset(name for name in log.by_id if rng.random() < 0.7)

    def _compare_copy(self, file: Path, wanted: frozenset[bytes]) -> None:
        copy = Store(file)
        with copy.read() as session:
            assert frozenset(session.scalars(select(Changeset.id))) == wanted
        self._compare(copy)
        with copy.connection() as connection:
            search.create(connection)
            search.rebuild(connection)
        assert check(copy) == []
        copy.close()
        file.unlink()


TestLookingBack = LookingBack.TestCase
TestLookingBack.settings = settings(
    max_examples=int(os.environ.get("SPBE_ASSETS_EXAMPLES", "200" if LONG else "10")),
    stateful_step_count=40 if LONG else 20,
    deadline=None,
    database=None,
    print_blob=True,
    derandomize=not LONG,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
