"""Runs pip on the pinned list and turns its failures into one sentence each."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from installer.messages import SetUpError, say, text

_FIRST_WITH_PYTHON_OPTION = (22, 3)
_CHANGES_BEGIN = "Installing collected packages"
_MISLEADING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PIP_PYTHON", "PYTHONHOME")
_REASONS = (
    ("disk_full", r"No space left on device|Errno 28|not enough space on the disk"),
    ("bad_hash", r"DO NOT MATCH THE HASHES|Hashes are required"),
    ("bad_certificate", r"CERTIFICATE_VERIFY_FAILED"),
    (
        "no_network",
        r"Failed to establish a new connection|Name or service not known|name resolution|getaddrinfo failed"
        r"|Network is unreachable|[Cc]onnection (refused|broken|aborted|reset)|timed out|ProxyError|SSLError"
        r"|IncompleteRead|Could not fetch URL",
    ),
    ("no_wheel", r"No matching distribution found|Could not find a version"),
    ("not_writable", r"Permission denied|Read-only file system"),
)


def is_outside_pip_usable() -> bool:
    """Whether the Python that runs this has a pip that can install into another environment."""
    version = _outside_pip_version()
    return version is not None and version >= _FIRST_WITH_PYTHON_OPTION


def command(python: Path) -> list[str] | None:
    """How to run pip on an environment: its own, else the one outside; None where there is neither."""
    own = [str(python), "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    return [sys.executable, "-m", "pip", "--python", str(python)] if is_outside_pip_usable() else None


def install(python: Path, requirements: Path, log: Path, started: Path) -> None:
    """Install exactly the pinned wheels, by their hashes. Touches `started` before the first change is made.

    Raises:
        SetUpError: pip failed; nothing is half installed unless `started` exists.
    """
    pip = command(python)
    if pip is None:
        raise SetUpError(text("no_pip"))
    full_command = [
        *pip, "install", "--require-hashes", "--only-binary", ":all:", "--no-input",
        "--disable-pip-version-check", "--retries", "2", "--progress-bar", "off", "-r", str(requirements),
    ]  # fmt: skip
    process = subprocess.Popen(
        full_command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=_plain_environment(),
    )
    with process:
        said = _follow(process.stdout or [], started)
    log.write_text(said, "utf-8")
    if process.returncode:
        raise SetUpError(_sentence(said, log))


def _follow(lines: Iterable[str], started: Path) -> str:
    """Everything pip said; shows each package as its turn comes."""
    said = []
    for line in lines:
        said.append(line)
        if line.startswith(_CHANGES_BEGIN):
            started.touch()
        elif found := re.match(r"Collecting ([\w.-]+)", line):
            say("package", name=found[1])
    return "".join(said)


def _plain_environment() -> dict[str, str]:
    """The environment without settings that would send packages elsewhere."""
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return kept | {"PYTHONUNBUFFERED": "1", "PIP_USER": "0"}


def _outside_pip_version() -> tuple[int, ...] | None:
    told = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"pip (\d+)\.(\d+)", told.stdout)
    return (int(found[1]), int(found[2])) if found and told.returncode == 0 else None


def _sentence(said: str, log: Path) -> str:
    for key, pattern in _REASONS:
        if re.search(pattern, said):
            return text(key, log=log, path=log.parent, python=platform.python_version())
    return text("pip_failed", log=log)
