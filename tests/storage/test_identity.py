"""Copied and restored databases go on as new installations, and nothing that either branch wrote is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.storage import backup, chain, identity, merge
from spbe_assets.storage.check import check
from spbe_assets.storage.identity import Standing
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Changeset, Replica, TagSeries
from spbe_assets.storage.undo import undo


def add(store: Store, budi: Actor, name: str = "PC") -> str:
    """A new asset; returns its tag."""
    with store.write(budi) as uow:
        (tag,) = uow.next_tags(1)
        uow.create(Asset, name=name, tag=tag)
    return tag


def copy(store: Store, to: Path) -> Store:
    return Store.open(backup.take(store.path, to).path)


def move_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setenv("SPBE_ASSETS_HOME", str(tmp_path / name))


def head_file(replica: Id) -> Path:
    return identity.folder(replica) / identity.HEAD


def take_in(store: Store, other: Store) -> None:
    """Merge everything that another database holds."""
    with store.connection() as connection, other.read() as session:
        merge.apply(connection, [parse(body) for body in chain.bodies(session.connection())])


def count(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Changeset)) or 0


def test_a_fresh_database_belongs_to_its_account(store: Store, budi: Actor) -> None:
    assert identity.standing(store) is Standing.OWN
    me = store.replica
    add(store, budi)
    assert identity.standing(store) is Standing.OWN
    assert store.replica == me
    assert store.became is None
    again = Store.open(store.path)
    add(again, budi)
    assert (again.replica, again.became) == (me, None)


def test_a_database_of_an_earlier_version_is_claimed_silently(store: Store, budi: Actor) -> None:
    with store.connection() as connection:
        identity._keep(connection, identity.MARKED, None)
    shutil.rmtree(identity.folder(store.replica))
    opened, me = Store.open(store.path), store.replica
    assert identity.standing(opened) is Standing.OWN
    add(opened, budi)
    assert (opened.replica, opened.became) == (me, None)
    assert head_file(me).exists()


def test_looking_changes_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = copy(store, tmp_path / "b.spbe")
    move_home(monkeypatch, tmp_path, "other")
    before, number = other.replica, count(other)
    assert identity.standing(other) is Standing.COPIED
    assert (other.replica, count(other)) == (before, number)
    assert not (tmp_path / "other" / identity.FOLDER).exists()


def test_a_copy_on_another_account_becomes_a_new_installation(
    store: Store, budi: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = {add(store, budi)}
    other = copy(store, tmp_path / "b.spbe")
    home = os.environ["SPBE_ASSETS_HOME"]
    move_home(monkeypatch, tmp_path, "other")
    tags |= {add(other, budi), add(other, budi)}
    assert other.became is Standing.COPIED
    assert other.replica != store.replica
    assert identity.standing(other) is Standing.OWN
    monkeypatch.setenv("SPBE_ASSETS_HOME", home)
    tags.add(add(store, budi))
    assert store.became is None
    assert len(tags) == 4


def test_a_restored_backup_goes_on_under_another_id(store: Store, budi: Actor, tmp_path: Path) -> None:
    tags = {add(store, budi)}
    kept = backup.take(store.path, tmp_path / "b.spbe").path
    tags |= {add(store, budi), add(store, budi)}
    me = store.replica
    store.close()
    backup.restore(kept, store.path)
    restored = Store.open(store.path)
    assert identity.standing(restored) is Standing.REWOUND
    tags |= {add(restored, budi), add(restored, budi)}
    assert restored.became is Standing.REWOUND
    assert restored.replica != me
    assert len(tags) == 5
    assert check(restored) == []


def test_a_restored_backup_that_lacks_nothing_stays_what_it_was(store: Store, budi: Actor, tmp_path: Path) -> None:
    add(store, budi)
    kept, me = backup.take(store.path, tmp_path / "b.spbe").path, store.replica
    store.close()
    backup.restore(kept, store.path)
    restored = Store.open(store.path)
    add(restored, budi)
    assert (restored.replica, restored.became) == (me, None)


def test_both_branches_of_a_restored_backup_merge(store: Store, budi: Actor, tmp_path: Path) -> None:
    add(store, budi, "before")
    restored = copy(store, tmp_path / "b.spbe")
    add(store, budi, "lost")
    add(restored, budi, "after")
    take_in(restored, store)
    with restored.read() as session:
        assert set(session.scalars(select(Asset.name))) == {"before", "lost", "after"}
        assert len(set(session.scalars(select(Asset.tag)))) == 3
    assert identity.standing(restored) is Standing.OWN


def test_of_two_copies_on_one_account_one_becomes_new(store: Store, budi: Actor, tmp_path: Path) -> None:
    add(store, budi)
    other, me = copy(store, tmp_path / "b.spbe"), store.replica
    tags = [add(store, budi), add(other, budi), add(store, budi), add(other, budi)]
    assert len(set(tags)) == 4
    assert (store.replica, store.became) == (me, None)
    assert other.became is Standing.REWOUND
    assert other.replica != me


def test_a_clone_that_brought_its_mark_along_is_found_when_both_meet(
    store: Store, budi: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, budi, "before")
    other = copy(store, tmp_path / "b.spbe")
    shutil.copytree(os.environ["SPBE_ASSETS_HOME"], tmp_path / "clone")
    add(store, budi, "here")
    with monkeypatch.context() as patch:
        patch.setenv("SPBE_ASSETS_HOME", str(tmp_path / "clone"))
        add(other, budi, "there")
        assert other.became is None
    take_in(store, other)
    started = Store.open(store.path)
    assert identity.standing(started) is Standing.FORKED
    add(started, budi, "after")
    assert started.became is Standing.FORKED
    assert identity.standing(started) is Standing.OWN
    with started.read() as session:
        assert set(session.scalars(select(Asset.name))) == {"before", "here", "there", "after"}


def test_a_crash_before_the_mark_was_written_does_no_harm(store: Store, budi: Actor) -> None:
    add(store, budi)
    mark = head_file(store.replica).read_bytes()
    add(store, budi)
    head_file(store.replica).write_bytes(mark)
    opened = Store.open(store.path)
    add(opened, budi)
    assert (opened.replica, opened.became) == (store.replica, None)


@pytest.mark.parametrize("content", [b"", b"\0" * 160, b"not json", b"[]", b'{"seq": "x", "hash": "zz"}'])
def test_a_mark_that_says_nothing_is_not_trusted(store: Store, budi: Actor, content: bytes) -> None:
    tags = [add(store, budi)]
    head_file(store.replica).write_bytes(content)
    opened = Store.open(store.path)
    tags.append(add(opened, budi))
    assert opened.became is Standing.REWOUND
    assert len(set(tags)) == 2


def test_a_mark_that_cannot_be_written_never_fails_a_commit(store: Store, budi: Actor) -> None:
    folder = identity.folder(store.replica)
    shutil.rmtree(folder)
    folder.write_text("in the way")
    tags = [add(store, budi), add(store, budi)]
    assert len(set(tags)) == 2


def test_without_a_data_folder_a_database_is_written_all_the_same(
    tmp_path: Path, budi: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("SPBE_ASSETS_HOME", str(tmp_path / "file" / "home"))
    made = Store.create(tmp_path / "a.spbe")
    add(made, budi)
    again, me = Store.open(made.path), made.replica
    add(again, budi)
    assert (again.replica, again.became) == (me, None)


def test_a_store_that_is_open_follows_when_another_program_becomes_new(store: Store, budi: Actor) -> None:
    add(store, budi)
    other = Store.open(store.path)
    new = identity.become_new(other, budi)
    add(store, budi)
    assert store.replica == new == other.replica
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Replica).where(Replica.me)) == 1


def test_a_new_installation_keeps_its_name_and_person(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        identity.rename(uow, " Laptop  A ", "Ani")
    identity.become_new(store, budi)
    with store.read() as session:
        me = identity.me(session)
    assert (me.name, me.person, me.replica) == ("Laptop A", "Ani", store.replica)
    assert len(me.series) == 1


def test_a_new_series_is_none_that_is_known(store: Store, budi: Actor) -> None:
    seen = {identity.become_new(store, budi) for _ in range(3)}
    with store.read() as session:
        prefixes = list(session.scalars(select(TagSeries.prefix)))
    assert len(seen) == 3
    assert len(set(prefixes)) == len(prefixes) == 4


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder to itself")
def test_the_mark_is_for_its_user_alone(store: Store) -> None:
    folder = identity.folder(store.replica)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert head_file(store.replica).stat().st_mode & 0o777 == 0o600


def test_undo_passes_over_becoming_new(store: Store, budi: Actor) -> None:
    identity.become_new(store, budi)
    with pytest.raises(Refused):
        undo(store, budi)
