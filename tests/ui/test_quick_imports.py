"""PySide6 leaves the sources of our modules alone."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import linecache, ui.quick_imports
linecache.clearcache()
import sqlalchemy.orm
print(sum(path.endswith(".py") for path in linecache.cache))
"""


def test_loading_sqlalchemy_reads_none_of_its_sources() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert int(done.stdout) == 0
