from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spbe_assets.domain.errors import Refused
from spbe_assets.services import camera_folder
from spbe_assets.services.camera_folder import Camera, Shot
from spbe_assets.storage.store import Store

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def put(path: Path, minutes: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    at = (NOON + timedelta(minutes=minutes)).timestamp()
    os.utime(path, (at, at))
    return path


def test_the_newest_photos_of_all_folders_below_come_first(tmp_path: Path) -> None:
    put(tmp_path / "100ANDRO" / "a.jpg", 1)
    put(tmp_path / "101ANDRO" / "b.JPG", 3)
    put(tmp_path / "c.heic", 2)
    for other in (".thumbnails/t.jpg", "film.mp4", "notes.txt"):
        put(tmp_path / other, 9)
    found = camera_folder.newest(tmp_path)
    assert [shot.path.name for shot in found] == ["b.JPG", "c.heic", "a.jpg"]
    assert found[0].taken_at == NOON + timedelta(minutes=3)


def test_only_so_many_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_folder, "MOST_SHOTS", 4)
    for number in range(9):
        put(tmp_path / f"{number}.jpg", number)
    assert [shot.path.stem for shot in camera_folder.newest(tmp_path)] == ["8", "7", "6", "5"]


def test_a_folder_that_is_gone_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="plug in the phone"):
        camera_folder.newest(tmp_path / "gone")


@pytest.mark.skipif(os.name == "nt", reason="needs a link")
def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path / "a.jpg", 1)
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(camera_folder.newest(tmp_path)) == 1


def test_what_was_fetched_is_remembered_for_each_operator_and_folder(store: Store, tmp_path: Path) -> None:
    assert camera_folder.remembered(store, "Rina") == Camera(None, None)
    camera_folder.remember_folder(store, "Rina", tmp_path)
    camera_folder.remember_fetched(store, "Rina", NOON)
    camera_folder.remember_folder(store, "Rina", tmp_path)
    kept = camera_folder.remembered(store, "Rina")
    assert kept == Camera(tmp_path, NOON)
    assert kept.is_new(Shot(tmp_path, NOON + timedelta(seconds=1))) and not kept.is_new(Shot(tmp_path, NOON))
    assert not Camera(tmp_path, None).is_new(Shot(tmp_path, NOON))
    assert camera_folder.remembered(store, "Budi").folder is None
    camera_folder.remember_folder(store, "Rina", tmp_path / "card")
    assert camera_folder.remembered(store, "Rina").fetched is None
