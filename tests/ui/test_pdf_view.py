"""The preview of a PDF: pages, zoom, keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from ui.context import AppContext
from ui.widgets.pdf_pages import draw_page, page_sizes
from ui.widgets.pdf_view import PdfView


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Five pages, all blue."""
    path = tmp_path / "five.pdf"
    canvas = Canvas(str(path), pagesize=(300, 400))
    for _page in range(5):
        canvas.setFillColorRGB(0, 0, 1)
        canvas.rect(0, 0, 300, 400, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def view(qtbot: QtBot, context: AppContext, file: Path) -> PdfView:
    made = PdfView(context)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    with qtbot.waitSignal(made.opened):
        made.open(file)
    return made


def test_a_page_is_drawn_as_plain_bytes(file: Path) -> None:
    assert page_sizes(file) == [(300, 400)] * 5
    picture = draw_page(file, 0, 0.5)
    assert (picture.width, picture.height) == (150, 200)
    assert picture.pixels[:3] == b"\xff\x00\x00"  # blue first


def test_the_page_appears(qtbot: QtBot, view: PdfView) -> None:
    middle = view.pages.viewport().rect().center()
    qtbot.waitUntil(lambda: view.pages.viewport().grab().toImage().pixelColor(middle) == QColor("#0000FF"))
    assert view.where.text() == "page 1 of 5"


def test_the_keyboard_goes_from_page_to_page(qtbot: QtBot, view: PdfView) -> None:
    for key, page in ((Qt.Key.Key_PageDown, 2), (Qt.Key.Key_End, 5), (Qt.Key.Key_PageUp, 4), (Qt.Key.Key_Home, 1)):
        qtbot.keyClick(view.pages, key)
        assert view.where.text() == f"page {page} of 5"
    assert not view.before_button.isEnabled() and view.after_button.isEnabled()


def test_zoom_fits_a_page_or_shows_it_as_on_paper(qtbot: QtBot, view: PdfView) -> None:
    fitting = view.pages.factor
    assert view.pages.zoom is None and fitting < 1
    qtbot.keyClick(view.pages, Qt.Key.Key_End)
    view.real_button.click()
    assert view.zoom.text() == "100%" and view.where.text() == "page 5 of 5"
    qtbot.keyClick(view.pages, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom.text() == "150%"
    qtbot.keyClick(view.pages, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view.pages, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.pages.factor == fitting
    view.resize(900, 700)
    assert view.pages.factor > fitting


def test_clearing_shows_nothing(view: PdfView) -> None:
    view.clear()
    assert view.page_count == 0 and view.where.text() == "" and not view.fit_button.isEnabled()
