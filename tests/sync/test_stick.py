"""Which of the mounted disks are ones that people pull out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from spbe_assets.sync import stick


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked in another way")
def test_removable_disks_and_those_on_usb_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    devices, points = tmp_path / "class", tmp_path / "media"
    devices.mkdir()
    lines = ["tmpfs /run tmpfs rw 0 0"]
    for name, bus, removable, shown in (
        ("sda", "ata1", "0", "disk"), ("sdb", "ata2", "1", "MY STICK"), ("sdc", "usb3", "0", "backup"),
    ):  # fmt: skip
        disk = tmp_path / "devices" / bus / "block" / name
        (disk / f"{name}1").mkdir(parents=True)
        (disk / "removable").write_text(f"{removable}\n")
        (disk / f"{name}1" / "partition").write_text("1\n")
        (devices / f"{name}1").symlink_to(disk / f"{name}1")
        (points / shown).mkdir(parents=True)
        lines.append(f"/dev/{name}1 {points / shown}".replace("MY STICK", "MY\\040STICK") + " vfat rw 0 0")
    lines.append("/dev/mapper/root / ext4 rw 0 0")
    (tmp_path / "mounts").write_text("\n".join(lines))
    monkeypatch.setattr(stick, "MOUNTS", tmp_path / "mounts")
    monkeypatch.setattr(stick, "DEVICES", devices)
    found = stick.sticks()
    assert [one.path for one in found] == [points / "MY STICK", points / "backup"]
    assert all(one.free_bytes > 0 for one in found)
    assert stick.is_on_stick(points / "backup" / "1.spbepack")
    assert not stick.is_on_stick(points / "disk" / "1.spbepack")


def test_what_was_written_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "1.spbepack"
    path.write_bytes(b"pack")
    stick.settle(path)
    stick.forget(path)
    assert path.read_bytes() == b"pack"
    with pytest.raises(OSError, match="No such file"):
        stick.settle(tmp_path / "gone")
