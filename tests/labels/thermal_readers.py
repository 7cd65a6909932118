"""Small printers for tests: they read ZPL or TSPL strictly, as the languages' rules say, and give pictures back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PIL import Image, ImageChops

MOST_DOTS = 32000
_NUMBER = r"(\d{1,8})"


@dataclass
class Job:
    """One format as a printer understands it: settings by command, and the picture, black on white."""

    image: Image.Image
    copies: int
    settings: dict[str, str] = field(default_factory=dict)


def zpl(text: bytes) -> list[Job]:
    """Every format of a ZPL file."""
    told = text.decode("ascii")
    assert "~" not in told
    formats = re.findall(r"\^XA(.*?)\^XZ", told, re.DOTALL)
    assert "".join(f"^XA{one}^XZ\n" for one in formats) == told, "something stands outside the formats"
    return [_format(one) for one in formats]


def _format(text: str) -> Job:
    commands = re.findall(r"\^([A-Z]{2})([^^]*)", text.replace("\n", ""))
    assert "".join(f"^{name}{rest}" for name, rest in commands) == text.replace("\n", "")
    names = [name for name, _rest in commands]
    assert names == ["CI", "PW", "LL", "LH", "MN", "MM", "FO", "GF", "FS", "PQ"]
    values = dict(commands)
    assert (values["CI"], values["LH"], values["MM"], values["FS"]) == ("28", "0,0", "T", "")
    assert values["MN"] in ("Y", "N")
    width, length, copies = int(values["PW"]), int(values["LL"]), int(values["PQ"])
    assert 2 <= width <= MOST_DOTS and 1 <= length <= MOST_DOTS and 1 <= copies <= 99_999_999
    image = Image.new("1", (width, length), 255)
    place = re.fullmatch(rf"{_NUMBER},{_NUMBER}", values["FO"])
    assert place
    _put(image, _graphic(values["GF"]), int(place[1]), int(place[2]))
    return Job(image, copies, values)


def _graphic(text: str) -> Image.Image:
    """The graphic of a ^GF field, 1 for black."""
    found = re.fullmatch(rf"A,{_NUMBER},{_NUMBER},{_NUMBER},([0-9A-Zg-z,!:]*)", text)
    assert found, text[:60]
    sent, total, row_bytes = (int(found[number]) for number in (1, 2, 3))
    assert sent == total and total % row_bytes == 0
    data = b"".join(_rows(found[4], row_bytes))
    assert len(data) == total
    return Image.frombytes("1", (8 * row_bytes, total // row_bytes), data)


def _rows(packed: str, row_bytes: int) -> list[bytes]:
    rows: list[bytes] = []
    row, count = "", 0
    for letter in packed:
        if letter in ",!":
            assert len(row) % 2 == 0 and not count and len(row) < 2 * row_bytes
            row = row.ljust(2 * row_bytes, "0" if letter == "," else "F")
        elif letter == ":":
            assert rows and not row and not count
            rows.append(rows[-1])
        elif "G" <= letter <= "Y":
            count += ord(letter) - ord("F")
        elif "g" <= letter <= "z":
            assert not count, "twenties stand before ones"
            count += 20 * (ord(letter) - ord("f"))
        else:
            assert letter in "0123456789ABCDEF"
            row, count = row + letter * (count or 1), 0
        assert len(row) <= 2 * row_bytes
        if len(row) == 2 * row_bytes:
            rows.append(bytes.fromhex(row))
            row = ""
    assert not row and not count
    return rows


def tspl(data: bytes) -> list[Job]:
    """Every label of a TSPL file, at 203 dpi."""
    jobs, rest = [], data
    while rest:
        settings: dict[str, str] = {}
        for name in ("SIZE", "GAP", "DIRECTION", "REFERENCE", "CLS"):
            line, rest = rest.split(b"\r\n", 1)
            word, _space, value = line.decode("ascii").partition(" ")
            assert word == name
            settings[word] = value
        size = re.fullmatch(r"([\d.]+) mm,([\d.]+) mm", settings["SIZE"])
        assert size and re.fullmatch(r"[\d.]+ mm,0 mm", settings["GAP"])
        image = Image.new("1", (round(float(size[1]) * 8), round(float(size[2]) * 8)), 255)
        head = re.match(rf"BITMAP {_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER},0,".encode(), rest)
        assert head
        x, y, row_bytes, rows = map(int, head.groups())
        end = head.end() + row_bytes * rows
        turned = bytes(255 - byte for byte in rest[head.end() : end])
        _put(image, Image.frombytes("1", (8 * row_bytes, rows), turned), x, y)
        last, rest = rest[end:].removeprefix(b"\r\n").split(b"\r\n", 1)
        printed = re.fullmatch(rb"PRINT 1,(\d{1,9})", last)
        assert printed, last
        jobs.append(Job(image, int(printed[1]), settings))
    return jobs


def _put(image: Image.Image, ink: Image.Image, x: int, y: int) -> None:
    """Lay what is black on the page; what a printer would lose beyond the edge must be white."""
    box = ink.getbbox()
    assert box and x + box[2] <= image.width and y + box[3] <= image.height
    image.paste(0, (x, y), ink)


def same(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures agree dot by dot."""
    return one.size == other.size and ImageChops.logical_xor(one, other).getbbox() is None
