"""Sticks and other disks that people pull out: where they are, and whether what was written is really on them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MOUNTS, DEVICES = Path("/proc/mounts"), Path("/sys/class/block")
REMOVABLE_DRIVE = 2
"""Windows' word for a stick."""


@dataclass(frozen=True, slots=True)
class Stick:
    """A disk that can be pulled out: the folder it is found at, and how many bytes are free on it."""

    path: Path
    free_bytes: int


def sticks() -> list[Stick]:
    """The removable disks that are plugged in now; empty where the system does not say."""
    found: list[Stick] = []
    for path in _windows_drives() if sys.platform == "win32" else _mounted():
        with suppress(OSError):
            found.append(Stick(path, shutil.disk_usage(path).free))
    return found


def settle(path: Path) -> None:
    """Wait until a file that was written and its name are on the disk, as far as the system lets one wait.

    Raises:
        OSError: the disk is gone or does not answer.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if sys.platform == "win32":  # folders can't be opened there; the file's own flush writes its entry too
        return
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems of sticks refuse it for folders
            os.fsync(folder)
    finally:
        os.close(folder)


def forget(path: Path) -> None:
    """Ask the system to read a file from the disk itself the next time, where it can be asked."""
    if sys.platform == "linux":
        with path.open("rb") as file, suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def is_on_stick(path: Path) -> bool:
    """Whether a file lies on a disk that can be pulled out, so that people are told when they may."""
    place = path.absolute()
    return any(place.is_relative_to(stick.path) for stick in sticks())


def _mounted() -> Iterator[Path]:
    if not MOUNTS.exists():
        return
    for line in MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        device, point, *_rest = line.split(" ")
        if device.startswith("/dev/") and _is_removable(device.removeprefix("/dev/")):
            yield Path(point.replace("\\040", " "))


def _is_removable(device: str) -> bool:
    """Whether a block device says so itself or hangs on USB, as external disks that don't say so do."""
    try:
        entry = (DEVICES / device).resolve(strict=True)
        disk = entry.parent if (entry / "partition").exists() else entry
        return (disk / "removable").read_text().strip() == "1" or "/usb" in str(disk)
    except OSError:
        return False


def _windows_drives() -> Iterator[Path]:
    if sys.platform != "win32":
        return
    import ctypes

    present = ctypes.windll.kernel32.GetLogicalDrives()
    for number in range(26):
        drive = f"{chr(ord('A') + number)}:\\"
        if present >> number & 1 and ctypes.windll.kernel32.GetDriveTypeW(drive) == REMOVABLE_DRIVE:
            yield Path(drive)
