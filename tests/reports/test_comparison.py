"""PDF, XLSX and JSON of a comparison say the same, and no text of a user breaks them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from spbe_assets import i18n
from spbe_assets.domain.comparison import Comparison, Turn
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.formats import number, points
from spbe_assets.reports import comparison as report
from spbe_assets.services import comparing
from spbe_assets.services.comparing import Point
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset
from tests.storage.past_world import History, noon

HEALTH = agency_id("Dinas Kesehatan")
NASTY = 'Dinas <b>Tebal</b> & "Kutip" </para> =1+1 الصحة 健康 🏥 \x07' + "Panjang" * 21
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two agencies with laptops that break in June, one of them with names made to break things."""
    history = History(tmp_path_factory.mktemp("compared"))
    laptop = {"category_id": category_id("laptop"), "condition": Condition.GOOD}
    with history.store.write(Actor("Sari")) as uow:
        nasty = uow.create(Agency, name=NASTY)
        rows = [
            {"name": f"=cmd() <i>{n}</i>", "agency_id": owner, **laptop} for owner in (HEALTH, nasty) for n in range(9)
        ]
        ids = uow.create_many(Asset, rows)
    history.happened(noon(2026, 5, 10))
    with history.store.write(Actor("Sari")) as uow:
        uow.update_many(Asset, {row: {"condition": Condition.HEAVY_DAMAGE} for row in ids[::2]})
    history.happened(noon(2026, 6, 10))
    made = history.merged()
    yield made
    made.close()


@pytest.fixture(scope="module")
def found(store: Store) -> Comparison:
    return comparing.between(store.path, Point(MAY), Point(JUNE))


def written(store: Store, found: Comparison, path: Path) -> Path:
    with store.read() as session:
        report.write(session, found, path)
    return path


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return " ".join(re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document)


@pytest.mark.parametrize("language", ["en", "id"])
def test_all_forms_agree_to_the_digit(store: Store, found: Comparison, tmp_path: Path, language: str) -> None:
    i18n.use(language)
    said = json.loads(written(store, found, tmp_path / "c.json").read_text("utf-8"))
    book = CalamineWorkbook.from_path(written(store, found, tmp_path / "c.xlsx"))
    rows = {row[0]: row for row in book.get_sheet_by_index(1).to_python()}
    text = text_of(written(store, found, tmp_path / "c.pdf"))
    for agency in said["agencies"]:
        if agency["points"] is None:
            continue
        name = re.sub("[\x00-\x1f]", "", agency["name"])
        assert list(rows[name][1:4]) == pytest.approx([agency["before"], agency["after"], agency["points"]])
        assert f"{number(agency['before'], 1)} {number(agency['after'], 1)} {points(agency['points'])}" in text
    worse = sum(
        one["turn"] == "worse" for agency in said["agencies"] for part in agency["criteria"] for one in part["records"]
    )
    assert worse >= found.count(Turn.WORSE) == 9


def test_both_ends_of_the_log_are_printed(store: Store, found: Comparison, tmp_path: Path) -> None:
    text = text_of(written(store, found, tmp_path / "c.pdf"))
    for side in (found.before, found.after):
        assert all(head.head in text for head in side.heads)


def test_without_any_change_there_is_still_a_report(store: Store, tmp_path: Path) -> None:
    same = comparing.between(store.path, Point(MAY), Point(MAY))
    assert "0.0" in text_of(written(store, same, tmp_path / "c.pdf"))


def test_another_ending_is_refused(store: Store, found: Comparison, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"\.pdf, \.xlsx or \.json"):
        written(store, found, tmp_path / "c.docx")
