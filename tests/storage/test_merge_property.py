"""Whatever laptops do offline and however packs travel, every installation shows what the oracle says."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import select

from spbe_assets.storage.check import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Conflict
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


def test_a_record_taken_out_of_a_combination_keeps_what_it_needs() -> None:
    """Found by a long walk: the agency had been deleted elsewhere while the record was combined."""
    world = MergeWorld()
    world.begin()
    world.clear_out(who=0, pick=0)
    world.cross(who=0, other=1, picks=(0, 1), kind=Asset, heal=True)
    world.look(who=1)
    world.teardown()


def test_a_combination_undone_brings_back_the_agency_deleted_meanwhile(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        agency = uow.create(Agency, name="Dinas lama")
        kept = uow.create(Asset, name="PC")
        other = uow.create(Asset, name="PC juga", agency_id=agency)
    with store.write(budi) as uow:
        uow.update(Asset, other, merged_into=kept)
    with store.write(budi) as uow:
        uow.delete(Agency, agency)
    with store.write(budi) as uow:
        uow.update(Asset, other, merged_into=None)
    with store.read() as session:
        assert not session.scalar(select(Agency.deleted).where(Agency.id == agency))
        assert session.scalars(select(Conflict.field).where(Conflict.row == agency)).all() == ["deleted"]
    assert check(store) == []
