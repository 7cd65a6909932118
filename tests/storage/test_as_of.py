"""What a database held on a past day is what its changesets of that time say, however that state was come by."""

from __future__ import annotations

import os
import random
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import or_, select, text

from spbe_assets import formats
from spbe_assets.domain import clock
from spbe_assets.domain.changeset import Changeset as Log
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import new_id
from spbe_assets.storage import history as log_history
from spbe_assets.storage import merge, snapshots
from spbe_assets.storage.as_of import state_of
from spbe_assets.storage.columns import shape
from spbe_assets.storage.past_log import PastLog, counts_at
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
from tests.storage.past_world import History, noon, one_asset

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


@pytest.fixture
def history(tmp_path: Path) -> History:
    """An agency with a server in May that is renamed, labelled and described in June, and a second one in July."""
    history = History(tmp_path)
    with history.store.write(Actor("Budi")) as uow:
        agency = uow.create(Agency, name="Dinas Contoh")
        server = uow.create(Asset, name="old", agency_id=agency)
    history.happened(MAY)
    with history.store.write(Actor("Budi")) as uow:
        uow.update(Asset, server, name="renamed")
        uow.create(ServerDetail, asset_id=server, hostname="srv-01")
        uow.create(LabelPrint, record_table="asset", record_id=server, printed_at=JUNE)
    history.happened(JUNE)
    with history.store.write(Actor("Budi")) as uow:
        uow.create(Asset, name="second", agency_id=uow.create(Agency, name="Dinas Baru"))
        uow.delete(Asset, server)
    history.happened(JULY)
    return history


def names(store: Store, day: date) -> list[str]:
    with state_of(store.path, day) as session:
        return sorted(session.scalars(select(Asset.name).where(Asset.live)))


def test_each_day_shows_what_stood_there_at_its_end(history: History) -> None:
    store = history.merged()
    assert names(store, date(2026, 5, 9)) == []
    assert names(store, date(2026, 5, 10)) == ["old"]
    assert names(store, date(2026, 6, 9)) == ["old"]
    assert names(store, date(2026, 6, 10)) == ["renamed"]
    assert names(store, date(2026, 7, 10)) == ["second"]
    assert names(store, formats.today()) == ["second"]


def test_what_follows_from_other_rows_is_as_it_was_too(history: History) -> None:
    store = history.merged()
    asked = select(Asset.find_text, Asset.labelled_at)
    with state_of(store.path, date(2026, 5, 31)) as session:
        assert session.execute(asked.where(Asset.live)).one() == ("old", None)
    with state_of(store.path, date(2026, 6, 30)) as session:
        assert session.execute(asked.where(Asset.live)).one() == ("renamed\nsrv-01", JUNE)


def test_the_log_ends_where_the_day_ends(history: History) -> None:
    store = history.merged()
    with state_of(store.path, date(2026, 5, 31)) as session:
        before = dict((name, count) for name, count, _head in log_history.heads(session))
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    with state_of(store.path, date(2026, 6, 30)) as session:
        after = dict((name, count) for name, count, _head in log_history.heads(session))
    changed = {name: (before.get(name), count) for name, count in after.items() if before.get(name) != count}
    assert len(changed) == 1
    assert max(after.values()) == max(before.values()) + 1


def test_today_is_what_the_tables_show_now(history: History) -> None:
    store = history.merged()
    with state_of(store.path, formats.today()) as then, store.read() as now:
        asked = select(Asset.id, Asset.name, Asset.deleted).order_by(Asset.id)
        assert then.execute(asked).all() == now.execute(asked).all()


def test_a_day_to_come_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="still to come"), state_of(store.path, formats.today() + timedelta(1)):
        pass


def test_a_day_begins_and_ends_where_the_program_is_used(history: History) -> None:
    """23.59 on 20 May in Jakarta is still 20 May, although it is 16.59 in London."""
    store = history.merged()
    receive(store, one_asset(history.folder / "1.spbe", "late", datetime(2026, 5, 20, 16, 59, tzinfo=UTC)))
    receive(store, one_asset(history.folder / "2.spbe", "over", datetime(2026, 5, 20, 17, 0, tzinfo=UTC)))
    assert names(store, date(2026, 5, 20)) == ["late", "old"]
    assert names(store, date(2026, 5, 21)) == ["late", "old", "over"]


def receive(store: Store, changesets: list[Log]) -> None:
    with store.connection() as connection:
        merge.apply(connection, changesets)


def test_a_clock_that_is_years_ahead_counts_when_it_came_in(history: History) -> None:
    store = history.merged()
    receive(store, one_asset(history.folder / "1.spbe", "from 2099", datetime(2099, 1, 1, tzinfo=UTC)))
    assert "from 2099" not in names(store, formats.today() - timedelta(1))
    assert "from 2099" in names(store, formats.today())


@given(
    ahead=st.timedeltas(timedelta(-400), timedelta(400)),
    received=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
)
def test_a_changeset_counts_by_its_clock_unless_that_is_more_than_a_day_ahead(
    ahead: timedelta, received: datetime
) -> None:
    came = received.replace(tzinfo=UTC, microsecond=0)
    said = (came + ahead).replace(microsecond=0)
    expected = came if said > came + timedelta(days=1) else said
    assert counts_at(clock.at(said), came) == expected


def test_what_arrives_late_for_a_day_replaces_its_snapshot(history: History) -> None:
    store = history.merged()
    assert names(store, date(2026, 6, 30)) == ["renamed"]
    assert len(_kept()) == 1
    assert names(store, date(2026, 6, 30)) == ["renamed"]
    receive(store, one_asset(history.folder / "late.spbe", "late", noon(2026, 6, 1)))
    assert names(store, date(2026, 6, 30)) == ["late", "renamed"]
    assert len(_kept()) == 1


def test_a_snapshot_that_is_damaged_or_gone_does_not_matter(history: History) -> None:
    store = history.merged()
    names(store, date(2026, 6, 30))
    (kept,) = _kept()
    whole = kept.read_bytes()
    for broken in (b"", whole[: len(whole) // 2], whole[:2000] + bytes(2000) + whole[4000:]):
        kept.write_bytes(broken)
        assert names(store, date(2026, 6, 30)) == ["renamed"]
    (kept,) = _kept()
    kept.unlink()
    assert names(store, date(2026, 6, 30)) == ["renamed"]


def test_snapshots_are_bounded(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST", 3)
    store = history.merged()
    for day in range(1, 29):
        names(store, date(2026, 5, 1) + timedelta(day * 3))
    assert len(_kept()) <= 3


def _kept() -> list[Path]:
    return sorted(snapshots.folder().glob(f"*{snapshots.SUFFIX}"))
