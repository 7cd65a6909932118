"""What is drawn of labels and scanning: each step of the assistant, its dialogs, and codes that were scanned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stage import Stage

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.vocabulary import AssetClass
from spbe_assets.services import listing
from ui import navigation
from ui.labels.what_box import BLANK, PILE
from ui.scanning.dialog import ScanDialog
from ui.screens.labels import CONTENT, PAPER, PLACE, PRINT, WHAT

Scene = Callable[[Stage], object]
WANTED = AssetFilter(classes=frozenset({AssetClass.NETWORK}))
UNKNOWN = "SN-PF3K2299"


def _step(step: int, act: Callable[[Any], object] = lambda _screen: None) -> Scene:
    """A step for the network devices, and what is done there."""

    def scene(stage: Stage) -> None:
        screen = stage.go(navigation.LABELS, WANTED)
        screen.show_step(step)
        stage.settle(1500)
        act(screen)

    return scene


def _scan(stage: Stage) -> None:
    stage.inventory(AssetFilter())
    stage.window.scan(UNKNOWN)


def _pile(stage: Stage) -> None:
    stage.inventory(AssetFilter())
    found = stage.context.read(lambda session: listing.first_answer(session, WANTED, limit=4))
    stage.window.open_scan()
    dialog = next(one for one in stage.window.findChildren(ScanDialog) if one.isVisible())
    for code in (*(row.tag for row in found.rows), UNKNOWN):
        dialog.take_scan(code)


SCENES: dict[str, Scene] = {
    "labels": _step(WHAT),
    "labels-pile": _step(WHAT, lambda screen: screen.what.what.choose(PILE)),
    "labels-blank": _step(WHAT, lambda screen: screen.what.what.choose(BLANK)),
    "labels-paper": _step(PAPER),
    "labels-content": _step(CONTENT),
    "labels-place": _step(PLACE),
    "labels-print": _step(PRINT),
    "label-paper": _step(PAPER, lambda screen: screen.paper.edit_own()),
    "printer": _step(PLACE, lambda screen: screen.place.printers.adjust()),
    "thermal-printer": _step(PLACE, lambda screen: screen.place.printers.set_up()),
    "scan-unknown": _scan,
    "scan-pile": _pile,
}
