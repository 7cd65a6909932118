"""What the indicators of both evaluations are called; the names are official and stay Indonesian."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from spbe_assets.domain.criteria import Framework
from spbe_assets.paths import resource

_FILES = {Framework.SPBE_59_2020: "spbe_indicators.csv", Framework.PEMDI_2026: "pemdi_indicators.csv"}
_EVERY = "Tingkat Kematangan "


@cache
def names(framework: Framework) -> Mapping[int, str]:
    """Number -> name, without the words that all of them begin with."""
    with resource("reference", _FILES[framework]).open(encoding="utf-8", newline="") as file:
        return {int(row["no"]): row["name_id"].removeprefix(_EVERY) for row in csv.DictReader(file)}
