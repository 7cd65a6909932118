"""The public data: nothing secret in any byte, a valid data package, and a page that is safe and fits a telephone."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from frictionless import Package

from spbe_assets import formats
from spbe_assets.cli.app import run
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.redaction import PUBLISHED, Fact
from spbe_assets.domain.safe_text import unescaped
from spbe_assets.reports import public_data
from spbe_assets.services import demo, facts, settings
from spbe_assets.services.public_data import LICENCE
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency
from tests.reports.report_world import HOSTILE, LONG, SECRETS, TODAY, everything_in, fill

BUDI = Actor("Budi")
FILES = ["instansi.csv", "perangkat.csv", "tautan.csv", "kesiapan.csv", "datapackage.json", "index.html"]
CHROMIUM = shutil.which("chromium")
MEASURE = "<script>parent.postMessage(document.documentElement.scrollWidth+' '+innerWidth,'*')</script>"
FRAME = (
    "<script>addEventListener('message',said=>document.title=said.data)</script>"
    '<iframe src="copy.html" style="width:{width}px;height:900px;border:0"></iframe>'
)
"""A window is never narrower than 500 pixels; a frame within it is."""


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


def written(store: Store, out: Path) -> Path:
    with store.read() as session:
        public_data.write(session, out)
    return out


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_and_a_zip_hold_the_same_files(province: Store, tmp_path: Path) -> None:
    folder, pack = written(province, tmp_path / "out"), written(province, tmp_path / "out.zip")
    assert sorted(one.name for one in folder.iterdir()) == sorted(FILES)
    with ZipFile(pack) as opened:
        assert opened.namelist() == FILES
        assert all(opened.read(name) == (folder / name).read_bytes() for name in FILES)
    again = written(province, tmp_path / "again.zip")
    assert again.read_bytes() == pack.read_bytes()


@pytest.mark.parametrize("kind", ["province", "hostile", "empty"])
def test_the_package_is_valid(store: Store, tmp_path: Path, kind: str) -> None:
    if kind == "hostile":
        fill(store)
    elif kind == "province":
        with store.write(BUDI, "demo") as uow:
            demo.fill(uow, 600, 5, today=TODAY)
    folder = written(store, tmp_path / "out")
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    said = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert said["created"] == "2026-11-24T00:00:00+07:00"
    assert said["licenses"][0]["name"] == "CC-BY-4.0"
    for one in said["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert all(field["description"] and field["title"] for field in one["schema"]["fields"])


def test_nothing_secret_is_in_any_byte(store: Store, tmp_path: Path) -> None:
    fill(store)
    written(store, tmp_path / "out.zip")
    for file in [*written(store, tmp_path / "out").iterdir(), tmp_path / "out.zip"]:
        inside = everything_in(file)
        assert [name for name, secret in SECRETS.items() if secret.casefold() in inside] == [], file.name


def test_every_published_column_is_of_a_kind_the_public_profile_names() -> None:
    for said in public_data.spec()["table"]:
        assert {Fact(field["fact"]) for field in said["field"]} <= PUBLISHED
        assert set(said["key"]) <= {field["name"] for field in said["field"]}


def test_a_column_of_another_kind_is_kept_back(
    province: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = json.loads(json.dumps(public_data.spec()))
    next(field for field in spec["table"][0]["field"] if field["name"] == "barang")["fact"] = "serial"
    monkeypatch.setattr(public_data, "spec", lambda: spec)
    assert "barang" not in table(written(province, tmp_path / "out"), "instansi")[0]


def test_the_tables_agree_with_each_other_and_with_the_register(province: Store, tmp_path: Path) -> None:
    folder = written(province, tmp_path / "out")
    agencies, equipment, links = (table(folder, name) for name in ("instansi", "perangkat", "tautan"))
    with province.read() as session:
        assert len(agencies) == len(facts.agencies(session, TODAY))
    for agency in agencies:
        own = [row for row in equipment if row["no_instansi"] == agency["no_instansi"]]
        assert sum(int(row["jumlah"]) for row in own) == int(agency["barang"])
        mine = [row for row in links if row["no_instansi"] == agency["no_instansi"]]
        assert sum(int(row["jumlah"]) for row in mine) == int(agency["tautan"])
        assert sum(float(row["mbps"]) for row in mine) == float(agency["mbps"])
        if agency["nilai"]:
            worst, value, best = (float(agency[name]) for name in ("nilai_terburuk", "nilai", "nilai_terbaik"))
            assert worst <= value <= best


def test_hostile_names_are_no_formulas_and_no_markup(store: Store, tmp_path: Path) -> None:
    fill(store)
    folder = written(store, tmp_path / "out")
    raw = (folder / "instansi.csv").read_text(encoding="utf-8")
    assert not re.search(r"(^|,)\"?[=+@]", raw, re.MULTILINE)
    assert "=HYPERLINK(1)" in [unescaped(row["instansi"]) for row in table(folder, "instansi")]
    page = Page(folder / "index.html")
    assert not page.tags.intersection({"b-hostile", "font", "img", "iframe", "link", "object"})
    assert any('A <b>& "B"</b>' in text for text in page.texts)


class Page(HTMLParser):
    """The tags, attributes and texts of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_takes_nothing_from_elsewhere_and_says_so(province: Store, tmp_path: Path) -> None:
    path = written(province, tmp_path / "out") / "index.html"
    page, text = Page(path), path.read_text(encoding="utf-8")
    names = {name for _tag, name, _value in page.attributes}
    assert not names.intersection({"src", "srcset", "style", "onclick", "onload"})
    assert not re.search(r"url\((?!#)|@import|fetch\(|XMLHttp", text)
    outside = [value for _tag, name, value in page.attributes if name == "href" and "//" in value]
    assert outside == ["https://creativecommons.org/licenses/by/4.0/"]
    policy = next(value for _tag, name, value in page.attributes if name == "content" and "default-src" in value)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert {value for tag, name, value in page.attributes if tag == "html" and name == "lang"} == {"id"}
    assert text.count('<span lang="id">') == text.count('<span lang="en">')


