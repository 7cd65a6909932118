"""The report of a plan: the same digits on paper, in the workbook and as data, at every size."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from spbe_assets import formats, i18n
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.plan import Plan
from spbe_assets.domain.reports import Wanted
from spbe_assets.reports import catalogue, plan_words
from spbe_assets.reports import plan as report
from spbe_assets.services import plans, scenarios
from spbe_assets.storage.store import Store
from tests.reports.report_world import pages
from tests.services.plan_world import SARI, fill, surveyed

BUDGETS = {2027: 200_000_000, 2028: 150_000_000}
LONG = "Dinas " + "Pekerjaan Umum dan Penataan Ruang " * 6
SHEETS = ("Summary", "Budgets", "Purchases by good", "Purchases by agency", "All purchases", "Left for later years")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.fixture
def plan(store: Store) -> Plan:
    fill(store)
    return plans.work_out(surveyed(store), plans.terms(BUDGETS))


def said(path: Path) -> str:
    """Everything on the pages, with single spaces."""
    return re.sub(r"\s+", " ", " ".join(pages(path)))


def test_all_three_forms_show_the_same_digits(plan: Plan, tmp_path: Path) -> None:
    for ending in report.FORMS:
        report.write(plan, tmp_path / f"plan{ending}")
    data = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    book, text = CalamineWorkbook.from_path(tmp_path / "plan.xlsx"), said(tmp_path / "plan.pdf")
    assert set(SHEETS) <= set(book.sheet_names)
    rows = book.get_sheet_by_name("All purchases").to_python()[3:]
    assert len(rows) == len(data["items"]) == len(plan.purchases) > 3
    for row, item in zip(rows, data["items"], strict=True):
        assert (row[0], row[1], row[2], row[5], row[7], row[9]) == (
            str(item["year"]), item["agency"], item["title"], item["quantity"], item["unit_price"], item["cost"],
        )  # fmt: skip
        assert row[10] == pytest.approx(item["gain"])
        assert formats.number(item["cost"]) in text and formats.number(item["gain"], 3) in text
    assert f"{formats.number(data['score_before'], 1)} → {formats.number(data['score_after'], 1)}" in text
    assert data["cost"] == sum(row[9] for row in rows) == sum(one["cost"] for one in data["years"])
    assert formats.number(data["cost"]) in text  # the total of the years


def test_paper_says_what_it_rests_on(plan: Plan, tmp_path: Path) -> None:
    report.write(plan, tmp_path / "plan.pdf")
    text, count = said(tmp_path / "plan.pdf"), len(pages(tmp_path / "plan.pdf"))
    assert f"Page 1 of {count}" in text and "Log heads:" in text
    assert "only an estimate" in text or "only estimates" in text
    assert plan.criteria_version in text and "It is proven that no plan brings more." in text


def test_it_speaks_indonesian(plan: Plan, tmp_path: Path) -> None:
    i18n.use("id")
    report.write(plan, tmp_path / "plan.pdf")
    assert "Rencana belanja" in said(tmp_path / "plan.pdf")


def test_a_plan_of_nothing_can_be_written(store: Store, tmp_path: Path) -> None:
    empty = plans.work_out(surveyed(store), plans.terms({2027: 0}))
    for ending in report.FORMS:
        report.write(empty, tmp_path / f"plan{ending}")
    assert "Nothing to list" in said(tmp_path / "plan.pdf")


def test_a_single_purchase_reads_well(plan: Plan, tmp_path: Path) -> None:
    one = replace(plan, purchases=plan.purchases[:1], left=plan.left[:1])
    report.write(one, tmp_path / "plan.pdf")
    assert "1 purchase," in said(tmp_path / "plan.pdf")


def test_long_names_and_two_thousand_lines_stay_within_the_page(plan: Plan, tmp_path: Path) -> None:
    line = replace(plan.purchases[0], agency=LONG)
    effect = replace(plan.agencies[0], title=LONG, cost=10**13)
    many = replace(plan, purchases=(line,) * 2000, agencies=(effect, *plan.agencies), name=LONG[:120])
    report.write(many, tmp_path / "plan.pdf")
    report.write(many, tmp_path / "plan.xlsx")
    read = pages(tmp_path / "plan.pdf")
    assert len(read) > 40 and "2,000 purchases" in read[0]


def test_formulas_in_names_stay_text(plan: Plan, tmp_path: Path) -> None:
    evil = replace(plan, purchases=(replace(plan.purchases[0], agency='=HYPERLINK("x")'),))
    report.write(evil, tmp_path / "plan.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "plan.xlsx")
    assert book.get_sheet_by_name("All purchases").to_python()[3][1] == '=HYPERLINK("x")'
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist())


def test_the_catalogue_writes_the_chosen_plan(store: Store, plan: Plan, tmp_path: Path) -> None:
    with store.read() as session, pytest.raises(Refused, match="No plan was chosen"):
        catalogue.write(session, Wanted("plan"), tmp_path / "plan.pdf")
    with store.write(SARI, "plan") as uow:
        scenarios.choose(uow, scenarios.keep(uow, plan, "DPA 2027"))
    with store.read() as session:
        assert catalogue.write(session, Wanted("plan"), tmp_path / "plan.pdf") == len(plan.purchases)
    assert "DPA 2027" in said(tmp_path / "plan.pdf")


def test_a_small_gap_is_never_shown_as_none(plan: Plan) -> None:
    assert "at most 0.001 more" in plan_words.proof_text(replace(plan, gap=0.0001))
