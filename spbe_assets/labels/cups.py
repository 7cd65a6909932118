"""Raw queues of CUPS through its own commands, on Linux and macOS."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _

WAIT_S = 60.0
_PREFIX = re.compile(r"\S*lp: (Error - )?")


def send(data: bytes, queue: str, title: str) -> None:
    """Hand a job to a queue, to be passed on to its printer untouched.

    Raises:
        Refused: there is no such queue or no CUPS, or the queue takes no jobs.
    """
    try:
        done = _run(["lp", "-d", queue, "-o", "raw", "-t", title, "-"], data)
    except FileNotFoundError as error:
        raise Refused(_("This computer has no printing system (CUPS), so it knows no queues.")) from error
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:  # ValueError: a null character in the name
        raise _refused(queue, _("the printing system does not answer")) from error
    if done.returncode:
        raise _refused(queue, _reason(done.stderr.decode("utf-8", "replace").strip()))


def queues() -> list[str]:
    """The names of the queues on this computer."""
    try:
        # Not `lpstat -e`, which also goes looking for printers on the network.
        done = _run(["lpstat", "-v"], b"")
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return [line.removeprefix("device for ").partition(": ")[0] for line in lines if line.startswith("device for ")]


def _reason(complaint: str) -> str:
    if "does not exist" in complaint:
        return _("there is no printer of this name")
    words = _PREFIX.sub("", complaint.rpartition("\n")[2]).rstrip(".")
    return words or _("the printing system does not answer")


def _run(command: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which(command[0])
    if program is None:
        raise FileNotFoundError(command[0])
    plain = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(  # noqa: S603 - a fixed program, no shell
        [program, *command[1:]], input=data, capture_output=True, timeout=WAIT_S, env=plain, check=False
    )


def _refused(queue: str, reason: str) -> Refused:
    return Refused(
        _("The queue {name} did not take the labels: {reason}. Nothing was printed.").format(name=queue, reason=reason)
    )
