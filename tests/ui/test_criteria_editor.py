"""The editor of criteria: what is changed shows its effect, is kept under a new version, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from spbe_assets.domain.criteria import Amount, Framework
from spbe_assets.services import criteria_sets, demo, settings, thresholds
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import CriteriaSet
from ui.context import AppContext
from ui.readiness.criteria_asking import NameDialog
from ui.readiness.criteria_editor import CriteriaEditor
from ui.screens.readiness import ReadinessScreen

TODAY = date(2026, 11, 24)
OFF, ON = Qt.CheckState.Unchecked, Qt.CheckState.Checked


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample province in a file that each test copies."""
    made = Store.create(tmp_path_factory.mktemp("province") / "province.spbe")
    with made.write(Actor("Demo"), "demo") as uow:
        demo.fill(uow, 300, today=TODAY)
    made.close()
    return made.path


@pytest.fixture
def store(province: Path, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "assets.spbe"
    path.write_bytes(province.read_bytes())
    made = Store.open(path)
    yield made
    made.close()


@pytest.fixture
def editor(qtbot: QtBot, context: AppContext) -> CriteriaEditor:
    return opened(qtbot, context)


def opened(qtbot: QtBot, context: AppContext) -> CriteriaEditor:
    made = CriteriaEditor(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.is_ready, timeout=5000)
    return made


def settled(qtbot: QtBot, editor: CriteriaEditor) -> None:
    """Wait until the effect of the draft is shown."""
    qtbot.waitUntil(
        lambda: editor.frame.effect.figure.text() != "–" and not editor.frame.effect.state.text(), timeout=20_000
    )


def in_use(context: AppContext) -> criteria_sets.Criteria:
    return context.read(criteria_sets.active)


def save_own(qtbot: QtBot, editor: CriteriaEditor, context: AppContext, name: str = "Riau") -> None:
    """Save changes of the shipped set as a set of that name."""
    editor.frame.save_button.click()
    [asked] = [one for one in editor.findChildren(NameDialog) if one.isVisible()]
    asked.line.setText(name)
    asked.save_button.click()
    qtbot.waitUntil(lambda: not editor.is_changed, timeout=5000)


def test_the_set_in_use_is_shown_with_all_its_criteria(editor: CriteriaEditor) -> None:
    assert editor.frame.set_box.currentText() == "Shipped criteria · 2026.1 (in use)"
    assert set(editor.frame.list.ids()) == {one.id for one in criteria_sets.shipped().criteria}
    assert editor.frame.form.texts["title_en"].text() == "Servers stand in a data centre"
    assert not editor.frame.save_button.isEnabled()
    assert not editor.is_changed


def test_showing_every_criterion_changes_nothing(editor: CriteriaEditor) -> None:
    for criterion_id in editor.frame.list.ids():
        editor.frame.list.choose(criterion_id)
        assert not editor.is_changed, criterion_id


def test_a_weight_shows_its_effect_and_is_kept_under_a_new_version_and_undone(
    qtbot: QtBot, editor: CriteriaEditor, context: AppContext
) -> None:
    settled(qtbot, editor)
    assert editor.frame.effect.said.text() == "as with the criteria in use"
    editor.frame.list.choose("gov-verified")
    editor.frame.form.weight.setValue(100)
    qtbot.waitUntil(lambda: "→" in editor.frame.effect.figure.text(), timeout=20_000)
    assert editor.frame.save_button.text() == "Save as 2026.1-r2"
    save_own(qtbot, editor, context)
    assert in_use(context).version == "2026.1-r2"
    assert in_use(context).by_id("gov-verified").weight == 100
    assert editor.frame.set_box.currentText() == "Riau · 2026.1-r2 (in use)"
    settled(qtbot, editor)
    assert editor.frame.effect.said.text() == "as with the criteria in use"
    with qtbot.waitSignal(context.changed):
        context.undo()
    qtbot.waitUntil(lambda: editor.frame.set_box.currentText() == "Shipped criteria · 2026.1 (in use)", timeout=5000)
    assert in_use(context).version == "2026.1"


def test_what_can_not_be_right_is_said_and_not_saved(editor: CriteriaEditor) -> None:
    form = editor.frame.form
    form.target.spin.setValue(0)
    assert form.problem.isVisible()
    assert not editor.frame.save_button.isEnabled()
    form.target.spin.setValue(90)
    assert not form.problem.isVisible()
    assert editor.frame.save_button.isEnabled()
    form.references[Framework.PEMDI_2026].line.setText("")
    form.references[Framework.PEMDI_2026].line.textEdited.emit("")
    assert editor.now.criteria.criteria[0].references[Framework.PEMDI_2026] == ()
    form.references[Framework.PEMDI_2026].line.setText("33")
    form.references[Framework.PEMDI_2026].line.textEdited.emit("33")
    assert form.problem.isVisible()


def test_another_measure_brings_its_own_parameters(editor: CriteriaEditor) -> None:
    form = editor.frame.form
    form.measure.setCurrentIndex(form.measure.findData("backed_up_within"))
    form.measure.activated.emit(form.measure.currentIndex())
    assert set(form.parameters) == {"classes", "days"}
    changed = editor.now.criteria.criteria[0]
    assert changed.measure_name == "backed_up_within"
    assert changed.arguments == {"classes": ("server",), "days": Amount(365.0)}
    form.measure.setCurrentIndex(form.measure.findData("intranet_link"))
    form.measure.activated.emit(form.measure.currentIndex())
    changed = editor.now.criteria.criteria[0]
    assert (changed.unit, changed.target, changed.arguments) == ("yes/no", Amount(1.0), {})


def test_every_measure_can_be_chosen(editor: CriteriaEditor) -> None:
    form = editor.frame.form
    for at in range(form.measure.count()):
        form.measure.setCurrentIndex(at)
        form.measure.activated.emit(at)
        assert not form.problem.isVisible(), form.measure.currentText()
        assert editor.now.criteria.criteria[0].measure_name == form.measure.currentData()


def test_an_amount_may_be_a_share_of_a_setting(editor: CriteriaEditor) -> None:
    editor.frame.list.choose("net-bandwidth")
    box = editor.frame.form.floor
    assert (box.setting.currentData(), box.spin.value()) == ("mbps_per_100_staff", 4)
    box.spin.setValue(2)
    assert editor.now.criteria.by_id("net-bandwidth").floor == Amount(setting="mbps_per_100_staff", divisor=2.0)
    box.setting.setCurrentIndex(0)
    box.spin.setValue(5)
    assert editor.now.criteria.by_id("net-bandwidth").floor == Amount(5.0)


def test_a_tick_switches_a_criterion_off_and_it_stays_in_the_set(
    qtbot: QtBot, editor: CriteriaEditor, context: AppContext
) -> None:
    editor.frame.list.tick("gov-label", False)
    assert not editor.now.criteria.by_id("gov-label").active
    save_own(qtbot, editor, context)
    assert in_use(context).by_id("gov-label") is None
    assert "gov-label" in editor.frame.list.ids()
    for criterion_id in editor.frame.list.ids():
        editor.frame.list.tick(criterion_id, False)
    assert not editor.frame.save_button.isEnabled()


def test_numbers_and_evaluations_are_settings_of_the_province(
    qtbot: QtBot, editor: CriteriaEditor, context: AppContext
) -> None:
    editor.frame.switch.choose(1)
    spin = editor.frame.numbers.inputs["mbps_per_100_staff"].spin
    spin.setValue(50)
    spin.editingFinished.emit()
    editor.frame.numbers.frameworks[Framework.SPBE_59_2020].setChecked(False)
    assert editor.frame.save_button.text() == "Save"
    editor.frame.save_button.click()
    qtbot.waitUntil(lambda: not editor.is_changed, timeout=5000)
    assert in_use(context).version == "2026.1"
    assert in_use(context).frameworks == (Framework.PEMDI_2026,)
    held = context.read(lambda session: thresholds.listed(session, criteria_sets.active(session)))
    assert next(one.value for one in held if one.key == "mbps_per_100_staff") == 50
    editor.frame.numbers.frameworks[Framework.PEMDI_2026].setChecked(False)
    assert not editor.frame.save_button.isEnabled()


def test_discarding_and_closing_lose_nothing_unasked(qtbot: QtBot, editor: CriteriaEditor) -> None:
    editor.frame.form.weight.setValue(50)
    editor.reject()
    [question] = editor.findChildren(QMessageBox)
    assert editor.isVisible()
    question.reject()
    editor.frame.discard_button.click()
    qtbot.waitUntil(lambda: not editor.is_changed, timeout=5000)
    assert editor.frame.form.weight.value() == 6
    editor.reject()
    assert not editor.isVisible()


def test_a_criterion_is_copied_and_removed(editor: CriteriaEditor) -> None:
    editor.frame.copy_button.click()
    editor.frame.copy_button.click()
    assert editor.frame.list.ids()[:3] == ["srv-data-centre", "srv-data-centre-copy", "srv-data-centre-copy-copy"]
    editor.frame.delete_button.click()
    assert len(editor.now.criteria.criteria) == 39
    assert editor.frame.save_button.isEnabled()


def test_a_file_is_exported_imported_and_a_broken_one_refused_with_its_line(
    qtbot: QtBot, editor: CriteriaEditor, context: AppContext, tmp_path: Path
) -> None:
    editor.frame.form.weight.setValue(50)
    with qtbot.waitSignal(context.message):
        editor.actions_of_set.export_file(tmp_path / "mine.toml")
    written = criteria_sets.read_file(tmp_path / "mine.toml")
    assert (written.version, written.criteria[0].weight) == ("2026.1-r2", 50)
    editor.discard()
    qtbot.waitUntil(lambda: not editor.is_changed, timeout=5000)
    editor.actions_of_set.import_file(tmp_path / "mine.toml")
    qtbot.waitUntil(lambda: editor.is_changed, timeout=5000)
    assert editor.now.criteria.criteria[0].weight == 50
    (tmp_path / "bad.toml").write_text("format = 1\nversion = 2\n", encoding="utf-8")
    editor.actions_of_set.import_file(tmp_path / "bad.toml")
    qtbot.waitUntil(lambda: editor.frame.failure.isVisible(), timeout=5000)
    assert "bad.toml, line 2" in editor.frame.failure.findChildren(type(editor.frame.effect.said))[0].text()


def test_sets_are_copied_renamed_used_and_deleted(qtbot: QtBot, editor: CriteriaEditor, context: AppContext) -> None:
    def answered(dialog: QDialog, name: str) -> None:
        assert isinstance(dialog, NameDialog)
        dialog.line.setText(name)
        dialog.save_button.click()

    def shown(text: str) -> None:
        qtbot.waitUntil(lambda: editor.frame.set_box.currentText() == text, timeout=5000)

    answered(editor.actions_of_set.ask_copy(), "Trial")
    shown("Trial · 2026.1-r2")
    answered(editor.actions_of_set.ask_rename(), "Riau")
    shown("Riau · 2026.1-r2")
    editor.frame.use_button.click()
    shown("Riau · 2026.1-r2 (in use)")
    assert in_use(context).version == "2026.1-r2"
    editor.actions_of_set.use_shipped()
    shown("Shipped criteria · 2026.1 (in use)")
    editor.frame.set_box.setCurrentIndex(1)
    editor.frame.set_box.activated.emit(1)
    qtbot.waitUntil(lambda: editor.now.row.name == "Riau", timeout=5000)
    question = editor.actions_of_set.ask_delete()
    [delete] = [one for one in question.findChildren(QPushButton) if "Delete" in one.text()]
    delete.click()
    shown("Shipped criteria · 2026.1 (in use)")
    assert editor.frame.set_box.count() == 1


def test_a_set_that_can_not_be_read_is_told_and_replaced(qtbot: QtBot, store: Store, context: AppContext) -> None:
    with store.write(Actor("Budi")) as uow:
        broken = uow.create(CriteriaSet, name="Broken", version="9", body="format = 1\n")
        settings.set_province(uow, criteria_sets.ACTIVE, broken.hex())
    editor = opened(qtbot, context)
    assert editor.frame.failure.isVisible()
    editor.frame.save_button.click()
    qtbot.waitUntil(lambda: not editor.frame.failure.isVisible(), timeout=5000)
    assert replace(in_use(context), version="") == replace(criteria_sets.shipped(), version="")


def test_the_readiness_screen_opens_it_and_follows(qtbot: QtBot, context: AppContext) -> None:
    screen = ReadinessScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.assessment is not None, timeout=20_000)
    editor = screen.edit_criteria()
    qtbot.waitUntil(lambda: editor.is_ready, timeout=5000)
    editor.frame.list.tick("gov-label", False)
    save_own(qtbot, editor, context)
    qtbot.waitUntil(
        lambda: screen.assessment is not None and screen.assessment.criteria.version == "2026.1-r2", timeout=20_000
    )
    editor.reject()
