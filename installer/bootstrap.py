"""`python3 main.py`: sets up what is missing, then goes on inside the program's own environment."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

from installer import debian
from installer.environment import CAMERA, PROGRAM, ROOT, TESTS, WINDOWS, Environment
from installer.messages import SetUpError, say, text, write

FAILED = 3
INTERRUPTED = 130
_LIBRARIES_STAMP = "qt-libraries.ok"


def enter(arguments: list[str]) -> int | None:
    """Set up what these arguments need and go on inside the environment.

    Returns:
        None where this process runs inside the finished environment and should start the program itself; otherwise
        the exit code to leave with.
    """
    environment = Environment()
    try:
        _set_up(environment, arguments)
    except SetUpError as error:
        write(str(error))
        return FAILED
    except OSError as error:
        write(_sentence(error))
        return FAILED
    except KeyboardInterrupt:
        write(text("stopped"))
        return INTERRUPTED
    return None if environment.is_running() else _go_on(environment.python, arguments)


def needs_window(arguments: list[str]) -> bool:
    """Whether the arguments open the window: none, or just the file to open."""
    return not arguments or (arguments[0] == "--db" and len(arguments) == 2)


def has_display() -> bool:
    """Whether a window can be shown here; Linux tells by its environment, other systems always can."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _set_up(environment: Environment, arguments: list[str]) -> None:
    for_tests = arguments[:1] == ["test"]
    requirements = {"test": TESTS, "camera": CAMERA}.get("".join(arguments[:1]), PROGRAM)
    fresh = not environment.is_ready(requirements)
    if fresh and environment.is_running():
        sys.exit(_go_on(Path(getattr(sys, "_base_executable", sys.executable)), arguments))
    if fresh:
        environment.make_ready(requirements)
    _see_to_libraries(environment.folder / _LIBRARIES_STAMP, fresh, for_tests or needs_window(arguments))
    if fresh:
        say("ready")


def _see_to_libraries(stamp: Path, fresh: bool, insist: bool) -> None:
    """Qt's libraries are looked for at set-up and until they are there; only what needs Qt refuses to go on."""
    if stamp.exists() or not (fresh or insist):
        return
    try:
        debian.install_libraries()
        stamp.touch()
    except SetUpError as error:
        if insist:
            raise
        write(str(error))


def _go_on(python: Path, arguments: list[str]) -> int:
    command = [str(python), str(ROOT / "main.py"), *arguments]
    if WINDOWS:  # Windows has no exec: the console would think the program had ended
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)  # noqa: S606


def _sentence(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return text("disk_full")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return text("not_writable", path=error.filename or ROOT)
    return f"{error}"
