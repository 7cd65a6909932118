"""Photos and documents of records; the bytes are kept once by content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.validation import clean
from spbe_assets.i18n import _
from spbe_assets.storage.blobs import read_blob
from spbe_assets.storage.tables import Attachment, Blob
from spbe_assets.storage.unit_of_work import UnitOfWork

PHOTO, DOCUMENT = "photo", "document"
PDF = "application/pdf"
PDF_HEAD = b"%PDF-"
MOST_BYTES = 20_000_000


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
class Ready:
    """A photo or document fit to be kept."""

    kind: str
    caption: str
    content: bytes
    mime: str
    taken_at: datetime | None


def of_record(session: Session, table: str, record_id: Id) -> list[AttachmentRow]:
    """The attachments of a record, the oldest first: by when a photo was taken, else by when it was added."""
    chosen = (
        select(
            Attachment.id, Attachment.kind, Attachment.caption, Attachment.sha256, Blob.size_bytes,
            func.coalesce(Blob.mime, ""), Attachment.taken_at,
        )
        .outerjoin(Blob, Blob.sha256 == Attachment.sha256)
        .where(Attachment.live, Attachment.record_table == table, Attachment.record_id == record_id)
        .order_by(Attachment.n)
    )  # fmt: skip
    return sorted((AttachmentRow(*row) for row in session.execute(chosen)), key=_time)


def count(session: Session, table: str, record_id: Id) -> int:
    """How many attachments a record has."""
    counted = select(func.count()).where(
        Attachment.record_id == record_id, Attachment.record_table == table, Attachment.live
    )
    return session.scalar(counted) or 0


def counts(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, int]:
    """How many attachments each of a few records has; those without any are absent."""
    counted = (
        select(Attachment.record_id, func.count())
        .where(Attachment.record_id.in_(list(ids)), Attachment.record_table == table, Attachment.live)
        .group_by(Attachment.record_id)
    )
    return {row_id: number for row_id, number in session.execute(counted) if row_id is not None}


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
    # The first six bytes of a UUIDv7 are the milliseconds at which it was made.
    return row.taken_at or datetime.fromtimestamp(int.from_bytes(row.id[:6]) / 1000, UTC)
