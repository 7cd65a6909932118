"""The user guide: both languages whole and in step, every link and picture there, and F1 opens the right page."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets import i18n
from spbe_assets.paths import ROOT, guide, resource
from ui import help as user_guide
from ui import navigation
from ui.context import AppContext
from ui.help.guide import ORDER, Page, pages
from ui.help.reader import Reader
from ui.help.window import HelpWindow, shown
from ui.inventory.chosen import ACTIONS
from ui.main_window import MainWindow
from ui.palette.commands import COMMANDS
from ui.preferences import Preferences

LANGUAGES = ("id", "en")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
WORD = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
MOST_PICTURE_BYTES, MOST_BYTES = 120_000, 3_000_000
EVERY_PAGE = [(language, name) for language in LANGUAGES for name in ORDER]
every_page = pytest.mark.parametrize(("language", "name"), EVERY_PAGE)


def text(language: str, name: str) -> str:
    return (guide(language) / f"{name}.md").read_text("utf-8")


@pytest.fixture
def window(qtbot: QtBot, context: AppContext) -> Iterator[MainWindow]:
    def tell(error: BaseException) -> None:
        raise error

    made = MainWindow(Preferences(), tell)
    qtbot.addWidget(made)
    made.attach(context)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    opened = made.findChild(HelpWindow)
    if opened is not None:
        opened.close()


@pytest.fixture
def opened(window: MainWindow) -> HelpWindow:
    user_guide.open_page("start", window)
    return shown(window)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_page_and_no_other(language: str) -> None:
    assert {file.stem for file in guide(language).glob("*.md")} == set(ORDER)


def test_every_screen_has_its_page() -> None:
    assert {place.name for place in navigation.PLACES} <= set(ORDER)


@every_page
def test_a_page_begins_with_its_title_and_has_something_to_say(language: str, name: str) -> None:
    page = text(language, name)
    assert re.match(r"# \S", page)
    assert 40 <= len(page.splitlines()) <= 140
    assert max(map(len, page.splitlines())) < 260


@pytest.mark.parametrize("name", ORDER)
def test_both_languages_show_the_same_in_the_same_order(name: str) -> None:
    first, second = (text(language, name) for language in LANGUAGES)
    for pattern in (LINK, PICTURE):
        assert len(pattern.findall(first)) == len(pattern.findall(second))
    assert re.findall("^#+", first, re.M) == re.findall("^#+", second, re.M)


@every_page
def test_every_link_leads_to_a_page(language: str, name: str) -> None:
    assert {link for link in LINK.findall(text(language, name))} <= {f"{one}.md" for one in ORDER}


@every_page
def test_every_picture_is_there_small_and_of_the_same_language(language: str, name: str) -> None:
    for picture in PICTURE.findall(text(language, name)):
        file = (guide(language) / picture).resolve()
        assert file.parent == ROOT / "docs" / "guide" / "images" / language
        assert not QImage(str(file)).isNull(), f"run docs/make_guide_pictures.py {file.stem}"
        assert file.stat().st_size <= MOST_PICTURE_BYTES


def test_every_picture_is_used_and_there_in_both_languages() -> None:
    for language in LANGUAGES:
        drawn = {file.name for file in (ROOT / "docs" / "guide" / "images" / language).iterdir()}
        assert drawn == {Path(used).name for name in ORDER for used in PICTURE.findall(text(language, name))}
    assert sum(file.stat().st_size for file in (ROOT / "docs" / "guide" / "images").glob("*/*.png")) <= MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_the_guide_quotes_stands_in_the_program(language: str) -> None:
    known = _shown_words(language)
    unknown = {
        (name, word)
        for name in ORDER
        for word in WORD.findall(text(language, name))
        if not any(pattern.fullmatch(word) for pattern in known)
    }
    assert not unknown


def _shown_words(language: str) -> list[re.Pattern[str]]:
    """Every text of the program as a pattern: where it takes a value, anything may stand."""
    catalogue = gettext.translation("spbe_assets", resource("translations"), ["id"])
    known: dict[str | tuple[str, int], str] = vars(catalogue)["_catalog"]
    if language == "id":
        words = set(known.values())
    else:
        words = {one if isinstance(one, str) else one[0] for one in known} | set(_plurals())
    return [re.compile(".+?".join(map(re.escape, re.split(r"\{\w+\}", one)))) for one in words if one]


def _plurals() -> Iterator[str]:
    catalogue = resource("translations", "id", "LC_MESSAGES", "spbe_assets.po").read_text("utf-8")
    for found in re.findall(r'^msgid_plural ((?:".*"\n)+)', catalogue, re.M):
        yield "".join(ast.literal_eval(line) for line in found.splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_window_and_of_the_lists_stands_on_the_page_of_keys(language: str) -> None:
    page = text(language, "keys")
    keys = {keys for command in COMMANDS for keys in command.keys} | {one.keys for one in ACTIONS if one.keys}
    assert not [one for one in keys if f"**{one}**" not in page]
    assert f"**Alt+{min(len(navigation.PLACES), 9)}**" in page


@pytest.mark.parametrize("place", [place.name for place in navigation.places()])
def test_f1_opens_the_page_of_the_screen(qtbot: QtBot, window: MainWindow, place: str) -> None:
    window.open_place(place)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert shown(window).isVisible()
    assert shown(window).reader.source() == QUrl.fromLocalFile(str(guide(i18n.language()) / f"{place}.md"))


def test_an_unknown_name_opens_the_first_page(window: MainWindow) -> None:
    user_guide.open_page("nothing of that name", window)
    assert shown(window).list.currentRow() == 0
    assert pages()[0].title in shown(window).reader.toPlainText()


def test_the_same_window_is_used_again(window: MainWindow) -> None:
    user_guide.open_page("home", window)
    first = shown(window)
    user_guide.open_page("labels", window)
    assert shown(window) is first
    assert len(window.findChildren(HelpWindow)) == 1


def test_every_page_is_shown_with_its_pictures(qtbot: QtBot, opened: HelpWindow) -> None:
    for page in pages():
        opened.go_to(page.name)
        document = opened.reader.document()
        assert page.title in document.toPlainText()
        assert document.idealWidth() <= opened.reader.viewport().width(), f"{page.name} is too wide"


def test_searching_keeps_the_pages_that_mention_every_word_and_marks_them(qtbot: QtBot, opened: HelpWindow) -> None:
    everything = opened.list.count()
    opened.search.setFocus()
    qtbot.keyClicks(opened.search, "NIBAR Excel")
    qtbot.waitUntil(lambda: 0 < opened.list.count() < everything)
    marked = {mark.cursor.selectedText().casefold() for mark in opened.reader.extraSelections()}
    assert marked == {"nibar", "excel"}
    qtbot.keyClick(opened.search, Qt.Key.Key_Return)
    assert opened.reader.hasFocus()


def test_a_search_that_finds_nothing_says_so(qtbot: QtBot, opened: HelpWindow) -> None:
    qtbot.keyClicks(opened.search, "xyzzy")
    qtbot.waitUntil(lambda: opened.list.count() == 0)
    assert opened.nothing.isVisible()


def test_escape_closes_the_guide(qtbot: QtBot, opened: HelpWindow) -> None:
    opened.activateWindow()
    opened.reader.setFocus()
    qtbot.keyClick(opened.reader, Qt.Key.Key_Escape)
    assert not opened.isVisible()


def test_a_link_leads_to_its_page(qtbot: QtBot, opened: HelpWindow) -> None:
    opened.reader.anchorClicked.emit(QUrl("labels.md"))
    assert opened.list.currentItem().text() == next(page.title for page in pages() if page.name == "labels")


@pytest.mark.parametrize("link", ["https://example.org/labels.md", "http://example.org", "file:///etc/passwd"])
def test_links_out_of_the_guide_are_not_followed(qtbot: QtBot, dressed: QApplication, link: str) -> None:
    reader = Reader()
    qtbot.addWidget(reader)
    asked = list[str]()
    reader.page_asked.connect(asked.append)
    page = pages()[0]
    reader.show_page(page)
    reader.anchorClicked.emit(QUrl(link))
    assert asked == []
    assert reader.source() == QUrl.fromLocalFile(str(page.file))


def test_a_picture_from_elsewhere_is_not_read(qtbot: QtBot, dressed: QApplication, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    QImage(20, 20, QImage.Format.Format_RGB32).save(str(secret))
    folder = tmp_path / "guide"
    folder.mkdir()
    file = folder / "page.md"
    file.write_text("# Page\n\n![a](https://example.org/a.png)\n", "utf-8")
    reader = Reader()
    qtbot.addWidget(reader)
    reader.show_page(Page("page", "Page", file))
    assert reader.toPlainText().startswith("Page")
