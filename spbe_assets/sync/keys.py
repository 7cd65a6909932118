"""The keys of this installation: Ed25519 to sign its packs, X25519 (age) to open those that are sealed for it.

They are made when first asked for and lie beside the installation's mark, in files that only its user can read. They
never enter the database, which may be copied, nor any message.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from spbe_assets.domain import os_errors
from spbe_assets.domain.cards import Card
from spbe_assets.domain.errors import StorageError
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.storage import identity
from spbe_assets.storage.store import PROGRAM, Actor, Store

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pyrage import x25519

SIGNING, SEALING = "signing.key", "age.key"
SIGNING_BYTES = 32
LARGEST_FILE = 1_000


def card(store: Store) -> Card:
    """What others enrol this installation by; its keys are made when they are missing.

    Raises:
        StorageError: the keys can't be read, made, or are damaged.
    """
    replica = _settled(store)
    with store.read() as session:
        me = identity.me(session)
    signing = _signing_key(replica).public_key().public_bytes_raw()
    return Card(replica, me.name, me.person, signing, str(_sealing_key(replica).to_public()))


def sign(store: Store, data: bytes) -> bytes:
    """The Ed25519 signature of this installation, 64 bytes.

    Raises:
        StorageError: the key can't be read, made, or is damaged.
    """
    return _signing_key(_settled(store)).sign(data)


def is_good(signing: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the owner of a public signing key signed these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(signing).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def age_identity(store: Store) -> x25519.Identity:
    """The key that opens what was sealed for this installation.

    Raises:
        StorageError: it can't be read, made, or is damaged.
    """
    return _sealing_key(_settled(store))


def _settled(store: Store) -> Id:
    """The id to act under: a copied or restored database gets a new one, before it shows keys that are not its own."""
    identity.settle(store, Actor(PROGRAM))
    return store.replica


def _signing_key(replica: Id) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    raw = _kept(replica, SIGNING, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    if len(raw) != SIGNING_BYTES:
        raise _damaged(replica)
    return Ed25519PrivateKey.from_private_bytes(raw)


def _sealing_key(replica: Id) -> x25519.Identity:
    from pyrage import IdentityError, x25519

    raw = _kept(replica, SEALING, lambda: str(x25519.Identity.generate()).encode())
    try:
        return x25519.Identity.from_str(raw.decode())
    except (IdentityError, UnicodeDecodeError):
        raise _damaged(replica) from None  # the cause might tell the key


def _kept(replica: Id, name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes of a key file, which is made if it is missing."""
    path = identity.folder(replica) / name
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _create(path, make())
        with path.open("rb") as file:
            return file.read(LARGEST_FILE)
    except OSError as error:
        told = _("The keys of this installation in {folder} can't be used: {reason}. Give your account the right to.")
        raise StorageError(told.format(folder=path.parent, reason=os_errors.reason(error))) from error


def _create(path: Path, content: bytes) -> None:
    """Write a file for its user alone, whole or not at all; where another program was quicker, its file stays."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            os.link(part, path)
    except OSError:  # a file system without links, such as that of a stick
        part.replace(path)
    part.unlink(missing_ok=True)


def _damaged(replica: Id) -> StorageError:
    told = _(
        "A key of this installation is damaged. Move the folder {folder} away: this becomes a new installation then."
    )
    return StorageError(told.format(folder=identity.folder(replica)))
