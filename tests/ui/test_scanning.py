"""The dialog that scans one thing after another: hand scanner, pictures, a scanner's file, and the camera."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import Listed
from spbe_assets.services import assets, label_ledger, labels, listing
from spbe_assets.services.scanning import Outcome
from spbe_assets.storage.store import Actor, Store
from tests.ui.inventory_data import fill
from ui import navigation
from ui.bulk.dialog import BulkDialog
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.palette.palette import Palette
from ui.preferences import Preferences
from ui.scanner import Scanner
from ui.scanning import camera, frames
from ui.scanning.camera import CameraBox
from ui.scanning.dialog import ScanDialog

COUNT = 40
COPY, LEFT, NO_KEYS = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, COUNT)


@pytest.fixture
def window(qtbot: QtBot, ids: list[Id], context: AppContext) -> Iterator[MainWindow]:
    made = MainWindow(Preferences(), lambda error: pytest.fail(repr(error)))
    qtbot.addWidget(made)
    made.attach(context)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made).__enter__()
    yield made
    for dialog in made.findChildren(ScanDialog):
        dialog.reject()  # a scanner of the next test would wait for it


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> ScanDialog:
    window.open_scan()
    made = window.findChild(ScanDialog)
    assert made is not None
    qtbot.waitUntil(lambda: made.box.hasFocus())
    return made


def settle(qtbot: QtBot, context: AppContext) -> None:
    QTest.qWait(1)
    qtbot.waitUntil(lambda: not context.is_busy, timeout=15_000)


def tag_of(context: AppContext, asset_id: Id) -> str:
    return str(context.read(lambda session: assets.detail(session, asset_id)).asset.get("tag"))


def scan(qtbot: QtBot, dialog: ScanDialog, context: AppContext, *texts: str) -> None:
    for text in texts:
        dialog.take_scan(text)
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=15_000)
    settle(qtbot, context)


def qr(text: str, scale: int = 6) -> Image.Image:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=scale)
    height, width = made.shape
    return Image.frombuffer("L", (width, height), made, "raw", "L", 0, 1)


def drop(target: QWidget, *paths: Path) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    entered = QDragEnterEvent(QPoint(5, 5), COPY, mime, LEFT, NO_KEYS)
    entered.ignore()
    QApplication.sendEvent(target, entered)
    if entered.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPoint(5, 5), COPY, mime, LEFT, NO_KEYS))
    return entered.isAccepted()


def shown(dialog: ScanDialog, row: int = 0) -> list[str]:
    return [str(dialog.pile.index(row, column).data()) for column in range(dialog.pile.columnCount())]


def test_a_key_and_the_palette_open_it(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F9)
    dialog = window.findChild(ScanDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.reject()
    window.open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    palette.box.setText("barcode")
    settle(qtbot, context)
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_each_scan_is_laid_on_the_pile_with_its_own_answer(
    qtbot: QtBot, dialog: ScanDialog, context: AppContext, ids: list[Id], store: Store
) -> None:
    tags = [tag_of(context, one) for one in ids[:6]]
    with store.read() as session:
        printed = list(labels.contents(session, listing.numbers_of(session, [ids[3]]).values()))
    with store.write(Actor("Sari"), "labels") as uow:
        label_ledger.record_prints(uow, printed, "avery-l7159")
    with store.write(Actor("Budi"), "edit") as uow:
        assets.update(uow, ids[3], {"name": "Another name"})
        assets.update(uow, ids[4], {"tag": str(uow.next_tags(1)[0])})
        for one in ids[8:10]:
            assets.update(uow, one, {"serial": "TWICE-1"})
    wrong = tags[2][:-1] + ("A" if tags[2][-1] != "A" else "B")
    codes = [f"SPBE:{tags[0]}", "SN-NOWHERE", "twice1", wrong, tags[3], tags[4]]
    scan(qtbot, dialog, context, *codes)
    assert [one.outcome for one in dialog.pile.scans] == [
        Outcome.ONE, Outcome.UNKNOWN, Outcome.SEVERAL, Outcome.MISTYPED, Outcome.OUTDATED, Outcome.SUPERSEDED,
    ]  # fmt: skip
    said = []
    for row in reversed(range(len(codes))):
        dialog.table.selectRow(row)
        keys = "".join(line.keys for line in dialog.answer.list.lines())
        said.append((dialog.answer.sentence.text(), keys))
    assert [keys for _sentence, keys in said][:3] == ["1", "NS", "12"]
    assert said[3][1].endswith("S") and said[4][1] == "1L" and said[5][1] == "1L"
    sentences = [sentence for sentence, _keys in said]
    assert sentences[0] == "" and len(set(sentences)) == len(sentences)
    assert "2 found" not in dialog.summary.text() and "1 found" in dialog.summary.text()


def test_a_code_that_is_scanned_again_lies_there_once_and_is_marked(
    qtbot: QtBot, dialog: ScanDialog, context: AppContext, ids: list[Id]
) -> None:
    first, second = tag_of(context, ids[0]), tag_of(context, ids[1])
    scan(qtbot, dialog, context, first, second, f"SPBE:{first}")
    assert [one.code for one in dialog.pile.scans] == [first, second]
    assert dialog.table.current() == dialog.pile.scans[0]


def test_the_hand_scanner_feeds_it_whatever_has_the_focus(
    qtbot: QtBot, window: MainWindow, dialog: ScanDialog, context: AppContext, ids: list[Id], dressed: QApplication
) -> None:
    scanner = Scanner(dressed, Preferences(), window.press)
    scanner.scanned.connect(window.scan)
    try:
        for part, asset_id in zip((dialog.box, dialog.table, dialog.answer.list), ids, strict=False):
            part.setFocus()
            QTest.keyClicks(part, tag_of(context, asset_id))
            QTest.keyClick(part, Qt.Key.Key_Return)
            settle(qtbot, context)
    finally:
        scanner.stop()
    assert [one.hits[0].id for one in dialog.pile.scans] == ids[:3]
    assert dialog.isVisible() and dialog.box.text() == ""


def test_typed_codes_open_with_enter_and_the_pile_is_kept(
    qtbot: QtBot, window: MainWindow, dialog: ScanDialog, context: AppContext, ids: list[Id]
) -> None:
    dialog.box.setText(tag_of(context, ids[5]))
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.box, Qt.Key.Key_Down)
    assert dialog.table.hasFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    screen: Any = window.current_screen()
    assert (screen.name, screen.assets.shown) == (navigation.INVENTORY, ids[5])
    window.open_scan()
    assert dialog.pile.rowCount() == 1
    dialog.foot.clear_button.click()
    assert dialog.pile.rowCount() == 0 and not dialog.foot.print_button.isEnabled()


def test_delete_takes_a_scan_off_the_pile(qtbot: QtBot, dialog: ScanDialog, context: AppContext, ids: list[Id]) -> None:
    for code in (tag_of(context, ids[0]), "SN-WRONG"):
        scan(qtbot, dialog, context, code)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert [one.hits[0].id for one in dialog.pile.scans] == [ids[0]]


def test_a_blank_label_is_put_on_the_record_that_is_open_and_then_found(
    qtbot: QtBot, window: MainWindow, context: AppContext, ids: list[Id], store: Store
) -> None:
    with store.write(Actor("Budi"), "labels blank") as uow:
        blank = labels.reserve_blank(uow, 1, "avery-l7159").tags[0]
    window.open_place(navigation.INVENTORY, ids[4])
    screen: Any = window.current_screen()
    qtbot.waitUntil(lambda: screen.on_show() is not None)
    window.open_scan()
    dialog = window.findChild(ScanDialog)
    assert dialog is not None
    scan(qtbot, dialog, context, f"SPBE:{blank}")
    with qtbot.waitSignal(context.done):
        qtbot.keyClick(dialog.table, Qt.Key.Key_P)
    settle(qtbot, context)
    assert tag_of(context, ids[4]) == blank
    assert dialog.pile.scans[0].hits[0].id == ids[4]
    assert shown(dialog)[-1] == "found"


def test_labels_are_printed_in_the_order_of_the_scans(
    qtbot: QtBot, window: MainWindow, dialog: ScanDialog, context: AppContext, ids: list[Id]
) -> None:
    wanted = [tag_of(context, ids[at]) for at in (7, 2, 5)]
    gone: list[tuple[str, object]] = []
    context.navigated.connect(lambda place, argument: gone.append((place, argument)))
    scan(qtbot, dialog, context, wanted[0], "SN-NOWHERE", *wanted[1:])
    with qtbot.waitSignal(dialog.taken) as taken:
        qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert taken.args == [wanted]
    assert gone == [(navigation.LABELS, Listed(tuple(wanted)))]
    settle(qtbot, context)


def test_what_was_found_is_shown_in_the_list_or_edited_together(
    qtbot: QtBot, window: MainWindow, dialog: ScanDialog, context: AppContext, ids: list[Id]
) -> None:
    scan(qtbot, dialog, context, *(tag_of(context, one) for one in ids[:3]))
    assert dialog.pile.as_filter() == AssetFilter(ids=frozenset(ids[:3]))
    dialog.foot.list_button.click()
    settle(qtbot, context)
    screen: Any = window.current_screen()
    assert screen.assets.list.model.record_count == 3
    window.open_scan()
    dialog.foot.edit_button.click()
    edit = window.findChild(BulkDialog)
    assert edit is not None and edit.isVisible()
    settle(qtbot, context)
    edit.reject()


def test_links_alone_are_listed_as_links(qtbot: QtBot, dialog: ScanDialog, context: AppContext) -> None:
    from spbe_assets.services import link_listing

    row = context.read(lambda session: link_listing.rows_first(session, LinkFilter(), limit=1))[0]
    scan(qtbot, dialog, context, row.tag)
    assert dialog.pile.as_filter() == LinkFilter(ids=frozenset({row.id}))
    assert not dialog.foot.edit_button.isEnabled()


def test_pictures_and_a_scanner_s_file_are_read_and_the_bad_ones_named(
    qtbot: QtBot, dialog: ScanDialog, context: AppContext, ids: list[Id], tmp_path: Path
) -> None:
    tags = [tag_of(context, one) for one in ids[:3]]
    qr(f"SPBE:{tags[0]}").save(tmp_path / "a.png")
    (tmp_path / "batch.txt").write_text(f"{tags[1]},10:11\n{tags[2]}\nSN-NOWHERE\n")
    Image.new("L", (99, 99)).save(tmp_path / "plain.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no")
    assert drop(dialog, *(tmp_path / name for name in ("a.png", "plain.png", "batch.txt", "broken.jpg")))
    settle(qtbot, context)
    assert [one.code for one in dialog.pile.scans] == [*tags, "SN-NOWHERE"]
    told = dialog.notice._title.text()
    assert "plain.png" in told and "broken.jpg" in told and "a.png" not in told
    assert dialog.summary.text() == "3 found · 1 not recorded"
    assert not drop(dialog, tmp_path / "sheet.xlsx")


def test_a_picture_that_is_dropped_on_the_window_opens_it(
    qtbot: QtBot, window: MainWindow, context: AppContext, ids: list[Id], tmp_path: Path
) -> None:
    qr(f"SPBE:{tag_of(context, ids[1])}").save(tmp_path / "a.png")
    assert drop(window, tmp_path / "a.png")
    dialog = window.findChild(ScanDialog)
    assert dialog is not None and dialog.isVisible()
    settle(qtbot, context)
    assert [one.hits[0].id for one in dialog.pile.scans] == [ids[1]]


def on_clipboard(picture: Image.Image) -> None:
    coloured = picture.convert("RGBA")
    size = (coloured.width, coloured.height)
    image = QImage(coloured.tobytes(), *size, size[0] * 4, QImage.Format.Format_RGBA8888).copy()
    QGuiApplication.clipboard().setImage(image)


def test_a_picture_on_the_clipboard_is_pasted_into_the_palette_and_into_the_dialog(
    qtbot: QtBot, window: MainWindow, context: AppContext, ids: list[Id]
) -> None:
    tags = [tag_of(context, one) for one in ids[:2]]
    on_clipboard(qr(f"SPBE:{tags[0]}"))
    window.open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    qtbot.keyClick(palette.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(ScanDialog)
    assert dialog is not None and dialog.isVisible() and not palette.isVisible()
    settle(qtbot, context)
    on_clipboard(qr(tags[1]))
    qtbot.keyClick(dialog.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, context)
    assert [one.code for one in dialog.pile.scans] == tags
    QGuiApplication.clipboard().setText("typed text")
    qtbot.keyClick(dialog.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.box.text() == "typed text"


def test_files_are_asked_for_with_a_key(qtbot: QtBot, dialog: ScanDialog) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    asked = dialog.findChild(QFileDialog)
    assert asked is not None
    assert any("*.txt" in one and "*.png" in one for one in asked.nameFilters())
    asked.reject()


class Frame:
    """What a camera of Qt gives, without a camera: a picture as NV12, rows padded to a whole multiple of 64 bytes."""

    MapMode = SimpleNamespace(ReadOnly=1)

    def __init__(self, picture: Image.Image, kind: str = "Format_NV12") -> None:
        self._picture, self._kind = picture, kind
        self._stride = -(-picture.width // 64) * 64
        self.mapped = 0

    def isValid(self) -> bool:
        return True

    def pixelFormat(self) -> Any:
        return SimpleNamespace(name=self._kind)

    def width(self) -> int:
        return self._picture.width

    def height(self) -> int:
        return self._picture.height

    def map(self, _mode: int) -> bool:
        self.mapped += 1
        return True

    def unmap(self) -> None:
        self.mapped -= 1

    def bytesPerLine(self, _plane: int) -> int:
        return self._stride * (4 if "RGB" in self._kind else 1)

    def bits(self, _plane: int) -> memoryview:
        mode = "RGBA" if "RGB" in self._kind else "L"
        padded = Image.new(mode, (self._stride, self._picture.height))
        padded.paste(self._picture.convert(mode), (0, 0))
        return memoryview(padded.tobytes())


def held_up(text: str) -> Image.Image:
    scene = Image.new("L", (1270, 720), 120)
    scene.paste(qr(text, 9).rotate(8, expand=True, fillcolor=255), (400, 150))
    return scene


@pytest.mark.parametrize("kind", ["Format_NV12", "Format_RGBA8888", "Format_ARGB8888"])
def test_a_frame_of_the_camera_is_read_in_any_format(kind: str) -> None:
    frame = Frame(held_up("SPBE:R7-00001-X"), kind)
    assert frames.codes(frame) == ["SPBE:R7-00001-X"]
    assert frame.mapped == 0
    assert frames.codes(Frame(held_up("X"), "Format_SamplerRect")) == []


def test_a_code_that_stays_in_the_camera_s_view_counts_once(
    qtbot: QtBot, dialog: ScanDialog, context: AppContext, ids: list[Id]
) -> None:
    dialog.camera.is_on = True
    for _again in range(2):
        dialog.camera._read_at = 0.0
        with qtbot.waitSignal(dialog.camera.seen):
            dialog.camera.take_frame(Frame(held_up(f"SPBE:{tag_of(context, ids[3])}")))
        settle(qtbot, context)
    assert [one.hits[0].id for one in dialog.pile.scans] == [ids[3]]
    dialog.reject()
    assert not dialog.camera.is_on


def test_where_the_camera_s_package_is_not_installed_it_says_what_to_do(
    qtbot: QtBot, dialog: ScanDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "MODULES", ("PySide6.QtNotThere",))
    qtbot.keyClick(dialog, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert "main.py camera" in dialog.notice._title.text()
    assert dialog.notice.isVisible() and not dialog.camera.is_on


@pytest.mark.qt_log_ignore("Couldn't (load|resolve)", "This plugin does not", extend=True)
def test_without_a_camera_it_says_so_and_closes_quietly(qtbot: QtBot, context: AppContext) -> None:
    if camera.what_is_missing():
        pytest.skip("Qt's multimedia part is not installed")
    box = CameraBox(context)
    qtbot.addWidget(box)
    with qtbot.waitSignal(box.said) as said:
        box.start()
    assert "No camera" in said.args[0]
    assert not box.is_on


@pytest.mark.qt_log_ignore("Couldn't (load|resolve)", "This plugin does not", extend=True)
def test_frames_that_qt_itself_delivers_are_read_off_the_gui_thread(qtbot: QtBot, context: AppContext) -> None:
    if camera.what_is_missing():
        pytest.skip("Qt's multimedia part is not installed")
    multimedia: Any = import_module(camera.MODULES[0])
    picture = held_up("SPBE:R7-00001-X")
    form = multimedia.QVideoFrameFormat(
        QSize(picture.width, picture.height), multimedia.QVideoFrameFormat.PixelFormat.Format_NV12
    )
    frame = multimedia.QVideoFrame(form)
    assert frame.map(multimedia.QVideoFrame.MapMode.WriteOnly)
    padded = Image.new("L", (frame.bytesPerLine(0), picture.height))
    padded.paste(picture, (0, 0))
    frame.bits(0)[: len(padded.tobytes())] = padded.tobytes()
    frame.unmap()
    box = CameraBox(context)
    qtbot.addWidget(box)
    box.is_on = True
    sink = multimedia.QVideoSink(box)
    sink.videoFrameChanged.connect(partial(box._on_frame, multimedia.QVideoFrame))
    with qtbot.waitSignal(box.seen) as seen:
        sink.setVideoFrame(frame)
    assert seen.args == [["SPBE:R7-00001-X"]]
