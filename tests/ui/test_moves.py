"""Handing over, lending, taking back, repair and disposal in the window, by keyboard; minutes; the page of moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Status
from spbe_assets.formats import today
from spbe_assets.services import assets, latest, minutes, moves
from spbe_assets.services.minutes import Signers
from spbe_assets.services.moves import Move
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Agency, Asset, Person
from spbe_assets.storage.undo import undo
from tests.ui.inventory_data import fill
from ui.context import AppContext
from ui.inventory.asset_pane import AssetPane
from ui.inventory.chosen import Chosen, actions
from ui.moves import actions as acts
from ui.moves import kinds
from ui.moves.dialog import MoveDialog
from ui.moves.minutes import MinutesDialog
from ui.moves.page import MovesPage

COUNT = 40


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, COUNT)


@pytest.fixture
def window(qtbot: QtBot, dressed: object) -> QWidget:
    made = QWidget()
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    return made


def of(ids: list[Id]) -> Chosen:
    return Chosen("asset", AssetFilter(), tuple(ids), len(ids))


def opened(qtbot: QtBot, context: AppContext, window: QWidget, act: Any, ids: list[Id]) -> MoveDialog:
    act(context, of(ids), window)
    dialog = window.findChildren(MoveDialog)[-1]
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.waitUntil(lambda: not context.is_busy)
    return dialog


def keys(dialog: QWidget, text: str, *then: Qt.Key) -> None:
    """Type into whatever has the focus, then press keys there."""
    if text:
        QTest.keyClicks(dialog.focusWidget(), text)
    for key in then:
        QTest.keyClick(dialog.focusWidget(), key)


def pick(qtbot: QtBot, dialog: MoveDialog, key: str, text: str) -> None:
    """Type a name into the type-ahead that has the focus and take its first line with Tab."""
    box = dialog.form.reference("movement", key)
    assert dialog.focusWidget() is box
    keys(dialog, text)
    qtbot.waitUntil(lambda: box.is_open)
    keys(dialog, "", Qt.Key.Key_Tab)
    assert box.record_id() is not None


def do(qtbot: QtBot, context: AppContext, dialog: MoveDialog) -> str:
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    with qtbot.waitSignal(context.done) as told:
        QTest.keyPress(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # by its release it is disabled
    qtbot.waitUntil(lambda: not context.is_busy)
    return str(told.args[0])


def lent(store: Store, budi: Any, ids: list[Id], number: str = "1/PJ") -> moves.Act:
    with store.write(budi, "lend") as uow:
        return moves.lend(uow, AssetFilter(ids=frozenset(ids)), Move(today(), number, to_name="Panitia"))


def shown(qtbot: QtBot, context: AppContext, papers: Any) -> MinutesDialog:
    dialog = MinutesDialog(context, papers)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.file is not None and not context.is_busy)
    return dialog


def save(qtbot: QtBot, context: AppContext, paper: MinutesDialog, path: Path) -> None:
    with qtbot.waitSignal(context.message):
        paper.save(path)
    qtbot.waitUntil(lambda: not paper.isVisible())


def text_of(file: Path | None) -> str:
    assert file is not None
    with pypdfium2.PdfDocument(file) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())


def _rina(session: Any) -> Id:
    return session.scalars(select(Person.id).where(Person.name == "Rina Marlina")).one()  # type: ignore[no-any-return]


def values(context: AppContext, asset_id: Id) -> Any:
    return context.read(lambda session: assets.detail(session, asset_id)).asset.values


def test_the_list_offers_all_five_for_equipment_only() -> None:
    wanted = {"hand_over", "lend", "take_back", "repair", "disposal"}
    assert wanted <= {one.name for one in actions("asset")}
    assert not wanted & {one.name for one in actions("link")}


def test_items_are_handed_over_by_keyboard_in_one_undo_step(
    qtbot: QtBot, context: AppContext, store: Store, window: QWidget, ids: list[Id]
) -> None:
    with store.read() as session:
        agency_id, name = session.execute(select(Agency.id, Agency.name).order_by(Agency.n).offset(9).limit(1)).one()
    before = values(context, ids[3])["agency_id"]
    dialog = opened(qtbot, context, window, acts.hand_over, ids[:12])
    assert dialog.act_button.text() == "Hand over 12 items"
    assert dialog.which.whole().endswith("and 8 more")
    pick(qtbot, dialog, "to_agency_id", name)
    assert do(qtbot, context, dialog) == "12 items handed over"
    assert {values(context, one)["agency_id"] for one in ids[:12]} == {agency_id}
    assert dialog.focusWidget() is dialog.minutes_button
    with qtbot.waitSignal(context.message):
        context.undo()
    assert values(context, ids[3])["agency_id"] == before


def test_a_loan_by_keyboard_with_day_and_number_and_its_minutes(
    qtbot: QtBot, context: AppContext, window: QWidget, ids: list[Id], tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, window, acts.lend, ids[:2])
    keys(dialog, "", Qt.Key.Key_Tab)
    pick(qtbot, dialog, "to_person_id", "Rina")
    keys(dialog, "", Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    keys(dialog, "30/77", Qt.Key.Key_Tab)
    keys(dialog, "31/12/2199")
    assert do(qtbot, context, dialog) == "2 items lent"
    row = context.read(moves.open_loans)[0]
    assert (row.document_number, row.due_on and row.due_on.year, row.receiver) == ("30/77", 2199, "Rina Marlina")
    keys(dialog, "", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(MinutesDialog)))
    paper = window.findChildren(MinutesDialog)[0]
    qtbot.waitUntil(lambda: paper.file is not None and not context.is_busy)
    target = tmp_path / "bast.pdf"
    save(qtbot, context, paper, target)
    with pypdfium2.PdfDocument(target) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "PINJAM PAKAI" in text and "Rina Marlina" in text and "30/77" in text


def test_the_minutes_follow_signers_and_language(
    qtbot: QtBot, context: AppContext, store: Store, budi: Any, ids: list[Id]
) -> None:
    act = lent(store, budi, ids[:1])
    paper = shown(qtbot, context, act.papers)
    first = paper.file
    paper.signers[2].setFocus()
    QTest.keyClicks(paper.signers[2], "Rina")
    qtbot.waitUntil(lambda: paper.signers[2].is_open)
    QTest.keyClick(paper.signers[2], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: paper.file != first)
    paper.language.setCurrentIndex(1)
    paper.make()
    qtbot.waitUntil(lambda: not context.is_busy)
    assert paper.file is not None
    with pypdfium2.PdfDocument(paper.file) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "MINUTES OF LOAN" in text and "Rina Marlina" in text


def test_who_signs_is_kept_when_the_minutes_are_saved_and_shown_again(
    qtbot: QtBot, context: AppContext, store: Store, budi: Any, ids: list[Id], tmp_path: Path
) -> None:
    act = lent(store, budi, ids[:2])
    paper = shown(qtbot, context, act.papers)
    paper.signers[2].show_record(context.read(_rina), "Rina Marlina")
    paper.make()
    qtbot.waitUntil(lambda: not context.is_busy)
    assert context.read(lambda session: minutes.signers(session, act.papers[0])) == Signers(paper.signed.giver_id)
    save(qtbot, context, paper, tmp_path / "bast.pdf")
    again = shown(qtbot, context, act.papers)
    assert [box.text() for box in again.signers] == [box.text() for box in paper.signers]
    assert again.signers[2].text() == "Rina Marlina"
    with qtbot.waitSignal(context.message) as told:
        context.undo()
    assert told.args[0] == "Undone: minutes 1/PJ"


def test_minutes_of_an_act_that_was_undone_meanwhile_say_so(
    qtbot: QtBot, context: AppContext, store: Store, budi: Any, ids: list[Id]
) -> None:
    act = lent(store, budi, ids[:1])
    undo(store, budi)
    paper = MinutesDialog(context, act.papers)
    qtbot.addWidget(paper)
    paper.show()
    qtbot.waitUntil(lambda: paper.failure.isVisible())
    assert paper.ask_where() is None


def test_a_return_of_two_loans_offers_the_minutes_of_each(
    qtbot: QtBot, context: AppContext, store: Store, budi: Any, window: QWidget, ids: list[Id]
) -> None:
    lent(store, budi, ids[:2])
    lent(store, budi, ids[2:3], "2/PJ")
    dialog = opened(qtbot, context, window, acts.take_back, ids[:3])
    keys(dialog, "", Qt.Key.Key_Tab)
    keys(dialog, "3/KB")
    do(qtbot, context, dialog)
    keys(dialog, "", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(MinutesDialog)))
    paper = window.findChildren(MinutesDialog)[0]
    qtbot.waitUntil(lambda: paper.file is not None and not context.is_busy)
    assert [paper.acts.itemText(at).partition(" ")[0] for at in range(paper.acts.count())] == ["1/PJ", "2/PJ"]
    first = paper.file
    assert "Berita Acara Nomor 1/PJ" in text_of(first) and "Nomor: 3/KB" in text_of(first)
    paper.acts.setCurrentIndex(1)
    qtbot.waitUntil(lambda: paper.file != first and not context.is_busy)
    assert "Berita Acara Nomor 2/PJ" in text_of(paper.file)
    assert context.read(lambda session: latest.listed(session, 1))[0].reason == "return of a loan 3/KB"


def test_what_was_taken_back_is_restored_and_its_minutes_are_offered(
    qtbot: QtBot, context: AppContext, store: Store, budi: Any, window: QWidget, ids: list[Id]
) -> None:
    before = values(context, ids[0])
    lent(store, budi, ids[:3])
    dialog = opened(qtbot, context, window, acts.take_back, ids[:3])
    assert do(qtbot, context, dialog) == "3 items taken back"
    assert dialog.focusWidget() is dialog.minutes_button
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert values(context, ids[0])["custodian_id"] == before["custodian_id"]
    assert context.read(moves.open_loans) == []


def test_a_refusal_is_said_with_tags_and_the_dialog_stays(
    qtbot: QtBot, context: AppContext, window: QWidget, ids: list[Id]
) -> None:
    dialog = opened(qtbot, context, window, acts.take_back, ids)
    QTest.keyPress(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: dialog.failure.isVisible())
    assert "and 35 more: they are not lent" in dialog.failure._title.text()
    assert dialog.isVisible() and dialog.isEnabled()


def test_a_receiver_or_day_that_is_missing_is_said_at_its_field(
    qtbot: QtBot, context: AppContext, window: QWidget, ids: list[Id]
) -> None:
    dialog = opened(qtbot, context, window, acts.hand_over, ids[:1])
    dialog.apply()
    receiver = dialog.form.cells["movement", "to_agency_id"]
    qtbot.waitUntil(lambda: receiver.problem.isVisible())
    day = dialog.form.cells["movement", "on_date"]
    day.entry.show_value(None)
    dialog.apply()
    assert day.problem.isVisible() and dialog.focusWidget() is day.entry.focusProxy()
    assert values(context, ids[0])["status"] == Status.ACTIVE


def test_repair_and_disposal_go_out_and_come_back(
    qtbot: QtBot, context: AppContext, window: QWidget, ids: list[Id]
) -> None:
    for act, during in ((acts.repair, Status.REPAIR), (acts.propose_disposal, Status.DISPOSAL_PROPOSED)):
        out = opened(qtbot, context, window, act, ids[:2])
        do(qtbot, context, out)
        assert values(context, ids[0])["status"] == during
        out.accept()
        back = opened(qtbot, context, window, act, ids[:2])
        assert back is not out
        do(qtbot, context, back)
        assert values(context, ids[0])["status"] == Status.ACTIVE


def test_esc_writes_nothing(qtbot: QtBot, context: AppContext, window: QWidget, ids: list[Id]) -> None:
    dialog = opened(qtbot, context, window, acts.repair, ids[:2])
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert values(context, ids[0])["status"] == Status.ACTIVE


def test_everything_that_a_filter_lets_through_moves(
    qtbot: QtBot, context: AppContext, store: Store, window: QWidget, ids: list[Id]
) -> None:
    everything = Chosen("asset", AssetFilter(), (), COUNT)
    dialog = MoveDialog(context, kinds.REPAIR, everything, window)
    dialog.show()
    do(qtbot, context, dialog)
    with store.read() as session:
        assert set(session.scalars(select(Asset.status).where(Asset.live))) == {Status.REPAIR}


def test_every_field_has_a_name_that_a_screen_reader_says(
    qtbot: QtBot, context: AppContext, window: QWidget, ids: list[Id]
) -> None:
    for kind in (kinds.HAND_OVER, kinds.LEND, kinds.REPAIR, kinds.DISPOSAL, kinds.TAKE_BACK, kinds.WITHDRAW):
        dialog = MoveDialog(context, kind, of(ids[:1]), window)
        for cell in dialog.form.cells.values():
            focus = cell.entry.focusProxy()
            assert focus is not None and focus.accessibleName()
        qtbot.waitUntil(lambda: not context.is_busy)


def test_the_page_lists_acts_ends_them_and_follows_what_happens(
    qtbot: QtBot, context: AppContext, store: Store, budi: Any, window: QWidget, ids: list[Id]
) -> None:
    lent(store, budi, ids[:1])
    page = MovesPage(context, ids[0], window)
    page.show()
    assert [row.document_number for row in page.rows] == ["1/PJ"]
    buttons = {one.text(): one for one in page.findChildren(QPushButton)}
    buttons["Take back…"].click()
    dialog = window.findChildren(MoveDialog)[-1]
    do(qtbot, context, dialog)
    assert page.rows[0].returned_on == today()

    def shown() -> list[str]:
        return [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]

    qtbot.waitUntil(lambda: shown() == ["Minutes…", "Minutes of the return…"])
    dialog.accept()
    next(one for one in page.findChildren(QPushButton) if one.text() == "Minutes of the return…").click()
    paper = window.findChildren(MinutesDialog)[-1]
    qtbot.waitUntil(lambda: paper.file is not None and not context.is_busy)
    assert "PENGEMBALIAN" in text_of(paper.file)


def test_the_pane_has_the_page_once_an_asset_has_moved(
    qtbot: QtBot, context: AppContext, store: Store, budi: Any, ids: list[Id]
) -> None:
    lent(store, budi, ids[:1])
    pane = AssetPane(context)
    qtbot.addWidget(pane)
    pane.show_record(ids[1])
    assert "Moves" not in [pane.tabs.tabText(at) for at in range(pane.tabs.count())]
    pane.show_record(ids[0])
    pane.open_tab("Moves")
    body = pane.page()
    assert body is not None and body.findChild(MovesPage) is not None
