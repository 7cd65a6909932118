"""What the title block above a table says: whose list it is, which room, in thousands or millions of rupiah."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spbe_assets.domain.parsing import Cell, is_blank, text
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.sheets import words
from spbe_assets.sheets.book import Row

_LABELS = ("agency", "sub_unit", "regency", "kode_lokasi", "room", "person")
_FACTORS = (("thousands", 1000), ("millions", 1_000_000))


@dataclass(frozen=True, slots=True)
class Head:
    """The facts of a title block, empty where it says nothing; `sub_unit` is a unit of the agency, or a way to it."""

    agency: str = ""
    sub_unit: str = ""
    regency: str = ""
    kode_lokasi: str = ""
    room: str = ""
    person: str = ""
    factor: int = 1


def read_head(rows: Sequence[Row]) -> Head:
    """The facts of the rows above the titles."""
    said: dict[str, str] = {}
    for row in rows:
        for label, value in _labelled(row.cells):
            said.setdefault(label, value)
    found = {key: next((said[word] for word in words.head_words(key) if word in said), "") for key in _LABELS}
    written = " ".join(normal_name(cell) for row in rows for cell in row.cells if isinstance(cell, str))
    return Head(**found, factor=factor_in(written))


def factor_in(normal: str) -> int:
    """By how much amounts under a (normalised) title have to be multiplied: 1,000 for “dalam ribuan rupiah”."""
    padded = f" {normal} "
    for kind, factor in _FACTORS:
        if any(f" {phrase} " in padded for phrase in words.head_words(kind)):
            return factor
    return 1


def _labelled(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """(label, value) pairs of a row: `SKPD : Dinas X` in one cell, or the value in the next filled one."""
    filled = [text(cell) for cell in cells if not is_blank(cell) and text(cell).strip(" :")]
    pairs = []
    for at, written in enumerate(filled):
        label, colon, value = written.partition(":")
        if not value.strip() and at + 1 < len(filled):
            value = filled[at + 1]
        if value.strip(" :") and (colon or at + 1 < len(filled)):
            pairs.append((normal_name(label), value.strip(" :")))
    return pairs
