"""Long reading in a process of its own: `python -m spbe_assets.storage.apart` answers one question about a database.

Working out a report is pure Python, and while one thread runs Python every other thread waits for its turn: a list that
is scrolled meanwhile would stand still. So the window asks a second process, which is ended when nobody waits any more.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, BinaryIO, TypeVar, cast

from spbe_assets import i18n
from spbe_assets.domain.errors import AppError, Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.paths import ROOT

T = TypeVar("T")
_MODULE = "spbe_assets.storage.apart"
_POLL_SECONDS, _SAY_SECONDS = 0.1, 0.05
_STEP, _ANSWER, _SENTENCE, _BUG, _END = range(5)
_POLITE = 5
"""So much lower is the child's priority, that the window keeps a core to itself on a small machine."""


def ask(path: Path, question: Callable[..., T], *arguments: Any, progress: Progress = SILENT) -> T:
    """`question(session, *arguments, progress)` about a database.

    Args:
        path: the database.
        question: a function of a module; it, its arguments and its answer travel by pickle.

    Raises:
        AppError: what the question raised.
        Refused: the system ended the process, for want of memory for instance.
        Cancelled: the user asked to stop.
    """
    child = _started((str(path), i18n.language(), question, arguments))
    said: SimpleQueue[tuple[int, Any]] = SimpleQueue()
    Thread(target=_listen, args=(child.stdout, said), daemon=True).start()
    try:
        return cast(T, _answer(said, progress))
    finally:
        child.kill()
        child.wait()


def _started(errand: tuple[Any, ...]) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", _MODULE],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )  # fmt: skip
    with suppress(OSError), cast(BinaryIO, child.stdin) as asked:  # a child that died already says so by its silence
        pickle.dump(errand, asked)
    return child


def _listen(stream: BinaryIO, said: SimpleQueue[tuple[int, Any]]) -> None:
    with stream:
        for message in _messages(stream):
            said.put(message)
    said.put((_END, None))


def _messages(stream: BinaryIO) -> Iterator[tuple[int, Any]]:
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            yield pickle.load(stream)  # noqa: S301 - written by our own child


def _answer(said: SimpleQueue[tuple[int, Any]], progress: Progress) -> Any:
    step: tuple[Any, ...] = (0, 0)
    while True:
        try:
            kind, value = said.get(timeout=_POLL_SECONDS)
        except Empty:
            progress.step(*step)
            continue
        if kind == _STEP:
            step = value
            progress.step(*step)
        elif kind == _ANSWER:
            return value
        elif kind == _SENTENCE:
            raise value
        elif kind == _BUG:
            raise RuntimeError(value)
        else:
            raise Refused(_("The system stopped this work. Close other programs and try again."))


class _Sayer:
    """The child's progress and its last word."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._said_at = 0.0

    def step(self, done: int, total: int, text: str = "") -> None:
        now = monotonic()
        if now - self._said_at >= _SAY_SECONDS or done == total:
            self._said_at = now
            self.say(_STEP, (done, total, text))

    def say(self, kind: int, value: Any) -> None:
        pickle.dump((kind, value), self._stream)
        self._stream.flush()


def main() -> None:
    """Answer the question on standard input."""
    if hasattr(os, "nice"):
        os.nice(_POLITE)
    sayer = _Sayer(os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    sys.stdout = sys.stderr  # what a library prints must not come between the messages
    try:
        sayer.say(_ANSWER, _asked(sayer))
    except AppError as error:
        sayer.say(_SENTENCE, error)
    except Exception:  # noqa: BLE001 - the parent reports it
        sayer.say(_BUG, traceback.format_exc())


def _asked(progress: Progress) -> Any:
    from spbe_assets.storage.store import Store

    path, language, question, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    i18n.use(language)
    store = Store.open(Path(path))
    try:
        with store.read() as session:
            return question(session, *arguments, progress)
    finally:
        store.close()


if __name__ == "__main__":
    main()
