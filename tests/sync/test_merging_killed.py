"""kill -9 at any moment of merging a pack, or of setting it aside: all of it is there, or nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from spbe_assets.storage.check import check
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Aside, Asset, Attachment, Blob, Changeset, Pack
from spbe_assets.sync import merging
from tests.sync.pack_world import JPEG, SARI, Side, pair, write

KILLS = 100 if os.environ.get("SPBE_ASSETS_LONG") == "1" else 30
ASSETS, PHOTOS = 2_000, 20
MERGER = """
import sys
from pathlib import Path
from spbe_assets.storage.store import Actor, Store
from spbe_assets.sync import merging
store = Store.open(Path(sys.argv[1]))
print("ready", flush=True)
if sys.argv[3] == "merge":
    merging.merge(store, Actor("Sari"), Path(sys.argv[2]))
else:
    getattr(merging, sys.argv[3])(store, Actor("Sari"), sys.argv[2])
print("done", flush=True)
"""


def _brought(folder: Path) -> tuple[Side, Path]:
    """The admin, and a pack of the technician's with much in it."""
    admin, technician = pair(folder)
    with technician.store.write(SARI) as uow:
        rows = uow.create_many(Asset, [{"name": f"PC {n}"} for n in range(ASSETS)])
        for n in range(PHOTOS):
            photo = uow.put_blob(JPEG + bytes([n]) * 50_000, "image/jpeg")
            uow.create(Attachment, record_table="asset", record_id=rows[n], kind="photo", sha256=photo)
    with technician.store.write(SARI) as uow:
        uow.update_many(Asset, {row: {"notes": "seen"} for row in rows})
    path = folder / "1.spbepack"
    write(technician, path, admin)
    technician.store.close()
    return admin, path


def _state(store: Store) -> tuple[Any, ...]:
    with store.read() as session:
        counted = [session.scalar(select(func.count()).select_from(kind)) for kind in (Changeset, Blob, Pack, Aside)]
        live = session.scalar(select(func.count()).where(Asset.live, Asset.notes == "seen"))
    return (*counted, live)


def _killed(source: Path, target: Path, what: str, argument: str, after_s: float) -> Store:
    """The database after its process was killed, opened again."""
    shutil.copyfile(source, target)
    child = subprocess.Popen(
        [sys.executable, "-c", MERGER, str(target), argument, what], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(after_s)
    child.kill()
    child.communicate()
    return Store.open(target)


def _took(source: Path, target: Path, what: str, argument: str) -> float:
    """Seconds that the whole of it takes in a process of its own."""
    shutil.copyfile(source, target)
    child = subprocess.Popen(
        [sys.executable, "-c", MERGER, str(target), argument, what], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    begun = time.monotonic()
    assert child.stdout.readline() == "done\n"
    took = time.monotonic() - begun
    child.communicate()
    return took


def test_a_merge_that_is_killed_is_whole_or_was_never_there(tmp_path: Path) -> None:
    admin, pack = _brought(tmp_path)
    before = _state(admin.store)
    admin.store.close()
    took = _took(admin.store.path, tmp_path / "whole.spbe", "merge", str(pack))
    whole = Store.open(tmp_path / "whole.spbe")
    after = _state(whole)
    assert after[1] == PHOTOS and after[-1] == ASSETS

    def one(number: int) -> tuple[Any, ...]:
        moment = random.Random(number).uniform(0, 1.1 * took)
        store = _killed(admin.store.path, tmp_path / f"{number}.spbe", "merge", str(pack), moment)
        found = _state(store)
        if number % 4 == 0:
            merging.merge(store, SARI, pack)
            assert _state(store) == after and check(store) == []
        store.close()
        return found

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(one, range(KILLS)))
    assert set(found) <= {before, after}
    assert before in found
    whole.close()


def test_setting_aside_that_is_killed_is_whole_or_was_never_there(tmp_path: Path) -> None:
    admin, pack = _brought(tmp_path)
    report = merging.merge(admin.store, SARI, pack)
    before = _state(admin.store)
    admin.store.close()
    took = _took(admin.store.path, tmp_path / "whole.spbe", "set_aside", report.header.id)
    whole = Store.open(tmp_path / "whole.spbe")
    after = _state(whole)
    assert after[-1] == 0 and check(whole) == []
    for number in range(KILLS // 4):
        moment = random.Random(number).uniform(0, took)
        store = _killed(admin.store.path, tmp_path / f"{number}.spbe", "set_aside", report.header.id, moment)
        assert _state(store) in (before, after)
        store.close()
    whole.close()
