"""The report of a plan for machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from spbe_assets.domain.plan import Effect, Plan, Purchase
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.storage.whole_file import whole_file


def write(path: Path, plan: Plan, progress: Progress = SILENT) -> None:
    """Write the plan as JSON.

    Raises:
        StorageError: it can't be written there.
    """
    progress.step(0, 1)
    with whole_file(path) as part:
        part.write_text(json.dumps(document(plan), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def document(plan: Plan) -> dict[str, Any]:
    """The whole plan as plain values; scores are 0–100 or null, gains points of the province's score."""
    return {
        "name": plan.name,
        "as_of": plan.as_of.isoformat(),
        "criteria": plan.criteria_version,
        "budget": plan.budget,
        "cost": plan.cost,
        "score_before": plan.score_before,
        "score_after": plan.score_after,
        "gain": plan.gain,
        "optimal": plan.optimal,
        "gap": plan.gap,
        "estimates": plan.estimates,
        "unpriced": plan.unpriced,
        "inflation_percent": plan.inflation,
        "years": [
            {"year": one.year, "budget": one.budget, "cost": one.cost, "score": one.score} for one in plan.years
        ],
        "items": [_item(line) for line in plan.purchases],
        "agencies": [_effect(one) for one in plan.agencies],
        "aspects": [_effect(one) for one in plan.aspects],
        "criteria_effects": [_effect(one) for one in plan.criteria],
        "left": [
            {"need": one.need, "agency": one.agency, "title": one.title, "quantity": one.quantity, "unit": one.unit,
             "cost": one.cost, "gain": one.gain}
            for one in plan.left
        ],
        "heads": [{"installation": one.installation, "changes": one.changes, "head": one.head} for one in plan.heads],
    }  # fmt: skip


def _item(line: Purchase) -> dict[str, Any]:
    return {
        "need": line.need,
        "agency": line.agency,
        "good": line.good,
        "title": line.title,
        "kind": line.kind.value,
        "kode_barang": line.kode_barang,
        "year": line.year,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "price_from": line.price_from,
        "cost": line.cost,
        "gain": line.gain,
        "closes": list(line.closes),
        "gaps": dict(line.gaps),
        "must": line.must,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "id": str(effect.id), "title": effect.title, "before": effect.before, "after": effect.after,
        "cost": effect.cost, "gaps": effect.gaps,
    }  # fmt: skip
