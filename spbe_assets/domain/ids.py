"""Identity: UUIDv7 for new rows, UUIDv5 for rows whose code already says who they are. 16 bytes each."""

from __future__ import annotations

import os
import time
import uuid
from typing import TypeAlias

Id: TypeAlias = bytes
NAMESPACE = uuid.UUID("5b6f7c0e-8d1a-5f43-9a57-7b1d3c2e9f10")


def new_id() -> Id:
    """A fresh UUIDv7: sortable by time, unique without asking anybody."""
    random = os.urandom(10)
    milliseconds = time.time_ns() // 1_000_000
    head = milliseconds.to_bytes(6, "big")
    return head + bytes((0x70 | random[0] & 0x0F, random[1], 0x80 | random[2] & 0x3F)) + random[3:]


def new_ids(count: int) -> list[Id]:
    """`count` fresh ids in ascending order, so that an index takes them as an append."""
    return sorted(new_id() for _ in range(count))


def derived_id(*parts: str) -> Id:
    """The same id on every machine for the same code, such as ("agency", "Dinas Kesehatan")."""
    return uuid.uuid5(NAMESPACE, "\x1f".join(parts)).bytes


def detail_id(asset_id: Id, table: str) -> Id:
    """The id of an asset's one detail row, so that two laptops that add it write the same row."""
    return derived_id(table, asset_id.hex())