def test_the_licence_is_a_setting_of_the_province(store: Store, tmp_path: Path) -> None:
    with store.write(BUDI) as uow:
        settings.set_province(uow, LICENCE, "CC0-1.0")
    folder = written(store, tmp_path / "out")
    said = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert said["licenses"] == [
        {"name": "CC0-1.0", "title": "CC0 1.0 Universal", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    ]
    assert "CC0 1.0 Universal" in (folder / "index.html").read_text(encoding="utf-8")


def test_what_can_not_be_written_is_refused_in_a_sentence(province: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "nowhere" / "out", tmp_path / "nowhere" / "out.zip"):
        with pytest.raises(Refused):
            written(province, out)


def test_the_command_line_writes_it(province: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "public", str(tmp_path / "out"), "--db", str(province.path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] > 100
    assert (tmp_path / "out" / "index.html").is_file()


def browsed(path: Path, width: int, *options: str) -> str:
    """The page as the browser leaves it."""
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},1000", *options]
    return subprocess.run(
        [*command, "--dump-dom", path.as_uri()], capture_output=True, text=True, timeout=120, check=True
    ).stdout


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", ["province", "hostile"])
def test_nothing_is_wider_than_the_screen(store: Store, tmp_path: Path, width: int, kind: str) -> None:
    if kind == "hostile":
        fill(store)
        with store.write(BUDI) as uow:
            for name in (LONG[:200], "W" * 200, HOSTILE[0]):
                uow.create(Agency, name=name)
    else:
        with store.write(BUDI, "demo") as uow:
            demo.fill(uow, 600, 5, today=TODAY)
    path = written(store, tmp_path / "out") / "index.html"
    text = path.read_text(encoding="utf-8")
    copy = tmp_path / "copy.html"
    unguarded = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    copy.write_text(unguarded.replace("</body>", f"{MEASURE}</body>"), encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(width=width), encoding="utf-8")
    found = re.search(r"<title>(\d+) (\d+)</title>", browsed(frame, 1400, "--virtual-time-budget=3000"))
    assert found is not None
    assert int(found[1]) <= int(found[2]) == width


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_its_own_style_and_script_pass_its_own_policy(province: Store, tmp_path: Path) -> None:
    shown = browsed(written(province, tmp_path / "out") / "index.html", 1280)
    field: Any = re.search(r'<input class="find"[^>]*>', shown)
    assert "hidden" not in field[0]
    assert '<button type="button">' in shown
