"""PDF, XLSX and JSON of a readiness assessment say the same, and no text of a user breaks them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from spbe_assets import i18n
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import Readiness
from spbe_assets.domain.vocabulary import Condition, LinkKind, LinkRole
from spbe_assets.formats import number
from spbe_assets.reports import readiness as report
from spbe_assets.reports import wording
from spbe_assets.services import readiness
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Link

TODAY = date(2026, 11, 24)
HEALTH = agency_id("Dinas Kesehatan")
CRITERIA = readiness.load_criteria()
NASTY = 'Dinas <b>Tebal</b> & "Kutip" </para> =1+1 الصحة 健康 🏥 \x07' + "Panjang" * 25


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Three agencies with records of mixed quality, one of them with a name made to break things."""
    store = Store.create(tmp_path_factory.mktemp("province") / "assets.spbe")
    random = Random(7)
    with store.write(Actor("Budi")) as uow:
        nasty = uow.create(Agency, name=NASTY, staff_count=20)
        uow.update(Agency, HEALTH, staff_count=120)
        for agency in (HEALTH, agency_id("Inspektorat Daerah"), nasty):
            rows = [asset(agency, random, place) for place in range(30)]
            uow.create_many(Asset, rows)
            uow.create_many(
                Link,
                [
                    {
                        "agency_id": agency,
                        "name": "=cmd()",
                        "kind": random.choice(list(LinkKind)),
                        "role": LinkRole.PRIMARY,
                    }
                ],
            )
    yield store
    store.close()


def asset(agency: Id, random: Random, place: int) -> dict[str, Any]:
    category = random.choice(["server", "switch", "laptop", "pc"])
    return {
        "agency_id": agency,
        "category_id": category_id(category),
        "name": f"{category} <i>{place}</i>",
        "tag": f"T-{agency.hex()[:4]}-{place:03}" if place % 3 else "",
        "year": random.choice([None, 2015, 2020, 2024]),
        "condition": random.choice([None, *Condition]),
        "serial": random.choice(["", "X1"]),
    }


def written(store: Store, path: Path, agency: Id | None = None) -> Readiness:
    with store.read() as session:
        assessment = readiness.assess(session, CRITERIA, TODAY, agency)
        report.write(session, assessment, path)
    return assessment


def pages(path: Path) -> list[str]:
    """The text of each page, line ends and spaces made plain."""
    document = pypdfium2.PdfDocument(path)
    return [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document]


def before_agencies(text: list[str], agencies: int) -> int:
    """How many pages of a report stand before those of the agencies; the criteria follow them."""
    return next(place for place, page in enumerate(text) if i18n._("What is asked") in page) - agencies


@pytest.mark.parametrize("language", ["en", "id"])
def test_pdf_and_json_agree_to_the_digit(province: Store, tmp_path: Path, language: str) -> None:
    i18n._language = language
    written(province, tmp_path / "r.pdf")
    written(province, tmp_path / "r.json")
    said = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    text = pages(tmp_path / "r.pdf")
    whole = said["province"]
    for value in (whole["score"], whole["score_by_staff"], whole["worst"], whole["best"]):
        assert number(value, 1) in text[0]
    for aspect in whole["aspects"].values():
        worst, best = number(aspect["worst"], 1), number(aspect["best"], 1)
        assert re.search(rf"(\?|{re.escape(wording.score_text(aspect['score']))}) ?{worst}–{best}", text[0])
    first = before_agencies(text, len(said["agencies"]))
    listed = " ".join(text[:first])
    for agency in said["agencies"]:
        aspects = [
            agency["aspects"].get(key) for key in ("computing", "network", "work-devices", "security", "governance")
        ]
        figures = [agency["score"], *(aspect["score"] if aspect else "–" for aspect in aspects)]
        shown = " ".join(figure if figure == "–" else wording.score_text(figure) for figure in figures)
        assert f"{shown} {round(agency['coverage'] * 100)}%" in listed
    for page, agency in zip(text[first:], said["agencies"], strict=False):
        assert wording.score_text(agency["score"]) in page
        assert number(agency["worst"], 1) in page
        assert number(agency["best"], 1) in page


