"""What is drawn of field work: sweeps, packs, conflicts, things that are there twice, the progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stage import Stage
from two_laptops import TwoLaptops, work_apart

from spbe_assets.domain.packs import Scope
from ui import navigation

Scene = Callable[[Stage], object]
_worlds: dict[Any, TwoLaptops] = {}


def world(stage: Stage) -> TwoLaptops:
    """The two sides, which have worked apart since the first picture."""
    store = stage.context.store
    if store.path not in _worlds:
        _worlds[store.path] = work_apart(store)
        stage.context.look_for_foreign_changes()
    return _worlds[store.path]


def _exchange(argument: object = None) -> Scene:
    def scene(stage: Stage) -> None:
        world(stage)
        screen = stage.go(navigation.EXCHANGE)
        screen.show_argument(argument)
        stage.settle(900)

    return scene


def _plan(stage: Stage) -> None:
    pack = world(stage).pack
    stage.go(navigation.EXCHANGE, str(pack))
    stage.settle(1500)


def _hand_out(stage: Stage) -> None:
    of = world(stage)
    stage.go(navigation.EXCHANGE, Scope(rooms=(of.room,)))
    stage.settle(900)


def _sweeps(stage: Stage) -> None:
    world(stage)
    screen = stage.go(navigation.SWEEPS)
    if screen.at_work:
        screen.back()
    stage.settle(500)


def _sweep(stage: Stage) -> Any:
    of = world(stage)
    screen = stage.go(navigation.SWEEPS, (of.sweep, of.room))
    stage.settle(1200)
    return screen


def _field(side: int) -> Scene:
    def scene(stage: Stage) -> None:
        world(stage)
        stage.go(navigation.FIELD, side)
        stage.settle(900)

    return scene


SCENES: dict[str, Scene] = {
    "field-mine": _field(0),
    "field-progress": _field(1),
    "sweeps": _sweeps,
    "sweep": _sweep,
    "exchange": _exchange(),
    "exchange-plan": _plan,
    "exchange-conflicts": _exchange("conflicts"),
    "exchange-twice": _exchange("twice"),
    "exchange-missing": _exchange("missing"),
    "exchange-hand-over": _exchange("hand-over"),
    "exchange-hand-out": _hand_out,
}
