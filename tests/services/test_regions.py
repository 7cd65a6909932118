from __future__ import annotations

import pytest

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.services import regions
from spbe_assets.storage.genesis import region_id
from spbe_assets.storage.store import Actor, Store


@pytest.mark.parametrize("name", ["14.01", "Kabupaten Kampar", "kampar", " KAMPAR "])
def test_a_region_is_found_as_people_call_it(store: Store, name: str) -> None:
    with store.read() as session:
        assert regions.find(session, name) == region_id("14.01")


def test_an_unknown_region_is_named(store: Store) -> None:
    with store.read() as session, pytest.raises(NotFound, match="Atlantis"):
        regions.find(session, "Atlantis")


def test_a_region_is_recorded_and_changed(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        made = regions.create(uow, {"code": "14.13", "name": "Kabupaten Baru", "parent_id": region_id("14")})
        regions.update(uow, made, {"name": "Kabupaten Lama"}, seen_rev=1)
    with store.read() as session:
        assert regions.detail(session, made).get("name") == "Kabupaten Lama"


def test_a_code_belongs_to_one_region(store: Store, budi: Actor) -> None:
    with pytest.raises(Invalid, match="Kampar"), store.write(budi) as uow:
        regions.create(uow, {"code": "14.01", "name": "x"})


def test_a_region_with_agencies_stays(store: Store, budi: Actor) -> None:
    with pytest.raises(Refused, match="still used"), store.write(budi) as uow:
        regions.delete(uow, [region_id("14")])
