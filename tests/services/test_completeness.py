from __future__ import annotations

from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.vocabulary import AssetClass
from spbe_assets.services import completeness


def test_every_wanted_key_is_a_field_of_the_asset_or_of_the_detail_its_class_calls_for() -> None:
    for asset_class in (None, *AssetClass):
        table = completeness.DETAIL_TABLES.get(asset_class) if asset_class else None
        known = {*CATALOGUE["asset"], *(CATALOGUE[table] if table else ())}
        keys = completeness.wanted(asset_class)
        assert set(keys) <= known, asset_class
        assert len(set(keys)) == len(keys)


def test_quantity_rows_need_no_serial_number() -> None:
    assert "serial" in completeness.wanted(AssetClass.OTHER)
    assert "serial" not in completeness.wanted(AssetClass.OTHER, serialised=False)


def test_zero_and_no_are_answers_and_blank_is_not() -> None:
    keys = ("name", "ports", "behind_ups", "ip")
    assert completeness.missing(keys, {"name": ""}, {"ports": 0, "behind_ups": False, "ip": None}) == ("name", "ip")
