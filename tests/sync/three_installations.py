"""Three laptops that work offline by script and exchange packs, some of which get lost, come late, or come twice."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from spbe_assets.domain.changeset import CREATE
from spbe_assets.domain.errors import AppError, Refused
from spbe_assets.domain.ids import Id, derived_id, detail_id
from spbe_assets.domain.packs import Order, PackKind, PhotoChoice
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.paths import HOME_VARIABLE
from spbe_assets.services import assets, attachments, combining, conflicts, packs, peers, sweeps
from spbe_assets.storage import history, identity
from spbe_assets.storage.check import check
from spbe_assets.storage.columns import shape
from spbe_assets.storage.store import SETUP, Actor, Store
from spbe_assets.storage.tables import MERGEABLE, Agency, Asset, Attachment, Conflict, Room, ServerDetail, Sweep
from spbe_assets.storage.undo import redo, undo
from spbe_assets.storage.unit_of_work import UnitOfWork
from spbe_assets.sync import keys, merging, writing

AGENCIES = [derived_id("test agency", str(n)) for n in range(2)]
ROOMS = [derived_id("test room", str(n)) for n in range(3)]
PEOPLE = ("Budi", "Sari", "Rina")
WORDS = ("Server", "Router", "Switch", "Laptop", "UPS")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


class Laptop:
    """An installation with a home of its own; `entered` is every value that was ever typed here."""

    def __init__(self, folder: Path, person: str) -> None:
        self.person, self.actor = person, Actor(person)
        self.home = folder / f"{person}.home"
        self.backup = folder / f"{person}.backup"
        self.sit()
        Store.create(folder / f"{person}.spbe").close()
        self.store = _opened(folder / f"{person}.spbe")
        with self.store.write(self.actor, "installation") as uow:
            peers.rename_self(uow, replace(keys.card(self.store), name=f"Laptop {person}", person=person))
        self.card = keys.card(self.store)
        self.entered: list[tuple[str, Id, str, Any]] = []

    def back_up(self) -> None:
        self.store.close()
        shutil.copyfile(self.store.path, self.backup)

    def restore(self) -> None:
        """Go on from the backup, as a new installation."""
        self.sit()
        self.store.close()
        shutil.copyfile(self.backup, self.store.path)
        self.store = _opened(self.store.path)
        identity.settle(self.store, self.actor)
        self.card = keys.card(self.store)

    def sit(self) -> None:
        """From now on its account is the one that works."""
        os.environ[HOME_VARIABLE] = str(self.home)

    def act(self, change: Callable[[UnitOfWork], object], reason: str = "edit") -> None:
        """Do one action; a refusal with a sentence is a fine answer, and leaves nothing."""
        self.sit()
        noted = len(self.entered)
        try:
            with self.store.write(self.actor, reason) as uow:
                change(uow)
        except AppError as refusal:
            assert str(refusal)
            del self.entered[noted:]

    def enter(self, uow: UnitOfWork, kind: Any, row: Id, **values: Any) -> None:
        """Change fields, remembering what was typed where that was a change."""
        before = uow.session.execute(select(*(getattr(kind, key) for key in values)).where(kind.id == row)).first()
        uow.update(kind, row, **values)
        for (key, value), old in zip(values.items(), before or (), strict=False):
            if value != old:
                self.entered.append((kind.__tablename__, row, key, value))

    def send(self, to: Laptop | None, path: Path) -> Path:
        self.sit()
        fingerprint = to.card.fingerprint if to is not None else None
        order = Order(PackKind.RETURN, fingerprint, photos=PhotoChoice.ALL)
        writing.create(self.store, self.actor, order, path)
        return path

    def take(self, path: Path) -> int:
        self.sit()
        return merging.merge(self.store, self.actor, path).new_changesets


def _opened(path: Path) -> Store:
    store = Store.open(path)
    event.listen(store._engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF"))
    return store


class Field:
    """The three laptops, what they do, and the packs that are on their way."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng, self.folder = random.Random(seed), folder
        self.laptops = [Laptop(folder, person) for person in PEOPLE]
        self.under_way: list[tuple[Laptop, Path]] = []
        self._sent = 0
        self.meet()
        self.laptops[0].act(_furnish, SETUP)
        for other in self.laptops[1:]:
            other.take(self.laptops[0].send(other, self.name()))

    def meet(self) -> None:
        """Everybody accepts everybody's packs, also those of one who became a new installation."""
        for one in self.laptops:
            for other in self.laptops:
                if one is not other:
                    one.act(lambda uow, card=other.card: peers.enrol(uow, card.text), peers.ENROL)

    def work(self, actions: int) -> None:
        """Everybody does some things, alone."""
        for laptop in self.laptops:
            for _ in range(self.rng.randint(1, actions)):
                self.rng.choice(DEEDS)(self, laptop)

    def exchange(self) -> None:
        """Packs are written; some are lost, and those under way come in any order, now and then twice."""
        for giver in self.laptops:
            for taker in self.laptops:
                if giver is not taker and self.rng.random() < 0.5:
                    pack = giver.send(self.rng.choice([taker, None]), self.name())
                    if self.rng.random() < 0.7:
                        self.under_way.append((taker, pack))
        self.rng.shuffle(self.under_way)
        left = []
        for taker, pack in self.under_way:
            if self.rng.random() < 0.7:
                with suppress(Refused):  # it was for the installation that this one was before
                    taker.take(pack)
            if self.rng.random() < 0.3:
                left.append((taker, pack))
        self.under_way = left

    def settle(self) -> None:
        """Everything that is aside is merged again, and packs go round until nobody learns anything new."""
        for laptop in self.laptops:
            laptop.sit()
            for pack in _aside(laptop):
                if pack in _aside(laptop):  # not yet brought back with another
                    merging.fold_again(laptop.store, laptop.actor, pack)
        for _ in range(6):
            new = 0
            for giver in self.laptops:
                for taker in self.laptops:
                    if giver is not taker:
                        new += taker.take(giver.send(taker, self.name()))
            if not new:
                return
        raise AssertionError("the laptops keep telling each other something new")

    def name(self) -> Path:
        self._sent += 1
        return self.folder / f"{self._sent}.spbepack"

    def pick(self, laptop: Laptop, kind: Any = Asset) -> Id | None:
        """Some record that this laptop knows of."""
        with laptop.store.read() as session:
            rows = sorted(session.scalars(select(kind.id).where(kind.stub.is_(False))))
        return self.rng.choice(rows) if rows else None


