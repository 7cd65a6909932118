"""`check` notices whatever was changed behind the log's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from spbe_assets.storage.check import check
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from spbe_assets.storage.undo import undo

TAMPERED = {
    "a value": ("UPDATE asset SET name = 'stolen' WHERE name = 'PC 1'", "does not fit the log"),
    "a vanished row": ("DELETE FROM asset WHERE name = 'PC 2'", "does not fit the log|do not fit"),
    "an operator": ("UPDATE changeset SET user = 'somebody else' WHERE n = 3", "altered"),
    "a body": ("UPDATE changeset SET body = (SELECT body FROM changeset WHERE n = 1) WHERE n = 3", "altered"),
    "garbage": ("UPDATE changeset SET body = x'00' WHERE n = 3", "can't be read"),
    "a missing parent": ("PRAGMA foreign_keys=OFF; UPDATE asset SET room_id = x'01' WHERE name = 'PC 1'", "not there"),
    "the index": ("DELETE FROM asset_find_docsize WHERE id = 1", "search index"),
    "a photo": ("INSERT INTO blob VALUES ('aa', 1, 'image/png', x'00')", "photo or document aa is damaged"),
}


@pytest.fixture
def filled(store: Store, budi: Actor) -> Store:
    with store.write(budi) as uow:
        uow.create_many(Asset, [{"name": f"PC {n}"} for n in range(5)])
    with store.write(budi) as uow:
        uow.create(Asset, name="gone")
    undo(store, budi)
    return store


def test_a_sound_database_has_no_findings(filled: Store) -> None:
    assert check(filled) == []


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found(filled: Store, what: str) -> None:
    statement, finding = TAMPERED[what]
    with closing(sqlite3.connect(filled.path)) as raw:
        for trigger in ("changeset_no_update", "changeset_no_delete"):
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.executescript(statement)
        raw.commit()
    findings = check(filled)
    assert any(__import__("re").search(finding, line) for line in findings), findings
