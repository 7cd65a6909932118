"""The bytes of attachments, kept once by content."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from spbe_assets.storage.tables import Blob


def put_blob(connection: Connection, content: bytes, mime: str) -> str:
    """Keep the bytes; returns their SHA-256 in hex, the same for the same bytes."""
    name = hashlib.sha256(content).hexdigest()
    if connection.scalar(select(Blob.sha256).where(Blob.sha256 == name)) is None:
        row = {"sha256": name, "size_bytes": len(content), "mime": mime, "content": content}
        connection.execute(insert(Blob), [row])
    return name


def read_blob(session: Session, sha256: str) -> bytes | None:
    """The bytes of a hash, None where they have not arrived."""
    return session.scalar(select(Blob.content).where(Blob.sha256 == sha256))
