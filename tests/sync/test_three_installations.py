"""However three laptops work apart and whichever packs get lost: in the end all show and tell the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.sync.three_installations import Field, histories, is_sound, lost_values, photos, tables

LONG = os.environ.get("SPBE_ASSETS_LONG") == "1"
SEEDS, ROUNDS, ACTIONS = (12 if LONG else 3), 12, 6


@pytest.mark.parametrize("seed", range(SEEDS))
def test_three_installations_end_the_same(tmp_path: Path, seed: int) -> None:
    field = Field(tmp_path, seed)
    for _ in range(ROUNDS):
        field.work(ACTIONS)
        field.exchange()
    field.settle()
    first, *others = field.laptops
    shown, told = tables(first), histories(first)
    for other in others:
        assert tables(other) == shown
        assert histories(other) == told
    entered = [value for laptop in field.laptops for value in laptop.entered]
    assert len(entered) > 30 and lost_values(first, entered) == []
    assert photos(first)[1] == 0
    assert all(map(is_sound, field.laptops))
