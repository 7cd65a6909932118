"""Photos and documents of records; the bytes are kept once by content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.validation import clean
from spbe_assets.i18n import _
from spbe_assets.services import peers, references
from spbe_assets.storage.blobs import read_blob
from spbe_assets.storage.tables import Asset, Attachment, Blob, Changeset, Link, LinkTest
from spbe_assets.storage.unit_of_work import UnitOfWork

PHOTO, DOCUMENT = "photo", "document"
PDF = "application/pdf"
PDF_HEAD = b"%PDF-"
MOST_BYTES = 20_000_000
MOST_MISSING = 500


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One photo or document; `size_bytes` is None while its bytes have not arrived from another installation."""

    id: Id
    kind: str
    caption: str
    sha256: str
    size_bytes: int | None
    mime: str
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class MissingPhoto:
    """A photo or document that is named here but whose bytes have not come.

    `table` and `record` say whose it is, `tag` and `name` what that is called, `who` and `when` who added it and
    when; `who` names the installation too where it is known.
    """

    attachment: Id
    table: str
    record: Id
    tag: str
    name: str
    who: str
    when: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A photo or document fit to be kept."""

    kind: str
    caption: str
    content: bytes
    mime: str
    taken_at: datetime | None


def of_record(session: Session, table: str, record_id: Id) -> list[AttachmentRow]:
    """The attachments of a record, the oldest first: by when a photo was taken, else by when it was added."""
    return of_records(session, table, [record_id]).get(record_id, [])


def of_records(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, list[AttachmentRow]]:
    """The same of a few records; those without any are absent."""
    chosen = (
        select(
            Attachment.record_id, Attachment.id, Attachment.kind, Attachment.caption, Attachment.sha256,
            Blob.size_bytes, func.coalesce(Blob.mime, ""), Attachment.taken_at,
        )
        .outerjoin(Blob, Blob.sha256 == Attachment.sha256)
        .where(Attachment.live, Attachment.record_table == table, Attachment.record_id.in_(list(ids)))
        .order_by(Attachment.n)
    )  # fmt: skip
    found: dict[Id, list[AttachmentRow]] = {}
    rows: Iterable[Any] = session.execute(chosen)
    for record, *values in rows:
        found.setdefault(record, []).append(AttachmentRow(*values))
    return {record: sorted(rows, key=_time) for record, rows in found.items()}


def count(session: Session, table: str, record_id: Id) -> int:
    """How many attachments a record has."""
    counted = select(func.count()).where(
        Attachment.record_id == record_id, Attachment.record_table == table, Attachment.live
    )
    return session.scalar(counted) or 0


def missing(session: Session, limit: int = MOST_MISSING) -> list[MissingPhoto]:
    """What is named but has not come from the installation that added it, the newest first; at most `limit`."""
    chosen = (
        _missing(
            Attachment.id, Attachment.record_table, Attachment.record_id, Attachment.sha256, Changeset.user,
            Changeset.replica,
        )
        .outerjoin(Changeset, Changeset.n == Attachment.born)
        .order_by(Attachment.id.desc())
        .limit(limit)
    )  # fmt: skip
    found = list(session.execute(chosen))
    owners = _owners(session, found)
    called, installations = _called(session, owners.values()), peers.names(session) if found else {}
    return [
        MissingPhoto(
            row, *owners[row], *called.get(owners[row], ("", "")), installations.get(replica) or user or "",
            _made_at(row), sha256,
        )
        for row, _table, _record, sha256, user, replica in found
    ]  # fmt: skip


def missing_count(session: Session) -> int:
    """How many photos and documents are named but have not come."""
    return session.scalar(_missing(func.count())) or 0


def content(session: Session, sha256: str) -> bytes:
    """The bytes of an attachment.

    Raises:
        NotFound: they have not arrived from the installation that made it.
    """
    found = read_blob(session, sha256)
    if found is None:
        raise NotFound(_("The photo is not on this machine yet; merge a pack that brings it."))
    return found


def add_photo(
    uow: UnitOfWork, table: str, record_id: Id, photo: bytes, caption: str = "", *, keep_position: bool = False
) -> Id:
    """Attach a photo, scaled down and without its position unless that is to be kept.

    Raises:
        Invalid: it is not a picture that can be read.
    """
    from spbe_assets.services import photos

    ready = photos.prepared(photo, keep_position=keep_position)
    return add(uow, table, record_id, Ready(PHOTO, caption, ready.content, ready.mime, ready.taken_at))


def add_document(uow: UnitOfWork, table: str, record_id: Id, document: bytes, caption: str = "") -> Id:
    """Attach a PDF document, such as a contract or a handover note.

    Raises:
        Invalid: it is no PDF or larger than 20 MB.
    """
    return add(uow, table, record_id, ready_document(document, caption))


def ready_document(document: bytes, caption: str) -> Ready:
    """A PDF document that has been looked at.

    Raises:
        Invalid: it is no PDF or larger than 20 MB.
    """
    if not document.startswith(PDF_HEAD):
        raise Invalid(_("Only PDF documents can be attached; print the file to PDF first."))
    if len(document) > MOST_BYTES:
        raise Invalid(_("The document is larger than 20 MB; make it smaller first."))
    return Ready(DOCUMENT, caption, document, PDF, None)


def add(uow: UnitOfWork, table: str, record_id: Id, ready: Ready) -> Id:
    """Attach what has been checked and prepared before."""
    return uow.create(
        Attachment,
        record_table=table,
        record_id=record_id,
        kind=ready.kind,
        caption=clean(ready.caption),
        sha256=uow.put_blob(ready.content, ready.mime),
        taken_at=ready.taken_at,
    )


def rename(uow: UnitOfWork, attachment_id: Id, caption: str) -> None:
    """Change a caption."""
    uow.update(Attachment, attachment_id, caption=clean(caption))


def delete(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Take attachments off their record; undo brings them back."""
    uow.delete_many(Attachment, ids)


