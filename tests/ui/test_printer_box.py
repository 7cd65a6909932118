"""Choosing a printer, setting up a thermal one, and what corrects each of them on a paper."""

from __future__ import annotations

import socket
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.domain.errors import AppError
from spbe_assets.labels import dots, printers
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.printers import Printer, PrinterKind
from ui.context import AppContext
from ui.labels.printer_box import NEW, PDF, PrinterBox, told
from ui.labels.printer_dialog import PrinterDialog
from ui.labels.thermal_form import FILE, NETWORK, QUEUE

SHEET = stocks.find(stocks.DEFAULT)
ROLL = stocks.find("roll-50x30")
ZEBRA = Printer("Zebra", PrinterKind.ZPL, 300, "tcp://10.1.2.3:9100")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def box(context: AppContext, window: QWidget) -> PrinterBox:
    made = PrinterBox(context, window)
    made.show_paper(SHEET)
    made.show()
    made.ask_system()
    return made


def choices(made: PrinterBox) -> list[str]:
    return [made.box.itemText(row) for row in range(made.box.count())]


def said(made: PrinterBox) -> str:
    return made.words.text().replace("\N{NO-BREAK SPACE}", " ")


def dialog(context: AppContext, window: QWidget, printer: Printer = NEW, stock: stocks.Stock = SHEET) -> PrinterDialog:
    made = PrinterDialog(context, printer, stock, ["Canon"], window)
    made.open()
    return made


def test_all_printers_are_offered_and_a_pdf_first(context: AppContext, window: QWidget) -> None:
    printers.save(context.store, ZEBRA)
    made = box(context, window)
    assert len(choices(made)) == 4 + len(QPrinterInfo.availablePrinterNames())  # PDF, Zebra, a line, and a new one
    assert choices(made)[0] == "PDF file" and "Zebra" in choices(made)
    assert made.printer == PDF and made.printer.kind is PrinterKind.PDF
    assert choices(made)[-1].startswith("Set up a thermal printer")


def test_the_printer_used_last_is_chosen_at_once(qtbot: QtBot, context: AppContext, window: QWidget) -> None:
    printers.save(context.store, ZEBRA)
    first = box(context, window)
    with qtbot.waitSignal(first.changed):
        first.box.setCurrentText("Zebra")
        first.box.activated.emit(first.box.currentIndex())
    assert first.printer == ZEBRA
    qtbot.waitUntil(lambda: printers.chosen(context.store) == "Zebra")
    assert PrinterBox(context, window).printer == ZEBRA


def test_a_printer_of_the_system_is_believed_until_it_is_gone(
    qtbot: QtBot, context: AppContext, window: QWidget
) -> None:
    printers.choose(context.store, "gone")
    made = PrinterBox(context, window)
    assert made.printer == Printer("gone", PrinterKind.SYSTEM)
    with qtbot.waitSignal(made.changed):
        made.show()
    assert made.printer == PDF and "gone" not in choices(made)


def test_each_paper_has_its_own_correction(context: AppContext, window: QWidget) -> None:
    printers.set_fit(context.store, "", SHEET.id, Fit(0.4, -0.2, 1.002))
    made = box(context, window)
    assert said(made) == "moved 0.4 / −0.2 mm · scaled to 100.2 %"
    assert made.fit_for(SHEET) == Fit(0.4, -0.2, 1.002) and made.fit_for(ROLL) == Fit()
    made.show_paper(ROLL)
    assert said(made) == told(Fit())


def test_adjusting_saves_and_tells(qtbot: QtBot, context: AppContext, window: QWidget) -> None:
    made = box(context, window)
    opened = made.adjust()
    assert opened.thermal is None and opened.remove_button.isHidden()
    opened.fit.right.setValue(1.25)
    with qtbot.waitSignal(made.changed):
        qtbot.mouseClick(opened.save_button, Qt.MouseButton.LeftButton)
    assert made.fit_for(SHEET) == Fit(1.25) and "1.25" in made.words.text()


def test_a_thermal_printer_is_set_up_chosen_and_removed(qtbot: QtBot, context: AppContext, window: QWidget) -> None:
    made = box(context, window)
    made.box.activated.emit(made.box.count() - 1)
    opened = window.findChild(PrinterDialog)
    assert isinstance(opened, PrinterDialog) and opened.thermal is not None and made.printer == PDF
    opened.thermal.name.setText("Gudang")
    opened.thermal.host.setText("10.1.2.3")
    opened.thermal.language.setCurrentIndex(1)
    opened.thermal.dpi.setCurrentIndex(1)
    with qtbot.waitSignal(made.changed):
        opened.save_button.click()
    assert made.printer == Printer("Gudang", PrinterKind.TSPL, 300, "tcp://10.1.2.3:9100")
    assert printers.thermal(context.store) == (made.printer,)

    again = made.adjust()
    assert again.thermal is not None and not again.thermal.name.isEnabled()
    with qtbot.waitSignal(made.changed):
        again.remove_button.click()
    assert made.printer == PDF and printers.thermal(context.store) == ()


