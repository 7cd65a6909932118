"""An assessment of readiness as plain values: what the JSON report holds, and what is frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import CriterionResult, NamedRecord, Readiness, Result
from spbe_assets.domain.scoring import Score

NAMED = 1000
"""So many records are named for a criterion of an agency, a region or the province; `lost` counts them all."""

Refs = Mapping[str, Mapping[Id, Sequence[NamedRecord]]]
"""Criterion id -> agency id -> records that cost points."""


def document(assessment: Readiness, refs: Refs) -> dict[str, Any]:
    """The whole assessment as plain values."""
    everybody = [agency.id for agency in assessment.agencies]
    return {
        "as_of": assessment.as_of.isoformat(),
        "criteria": assessment.criteria.version,
        "scope": assessment.scope or assessment.region,
        "counts": {
            "assets": assessment.counts.assets,
            "links": assessment.counts.links,
            "agencies": len(assessment.agencies),
        },
        "heads": [
            {"installation": head.installation, "changes": head.changes, "head": head.head} for head in assessment.heads
        ],
        "province": _result(assessment.province, _named(refs, everybody)),
        "regions": [
            {
                "id": region.id.hex(),
                "code": region.code,
                "name": region.name,
                **_result(
                    region.result,
                    _named(refs, [agency.id for agency in assessment.agencies if agency.region_id == region.id]),
                ),
            }
            for region in assessment.regions
        ],
        "agencies": [
            {
                "id": agency.id.hex(),
                "name": agency.name,
                "abbreviation": agency.abbreviation,
                "region": agency.region,
                "rank": agency.rank,
                **_result(agency.result, _named(refs, [agency.id])),
            }
            for agency in assessment.agencies
        ],
    }


def _named(refs: Refs, agencies: Sequence[Id]) -> Callable[[str], list[str]]:
    """What names the records of a criterion that cost these agencies points."""

    def named(criterion_id: str) -> list[str]:
        mine = refs.get(criterion_id, {})
        found: list[str] = []
        for agency in agencies:
            found += (record.ref for record in mine.get(agency, ()))
            if len(found) >= NAMED:
                break
        return found[:NAMED]

    return named


def _result(result: Result, named: Callable[[str], list[str]]) -> dict[str, Any]:
    return {
        **_score(result.score),
        "score_by_staff": result.score_by_staff,
        "aspects": {str(aspect): _score(score) for aspect, score in result.aspects.items()},
        "criteria": [_criterion(part, named) for part in result.criteria],
    }


def _score(score: Score) -> dict[str, float | None]:
    return {"score": score.value, "coverage": score.coverage, "worst": score.worst, "best": score.best}


def _criterion(part: CriterionResult, named: Callable[[str], list[str]]) -> dict[str, Any]:
    weight = part.criterion.weight
    return {
        "id": part.criterion.id,
        **_score(part.score),
        "weight": int(weight) if weight.is_integer() else weight,
        "needed": part.needed,
        "lost": part.lost,
        "unknown": part.unknown,
        "records": named(part.criterion.id),
    }
