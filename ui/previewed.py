"""A file that was made to be looked at first: when it is wanted, it is kept as it is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _


def keep(previewed: Path, path: Path) -> Path:
    """Copy a previewed file to where somebody wants it, whole or not at all; returns `path`.

    Raises:
        Refused: it can't be written there.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        shutil.copyfile(previewed, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        sentence = _("{file} can't be written: {reason}. Close it in other programs or choose another place.")
        raise Refused(sentence.format(file=path, reason=os_errors.reason(error))) from error
    finally:
        part.unlink(missing_ok=True)
    return path
