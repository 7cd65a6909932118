"""Opens a pack that came from outside: everything is checked before anything of it is believed.

The signature is checked over the bytes of the manifest, with the key that lies beside it, before they are parsed; a
stranger's pack is thus refused after two small reads.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeAlias

from spbe_assets.domain import cards
from spbe_assets.domain.cards import Card
from spbe_assets.domain.changeset import Changeset, ChangesetId, name_of
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import Header
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.vectors import Vector
from spbe_assets.i18n import _
from spbe_assets.services import peers
from spbe_assets.storage import holdings
from spbe_assets.storage.store import Store
from spbe_assets.sync import changes, container, keys, manifest, plausible
from spbe_assets.sync.container import CHANGES, MANIFEST, SIGNATURE, Container
from spbe_assets.sync.limits import LARGEST_MANIFEST, LARGEST_PACK, LARGEST_PHOTO
from spbe_assets.sync.manifest import Manifest

SIGNED_AS = b"SPBE Assets pack 1\n"
"""Stands before the manifest when it is signed, so that no other signature of the same key fits."""
KEY_BYTES, SIGNATURE_BYTES = 32, 64
AGE = b"age-encryption.org/"
ASKED = 20
"""So many bodies are looked at before any of them is parsed."""


Known: TypeAlias = Callable[[Sequence[ChangesetId]], Collection[ChangesetId]]


def _nothing(_ids: Sequence[ChangesetId]) -> Collection[ChangesetId]:
    return ()


@dataclass(frozen=True, slots=True)
class OpenPack:
    """A pack of an installation whose packs are accepted, found whole; for as long as it is open.

    `header` and `manifest` say what is in it, `card` who sent it, `vector` what the sender holds.
    """

    header: Header
    manifest: Manifest
    card: Card
    _container: Container
    _store: Store

    @property
    def vector(self) -> Vector:
        """What the sender holds."""
        return self.manifest.vector

    @property
    def named_photos(self) -> frozenset[str]:
        """The SHA-256 of the photos that belong in it, whether they are inside or not."""
        return frozenset(photo.sha256 for photo in self.manifest.photos) | frozenset(self.manifest.absent)

    def changesets(self, known: Known = _nothing) -> Iterator[Changeset]:
        """Its changesets in the order in which the sender took them in, one at a time.

        Args:
            known: asked for the ids of a few at a time, says which of them are not wanted; those are not even parsed.

        Raises:
            Refused: one is damaged or was tampered with; whoever took some in rolls back.
        """
        bodies = changes.bodies(self._container, self.manifest.changes)
        return plausible.parsed(_without(bodies, known), self._known)

    def blobs(self) -> Iterator[tuple[str, str, bytes]]:
        """SHA-256, kind and bytes of its photos and documents, one at a time.

        Raises:
            Refused: one is not what it was when the pack was opened.
        """
        for photo in self.manifest.photos:
            content = self._container.read(container.photo(photo.sha256), LARGEST_PHOTO)
            if hashlib.sha256(content).hexdigest() != photo.sha256:
                raise self._container.damaged()
            yield photo.sha256, photo.mime, content

    def _known(self, changeset: ChangesetId) -> tuple[Id, int] | None:
        with self._store.read() as session:
            return holdings.place_of(session, changeset)


@contextmanager
def opened(store: Store, path: Path, progress: Progress = SILENT) -> Iterator[OpenPack]:
    """Open a pack for as long as the block lasts; its photos and its changes are compared with what was signed.

    Raises:
        Refused: it is damaged, not signed by an installation that is accepted, meant for somebody else, or too large.
        Cancelled: the user asked to stop.
    """
    own = keys.card(store).fingerprint
    with _plain(store, path) as (file, is_encrypted):
        parts = Container(file, path.name)
        signer, told = _signed(parts)
        if signer == own:
            raise Refused(_("This pack was written here; it is for the others."))
        _require_accepted(store, signer)
        said = _manifest(parts, told, signer)
        if said.to not in (None, own):
            raise Refused(_meant_for(store, said.to or ""))
        verify(parts, said, progress)
        card = cards.parse_card(said.card)
        yield OpenPack(_header(said, card, path, is_encrypted), said, card, parts, store)


@contextmanager
def reread(path: Path, store: Store) -> Iterator[tuple[Container, Manifest]]:
    """A pack that was just written here, opened as its receiver would.

    Raises:
        Refused: what lies there is not what was written.
    """
    with _plain(store, path) as (file, _is_encrypted):
        parts = Container(file, path.name)
        signer, told = _signed(parts)
        yield parts, _manifest(parts, told, signer)


def verify(parts: Container, said: Manifest, progress: Progress = SILENT) -> None:
    """Compare every part of a pack with what its manifest says.

    Raises:
        Refused: something is missing, too much, or different.
        Cancelled: the user asked to stop.
    """
    photos = {container.photo(photo.sha256): photo for photo in said.photos}
    if list(parts.entries) != [*container.FIXED, *photos] or len(photos) != len(said.photos):
        raise parts.damaged()
    _verify_part(parts, CHANGES, said.changes.packed, said.changes.sha256)
    for done, (name, photo) in enumerate(photos.items()):
        progress.step(done, len(photos), _("Checking photos"))
        _verify_part(parts, name, photo.size, photo.sha256)


def _without(bodies: Iterator[bytes], known: Known) -> Iterator[bytes]:
    while some := {name_of(body): body for body in islice(bodies, ASKED)}:
        left_out = known(list(some))
        yield from (body for name, body in some.items() if name not in left_out)


def _verify_part(parts: Container, name: str, size: int, sha256: str) -> None:
    if parts.entries[name].size != size:
        raise parts.damaged()
    found = hashlib.sha256()
    for piece in parts.chunks(name):
        found.update(piece)
    if found.hexdigest() != sha256:
        raise parts.damaged()


def _signed(parts: Container) -> tuple[str, bytes]:
    """The fingerprint of the key that signed a pack, and the signed bytes."""
    if parts.entries[SIGNATURE].size != KEY_BYTES + SIGNATURE_BYTES:
        raise parts.damaged()
    beside = parts.read(SIGNATURE, KEY_BYTES + SIGNATURE_BYTES)
    told = parts.read(MANIFEST, LARGEST_MANIFEST)
    key, signature = beside[:KEY_BYTES], beside[KEY_BYTES:]
    if not keys.is_good(key, signature, SIGNED_AS + told):
        raise Refused(_("The signature of the pack does not fit: it was altered on the way. Ask for a new one."))
    return cards.fingerprint_of(key), told


def _require_accepted(store: Store, signer: str) -> None:
    with store.read() as session:
        peer = peers.one(session, signer)
    words = " ".join(cards.words(signer))
    if peer is None:
        told = _(
            "The pack comes from an installation that is not enrolled here. If its words are “{words}”, enrol it first."
        )
        raise Refused(told.format(words=words))
    if not peer.is_trusted:
        told = _("The pack comes from {name} ({words}), whose packs are no longer accepted.")
        raise Refused(told.format(name=peer.name, words=words))


def _manifest(parts: Container, told: bytes, signer: str) -> Manifest:
    said = manifest.parse(told)
    try:
        if cards.parse_card(said.card).fingerprint == signer:
            return said
    except Invalid:
        pass
    raise parts.damaged()


def _meant_for(store: Store, to: str) -> str:
    with store.read() as session:
        peer = peers.one(session, to)
    name = peer.name if peer is not None else " ".join(cards.words(to))
    return _("This pack is meant for {name}; ask for one for this installation.").format(name=name)


def _header(said: Manifest, card: Card, path: Path, is_encrypted: bool) -> Header:
    return Header(
        id=said.id,
        kind=said.kind,
        written_at=said.written_at,
        fingerprint=card.fingerprint,
        name=card.name,
        person=card.person or said.operator,
        to=said.to,
        scope=said.scope,
        note=said.note,
        changesets=said.changes.number,
        photos=len(said.photos),
        size_bytes=path.stat().st_size,
        is_encrypted=is_encrypted,
    )


@contextmanager
def _plain(store: Store, path: Path) -> Iterator[tuple[BinaryIO, bool]]:
    """The file, decrypted into one of the system's own where it is encrypted; and whether it is."""
    with _open(path) as file:
        beginning = _beginning(file, path.name)
        if beginning == AGE:
            with tempfile.TemporaryFile(prefix="spbe-") as plain:
                _decrypt(store, file, plain, path.name)
                yield plain, True
        elif beginning.startswith(container.BEGINNING):
            yield file, False
        else:
            raise Refused(_("{file} is not a pack of this program; choose another file.").format(file=path.name))


def _open(path: Path) -> BinaryIO:
    try:
        if not path.is_file():  # reading a pipe or a device would never end
            raise Refused(_("There is no file {file}; check the name.").format(file=path))
        return path.open("rb")
    except OSError as error:
        raise container.unreadable(path.name, error) from error


def _beginning(file: BinaryIO, name: str) -> bytes:
    try:
        beginning = file.read(len(AGE))
        size = file.seek(0, 2)
        file.seek(0)
    except OSError as error:
        raise container.unreadable(name, error) from error
    if size > LARGEST_PACK:
        raise Refused(_("{file} is larger than any pack.").format(file=name))
    return beginning


def _decrypt(store: Store, file: BinaryIO, plain: BinaryIO, name: str) -> None:
    from pyrage import DecryptError, decrypt_io

    try:
        decrypt_io(file, plain, [keys.age_identity(store)])
    except OSError as error:
        if error.errno is not None:  # a damaged part is told as an error without a number
            raise container.unreadable(name, error) from error
        raise container.damaged(name) from error
    except DecryptError as error:
        told = _("{file} can't be opened with the key of this installation: it is for somebody else, or damaged.")
        raise Refused(told.format(file=name)) from error
