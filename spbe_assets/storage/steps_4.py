"""Field work and packs: the tables that schema 4 added, as they were when it shipped."""

from __future__ import annotations

from sqlalchemy import Connection, text

STATEMENTS = (
    """
CREATE TABLE installation (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    replica BLOB,
    name VARCHAR(120) DEFAULT '' NOT NULL,
    person VARCHAR(120) DEFAULT '' NOT NULL,
    fingerprint VARCHAR(64) DEFAULT '' NOT NULL,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id)
)
""",
    """
CREATE TABLE assignment (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    fingerprint VARCHAR(64) DEFAULT '' NOT NULL,
    person VARCHAR(120) DEFAULT '' NOT NULL,
    agency_id BLOB,
    room_id BLOB,
    pack VARCHAR(32) DEFAULT '' NOT NULL,
    handed_at DATETIME,
    returned_at DATETIME,
    closed_at DATETIME,
    notes TEXT DEFAULT '' NOT NULL,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id)
)
""",
    "CREATE INDEX ix_assignment_agency_id ON assignment (agency_id)",
    "CREATE INDEX ix_assignment_fingerprint ON assignment (fingerprint)",
    "CREATE INDEX ix_assignment_room_id ON assignment (room_id)",
    """
CREATE TABLE sweep (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    agency_id BLOB,
    name VARCHAR(200) DEFAULT '' NOT NULL,
    number VARCHAR(80) DEFAULT '' NOT NULL,
    started_at DATETIME,
    started_by VARCHAR(120) DEFAULT '' NOT NULL,
    finished_at DATETIME,
    finished_by VARCHAR(120) DEFAULT '' NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id),
    FOREIGN KEY(agency_id) REFERENCES agency (id)
)
""",
    "CREATE INDEX ix_sweep_agency_id ON sweep (agency_id)",
    """
CREATE TABLE sweep_room (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    sweep_id BLOB,
    room_id BLOB,
    done_at DATETIME,
    done_by VARCHAR(120) DEFAULT '' NOT NULL,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id),
    FOREIGN KEY(sweep_id) REFERENCES sweep (id)
)
""",
    "CREATE INDEX ix_sweep_room_room_id ON sweep_room (room_id)",
    "CREATE INDEX ix_sweep_room_sweep_id ON sweep_room (sweep_id)",
    """
CREATE TABLE sighting (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    sweep_id BLOB,
    room_id BLOB,
    asset_id BLOB,
    code VARCHAR(120) DEFAULT '' NOT NULL,
    seen_at DATETIME,
    seen_by VARCHAR(120) DEFAULT '' NOT NULL,
    way VARCHAR(40) DEFAULT '' NOT NULL,
    condition VARCHAR(32),
    condition_before VARCHAR(32),
    result VARCHAR(32),
    expected_room_id BLOB,
    settled VARCHAR(40) DEFAULT '' NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id),
    FOREIGN KEY(sweep_id) REFERENCES sweep (id)
)
""",
    "CREATE INDEX ix_sighting_asset_id ON sighting (asset_id)",
    "CREATE INDEX ix_sighting_sweep ON sighting (sweep_id, room_id)",
    """
CREATE TABLE distinct_pair (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    record_table VARCHAR(40) DEFAULT '' NOT NULL,
    one_id BLOB,
    other_id BLOB,
    said_by VARCHAR(120) DEFAULT '' NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id)
)
""",
    "CREATE INDEX ix_distinct_pair_one_id ON distinct_pair (one_id)",
    "CREATE INDEX ix_distinct_pair_other_id ON distinct_pair (other_id)",
    """
CREATE TABLE peer (
    fingerprint VARCHAR(64) NOT NULL,
    name VARCHAR(120) DEFAULT '' NOT NULL,
    person VARCHAR(120) DEFAULT '' NOT NULL,
    card TEXT DEFAULT '' NOT NULL,
    replica BLOB,
    enrolled_at DATETIME NOT NULL,
    enrolled_by VARCHAR(120) DEFAULT '' NOT NULL,
    revoked_at DATETIME,
    vector JSON,
    heard_at DATETIME,
    PRIMARY KEY (fingerprint)
)
""",
    """
CREATE TABLE pack (
    id VARCHAR(32) NOT NULL,
    way VARCHAR(3) NOT NULL,
    kind VARCHAR(20) DEFAULT '' NOT NULL,
    at DATETIME NOT NULL,
    written_at DATETIME NOT NULL,
    fingerprint VARCHAR(64) DEFAULT '' NOT NULL,
    person VARCHAR(120) DEFAULT '' NOT NULL,
    name VARCHAR(120) DEFAULT '' NOT NULL,
    file VARCHAR(200) DEFAULT '' NOT NULL,
    user VARCHAR(120) DEFAULT '' NOT NULL,
    first INTEGER,
    last INTEGER,
    changesets INTEGER DEFAULT '0' NOT NULL,
    photos INTEGER DEFAULT '0' NOT NULL,
    size_bytes INTEGER DEFAULT '0' NOT NULL,
    summary JSON,
    aside_at DATETIME,
    PRIMARY KEY (id)
)
""",
    "CREATE INDEX ix_pack_way ON pack (way, at)",
    """
CREATE TABLE aside (
    changeset INTEGER NOT NULL,
    PRIMARY KEY (changeset)
)
""",
    "CREATE INDEX ix_asset_merged ON asset (merged_into) WHERE merged_into IS NOT NULL",
)


def add_field_work(connection: Connection) -> None:
    """Make the tables of installations, assignments, sweeps and packs, and the index of combined assets."""
    for statement in STATEMENTS:
        connection.execute(text(statement))
