"""What is drawn of the plan: needs, what a budget buys, scenarios side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stage import Stage

from spbe_assets.services import plans, scenarios
from ui import navigation

Scene = Callable[[Stage], object]


def _plan(show: Callable[[Any], object]) -> Scene:
    def scene(stage: Stage) -> None:
        screen = stage.go(navigation.PLAN)
        for _wait in range(20):
            if screen.survey is None:
                stage.settle(500)
        show(screen)
        for _wait in range(40):
            if screen.planning.isVisible() and not screen.planning.side.curve.top:
                stage.settle(500)
        stage.settle(600)

    return scene


def _scenarios(stage: Stage) -> None:
    """Two kept plans, of which one is chosen."""
    _plan(lambda screen: None)(stage)
    screen = stage.screen
    year = screen.survey.year

    def keep(uow: Any, _progress: object) -> None:
        small = plans.work_out(screen.survey, plans.terms({year: 2_000_000_000}))
        large = plans.work_out(screen.survey, plans.terms({year: 2_000_000_000, year + 1: 2_000_000_000}))
        scenarios.choose(uow, scenarios.keep(uow, small, "DPA 2027"))
        scenarios.keep(uow, large, "RKPD 2027–2028")

    stage.context.write(keep, "plan")
    stage.settle(9000)
    screen.switch.choose(2)
    stage.settle(800)


SCENES: dict[str, Scene] = {
    "plan-needs": _plan(lambda screen: None),
    "plan": _plan(lambda screen: screen.switch.choose(1)),
    "plan-compare": _scenarios,
    "plan-need": _plan(lambda screen: screen.open_need(screen.survey.needs[3])),
    "plan-prices": _plan(lambda screen: screen.open_prices()),
    "plan-shares": _plan(lambda screen: screen.planning.ask_limits()),
}
