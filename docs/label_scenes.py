"""What is drawn of labels and scanning: each step of the assistant, its dialogs, and codes that were scanned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from samples import crest
from stage import Stage

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.labels import OFFICIAL, ContentSize, Symbology
from spbe_assets.domain.vocabulary import AssetClass
from spbe_assets.labels import printers
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.services import listing
from ui import navigation
from ui.labels.design_box import CODES, SIZES
from ui.labels.what_box import ALL, BLANK, FILE, LINKS, OUTDATED, PILE, UNLABELLED
from ui.scanning.dialog import ScanDialog
from ui.screens.labels import CONTENT, PAPER, PLACE, PRINT, WHAT

Scene = Callable[[Stage], object]
WANTED = AssetFilter(classes=frozenset({AssetClass.NETWORK}))
UNKNOWN = "SN-PF3K2299"
TINY, ROLL, TAPE, WIDE = "avery-l4731", "roll-50x30", "brother-tze-24", "avery-l7163"
THERMAL = Printer("Zebra gudang", PrinterKind.ZPL, 203, "tcp://192.168.1.50:9100")


def _step(
    step: int, act: Callable[[Any], object] = lambda _screen: None, paper: str = stocks.DEFAULT, printer: str = ""
) -> Scene:
    """A step for the network devices on a paper, all else as at first, and what is done there."""

    def scene(stage: Stage) -> None:
        screen = stage.go(navigation.LABELS, WANTED)
        _begin(stage, screen, paper, printer)
        screen.show_step(step)
        stage.settle(1500)
        act(screen)
        stage.settle(1000)

    return scene


def _begin(stage: Stage, screen: Any, paper: str, printer: str) -> None:
    if THERMAL not in printers.thermal(stage.context.store):
        printers.save(stage.context.store, THERMAL)
    box = screen.place.printers
    box.ask_system()
    box.box.setCurrentIndex(box.box.findText(printer) if printer else 0)
    box.box.activated.emit(box.box.currentIndex())
    screen.paper.choose(paper)
    _design(screen, None, Symbology.QR)


def _design(screen: Any, size: ContentSize | None, code: Symbology, note: str = "", *, whole: bool = False) -> None:
    """Choose a design; `whole` says everything there is to say."""
    design = screen.design
    design.kind.setCurrentIndex([one for one, _text in SIZES].index(size))
    design.code.setCurrentIndex([one for one, _text in CODES].index(code))
    for part, box in design.parts.items():
        box.setChecked(whole or part in OFFICIAL)
    design.note.setText(note)
    design.note.editingFinished.emit()


def _what(key: str) -> Callable[[Any], object]:
    return lambda screen: screen.what.what.choose(key)


def _listed(screen: Any) -> None:
    path = Path(mkdtemp(prefix="spbe-assets-tags-")) / "tag.txt"
    path.write_text("\n".join((UNKNOWN, *_tags(screen.context, 30))), "utf-8")
    screen.what.what.choose(FILE)
    screen.what.read_file(path)


def _logo(screen: Any) -> None:
    screen.design.logo.read(crest(Path(mkdtemp(prefix="spbe-assets-logo-"))))
    _design(screen, ContentSize.FULL, Symbology.QR, "Layanan: 0761-12345", whole=True)


def _again(screen: Any) -> None:
    """Print everything once, so that the reason is asked the second time."""
    screen.save(Path(mkdtemp(prefix="spbe-assets-labels-")) / "label.pdf")


def _editor(paper: str) -> Scene:
    return _step(PAPER, lambda screen: screen.paper.edit_own(), paper)


def _scan(stage: Stage) -> None:
    stage.inventory(AssetFilter())
    stage.window.scan(UNKNOWN)


def _known(stage: Stage) -> None:
    stage.inventory(AssetFilter())
    stage.window.open_scan()
    _dialog(stage).take_scan(_tags(stage.context, 1)[0])


def _empty(stage: Stage) -> None:
    stage.inventory(AssetFilter())
    stage.window.open_scan()
    _dialog(stage).start_anew()


def _tags(context: Any, limit: int) -> list[str]:
    return [row.tag for row in context.read(lambda session: listing.first_answer(session, WANTED, limit=limit)).rows]


def _dialog(stage: Stage) -> ScanDialog:
    return next(one for one in stage.window.findChildren(ScanDialog) if one.isVisible())


def _pile(stage: Stage) -> None:
    stage.inventory(AssetFilter())
    stage.window.open_scan()
    for code in (*_tags(stage.context, 4), UNKNOWN):
        _dialog(stage).take_scan(code)


SCENES: dict[str, Scene] = {
    "labels": _step(WHAT),
    "labels-unlabelled": _step(WHAT, _what(UNLABELLED)),
    "labels-outdated": _step(WHAT, _what(OUTDATED)),
    "labels-all": _step(WHAT, _what(ALL)),
    "labels-links": _step(WHAT, _what(LINKS)),
    "labels-pile": _step(WHAT, _what(PILE)),
    "labels-file": _step(WHAT, _listed),
    "labels-blank": _step(WHAT, _what(BLANK)),
    "labels-paper": _step(PAPER),
    "labels-paper-tape": _step(PAPER, paper=TAPE),
    "labels-content": _step(CONTENT),
    "labels-content-bars": _step(CONTENT, lambda screen: _design(screen, None, Symbology.CODE128)),
    "labels-content-logo": _step(CONTENT, _logo, WIDE),
    "labels-content-flag": _step(CONTENT, lambda screen: _design(screen, ContentSize.CABLE, Symbology.QR), TAPE),
    "labels-content-tiny": _step(CONTENT, paper=TINY),
    "labels-place": _step(PLACE),
    "labels-place-tiny": _step(PLACE, paper=TINY),
    "labels-place-thermal": _step(PLACE, paper=ROLL, printer=THERMAL.name),
    "labels-print": _step(PRINT),
    "labels-print-tiny": _step(PRINT, paper=TINY),
    "labels-print-tape": _step(PRINT, paper=TAPE),
    "labels-print-sheet-thermal": _step(PRINT, printer=THERMAL.name),
    "labels-print-blank": _step(PRINT, _what(BLANK)),
    "labels-print-again": _step(PRINT, _again),
    "label-paper": _editor(stocks.DEFAULT),
    "label-paper-tape": _editor(TAPE),
    "label-paper-roll": _editor(ROLL),
    "printer": _step(PLACE, lambda screen: screen.place.printers.adjust()),
    "printer-thermal": _step(PLACE, lambda screen: screen.place.printers.adjust(), paper=ROLL, printer=THERMAL.name),
    "thermal-printer": _step(PLACE, lambda screen: screen.place.printers.set_up()),
    "scan-empty": _empty,
    "scan-unknown": _scan,
    "scan-known": _known,
    "scan-pile": _pile,
}
