"""What a step that raises an agency's score would cost by the price list, or by an estimate where it has no price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import Readiness
from spbe_assets.services import gaps, prices
from spbe_assets.services.gaps import GapLot
from spbe_assets.services.prices import PriceBook, PriceOrigin
from spbe_assets.services.readiness import Basis


@dataclass(frozen=True, slots=True)
class StepCost:
    """Whole rupiah; an estimate where at least one price is not from the list."""

    rupiah: int
    is_estimate: bool


StepCosts: TypeAlias = Mapping[tuple[Id, str], StepCost]
"""Agency and criterion -> what mending all that costs points there would cost."""


def read(session: Session, basis: Basis, assessment: Readiness) -> StepCosts:
    """The costs of mending, at the prices of the year after the assessment; what no good mends is absent."""
    return costs(gaps.lots(session, basis, assessment), prices.book(session), assessment.as_of.year + 1)


def costs(lots: Iterable[GapLot], book: PriceBook, year: int) -> StepCosts:
    """The same from what was read before; of several goods for the same records the cheapest counts."""
    cheapest: defaultdict[tuple[Id, str], dict[int, StepCost]] = defaultdict(dict)
    for place, lot in enumerate(lots):
        quote = book.quote(lot.good, year)
        if quote.rupiah is None:
            continue
        cost = StepCost(quote.rupiah * lot.count * lot.size, quote.origin is not PriceOrigin.LIST)
        group = -place - 1 if lot.group is None else lot.group
        for criterion in lot.closes:
            own = cheapest[lot.agency, criterion]
            if group not in own or cost.rupiah < own[group].rupiah:
                own[group] = cost
    return {key: _sum(own.values()) for key, own in cheapest.items()}


def _sum(parts: Iterable[StepCost]) -> StepCost:
    found = list(parts)
    return StepCost(sum(part.rupiah for part in found), any(part.is_estimate for part in found))
