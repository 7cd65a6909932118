"""The field screen: what I have to do, links in the field, and how far everybody is."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import Scope
from spbe_assets.domain.vocabulary import LinkKind
from spbe_assets.services import assets, assignments, attachments, link_listing, links, peers
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Room
from spbe_assets.sync import keys
from tests.ui.inventory_data import fill
from ui.context import AppContext
from ui.field import reading
from ui.field.progress_page import GAPS, OPEN, OVERLAPPING
from ui.field.start import begin_in_field
from ui.links.measurement_form import MeasurementForm
from ui.links.quick_link import QuickLink
from ui.main_window import MainWindow
from ui.photos.camera_dialog import CameraDialog
from ui.photos.page import AttachmentsPage
from ui.preferences import Preferences
from ui.screens.field import MINE, PROGRESS, FieldScreen


def settle(qtbot: QtBot, context: AppContext) -> None:
    qtbot.waitUntil(lambda: not context.is_busy, timeout=15_000)


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 80)


@pytest.fixture
def rooms(store: Store, ids: list[Id]) -> list[tuple[Id, Id]]:
    """Rooms with equipment and their agencies, the fullest first."""
    with store.read() as session:
        chosen = select(Room.id, Room.agency_id).join(Asset, Asset.room_id == Room.id).group_by(Room.id)
        found = session.execute(chosen.order_by(func.count().desc(), Room.n)).all()
    return [(room, agency) for room, agency in found if agency is not None]


def hand(store: Store, fingerprint: str, person: str, *wanted: Id, agencies: tuple[Id, ...] = ()) -> list[Id]:
    with store.write(Actor("Budi")) as uow:
        return assignments.hand_out(uow, fingerprint, person, Scope(agencies, wanted), "p1", "Key at the gate")


def mine(store: Store, *wanted: Id) -> list[Id]:
    return hand(store, keys.card(store).fingerprint, "Rina", *wanted)


def opened(qtbot: QtBot, context: AppContext) -> FieldScreen:
    screen = FieldScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1170, 700)
    with qtbot.waitExposed(screen):
        screen.show()
    qtbot.waitUntil(lambda: screen._is_chosen)
    settle(qtbot, context)
    return screen


def went(context: AppContext) -> list[tuple[str, Any]]:
    places: list[tuple[str, Any]] = []
    context.navigated.connect(lambda place, argument: places.append((place, argument)))
    return places


def test_my_rooms_are_listed_and_open_in_the_inventory(
    qtbot: QtBot, context: AppContext, rooms: list[tuple[Id, Id]]
) -> None:
    mine(context.store, rooms[0][0], rooms[1][0])
    screen = opened(qtbot, context)
    assert screen.switch.chosen == MINE
    page = screen.mine
    assert page.go_on_card.said.text() == "2 rooms · 0% seen" and page.note.text() == "Key at the gate"
    assert sum(line.is_room for line in page.table.lines) == 2

    places = went(context)
    page.go_on_card.clicked.emit()
    assert places[0][0] == "inventory" and isinstance(places[0][1], AssetFilter)
    assert places[0][1].room_ids <= {rooms[0][0], rooms[1][0]} and len(places[0][1].room_ids) == 1
    page.new_button.click()
    new, values, names = places[-1][1]
    assert new == "new" and values["room_id"] in {rooms[0][0], rooms[1][0]} and names["room_id"]
    page.hand_over_card.clicked.emit()
    assert places[-1] == ("exchange", "hand-over")


def test_what_is_seen_meanwhile_moves_the_bar(qtbot: QtBot, context: AppContext, rooms: list[tuple[Id, Id]]) -> None:
    mine(context.store, rooms[0][0])
    screen = opened(qtbot, context)
    task = screen.mine.view.current()
    assert (task.verified, task.room_id) == (0, rooms[0][0])
    asset = context.read(lambda session: session.scalars(select(Asset.id).where(Asset.room_id == rooms[0][0])).first())
    context.write(lambda uow, _p: assets.update(uow, asset, {"verified_at": datetime.now(UTC)}))
    qtbot.waitUntil(lambda: screen.mine.view.current().verified == 1)
    assert screen.mine.view.current().room_id == rooms[0][0]


def test_a_room_that_is_done_leaves_the_list_and_undo_brings_it_back(
    qtbot: QtBot, context: AppContext, rooms: list[tuple[Id, Id]]
) -> None:
    mine(context.store, rooms[0][0])
    screen = opened(qtbot, context)
    screen.mine.done_button.click()
    qtbot.waitUntil(lambda: not screen.mine.table.lines)
    context.undo()
    qtbot.waitUntil(lambda: bool(screen.mine.table.lines))


def test_without_work_the_screen_says_what_to_do(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    screen = opened(qtbot, context)
    assert screen.switch.chosen == MINE and not screen.mine.go_on_card.isEnabled()
    places = went(context)
    screen.mine.pack_button.click()
    assert places == [("exchange", None)]
    with qtbot.waitSignal(context.scan_wanted):
        screen.mine.scan_card.clicked.emit()


def test_who_hands_out_work_sees_how_far_it_is(qtbot: QtBot, context: AppContext, rooms: list[tuple[Id, Id]]) -> None:
    room, agency = rooms[0]
    other = next(row for row in rooms if row[1] != agency)
    hand(context.store, "a" * 64, "Andi", room)
    hand(context.store, "b" * 64, "Dewi", agencies=(agency,))
    screen = opened(qtbot, context)
    page = screen.progress
    assert screen.switch.chosen == PROGRESS
    qtbot.waitUntil(lambda: page.table.rowCount() > 0)

    page.show_filter(OVERLAPPING)
    page.table.fold(0)
    assert [line.name for line in page.table.lines if line.is_room] and page.table.lines[0].agency_id == agency
    page.view.go_to(page.table.number_of(agency, room))
    assert "Andi" in page.told.text() and "Dewi" in page.told.text()

    page.show_filter(GAPS)
    assert page.table.number_of(other[1], None) >= 0 and page.table.number_of(agency, None) < 0
    places = went(context)
    page.view.go_to(page.table.number_of(other[1], None))
    page.hand_out_button.click()
    page.view.opened.emit()
    assert places[0] == ("exchange", Scope(agencies=(other[1],)))
    assert places[1] == ("inventory", AssetFilter(agency_ids=frozenset({other[1]})))

    page.show_filter(OPEN)
    page.search("zzz nothing")
    assert page.table.rowCount() == 0


def test_marking_one_of_two_as_done_ends_the_overlap(
    qtbot: QtBot, context: AppContext, rooms: list[tuple[Id, Id]]
) -> None:
    room, agency = rooms[0]
    hand(context.store, "a" * 64, "Andi", room)
    hand(context.store, "b" * 64, "Dewi", agencies=(agency,))
    screen = opened(qtbot, context)
    page = screen.progress
    qtbot.waitUntil(lambda: page.table.rowCount() > 0)
    page.show_filter(OVERLAPPING)
    page.table.fold(0)
    page.view.go_to(page.table.number_of(agency, room))
    page.done_button.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == 0)


def test_the_keyboard_folds_and_opens(qtbot: QtBot, context: AppContext, rooms: list[tuple[Id, Id]]) -> None:
    hand(context.store, "a" * 64, "Andi", rooms[0][0])
    screen = opened(qtbot, context)
    view, table = screen.progress.view, screen.progress.table
    qtbot.waitUntil(lambda: table.rowCount() > 0)
    view.go_to(0)
    closed = table.rowCount()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert table.rowCount() > closed
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert table.lines[view.currentIndex().row()].is_room
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 0
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert table.rowCount() == closed
    with qtbot.waitSignal(view.opened):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_a_link_with_its_ends_test_and_photo_is_one_step(
    qtbot: QtBot, context: AppContext, ids: list[Id], tmp_path: Path
) -> None:
    shot = picture(tmp_path / "speed.png")
    before = context.read(lambda session: link_listing.count(session, LinkFilter()))
    form = QuickLink(context)
    qtbot.addWidget(form)
    form.show()
    form.what.put("link", {"provider": "Telkom", "kind": LinkKind.INTERNET}, {})
    form.figures.put("link", {"mbps_down": Decimal(100)}, {})
    form.figures.put("link_test", {"mbps_down": Decimal(62)}, {})
    form.figures.edited.emit("link_test", "mbps_down")
    assert form.verdict.lines[0].text() == "Download: 62 of 100 Mbps · Too slow"
    assert form.verdict.lines[0].property("kind") == "bad"
    form.save()
    assert form.problem.text() == "Name at least one end."

    form.a.setFocus()
    form.a.setText("dinas")
    form.a.ask("dinas")
    qtbot.waitUntil(lambda: bool(form.a.choices))
    assert form.a.choices[-1].text == "dinas"
    form.a.pick(0)
    form.z.setText("Internet")
    form.evidence.add([shot])
    form.save(goes_on=True)
    settle(qtbot, context)
    qtbot.waitUntil(lambda: not form.evidence.sources)

    rows = context.read(lambda session: link_listing.rows_first(session, LinkFilter(text="Internet Telkom")))
    assert len(rows) == 1 and rows[0].end_z == "Internet" and rows[0].agency
    (test,) = context.read(lambda session: links.tests(session, rows[0].id))
    assert len(context.read(lambda session: attachments.of_record(session, "link_test", test.id))) == 1
    # The next one begins with provider, kind and this end.
    assert form.what.value("link", "provider") == "Telkom" and form.what.value("link", "kind") is LinkKind.INTERNET
    assert form.a.meant().id is not None and form.z.text() == "" and form.figures.value("link", "mbps_down") is None
    context.undo()
    settle(qtbot, context)
    assert context.read(lambda session: link_listing.count(session, LinkFilter())) == before


def test_an_impossible_figure_holds_the_link_back(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    form = QuickLink(context)
    qtbot.addWidget(form)
    form.a.setText("JIP")
    form.figures.put("link_test", {"loss_percent": Decimal(101)}, {})
    form.save()
    settle(qtbot, context)
    told = form.problem.text() + form.figures.cells["link_test", "loss_percent"].problem.text()
    assert told and form.save_button.isEnabled()


def test_a_measurement_begins_with_the_choice_of_its_link(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    link = context.read(lambda session: link_listing.rows_first(session, LinkFilter()))[0]
    form = MeasurementForm(context, None)
    qtbot.addWidget(form)
    form.show()
    form.form.put("link_test", {"mbps_down": Decimal(5)}, {})
    form.save()
    assert form.problem.isVisible()
    form.which.show_record(link.id, link.name)
    form.which.chosen.emit()
    assert not form.problem.isVisible() and " of " in form.verdict.lines[0].text()
    with qtbot.waitSignal(form.accepted):
        form.save()
    assert len(context.read(lambda session: links.tests(session, link.id))) == 1


def picture(path: Path, age_s: int = 0) -> Path:
    made = io.BytesIO()
    Image.new("RGB", (320, 200), (age_s % 250, 90, 90)).save(made, "PNG")
    path.write_bytes(made.getvalue())
    at = datetime.now(UTC).timestamp() - age_s
    os.utime(path, (at, at))
    return path


def test_the_camera_folder_ticks_what_is_new_and_adds_it_to_the_record(
    qtbot: QtBot, context: AppContext, ids: list[Id], tmp_path: Path
) -> None:
    for age in (10, 20, 30):
        picture(tmp_path / f"{age}.jpg", age)
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    os.utime(tmp_path / "bad.jpg", (1_000_000_000, 1_000_000_000))
    page = AttachmentsPage(context, "asset", ids[0])
    qtbot.addWidget(page)
    page.show()
    page.camera_button.click()
    dialog = page.findChild(CameraDialog)
    assert dialog is not None
    settle(qtbot, context)
    dialog.use_folder(tmp_path)
    qtbot.waitUntil(lambda: len(dialog.list.shots) == 4)
    settle(qtbot, context)
    assert dialog.list.chosen() == [] and not dialog.add_button.isEnabled()
    dialog.list.tick([1, 2], True)
    assert dialog.add_button.text() == "Add 2 photos"
    dialog.take()
    settle(qtbot, context)
    qtbot.waitUntil(lambda: page.list.rowCount() == 2)

    picture(tmp_path / "newer.jpg", -5)
    again = CameraDialog(context)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: len(again.list.shots) == 5)
    assert [shot.path.name for shot in again.list.chosen()] == ["newer.jpg"]


def test_a_camera_folder_that_is_gone_gives_its_sentence(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    dialog = CameraDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, context)
    dialog.use_folder(tmp_path / "gone")
    qtbot.waitUntil(lambda: "plug in the phone" in dialog.empty.text.text())


def test_whether_photos_keep_their_place_is_remembered(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    page = AttachmentsPage(context, "asset", ids[0])
    qtbot.addWidget(page)
    page.show()
    assert not page.position.isChecked()
    page.position.click()
    settle(qtbot, context)
    other = AttachmentsPage(context, "asset", ids[1])
    qtbot.addWidget(other)
    assert other.position.isChecked()
    context.set_operator("Somebody else")
    assert not other.position.isChecked()


def test_the_program_begins_in_the_field_if_there_is_work_and_it_was_asked_for(
    qtbot: QtBot, context: AppContext, rooms: list[tuple[Id, Id]]
) -> None:
    window = MainWindow(Preferences(), _raise)
    qtbot.addWidget(window)
    window.attach(context)
    window.open_place("home")
    begin_in_field(context, window)
    settle(qtbot, context)
    assert window.current_screen().name == "home"  # type: ignore[union-attr]
    given = mine(context.store, rooms[0][0])
    assert reading.has_tasks(context.store)
    begin_in_field(context, window)
    qtbot.waitUntil(lambda: window.current_screen().name == "field")  # type: ignore[union-attr]
    settle(qtbot, context)
    with context.store.write(Actor("Budi")) as uow:
        assignments.close(uow, given)
    assert not reading.has_tasks(context.store)


def _raise(error: BaseException) -> None:
    raise error


def test_the_line_at_the_foot_counts_what_nobody_else_has_and_leads_to_handing_over(
    qtbot: QtBot, context: AppContext, ids: list[Id]
) -> None:
    window = MainWindow(Preferences(), _raise)
    qtbot.addWidget(window)
    window.attach(context)
    window.show()
    shown = window.status_bar.changes
    qtbot.waitUntil(lambda: "recorded here" in shown.text.text())
    context.write(lambda uow, _p: peers.enrol(uow, "ab" * 32, "Office", "Budi"))
    qtbot.waitUntil(lambda: "not handed over" in shown.text.text())
    places = went(context)
    context.navigated.disconnect(window.open_place)
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert places == [("exchange", "hand-over")]
    settle(qtbot, context)
