"""The genesis changeset: shipped regions, agencies and categories, byte for byte the same in every database.

Ids follow from codes, so two installations never hold "Dinas Kesehatan" twice. Whatever ships later comes as a further
changeset; this one never changes (a test holds its hash).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from spbe_assets.domain.changeset import CREATE, NO_PREV, VERSION, Changeset, Op, body_of, op_text, parse
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.domain.vocabulary import RegionKind
from spbe_assets.paths import resource
from spbe_assets.storage.columns import shape
from spbe_assets.storage.tables import Values

REPLICA = derived_id("genesis", "replica")
ACTION = derived_id("genesis", "1")
PROVINCE = "14"
SCHEMA = 1

_KINDS = {"provinsi": RegionKind.PROVINCE, "kabupaten": RegionKind.REGENCY, "kota": RegionKind.CITY}


def region_id(code: str) -> Id:
    """The id of a shipped region."""
    return derived_id("region", code)


def agency_id(name: str) -> Id:
    """The id of a shipped agency."""
    return derived_id("agency", PROVINCE, name)


def category_id(code: str) -> Id:
    """The id of a shipped category."""
    return derived_id("category", code)


def changeset() -> Changeset:
    """The genesis changeset."""
    head = {
        "v": VERSION, "schema": SCHEMA, "replica": REPLICA.hex(), "seq": 1, "prev": NO_PREV.hex(), "hlc": 0,
        "action": ACTION.hex(), "user": "SPBE Assets", "reason": "genesis 1",
    }  # fmt: skip
    return parse(body_of(head, [op_text(op) for op in _ops()]))


def _ops() -> Iterator[Op]:
    for table, rows in (("region", _regions()), ("agency", _agencies()), ("category", _categories())):
        for row, values in rows:
            yield Op(table, row, CREATE, shape(table).logged(values))


def _shipped(name: str) -> Iterator[dict[str, str]]:
    with resource("reference", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _regions() -> Iterator[tuple[Id, Values]]:
    for row in _shipped("regions_riau.csv"):
        parent = region_id(PROVINCE) if row["code"] != PROVINCE else None
        kind = _KINDS[row["kind"]]
        yield region_id(row["code"]), {"code": row["code"], "name": row["name"], "kind": kind, "parent_id": parent}


def _agencies() -> Iterator[tuple[Id, Values]]:
    for row in _shipped("agencies_riau.csv"):
        values = {"name": row["name"], "abbreviation": row["abbreviation"], "region_id": region_id(PROVINCE)}
        yield agency_id(row["name"]), values


def _categories() -> Iterator[tuple[Id, Values]]:
    for row in _shipped("categories.csv"):
        yield (
            category_id(row["id"]),
            {
                "code": row["id"],
                "asset_class": row["class"],
                "title_id": row["title_id"],
                "title_en": row["title_en"],
                "goods_codes": row["goods_codes"],
                "serialised": row["serialised"] == "yes",
                "quantity_row": row["quantity_row"] == "yes",
                "useful_life_years": int(row["useful_life_years"]),
                "spbe_sheet": row["spbe_sheet"],
                "icon": row["icon"],
            },
        )