def _furnish(uow: UnitOfWork) -> None:
    uow.create_many(Agency, [{"id": row, "name": f"Dinas {n}"} for n, row in enumerate(AGENCIES)])
    uow.create_many(Room, [{"id": r, "name": f"R. {n}", "agency_id": AGENCIES[0]} for n, r in enumerate(ROOMS)])


def _create(field: Field, laptop: Laptop) -> None:
    rng = field.rng
    values = {"name": rng.choice(WORDS), "serial": f"SN-{rng.randint(1000, 1009)}", "agency_id": rng.choice(AGENCIES)}

    def change(uow: UnitOfWork) -> None:
        row = assets.create(uow, values)
        laptop.entered += [("asset", row, key, value) for key, value in values.items()]

    laptop.act(change, "create")


def _edit(field: Field, laptop: Laptop) -> None:
    row, rng = field.pick(laptop), field.rng
    if row is not None:
        key = rng.choice(["name", "brand", "notes", "condition", "verified_at"])
        value: Any = f"{rng.choice(WORDS)} {rng.randint(1, 99)}"
        if key == "condition":
            value = rng.choice(list(Condition))
        elif key == "verified_at":
            value = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(rng.randint(0, 300))
        laptop.act(lambda uow: laptop.enter(uow, Asset, row, **{key: value}))


def _describe(field: Field, laptop: Laptop) -> None:
    row, memory = field.pick(laptop), field.rng.choice([16, 32, 64])
    if row is None:
        return
    detail = detail_id(row, "server_detail")

    def change(uow: UnitOfWork) -> None:
        known = select(ServerDetail.id).where(ServerDetail.id == detail, ServerDetail.stub.is_(False))
        if uow.session.scalar(known) is None:
            uow.create(ServerDetail, id=detail, asset_id=row, memory_gb=memory)
            laptop.entered.append(("server_detail", detail, "memory_gb", memory))
        else:
            laptop.enter(uow, ServerDetail, detail, memory_gb=memory)

    laptop.act(change)


def _move(field: Field, laptop: Laptop) -> None:
    row, room = field.pick(laptop), field.rng.choice(ROOMS)
    if row is not None:
        laptop.act(lambda uow: laptop.enter(uow, Asset, row, room_id=room))


def _delete(field: Field, laptop: Laptop) -> None:
    row = field.pick(laptop)
    if row is not None:
        laptop.act(lambda uow: assets.delete(uow, [row]), "delete")


def _clear_out(field: Field, laptop: Laptop) -> None:
    """A room goes with nothing in it any more; others may be using it."""
    room = field.rng.choice(ROOMS)

    def change(uow: UnitOfWork) -> None:
        inside = uow.session.scalars(select(Asset.id).where(Asset.room_id == room, Asset.live)).all()
        uow.update_many(Asset, {row: {"room_id": None} for row in inside})
        uow.delete(Room, room)

    laptop.act(change, "delete")


def _photograph(field: Field, laptop: Laptop) -> None:
    row, number = field.pick(laptop), field.rng.randint(0, 1 << 30)
    if row is not None:
        ready = attachments.Ready("photo", f"Foto {number}", PNG + number.to_bytes(4, "big"), "image/png", None)
        laptop.act(lambda uow: attachments.add(uow, "asset", row, ready), "attach")


