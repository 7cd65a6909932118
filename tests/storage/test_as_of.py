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
from sqlalchemy import or_, select, text, update

from spbe_assets import formats
from spbe_assets.domain import clock
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import new_id
from spbe_assets.storage import merge, snapshots
from spbe_assets.storage import history as log_history
from spbe_assets.storage.as_of import state_of
from spbe_assets.storage.columns import shape
from spbe_assets.storage.past_log import PastLog, counts_at, fingerprint
from spbe_assets.storage.rewinding import copy_of, rewind
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import (
    MERGEABLE,
    Agency,
    Asset,
    Changeset,
    Conflict,
    Head,
    LabelPrint,
    ServerDetail,
    Superseded,
)
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
            states = []
            for base in (None, log.everything, other):
                file = self.folder / f"back-{new_id().hex()}.spbe"
                if base is not None:
                    copy_of(store.path, file)
                    rewind(file, session.connection(), base)
                rewind(file, session.connection(), wanted, log.in_order(wanted - (base or frozenset())))
                states.append(self._examined(file, wanted))
            assert states[1] == states[0]
            assert states[2] == states[0]

    def _choice(self, log: PastLog, session: object, rng: random.Random, by_clock: bool) -> frozenset[bytes]:
        if by_clock:
            clocks = session.execute(select(Changeset.id, Changeset.hlc)).all()
            limit = rng.choice(clocks)[1]
            return frozenset(name for name, hlc in clocks if hlc <= limit and name in log.by_id)
        return frozenset(name for name in log.by_id if rng.random() < 0.7)

    def _examined(self, file: Path, wanted: frozenset[bytes]) -> object:
        with closing(Store(file)) as copy:
            with copy.read() as session:
                assert frozenset(session.scalars(select(Changeset.id))) == wanted
            self._compare(copy)
            return everything(copy)


def everything(store: Store) -> object:
    """All that is derived from the log, with the ids of changesets for their local numbers."""
    with store.read() as session:
        names = {n: name for n, name in session.execute(select(Changeset.n, Changeset.id))}
        rows = []
        for table in MERGEABLE:
            of = shape(table).table
            columns = [column for column in of.columns if column.name not in {"n", "rev", "born", "live"}]
            query = select(*columns, of.c.born).where(
                or_(~of.c.stub, select(Head.row).where(Head.row == of.c.id).exists())
            )
            rows += [(table, *map(repr, values[:-1]), names.get(values[-1])) for values in session.execute(query)]
        heads = [
            (*head[:2], names[head[2]], head[3])
            for head in session.execute(select(Head.row, Head.field, Head.changeset, Head.value))
        ]
        waiting = session.execute(select(Superseded.row, Superseded.field, Superseded.changeset)).all()
        conflicts = session.execute(select(Conflict.table, Conflict.row, Conflict.field)).all()
    return [sorted(map(repr, some)) for some in (rows, heads, waiting, conflicts)]


TestLookingBack = LookingBack.TestCase
TestLookingBack.settings = settings(
    max_examples=int(os.environ.get("SPBE_ASSETS_EXAMPLES", "200" if LONG else "10")),
    stateful_step_count=40 if LONG else 20,
    deadline=None,
    database=None,
    print_blob=True,
    derandomize=not LONG,
    phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
