"""Kesiapan at its edges: very long names, nothing, one thing, nothing known, a thousand agencies."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor
from spbe_assets.storage.tables import Agency, Asset
from ui.context import AppContext
from ui.readiness.criteria_editor import CriteriaEditor
from ui.screens.readiness import ReadinessScreen

BUDI = Actor("Budi")
LONG = "Dinas Pemberdayaan Masyarakat, Desa, Kependudukan dan Pencatatan Sipil " * 3
LONG_WORD = "W" * 200
MANY = 1000
SIZES = ((970, 700), (1170, 740), (1724, 1050))


def shown(qtbot: QtBot, context: AppContext) -> ReadinessScreen:
    made = ReadinessScreen(context)
    qtbot.addWidget(made)
    made.resize(*SIZES[0])
    made.show()
    qtbot.waitUntil(lambda: made.assessment is not None, timeout=30_000)
    return made


def laptop(context: AppContext, agency: bytes, **values: object) -> None:
    with context.store.write(BUDI) as uow:
        uow.create(Asset, agency_id=agency, name="Laptop", category_id=category_id("laptop"), **values)


def overflowing(widget: QWidget) -> list[str]:
    """The texts inside a widget that reach beyond its right edge."""
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.isVisible() and label.mapTo(widget, label.rect().topRight()).x() > widget.width()
    ]


@pytest.mark.parametrize("name", [LONG[:200], LONG_WORD])
def test_a_name_of_200_characters_stays_within_the_pane(qtbot: QtBot, context: AppContext, name: str) -> None:
    with context.store.write(BUDI) as uow:
        agency = uow.create(Agency, name=name)
    laptop(context, agency)
    screen = shown(qtbot, context)
    screen.table.choose(agency)
    for size in SIZES:
        screen.resize(*size)
        qtbot.waitUntil(lambda size=size: screen.width() == size[0])
        assert screen.pane.width() < screen.width() / 2
        assert overflowing(screen.pane) == []
    assert screen.pane.name.text() == name


def test_a_register_of_one_item_has_a_score_for_its_agency_alone(qtbot: QtBot, context: AppContext) -> None:
    laptop(context, agency_id("Dinas Kesehatan"), condition="B", year=2026)
    screen = shown(qtbot, context)
    assert screen.assessment is not None
    assert screen.assessment.scored == 1
    assert screen.pane.isVisible()


def test_agencies_of_which_nothing_is_known_are_marked_and_say_what_to_record(
    qtbot: QtBot, context: AppContext
) -> None:
    laptop(context, agency_id("Dinas Kesehatan"))
    screen = shown(qtbot, context)
    unknown = agency_id("Dinas Pendidikan")
    screen.table.choose(unknown)
    assert screen.pane.figure.text() == "?"
    assert overflowing(screen.pane) == []


def test_an_empty_register_offers_the_import(qtbot: QtBot, context: AppContext) -> None:
    screen = shown(qtbot, context)
    assert screen.import_button.isVisible()


def test_a_thousand_agencies_are_listed_sorted_and_weighed(qtbot: QtBot, context: AppContext) -> None:
    with context.store.write(BUDI) as uow:
        names = [f"{LONG[:180]} {number:04}" for number in range(MANY)]
        ids = uow.create_many(Agency, [{"name": name} for name in names])
        rows = [{"agency_id": one, "name": "Laptop", "category_id": category_id("laptop")} for one in ids]
        uow.create_many(Asset, rows)
    screen = shown(qtbot, context)
    assert screen.table.rows.rowCount() > MANY
    editor = CriteriaEditor(context)
    qtbot.addWidget(editor)
    editor.show()
    effect = editor.frame.effect
    qtbot.waitUntil(lambda: effect.figure.text() != "–", timeout=30_000)
    editor.frame.form.weight.setValue(20)
    editor.frame.list.choose("gov-verified")
    editor.frame.form.weight.setValue(500)
    qtbot.waitUntil(lambda: not effect.state.text(), timeout=30_000)
    assert overflowing(effect) == []