def _combine(field: Field, laptop: Laptop) -> None:
    one, other = field.pick(laptop), field.pick(laptop)
    if one is not None and other is not None:
        laptop.act(lambda uow: combining.combine(uow, "asset", one, other, {}), "combine")


def _sweep(field: Field, laptop: Laptop) -> None:
    row, room, sweep = field.pick(laptop), field.rng.choice(ROOMS), field.pick(laptop, Sweep)

    def change(uow: UnitOfWork) -> None:
        going = sweep if sweep is not None else sweeps.start(uow, AGENCIES[0], ROOMS)
        sweeps.see(uow, going, room, f"kode {field.rng.randint(1, 9)}", Condition.LIGHT_DAMAGE)
        if row is not None:
            sweeps.see_asset(uow, going, room, row)
        if field.rng.random() < 0.3:
            sweeps.finish_room(uow, going, room)

    laptop.act(change, "sweep")


def _decide(field: Field, laptop: Laptop) -> None:
    with laptop.store.read() as session:
        waiting = conflicts.every(session)
    if waiting:
        one, side = field.rng.choice(waiting).conflict, field.rng.choice(["here", "incoming"])
        laptop.act(lambda uow: conflicts.resolve(uow, one.table, one.row, one.field, side))


def _turn_back(field: Field, laptop: Laptop) -> None:
    laptop.sit()
    try:
        undo(laptop.store, laptop.actor)
        if field.rng.random() < 0.5:
            redo(laptop.store, laptop.actor)
    except AppError as refusal:
        assert str(refusal)


def _set_aside(field: Field, laptop: Laptop) -> None:
    with laptop.store.read() as session:
        standing = [row.id for row in packs.listed(session, packs.IN) if row.aside_at is None]
    if standing:
        laptop.sit()
        try:
            merging.set_aside(laptop.store, laptop.actor, field.rng.choice(standing))
        except AppError as refusal:
            assert str(refusal)


def _fold_again(field: Field, laptop: Laptop) -> None:
    left = _aside(laptop)
    if left:
        laptop.sit()
        merging.fold_again(laptop.store, laptop.actor, field.rng.choice(left))


def _back_up(_field: Field, laptop: Laptop) -> None:
    laptop.back_up()


def _restore(field: Field, laptop: Laptop) -> None:
    """What was done since the backup is only with another by now."""
    if laptop.backup.exists():
        other = field.rng.choice([one for one in field.laptops if one is not laptop])
        other.take(laptop.send(other, field.name()))
        laptop.restore()
        laptop.backup.unlink()
        field.meet()


def _aside(laptop: Laptop) -> list[str]:
    with laptop.store.read() as session:
        return [row.id for row in packs.listed(session, packs.IN) if row.aside_at is not None]


DEEDS = [
    *[_create] * 3, *[_edit] * 5, *[_move] * 2, _describe, _delete, _clear_out, _photograph, _combine, _sweep,
    *[_decide] * 2, _turn_back, _set_aside, _fold_again, _back_up, _restore,
]  # fmt: skip


def tables(laptop: Laptop) -> dict[str, Any]:
    """Everything people see, without local numbers; rows that nobody has written leave no trace."""
    found: dict[str, Any] = {}
    with laptop.store.read() as session:
        for name in MERGEABLE:
            of = shape(name)
            columns = [of.table.c[key] for key in ("id", *sorted(of.fields))]
            found[name] = sorted(map(repr, session.execute(select(*columns).where(of.table.c.stub.is_(False)))))
        found["conflict"] = sorted(map(repr, session.execute(select(Conflict.row, Conflict.field))))
    return found


def histories(laptop: Laptop) -> dict[tuple[str, Id], Any]:
    """What happened to every record."""
    with laptop.store.read() as session:
        rows = [(name, row) for name in MERGEABLE for row in session.scalars(select(MERGEABLE[name].id))]
        return {key: told for key in rows if (told := list(map(repr, history.of_row(session, *key))))}


def lost_values(laptop: Laptop, entered: list[tuple[str, Id, str, Any]]) -> list[Any]:
    """Those of the values that the history of their record does not tell of."""
    missing = []
    with laptop.store.read() as session:
        for table, row, key, value in entered:
            told = history.of_row(session, table, row)
            written = [(one.field, one.after) for one in told if one.field != CREATE]
            written += [pair for one in told if one.field == CREATE for pair in one.after.items()]
            if (key, value) not in written:
                missing.append((table, row.hex(), key, value))
    return missing


def photos(laptop: Laptop) -> tuple[int, int]:
    """How many photos are named, and how many of them have not come."""
    with laptop.store.read() as session:
        named = session.scalars(select(Attachment.sha256).where(Attachment.stub.is_(False))).all()
        return len(named), attachments.missing_count(session)


def is_sound(laptop: Laptop) -> bool:
    laptop.sit()
    return check(laptop.store) == []
