"""The Indonesian catalogue is complete, and the check that says so can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import translations

SOURCE = """from spbe_assets.i18n import N_, _, ngettext
A = N_("Tag")
B = _("{n} assets imported")
C = ngettext("{n} asset", "{n} assets", 2)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in translations.SOURCES:
        (tmp_path / folder).mkdir()
    (tmp_path / "spbe_assets" / "texts.py").write_text(SOURCE, "utf-8")
    (tmp_path / "main.py").write_text("", "utf-8")
    assert translations.update(tmp_path) == 3
    return tmp_path


def translate(tree: Path, *pairs: tuple[str, str]) -> None:
    path = translations.po_path(tree)
    text = path.read_text("utf-8")
    for message, translated in pairs:
        before, after = text.split(f'"{message}"\n', 1)
        place, rest = after.split('""\n', 1)
        text = f'{before}"{message}"\n{place}"{translated}"\n{rest}'
    path.write_text(text, "utf-8")
    translations.update(tree)


def translated(tree: Path) -> None:
    translate(tree, ("Tag", "Tag"), ("{n} assets imported", "{n} aset diimpor"), ("{n} asset", "{n} aset"))


def test_the_shipped_catalogue_is_complete() -> None:
    assert list(translations.problems(translations.ROOT)) == []


def test_untranslated_messages_are_found_until_all_are_done(tree: Path) -> None:
    assert len(list(translations.problems(tree))) == 3
    translated(tree)
    assert list(translations.problems(tree)) == []


def test_a_new_and_a_dropped_message_are_found(tree: Path) -> None:
    translated(tree)
    (tree / "ui" / "more.py").write_text('from spbe_assets.i18n import _\nD = _("Rack")\n', "utf-8")
    (tree / "spbe_assets" / "texts.py").write_text(SOURCE.replace('N_("Tag")', '""'), "utf-8")
    assert list(translations.problems(tree)) == ["missing: 'Rack'", "obsolete: 'Tag'"]


def test_a_lost_placeholder_a_fuzzy_mark_and_a_stale_file_are_found(tree: Path) -> None:
    translated(tree)
    path = translations.po_path(tree)
    text = path.read_text("utf-8").replace("{n} aset diimpor", "{jumlah} aset diimpor")
    path.write_text(text.replace('msgid "Tag"', '#, fuzzy\nmsgid "Tag"'), "utf-8")
    found = " ".join(translations.problems(tree))
    assert "other placeholders: '{n} assets imported'" in found
    assert "not translated: 'Tag'" in found
    assert "stale: spbe_assets.mo" in found


def test_an_update_keeps_translations_and_says_the_same_twice(tree: Path) -> None:
    translated(tree)
    path = translations.po_path(tree)
    before = (path.read_bytes(), path.with_suffix(".mo").read_bytes())
    assert translations.update(tree) == 0
    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == before
    assert b"Creation-Date" not in before[0]


def test_a_message_inside_an_f_string_is_found(tree: Path) -> None:
    translated(tree)
    (tree / "ui" / "more.py").write_text("from spbe_assets.i18n import _\nD = f\"{1} {_('Rack')}\"\n", "utf-8")
    assert list(translations.problems(tree)) == ["inside an f-string: ui/more.py:2"]