def test_xlsx_and_json_agree_to_the_digit(province: Store, tmp_path: Path) -> None:
    written(province, tmp_path / "r.xlsx")
    written(province, tmp_path / "r.json")
    said = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    book = CalamineWorkbook.from_path(tmp_path / "r.xlsx")
    summary, agencies, criteria = (
        book.get_sheet_by_name(name).to_python() for name in ("Summary", "Agencies", "Criteria")
    )
    heads, total = summary[2], summary[3]
    whole = said["province"]
    row = dict(zip(heads, total, strict=True))
    assert (row["Score"], row["By staff"], row["Worst"], row["Best"], row["Facts known"]) == tuple(
        whole[key] for key in ("score", "score_by_staff", "worst", "best", "coverage")
    )
    assert row["Computing"] == whole["aspects"]["computing"]["score"]
    found = {line[0]: dict(zip(agencies[0], line, strict=True)) for line in agencies[1:]}
    for agency in said["agencies"]:
        line = found[agency["name"].replace("\x07", "")]
        assert line["Score"] == ("" if agency["score"] is None else agency["score"])
        assert line["Best"] == agency["best"]
    counted = [tuple(line[3:8]) for line in criteria[1:]]
    assert counted == [
        tuple("" if part[key] is None else part[key] for key in ("score", "worst", "best", "coverage", "weight"))
        for agency in said["agencies"]
        for part in agency["criteria"]
    ]


def test_json_names_existing_records_for_every_lost_point(province: Store, tmp_path: Path) -> None:
    written(province, tmp_path / "r.json")
    said = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    with province.read() as session:
        known = {
            tag or f"asset:{row.hex()}"
            for tag, row in session.execute(Asset.__table__.select().with_only_columns(Asset.tag, Asset.id))
        }
        known |= {f"link:{row.hex()}" for (row,) in session.execute(Link.__table__.select().with_only_columns(Link.id))}
        known |= {
            f"agency:{row.hex()}" for (row,) in session.execute(Agency.__table__.select().with_only_columns(Agency.id))
        }
    for agency in said["agencies"]:
        for part in agency["criteria"]:
            assert len(part["records"]) == part["lost"]
            assert set(part["records"]) <= known
            assert part["records"] or part["score"] in (None, 100)
    assert set(said) >= {"as_of", "criteria", "province", "regions", "agencies"}
    assert set(said["province"]) >= {"score", "score_by_staff", "coverage", "worst", "best", "aspects", "criteria"}


def test_every_page_says_what_it_rests_on(province: Store, tmp_path: Path) -> None:
    assessment = written(province, tmp_path / "r.pdf")
    text = pages(tmp_path / "r.pdf")
    for place, page in enumerate(text, 1):
        assert f"Page {place} of {len(text)}" in page
        assert "As of 24 November 2026 · criteria 2026.1 · 90 assets, 3 links, 44 agencies · no filter" in page
        assert assessment.heads[0].head in page


def test_each_agency_has_one_page(province: Store, tmp_path: Path) -> None:
    assessment = written(province, tmp_path / "r.pdf")
    text = pages(tmp_path / "r.pdf")
    for page, agency in zip(text[before_agencies(text, len(assessment.agencies)) :], assessment.agencies, strict=False):
        assert agency.name == NASTY or agency.name in page


def test_the_last_pages_say_what_is_asked_and_where_it_comes_from(province: Store, tmp_path: Path) -> None:
    assessment = written(province, tmp_path / "r.pdf")
    text = pages(tmp_path / "r.pdf")
    asked = "".join(text[before_agencies(text, 0) :]).replace(" ", "")  # a line break may come out as nothing
    for criterion in assessment.criteria.criteria:
        assert criterion.title.replace(" ", "") in asked
        assert criterion.source.replace(" ", "") in asked


def test_text_that_looks_like_markup_or_a_formula_is_shown_as_it_is(province: Store, tmp_path: Path) -> None:
    written(province, tmp_path / "r.pdf")
    assert any('Dinas <b>Tebal</b> & "Kutip" </para> =1+1' in page for page in pages(tmp_path / "r.pdf"))
    written(province, tmp_path / "r.xlsx")
    records = CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_name("Records").to_python()
    assert any(row[3] == "=cmd()" for row in records)


def test_one_agency_has_a_report_of_one_page(province: Store, tmp_path: Path) -> None:
    written(province, tmp_path / "r.pdf", HEALTH)
    [page] = pages(tmp_path / "r.pdf")
    assert "only Dinas Kesehatan" in page
    assert "Three steps that raise the score most" in page


@pytest.mark.parametrize("form", ["pdf", "xlsx", "json"])
def test_an_empty_register_makes_a_report_too(store: Store, tmp_path: Path, form: str) -> None:
    written(store, tmp_path / f"r.{form}")
    assert (tmp_path / f"r.{form}").stat().st_size > 1000


def test_an_unknown_form_is_refused(province: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="must end in"):
        written(province, tmp_path / "r.docx")


@pytest.mark.parametrize("form", ["pdf", "xlsx", "json"])
def test_a_place_that_can_not_be_written_to_leaves_nothing(province: Store, tmp_path: Path, form: str) -> None:
    with pytest.raises(Refused, match="can't be written"):
        written(province, tmp_path / "missing" / f"r.{form}", HEALTH)
    assert list(tmp_path.iterdir()) == []
