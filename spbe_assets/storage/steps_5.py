"""Criteria sets, needs and plans: what schema 5 added, as it was when it shipped."""

from __future__ import annotations

from sqlalchemy import Connection, text

NEW = (
    """
CREATE TABLE criteria_set (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    name VARCHAR(120) DEFAULT '' NOT NULL,
    version VARCHAR(40) DEFAULT '' NOT NULL,
    based_on VARCHAR(40) DEFAULT '' NOT NULL,
    body TEXT DEFAULT '' NOT NULL,
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
    """
CREATE TABLE "plan" (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    name VARCHAR(120) DEFAULT '' NOT NULL,
    first_year INTEGER,
    years INTEGER DEFAULT '1' NOT NULL,
    budgets TEXT DEFAULT '' NOT NULL,
    rules TEXT DEFAULT '' NOT NULL,
    result TEXT DEFAULT '' NOT NULL,
    state VARCHAR(40) DEFAULT '' NOT NULL,
    as_of DATE,
    criteria VARCHAR(40) DEFAULT '' NOT NULL,
    made_at DATETIME,
    made_by VARCHAR(120) DEFAULT '' NOT NULL,
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
)
WIDER = {
    "assessment": (
        "n, id, as_of, criteria, taken_at, scores, heads, deleted, merged_into, stub, rev, born",
        (
            """
CREATE TABLE assessment (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    name VARCHAR(120) DEFAULT '' NOT NULL,
    as_of DATE,
    criteria VARCHAR(40) DEFAULT '' NOT NULL,
    taken_at DATETIME,
    taken_by VARCHAR(120) DEFAULT '' NOT NULL,
    scores TEXT DEFAULT '' NOT NULL,
    heads TEXT DEFAULT '' NOT NULL,
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
        ),
    ),
    "need": (
        "n, id, agency_id, asset_id, kind, good, year, state, quantity, unit_rupiah, "
        "closes, notes, deleted, merged_into, stub, rev, born",
        (
            """
CREATE TABLE need (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    agency_id BLOB,
    asset_id BLOB,
    kind VARCHAR(40) DEFAULT '' NOT NULL,
    good VARCHAR(80) DEFAULT '' NOT NULL,
    title VARCHAR(200) DEFAULT '' NOT NULL,
    kode_barang VARCHAR(32) DEFAULT '' NOT NULL,
    year INTEGER,
    state VARCHAR(40) DEFAULT '' NOT NULL,
    origin VARCHAR(40) DEFAULT '' NOT NULL,
    priority INTEGER,
    quantity INTEGER DEFAULT '1' NOT NULL,
    unit VARCHAR(40) DEFAULT '' NOT NULL,
    unit_rupiah INTEGER,
    closes VARCHAR(400) DEFAULT '' NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    deleted BOOLEAN DEFAULT 0 NOT NULL,
    merged_into BLOB,
    stub BOOLEAN DEFAULT 0 NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    born INTEGER,
    live BOOLEAN NOT NULL GENERATED ALWAYS AS (NOT deleted AND NOT stub AND merged_into IS NULL) STORED,
    PRIMARY KEY (n),
    UNIQUE (id),
    FOREIGN KEY(agency_id) REFERENCES agency (id),
    FOREIGN KEY(asset_id) REFERENCES asset (id)
)
""",
            "CREATE INDEX ix_need_agency_id ON need (agency_id)",
            "CREATE INDEX ix_need_asset_id ON need (asset_id)",
        ),
    ),
    "price": (
        "n, id, good, year, kode_barang, unit, rupiah, deleted, merged_into, stub, rev, born",
        (
            """
CREATE TABLE price (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    good VARCHAR(80) DEFAULT '' NOT NULL,
    year INTEGER,
    kode_barang VARCHAR(32) DEFAULT '' NOT NULL,
    title VARCHAR(200) DEFAULT '' NOT NULL,
    unit VARCHAR(40) DEFAULT '' NOT NULL,
    rupiah INTEGER,
    source VARCHAR(200) DEFAULT '' NOT NULL,
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
            "CREATE INDEX ix_price_good ON price (good)",
        ),
    ),
}
"""Table -> the columns it had before, and how it is made now."""


def add_planning(connection: Connection) -> None:
    """Make the tables of criteria sets and plans, and write those that got columns afresh, in the present order."""
    for table, (kept, statements) in WIDER.items():
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_before"))
        _drop_indexes(connection, f"{table}_before")
        _run(connection, statements)
        connection.execute(text(f"INSERT INTO {table} ({kept}) SELECT {kept} FROM {table}_before"))  # noqa: S608
        connection.execute(text(f"DROP TABLE {table}_before"))
    _run(connection, NEW)
    # Setting changesets aside takes them out of the history index.
    connection.execute(text("DROP TRIGGER IF EXISTS touch_no_delete"))


def _drop_indexes(connection: Connection, table: str) -> None:
    found = text("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL")
    for name in connection.scalars(found, {"table": table}).all():
        connection.execute(text(f"DROP INDEX {name}"))


def _run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.execute(text(statement))
