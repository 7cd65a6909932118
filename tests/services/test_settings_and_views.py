from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.vocabulary import AssetClass, Condition, Status
from spbe_assets.services import settings, views
from spbe_assets.storage import undo
from tests.services.world import BUDI, World


def test_a_setting_of_the_province_is_written_changed_and_undone(world: World) -> None:
    key = settings.PROVINCE_NAME
    assert world.read(lambda session: settings.province(session, key, "?")) == "?"
    for value in ("Riau", {"name": "Riau", "year": 2026}):
        world.write(lambda uow, to=value: settings.set_province(uow, key, to))
        assert world.read(lambda session: settings.province(session, key)) == value
    undo.undo(world.store, BUDI)
    assert world.read(lambda session: settings.province(session, key)) == "Riau"
    undo.undo(world.store, BUDI)
    assert world.read(lambda session: settings.province(session, key, "?")) == "?"
    world.write(lambda uow: settings.set_province(uow, key, "Jambi"))
    assert world.read(lambda session: settings.province_all(session, "province.")) == {key: "Jambi"}


def test_settings_of_machine_and_operator_stay_apart(world: World) -> None:
    settings.set_installation(world.store, "theme", "dark")
    settings.set_user(world.store, "Budi", "theme", "light")
    assert settings.installation(world.store, "theme") == "dark"
    assert settings.user(world.store, "Budi", "theme") == "light"
    assert settings.user(world.store, "Siti", "theme", "none") == "none"


def test_a_view_of_the_same_name_is_replaced(world: World) -> None:
    for year in (2015, 2016):
        world.write(lambda uow, to=year: views.save(uow, "assets", "Old laptops", {"year_to": to}))
    world.write(lambda uow: views.save(uow, "assets", "Old laptops", {"mine": True}, owner="Budi"))
    with world.store.read() as session:
        assert [view.body for view in views.of_screen(session, "assets")] == [{"year_to": 2016}]
        assert len(views.of_screen(session, "assets", "Budi")) == 2
        assert views.of_screen(session, "links") == []
        kept = views.of_screen(session, "assets")[0].id
    world.write(lambda uow: views.delete(uow, kept))
    assert world.read(lambda session: views.of_screen(session, "assets")) == []


def test_a_view_needs_a_name(world: World) -> None:
    with pytest.raises(Invalid):
        world.write(lambda uow: views.save(uow, "assets", "  ", {}))


def test_a_whole_filter_survives_as_json() -> None:
    full = AssetFilter(
        text="core", agency_ids=frozenset({b"a" * 16}), region_ids=frozenset({b"b" * 16}),
        room_ids=frozenset({b"c" * 16}), custodian_ids=frozenset({b"e" * 16}),
        categories=frozenset({"switch"}), classes=frozenset({AssetClass.NETWORK}),
        conditions=frozenset({Condition.GOOD}), statuses=frozenset({Status.ACTIVE}), year_from=2010, year_to=2020,
        warranty_before=date(2026, 1, 1), not_verified_since=date(2025, 1, 1), no_label=True, label_outdated=True,
            label_current=True, no_serial=True,
        no_condition=True, conflict=True, duplicate=True, on_loan=True, overdue=True, ids=frozenset({b"d" * 16}),
    )  # fmt: skip
    assert all(getattr(full, part.name) != part.default for part in fields(AssetFilter))
    assert views.filter_from_json(views.filter_as_json(full)) == full
    assert views.filter_as_json(AssetFilter()) == {}


def test_what_a_newer_version_saved_is_left_out_of_a_filter() -> None:
    assert views.filter_from_json({"text": "a", "colour": "red", "conditions": ["B", "X"]}) == AssetFilter(
        text="a", conditions=frozenset({Condition.GOOD})
    )
