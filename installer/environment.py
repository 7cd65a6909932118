"""The program's own Python environment in `.venv`: made once, mended when it was interrupted, checked by a stamp."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer import debian, lock, pip_run
from installer.messages import SetUpError, say, text

ROOT = Path(__file__).resolve().parent.parent
PROGRAM, TESTS, CAMERA = "requirements.txt", "requirements-dev.txt", "requirements-camera.txt"
WINDOWS = os.name == "nt"

_LOCK, _STAMP, _STARTED, _LOG = "set-up.lock", "set-up.json", "set-up.started", "set-up.log"


class Environment:
    """The `.venv` below `root`, for the pinned packages in `root/installer`."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter inside it."""
        return self.folder / ("Scripts/python.exe" if WINDOWS else "bin/python")

    def is_running(self) -> bool:
        """Whether this very process runs inside it."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def is_ready(self, requirements: str) -> bool:
        """Whether everything in a requirements file was installed, by the stamp alone: quick, no network."""
        try:
            stamp = json.loads((self.folder / _STAMP).read_text("utf-8"))
            return bool(stamp[requirements] == self._pins(requirements) and stamp["python"] == self._interpreter())
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def make_ready(self, requirements: str) -> None:
        """Make or mend it and install the pins. Safe to call from two processes at once.

        Raises:
            SetUpError: it can't be done here and now; the sentence says why and what to do.
        """
        self.folder.mkdir(exist_ok=True)
        with lock.held(self.folder / _LOCK, lambda: say("waiting")):
            if self.is_ready(requirements):
                return
            say("making")
            (self.folder / _STAMP).unlink(missing_ok=True)
            if self._interrupted() or not self._works() or pip_run.command(self.python) is None:
                self._clear()
                self._create()
            self._install(requirements)
            self._write_stamp(requirements)

    def _pins(self, requirements: str) -> str:
        file = self.root / "installer" / requirements
        if not file.is_file():
            raise SetUpError(text("incomplete", path=file))
        return hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()

    def _interpreter(self) -> list[str]:
        """What tells that the Python below the environment was exchanged or removed, as by a system upgrade."""
        lines = (self.folder / "pyvenv.cfg").read_text("utf-8").splitlines()
        told = [line for line in lines if line.split("=")[0].strip() in ("home", "version")]
        return [*told, "" if WINDOWS else str(self.python.resolve(strict=True))]

    def _interrupted(self) -> bool:
        if not (self.folder / _STARTED).exists():
            return False
        say("mending")
        return True

    def _works(self) -> bool:
        """Whether the environment runs a Python that is new enough and the one it was made for."""
        question = "import sys, encodings; print('%d.%d' % sys.version_info[:2])"
        try:
            told = subprocess.run([self.python, "-c", question], capture_output=True, text=True, check=True, timeout=60)
            version = told.stdout.strip()
            made_for = (self.folder / "pyvenv.cfg").read_text("utf-8")
            return f"version = {version}." in made_for and int(version.split(".")[1]) >= 11
        except (OSError, ValueError, subprocess.SubprocessError):
            return False

    def _clear(self) -> None:
        """Empty the folder but for the lock, which this process holds."""
        for child in self.folder.iterdir():
            if child.name == _LOCK:
                continue
            shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()

    def _create(self) -> None:
        """Make the environment, with its own pip where Python brings one."""
        own_pip = importlib.util.find_spec("ensurepip") is not None
        if not own_pip and not pip_run.is_outside_pip_usable():
            own_pip = debian.install_pip()
            if not own_pip:
                raise SetUpError(text("no_pip"))
        (self.folder / _STARTED).touch()
        command = [sys.executable, "-m", "venv", *(() if own_pip else ("--without-pip",)), str(self.folder)]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            (self.folder / _LOG).write_text(made.stdout + made.stderr, "utf-8")
            raise SetUpError(text("no_venv", log=self.folder / _LOG))
        (self.folder / _STARTED).unlink()

    def _install(self, requirements: str) -> None:
        started = self.folder / _STARTED
        pip_run.install(self.python, self.root / "installer" / requirements, self.folder / _LOG, started)
        started.unlink(missing_ok=True)

    def _write_stamp(self, requirements: str) -> None:
        """Vouch for the pins, after everything has reached the disk. Every longer list contains the program's."""
        if hasattr(os, "sync"):
            os.sync()
        stamp = {"python": self._interpreter()} | {name: self._pins(name) for name in (PROGRAM, requirements)}
        half = self.folder / f"{_STAMP}.part"
        half.write_text(json.dumps(stamp), "utf-8")
        half.replace(self.folder / _STAMP)
