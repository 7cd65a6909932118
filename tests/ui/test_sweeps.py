"""Sweeps in the window: starting, scanning and ticking by keyboard, exceptions, resuming, and the minutes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, SightingResult
from spbe_assets.services import assets, references, sweeps
from spbe_assets.services.sweeps import Settled, State
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Room, Sweep
from tests.ui.inventory_data import fill
from ui import left_at, navigation
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.scanner import Scanner
from ui.screens.sweeps import SweepsScreen
from ui.sweeps.finish_dialog import FinishDialog
from ui.sweeps.line_table import Shown
from ui.sweeps.minutes import MinutesDialog
from ui.sweeps.start_dialog import StartDialog

COUNT = 240
GAP_MS = 60
"""Longer than a scanner leaves between two keys."""


class Place:
    """An agency of the sample with two of its rooms and what the register has there."""

    def __init__(self, store: Store) -> None:
        with store.read() as session:
            tags = session.execute(select(Asset.id, Asset.tag, Asset.room_id, Asset.agency_id).order_by(Asset.n)).all()
            counted = Counter(row.room_id for row in tags)
            owners = {row.id: row.agency_id for row in session.execute(select(Room.id, Room.agency_id))}
            self.room: Id = counted.most_common(1)[0][0]
            self.agency: Id = owners[self.room]
            self.rooms = [room for room, owner in owners.items() if owner == self.agency]
            self.other = max((one for one in self.rooms if one != self.room), key=counted.__getitem__)
        self.here = [(row.id, row.tag) for row in tags if row.room_id == self.room]
        self.there = [(row.id, row.tag) for row in tags if row.room_id == self.other]
        self.foreign = next((row.id, row.tag) for row in tags if row.agency_id != self.agency)


@pytest.fixture
def place(store: Store) -> Place:
    fill(store, COUNT)
    return Place(store)


@pytest.fixture
def window(qtbot: QtBot, place: Place, context: AppContext) -> MainWindow:
    Preferences().scanner_beep = False
    made = MainWindow(Preferences(), lambda error: pytest.fail(repr(error)))
    qtbot.addWidget(made)
    made.attach(context)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made).__enter__()
    made.open_place(navigation.SWEEPS)
    return made


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow, context: AppContext) -> SweepsScreen:
    found = window.current_screen()
    assert isinstance(found, SweepsScreen)
    settle(qtbot, context)
    return found


@pytest.fixture
def sweep(place: Place, store: Store, budi: Actor) -> Id:
    with store.write(budi, "sweep") as uow:
        return sweeps.start(uow, place.agency, [place.room, place.other], "Semester II")


@pytest.fixture
def work(qtbot: QtBot, sweep: Id, screen: SweepsScreen, context: AppContext, place: Place) -> SweepsScreen:
    screen.open(sweep, place.room)
    settle(qtbot, context)
    return screen


def settle(qtbot: QtBot, context: AppContext) -> None:
    QTest.qWait(1)
    qtbot.waitUntil(lambda: not context.is_busy, timeout=15_000)
    QTest.qWait(1)
    qtbot.waitUntil(lambda: not context.is_busy, timeout=15_000)


def scan(qtbot: QtBot, window: MainWindow, context: AppContext, code: str) -> None:
    window.scan(code)
    settle(qtbot, context)


def press(qtbot: QtBot, context: AppContext, work: SweepsScreen, *keys: Any) -> None:
    for key in keys:
        QTest.keyClick(work.page.view, key)
        settle(qtbot, context)


def line(work: SweepsScreen, asset_id: Id) -> sweeps.Line:
    room = work.page.desk.room
    assert room is not None
    return next(one for one in room.lines if one.asset_id == asset_id)


def room_of(context: AppContext, asset_id: Id) -> Any:
    return context.read(lambda session: assets.detail(session, asset_id)).asset.get("room_id")


def said(work: SweepsScreen) -> tuple[str, str]:
    return work.page.answer.state.text(), work.page.answer.name.whole()


def test_the_empty_list_says_how_to_begin(screen: SweepsScreen, qtbot: QtBot, context: AppContext) -> None:
    settle(qtbot, context)
    assert screen.list.new_button.isVisible()
    QTest.keyClick(screen.list.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(QApplication.activeModalWidget(), StartDialog)


def test_a_sweep_is_started_by_keyboard_with_all_rooms_of_the_agency(
    qtbot: QtBot, screen: SweepsScreen, context: AppContext, place: Place
) -> None:
    screen.start()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, StartDialog) and not dialog.start_button.isEnabled()
    name = context.read(lambda session: references.name(session, "agency", place.agency))
    QTest.keyClicks(dialog.agency, name[:12])
    qtbot.waitUntil(lambda: dialog.agency.is_open)
    dialog.agency.pick(next(at for at, one in enumerate(dialog.agency.choices) if one.id == place.agency))
    qtbot.waitUntil(lambda: len(dialog.choices.rooms) == len(place.rooms))
    dialog.choices.toggle(0)
    dialog.name.setText("Akhir tahun")
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.page.desk.overview is not None)
    overview = screen.page.desk.overview
    assert overview is not None
    assert overview.sweep.name == "Akhir tahun" and len(overview.rooms) == len(place.rooms) - 1
    assert screen.at_work and screen.window().focusWidget() is screen.page.view


def test_a_scan_of_what_belongs_here_is_saved_and_answered(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    asset_id, tag = place.here[0]
    scan(qtbot, window, context, tag)
    assert line(work, asset_id).state is State.FOUND
    assert said(work)[0] == State.FOUND.title and work.page.answer.tag.text() == tag
    assert [one.asset_id for one in work.page.view.selected()] == [asset_id]
    assert work.page.rooms.current() is not None and work.page.rooms.current().counts.found == 1  # type: ignore[union-attr]
    scan(qtbot, window, context, tag)
    assert said(work)[0] == "Already seen"
    context.undo()
    settle(qtbot, context)
    assert line(work, asset_id).state is State.MISSING and said(work)[0] == "Ready"


def test_a_burst_of_keys_is_a_scan_and_no_command(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    preferences = Preferences()
    preferences.scanner_gap_ms = 200  # the machine may be slow
    scanner = Scanner(QApplication.instance(), preferences, window.press)  # type: ignore[arg-type]
    scanner.scanned.connect(window.scan)
    scan(qtbot, window, context, place.here[0][1])
    work.page.view.setFocus()
    QTest.keyClicks(work.page.view, "2M1N-55X")
    QTest.keyClick(work.page.view, Qt.Key.Key_Return)
    settle(qtbot, context)
    scanner.stop()
    assert said(work) == (State.UNKNOWN.title, "2M1N-55X")
    assert not line(work, place.here[0][0]).condition_seen


def test_condition_keys_mean_the_last_scan_and_the_selected_lines(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    first, second, third = place.here[:3]
    scan(qtbot, window, context, first[1])
    press(qtbot, context, work, Qt.Key.Key_3)
    assert line(work, first[0]).condition is Condition.HEAVY_DAMAGE
    row = work.page.table.row_of((second[0], None))
    work.page.view.selectRow(row)
    press(qtbot, context, work, Qt.Key.Key_2)
    assert line(work, second[0]).state is State.FOUND
    assert line(work, second[0]).condition is Condition.LIGHT_DAMAGE
    work.page.view.clearSelection()
    press(qtbot, context, work, Qt.Key.Key_1)
    assert line(work, second[0]).condition is Condition.GOOD
    assert line(work, third[0]).state is State.MISSING


def test_space_ticks_one_after_another_where_only_the_missing_are_shown(
    qtbot: QtBot, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    work.page.switch.choose(Shown.MISSING)
    shown = work.page.table.rowCount()
    assert shown == len(place.here)
    press(qtbot, context, work, Qt.Key.Key_Home, Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert work.page.table.rowCount() == shown - 3
    ticked = [one for one in work.page.desk.room.lines if one.state is State.FOUND]  # type: ignore[union-attr]
    assert {one.tag for one in ticked} == set(sorted(tag for _id, tag in place.here)[:3])


def test_what_belongs_in_another_room_is_moved_here_with_one_key(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    asset_id, tag = place.there[0]
    scan(qtbot, window, context, tag)
    assert said(work)[0] == State.WRONG_ROOM.title
    assert work.page.answer.sentence.text()
    assert room_of(context, asset_id) == place.other
    press(qtbot, context, work, Qt.Key.Key_M)
    assert room_of(context, asset_id) == place.room
    assert line(work, asset_id).settled is Settled.MOVED and said(work)[0] == "Moved here"


def test_several_exceptions_are_moved_at_once(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    for _asset, tag in place.there[:3]:
        scan(qtbot, window, context, tag)
    work.page.switch.choose(Shown.EXCEPTIONS)
    work.page.view.selectAll()
    press(qtbot, context, work, Qt.Key.Key_M)
    assert {room_of(context, asset_id) for asset_id, _tag in place.there[:3]} == {place.room}
    context.undo()
    settle(qtbot, context)
    assert {room_of(context, asset_id) for asset_id, _tag in place.there[:3]} == {place.other}


def test_what_belongs_to_another_agency_is_asked_about_before_it_is_moved(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    asset_id, tag = place.foreign
    scan(qtbot, window, context, tag)
    assert said(work)[0] == State.UNEXPECTED.title
    QTest.keyClick(work.page.view, Qt.Key.Key_M)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if "only" in one.text()).click()
    settle(qtbot, context)
    record = context.read(lambda session: assets.detail(session, asset_id)).asset
    assert record.get("room_id") == place.room and record.get("agency_id") != place.agency


def test_an_exception_can_be_left_as_it_is(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    asset_id, tag = place.there[0]
    scan(qtbot, window, context, tag)
    press(qtbot, context, work, Qt.Key.Key_L)
    assert line(work, asset_id).settled is Settled.LEFT and room_of(context, asset_id) == place.other


def test_an_unknown_code_becomes_a_record_and_the_sweep_goes_on(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    scan(qtbot, window, context, "SN-9X77-2231")
    assert said(work) == (State.UNKNOWN.title, "SN-9X77-2231")
    press(qtbot, context, work, Qt.Key.Key_N)
    inventory: Any = window.current_screen()
    assert inventory.name == navigation.INVENTORY
    form = inventory.assets.editor.form
    assert form.value("asset", "serial") == "SN-9X77-2231"
    assert form.value("asset", "room_id") == place.room and form.value("asset", "agency_id") == place.agency
    form.cells["asset", "name"].entry.show_value("Proyektor", "")
    inventory.assets.editor.save()
    qtbot.waitUntil(lambda: window.current_screen() is work, timeout=10_000)
    settle(qtbot, context)
    found = next(one for one in work.page.desk.room.lines if one.serial == "SN-9X77-2231")  # type: ignore[union-attr]
    assert found.name == "Proyektor" and found.settled is Settled.CREATED


def test_a_record_made_after_coming_back_without_one_is_not_linked(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, store: Store, budi: Actor
) -> None:
    scan(qtbot, window, context, "SN-LATER")
    press(qtbot, context, work, Qt.Key.Key_N)
    window.open_place(navigation.SWEEPS)
    settle(qtbot, context)
    context.write(lambda uow, _progress: assets.create(uow, {"name": "Lain", "serial": "SN-LATER"}, {}))
    settle(qtbot, context)
    unknown = next(one for one in work.page.desk.room.lines if one.code == "SN-LATER")  # type: ignore[union-attr]
    assert unknown.settled is Settled.OPEN and unknown.asset_id is None


def test_a_code_of_several_is_asked_about_in_place_and_taken_by_its_number(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place, store: Store, budi: Actor
) -> None:
    here, there = place.here[0][0], place.there[0][0]
    with store.write(budi, "edit") as uow:
        for asset_id in (here, there):
            assets.update(uow, asset_id, {"serial": "TWIN-0001"})
    scan(qtbot, window, context, "TWIN-0001")
    assert work.page.answer.is_asking and len(work.page.answer.list.lines()) == 3
    press(qtbot, context, work, Qt.Key.Key_1)  # what the register has here comes first
    assert line(work, here).state is State.FOUND and not work.page.answer.is_asking
    scan(qtbot, window, context, "TWIN-0001")
    press(qtbot, context, work, Qt.Key.Key_Escape)
    assert not work.page.answer.is_asking


def test_a_mistyped_tag_can_be_noted_as_unknown(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    tag = place.here[0][1]
    wrong = tag[:-1] + ("A" if tag[-1] != "A" else "B")
    scan(qtbot, window, context, wrong)
    assert work.page.answer.is_asking
    press(qtbot, context, work, Qt.Key.Key_U)
    assert said(work) == (State.UNKNOWN.title, wrong)


def test_delete_takes_a_sighting_back(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    asset_id, tag = place.here[0]
    scan(qtbot, window, context, tag)
    press(qtbot, context, work, Qt.Key.Key_Delete)
    assert line(work, asset_id).state is State.MISSING
    assert work.page.desk.last is None


def test_a_code_is_typed_without_going_to_the_line_first(
    qtbot: QtBot, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    asset_id, tag = place.here[0]
    view, edit = work.page.view, work.page.scan_line.edit
    QTest.keyClick(view, tag[0])
    assert edit.hasFocus()
    QTest.keyClicks(edit, tag[1:], delay=GAP_MS)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert line(work, asset_id).state is State.FOUND
    assert view.hasFocus() and edit.text() == ""


def test_keys_go_from_room_to_room_and_a_room_is_marked_done(
    qtbot: QtBot, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    order = [one.room_id for one in work.page.desk.overview.rooms]  # type: ignore[union-attr]
    work.page.desk.go_to(order[0])
    settle(qtbot, context)
    QTest.keyClick(work.page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, context)
    assert work.page.desk.room_id == order[1]
    QTest.keyClick(work.page.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, context)
    QTest.keyClick(work.page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, context)
    assert work.page.desk.room_id == order[1]
    assert work.page.desk.overview.rooms[0].done and not work.page.desk.overview.rooms[1].done  # type: ignore[union-attr]


def test_the_sweep_and_its_room_are_open_again_at_the_next_start(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place, sweep: Id
) -> None:
    scan(qtbot, window, context, place.here[0][1])
    window.remember()
    other = SweepsScreen(context)
    qtbot.addWidget(other)
    left_at.come_back(Preferences(), context.store.path, other)
    settle(qtbot, context)
    assert (other.page.desk.sweep_id, other.page.desk.room_id) == (sweep, place.room)
    assert other.page.desk.room is not None and other.page.desk.room.counts.found == 1
    work.show_list()
    settle(qtbot, context)
    work.open(sweep)
    settle(qtbot, context)
    assert work.page.desk.room_id == place.room  # where something was seen last


def test_scans_that_follow_each_other_quickly_are_all_there(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place
) -> None:
    tags = [tag for _id, tag in place.here]
    for tag in tags:
        window.scan(tag)
    settle(qtbot, context)
    settle(qtbot, context)
    assert work.page.desk.room.counts.found == len(tags)  # type: ignore[union-attr]
    assert work.page.answer.tag.text() == tags[-1]


def test_more_rooms_can_be_taken_in(qtbot: QtBot, work: SweepsScreen, context: AppContext, place: Place) -> None:
    work.add_rooms()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, StartDialog)
    qtbot.waitUntil(lambda: len(dialog.choices.rooms) == len(place.rooms) - 2)
    dialog.start_button.click()
    settle(qtbot, context)
    assert len(work.page.desk.overview.rooms) == len(place.rooms)  # type: ignore[union-attr]


def test_finishing_shows_what_is_missing_and_makes_the_minutes(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place, sweep: Id, tmp_path: Path
) -> None:
    scan(qtbot, window, context, place.here[0][1])
    scan(qtbot, window, context, "SN-UNKNOWN")
    work.finish()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FinishDialog)
    qtbot.waitUntil(dialog.finish_button.isEnabled)
    assert len(dialog.left.lines) == len(place.here) - 1 + len(place.there) + 1
    dialog.number.setText("028/BA/2026")
    dialog.finish_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MinutesDialog), timeout=10_000)
    minutes = QApplication.activeModalWidget()
    assert isinstance(minutes, MinutesDialog)
    qtbot.waitUntil(lambda: minutes.file is not None, timeout=10_000)
    assert minutes.number.text() == "028/BA/2026"
    minutes.save(tmp_path / "ba.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "ba.pdf").exists() and not context.is_busy)
    with pypdfium2.PdfDocument(tmp_path / "ba.pdf") as document:
        assert "028/BA/2026" in document[0].get_textpage().get_text_bounded()
    minutes.reject()
    settle(qtbot, context)
    assert not work.page.desk.is_open and work.page.notice.isVisible()
    assert not work.take_scan(place.here[1][1])
    work.reopen()
    settle(qtbot, context)
    assert work.page.desk.is_open and work.page.scan_line.isVisible()


def test_a_deleted_sweep_leads_back_to_the_list_and_can_be_brought_back(
    qtbot: QtBot, work: SweepsScreen, context: AppContext, sweep: Id
) -> None:
    work.delete()
    settle(qtbot, context)
    assert not work.at_work and work.list.table.rowCount() == 0
    context.undo()
    settle(qtbot, context)
    assert work.list.table.rowCount() == 1


def test_the_rail_counts_the_sweeps_that_go_on(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext
) -> None:
    badge = window.rail.buttons[navigation.SWEEPS].badge
    qtbot.waitUntil(lambda: badge.text() == "1" and not badge.isHidden())


def test_what_stands_in_no_room_is_shown_but_takes_no_scan(
    qtbot: QtBot, window: MainWindow, work: SweepsScreen, context: AppContext, place: Place, store: Store, budi: Actor
) -> None:
    with store.write(budi, "edit") as uow:
        assets.update(uow, place.here[0][0], {"room_id": None})
    context.look_for_foreign_changes()
    settle(qtbot, context)
    work.page.rooms.step(99)
    settle(qtbot, context)
    assert [one.asset_id for one in work.page.table.lines] == [place.here[0][0]]
    with qtbot.waitSignal(context.message):
        window.scan(place.here[0][1])
    work.page.desk.go_to(place.room)
    settle(qtbot, context)
    scan(qtbot, window, context, place.here[0][1])
    assert line(work, place.here[0][0]).state is State.FOUND and room_of(context, place.here[0][0]) == place.room
    assert work.page.desk.last is not None and work.page.desk.last.result is SightingResult.FOUND


def test_a_technician_elsewhere_changes_only_what_is_shown(
    qtbot: QtBot, work: SweepsScreen, context: AppContext, place: Place, sweep: Id
) -> None:
    context.write(lambda uow, _progress: sweeps.see(uow, sweep, place.other, place.there[0][1]))
    settle(qtbot, context)
    rooms = {one.room_id: one.counts.found for one in work.page.desk.overview.rooms}  # type: ignore[union-attr]
    assert rooms == {place.room: 0, place.other: 1}
    assert context.read(lambda session: len(session.scalars(select(Sweep.id)).all())) == 1
