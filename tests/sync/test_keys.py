"""The keys of an installation: made once, for its user alone, and never told."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from spbe_assets.domain.cards import parse_card
from spbe_assets.domain.errors import StorageError
from spbe_assets.storage import backup, identity
from spbe_assets.storage.identity import Standing
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from spbe_assets.sync import keys


def key_file(store: Store, name: str) -> Path:
    return identity.folder(store.replica) / name


def test_a_card_stays_the_same(store: Store) -> None:
    card = keys.card(store)
    assert keys.card(Store.open(store.path)) == card
    assert card.replica == store.replica
    assert parse_card(card.text) == card


def test_a_signature_is_good_for_these_bytes_and_this_key_only(store: Store) -> None:
    signing, signature = keys.card(store).signing, keys.sign(store, b"pack")
    assert keys.is_good(signing, signature, b"pack")
    assert not keys.is_good(signing, signature, b"packs")
    assert not keys.is_good(signing, signature[:-1], b"pack")
    assert not keys.is_good(bytes(32), signature, b"pack")
    assert not keys.is_good(b"short", signature, b"pack")


def test_what_is_sealed_for_the_card_is_opened_by_the_identity(store: Store) -> None:
    import pyrage

    recipient = pyrage.x25519.Recipient.from_str(keys.card(store).recipient)
    sealed = pyrage.encrypt(b"secret", [recipient])
    assert pyrage.decrypt(sealed, [keys.age_identity(store)]) == b"secret"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder to itself")
def test_keys_are_for_their_user_alone_whatever_the_umask(store: Store) -> None:
    before = os.umask(0)
    try:
        keys.card(store)
    finally:
        os.umask(before)
    for name in (keys.SIGNING, keys.SEALING):
        assert key_file(store, name).stat().st_mode & 0o777 == 0o600
    assert key_file(store, keys.SIGNING).parent.stat().st_mode & 0o777 == 0o700
    assert not list(identity.folder(store.replica).glob("*.part"))


def test_private_parts_are_neither_logged_nor_in_the_database(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        keys.card(store)
        keys.sign(store, b"x")
    secrets = [key_file(store, name).read_bytes() for name in (keys.SIGNING, keys.SEALING)]
    with closing(sqlite3.connect(store.path)) as connection:
        dumped = "\n".join(connection.iterdump()).encode()
    for secret in secrets:
        for form in (secret, secret.hex().encode()):
            assert form not in dumped
            assert form.decode("latin-1") not in caplog.text


@pytest.mark.parametrize("name", [keys.SIGNING, keys.SEALING])
@pytest.mark.parametrize("content", [b"", b"AGE-SECRET-KEY-1XYZ", b"\xff" * 500])
def test_a_damaged_key_is_a_sentence_that_does_not_tell_it(store: Store, name: str, content: bytes) -> None:
    keys.card(store)
    key_file(store, name).write_bytes(content)
    with pytest.raises(StorageError, match="damaged") as caught:
        keys.card(store)
    assert "XYZ" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_folder_in_which_nothing_can_be_kept_is_a_sentence(store: Store) -> None:
    folder = identity.folder(store.replica).parent
    shutil.rmtree(folder)
    folder.write_text("in the way")
    with pytest.raises(StorageError, match="can't be used"):
        keys.card(store)


def test_a_copied_database_shows_a_card_of_its_own(
    store: Store, budi: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = keys.card(store)
    with store.write(budi) as uow:
        uow.create(Asset, name="PC")
    other = Store.open(backup.take(store.path, tmp_path / "b.spbe").path)
    monkeypatch.setenv("SPBE_ASSETS_HOME", str(tmp_path / "other"))
    own = keys.card(other)
    assert other.became is Standing.COPIED
    assert own.replica == other.replica != card.replica
    assert own.fingerprint != card.fingerprint
    assert keys.is_good(own.signing, keys.sign(other, b"x"), b"x")
