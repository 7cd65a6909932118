"""A file that was made to be looked at first: when it is wanted, it is kept as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from spbe_assets.storage.whole_file import whole_file


def keep(previewed: Path, path: Path) -> Path:
    """Copy a previewed file to where somebody wants it, whole or not at all; returns `path`.

    Raises:
        Refused: it can't be written there.
    """
    with whole_file(path) as part:
        shutil.copyfile(previewed, part)
    return path
