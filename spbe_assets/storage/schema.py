"""The number of the database schema this program writes, and what marks a file as ours."""

from __future__ import annotations

SCHEMA = 5
APPLICATION_ID = 0x53504245
