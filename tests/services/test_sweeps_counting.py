"""Whatever is seen, moved, left and taken back: the counts are those that a plain model gives."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Status
from spbe_assets.services import agencies, assets, places, sweeps
from spbe_assets.services.sweeps import Counts, State
from spbe_assets.storage.store import Actor, Store

BUDI = Actor("Budi")
OUTSIDE = 2
"""The last of three rooms is not part of the sweep."""
THINGS = [
    (room, ours, status)
    for room in (0, 1, OUTSIDE, None)
    for ours in (True, False)
    for status in (Status.ACTIVE, Status.LOST)
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["see", "see", "see", "code", "move", "leave", "unsee"]),
        st.integers(0, len(THINGS) - 1),
        st.integers(0, 1),
    ),
    max_size=25,
)


@dataclass
class Model:
    """What was seen where, by plain rules: (room, thing) -> how it stood and where the register had it."""

    register: dict[int, Any] = field(default_factory=lambda: {n: thing[0] for n, thing in enumerate(THINGS)})
    lost: set[int] = field(default_factory=lambda: {n for n, thing in enumerate(THINGS) if thing[2] == Status.LOST})
    seen: dict[tuple[int, int], tuple[State, Any]] = field(default_factory=dict)
    placed: set[tuple[int, int]] = field(default_factory=set)
    codes: set[tuple[int, int]] = field(default_factory=set)

    def see(self, room: int, thing: int) -> None:
        if (room, thing) in self.seen:
            return
        home, ours = self.register[thing], THINGS[thing][1]
        if thing in self.lost:
            self.seen[room, thing] = (State.UNEXPECTED, None)
        elif home == room:
            self.seen[room, thing] = (State.FOUND, room)
        elif not ours:
            self.seen[room, thing] = (State.UNEXPECTED, home)
        elif home is None:
            self.seen[room, thing] = (State.FOUND, room)
            self.placed.add((room, thing))
            self.register[thing] = room
        else:
            self.seen[room, thing] = (State.WRONG_ROOM, home)

    def counts(self, room: int) -> tuple[int, ...]:
        here = [state for (where, _thing), (state, _home) in self.seen.items() if where == room]
        sighted = {thing for _room, thing in self.seen}
        missing = [
            n for n, home in self.register.items() if home == room and n not in self.lost and n not in sighted
        ]  # fmt: skip
        away = {
            thing for (_where, thing), (_state, home) in self.seen.items() if home == room
            and (room, thing) not in self.seen
        }  # fmt: skip
        found = here.count(State.FOUND)
        return (
            found + len(missing) + len(away), found, here.count(State.WRONG_ROOM), here.count(State.UNEXPECTED),
            sum(where == room for where, _code in self.codes), len(missing), len(away),
        )  # fmt: skip


class Program:
    """The same done by the program."""

    def __init__(self, folder: Path) -> None:
        path, self.rooms, self.things, self.sweep = _template()
        shutil.copy(path, folder / "s.spbe")
        self.store = Store.open(folder / "s.spbe")

    def sighting(self, room: int, thing: int) -> Id | None:
        with self.store.read() as session:
            lines = sweeps.room(session, self.sweep, self.rooms[room]).lines
        return next((line.sighting_id for line in lines if line.asset_id == self.things[thing]), None)

    def counts(self, room: int) -> tuple[int, ...]:
        with self.store.read() as session:
            view = sweeps.room(session, self.sweep, self.rooms[room])
            overview = sweeps.overview(session, self.sweep)
        assert {one.room_id: one.counts for one in overview.rooms}[self.rooms[room]] == view.counts
        assert overview.total == sum((one.counts for one in overview.rooms), Counts())
        counts = view.counts
        by_state = {state: sum(line.state is state for line in view.lines) for state in State}
        assert by_state[State.FOUND] == counts.found and by_state[State.MISSING] == counts.missing
        seen = counts.seen - counts.unknown
        assert counts.good + counts.light_damage + counts.heavy_damage + counts.no_condition == seen
        return (
            counts.expected, counts.found, counts.wrong, counts.unexpected, counts.unknown, counts.missing,
            counts.elsewhere,
        )  # fmt: skip


@cache
def _template() -> tuple[Path, list[Id], list[Id], Id]:
    path = Path(tempfile.mkdtemp(prefix="spbe-sweep-")) / "t.spbe"
    store = Store.create(path)
    with store.write(BUDI) as uow:
        ours, others = (agencies.find(uow.session, name) for name in ("Diskominfotik", "Dinas Kesehatan"))
        rooms = [places.create(uow, "room", {"name": f"R{n}", "agency_id": ours}) for n in range(3)]
        things = [
            assets.create(
                uow,
                {
                    "name": f"PC {n}", "agency_id": ours if own else others, "status": status,
                    "room_id": None if room is None else rooms[room],
                },
            )
            for n, (room, own, status) in enumerate(THINGS)
        ]  # fmt: skip
        sweep = sweeps.start(uow, ours, rooms[:OUTSIDE])
    store.close()
    return path, rooms, things, sweep


def _do(program: Program, model: Model, what: str, thing: int, room: int) -> None:
    with program.store.write(BUDI) as uow:
        if what == "see":
            sweeps.see_asset(uow, program.sweep, program.rooms[room], program.things[thing])
        elif what == "code":
            sweeps.see(uow, program.sweep, program.rooms[room], f"code {thing}")
    if what == "see":
        model.see(room, thing)
    elif what == "code":
        model.codes.add((room, thing))
    elif (room, thing) in model.seen:
        _settle(program, model, what, thing, room)


def _settle(program: Program, model: Model, what: str, thing: int, room: int) -> None:
    sighting = program.sighting(room, thing)
    assert sighting is not None
    with program.store.write(BUDI) as uow:
        {"move": sweeps.move_here, "leave": sweeps.leave, "unsee": sweeps.unsee}[what](uow, [sighting])
    if what == "move":
        model.register[thing] = room
        model.lost.discard(thing)
    elif what == "unsee":
        del model.seen[room, thing]
        if (room, thing) in model.placed and model.register[thing] == room:
            model.placed.discard((room, thing))
            model.register[thing] = None if not _was_moved(program, thing) else room


def _was_moved(program: Program, thing: int) -> bool:
    """Whether the register still names a room after a sighting that had filled it in was taken back."""
    from sqlalchemy import select

    from spbe_assets.storage.tables import Asset

    with program.store.read() as session:
        return session.scalar(select(Asset.room_id).where(Asset.id == program.things[thing])) is not None


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_the_counts_are_those_of_a_plain_model(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory(prefix="spbe-sweep-") as folder:
        program, model = Program(Path(folder)), Model()
        for what, thing, room in steps:
            _do(program, model, what, thing, room)
        for room in range(OUTSIDE):
            assert program.counts(room) == model.counts(room), (room, steps)
        program.store.close()
