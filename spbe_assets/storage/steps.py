"""What each schema added to the one before it, as it was when it shipped: a step never changes afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, text

from spbe_assets.storage.steps_4 import add_field_work
from spbe_assets.storage.steps_5 import add_planning

Step = Callable[[Connection], None]

_MOVEMENT = """
CREATE TABLE movement (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    asset_id BLOB,
    kind VARCHAR(32),
    act_id BLOB,
    document_number VARCHAR(80) DEFAULT '' NOT NULL,
    on_date DATE,
    from_agency_id BLOB,
    from_person_id BLOB,
    from_room_id BLOB,
    from_rack_id BLOB,
    from_rack_position_u INTEGER,
    to_agency_id BLOB,
    to_person_id BLOB,
    to_room_id BLOB,
    to_name VARCHAR(200) DEFAULT '' NOT NULL,
    due_on DATE,
    returned_on DATE,
    result VARCHAR(200) DEFAULT '' NOT NULL,
    status_before VARCHAR(32),
    condition_before VARCHAR(32),
    notes TEXT DEFAULT '' NOT NULL,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id),
    FOREIGN KEY(asset_id) REFERENCES asset (id),
    FOREIGN KEY(from_agency_id) REFERENCES agency (id),
    FOREIGN KEY(from_person_id) REFERENCES person (id),
    FOREIGN KEY(from_room_id) REFERENCES room (id),
    FOREIGN KEY(from_rack_id) REFERENCES rack (id),
    FOREIGN KEY(to_agency_id) REFERENCES agency (id),
    FOREIGN KEY(to_person_id) REFERENCES person (id),
    FOREIGN KEY(to_room_id) REFERENCES room (id)
)
"""
_MOVEMENT_INDEXED = (
    "act_id",
    "asset_id",
    "from_agency_id",
    "from_person_id",
    "from_rack_id",
    "from_room_id",
    "to_agency_id",
    "to_person_id",
    "to_room_id",
)


def _add_movements(connection: Connection) -> None:
    connection.execute(text(_MOVEMENT))
    _index_movements(connection, _MOVEMENT_INDEXED)


def _index_movements(connection: Connection, columns: Sequence[str]) -> None:
    for column in columns:
        connection.execute(text(f"CREATE INDEX ix_movement_{column} ON movement ({column})"))
    connection.execute(text("CREATE INDEX ix_movement_open ON movement (live, kind, returned_on, due_on)"))


_SIGNED = """
CREATE TABLE movement (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    asset_id BLOB,
    kind VARCHAR(32),
    act_id BLOB,
    document_number VARCHAR(80) DEFAULT '' NOT NULL,
    on_date DATE,
    from_agency_id BLOB,
    from_person_id BLOB,
    from_room_id BLOB,
    from_rack_id BLOB,
    from_rack_position_u INTEGER,
    to_agency_id BLOB,
    to_person_id BLOB,
    to_room_id BLOB,
    to_name VARCHAR(200) DEFAULT '' NOT NULL,
    due_on DATE,
    returned_on DATE,
    result VARCHAR(200) DEFAULT '' NOT NULL,
    status_before VARCHAR(32),
    condition_before VARCHAR(32),
    notes TEXT DEFAULT '' NOT NULL,
    giver_id BLOB,
    receiver_id BLOB,
    witness_id BLOB,
    return_number VARCHAR(80) DEFAULT '' NOT NULL,
    condition_after VARCHAR(32),
    return_giver_id BLOB,
    return_receiver_id BLOB,
    return_witness_id BLOB,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id),
    FOREIGN KEY(asset_id) REFERENCES asset (id),
    FOREIGN KEY(from_agency_id) REFERENCES agency (id),
    FOREIGN KEY(from_person_id) REFERENCES person (id),
    FOREIGN KEY(from_room_id) REFERENCES room (id),
    FOREIGN KEY(from_rack_id) REFERENCES rack (id),
    FOREIGN KEY(to_agency_id) REFERENCES agency (id),
    FOREIGN KEY(to_person_id) REFERENCES person (id),
    FOREIGN KEY(to_room_id) REFERENCES room (id),
    FOREIGN KEY(giver_id) REFERENCES person (id),
    FOREIGN KEY(receiver_id) REFERENCES person (id),
    FOREIGN KEY(witness_id) REFERENCES person (id),
    FOREIGN KEY(return_giver_id) REFERENCES person (id),
    FOREIGN KEY(return_receiver_id) REFERENCES person (id),
    FOREIGN KEY(return_witness_id) REFERENCES person (id)
)
"""
_MOVEMENT_KEPT = (
    "n, id, asset_id, kind, act_id, document_number, on_date, from_agency_id, from_person_id, from_room_id, "
    "from_rack_id, from_rack_position_u, to_agency_id, to_person_id, to_room_id, to_name, due_on, returned_on, result, "
    "status_before, condition_before, notes, deleted, merged_into, stub, rev, born"
)
_SIGNERS = ("giver_id", "receiver_id", "witness_id", "return_giver_id", "return_receiver_id", "return_witness_id")


def _add_signers(connection: Connection) -> None:
    # Added one by one, the columns would not stand as they do in a new database; so the table is written afresh.
    connection.execute(text("ALTER TABLE movement RENAME TO movement_before"))
    connection.execute(text(_SIGNED))
    kept = f"INSERT INTO movement ({_MOVEMENT_KEPT}) SELECT {_MOVEMENT_KEPT} FROM movement_before"  # noqa: S608
    connection.execute(text(kept))
    connection.execute(text("DROP TABLE movement_before"))
    _index_movements(connection, (*_MOVEMENT_INDEXED, *_SIGNERS))


STEPS: dict[int, Step] = {2: _add_movements, 3: _add_signers, 4: add_field_work, 5: add_planning}
"""Schema number -> the step that leads to it from the number before."""
