"""The comparison of two assessments for machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from spbe_assets.domain.comparison import (
    AgencyChange,
    AgencySide,
    Changed,
    Comparison,
    CriterionChange,
    CriterionSide,
    Side,
)
from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.scoring import Score
from spbe_assets.reports.comparison_words import change_texts
from spbe_assets.storage.whole_file import whole_file


def write(comparison: Comparison, path: Path) -> int:
    """Write a comparison as JSON; returns how many agencies it tells of.

    Raises:
        Refused: it can't be written there.
    """
    with whole_file(path) as part:
        part.write_text(json.dumps(document(comparison), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(comparison.agencies)


def document(comparison: Comparison) -> dict[str, Any]:
    """The whole comparison as plain values."""
    return {
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "points": comparison.points,
        "same_criteria": comparison.same_criteria,
        "settings_changed": {key: list(both) for key, both in comparison.settings_changed.items()},
        "agencies": [_agency(comparison, one) for one in comparison.agencies],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "as_of": side.as_of.isoformat(),
        "name": side.name,
        "frozen_at": side.frozen_at.isoformat() if side.frozen_at else None,
        "criteria": side.criteria,
        "score": side.score.value,
        "heads": [
            {"installation": head.installation, "changes": head.changes, "head": head.head} for head in side.heads
        ],
    }


def _agency(comparison: Comparison, change: AgencyChange) -> dict[str, Any]:
    return {
        "id": change.id.hex(),
        "name": change.side.name,
        "abbreviation": change.side.abbreviation,
        "before": _value(change.before),
        "after": _value(change.after),
        "points": change.points,
        "aspects": {str(aspect): change.aspect(aspect) for aspect in Aspect},
        "criteria": [_criterion(comparison, part) for part in change.criteria],
    }


def _criterion(comparison: Comparison, part: CriterionChange) -> dict[str, Any]:
    return {
        "id": part.id,
        "before": _counted(part.before),
        "after": _counted(part.after),
        "points": part.points,
        "changes": change_texts(comparison, part),
        "records": None if part.records is None else [_record(comparison, one) for one in part.records],
    }


def _record(comparison: Comparison, one: Changed) -> dict[str, Any]:
    named = comparison.names.get(one.record)
    return {
        "turn": str(one.turn),
        "state": str(one.state),
        "table": one.record.table,
        "id": one.record.id.hex(),
        "ref": named.ref if named else "",
        "name": named.name if named else "",
    }


def _counted(side: CriterionSide | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"score": side.score.value, "needed": side.needed, "lost": side.lost, "unknown": side.unknown}


def _value(side: AgencySide | None) -> float | None:
    score: Score | None = side.score if side else None
    return score.value if score else None
