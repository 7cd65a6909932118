"""The label screen: what is shown is what is saved, and the ledger knows it once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.storage import undo
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, LabelPrint
from ui import navigation
from ui.context import AppContext
from ui.inventory.chosen import ASSETS, Chosen
from ui.labels.actions import print_labels
from ui.labels.what_box import ALL, GIVEN, LINKS, UNLABELLED
from ui.screens.labels import LabelsScreen
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
    qtbot.waitUntil(lambda: screen.printed is not None and screen.view.page_count == screen.printed.run.pages)


def prints(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(LabelPrint).where(LabelPrint.live)) or 0


def test_the_preview_counts_pages_labels_and_warnings(screen: LabelsScreen) -> None:
    assert screen.printed is not None and screen.printed.run.labels == 29
    assert screen.counts.text() == "29 labels · 2 pages" and screen.view.page_count == 2
    assert screen.warnings.lines.isVisible() and screen.warnings.lines.count() == 1
    assert "Komputer" in screen.warnings.lines.item(0).text()


def test_records_without_a_tag_are_counted_and_get_one_in_a_single_step(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, store: Store, budi: Actor
) -> None:
    qtbot.waitUntil(screen.warnings.untagged.isVisible)
    with qtbot.waitSignal(context.done):
        screen.warnings.untagged.acted.emit()
    qtbot.waitUntil(lambda: screen.counts.text() == "30 labels · 2 pages", timeout=10_000)
    qtbot.waitUntil(lambda: not screen.warnings.untagged.isVisible())
    undo.undo(store, budi)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Asset).where(Asset.tag == "")) == 1


def test_the_start_cell_is_chosen_by_mouse_and_by_keyboard(qtbot: QtBot, screen: LabelsScreen) -> None:
    picker = screen.card.picker
    qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=picker.cells()[5].center().toPoint())
    assert screen.card.start.value() == 6
    ready(qtbot, screen)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(picker, key)
    assert screen.card.start.value() == 7
    qtbot.keyClick(picker, Qt.Key.Key_End)
    qtbot.keyClick(picker, Qt.Key.Key_Right)
    assert screen.card.start.value() == 24
    screen.card.start.setValue(20)
    ready(qtbot, screen)
    assert screen.printed is not None and screen.printed.run.next_cell == 1
    assert screen.card.order.start_cell == 20


def test_copies_make_more_labels(qtbot: QtBot, screen: LabelsScreen) -> None:
    screen.card.copies.setValue(3)
    assert not screen.save_button.isEnabled()
    ready(qtbot, screen)
    assert screen.counts.text() == "87 labels · 4 pages" and screen.view.page_count == 4


def test_another_paper_has_other_cells(qtbot: QtBot, screen: LabelsScreen) -> None:
    screen.card.start.setValue(24)
    screen.card.stock.setCurrentIndex(screen.card.stock.findData("avery-l7163"))
    assert (screen.card.start.maximum(), screen.card.start.value()) == (14, 14)
    screen.card.stock.setCurrentIndex(screen.card.stock.findData("roll-50x30"))
    assert not screen.card.picker.isVisible() and screen.card.order.start_cell == 1
    ready(qtbot, screen)
    assert screen.view.page_count == 29


def test_what_is_shown_is_what_is_saved_and_the_ledger_knows_it_once(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, store: Store, tmp_path: Path
) -> None:
    screen.card.copies.setValue(2)
    ready(qtbot, screen)
    shown = screen._file.read_bytes() if screen._file else b""
    path = tmp_path / "out.pdf"
    with qtbot.waitSignal(context.message) as told:
        screen.save(path)
    assert path.read_bytes() == shown and len(page_sizes(path)) == screen.view.page_count
    assert not list(tmp_path.glob("*.part"))
    assert told.args[0] == "58 labels printed" and prints(store) == 29
    assert str(path) in screen.bar.text.text()


def test_what_was_printed_stays_in_view_and_is_remembered(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, tmp_path: Path
) -> None:
    with qtbot.waitSignal(context.message):
        screen.save(tmp_path / "out.pdf")
    ready(qtbot, screen)
    assert screen.card.what.chosen == GIVEN and screen.printed is not None and screen.printed.run.labels == 29
    qtbot.waitUntil(screen.card.last_end.isVisible)
    again = LabelsScreen(context)
    qtbot.addWidget(again)
    assert "cell 6" in again.card.last_end.text()


def test_saving_asks_for_a_name(qtbot: QtBot, screen: LabelsScreen, tmp_path: Path) -> None:
    screen.save_button.click()
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


def test_chosen_records_of_a_list_are_printed_alone(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, ids: list[Id]
) -> None:
    chosen = Chosen(ASSETS, AssetFilter(), tuple(ids[:3]), 3)
    with qtbot.waitSignal(context.navigated) as went:
        print_labels(context, chosen, screen)
    assert went.args == [navigation.LABELS, chosen]
    screen.show_argument(chosen)
    assert screen.card.what.chosen == GIVEN
    assert screen.focusWidget() is screen.card.what.buttons[GIVEN]
    ready(qtbot, screen)
    assert screen.printed is not None and screen.printed.run.labels == 3
    qtbot.waitUntil(lambda: "(3)" in screen.card.what.buttons[GIVEN].text())


def test_nothing_to_print_is_said_in_a_sentence(qtbot: QtBot, screen: LabelsScreen) -> None:
    screen.card.what.buttons[LINKS].click()
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.nothing)
    assert "no label to print" in screen.nothing.text.text() and not screen.save_button.isEnabled()
    screen.card.what.buttons[ALL].click()
    ready(qtbot, screen)
    assert screen.pages.currentWidget() is screen.view


def test_a_changed_name_is_shown_at_once(
    qtbot: QtBot, screen: LabelsScreen, context: AppContext, ids: list[Id]
) -> None:
    assert screen.card.what.chosen == UNLABELLED
    row = ids[4]
    context.write(lambda uow, _progress: uow.update(Asset, row, name="PC"), "edit")
    qtbot.waitUntil(lambda: screen.warnings.lines.count() == 0, timeout=10_000)


def test_the_place_is_in_the_rail() -> None:
    place = navigation.place(navigation.LABELS)
    assert place is not None and place.load() is LabelsScreen
