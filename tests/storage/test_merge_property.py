"""Whatever laptops do offline and however packs travel, every installation shows what the oracle says."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

from tests.storage.merge_world import MergeWorld

LONG = os.environ.get("SPBE_ASSETS_LONG") == "1"
HUNTING = os.environ.get("SPBE_ASSETS_MUTANT") == "1"

TestMergeWorld = MergeWorld.TestCase
TestMergeWorld.settings = settings(
    max_examples=int(os.environ.get("SPBE_ASSETS_EXAMPLES", "400" if LONG else "12")),
    stateful_step_count=60 if LONG else 30,
    deadline=None,
    database=None,
    print_blob=True,
    derandomize=not LONG,
    phases=(Phase.generate,) if HUNTING else (Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