def _time(row: AttachmentRow) -> datetime:
    return row.taken_at or _made_at(row.id)


def _made_at(row_id: Id) -> datetime:
    # The first six bytes of a UUIDv7 are the milliseconds at which it was made.
    return datetime.fromtimestamp(int.from_bytes(row_id[:6]) / 1000, UTC)


def _missing(*columns: Any) -> Select[Any]:
    """Of live attachments without their bytes."""
    chosen = select(*columns).select_from(Attachment).outerjoin(Blob, Blob.sha256 == Attachment.sha256)
    return chosen.where(Attachment.live, Blob.sha256.is_(None), Attachment.record_id.is_not(None))


def _owners(session: Session, found: Sequence[Any]) -> dict[Id, tuple[str, Id]]:
    """The record that each attachment proves something of; a measurement is told by its link."""
    tests = [record for _row, table, record, *_rest in found if table == "link_test"]
    asked = select(LinkTest.id, LinkTest.link_id).where(LinkTest.id.in_(tests))
    link_of = {test: link for test, link in session.execute(asked) if link is not None}
    return {
        row: ("link", link_of[record]) if record in link_of else (table, record) for row, table, record, *_rest in found
    }


def _called(session: Session, owners: Iterable[tuple[str, Id]]) -> dict[tuple[str, Id], tuple[str, str]]:
    """Tag and name of records."""
    by_table: dict[str, set[Id]] = {}
    for table, record in owners:
        by_table.setdefault(table, set()).add(record)
    found: dict[tuple[str, Id], tuple[str, str]] = {}
    for table in by_table.keys() & references.NAMEABLE:
        tags = _tags(session, table, by_table[table])
        for record, name in references.names(session, table, by_table[table]).items():
            tag = tags.get(record, "")
            found[table, record] = (tag, name.removeprefix(tag).removeprefix(" · "))
    return found


def _tags(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, str]:
    kind: Any = {"asset": Asset, "link": Link}.get(table)
    if kind is None:
        return {}
    return {record: tag for record, tag in session.execute(select(kind.id, kind.tag).where(kind.id.in_(ids)))}
