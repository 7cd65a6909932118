"""Lists of tags as people and batch scanners write them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from spbe_assets.domain.errors import Refused
from spbe_assets.services import tag_list

A, B = "K3QF-00042-L", "K3QF-00043-J"


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\n{B}\n",
        f"SPBE:{A}\r\n\r\n  spbe:{B.lower()}  ",
        f"{A},24/11/2026,08:15:01\n{B},24/11/2026,08:15:09",
        f"2026-11-24\t08:15\tSPBE:{A}\n2026-11-24\t08:15\tSPBE:{B}",
        f'"1";"{A}";"x"\n"2";"{B}";"y"',
        f"Tag\n{A}\n{B}",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_tags_are_read_in_every_usual_form(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(text.encode(encoding))
    found = [code.upper().removeprefix("SPBE:") for code in tag_list.read(path).tags]
    assert found == [A, B]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("lama/7,24/11/2026,08:15", "lama/7"),
        ("24.11.2026;08:15;INV 7", "INV 7"),
        ("12,INV-7", "INV-7"),
        ("2026-11-24 08:15:00,1234567890123", "1234567890123"),
        ("lemari é", "lemari é"),
    ],
)
def test_other_codes_are_taken_as_they_stand(tmp_path: Path, line: str, code: str) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(line.encode("cp1252"))
    assert tag_list.read(path).tags == (code,)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no tags"),
        (b"\n ,;\t\n", "no tags"),
        (codecs.BOM_UTF16_LE, "no tags"),
        (b"PK\x03\x04\x00\x00\x00\x08abc", "not a text file"),
        (b"x" * (tag_list.MOST_BYTES + 1), "larger than 5 MB"),
        (b"A\n" * (tag_list.MOST_TAGS + 1), "100,000 lines"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    with pytest.raises(Refused, match=sentence):
        tag_list.read(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.txt", tmp_path):
        with pytest.raises(Refused, match="can't be read"):
            tag_list.read(path)
