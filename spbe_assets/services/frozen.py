"""How a frozen assessment lies in its row: what lists show as JSON, and the whole of it packed beside that."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import accumulate
from typing import Any

import zstandard

from spbe_assets.domain.comparison import AgencySide, CriterionSide, Record, Side
from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import LogHead, Readiness, State
from spbe_assets.domain.scoring import Score
from spbe_assets.i18n import _
from spbe_assets.services.readiness_document import document

VERSION = 1
LEVEL = 12
MOST_NAMED = 4_000
LARGEST_TEXT = 2_000_000
"""Characters of a packed assessment: it is one change, and changes beyond 4 MB are refused where they are merged."""
LARGEST_UNPACKED = 200_000_000

Named = Mapping[str, Mapping[Id, Mapping[tuple[str, Id], State]]]
"""Criterion id -> agency id -> (table, id) -> state: the records that cost points or can't be judged."""


def side(assessment: Readiness, named: Named, until: datetime) -> Side:
    """An assessment as comparisons see it, exactly as it would be frozen."""
    return _read(_document(assessment, named, until, MOST_NAMED))


def text(assessment: Readiness, named: Named, until: datetime) -> str:
    """An assessment as it is kept in a row; where there are too many records for one change, fewer are named."""
    most = MOST_NAMED
    while True:
        whole = _document(assessment, named, until, most)
        packed = zstandard.ZstdCompressor(level=LEVEL).compress(json.dumps(whole, separators=(",", ":")).encode())
        said = {"v": VERSION, **_summary(assessment), "packed": base64.b64encode(packed).decode()}
        result = json.dumps(said, separators=(",", ":"))
        if len(result) <= LARGEST_TEXT or not most:
            return result
        most //= 2


def summary(kept: str) -> dict[str, Any]:
    """What lists show of a frozen assessment: `score`, `coverage`, `agencies` (id in hex -> score)."""
    try:
        said = json.loads(kept)
        return {"score": said["score"], "coverage": said["coverage"], "agencies": dict(said["agencies"])}
    except (ValueError, KeyError, TypeError):
        return {"score": None, "coverage": 0.0, "agencies": {}}


def opened(kept: str, name: str, frozen_at: datetime | None) -> Side:
    """A frozen assessment, as it was.

    Raises:
        Invalid: it is damaged, or of a newer version of the program.
    """
    try:
        packed = base64.b64decode(json.loads(kept)["packed"])
        whole = json.loads(zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST_UNPACKED))
        return _read(whole, name, frozen_at)
    except (ValueError, KeyError, TypeError, IndexError, zstandard.ZstdError):
        sentence = _("The frozen assessment “{name}” can't be read; it was made by a newer version, or is damaged.")
        raise Invalid(sentence.format(name=name)) from None


def _summary(assessment: Readiness) -> dict[str, Any]:
    score = assessment.province.score
    agencies = {agency.id.hex(): agency.result.score.value for agency in assessment.agencies}
    return {"score": score.value, "coverage": score.coverage, "agencies": agencies}


def _document(assessment: Readiness, named: Named, until: datetime, most: int) -> dict[str, Any]:
    """The readiness JSON without names, and beside it all records in one list that the criteria point into."""
    by_table: dict[str, set[Id]] = {}
    for agencies in named.values():
        for records in agencies.values():
            for table, row in records if len(records) <= most else ():
                by_table.setdefault(table, set()).add(row)
    ids = {table: sorted(rows) for table, rows in sorted(by_table.items())}
    places = {(table, row): n for n, (table, row) in enumerate((t, row) for t, rows in ids.items() for row in rows)}
    standings: dict[str, dict[str, dict[str, list[int]]]] = {}
    for criterion, agencies in named.items():
        for agency, records in agencies.items():
            if len(records) <= most:
                mine = {str(state): _steps(places[key] for key in records if records[key] is state) for state in STATES}
                standings.setdefault(agency.hex(), {})[criterion] = mine
    return {
        "readiness": document(assessment, {}),
        "until": until.isoformat(),
        "settings": dict(assessment.settings),
        "ids": {table: base64.b64encode(b"".join(rows)).decode() for table, rows in ids.items()},
        "records": standings,
    }


STATES = (State.LOST, State.UNKNOWN)


def _steps(places: Iterable[int]) -> list[int]:
    """Ascending numbers as the distance from each to the next, which packs well."""
    found = sorted(places)
    return [now - before for before, now in zip([0, *found], found, strict=False)]


def _read(whole: Mapping[str, Any], name: str = "", frozen_at: datetime | None = None) -> Side:
    said = whole["readiness"]
    records = [
        Record(table, packed[at : at + 16])
        for table, rows in whole["ids"].items()
        for packed in (base64.b64decode(rows),)
        for at in range(0, len(packed), 16)
    ]
    agencies = [_agency(agency, whole["records"].get(agency["id"], {}), records) for agency in said["agencies"]]
    return Side(
        as_of=date.fromisoformat(said["as_of"]),
        until=datetime.fromisoformat(whole["until"]),
        criteria=said["criteria"],
        score=_score(said["province"]),
        aspects=_aspects(said["province"]),
        agencies={agency.id: agency for agency in agencies},
        settings=whole["settings"],
        heads=tuple(LogHead(head["installation"], head["changes"], head["head"]) for head in said["heads"]),
        name=name,
        frozen_at=frozen_at,
    )


def _agency(said: Mapping[str, Any], standings: Mapping[str, Any], records: list[Record]) -> AgencySide:
    return AgencySide(
        id=bytes.fromhex(said["id"]),
        name=said["name"],
        abbreviation=said["abbreviation"],
        region=said["region"],
        score=_score(said),
        aspects=_aspects(said),
        criteria={part["id"]: _criterion(part, standings.get(part["id"]), records) for part in said["criteria"]},
    )


def _criterion(said: Mapping[str, Any], mine: Mapping[str, list[int]] | None, records: list[Record]) -> CriterionSide:
    lost, unknown = said["lost"], said["unknown"]
    found: dict[Record, State] | None = {}
    if mine is not None:
        found = {records[place]: state for state in STATES for place in accumulate(mine[state])}
    elif lost or unknown:
        found = None
    return CriterionSide(_score(said), said["needed"], lost, unknown, found)


def _aspects(said: Mapping[str, Any]) -> dict[Aspect, Score]:
    known = {str(aspect): aspect for aspect in Aspect}
    return {known[key]: _score(score) for key, score in said["aspects"].items() if key in known}


def _score(said: Mapping[str, Any]) -> Score:
    return Score(said["score"], said["coverage"], said["worst"], said["best"])
