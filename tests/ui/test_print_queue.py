"""A real queue of CUPS that makes PDFs, where this computer has one: what leaves it is what our PDF holds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import zxingcpp
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QRadioButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.domain.errors import Cancelled, Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.labels import pdf
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.printing import Order, Printed
from spbe_assets.labels.stock import Stock
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from tests.labels.samples import contents
from tests.ui.printed_pages import ON_SIDE, ROLL, SHEET, TAPE, WAIT_MS, Stops, assert_same, order, pages, sizes
from ui.context import AppContext
from ui.labels.paint_pages import dot_mm, paint_pages, set_up
from ui.labels.system_print import SystemPrint


@pytest.fixture
def queue(dressed: QApplication) -> str:
    for name in QPrinterInfo.availablePrinterNames():
        if "CUPS-PDF" in QPrinterInfo.printerInfo(name).makeAndModel():
            return name
    pytest.skip("no CUPS-PDF queue on this computer (package printer-driver-cups-pdf)")


@pytest.fixture
def arrived(qtbot: QtBot) -> Iterator[Callable[[], Path]]:
    """Waits for the next file that the queue makes; all of them are deleted afterwards."""
    pwd = pytest.importorskip("pwd")
    folder = Path(pwd.getpwuid(os.getuid()).pw_dir) / "PDF"  # CUPS knows nothing of another HOME
    before = set(folder.glob("*.pdf"))

    def arrive() -> Path:
        qtbot.waitUntil(lambda: bool(_whole(set(folder.glob("*.pdf")) - before)), timeout=WAIT_MS)
        found = _whole(set(folder.glob("*.pdf")) - before)[0]
        before.add(found)
        made.append(found)
        return found

    made: list[Path] = []
    yield arrive
    for path in made:
        path.unlink()


def _whole(paths: set[Path]) -> list[Path]:
    return [path for path in paths if b"%%EOF" in path.read_bytes()[-32:]]


def jobs(queue: str) -> int:
    lpstat = shutil.which("lpstat") or pytest.skip("no lpstat on this computer")
    done = subprocess.run([lpstat, "-W", "all", "-o", queue], capture_output=True, text=True, check=False)
    return len(done.stdout.splitlines())


@pytest.mark.parametrize("paper", [SHEET, ROLL, TAPE, ON_SIDE], ids=lambda paper: paper.id)
def test_a_queue_of_the_system_prints_at_exact_scale(
    queue: str, arrived: Callable[[], Path], tmp_path: Path, paper: Stock
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(queue)
    printer.setDocName(uuid4().hex)
    set_up(printer, paper)
    labels = list(contents(min(paper.cells, 24)))
    paint_pages(printer, order(paper), labels)
    file = arrived()
    pdf.render(tmp_path / "our.pdf", paper, labels, dot_mm=dot_mm(printer))
    # The queue goes by PostScript, which draws letters as dots and takes A4 as 595 points wide, 0.1 mm less than it is.
    within = 0.15 if paper is ON_SIDE else 0.1
    assert_same(file, tmp_path / "our.pdf", paper, share=0.01, within=within)
    width, height = sorted(sizes(file)[0])
    assert (width, height) == pytest.approx(sorted((paper.page_width, paper.page_height)), abs=25.4 / 72 / 2)


def test_nothing_is_sent_after_cancel(queue: str) -> None:
    before = jobs(queue)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(queue)
    set_up(printer, SHEET)
    with pytest.raises(Cancelled):
        paint_pages(printer, order(SHEET), list(contents(30)), Stops())
    assert jobs(queue) == before


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def filled(store: Store, budi: Actor) -> Store:
    with store.write(budi, "create") as uow:
        uow.create_many(Asset, [{"tag": f"A-{number:05d}", "name": f"PC {number}"} for number in range(1, 61)])
    return store


def test_a_run_goes_through_the_dialog_to_the_queue(
    qtbot: QtBot, context: AppContext, filled: Store, window: QWidget, queue: str, arrived: Callable[[], Path]
) -> None:
    printing = SystemPrint(context, window)
    wanted = Order(AssetFilter(), SHEET, copies=2, fit=Fit(1.0))
    printing.print_order(wanted, queue, window)
    qtbot.waitUntil(lambda: printing.dialog is not None)
    dialog = printing.dialog
    assert dialog is not None and dialog.isVisible() and dialog.maxPage() == 5
    for name, value in (("copies", 3), ("from", 2), ("to", 2)):
        spin = dialog.findChild(QSpinBox, name)
        assert isinstance(spin, QSpinBox) and (name != "copies" or not spin.isVisible())
        spin.setValue(value)
    choice = dialog.findChild(QRadioButton, "printRange")
    assert isinstance(choice, QRadioButton)
    choice.setChecked(True)
    with qtbot.waitSignal(printing.printed, timeout=WAIT_MS) as told:
        dialog.accept()
    printed: Printed = told.args[0]
    tags = [f"A-{number:05d}" for number in range(13, 25)]
    assert [content.tag for content in printed.contents] == tags
    assert (printed.run.pages, printed.run.labels, printed.run.next_cell) == (1, 24, 1)
    (page,) = pages(arrived())
    seen = zxingcpp.read_barcodes(page)
    assert sorted(one.text for one in seen) == sorted(f"SPBE:{tag}" for tag in tags * 2)


def test_the_dialog_can_be_left(qtbot: QtBot, context: AppContext, filled: Store, window: QWidget, queue: str) -> None:
    printing = SystemPrint(context, window)
    before = jobs(queue)
    printing.print_order(Order(AssetFilter(), SHEET), queue, window)
    qtbot.waitUntil(lambda: printing.dialog is not None)
    with qtbot.waitSignal(printing.cancelled):
        assert printing.dialog is not None
        printing.dialog.reject()
    assert jobs(queue) == before


def test_a_printer_that_is_gone_and_an_empty_run_are_told(
    qtbot: QtBot, context: AppContext, filled: Store, window: QWidget
) -> None:
    printing = SystemPrint(context, window)
    with qtbot.waitSignal(printing.failed) as told:
        printing.print_order(Order(AssetFilter(), SHEET), "no such printer", window)
    assert isinstance(told.args[0], Refused) and "no such printer" in str(told.args[0])
    with qtbot.waitSignal(printing.failed) as told:
        printing.print_order(Order(AssetFilter(text="no such thing"), SHEET), "no such printer", window)
    assert isinstance(told.args[0], Refused) and "no label to print" in str(told.args[0])
