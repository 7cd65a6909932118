"""The tab "Label" of a record: the label as it would be printed, its prints, and the way to print it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import assets, label_contents, label_ledger, links
from spbe_assets.storage.store import Actor, Store
from ui.context import AppContext
from ui.inventory.asset_pane import AssetPane
from ui.inventory.filter_kinds import KINDS, LINK_KINDS
from ui.inventory.label_page import RecordLabelPage
from ui.inventory.link_pane import LinkPane
from ui.inventory.record_frame import RecordFrame
from ui.models.asset_table import AssetQuery, AssetTable
from ui.navigation import LABELS

SITI = Actor("Siti")


@pytest.fixture
def asset(store: Store, budi: Actor) -> Id:
    with store.write(budi, "create") as uow:
        return assets.create(uow, {"name": "Core switch", "brand": "Cisco"})


def print_label(store: Store, record: Id, table: str = "asset", reason: str = "") -> None:
    with store.write(SITI, "labels") as uow:
        made = label_contents.of_records(uow.session, table, [record])
        label_ledger.record_prints(uow, made, "avery-l7159", reason)


def opened(qtbot: QtBot, context: AppContext, pane: RecordFrame, record: Id) -> RecordLabelPage:
    qtbot.addWidget(pane)
    pane.show_record(record)
    pane.show()
    pane.open_tab(_("Label"))
    return page_of(qtbot, context, pane)


def page_of(qtbot: QtBot, context: AppContext, pane: RecordFrame) -> RecordLabelPage:
    shown = pane.page()
    assert shown is not None
    (page,) = shown.findChildren(RecordLabelPage)
    qtbot.waitUntil(lambda: not context.is_busy and bool(page.state.text()))
    return page


def texts(page: RecordLabelPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]


def test_an_unprinted_label_is_drawn_as_it_would_be_printed(qtbot: QtBot, context: AppContext, asset: Id) -> None:
    page = opened(qtbot, context, AssetPane(context), asset)
    assert page.state.text() == "No label yet"
    assert page.picture.isVisibleTo(page) and page.picture.height() > 50
    shown = page.picture.grab().toImage()
    dark = sum(shown.pixelColor(x, y).lightness() < 60 for x in range(shown.width()) for y in range(shown.height()))
    assert dark > 500
    assert page.print_button.isEnabled()


def test_prints_tell_when_who_paper_and_reason_and_which_is_outdated(
    qtbot: QtBot, context: AppContext, store: Store, asset: Id
) -> None:
    print_label(store, asset)
    pane = AssetPane(context)
    page = opened(qtbot, context, pane, asset)
    assert page.state.text() == "Label up to date"

    job = context.write(lambda uow, _progress: assets.update(uow, asset, {"name": "Old switch"}))
    with qtbot.waitSignal(job.finished):
        pass
    qtbot.waitUntil(lambda: page.state.text() == "Label outdated")
    qtbot.waitUntil(lambda: "Outdated" in texts(page))  # Qt shows new children a moment later

    print_label(store, asset, reason="damaged")
    with qtbot.waitSignal(context.changed):
        context.look_for_foreign_changes()
    qtbot.waitUntil(lambda: page.state.text() == "Label up to date")
    qtbot.waitUntil(lambda: sum(text.endswith("Siti") for text in texts(page)) == 2)
    assert "The label is damaged" in texts(page) and any("L7159" in text for text in texts(page))


def test_a_record_without_a_tag_says_so(qtbot: QtBot, context: AppContext, store: Store, asset: Id) -> None:
    with store.write(SITI) as uow:
        assets.update(uow, asset, {"tag": ""})
    page = opened(qtbot, context, AssetPane(context), asset)
    assert page.untagged.isVisibleTo(page) and not page.picture.isVisibleTo(page)
    assert not page.print_button.isEnabled()


def test_the_button_and_ctrl_p_lead_to_the_label_screen(qtbot: QtBot, context: AppContext, asset: Id) -> None:
    pane = AssetPane(context)
    page = opened(qtbot, context, pane, asset)
    wanted = [LABELS, AssetFilter(ids=frozenset({asset}))]
    with qtbot.waitSignal(context.navigated) as asked:
        page.print_button.click()
    assert asked.args == wanted
    pane.open_tab(_("Summary"))
    pane.tabs.setFocus()
    with qtbot.waitSignal(context.navigated) as asked:
        qtbot.keyClick(pane.tabs, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == wanted


def test_a_link_has_the_same_tab(qtbot: QtBot, context: AppContext, store: Store) -> None:
    with store.write(SITI) as uow:
        link = links.create(uow, {"name": "Metro"})
    print_label(store, link, "link")
    page = opened(qtbot, context, LinkPane(context), link)
    assert page.state.text() == "Label up to date"
    with qtbot.waitSignal(context.navigated) as asked:
        page.print_button.click()
    assert asked.args == [LABELS, LinkFilter(ids=frozenset({link}))]


def test_a_list_of_outdated_labels_follows_what_is_written(
    qtbot: QtBot, context: AppContext, store: Store, asset: Id
) -> None:
    with store.write(SITI, "create") as uow:
        other = assets.create(uow, {"name": "Access point"})
    print_label(store, asset)
    print_label(store, other)
    table = AssetTable(context)
    context.changed.connect(table.follow)

    def ids() -> set[Id]:
        return {row.id for at in range(table.count) if (row := table.row(at)) is not None}

    with qtbot.waitSignal(table.completed):
        table.search(AssetQuery(AssetFilter(label_outdated=True)))
    assert ids() == set()
    context.write(lambda uow, _progress: assets.update(uow, asset, {"name": "Old switch"}))
    qtbot.waitUntil(lambda: ids() == {asset})
    context.write(lambda uow, _progress: assets.update(uow, asset, {"name": "Core switch"}))
    qtbot.waitUntil(lambda: ids() == set())
    qtbot.waitUntil(lambda: not context.is_busy)


@pytest.mark.parametrize(("key", "part"), [("label-outdated", "label_outdated"), ("label-current", "label_current")])
def test_chips_set_and_take_off_the_state_of_the_label(key: str, part: str) -> None:
    for kinds, empty in ((KINDS, AssetFilter()), (LINK_KINDS, LinkFilter())):
        kind = next(one for one in kinds if one.key == key)
        on = kind.put(empty, True)
        assert getattr(on, part) is True and kind.is_active(on)
        assert kind.cleared(on) == empty
