"""The reports of the catalogue: one value in all forms, nothing secret for the public, nothing that names can break."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from spbe_assets import formats, i18n
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.redaction import INTERNAL, PUBLIC, Redaction
from spbe_assets.domain.reports import Scope, Wanted
from spbe_assets.reports import catalogue
from spbe_assets.services import facts, regions
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset
from tests.reports.report_world import HEALTH, HOSTILE, LONG, SECRETS, TODAY, everything_in, fill, pages

DOCUMENTS = ("book", "expiring", "links", "ages", "work")
OWN = ("readiness", "agency", *DOCUMENTS)
EXCEL_EPOCH = date(1899, 12, 30)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "today", lambda: TODAY)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store.create(tmp_path_factory.mktemp("world") / "assets.spbe")
    fill(made)
    yield made
    made.close()


def wanted(report: str, **given: Any) -> Wanted:
    """The report about Dinas Kesehatan where it has to be about an agency."""
    if Scope.PROVINCE not in catalogue.report(report).scopes:
        given.setdefault("agency_id", HEALTH)
    return Wanted(report, **given)


def written(store: Store, what: Wanted, path: Path) -> Path:
    with store.read() as session:
        catalogue.write(session, what, path)
    return path


def tables_of(store: Store, what: Wanted, folder: Path) -> dict[str, list[dict[str, Any]]]:
    said = json.loads(written(store, what, folder / "r.json").read_text(encoding="utf-8"))
    found: dict[str, list[dict[str, Any]]] = said["tables"]
    return found


def test_every_report_names_functions_that_are_there() -> None:
    for report in catalogue.REPORTS:
        for writer in report.writers.values():
            module, _colon, function = writer.partition(":")
            assert callable(getattr(import_module(module), function))
    assert len({report.id for report in catalogue.REPORTS}) == len(catalogue.REPORTS)


@pytest.mark.parametrize("report", [one.id for one in catalogue.REPORTS if one.is_public])
def test_the_public_version_holds_no_secret_in_any_form(world: Store, tmp_path: Path, report: str) -> None:
    for ending in catalogue.report(report).endings:
        public = wanted(report, redaction=PUBLIC, with_photos=True)
        said = everything_in(written(world, public, tmp_path / f"r{ending}"))
        for secret in SECRETS.values():
            assert secret.casefold() not in said, (ending, secret)
        assert "/subtype /image" not in said


def test_the_office_version_does_hold_them(world: Store, tmp_path: Path) -> None:
    said = everything_in(written(world, wanted("book", with_photos=True), tmp_path / "r.pdf"))
    for secret in ("serial", "ip", "mac", "hostname", "room", "person", "name", "circuit", "block", "os", "model"):
        assert SECRETS[secret].casefold() in said, secret
    assert "/subtype /image" in said
    assert "/subtype /image" not in everything_in(written(world, wanted("book"), tmp_path / "r2.pdf"))


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("report", DOCUMENTS)
def test_pdf_xlsx_and_json_agree_to_the_digit(world: Store, tmp_path: Path, report: str, language: str) -> None:
    what = wanted(report, language=language)
    told = json.loads(written(world, what, tmp_path / "r.json").read_text(encoding="utf-8"))
    printed = " ".join(pages(written(world, what, tmp_path / "r.pdf")))
    book = CalamineWorkbook.from_path(str(written(world, what, tmp_path / "r.xlsx")))
    for figure in told["figures"]:
        assert figure["figure"] in printed
    for sheet, rows in zip(book.sheet_names[1:], told["tables"].values(), strict=True):
        lines = book.get_sheet_by_name(sheet).to_python()[3:]
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            for cell, value in zip(line, row.values(), strict=True):
                assert same(cell, value), (cell, value)
    assert numbers_of(told, language) <= set(printed.split())


def same(cell: Any, value: Any) -> bool:
    if value is None or value == "":
        return cell == ""
    if isinstance(value, dict):
        return bool(cell == value["word"])
    if isinstance(cell, date):
        return cell.isoformat() == value
    if isinstance(cell, float) and not isinstance(value, str):
        return abs(cell - value) < 1e-9
    if isinstance(cell, float):
        return abs(cell - float(value)) < 1e-9
    return bool(str(cell).strip() == str(value).strip()) or "\x07" in str(value)


def numbers_of(told: dict[str, Any], language: str) -> set[str]:
    """Every whole number above 999 of the tables as it is printed."""
    with i18n.speaking(language):
        return {
            formats.number(value)
            for rows in told["tables"].values()
            for row in rows
            for key, value in row.items()
            if isinstance(value, int) and value > 999 and key != "year"
        }


@pytest.mark.parametrize("report", OWN)
def test_no_text_lies_outside_its_page(world: Store, tmp_path: Path, report: str) -> None:
    for redaction in Redaction if catalogue.report(report).is_public else (INTERNAL,):
        document = pypdfium2.PdfDocument(written(world, wanted(report, redaction=redaction), tmp_path / "r.pdf"))
        require_inside(document)


def require_inside(document: pypdfium2.PdfDocument) -> None:
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            assert 30 <= left <= right <= width - 30
            assert 15 <= bottom <= top <= height - 30


@pytest.mark.parametrize("report", OWN)
def test_pages_are_counted_and_say_what_they_rest_on(world: Store, tmp_path: Path, report: str) -> None:
    found = pages(written(world, wanted(report, language="en"), tmp_path / "r.pdf"))
    for number, page in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in page
        assert "As of 24 November 2026" in page
        assert "Log heads:" in page


def test_a_province_without_anything_can_be_reported(store: Store, tmp_path: Path) -> None:
    for report in OWN:
        for ending in catalogue.report(report).endings:
            assert written(store, wanted(report), tmp_path / f"r{ending}").stat().st_size > 100


def test_a_thousand_agencies_can_be_reported(store: Store, tmp_path: Path, budi: Actor) -> None:
    with store.write(budi) as uow:
        ids = uow.create_many(Agency, [{"name": f"{LONG[:190]} {place}"} for place in range(1000)])
        uow.create_many(
            Asset, [{"agency_id": one, "name": "x", "category_id": category_id("pc"), "year": 2015} for one in ids]
        )
    for report in ("ages", "work", "expiring", "links"):
        assert len(pages(written(store, wanted(report), tmp_path / f"{report}.pdf"))) >= 1
    assert len(tables_of(store, wanted("ages"), tmp_path)["agencies"]) == 1000


def test_links_are_held_against_their_last_test_in_the_worse_direction(world: Store, tmp_path: Path) -> None:
    rows = {row["tag"]: row for row in tables_of(world, wanted("links", language="en"), tmp_path)["links"]}
    verdicts = {tag: row["verdict"]["word"] for tag, row in rows.items()}
    assert verdicts == {"L-0": "Too slow", "L-1": "Meets it", "L-2": "Not measured", "L-3": "No contract rate"}
    assert rows["L-0"]["share"] == "0.4"
    assert rows["L-0"]["measured_on"] == "2026-10-20"


def test_what_expires_begins_with_the_longest_overdue(world: Store, tmp_path: Path) -> None:
    ends = tables_of(world, wanted("expiring", due_within_days=10, language="en"), tmp_path)["ends"]
    assert [row["ends_on"] for row in ends] == sorted(row["ends_on"] for row in ends)
    assert [(row["ending"], row["state"]["tone"]) for row in ends] == [
        ("Operating system", "bad"),
        ("Maintenance contract", "bad"),
        ("Cloud service", "warn"),
        ("Warranty", "warn"),
    ]


def test_warranties_that_ended_long_ago_are_only_counted(store: Store, tmp_path: Path, budi: Actor) -> None:
    with store.write(budi) as uow:
        for end in (date(2020, 1, 1), date(2026, 11, 1)):
            uow.create(Asset, agency_id=HEALTH, name="x", tag=str(end), warranty_end=end)
    ends = tables_of(store, wanted("expiring"), tmp_path)["ends"]
    assert [row["ends_on"] for row in ends] == ["2026-11-01"]
    assert "1 warranty" in " ".join(pages(written(store, wanted("expiring", language="en"), tmp_path / "r.pdf")))


def test_age_counts_what_is_past_its_useful_life(world: Store, tmp_path: Path) -> None:
    classes = {row["class"]: row for row in tables_of(world, wanted("ages", language="en"), tmp_path)["classes"]}
    assert (classes["Servers"]["past_life"], classes["Servers"]["heavy"]) == (1, 1)
    assert classes["Servers"]["past_life_rupiah"] == 123_456_789
    assert classes["Network devices"]["past_life"] == 0


def test_stock_taking_tells_what_was_seen(world: Store, tmp_path: Path) -> None:
    rows = {row["agency"]: row for row in tables_of(world, wanted("work"), tmp_path)["agencies"]}
    health = rows["Dinas Kesehatan"]
    assert (health["items"], health["seen"], health["never"], health["share"]) == (2, 1, 1, 0.5)
    assert health["last_seen"] == "2026-06-01"


def test_an_agency_keeps_its_rank_in_the_province(world: Store, tmp_path: Path) -> None:
    page = pages(written(world, wanted("agency", language="en"), tmp_path / "r.pdf"))[0]
    whole = json.loads(written(world, wanted("readiness"), tmp_path / "w.json").read_text(encoding="utf-8"))
    own = json.loads(written(world, wanted("agency"), tmp_path / "a.json").read_text(encoding="utf-8"))
    rank = next(one["rank"] for one in whole["agencies"] if one["id"] == HEALTH.hex())
    scored = sum(one["score"] is not None for one in whole["agencies"])
    assert f"{rank} of {scored}" in page
    assert [one["rank"] for one in own["agencies"]] == [rank]


def test_a_region_tells_only_of_its_own_agencies(world: Store, tmp_path: Path) -> None:
    with world.read() as session:
        region = regions.find(session, "Kabupaten Kampar")
    whole = json.loads(written(world, wanted("readiness"), tmp_path / "w.json").read_text(encoding="utf-8"))
    own = json.loads(
        written(world, wanted("readiness", region_id=region), tmp_path / "r.json").read_text(encoding="utf-8")
    )
    assert {one["region"] for one in own["agencies"]} == {"Kabupaten Kampar"}
    assert own["province"]["score"] == next(one["score"] for one in whole["regions"] if one["id"] == region.hex())
    first = pages(written(world, wanted("readiness", region_id=region, language="en"), tmp_path / "r.pdf"))[0]
    assert "Province of" not in first
    assert "Kabupaten Kampar" in first


def test_the_state_of_a_past_day_is_told(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = date.today()  # noqa: DTZ011 - the log's clock is the machine's
    monkeypatch.setattr(formats, "today", lambda: real)
    with store.write(Actor("Budi")) as uow:
        uow.create(Asset, agency_id=HEALTH, name="x", tag="T-1")
    yesterday = date.fromordinal(real.toordinal() - 1)
    now, then = wanted("ages"), wanted("ages", as_of=yesterday)
    assert json.loads(written(store, now, tmp_path / "n.json").read_text(encoding="utf-8"))["rows"] == 1
    told = json.loads(written(store, then, tmp_path / "t.json").read_text(encoding="utf-8"))
    assert (told["rows"], told["as_of"]) == (0, yesterday.isoformat())


@pytest.mark.parametrize(
    ("what", "name"),
    [
        (Wanted("book"), "r.pdf"),
        (Wanted("book", agency_id=HEALTH), "r.docx"),
        (Wanted("expiring", redaction=PUBLIC), "r.pdf"),
        (Wanted("ages", as_of=date(2030, 1, 1)), "r.pdf"),
        (Wanted("readiness", agency_id=HEALTH), "r.pdf"),
    ],
)
def test_what_a_report_can_not_be_is_refused_in_a_sentence(
    world: Store, tmp_path: Path, what: Wanted, name: str
) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        written(world, what, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_an_unknown_report_or_region_is_told(world: Store, tmp_path: Path) -> None:
    unknown: Id = bytes(16)
    for what in (Wanted("nonsense"), Wanted("links", region_id=unknown), Wanted("links", agency_id=unknown)):
        with pytest.raises(NotFound):
            written(world, what, tmp_path / "r.pdf")


def test_a_list_too_long_to_print_is_refused_but_not_as_a_spreadsheet(
    world: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spbe_assets.reports.document_pdf.MOST_ROWS", 2)
    with pytest.raises(Refused, match="spreadsheet"):
        written(world, wanted("links", language="en"), tmp_path / "r.pdf")
    assert written(world, wanted("links"), tmp_path / "r.xlsx").exists()


def test_the_language_of_a_report_is_its_own(world: Store, tmp_path: Path) -> None:
    i18n.use("en")
    assert "Halaman 1 dari" in pages(written(world, wanted("links", language="id"), tmp_path / "r.pdf"))[0]
    assert i18n.language() == "en"


def test_agencies_of_another_name_are_not_in_the_book(world: Store, tmp_path: Path) -> None:
    other = Wanted("book", agency_id=agency_id("Inspektorat Daerah"))
    said = everything_in(written(world, other, tmp_path / "r.pdf"))
    assert SECRETS["serial"].casefold() not in said


@pytest.mark.parametrize("report", ["agency", "book"])
def test_names_made_to_break_things_stay_inside_their_page(world: Store, tmp_path: Path, report: str) -> None:
    with world.read() as session:
        agencies = [one.id for one in facts.agencies(session, TODAY) if one.name in HOSTILE]
    assert len(agencies) == len(HOSTILE)
    for agency in agencies:
        path = written(world, Wanted(report, agency_id=agency), tmp_path / "r.pdf")
        assert len(pages(path)) <= 2
        require_inside(pypdfium2.PdfDocument(path))


@pytest.mark.parametrize("report", DOCUMENTS)
def test_no_line_of_text_is_printed_over_another(world: Store, tmp_path: Path, report: str) -> None:
    for page in pypdfium2.PdfDocument(written(world, wanted(report), tmp_path / "r.pdf")):
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        for place, one in enumerate(boxes):
            assert not [other for other in boxes[place + 1 :] if overlap(one, other) > 1.5], one


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How far two boxes lie over each other, in points, in the direction in which they do so less."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return min(across, down)
