"""The Linux part: the few system libraries that Qt needs, and pip on a bare Debian."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer.messages import SetUpError, say, text, write

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""What PySide6's own wheels leave to the system: shared library -> Debian package."""


def missing_libraries() -> list[str]:
    """The shared libraries of `QT_LIBRARIES` that this system can't load; none elsewhere than on Linux."""
    return [name for name in QT_LIBRARIES if not _loads(name)] if sys.platform == "linux" else []


def install_libraries() -> None:
    """See to it that Qt's system libraries are there: as root on Debian by installing just the missing ones.

    Raises:
        SetUpError: they are missing and only the user can install them; the sentence holds the one command.
    """
    missing = missing_libraries()
    if not missing:
        return
    packages = [QT_LIBRARIES[name] for name in missing]
    if _may_install() and _apt_install(packages) and not missing_libraries():
        return
    if shutil.which("apt-get"):
        raise SetUpError(
            text("libraries", command=f"{'' if _is_root() else 'sudo '}apt-get install {' '.join(packages)}")
        )
    raise SetUpError(text("libraries_other", names=" ".join(missing)))


def install_pip() -> bool:
    """On a bare Debian as root, install what makes an environment with pip; False where that can't be done."""
    return sys.executable.startswith("/usr/bin/") and _may_install() and _apt_install(["python3-venv"])


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _is_root() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


def _may_install() -> bool:
    return _is_root() and Path("/etc/debian_version").exists()


def _apt_install(packages: list[str]) -> bool:
    """Install packages without a question; fetches the package lists only if the first try fails."""
    say("system", packages=" ".join(packages))
    return _apt("install", *packages) or (_apt("update") and _apt("install", *packages))


def _apt(verb: str, *packages: str) -> bool:
    options = ["-y", "-qq", "--no-install-recommends"] if verb == "install" else ["-qq"]
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", verb, *options, "-o", "DPkg::Lock::Timeout=120", *packages]
    ran = subprocess.run(command, capture_output=True, text=True, errors="replace", env=quiet, check=False)
    if ran.returncode:
        write(ran.stderr.strip())
    return ran.returncode == 0
