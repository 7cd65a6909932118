"""The label assistant: what is shown is what is printed, the ledger knows it once, and all of it is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.labels import printers
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.storage import undo
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, LabelPrint
from ui import navigation
from ui.context import AppContext
from ui.inventory.chosen import ASSETS, Chosen
from ui.labels.actions import print_labels
from ui.labels.what_box import ALL, BLANK, FILE, GIVEN, LINKS, OUTDATED, PILE, UNLABELLED
from ui.screens.labels import CONTENT, PAPER, PLACE, PRINT, WHAT, LabelsScreen
from ui.widgets.pdf_pages import page_sizes


@pytest.fixture
def ids(store: Store, budi: Actor) -> list[Id]:
    """Thirty computers without labels; one has a name no label can hold, one has no tag."""
    rows = [{"tag": f"A-{number:05d}", "name": f"PC {number}"} for number in range(1, 31)]
    rows[4]["name"] = "Komputer " * 20
    rows[7]["tag"] = ""
    with store.write(budi, "create") as uow:
        return uow.create_many(Asset, rows)


@pytest.fixture
def screen(qtbot: QtBot, ids: list[Id], context: AppContext) -> LabelsScreen:
    made = LabelsScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    ready(qtbot, made)
    return made


def ready(qtbot: QtBot, screen: LabelsScreen) -> None:
    qtbot.waitUntil(lambda: screen.save_button.isEnabled(), timeout=10_000)
    qtbot.waitUntil(lambda: screen.print.view.page_count == run(screen).pages)


def run(screen: LabelsScreen):  # type: ignore[no-untyped-def]
    assert screen.preview.shown is not None
    return screen.preview.shown.printed.run


def prints(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(LabelPrint).where(LabelPrint.live)) or 0


def test_the_preview_counts_pages_labels_and_warnings(screen: LabelsScreen) -> None:
    assert run(screen).labels == 29
    assert screen.counts.text() == "29 labels · 2 pages" == screen.print.counts.text()
    assert screen.print.warnings.lines.count() == 1 and "Komputer" in screen.print.warnings.lines.item(0).text()
    assert screen.what.list.count() == 29 and screen.what.list.item(0).text().startswith("A-00001")


def test_the_steps_are_walked_by_button_click_and_key(qtbot: QtBot, screen: LabelsScreen) -> None:
    for step in (PAPER, CONTENT, PLACE, PRINT):
        screen.foot.next_button.click()
        assert screen.steps.current == step and screen.pages.currentIndex() == step
    assert not screen.foot.next_button.isVisible() and screen.save_button.isVisible()
    screen.foot.back_button.click()
    assert screen.steps.current == PLACE
    screen.steps.steps[WHAT].click()
    assert screen.steps.current == WHAT and not screen.foot.back_button.isVisible()
    for _step in range(4):
        qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.steps.current == PRINT


def test_records_without_a_tag_are_counted_and_get_one_in_a_single_step(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, store: Store, budi: Actor
) -> None:
    screen.show_step(PRINT)
    qtbot.waitUntil(screen.print.warnings.untagged.isVisible)
    with qtbot.waitSignal(context.done):
        screen.print.warnings.untagged.acted.emit()
    qtbot.waitUntil(lambda: screen.counts.text() == "30 labels · 2 pages", timeout=10_000)
    qtbot.waitUntil(lambda: not screen.print.warnings.untagged.isVisible())
    undo.undo(store, budi)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Asset).where(Asset.tag == "")) == 1


def test_the_start_cell_is_chosen_by_mouse_and_by_keyboard(qtbot: QtBot, screen: LabelsScreen) -> None:
    screen.show_step(PLACE)
    picker, start = screen.place.picker, screen.place.start
    qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=picker.cells()[5].center().toPoint())
    assert start.value() == 6
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(picker, key)
    assert start.value() == 7
    qtbot.keyClick(picker, Qt.Key.Key_End)
    qtbot.keyClick(picker, Qt.Key.Key_Right)
    assert start.value() == 24
    start.setValue(20)
    ready(qtbot, screen)
    assert run(screen).next_cell == 1 and screen.order.start_cell == 20


def test_copies_make_more_labels(qtbot: QtBot, screen: LabelsScreen) -> None:
    screen.place.copies.setValue(3)
    assert not screen.save_button.isEnabled()
    ready(qtbot, screen)
    assert screen.counts.text() == "87 labels · 4 pages"


def test_a_paper_is_found_by_typing_and_has_other_cells(qtbot: QtBot, screen: LabelsScreen) -> None:
    screen.place.start.setValue(24)
    qtbot.keyClicks(screen.paper.search, "l7163")
    assert screen.paper.paper.id == "avery-l7163"
    assert screen.place.start.maximum() == 14 and screen.place.start.value() == 1
    screen.paper.choose("roll-50x30")
    ready(qtbot, screen)
    assert screen.order.start_cell == 1 and screen.print.view.page_count == 29
    screen.show_step(PLACE)
    assert not screen.place.start.isVisible()


def test_what_is_shown_is_what_is_saved_and_the_ledger_knows_it_once(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, store: Store, tmp_path: Path
) -> None:
    screen.place.copies.setValue(2)
    ready(qtbot, screen)
    assert screen.preview.shown is not None
    shown, path = screen.preview.shown.file.read_bytes(), tmp_path / "out.pdf"
    with qtbot.waitSignal(context.message) as told:
        screen.save(path)
    assert path.read_bytes() == shown and len(page_sizes(path)) == screen.print.view.page_count
    assert not list(tmp_path.glob("*.part"))
    assert told.args[0] == "58 labels printed" and str(path) in screen.bar.text.text()
    qtbot.waitUntil(lambda: prints(store) == 29)


def test_what_was_printed_stays_in_view_and_its_place_is_remembered(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, tmp_path: Path
) -> None:
    with qtbot.waitSignal(context.message):
        screen.save(tmp_path / "out.pdf")
    ready(qtbot, screen)
    assert screen.what.what.chosen == GIVEN and run(screen).labels == 29
    qtbot.waitUntil(lambda: screen.place.start.value() == 6)
    again = LabelsScreen(context)
    qtbot.addWidget(again)
    assert again.place.start.value() == 6 and "cell 6" in again.place.hint.text()


def test_a_reprint_asks_for_its_reason_and_keeps_it(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, store: Store, tmp_path: Path
) -> None:
    screen.show_step(PRINT)
    with qtbot.waitSignal(context.message):
        screen.save(tmp_path / "out.pdf")
    qtbot.waitUntil(screen.print.reason.isVisible, timeout=10_000)
    ready(qtbot, screen)
    screen.deliver()
    assert "why" in screen.bar.text.text() and screen.window().findChild(QFileDialog) is None
    screen.print.reason.setCurrentText("soaked by rain")
    screen.save(tmp_path / "again.pdf")
    qtbot.waitUntil(lambda: prints(store) == 58, timeout=10_000)
    with store.read() as session:
        assert set(session.scalars(select(LabelPrint.reason))) == {"", "soaked by rain"}


def test_the_keyboard_stays_with_what_is_asked_next_once_labels_are_printed(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, tmp_path: Path
) -> None:
    screen.show_step(PRINT)
    with qtbot.waitSignal(context.message):
        screen.save(tmp_path / "out.pdf")
    qtbot.waitUntil(screen.print.reason.isVisible, timeout=10_000)
    ready(qtbot, screen)
    qtbot.waitUntil(lambda: screen.focusWidget() in (screen.save_button, screen.print.reason))


def test_the_keyboard_follows_what_is_chosen_by_the_program(qtbot: QtBot, screen: LabelsScreen) -> None:
    screen.activateWindow()
    screen.what.enter()
    qtbot.waitUntil(screen.what.what.buttons[screen.what.what.chosen].hasFocus)
    screen.what.what.choose(PILE)
    assert screen.what.what.buttons[PILE].hasFocus()


def test_saving_asks_for_a_name(qtbot: QtBot, screen: LabelsScreen, tmp_path: Path) -> None:
    screen.show_step(PRINT)
    qtbot.keyClick(screen.save_button, Qt.Key.Key_Return)
    dialog = screen.window().findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog) and dialog.defaultSuffix() == "pdf"
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("asked.pdf")
    dialog.accept()
    qtbot.waitUntil(lambda: (tmp_path / "asked.pdf").exists())
    qtbot.waitUntil(lambda: screen.bar.isVisible())


def test_a_place_that_cannot_be_written_is_told_and_nothing_noted(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, store: Store, tmp_path: Path
) -> None:
    with qtbot.waitSignal(context.error_raised) as told:
        screen.save(tmp_path / "missing" / "out.pdf")
    assert "out.pdf" in str(told.args[0]) and prints(store) == 0
    qtbot.waitUntil(lambda: screen.save_button.isEnabled())


def test_chosen_records_of_a_list_go_straight_to_the_preview(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, ids: list[Id]
) -> None:
    chosen = Chosen(ASSETS, AssetFilter(), tuple(ids[:3]), 3)
    with qtbot.waitSignal(context.navigated) as went:
        print_labels(context, chosen, screen)
    assert went.args == [navigation.LABELS, chosen]
    screen.show_argument(chosen)
    assert screen.what.what.chosen == GIVEN and screen.steps.current == PRINT
    ready(qtbot, screen)
    assert run(screen).labels == 3 and screen.focusWidget() is screen.save_button
    qtbot.waitUntil(lambda: "(3)" in screen.what.what.buttons[GIVEN].text())


def test_nothing_to_print_is_said_in_a_sentence(qtbot: QtBot, screen: LabelsScreen) -> None:
    screen.what.what.buttons[LINKS].click()
    qtbot.waitUntil(lambda: "no label to print" in screen.what.counts.text())
    assert "no label to print" in screen.print.counts.text() and not screen.save_button.isEnabled()
    screen.what.what.buttons[ALL].click()
    ready(qtbot, screen)


def test_a_changed_name_is_shown_at_once(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, ids: list[Id]
) -> None:
    assert screen.what.what.chosen == UNLABELLED
    row = ids[4]
    context.write(lambda uow, _progress: uow.update(Asset, row, name="PC"), "edit")
    qtbot.waitUntil(lambda: screen.print.warnings.lines.count() == 0, timeout=10_000)


def test_outdated_labels_are_offered(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, ids: list[Id], store: Store, tmp_path: Path
) -> None:
    screen.save(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: prints(store) == 29, timeout=10_000)
    row = ids[2]
    context.write(lambda uow, _progress: uow.update(Asset, row, name="Renamed"), "edit")
    screen.what.what.choose(OUTDATED)
    qtbot.waitUntil(lambda: "(1)" in screen.what.what.buttons[OUTDATED].text(), timeout=10_000)
    qtbot.waitUntil(lambda: screen.counts.text() == "1 label · 1 page", timeout=10_000)


def test_a_pile_is_scanned_one_after_another(qtbot: QtBot, screen: LabelsScreen) -> None:
    assert not screen.take_scan("A-00003")
    screen.what.what.choose(PILE)
    for code in ("A-00003", "A-00001", "A-00003"):
        assert screen.take_scan(code)
        qtbot.waitUntil(lambda code=code: code in screen.what.what.tags(PILE))
    assert screen.what.what.tags(PILE) == ("A-00003", "A-00001")
    screen.take_scan("NOBODY")
    qtbot.waitUntil(screen.what.note.isVisible)
    ready(qtbot, screen)
    assert [screen.what.list.item(row).text()[:7] for row in range(2)] == ["A-00003", "A-00001"]
    screen.what.clear_button.click()
    assert screen.what.what.tags(PILE) == ()


def test_a_list_of_tags_is_read_from_a_file(qtbot: QtBot, screen: LabelsScreen, tmp_path: Path) -> None:
    path = tmp_path / "tags.txt"
    path.write_text("a-00002\nA-00009\nX-1\n", encoding="utf-8")
    screen.what.what.choose(FILE)
    screen.what.read_file(path)
    qtbot.waitUntil(lambda: screen.counts.text() == "2 labels · 1 page", timeout=10_000)
    assert screen.what.note.isVisible() and "X-1" in screen.what.note._title.text()


def test_new_numbers_are_reserved_when_they_are_printed(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, store: Store, tmp_path: Path
) -> None:
    screen.what.what.choose(BLANK)
    screen.what.amount.setValue(10)
    qtbot.waitUntil(lambda: screen.counts.text() == "10 labels · 1 page", timeout=10_000)
    first = screen.what.what.tags(BLANK)
    ready(qtbot, screen)
    screen.save(tmp_path / "blank.pdf")
    qtbot.waitUntil((tmp_path / "blank.pdf").exists, timeout=20_000)
    qtbot.waitUntil(lambda: screen.what.what.tags(BLANK) not in ((), first), timeout=10_000)
    assert not set(first) & set(screen.what.what.tags(BLANK))


def test_a_sheet_on_a_thermal_printer_is_refused_before_anybody_prints(
    qtbot: QtBot, screen: LabelsScreen, store: Store
) -> None:
    printers.save(store, Printer("Zebra", PrinterKind.ZPL, 203, "tcp://192.0.2.7"))
    printers.choose(store, "Zebra")
    again = LabelsScreen(screen.context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: "can't take" in again.print.counts.text(), timeout=10_000)
    assert not again.save_button.isEnabled()
    again.paper.choose("roll-50x30")
    ready(qtbot, again)


def test_the_place_is_in_the_rail() -> None:
    place = navigation.place(navigation.LABELS)
    assert place is not None and place.load() is LabelsScreen
