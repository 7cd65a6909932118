"""What was wished for the last time: kept for each operator, and read back whatever stands there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from spbe_assets.domain.errors import AppError
from spbe_assets.services import plans


@dataclass(frozen=True, slots=True)
class Wish:
    """Budgets by year, and what single agencies get at least and at most, by their ids; whole rupiah."""

    budgets: dict[int, int]
    least: dict[bytes, int]
    most: dict[bytes, int]
    accepted_only: bool


def to_kept(wish: Wish) -> dict[str, Any]:
    """The wish as plain JSON values."""
    return {
        "budgets": {str(year): amount for year, amount in wish.budgets.items()},
        "least": {agency.hex(): amount for agency, amount in wish.least.items()},
        "most": {agency.hex(): amount for agency, amount in wish.most.items()},
        "accepted_only": wish.accepted_only,
    }


def from_kept(kept: object) -> Wish | None:
    """What was kept; None for values of another version, damaged or impossible."""
    if not isinstance(kept, Mapping):
        return None
    with suppress(AppError, ValueError, TypeError, KeyError, AttributeError):
        budgets = {int(year): int(amount) for year, amount in kept["budgets"].items()}
        least = {bytes.fromhex(agency): int(amount) for agency, amount in kept["least"].items()}
        most = {bytes.fromhex(agency): int(amount) for agency, amount in kept["most"].items()}
        plans.terms(budgets, least, most)
        return Wish(budgets, least, most, kept["accepted_only"] is True)
    return None
