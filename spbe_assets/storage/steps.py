"""What each schema added to the one before it, as it was when it shipped: a step never changes afterwards."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text

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
    for column in _MOVEMENT_INDEXED:
        connection.execute(text(f"CREATE INDEX ix_movement_{column} ON movement ({column})"))
    connection.execute(text("CREATE INDEX ix_movement_open ON movement (live, kind, returned_on, due_on)"))


STEPS: dict[int, Step] = {2: _add_movements}
"""Schema number -> the step that leads to it from the number before."""
