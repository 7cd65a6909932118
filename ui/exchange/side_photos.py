"""Which of a record's photos each side of a conflict brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.services import attachments, history
from spbe_assets.services.attachments import PHOTO, AttachmentRow
from ui.exchange.versions import BASE, Column

MOST = 24


def by_side(session: Any, table: str, row: Id, sides: Sequence[Column]) -> Mapping[str, Sequence[AttachmentRow]]:
    """Side -> its photos, the newest first; those that nobody of the sides added stand with what was before."""
    found: dict[str, list[AttachmentRow]] = {side.side: [] for side in sides}
    people = {one.user: side.side for side in sides if side.side != BASE for one in side.versions if one is not None}
    photos = [one for one in attachments.of_record(session, table, row) if one.kind == PHOTO]
    for photo in reversed(photos[-MOST:]):
        written = history.changes(session, "attachment", photo.id)
        found[people.get(written[-1].user if written else "", BASE)].append(photo)
    return found
