"""Writing a report, for a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spbe_assets.domain.progress import Progress
from spbe_assets.domain.reports import Wanted


def write(session: Any, wanted: Wanted, path: Path, progress: Progress) -> Path:
    """Write what is wanted to a file, as the database is at this moment."""
    from spbe_assets.reports import catalogue

    catalogue.write(session, wanted, path, progress)
    return path
