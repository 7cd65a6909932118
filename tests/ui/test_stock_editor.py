"""Label papers of one's own: what is typed is drawn and judged at once, and what is saved is in the catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from spbe_assets import i18n
from spbe_assets.domain.errors import Invalid
from spbe_assets.labels import own_stocks, stock
from spbe_assets.labels.stock import Stock, StockKind
from ui import theme
from ui.app import speak
from ui.context import AppContext
from ui.labels.stock_drawing import dimensions
from ui.labels.stock_editor import StockEditor

L7160 = "avery-l7160"


def opened(qtbot: QtBot, context: AppContext, paper: str = L7160) -> StockEditor:
    made = StockEditor(context, stock.find(paper))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def put(editor: StockEditor, **values: Any) -> None:
    for key, value in values.items():
        entry: Any = editor.fields.entries[key]
        entry.setText(value) if isinstance(value, str) else entry.setValue(value)


def choose_kind(editor: StockEditor, kind: StockKind) -> None:
    editor.fields.kind.setCurrentIndex(editor.fields.kind.findData(kind))


def asked(editor: StockEditor) -> set[str]:
    return {key for key, entry in editor.fields.entries.items() if entry.isVisible()}


def said(editor: StockEditor) -> list[str]:
    return [line.text() for line in editor.fields.problems.values() if line.isVisible()]


def test_a_new_paper_begins_with_the_sizes_of_another_and_needs_a_name(qtbot: QtBot, context: AppContext) -> None:
    editor = opened(qtbot, context)
    assert editor.fields.sketch()[1:5] == (210, 297, 63.5, 38.1)
    assert said(editor) == ["Give the paper a maker and a number or name, so that you find it again."]
    assert not editor.save_button.isEnabled() and not editor.export_button.isEnabled()
    put(editor, maker="Koala", number="103")
    assert said(editor) == [] and editor.save_button.isEnabled()
    with qtbot.waitSignal(editor.saved) as saved:
        editor.save_button.click()
    assert saved.args == ["own-koala-103"] and not editor.isVisible()
    kept = stock.find("own-koala-103")
    assert replace(kept, id=L7160, maker="Avery", number="L7160", source="maker's template") == stock.find(L7160)


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"pitch_x": 50.0}, "pitch_x", "The labels overlap: “distance from label to label across” is 50 mm"),
        ({"left": 40.0}, "left", "look at “margin at the left”"),
        ({"rows": 9}, "rows", "look at “labels down”"),
        ({"cell_width": 0.0}, "cell_width", "“width of a label” is 0 mm"),
        ({"corner_radius": 40.0}, "corner_radius", "more than half"),
    ],
)
def test_what_cannot_be_right_is_said_under_its_field(
    qtbot: QtBot, context: AppContext, change: dict[str, Any], key: str, words: str
) -> None:
    editor = opened(qtbot, context)
    put(editor, number="103", **change)
    (line,) = [line for line in editor.fields.problems.values() if line.isVisible()]
    assert words in line.text()
    below = line.geometry().top() - editor.fields.entries[key].geometry().bottom()
    assert 0 < below < 20
    assert [name for name, entry in editor.fields.entries.items() if entry.property("invalid") == "true"] == [key]
    assert not editor.save_button.isEnabled()
    editor.save()
    editor.fields.show_stock(stock.find(L7160))
    assert said(editor) == [] and not own_stocks.own().stocks


def test_a_paper_of_ones_own_is_changed_in_place(qtbot: QtBot, context: AppContext) -> None:
    mine = own_stocks.save(replace(stock.find(L7160), id="own-mine", maker="Mine", number="1"))
    editor = opened(qtbot, context, mine.id)
    assert editor.which.currentText() == mine.title and editor.chosen == mine
    put(editor, left=8.0, number="2")
    with qtbot.waitSignal(editor.saved):
        QTest.keyClick(editor.fields.entries["left"], Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert own_stocks.own().stocks == {mine.id: replace(mine, left=8.0, number="2")}


def test_sizes_are_copied_but_the_name_stays(qtbot: QtBot, context: AppContext) -> None:
    mine = own_stocks.save(replace(stock.find(L7160), id="own-mine", maker="Mine", number="1"))
    editor = opened(qtbot, context, mine.id)
    other = stock.find("zweckform-3474")
    editor.copy_from.setCurrentIndex(editor.copy_from.findData(other.id))
    editor.copy_from.activated.emit(editor.copy_from.currentIndex())
    assert editor.paper == replace(other, id=mine.id, maker="Mine", number="1")
    assert "70 × 37 mm" in editor.paper.title
    put(editor, cell_width=60.0)
    assert editor.paper and "60 × 37 mm" in editor.paper.title


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("typed", ["63.5", "63,5"])
def test_either_decimal_mark_will_do(
    qtbot: QtBot, context: AppContext, dressed: QApplication, language: str, typed: str
) -> None:
    speak(dressed, language)
    editor = opened(qtbot, context)
    box: Any = editor.fields.entries["cell_width"]
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, typed)
    assert box.value() == 63.5
    assert box.text() == ("63,5 mm" if language == "id" else "63.5 mm")
    speak(dressed, "en")
    i18n.use("en")


def test_only_what_a_kind_of_paper_has_is_asked(qtbot: QtBot, context: AppContext) -> None:
    editor = opened(qtbot, context, "roll-33x15x3")
    assert asked(editor) == {
        "maker", "number", "page_width", "cell_width", "cell_height", "columns", "left", "pitch_x", "gap",
        "corner_radius",
    }  # fmt: skip
    put(editor, number="103", cell_height=20.0)
    assert editor.paper and (editor.paper.page_height, editor.paper.rows) == (20.0, 1)
    choose_kind(editor, StockKind.TAPE)
    assert asked(editor) == {"maker", "number", "page_width", "page_height", "left", "top"}
    put(editor, page_width=80.0, page_height=24.0, left=1.0, top=3.0)
    editor.fields.continuous.setChecked(True)
    paper = editor.paper
    assert paper and (paper.cell_width, paper.cell_height, paper.length) == (78.0, 18.0, 80.0)
    put(editor, page_height=70.0)
    assert said(editor) == ["“width of the tape” is 70 mm; it must lie between 6 and 62 mm."]


def test_a_roll_made_of_a_sheet_takes_no_hidden_margin_along(qtbot: QtBot, context: AppContext) -> None:
    editor = opened(qtbot, context)
    choose_kind(editor, StockKind.ROLL)
    put(editor, number="1", page_width=70.0, columns=1, left=3.0)
    assert editor.paper and (editor.paper.top, editor.paper.page_height) == (0.0, 38.1)


@pytest.mark.parametrize("paper", ["brother-dk-11209", "brother-dk-22205", "brother-tze-12", "dymo-99012", L7160])
def test_a_shipped_paper_comes_out_of_the_form_as_it_went_in(qtbot: QtBot, context: AppContext, paper: str) -> None:
    editor = opened(qtbot, context, paper)
    put(editor, number=stock.find(paper).number)
    made = editor.paper
    assert made and replace(made, id=paper) == stock.find(paper)


def test_a_paper_goes_out_and_comes_in(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    editor = opened(qtbot, context)
    assert editor.ask_export() is None
    put(editor, maker="Koala", number="103")
    asking = editor.ask_export()
    assert isinstance(asking, QFileDialog) and asking.windowTitle() == "Export the label paper"
    with qtbot.waitSignal(context.message, check_params_cb=lambda said: "koala.toml" in said):
        asking.filesSelected.emit([str(tmp_path / "koala.toml")])
    asking.reject()
    with qtbot.waitSignal(editor.saved) as saved:
        editor.import_file(tmp_path / "koala.toml")
    assert saved.args == ["own-koala-103"] and editor.isVisible()
    assert editor.chosen == stock.find("own-koala-103")


def test_a_file_that_is_no_paper_is_told_in_the_dialog(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("maker = 3", "utf-8")
    editor = opened(qtbot, context)
    asking = editor.ask_import()
    asking.filesSelected.emit([str(tmp_path / "bad.toml")])
    qtbot.waitUntil(editor.failure.isVisible)
    asking.reject()
    assert not own_stocks.own().stocks


def test_unreadable_files_of_ones_own_are_named(qtbot: QtBot, context: AppContext) -> None:
    stock.own_folder().mkdir(parents=True)
    (stock.own_folder() / "broken.toml").write_text("x =", "utf-8")
    editor = opened(qtbot, context)
    assert editor.failure.isVisible() and editor.which.count() == 1


def test_a_paper_is_deleted_only_after_asking(qtbot: QtBot, context: AppContext) -> None:
    mine = own_stocks.save(replace(stock.find(L7160), id="own-mine", maker="Mine", number="1"))
    assert opened(qtbot, context).ask_delete() is None
    editor = opened(qtbot, context, mine.id)
    question = editor.ask_delete()
    assert isinstance(question, QMessageBox) and mine.title in question.text()
    question.reject()
    assert stock.find(mine.id)
    question = editor.ask_delete()
    assert question
    with qtbot.waitSignal(editor.saved) as saved:
        next(one for one in question.buttons() if one.text() == "Delete").click()
    assert saved.args == [""] and not own_stocks.own().stocks and editor.chosen is None


def test_everything_is_reached_with_the_tab_key(qtbot: QtBot, context: AppContext) -> None:
    editor = opened(qtbot, context)
    put(editor, number="103")
    editor.which.setFocus()
    reached = []
    for _step in range(40):
        QTest.keyClick(editor.focusWidget(), Qt.Key.Key_Tab)
        reached.append(editor.focusWidget())
    wanted = [entry for key, entry in editor.fields.entries.items() if key in asked(editor)]
    buttons = [editor.import_button, editor.export_button, editor.cancel_button, editor.save_button]
    fields = editor.fields
    missing = [one for one in (*wanted, *buttons, editor.copy_from, fields.kind, fields.content, fields.outline)
               if one not in reached]  # fmt: skip
    assert missing == []
    order = [reached.index(one) for one in wanted]
    assert order == sorted(order)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_the_drawing_has_the_dimensions_that_are_asked(qtbot: QtBot, context: AppContext) -> None:
    for paper in ("avery-l7160", "roll-33x15x3", "roll-50x30", "brother-tze-24"):
        editor = opened(qtbot, context, paper)
        drawn = {one.key for one in dimensions(editor.fields.sketch())}
        numbers = {key for key in asked(editor) if isinstance(getattr(stock.find(paper), key), float)}
        unasked = {"cell_width", "cell_height"} if paper == "brother-tze-24" else set()
        trivial = {key for key in numbers if not getattr(stock.find(paper), key)}
        assert numbers - {"corner_radius", "pitch_x", "pitch_y"} - trivial <= drawn <= numbers | unasked
        editor.close()


@pytest.mark.parametrize("mode", [theme.Mode.LIGHT, theme.Mode.DARK])
def test_any_numbers_are_drawn(qtbot: QtBot, context: AppContext, mode: theme.Mode) -> None:
    theme.set_mode(mode)
    editor = opened(qtbot, context)
    for change in (
        {"page_width": 0.0}, {"page_width": 2000.0, "page_height": 1.0}, {"columns": 100, "rows": 100},
        {"pitch_x": 0.0, "pitch_y": 0.0}, {"left": 2000.0}, {"cell_width": 0.0, "cell_height": 0.0},
    ):  # fmt: skip
        editor.fields.show_stock(stock.find(L7160))
        put(editor, **change)
        assert not editor.grab().isNull()
    theme.set_mode(theme.Mode.LIGHT)


def test_the_content_of_one_label_is_shown_with_what_to_know(qtbot: QtBot, context: AppContext) -> None:
    editor = opened(qtbot, context, "avery-l4731")
    put(editor, number="103")
    qtbot.waitUntil(lambda: editor.sample.drawing is not None)
    assert "25.4 × 10 mm" in editor.measures.text() and "squares of the code" in editor.measures.text()
    put(editor, pitch_x=1.0)
    qtbot.waitUntil(lambda: editor.sample.drawing is None)
    assert editor.measures.text() == ""


def test_it_fits_a_small_notebook(qtbot: QtBot, context: AppContext) -> None:
    editor = opened(qtbot, context)
    assert editor.width() <= 1366 - 40 and editor.height() <= 768 - 60


def test_a_form_without_a_name_is_refused_by_the_fields_themselves(qtbot: QtBot, context: AppContext) -> None:
    editor = opened(qtbot, context)
    with pytest.raises(Invalid) as caught:
        editor.fields.stock("own-x")
    assert caught.value.field == "number"
    put(editor, number="1")
    assert isinstance(editor.fields.stock("own-x"), Stock)


def test_a_single_label_has_no_distance_to_the_next(qtbot: QtBot, context: AppContext) -> None:
    editor = opened(qtbot, context)
    pitch = editor.fields.entries["pitch_x"]
    assert pitch.isEnabled()
    put(editor, number="1", columns=1)
    assert not pitch.isEnabled() and editor.paper
