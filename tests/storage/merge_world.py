"""What happens to a small world of installations that work offline and exchange changesets, driven by Hypothesis."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select, text

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.ids import detail_id, new_id
from spbe_assets.storage import aside, chain, heads
from spbe_assets.storage.check import check
from spbe_assets.storage.columns import shape
from spbe_assets.storage.store import Actor
from spbe_assets.storage.tables import Agency, Asset, Changeset, Conflict, ServerDetail
from spbe_assets.storage.undo import redo, undo
from tests.storage.laptops import AGENCIES, ASSETS, EPOCH, Laptops, bodies_of, take, written_at

WORDS = st.sampled_from(["x", "y", "z", ""])
WHO = st.integers(0, 4)
PICK = st.integers(0, 2)
MOST_REPLICAS = 4


class MergeWorld(Laptops):
    """Edits, deletions, combinations, rings; losses, repeats, any order; copies, wrong clocks, second thoughts."""

    @rule(who=WHO, pick=PICK, word=WORDS, key=st.sampled_from(["name", "brand"]))
    def edit_asset(self, who: int, pick: int, word: str, key: str) -> None:
        self._try(who, lambda uow: uow.update(Asset, ASSETS[pick], **{key: word}))

    @rule(who=WHO, pick=PICK, word=WORDS)
    def rename_agency(self, who: int, pick: int, word: str) -> None:
        self._try(who, lambda uow: uow.update(Agency, AGENCIES[pick], name=word))

    @rule(who=WHO, pick=PICK, to=PICK)
    def move_asset(self, who: int, pick: int, to: int) -> None:
        self._try(who, lambda uow: uow.update(Asset, ASSETS[pick], agency_id=AGENCIES[to]))

    @rule(who=WHO, pick=PICK, to=st.one_of(st.none(), PICK))
    def put_below(self, who: int, pick: int, to: int | None) -> None:
        parent = None if to is None else AGENCIES[to]
        self._try(who, lambda uow: uow.update(Agency, AGENCIES[pick], parent_id=parent))

    @rule(who=WHO, pick=PICK, to=st.one_of(st.none(), PICK))
    def combine(self, who: int, pick: int, to: int | None) -> None:
        target = None if to is None else ASSETS[to]
        self._try(who, lambda uow: uow.update(Asset, ASSETS[pick], merged_into=target))

    @rule(who=WHO, pick=PICK, both=st.booleans())
    def delete(self, who: int, pick: int, both: bool) -> None:
        self._try(who, lambda uow: uow.delete(Asset, ASSETS[pick]))
        if both:
            self._try(who, lambda uow: uow.delete(Agency, AGENCIES[pick]))

    @rule(who=WHO, pick=PICK)
    def clear_out(self, who: int, pick: int) -> None:
        """Delete an agency with all its assets in one action: another laptop may be using it."""

        def change(uow: object) -> None:
            assets = uow.session.scalars(select(Asset.id).where(Asset.agency_id == AGENCIES[pick], Asset.live)).all()
            uow.delete_many(Asset, assets)
            uow.delete(Agency, AGENCIES[pick])

        self._try(who, change)

    @rule(who=WHO, pick=PICK)
    def revive(self, who: int, pick: int) -> None:
        self._try(who, lambda uow: uow.update(Asset, ASSETS[pick], deleted=False))
        self._try(who, lambda uow: uow.update(Agency, AGENCIES[pick], deleted=False))

    @rule(who=WHO, pick=PICK, memory=st.sampled_from([16, 32]), os=WORDS)
    def describe_server(self, who: int, pick: int, memory: int, os: str) -> None:
        """Two laptops may create the same detail row, or edit the detail of a deleted asset."""
        row = detail_id(ASSETS[pick], "server_detail")

        def change(uow: object) -> None:
            there = uow.session.scalar(
                select(ServerDetail.id).where(ServerDetail.id == row, ServerDetail.stub.is_(False))
            )
            values = {"memory_gb": memory, "os": os, "hostname": os}
            if there is None:
                uow.create(ServerDetail, id=row, asset_id=ASSETS[pick], **values)
            else:
                uow.update(ServerDetail, row, **values)

        self._try(who, change)

    @rule(who=WHO, pick=PICK, word=WORDS)
    def add_asset(self, who: int, pick: int, word: str) -> None:
        self._try(who, lambda uow: uow.create(Asset, name=word, agency_id=AGENCIES[pick]))

    @rule(who=WHO, other=WHO)
    def found_agency(self, who: int, other: int) -> None:
        """A new agency, then an asset in it: the asset travels first."""
        row = new_id()
        self._try(who, lambda uow: uow.create(Agency, id=row, name="new"))
        self._try(who, lambda uow: uow.create(Asset, name="in new", agency_id=row))
        self.ship_newest(who, other, 1)

    @rule(
        who=WHO,
        other=WHO,
        picks=st.sampled_from([(0, 1), (1, 2), (0, 2)]),
        kind=st.sampled_from([Agency, Asset]),
        heal=st.booleans(),
    )
    def cross(self, who: int, other: int, picks: tuple[int, int], kind: type, heal: bool) -> None:
        """Two laptops put two records into each other, then meet; perhaps one of them thinks better of it."""
        rows = AGENCIES if kind is Agency else ASSETS
        key = "parent_id" if kind is Agency else "merged_into"
        one, two = rows[picks[0]], rows[picks[1]]
        self._try(who, lambda uow: uow.update(kind, one, **{key: two}))
        self._try(other, lambda uow: uow.update(kind, two, **{key: one}))
        self.ship_all(who, other)
        if heal:
            self._try(other, lambda uow: uow.update(kind, max(one, two), **{key: None}))
            self.look(other)

    @rule(who=WHO, pick=PICK, kind=st.sampled_from([Agency, Asset]))
    def uncross(self, who: int, pick: int, kind: type) -> None:
        rows = AGENCIES if kind is Agency else ASSETS
        key = "parent_id" if kind is Agency else "merged_into"
        self._try(who, lambda uow: uow.update(kind, rows[pick], **{key: None}))

    @rule(who=WHO, other=WHO, pick=PICK)
    def clear_out_while_used(self, who: int, other: int, pick: int) -> None:
        self.clear_out(who, pick)
        self.add_asset(other, pick, "late")
        self.ship_all(other, who)

    @rule(who=WHO, pick=PICK)
    def several_writes_in_one_action(self, who: int, pick: int) -> None:
        def change(uow: object) -> None:
            uow.update(Asset, ASSETS[pick], name="once")
            made = uow.create(Asset, name="new", agency_id=AGENCIES[0])
            uow.update(Asset, made, name="newer", brand="b")
            uow.update(Asset, ASSETS[pick], name="twice")
            uow.delete(Asset, made)

        self._try(who, change)

    @rule(who=WHO, pick=PICK)
    def roll_back(self, who: int, pick: int) -> None:
        store = self._at(who)
        before = store.data_version()
        try:
            with store.write(Actor("nobody")) as uow:
                uow.update(Asset, ASSETS[pick], name="never")
                raise KeyboardInterrupt
        except (KeyboardInterrupt, AppError):
            pass
        assert store.data_version() == before

    @rule(who=WHO, again=st.booleans())
    def turn_back(self, who: int, again: bool) -> None:
        try:
            undo(self._at(who), Actor("u"))
            if again:
                redo(self._at(who), Actor("u"))
        except AppError as refusal:
            assert str(refusal)

    @rule(who=WHO, pick=st.integers(0, 5), first=st.booleans())
    def settle(self, who: int, pick: int, first: bool) -> None:
        """A person decides a conflict; afterwards it no longer waits."""
        store = self._at(who)
        with store.read() as session:
            waiting = session.execute(
                select(Conflict.row, Conflict.field, Conflict.table).where(Conflict.field.in_(("name", "brand", "os")))
            ).all()
        if not waiting:
            return
        row, key, table = sorted(waiting)[pick % len(waiting)]
        self._try(who, lambda uow: uow.update(shape(table).kind, row, **{key: "decided" if first else "x"}))

    @rule(giver=WHO, taker=WHO, seed=st.integers(0, 10_000), share=st.integers(1, 4))
    def ship_some(self, giver: int, taker: int, seed: int, share: int) -> None:
        """Any subset, in any order, repeats included."""
        bodies = bodies_of(self._at(giver))
        rng = random.Random(seed)
        rng.shuffle(bodies)
        take(self._at(taker), bodies[: 1 + len(bodies) // share])

    @rule(giver=WHO, taker=WHO, last=st.integers(1, 3))
    def ship_newest(self, giver: int, taker: int, last: int) -> None:
        """Only the end of the story: children and edits before what they rest on."""
        take(self._at(taker), bodies_of(self._at(giver))[-last:])

    @rule(giver=WHO, taker=WHO)
    def ship_all(self, giver: int, taker: int) -> None:
        bodies = bodies_of(self._at(giver))
        take(self._at(taker), bodies)
        assert take(self._at(taker), bodies) == 0

    @rule(who=WHO, seed=st.integers(0, 10_000), share=st.integers(1, 4))
    def set_aside(self, who: int, seed: int, share: int) -> None:
        """Some of what came from others no longer counts; their makers never learn of it."""
        store = self._at(who)
        with store.read() as session:
            came = select(Changeset.n).where(Changeset.replica != store.replica, Changeset.verb != "genesis")
            numbers = sorted(session.scalars(came))
        chosen = random.Random(seed).sample(numbers, len(numbers) // share)
        with store.connection() as connection:
            aside.set_aside(connection, chosen)
        self._compare(store)
        assert seed % 4 or check(store) == []

    @rule(who=WHO, seed=st.integers(0, 10_000), share=st.integers(1, 2))
    def fold_again(self, who: int, seed: int, share: int) -> None:
        store = self._at(who)
        with store.connection() as connection:
            numbers = sorted(chain.aside(connection))
            aside.fold_again(connection, random.Random(seed).sample(numbers, len(numbers) // share))
        self._compare(store)

    @rule(giver=WHO, taker=WHO, pick=PICK, word=WORDS, last=st.integers(1, 4), gone=st.booleans(), back=st.booleans())
    def change_ones_mind(self, giver: int, taker: int, pick: int, word: str, last: int, gone: bool, back: bool) -> None:
        """What came a moment ago is set aside, worked on, and perhaps folded in again."""
        self.describe_server(giver, pick, 32, word)
        self.edit_asset(giver, pick, word, "name")
        self.ship_all(giver, taker)
        if gone:
            self.delete(taker, pick, False)
        store = self._at(taker)
        with store.read() as session:
            came = select(Changeset.n).where(Changeset.replica == self._at(giver).replica)
            numbers = session.scalars(came.order_by(Changeset.n.desc()).limit(last)).all()
        store = self._at(taker)
        with store.connection() as connection:
            aside.set_aside(connection, numbers)
        self._compare(store)
        assert check(store) == []
        self.edit_asset(taker, pick, word, "brand")
        self.ship_some(giver, taker, pick, 1)
        self._compare(store)
        if back:
            with store.connection() as connection:
                aside.fold_again(connection, numbers)
            self._compare(store)

    @rule(giver=WHO, taker=WHO)
    def describe_in_vain(self, giver: int, taker: int) -> None:
        """The host name that an asset is found by came with what is set aside."""
        row = new_id()
        self._try(giver, lambda uow: uow.create(Asset, id=row, name="server"))
        detail = {"id": detail_id(row, "server_detail"), "asset_id": row, "hostname": "host"}
        self._try(giver, lambda uow: uow.create(ServerDetail, **detail))
        self.ship_all(giver, taker)
        store = self._at(taker)
        with store.connection() as connection:
            (newest,) = chain.numbers(connection, [parse(bodies_of(self._at(giver))[-1]).id]).values()
            aside.set_aside(connection, [newest])
        assert check(store) == []

    @rule(who=WHO, other=WHO, word=WORDS)
    def tell_backwards(self, who: int, other: int, word: str) -> None:
        """The last word on an asset arrives before the asset itself."""
        row = new_id()
        self._try(who, lambda uow: uow.create(Asset, id=row, name="first", brand="b"))
        self._try(who, lambda uow: uow.update(Asset, row, name=word))
        for body in reversed(bodies_of(self._at(who))[-2:]):
            take(self._at(other), [body])
        self.look(other)

    @rule(who=WHO, other=WHO, pick=PICK)
    def verify_both(self, who: int, other: int, pick: int) -> None:
        self.verify(who, pick, who % 4)
        self.verify(other, pick, 3 - who % 4)
        self.ship_all(who, other)
        self.look(other)

    @rule(who=WHO, other=WHO, pick=PICK)
    def lose_the_middle(self, who: int, other: int, pick: int) -> None:
        """An agency is founded below another, leaves it, then takes it in; its leaving gets lost on the way."""
        row = new_id()
        self._try(who, lambda uow: uow.create(Agency, id=row, name="new", parent_id=AGENCIES[pick]))
        self._try(who, lambda uow: uow.update(Agency, row, parent_id=None))
        self._try(who, lambda uow: uow.update(Agency, AGENCIES[pick], parent_id=row))
        first, _lost, last = bodies_of(self._at(who))[-3:]
        take(self._at(other), [first, last])
        self.look(other)
        self._try(other, lambda uow: uow.update(Agency, AGENCIES[pick], parent_id=None))
        self.look(other)

    @rule(who=WHO, pick=PICK, word=WORDS, years=st.sampled_from([-40, 40]))
    def hear_a_wrong_clock(self, who: int, pick: int, word: str, years: int) -> None:
        """A laptop whose clock is years off changed what `who` knows."""
        store = self._at(who)
        with store.read() as session:
            stands = heads.explicit(session.connection(), [ASSETS[pick]], ["name"]).get(ASSETS[pick], {})
            numbers = list(stands.get("name", ())) or [
                session.scalar(select(Asset.born).where(Asset.id == ASSETS[pick]))
            ]
            names = session.scalars(select(Changeset.id).where(Changeset.n.in_(numbers))).all()
        take(store, [written_at(datetime.now(UTC) + timedelta(365 * years), ASSETS[pick], word, names)])
        self.look(who)
        self.edit_asset(who, pick, "after", "name")
        self.look(who)

    @rule(who=WHO, pick=PICK, when=st.integers(0, 3))
    def verify(self, who: int, pick: int, when: int) -> None:
        """Two people who saw the same thing do not contradict each other."""
        at = EPOCH + timedelta(when)
        self._try(who, lambda uow: uow.update(Asset, ASSETS[pick], verified_at=at, verified_by=f"u{who}"))

    @rule(who=WHO)
    def restore_backup(self, who: int) -> None:
        """A laptop goes on from an old copy under the same name: its chain has two branches."""
        if len(self.stores) < MOST_REPLICAS:
            source = self._at(who)
            with source.connection() as connection:
                connection.execute(text("SELECT 1"))
            source.close()
            with source._engine.connect() as raw:
                raw.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            self._add(source.path, new_replica=False)

    @rule(who=WHO)
    def look(self, who: int) -> None:
        self._compare(self._at(who))
