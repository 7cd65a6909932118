"""Writing a report's file so that it appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import StorageError
from spbe_assets.i18n import _


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name to write to; what was written takes the place of `path` on a clean exit only.

    Raises:
        StorageError: the file can't be written there.
    """
    part = path.with_name(path.name + ".part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        sentence = _("{file} can't be written: {reason}. Choose another place, or close the program that has it open.")
        raise StorageError(sentence.format(file=path, reason=os_errors.reason(error))) from error
    finally:
        part.unlink(missing_ok=True)
