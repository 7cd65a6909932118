"""What is drawn of readiness: the heat of agencies, one agency, the records behind; a past day and comparisons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from stage import Stage

from spbe_assets.domain.comparison import Turn
from spbe_assets.domain.readiness import State
from spbe_assets.formats import today
from spbe_assets.services.comparing import Point
from ui import navigation

Scene = Callable[[Stage], object]


def _shown(stage: Stage) -> Any:
    screen = stage.go(navigation.READINESS)
    for _wait in range(20):
        if screen.assessment is None:
            stage.settle(500)
    return screen


def _past(stage: Stage) -> None:
    screen = _shown(stage)
    screen.scope.choose_day(today() - timedelta(days=60))
    stage.settle(5000)


def _ask(show: Callable[[Any], object]) -> Scene:
    def scene(stage: Stage) -> None:
        show(_shown(stage))
        stage.settle(400)

    return scene


def _compared(stage: Stage) -> None:
    screen = _shown(stage)
    screen.scope.choose_day(None)
    frozen = screen.comparing.frozen
    before = Point(frozen[-1].as_of, frozen[-1].id) if frozen else Point(today() - timedelta(days=90))
    screen.differences.comparison = None
    screen.comparing.compare(before, Point(today()))
    for _wait in range(40):
        if screen.differences.comparison is None:
            stage.settle(500)
    stage.settle(400)


def _criteria(stage: Stage) -> None:
    """The editor of criteria, with the effect of one change."""
    editor = _shown(stage).edit_criteria()
    stage.settle(2500)
    editor.frame.list.choose("net-bandwidth")
    editor.frame.form.weight.setValue(20)
    stage.settle(4000)


def _registers(screen: Any) -> None:
    screen.table.choose(screen.assessment.agencies[4].id)
    screen.state_registers()


def _records(stage: Stage) -> None:
    _compared(stage)
    pane = stage.screen.differences.pane
    lines = pane.criteria.lines.lines
    line = next((one for one in lines if one.links and one.links[0].state in (Turn.NEW, Turn.WORSE)), lines[0])
    pane.criteria.opened.emit(line.key, line.links[0].state if line.links else Turn.WORSE)
    stage.settle(300)


def _behind(screen: Any) -> None:
    line = screen.pane.criteria.lines.lines[0]
    screen.pane.records_asked.emit(line.key, State.LOST)


def _report(stage: Stage) -> None:
    _ask(lambda screen: screen.strip.preview())(stage)
    stage.settle(3000)


SCENES: dict[str, Scene] = {
    "readiness-past": _past,
    "readiness-freeze": _ask(lambda screen: screen.comparing.ask_freeze(None)),
    "readiness-compare-ask": _ask(lambda screen: screen.comparing.ask_compare()),
    "readiness-compare": _compared,
    "readiness-compare-records": _records,
    "readiness": _ask(lambda _screen: None),
    "readiness-agency": _ask(lambda screen: screen.table.choose(screen.assessment.agencies[4].id)),
    "readiness-region": _ask(lambda screen: screen.scope.choose(screen.assessment.regions[1].id)),
    "readiness-regions": _ask(lambda screen: screen.scope.switch.choose(1)),
    "readiness-behind": _ask(_behind),
    "readiness-report": _report,
    "readiness-criteria": _criteria,
    "readiness-registers": _ask(_registers),
    "readiness-forms": _ask(lambda screen: screen.more_button.click()),
}
