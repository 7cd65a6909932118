"""Writes packs: what the receiver lacks, signed, on the disk, and read back before anybody is told that it is there."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from spbe_assets.domain.cards import Card
from spbe_assets.domain.errors import AppError, NotFound, Refused
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.packs import Header, Order, Outline, PackKind, Written
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import assignments, numbering, pack_photos, packs, peers
from spbe_assets.services.peers import PeerRow
from spbe_assets.storage import holdings, undo
from spbe_assets.storage.blobs import read_blob
from spbe_assets.storage.schema import SCHEMA
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.whole_file import whole_file
from spbe_assets.sync import container, keys, manifest, reading, selection, stick
from spbe_assets.sync.changes import Packed
from spbe_assets.sync.container import MANIFEST, SIGNATURE, Part
from spbe_assets.sync.limits import CHUNK
from spbe_assets.sync.manifest import MOST_RECEIVED, Manifest
from spbe_assets.sync.pieces import Pieces
from spbe_assets.sync.selection import Selection

VERB = "pack"


def outline(session: Session, order: Order) -> Outline:
    """What a pack would carry if it were written now; its size roughly."""
    chosen = selection.selected(session, order)
    photos = sum(photo.size for photo in chosen.photos)
    return Outline(len(chosen.numbers), len(chosen.photos), chosen.size_bytes + photos)


def create(store: Store, actor: Actor, order: Order, path: Path, progress: Progress = SILENT) -> Written:
    """Write a pack and read it back from the disk; only then it gets its name and is noted.

    A work pack also notes what is handed to whom, and gives the receiver a tag series if he has none.

    Raises:
        Refused: the receiver can't be sent it, or the file can't be written or does not read back as it was written.
        NotFound: the receiver was never enrolled.
        Cancelled: the user asked to stop. In all these cases nothing of it stays.
    """
    receiver = _receiver(store, order)
    if path.absolute() == store.path.absolute():
        raise Refused(_("{file} is the database itself; choose another name.").format(file=path.name))
    name = new_id().hex()
    prepared = _Prepared(store, actor, order, receiver, name)
    try:
        with whole_file(path) as part, store.read() as session:
            said, sha256 = _Writer(store, session, order, prepared, progress).write(part, name)
            _read_back(store, part, said, progress)
        stick.settle(path)
        size = path.stat().st_size
    except OSError as error:
        prepared.take_back()
        with suppress(OSError):
            path.unlink()
        raise _gone(path) from error
    except BaseException:
        prepared.take_back()
        raise
    with store.connection() as connection:
        header = _header(said, prepared.card, size, order.encrypt)
        packs.record(connection, header, packs.OUT, user=actor.user, file=path.name, other=receiver)
    return Written(name, str(path), sha256, Outline(said.changes.number, len(said.photos), size))


class _Prepared:
    """What is written into the database before the pack, so that it travels with it."""

    def __init__(self, store: Store, actor: Actor, order: Order, receiver: PeerRow | None, name: str) -> None:
        self._store, self._actor, self._is_work = store, actor, order.kind is PackKind.WORK
        self.series = ""
        with store.write(actor, f"{VERB} {name}") as uow:
            self.card = keys.card(store)
            peers.present_self(uow, self.card)
            if self._is_work and receiver is not None:
                if receiver.replica is not None:
                    self.series = numbering.grant(uow, receiver.replica)
                who = receiver.person or receiver.name
                assignments.hand_out(uow, receiver.fingerprint, who, order.scope, name, order.note)
        self._action: Id | None = uow.action if uow.changes.touched else None

    def take_back(self) -> None:
        """Undo it, because the pack did not come about."""
        if self._is_work and self._action is not None:
            with suppress(AppError):
                undo.undo(self._store, self._actor, self._action)


class _Writer:
    def __init__(self, store: Store, session: Session, order: Order, prepared: _Prepared, progress: Progress) -> None:
        self._store, self._session, self._order, self._prepared = store, session, order, prepared
        self._progress = progress
        self._done = self._total = 0

    def write(self, part: Path, name: str) -> tuple[Manifest, str]:
        """Write the file and see that it is on the disk; returns what it says and the SHA-256 of the file."""
        chosen = selection.selected(self._session, self._order)
        self._total = len(chosen.numbers) + len(chosen.photos)
        with tempfile.TemporaryFile(prefix="spbe-") as room:
            packed = Packed(self._bodies(chosen), room)
            said = self._manifest(chosen, packed, name)
            with part.open("wb") as file:
                out = _Hashed(file)
                self._pour(container.written(self._parts(said, packed)), out)
                file.flush()
                os.fsync(file.fileno())
        return said, out.sha256

    def _bodies(self, chosen: Selection) -> Iterator[bytes]:
        for body in holdings.bodies(self._session, chosen.numbers):
            self._step(_("Packing changes"))
            yield body

    def _manifest(self, chosen: Selection, packed: Packed, name: str) -> Manifest:
        order, session = self._order, self._session
        is_receipt = order.kind is PackKind.RECEIPT and order.to is not None
        return Manifest(
            id=name,
            kind=order.kind,
            written_at=datetime.now(UTC),
            card=self._prepared.card.text,
            operator=self._prepared.card.person,
            to=order.to,
            schema=SCHEMA,
            note=order.note[: manifest.MOST_NOTE],
            vector=pack_photos.told(session, holdings.vector(session)),
            scope=order.scope,
            series=self._prepared.series,
            changes=packed.told,
            choice=order.photos,
            photos=chosen.photos,
            absent=chosen.absent,
            received=tuple(packs.received_from(session, order.to, MOST_RECEIVED)),
            missing=tuple(pack_photos.missing_from(session, order.to or "")) if is_receipt else (),
        )

    def _parts(self, said: Manifest, packed: Packed) -> Iterator[Part]:
        told = manifest.text(said)
        signature = keys.sign(self._store, reading.SIGNED_AS + told)
        yield container.part(MANIFEST, told)
        yield container.part(SIGNATURE, self._prepared.card.signing + signature)
        yield packed.part()
        for photo in said.photos:
            self._step(_("Packing photos"))
            content = read_blob(self._session, photo.sha256) or b""
            if len(content) != photo.size or hashlib.sha256(content).hexdigest() != photo.sha256:
                raise Refused(_("A photo in the database is damaged; run “check” to see which, then pack again."))
            yield Part(container.photo(photo.sha256), photo.size, zlib.crc32(content), (content,))

    def _pour(self, pieces: Iterator[bytes], out: _Hashed) -> None:
        if not self._order.encrypt:
            for piece in pieces:
                out.write(piece)
            return
        from pyrage import EncryptError, encrypt_io, x25519

        with self._store.read() as session:
            receiver = peers.card_of(session, self._order.to or "")
        cards = [self._prepared.card, *([receiver] if receiver else [])]
        source = Pieces(pieces)
        try:
            recipients = [x25519.Recipient.from_str(card.recipient) for card in cards]
            encrypt_io(BufferedReader(source, CHUNK), out, recipients)
        except EncryptError as error:  # it hides what the disk or the photos complained of
            raise source.failure or out.failure or error from error

    def _step(self, text: str) -> None:
        self._progress.step(self._done, self._total, text)
        self._done += 1


class _Hashed:
    """A file to write to whose SHA-256 is known at the end; `failure` is what the disk complained of."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()
        self.failure: OSError | None = None

    @property
    def sha256(self) -> str:
        """Of everything written so far."""
        return self._hash.hexdigest()

    def write(self, piece: bytes) -> int:
        """Write all of it."""
        self._hash.update(piece)
        try:
            return self._file.write(piece)
        except OSError as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Hand it to the system."""
        self._file.flush()


def _read_back(store: Store, part: Path, said: Manifest, progress: Progress) -> None:
    """Compare what the disk gives back with what was to be written."""
    stick.forget(part)
    try:
        with reading.reread(part, store) as (parts, found):
            reading.verify(parts, found, progress)
            if found != said:
                raise parts.damaged()
    except Refused as error:
        told = _("The disk gave back something else than was written ({reason}). Use another stick or folder.")
        raise Refused(told.format(reason=error)) from error


def _receiver(store: Store, order: Order) -> PeerRow | None:
    if order.to is None:
        if order.encrypt or order.kind is PackKind.RECEIPT:
            raise Refused(_("Say for whom the pack is."))
        return None
    with store.read() as session:
        receiver = peers.one(session, order.to)
    if receiver is None:
        raise NotFound(_("The receiver is not enrolled here; enrol that installation with its card first."))
    if not receiver.is_trusted:
        raise Refused(_("{name} was revoked; reinstate it before you send it anything.").format(name=receiver.name))
    if order.encrypt and not receiver.has_card:
        told = _("Only the fingerprint of {name} is known; enrol it with its card to encrypt for it.")
        raise Refused(told.format(name=receiver.name))
    return receiver


def _header(said: Manifest, card: Card, size: int, is_encrypted: bool) -> Header:
    return Header(
        id=said.id, kind=said.kind, written_at=said.written_at, fingerprint=card.fingerprint, name=card.name,
        person=card.person, to=said.to, scope=said.scope, note=said.note, changesets=said.changes.number,
        photos=len(said.photos), size_bytes=size, is_encrypted=is_encrypted,
    )  # fmt: skip


def _gone(path: Path) -> Refused:
    told = _("{file} was written, but the disk could not be reached afterwards. Plug it in again and write a new one.")
    return Refused(told.format(file=path.name))
