"""Editing links: two ends, rates with their unit, contract; and the list that follows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.domain.vocabulary import LinkRole, LinkStatus
from spbe_assets.services import link_listing, links
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Link
from tests.ui.inventory_data import fill
from ui.context import AppContext
from ui.inventory.field_inputs import ChoiceInput, LineInput, ReferenceInput
from ui.inventory.link_editor import LinkEditor
from ui.screens.inventory import InventoryScreen


@pytest.fixture
def assets(store: Store) -> list[Id]:
    return fill(store, 12)


@pytest.fixture
def link_id(context: AppContext, assets: list[Id]) -> Id:
    return context.read(lambda session: link_listing.rows_first(session, LinkFilter()))[0].id


@pytest.fixture
def editor(qtbot: QtBot, context: AppContext, link_id: Id) -> LinkEditor:
    made = LinkEditor(context)
    qtbot.addWidget(made)
    made.show()
    made.show_record(link_id)
    return made


def link(context: AppContext, link_id: Id) -> Record:
    return context.read(lambda session: links.detail(session, link_id))


def line(editor: LinkEditor, key: str, text: str) -> None:
    entry = editor.form.cells["link", key].entry
    assert isinstance(entry, LineInput)
    entry.line.setText(text)
    entry.line.textEdited.emit(text)


def save(qtbot: QtBot, editor: LinkEditor) -> Id:
    with qtbot.waitSignal(editor.saved) as saved:
        editor.save()
    return bytes(saved.args[0])


def test_a_rate_is_typed_with_its_unit(qtbot: QtBot, context: AppContext, editor: LinkEditor, link_id: Id) -> None:
    line(editor, "mbps_down", "1 Gbps")
    line(editor, "sla_percent", "99,5")
    save(qtbot, editor)

    after = link(context, link_id)
    assert after.get("mbps_down") == Decimal(1000)
    assert after.get("sla_percent") == Decimal("99.5")


def test_an_end_is_a_device_found_by_typing(
    qtbot: QtBot, context: AppContext, editor: LinkEditor, link_id: Id, assets: list[Id]
) -> None:
    entry = editor.form.cells["link", "z_asset_id"].entry
    assert isinstance(entry, ReferenceInput)
    entry.box.setText("HPE")
    entry.box.ask("server")
    qtbot.waitUntil(lambda: bool(entry.box.choices))
    wanted = entry.box.choices[0].id
    entry.box.pick(0)
    save(qtbot, editor)

    assert link(context, link_id).get("z_asset_id") == wanted


def test_a_wrong_day_is_explained(qtbot: QtBot, editor: LinkEditor) -> None:
    line(editor, "ends_on", "45/12/2026")
    with qtbot.assertNotEmitted(editor.saved, wait=50):
        editor.save()

    assert "45/12/2026" in editor.form.cells["link", "ends_on"].problem.text()


def test_a_contract_that_ends_before_it_starts_is_refused(qtbot: QtBot, editor: LinkEditor) -> None:
    line(editor, "starts_on", "01/06/2027")
    line(editor, "ends_on", "01/06/2026")
    with qtbot.assertNotEmitted(editor.saved):
        editor.save()
        problems = [cell.problem for cell in editor.form.cells.values()]
        qtbot.waitUntil(lambda: any(problem.text() for problem in problems))


def test_a_copy_leaves_tag_and_circuit_open(qtbot: QtBot, context: AppContext, editor: LinkEditor, link_id: Id) -> None:
    editor.show_copy(link_id)
    role = editor.form.cells["link", "role"].entry
    assert isinstance(role, ChoiceInput)
    role.combo.setCurrentText("Reserve")
    before, after = link(context, link_id), link(context, save(qtbot, editor))

    assert after.get("circuit_id") == ""
    assert after.get("tag") not in ("", before.get("tag"))
    assert after.get("role") is LinkRole.BACKUP
    assert after.get("provider") == before.get("provider")


def test_a_stale_link_is_told(qtbot: QtBot, context: AppContext, editor: LinkEditor, link_id: Id) -> None:
    line(editor, "name", "Mine")
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: uow.update(Link, link_id, status=LinkStatus.DOWN))
    editor.save()
    qtbot.waitUntil(lambda: editor.stale.isVisible())

    editor.stale.acted.emit()
    save(qtbot, editor)
    after = link(context, link_id)
    assert (after.get("name"), after.get("status")) == ("Mine", LinkStatus.DOWN)


def test_list_pane_and_editor_of_links_work_together(qtbot: QtBot, context: AppContext, assets: list[Id]) -> None:
    screen = InventoryScreen(context)
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    with qtbot.waitSignal(screen.links.table.searched):
        screen.switch.choose(1)
    qtbot.waitUntil(lambda: screen.links.pane.isVisible())
    assert screen.new_button.text() == "New link"
    assert screen.head.subtitle.text() == "14 links"

    screen.links.edit()
    line(screen.links.editor, "name", "Backbone")
    save(qtbot, screen.links.editor)
    assert screen.links.pane.name.text() == "Backbone"
    screen.search.setText("backbone")
    qtbot.waitUntil(lambda: screen.links.table.rowCount() == 1)
    facts = [label.text() for label in screen.links.pane.findChildren(QLabel)]
    assert "End A" in facts
