"""The content step: what is chosen is drawn at once, kept for the next time, and the logo for everybody."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.domain.labels import OFFICIAL, ContentSize, Design, Part, Problem, Symbology
from spbe_assets.labels import logo, stock
from spbe_assets.labels.drawing import Bars, Code, Picture, Text
from spbe_assets.services import settings
from ui.context import AppContext
from ui.labels.design_box import DESIGN_SETTING, DesignBox
from ui.labels.logo_box import svg_as_png

L7159 = stock.find("L7159")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40"/></svg>'


@pytest.fixture
def box(qtbot: QtBot, context: AppContext) -> DesignBox:
    made = DesignBox(context)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show_paper(L7159)
    made.show()
    return made


def drawn(box: DesignBox, kind: type) -> list:
    assert box.picture.drawing is not None
    return [item for item in box.picture.drawing.items if isinstance(item, kind)]


def kept(context: AppContext) -> dict[str, object]:
    return settings.installation(context.store, DESIGN_SETTING, {})


def test_who_chooses_nothing_gets_the_official_label(box: DesignBox) -> None:
    assert box.design == Design(None, Symbology.QR, OFFICIAL)
    assert drawn(box, Code)


def test_every_answer_is_drawn_and_told(qtbot: QtBot, box: DesignBox) -> None:
    with qtbot.waitSignal(box.changed):
        box.code.setCurrentIndex(1)
    assert box.design.symbology is Symbology.CODE128
    assert drawn(box, Bars) and not drawn(box, Code)
    with qtbot.waitSignal(box.changed):
        box.kind.setCurrentIndex(2)
    assert box.design.size is ContentSize.SMALL
    with qtbot.waitSignal(box.changed):
        QTest.keyClick(box.parts[Part.OWNER], Qt.Key.Key_Space)
    assert Part.OWNER not in box.design.parts


def test_the_order_of_parts_is_fixed(box: DesignBox) -> None:
    for part in Part:
        box.parts[part].setChecked(False)
    for part in (Part.ROOM, Part.OWNER, Part.SERIAL):
        box.parts[part].setChecked(True)
    assert box.design.parts == (Part.OWNER, Part.SERIAL, Part.ROOM)


def test_the_line_of_ones_own_is_drawn_while_it_is_typed_and_told_at_its_end(qtbot: QtBot, box: DesignBox) -> None:
    QTest.keyClicks(box.note, "Call 112", delay=40)
    assert "Call 112" in [item.text for item in drawn(box, Text)]
    with qtbot.waitSignal(box.changed):
        QTest.keyClick(box.note, Qt.Key.Key_Return)


def test_what_is_chosen_is_there_the_next_time(qtbot: QtBot, context: AppContext, box: DesignBox) -> None:
    box.kind.setCurrentIndex(1)
    box.code.setCurrentIndex(1)
    box.parts[Part.SERIAL].setChecked(True)
    box.note.setText("Call 112")
    box.note.editingFinished.emit()
    qtbot.waitUntil(lambda: kept(context).get("note") == "Call 112")
    again = DesignBox(context)
    qtbot.addWidget(again)
    assert again.design == box.design


@pytest.mark.parametrize("value", [None, "x", {"size": 7, "code": None, "parts": "x", "note": None}, {"parts": ["?"]}])
def test_what_another_version_kept_does_no_harm(qtbot: QtBot, context: AppContext, value: object) -> None:
    settings.set_installation(context.store, DESIGN_SETTING, value)
    made = DesignBox(context)
    qtbot.addWidget(made)
    assert made.design.symbology is Symbology.QR


def test_what_does_not_fit_is_said_below_the_picture(box: DesignBox) -> None:
    box.code.setCurrentIndex(1)
    box.show_paper(stock.find("roll-25x15"))
    assert box.picture.drawing is not None
    assert Problem.NARROW_BARS in {warning.problem for warning in box.picture.drawing.warnings}
    assert "QR codes are printed" in box.warnings.text()


def test_a_logo_is_shown_kept_for_the_province_and_removed(
    qtbot: QtBot, context: AppContext, box: DesignBox, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    Image.new("RGB", (800, 400), "navy").save(packed, "JPEG")
    (tmp_path / "logo.jpg").write_bytes(packed.getvalue())
    assert not box.logo.small.isVisible()
    with qtbot.waitSignal(context.changed):
        box.logo.read(tmp_path / "logo.jpg")
    assert box.design.logo == context.read(logo.kept)
    assert drawn(box, Picture) and box.logo.small.isVisible() and box.logo.remove_button.isVisible()
    other = DesignBox(context)
    qtbot.addWidget(other)
    qtbot.waitUntil(lambda: other.design.logo == box.design.logo)
    with qtbot.waitSignal(context.changed):
        box.logo.remove_button.click()
    assert box.design.logo == context.read(logo.kept) == b""
    assert not drawn(box, Picture)


def test_a_logo_that_was_taken_back_is_gone_here_too(
    qtbot: QtBot, context: AppContext, box: DesignBox, tmp_path: Path
) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)
    with qtbot.waitSignal(context.changed):
        box.logo.read(tmp_path / "logo.svg")
    assert box.design.logo
    with qtbot.waitSignal(context.changed):
        context.undo()
    box.refresh(None)
    qtbot.waitUntil(lambda: box.design.logo == b"")


def test_an_svg_becomes_a_picture_of_its_proportions(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)
    assert logo.proportion(svg_as_png(tmp_path / "logo.svg")) == 2.0


@pytest.mark.parametrize("content", [b"", b"text", b"<svg", b"<svg/>", SVG + b" " * 2_000_000])
def test_what_is_no_svg_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.svg").write_bytes(content)
    with pytest.raises(Invalid, match=r"logo\.svg can't be used as a logo"):
        svg_as_png(tmp_path / "logo.svg")


@pytest.mark.parametrize("name", ["missing.png", "missing.svg"])
def test_a_file_that_is_gone_is_told_in_the_message_bar(
    qtbot: QtBot, context: AppContext, box: DesignBox, tmp_path: Path, name: str
) -> None:
    with qtbot.waitSignal(context.error_raised) as raised:
        box.logo.read(tmp_path / name)
    assert isinstance(raised.args[0], AppError)
    assert name in str(raised.args[0])


def test_a_logo_that_another_version_wrote_does_no_harm(context: AppContext) -> None:
    for value in ("%%%", "aGVsbG8=", 7, None, ["x"]):
        with context.store.write(context.actor, "settings") as uow:
            settings.set_province(uow, logo.LOGO_SETTING, value)
        assert context.read(logo.kept) == b""
