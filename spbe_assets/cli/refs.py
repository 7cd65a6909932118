"""How the command line names records: a tag (or serial number, NIBAR, scanned code), or `table:short-id`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.tags import SCHEME

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def find(session: Session, reference: str) -> tuple[str, Id]:
    """The table and id of the record that a reference names.

    Raises:
        NotFound: there is none.
        Refused: several are named so.
    """
    from spbe_assets.services import assets, links, references

    if ":" in reference and not reference.upper().startswith(SCHEME):
        return references.find(session, reference)
    try:
        return "asset", assets.find(session, reference)
    except NotFound as no_asset:
        try:
            return "link", links.find(session, reference)
        except NotFound:
            raise no_asset from None


def told(session: Session, table: str, row_id: Id) -> str:
    """The reference that names a record again: its tag where it has one, else `table:short-id`."""
    from spbe_assets.services import references, rows

    if table in ("asset", "link"):
        tag = rows.record(session, table, row_id).get("tag")
        if tag:
            return str(tag)
    return references.short(table, row_id)
