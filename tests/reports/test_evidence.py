"""Evidence for indicators: the same figures everywhere, no level claimed, and a pack that can be proven."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from spbe_assets import formats, i18n
from spbe_assets.cli.app import run
from spbe_assets.domain.criteria import Framework
from spbe_assets.domain.ids import Id
from spbe_assets.domain.indicators import RULES, Count, Fact
from spbe_assets.domain.redaction import INTERNAL, PUBLIC, Redaction
from spbe_assets.domain.reports import Wanted
from spbe_assets.domain.vocabulary import FacilityKind, LinkKind, Ownership
from spbe_assets.reports import catalogue, evidence
from spbe_assets.services import criteria_sets, demo, indicators, readiness, report_subject
from spbe_assets.services.indicator_facts import SPECS
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, CloudService, Facility, InventoryStatement, Link, Room
from tests.reports.report_world import SECRETS, TODAY, everything_in, fill, pages

BUDI = Actor("Budi")
REPORTS = tuple(evidence.FRAMEWORKS)
HEAD_ROWS = 3
"""Note, blank row and titles above the rows of a sheet."""


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "today", lambda: TODAY)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store.create(tmp_path_factory.mktemp("province") / "assets.spbe")
    with made.write(BUDI, "demo") as uow:
        demo.fill(uow, 800, 5, today=TODAY)
    yield made
    made.close()


def written(store: Store, report: str, path: Path, redaction: Redaction = INTERNAL, **given: Any) -> Path:
    with store.read() as session:
        catalogue.write(session, Wanted(report, redaction=redaction, **given), path)
    return path


def cell_text(value: Any) -> str:
    """A value of JSON or of a cell in one writing; numbers with the digits a spreadsheet keeps."""
    if isinstance(value, dict):
        return str(value["word"])
    return "" if value is None else f"{value:.12g}" if isinstance(value, (int, float)) else str(value)


def facts_of(store: Store, framework: Framework = Framework.SPBE_59_2020, agency: Id | None = None) -> dict[str, Fact]:
    with store.read() as session:
        return dict(indicators.read(session, framework, report_subject.read(session, TODAY, agency)).facts)


@pytest.mark.parametrize("framework", list(Framework))
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_indicator_says_what_it_asks_and_what_can_not_be_shown(framework: Framework, language: str) -> None:
    with i18n.speaking(language):
        for one in indicators.indicators(framework):
            assert one.name
            assert one.cannot
            assert one.caution
            assert len(one.levels) in (0, 5)
            assert set(one.facts) <= set(SPECS)
            assert one.highest <= 3
            assert not one.rule or one.rule in RULES
    numbers = [one.number for one in indicators.indicators(framework)]
    assert numbers == ([16, 17, 24, 29] if framework is Framework.SPBE_59_2020 else [2, 9, 14])


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_pdf_xlsx_and_json_show_the_same_digits(province: Store, tmp_path: Path, report: str, language: str) -> None:
    endings = (".json", ".xlsx", ".pdf")
    paths = [written(province, report, tmp_path / f"e{ending}", language=language) for ending in endings]
    said = json.loads(paths[0].read_text(encoding="utf-8"))
    book = CalamineWorkbook.from_path(str(paths[1]))
    printed = " ".join(pages(paths[2]))
    for sheet, (key, rows) in zip(book.sheet_names[1:], said["tables"].items(), strict=True):
        listed = [[cell_text(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python()[HEAD_ROWS:]]
        assert listed == [[cell_text(value) for value in row.values()] for row in rows], key
    with i18n.speaking(language):
        for key, rows in said["tables"].items():
            for row in rows if key.startswith("facts-") else ():
                if row["of"] is not None:
                    figures = [formats.number(row[name]) for name in ("good", "of")]
                    figures += [formats.percent(row["share"])] if row["share"] is not None else []
                    figures += [formats.number(row[name]) for name in ("bad", "unknown")]
                    assert " ".join(figures) in printed


def test_the_records_behind_a_fact_are_as_many_as_its_figure(province: Store) -> None:
    with province.read() as session:
        for framework in Framework:
            found = indicators.read(session, framework, report_subject.read(session, TODAY))
            for name, fact in found.facts.items():
                listed = list(indicators.records(session, found, name))
                if fact.count is not None:
                    assert len(listed) == fact.count.of, name
                    assert sum(one.state == "yes" for one in listed) == fact.count.good
                    assert sum(one.state == "not known" for one in listed) == fact.count.unknown
                    assert sum(fact.by_agency.values(), Count()) == fact.count
                elif listed:
                    assert len(listed) == fact.number, name


def test_figures_are_those_that_readiness_shows(province: Store) -> None:
    with province.read() as session:
        assessed = readiness.assess(session, criteria_sets.shipped(), TODAY)
    for name, criterion in (("servers-dc", "srv-data-centre"), ("codes", "gov-code"), ("verified", "gov-verified")):
        part = assessed.province.criterion(criterion)
        count = facts_of(province)[name].count
        assert part is not None
        assert count is not None
        assert (part.lost, part.unknown, part.needed) == (count.bad, count.unknown, count.of)


def test_an_empty_register_is_evidence_for_nothing(store: Store, tmp_path: Path) -> None:
    for report in REPORTS:
        said = json.loads(written(store, report, tmp_path / "e.json").read_text(encoding="utf-8"))
        for key, rows in said["tables"].items():
            if key.startswith("levels-"):
                assert "evidence towards it" not in [row["evidence"]["word"] for row in rows[1:]]
        written(store, report, tmp_path / "e.zip")


def test_levels_follow_what_is_counted_and_stop_where_a_register_ends(store: Store) -> None:
    agency, other = agency_id("Dinas Kesehatan"), agency_id("Dinas Sosial")
    with store.read() as session:
        everybody = [one.id for one in report_subject.read(session, TODAY).agencies]
    with store.write(BUDI) as uow:
        uow.delete_many(Agency, [one for one in everybody if one not in (agency, other)])
        centre = uow.create(Facility, agency_id=agency, name="DC", kind=FacilityKind.DATA_CENTRE)
        room = uow.create(Room, agency_id=agency, name="DC", facility_id=centre)
        for place, owner in enumerate((agency, other)):
            uow.create(
                Asset, agency_id=owner, category_id=category_id("server"), tag=f"S-{place}", name="S",
                room_id=room if place == 0 else None,
            )  # fmt: skip
        uow.create(Link, agency_id=agency, name="Intra", tag="L-1", kind=LinkKind.INTRANET, z_text="JIP")
        uow.create(CloudService, agency_id=agency, name="PDN", ownership=Ownership.GOVERNMENT)
        uow.create(CloudService, agency_id=agency, name="Lama", ends_on=date(2020, 1, 1))
    found = facts_of(store)
    assert found["agencies-servers-dc"].count == Count(1, 0, 1)
    assert found["agencies-intra"].count == Count(1, 0, 1)
    assert (found["jip"].number, found["pdn"].number) == (1, 1)
    assert facts_of(store, Framework.PEMDI_2026)["cloud"].number == 1
    towards = {one.number: one.towards(found) for one in indicators.indicators(Framework.SPBE_59_2020)}
    assert towards == {16: 2, 17: 2, 24: 1, 29: 0}
    with store.write(BUDI) as uow:
        uow.create(InventoryStatement, agency_id=other, subject="link", complete_on=date(2026, 1, 1))
    assert facts_of(store)["agencies-intra"].count == Count(1, 1, 0)
    assert facts_of(store, agency=agency)["agencies-intra"].count == Count(1, 0, 0)
    with store.write(BUDI) as uow:
        uow.create(Link, agency_id=other, name="Intra 2", tag="L-2", kind=LinkKind.INTRANET)
    seventeen = indicators.indicators(Framework.SPBE_59_2020)[1]
    assert seventeen.towards(facts_of(store)) == 3


@pytest.mark.parametrize("report", REPORTS)
def test_a_pack_is_whole_proven_by_its_manifest_and_the_same_every_time(
    province: Store, tmp_path: Path, report: str
) -> None:
    first, second = (written(province, report, tmp_path / name) for name in ("a.zip", "b.zip"))
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as pack:
        assert pack.testzip() is None
        manifest = json.loads(pack.read("manifest.json"))
        assert [one["name"] for one in manifest["files"]] + ["manifest.json"] == pack.namelist()
        for one in manifest["files"]:
            content = pack.read(one["name"])
            assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"])
        assert all(len(head["head"]) == 64 for head in manifest["heads"])
        readme = pack.read("README.txt").decode()
        assert manifest["heads"][0]["head"] in pack.read("kepala-log.txt").decode()
    assert readme.index("BUKTI") < readme.index("EVIDENCE")
    assert sorted(tmp_path.iterdir()) == [first, second]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("ending", [".pdf", ".xlsx", ".json", ".zip"])
def test_nothing_secret_is_in_the_public_version(store: Store, tmp_path: Path, report: str, ending: str) -> None:
    fill(store)
    path = written(store, report, tmp_path / f"e{ending}", PUBLIC)
    files = [path]
    if ending == ".zip":
        with ZipFile(path) as pack:
            pack.extractall(tmp_path / "out")
        files = sorted((tmp_path / "out").iterdir())
    for file in files:
        inside = everything_in(file)
        assert [name for name, secret in SECRETS.items() if secret.casefold() in inside] == [], file.name


def test_hostile_names_break_nothing(store: Store, tmp_path: Path) -> None:
    fill(store)
    for report in REPORTS:
        path = written(store, report, tmp_path / "e.zip")
        with ZipFile(path) as pack:
            pack.extract("catatan.xlsx", tmp_path)
        book = CalamineWorkbook.from_path(str(tmp_path / "catatan.xlsx"))
        cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
        assert "=HYPERLINK(1)" in cells


def test_the_command_line_writes_a_pack_and_says_its_facts(
    province: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, db = tmp_path / "bukti.zip", str(province.path)
    asked = ["evidence", str(out), "--framework", "spbe-59-2020", "--db", db, "--json", "--agency", "Dinas Kesehatan"]
    assert run(asked) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["indicators"] == [16, 17, 24, 29]
    assert said["tables"]["facts-17"][0]["of"] == 1
    assert run(["evidence", str(tmp_path / "x.pdf"), "--framework", "pemdi-2026", "--db", db]) == 2
    assert "zip" in capsys.readouterr().err