@pytest.mark.parametrize(("address", "way"), [("tcp://[fe80::1]:9101", NETWORK), ("queue:TSC TTP", QUEUE), ("", FILE)])
def test_what_is_shown_is_what_was_set_up(
    qtbot: QtBot, context: AppContext, window: QWidget, address: str, way: int
) -> None:
    printer = Printer("X", PrinterKind.TSPL, 600, address)
    opened = dialog(context, window, printer)
    assert opened.printer == printer and opened.thermal is not None
    assert opened.thermal.details.currentIndex() == way
    qtbot.waitUntil(lambda: not context.is_busy)
    assert opened.printer == printer


@pytest.mark.parametrize(("name", "host"), [("", "10.1.2.3"), ("Canon", "10.1.2.3"), ("Zebra", "no such host")])
def test_what_cannot_be_right_is_said_and_nothing_kept(
    qtbot: QtBot, context: AppContext, window: QWidget, name: str, host: str
) -> None:
    opened = dialog(context, window)
    assert opened.thermal is not None
    opened.thermal.name.setText(name)
    opened.thermal.host.setText(host)
    opened.save_button.click()
    qtbot.waitUntil(lambda: not opened.note.isHidden())
    assert opened.note.text().endswith(".") and opened.isVisible()
    assert printers.thermal(context.store) == ()


def test_the_correction_follows_from_what_was_measured(context: AppContext, window: QWidget) -> None:
    printers.set_fit(context.store, "Canon", SHEET.id, Fit(0.5))
    opened = dialog(context, window, Printer("Canon", PrinterKind.SYSTEM))
    opened.fit.off_right.setValue(0.3)
    assert opened.fit.fit == Fit(0.2)
    opened.fit.off_down.setValue(-1.0)
    assert opened.fit.fit == Fit(0.2, 1.0)
    opened.fit.line.setValue(99.0)
    assert opened.fit.fit.scale == pytest.approx(1.0101)
    opened.fit.line.setValue(20.0)
    assert "measure it again" in opened.note.text().lower() and not opened.note.isHidden()
    opened.fit.line.setValue(99.0)
    assert opened.note.isHidden()


def test_a_test_page_on_a_thermal_printer_reaches_it(qtbot: QtBot, context: AppContext, window: QWidget) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        got: list[bytes] = []
        listening = Thread(target=_listen, args=(server, got))
        listening.start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        opened = dialog(context, window, Printer("Z", PrinterKind.ZPL, dots.DEFAULT, address), ROLL)
        opened.fit.right.setValue(0.5)
        opened.fit.off_right.setValue(0.1)
        with qtbot.waitSignal(opened.trial.printed, timeout=10_000):
            opened.test_button.click()
        listening.join(10)
    assert got[0].startswith(b"^XA") and b"^XZ" in got[0]
    assert opened.fit.off_right.value() == 0 and opened.note.property("kind") == "good"


def test_a_sheet_in_a_thermal_printer_is_refused_with_a_sentence(
    qtbot: QtBot, context: AppContext, window: QWidget
) -> None:
    opened = dialog(context, window, ZEBRA)
    with qtbot.waitSignal(opened.trial.failed):
        opened.test_button.click()
    assert "sheet" in opened.note.text()


def test_a_test_page_without_a_printer_becomes_a_file(
    qtbot: QtBot, context: AppContext, window: QWidget, tmp_path: Path
) -> None:
    opened = dialog(context, window, PDF)
    opened.test_button.click()
    asked = window.findChild(QFileDialog)
    assert isinstance(asked, QFileDialog)
    asked.setDirectory(str(tmp_path))
    asked.selectFile("test.pdf")
    with qtbot.waitSignal(opened.trial.printed, timeout=10_000):
        asked.accept()
    assert (tmp_path / "test.pdf").read_bytes().startswith(b"%PDF") and "test.pdf" in opened.note.text()


def test_an_unknown_printer_is_told(qtbot: QtBot, context: AppContext, window: QWidget) -> None:
    opened = dialog(context, window, Printer("no such printer", PrinterKind.SYSTEM))
    with qtbot.waitSignal(opened.trial.failed) as failed:
        opened.test_button.click()
    assert isinstance(failed.args[0], AppError) and "no such printer" in opened.note.text()


def test_corrections_are_told_with_a_true_minus() -> None:
    assert told(Fit(0.4, -0.2)) == "moved 0.4 / −0.2 mm"
    assert told(Fit(-1.0, 0.0, 0.9975)) == "moved −1 / 0 mm · scaled to 99.75 %"
    assert told(Fit()) == "Not corrected on this paper"


def _listen(server: socket.socket, got: list[bytes]) -> None:
    connection, _address = server.accept()
    with connection:
        got.append(b"".join(iter(lambda: connection.recv(65536), b"")))
