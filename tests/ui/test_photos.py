"""Photos and documents in the window: adding, refusing, looking, deleting; measurements of links."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.filters import LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.services import attachments, link_listing, links
from spbe_assets.services.attachments import AttachmentRow
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Attachment
from tests.services.test_attachments import camera_photo
from tests.ui.inventory_data import fill
from ui.context import AppContext
from ui.inventory.asset_pane import AssetPane
from ui.inventory.field_inputs import LineInput
from ui.inventory.link_pane import LinkPane
from ui.links.measurement_form import TABLE, MeasurementForm
from ui.links.measurements import MeasurementsPage
from ui.photos import copies
from ui.photos import pictures as pictures_module
from ui.photos.page import AttachmentsPage
from ui.photos.pictures import Pictures
from ui.photos.viewer import PhotoViewer


def photo(colour: str = "teal", width: int = 320, height: int = 200) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(output, "JPEG")
    return output.getvalue()


def settle(qtbot: QtBot, context: AppContext) -> None:
    qtbot.waitUntil(lambda: not context.is_busy, timeout=15_000)


@pytest.fixture
def asset(store: Store) -> Id:
    return fill(store, 3)[0]


@pytest.fixture
def page(qtbot: QtBot, context: AppContext, asset: Id) -> AttachmentsPage:
    made = AttachmentsPage(context, "asset", asset)
    qtbot.addWidget(made)
    made.resize(360, 600)
    made.show()
    return made


def kept(context: AppContext, record: Id, table: str = "asset") -> list[AttachmentRow]:
    return context.read(lambda session: attachments.of_record(session, table, record))


def attach(context: AppContext, qtbot: QtBot, record: Id, *contents: bytes) -> None:
    def change(uow: Any, _progress: object) -> None:
        for content in contents:
            attachments.add_photo(uow, "asset", record, content, "Front")

    context.write(change)
    settle(qtbot, context)


def drop(target: AssetPane | AttachmentsPage, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), copy, mime, left, none))
    QApplication.sendEvent(target, QDropEvent(QPoint(5, 5), copy, mime, left, none))


def test_of_thirty_dropped_files_the_two_bad_ones_are_named_and_the_rest_is_one_step(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number:02}.jpg" for number in range(30)]
    for number, path in enumerate(paths):
        path.write_bytes(photo(width=100 + number))
    paths[4].write_bytes(photo()[:150])
    paths[9].write_bytes(b"<svg/>")
    drop(page, paths)
    settle(qtbot, context)

    assert len(kept(context, asset)) == page.list.rowCount() == 28
    told = page.notice._text.text()
    assert page.notice.isVisible() and "04.jpg: " in told and "09.jpg: " in told
    context.undo()
    settle(qtbot, context)
    assert kept(context, asset) == [] and page.empty_title.isVisible()


def test_cancel_while_files_are_read_adds_nothing(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo())
    page.add([path] * 20)
    for job in list(context._jobs):
        job.cancel()
    settle(qtbot, context)
    assert kept(context, asset) == []


def test_a_drop_on_the_pane_opens_photos_and_counts_them_in_the_title(
    qtbot: QtBot, context: AppContext, asset: Id, tmp_path: Path
) -> None:
    pane = AssetPane(context)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_record(asset)
    path = tmp_path / "rack.png"
    path.write_bytes(photo())
    drop(pane, [path])
    settle(qtbot, context)
    assert pane.tabs.tabText(pane.tabs.currentIndex()) == "Photos (1)"
    assert len(kept(context, asset)) == 1


def test_the_page_is_made_once_and_follows_the_record(qtbot: QtBot, context: AppContext, store: Store) -> None:
    first, second, _third = fill(store, 3)
    attach(context, qtbot, second, photo())
    pane = AssetPane(context)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_record(first)
    pane.open_tab("Photos")
    page = pane.photos.page()
    pane.show_record(second)
    assert pane.photos.page() is page and page.isVisible() and page.list.rowCount() == 1
    pane.open_tab("Summary")
    assert not page.isVisible()
    pane.show_record(first)
    pane.open_tab("Photos")
    assert pane.photos.page() is page and page.list.rowCount() == 0 and page.empty_title.isVisible()


def test_a_picture_on_the_clipboard_is_pasted_by_the_keyboard(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id
) -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    page.add_button.setFocus()
    qtbot.keyClick(page.add_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, context)
    (row,) = kept(context, asset)
    content = context.read(lambda session: attachments.content(session, row.sha256))
    with Image.open(io.BytesIO(content)) as opened:
        red, green, blue = opened.convert("RGB").getpixel((10, 10))  # type: ignore[misc]
        assert opened.size == (64, 48) and red > 240 and green < 20 and blue < 20


def test_an_empty_clipboard_says_what_to_do(page: AttachmentsPage) -> None:
    QGuiApplication.clipboard().clear()
    page.paste()
    assert page.notice.isVisible()


def test_thumbnails_are_decoded_off_the_gui_thread(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(context, qtbot, asset, photo())
    settle(qtbot, context)
    opened_in: list[threading.Thread] = []
    real: Callable[..., Any] = Image.open

    def watched(*given: Any, **named: Any) -> Any:
        opened_in.append(threading.current_thread())
        return real(*given, **named)

    monkeypatch.setattr(Image, "open", watched)
    pictures = Pictures(context, page)
    sha256 = kept(context, asset)[0].sha256
    assert pictures.image(sha256, 100) is None
    with qtbot.waitSignal(pictures.arrived):
        pass
    image = pictures.image(sha256, 100)
    assert image is not None and image.width() == 100
    assert opened_in and threading.main_thread() not in opened_in


def test_decoded_photos_stay_within_bounds(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures_module, "MOST_BYTES", 100_000)
    attach(context, qtbot, asset, *(photo(width=200 + n) for n in range(6)))
    pictures = Pictures(context, page)
    for row in kept(context, asset):
        pictures.image(row.sha256, 150)
    settle(qtbot, context)
    assert 0 < pictures.size_bytes() <= 100_000


def test_a_caption_is_changed_in_place(qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id) -> None:
    attach(context, qtbot, asset, photo())
    page.gallery.setFocus()
    qtbot.keyClick(page.gallery, Qt.Key.Key_F2)
    editor = page.gallery.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Back of the rack")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert kept(context, asset)[0].caption == "Back of the rack"


def test_delete_is_undone(qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id) -> None:
    attach(context, qtbot, asset, photo())
    qtbot.keyClick(page.gallery, Qt.Key.Key_Delete)
    settle(qtbot, context)
    assert page.list.rowCount() == 0
    context.undo()
    settle(qtbot, context)
    assert page.list.rowCount() == 1


def test_bytes_that_have_not_come_are_said_to_be_missing(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id
) -> None:
    missing = {"record_table": "asset", "record_id": asset, "kind": "photo", "caption": "Back", "sha256": "a" * 64}
    context.write(lambda uow, _progress: uow.create(Attachment, **missing))
    settle(qtbot, context)
    assert page.list.index(0).data() == "Not received yet"
    page.open()
    assert page.notice.isVisible()


def test_the_viewer_turns_the_pages_by_the_arrow_keys(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id
) -> None:
    attach(context, qtbot, asset, photo("red", 1500, 900), photo("blue"))
    viewer = PhotoViewer(context, Pictures(context, page), kept(context, asset), 0)
    qtbot.addWidget(viewer)
    viewer.show()
    qtbot.waitUntil(lambda: not viewer.picture.pixmap().isNull())
    assert viewer.picture.pixmap().width() < 1500
    qtbot.keyClick(viewer, Qt.Key.Key_1)
    assert viewer.picture.pixmap().width() == 1500
    qtbot.keyClick(viewer.area, Qt.Key.Key_Right)
    assert viewer.number == 1 and not viewer.after.isEnabled()
    qtbot.waitUntil(lambda: viewer.picture.pixmap().width() == 320)
    qtbot.keyClick(viewer, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image().width() == 320


def test_enter_opens_the_photo_large_and_escape_closes_it(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id
) -> None:
    attach(context, qtbot, asset, photo())
    qtbot.keyClick(page.gallery, Qt.Key.Key_Return)
    viewer = page.findChild(PhotoViewer)
    assert viewer is not None and viewer.isVisible()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_a_document_is_opened_from_a_copy_with_a_plain_name(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    context.write(lambda uow, _p: attachments.add_document(uow, "asset", asset, b"%PDF-1.7 x", "../Kontrak: 12/2026"))
    settle(qtbot, context)
    page.open()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].read_bytes() == b"%PDF-1.7 x" and opened[0].name.endswith("Kontrak 12 2026.pdf")


def test_a_copy_that_cannot_be_written_is_said(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id, tmp_path: Path
) -> None:
    attach(context, qtbot, asset, photo())
    with qtbot.waitSignal(context.error_raised) as raised:
        copies.save(context, kept(context, asset)[0], tmp_path / "missing" / "a.jpg")
    assert isinstance(raised.args[0], Refused)


@pytest.mark.parametrize("keep", [True, False])
def test_the_position_is_kept_only_where_it_is_ticked(
    qtbot: QtBot, context: AppContext, page: AttachmentsPage, asset: Id, tmp_path: Path, keep: bool
) -> None:
    path = tmp_path / "phone.jpg"
    path.write_bytes(camera_photo(300, 200))
    page.position.setChecked(keep)
    page.add([path])
    settle(qtbot, context)
    (row,) = kept(context, asset)
    content = context.read(lambda session: attachments.content(session, row.sha256))
    with Image.open(io.BytesIO(content)) as opened:
        assert opened.size == (200, 300)
        assert bool(opened.getexif().get_ifd(ExifTags.IFD.GPSInfo)) is keep


@pytest.fixture
def link_id(context: AppContext, asset: Id) -> Id:
    return context.read(lambda session: link_listing.rows_first(session, LinkFilter()))[0].id


def put(form: MeasurementForm, key: str, text: str) -> None:
    entry = form.form.cells[TABLE, key].entry
    assert isinstance(entry, LineInput)
    entry.line.setText(text)
    entry.line.textEdited.emit(text)


def measured(qtbot: QtBot, context: AppContext, link_id: Id) -> MeasurementsPage:
    context.write(lambda uow, _p: links.update(uow, link_id, {"mbps_down": Decimal(50), "mbps_up": Decimal(50)}))
    settle(qtbot, context)
    pane = LinkPane(context)
    qtbot.addWidget(pane)
    pane.show_record(link_id)
    pane.open_tab("Measurements")
    page = pane.page().findChild(MeasurementsPage)  # type: ignore[union-attr]
    assert page is not None
    page.setProperty("pane", pane)
    return page


def test_a_measurement_with_its_evidence_is_one_step_and_stands_against_the_contract(
    qtbot: QtBot, context: AppContext, link_id: Id, tmp_path: Path
) -> None:
    page = measured(qtbot, context, link_id)
    shot = tmp_path / "speed.png"
    shot.write_bytes(photo())
    form = MeasurementForm(context, link_id)
    qtbot.addWidget(form)
    assert form.form.value(TABLE, "tested_by") == context.actor.user
    put(form, "mbps_down", "20,5")
    put(form, "mbps_up", "49")
    form.attach([shot])
    with qtbot.waitSignal(form.accepted):
        form.save()
    settle(qtbot, context)
    (line,) = page.list.lines
    assert [rate.tone for rate in line.rates] == ["bad", "good"] and len(line.evidence) == 1
    assert line.rates[0].word() in line.spoken() and "20.5 of 50" in line.spoken()
    assert len(kept(context, line.id, TABLE)) == 1

    context.undo()
    settle(qtbot, context)
    assert page.list.lines == [] and kept(context, line.id, TABLE) == []


def test_a_measurement_is_changed_and_deleted(qtbot: QtBot, context: AppContext, link_id: Id) -> None:
    page = measured(qtbot, context, link_id)
    context.write(lambda uow, _p: links.add_test(uow, link_id, {"mbps_down": Decimal(10)}))
    settle(qtbot, context)
    form = MeasurementForm(context, link_id, page.list.lines[0].test)
    qtbot.addWidget(form)
    put(form, "mbps_down", "40")
    with qtbot.waitSignal(form.accepted):
        form.save()
    settle(qtbot, context)
    assert page.list.lines[0].rates[0].tone == "warn"
    qtbot.keyClick(page.lines, Qt.Key.Key_Delete)
    settle(qtbot, context)
    assert page.list.lines == []


def test_a_measurement_is_begun_by_the_keyboard(qtbot: QtBot, context: AppContext, link_id: Id) -> None:
    page = measured(qtbot, context, link_id)
    context.write(lambda uow, _p: links.add_test(uow, link_id, {"mbps_down": Decimal(10)}))
    settle(qtbot, context)
    page.window().show()
    qtbot.keyClick(page.lines, Qt.Key.Key_Insert)
    form = page.findChild(MeasurementForm)
    assert form is not None and form.isVisible()
    put(form, "latency_ms", "12")
    qtbot.keyClick(form.save_button, Qt.Key.Key_Space)
    settle(qtbot, context)
    assert len(page.list.lines) == 2


def test_a_form_without_figures_or_with_bad_evidence_writes_nothing(
    qtbot: QtBot, context: AppContext, link_id: Id, tmp_path: Path
) -> None:
    page = measured(qtbot, context, link_id)
    form = MeasurementForm(context, link_id)
    qtbot.addWidget(form)
    form.show()
    form.save()
    assert form.problem.isVisible()
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    put(form, "loss_percent", "1")
    form.attach([bad])
    form.save()
    settle(qtbot, context)
    assert "bad.png" in form.problem.text() and page.list.lines == []
