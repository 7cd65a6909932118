"""kill -9 during a sweep: every scan that was acknowledged is there, and the sweep goes on where it stopped."""

from __future__ import annotations

import random
import subprocess
import sys
import time

from sqlalchemy import select

from spbe_assets.domain.vocabulary import Condition
from spbe_assets.formats import today
from spbe_assets.services import agencies, assets, home, places, readiness, sweeps
from spbe_assets.storage.check import check
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset, Sighting
from tests.services.world import BUDI

SCANNER = """
import sys
from pathlib import Path
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import sweeps
from spbe_assets.storage.store import Actor, Store
path, sweep, room, first = sys.argv[1], bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3]), int(sys.argv[4])
store = Store.open(Path(path))
print("ready", flush=True)
for number in range(first, 10_000):
    code = f"S{number}" if number % 3 else f"nobody {number}"
    with store.write(Actor("Budi"), "sweep") as uow:
        sweeps.see(uow, sweep, room, code, Condition.LIGHT_DAMAGE if number % 2 else None)
    print(number, flush=True)
"""


def test_no_acknowledged_scan_is_lost(store: Store) -> None:
    """Ten technicians' laptops lose power at random moments."""
    with store.write(BUDI) as uow:
        ict = agencies.find(uow.session, "Diskominfotik")
        room = places.create(uow, "room", {"name": "R", "agency_id": ict})
        uow.create_many(Asset, [{"serial": f"S{n}", "agency_id": ict, "room_id": room} for n in range(1000)])
        sweep = sweeps.start(uow, ict, [room])
    acknowledged: list[int] = []
    for seed in range(10):
        acknowledged += _killed(store, [sweep.hex(), room.hex(), str(len(acknowledged))], seed)
    with store.read() as session:
        codes = set(session.scalars(select(Sighting.code).where(Sighting.live)))
        states = dict(
            session.execute(select(Asset.serial, Asset.condition).where(Asset.verified_at.is_not(None))).all()
        )
    assert acknowledged
    for number in acknowledged:
        assert (f"S{number}" if number % 3 else f"nobody {number}") in codes
        if number % 3:
            assert states[f"S{number}"] == (Condition.LIGHT_DAMAGE if number % 2 else None)
    seen = {code for code in codes if code.startswith("S")}
    assert seen == states.keys()  # a sighting and what it says of the asset are there together, or neither is
    assert check(store) == []
    with store.write(BUDI) as uow:
        assert sweeps.see(uow, sweep, room, "S1").already


def _killed(store: Store, arguments: list[str], seed: int) -> list[int]:
    scanner = subprocess.Popen(
        [sys.executable, "-c", SCANNER, str(store.path), *arguments], stdout=subprocess.PIPE, text=True
    )
    assert scanner.stdout is not None
    assert scanner.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.0, 0.25))
    scanner.kill()
    done = scanner.stdout.read().split()
    scanner.wait()
    return [int(number) for number in done]


def test_what_a_sweep_saw_is_no_longer_not_seen_since(store: Store) -> None:
    with store.write(BUDI) as uow:
        ict = agencies.find(uow.session, "Diskominfotik")
        room = places.create(uow, "room", {"name": "R", "agency_id": ict})
        ids = [assets.create(uow, {"name": f"PC {n}", "agency_id": ict, "room_id": room}) for n in range(4)]
        sweep = sweeps.start(uow, ict, [room])
    assert _unseen(store) == 4
    with store.write(BUDI, "sweep") as uow:
        for asset_id in ids[:3]:
            sweeps.see_asset(uow, sweep, room, asset_id)
    assert _unseen(store) == 1
    with store.read() as session:
        assert home.overview(session, today()).not_seen == 1


def _unseen(store: Store) -> int:
    """How many of the agency's assets cost points because nobody has seen them within a year."""
    with store.read() as session:
        result = readiness.assess(session, readiness.load_criteria(), today())
    agency = next(agency for agency in result.agencies if agency.counts.assets)
    part = next(one for one in agency.result.criteria if one.criterion.id == "gov-verified")
    return part.lost
