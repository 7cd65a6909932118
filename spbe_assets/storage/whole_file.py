"""Files that people ask for appear whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name to write to; what was written is on the disk and takes the place of `path` on a clean exit only.

    Raises:
        Refused: it can't be written there; nothing of it is left behind.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        _to_disk(part)
        part.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):  # where the folder is none, there is nothing to take away
            part.unlink(missing_ok=True)


def cannot_write(path: Path, error: Exception) -> Refused:
    """The error for a file that can't be written."""
    sentence = _("{file} can't be written: {reason}. Close it in other programs or choose another place.")
    return Refused(sentence.format(file=path, reason=os_errors.reason(error)))


def _to_disk(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
