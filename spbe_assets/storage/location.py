"""Refuses places where a database file is not safe: network shares and removable disks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from spbe_assets.domain.errors import StorageError
from spbe_assets.i18n import _

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "fuse.sshfs", "fuse.rclone", "davfs", "fuse.davfs2"}
)
REMOVABLE, REMOTE = 2, 4
OVERRIDE = "SPBE_ASSETS_ANY_DISK"


def refuse_unsafe_place(path: Path) -> None:
    """Raise StorageError with advice where SQLite can't keep its promise; SPBE_ASSETS_ANY_DISK=1 overrides."""
    if os.environ.get(OVERRIDE) == "1":
        return
    kind = _windows_kind(path) if sys.platform == "win32" else _mounted_kind(path)
    if kind == "network":
        raise StorageError(
            _("A database on a network share can be damaged; keep it on this computer and exchange packs instead.")
        )
    if kind == "removable":
        raise StorageError(
            _("A database on a removable disk can be damaged; keep it on this computer and carry packs instead.")
        )


def _mounted_kind(path: Path) -> str:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return "local"
    place = path.absolute().parent.resolve()
    best, found = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, kind, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        if place.is_relative_to(point) and len(point) >= len(best):
            best, found = point, kind
    return "network" if found in NETWORK_FILE_SYSTEMS else "local"


def _windows_kind(path: Path) -> str:
    if sys.platform != "win32":
        return "local"
    import ctypes

    drive = path.absolute().anchor
    kind = ctypes.windll.kernel32.GetDriveTypeW(drive)
    return {REMOVABLE: "removable", REMOTE: "network"}.get(kind, "network" if drive.startswith("\\\\") else "local")
