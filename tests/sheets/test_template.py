"""The template explains itself and takes back what it offers."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import python_calamine

from spbe_assets import i18n
from spbe_assets.domain.vocabulary import Condition, Ownership, Raid
from spbe_assets.sheets.export import write_template
from spbe_assets.sheets.parts import PARTS
from spbe_assets.sheets.plan_model import Fate
from spbe_assets.sheets.template import choices
from spbe_assets.storage.genesis import category_id
from spbe_assets.storage.store import Store
from tests.sheets.making import fates, planned, recognised, workbook


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("target", ["asset", "link"])
def test_the_empty_template_is_known_in_both_languages(tmp_path: Path, language: str, target: str) -> None:
    i18n.use(language)
    write_template(tmp_path / "t.xlsx", target)
    found = recognised(tmp_path / "t.xlsx")
    assert found.preset.id == f"template-{target}"
    assert [len(table.rows) for table in found.tables] == [0]


def test_every_column_is_explained_and_every_category_listed(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "t.xlsx"))
    keys, titles = book.get_sheet_by_index(0).to_python()[:2]
    guide = book.get_sheet_by_index(1).to_python()
    explained = [row[0] for row in guide[1:] if row[0]]
    assert explained == [title for key, title in zip(keys, titles, strict=True) if key != "record_id"]
    assert all(row[1] for row in guide[1:] if row[0])
    listed = [row[4] for row in guide[1:] if row[4]]
    assert len(listed) == 47
    assert "Router" in listed


def test_lists_of_choices_hold_no_more_than_a_rule_can(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    sheet = zipfile.ZipFile(tmp_path / "t.xlsx").read("xl/worksheets/sheet1.xml").decode()
    rules = re.findall(r"<formula1>(.*?)</formula1>", sheet)
    assert '"B,RR,RB"' in rules
    assert "'How to fill in'!$E$2:$E$48" in rules
    assert all(len(rule) <= 257 for rule in rules)


@pytest.mark.parametrize("language", ["en", "id"])
def test_what_the_template_offers_is_understood(store: Store, tmp_path: Path, language: str) -> None:
    i18n.use(language)
    keys = ["name", "category", "condition", "ownership", "server.raid", "server.critical"]
    parts = PARTS["asset"]
    offered = [choices(parts[key])[-1] for key in keys[2:]]
    rows = [["record_id", *keys], ["id", *keys], [None, "Server inti", "Server", *offered]]
    made = planned(store, workbook(tmp_path / "t.xlsx", Barang=rows))
    assert fates(made) == [Fate.NEW], made.problems
    row = made.rows[0]
    assert (row.values["condition"], row.values["ownership"]) == (Condition.HEAVY_DAMAGE, Ownership.FOREIGN)
    assert row.values["category_id"] == category_id("server")
    assert row.detail == {"raid": list(Raid)[-1], "critical": False}
