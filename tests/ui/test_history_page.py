"""The history tab of a record: what each action did to it, and bringing earlier values back one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from spbe_assets.services import assets, attachments
from spbe_assets.storage.genesis import category_id
from spbe_assets.storage.store import Actor, Store
from ui.context import AppContext
from ui.inventory.asset_pane import AssetPane
from ui.inventory.history_page import HistoryPage

SITI = Actor("Siti")


@pytest.fixture
def asset(store: Store, budi: Actor) -> Id:
    """A server that Budi recorded; Siti gave it another brand and twice another memory."""
    with store.write(budi, "create") as uow:
        values = {"name": "SRV-01", "brand": "Dell", "category_id": category_id("server")}
        made = assets.create(uow, values, {"memory_gb": 16})
    for brand, memory in (("Dell", 32), ("HPE", 64)):
        with store.write(SITI, "edit") as uow:
            assets.update(uow, made, {"brand": brand}, {"memory_gb": memory})
    return made


@pytest.fixture
def page(qtbot: QtBot, context: AppContext, asset: Id) -> HistoryPage:
    return shown(qtbot, context, asset)


def shown(qtbot: QtBot, context: AppContext, asset: Id) -> HistoryPage:
    made = HistoryPage(context, ("asset", asset))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not context.is_busy and len(texts(made)) > 1)  # Qt shows new children a moment later
    return made


def texts(page: HistoryPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def memory(context: AppContext, asset: Id) -> object:
    detail = context.read(lambda session: assets.detail(session, asset)).detail
    return None if detail is None else detail.get("memory_gb")


def test_each_change_reads_before_and_after_under_why_when_and_who(page: HistoryPage) -> None:
    told = texts(page)
    assert told[0] == "Edit" and told[1].endswith("Siti")
    assert {"Dell → HPE", "32 GB → 64 GB", "16 GB → 32 GB"} <= set(told)
    assert "Created" in told and "16 GB" in told


def test_only_values_that_differ_from_the_present_are_offered(page: HistoryPage) -> None:
    offers = [one.accessibleName() for one in page.restore_buttons]
    assert sorted(offers) == [
        "Brand: restore this value (Dell)",
        "Memory: restore this value (16 GB)",
        "Memory: restore this value (32 GB)",
    ]


def test_enter_brings_a_value_back_as_one_undo_step(
    qtbot: QtBot, context: AppContext, page: HistoryPage, asset: Id
) -> None:
    page.activateWindow()
    oldest = page.restore_buttons[-1]
    oldest.setFocus()
    with qtbot.waitSignal(context.done) as told, qtbot.waitSignal(context.changed):
        qtbot.keyClick(oldest, Qt.Key.Key_Return)
    assert told.args is not None and told.args[0] == "Memory restored"
    assert memory(context, asset) == 16
    with qtbot.waitSignal(context.changed):
        context.undo()
    assert memory(context, asset) == 64


def test_a_right_click_offers_the_same(qtbot: QtBot, context: AppContext, page: HistoryPage, asset: Id) -> None:
    (value,) = (one for one in page.findChildren(QLabel) if one.text() == "32 GB → 64 GB")
    value.customContextMenuRequested.emit(value.rect().center())
    (menu,) = page.findChildren(QMenu)
    with qtbot.waitSignal(context.changed):
        menu.actions()[0].trigger()
    menu.close()
    assert memory(context, asset) == 32


def test_a_deleted_record_offers_nothing(qtbot: QtBot, context: AppContext, asset: Id) -> None:
    with context.store.write(SITI, "delete") as uow:
        assets.delete(uow, [asset])
    page = shown(qtbot, context, asset)
    assert page.restore_buttons == []
    assert texts(page)[0] == "Deleted"


def test_photos_and_documents_are_told_with_the_record(qtbot: QtBot, context: AppContext, asset: Id) -> None:
    photo = attachments.Ready(attachments.PHOTO, "nameplate", b"1", "image/jpeg", None)
    paper = attachments.ready_document(b"%PDF-1", "BAST 12")
    with context.store.write(SITI, "attach") as uow:
        added = attachments.add(uow, "asset", asset, photo)
        attachments.add(uow, "asset", asset, paper)
    with context.store.write(SITI, "attach") as uow:
        attachments.delete(uow, [added])
    told = texts(shown(qtbot, context, asset))
    for what, which in (("Photo added", "nameplate"), ("Document added", "BAST 12"), ("Photo removed", "nameplate")):
        assert told[told.index(what) + 1] == which


def test_the_page_of_a_record_leads_to_the_log(qtbot: QtBot, context: AppContext, asset: Id) -> None:
    pane = AssetPane(context)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_record(asset)
    pane.tabs.setCurrentIndex(pane.tabs.count() - 1)
    (page,) = pane.findChildren(HistoryPage)
    with qtbot.waitSignal(context.navigated) as went:
        page.log_button.click()
    assert went.args == ["history", ("asset", asset)]


def test_long_codes_and_texts_stay_in_the_frame(qtbot: QtBot, context: AppContext, asset: Id) -> None:
    with context.store.write(SITI, "edit") as uow:
        values = {"nibar": "1234567890" * 4 + "12345", "name": "PC of the secretary " * 6, "notes": "word " * 500}
        assets.update(uow, asset, values)
    page = shown(qtbot, context, asset)
    told = texts(page)
    assert "— → 12345678…456789012345" in told
    assert max(len(text) for text in told) < 260
    assert page.minimumSizeHint().width() <= 330
