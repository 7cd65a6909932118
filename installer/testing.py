"""`python3 main.py test`: the whole suite, without a display, on every core. `--long` also runs the long seeds."""

from __future__ import annotations

import os

from installer.environment import ROOT

LONG_VARIABLE = "SPBE_ASSETS_LONG"
EVERY_CORE = ["-n", "auto", "--dist", "worksteal"]


def run(arguments: list[str]) -> int:
    """Run pytest with these arguments.

    Returns:
        pytest's exit code; 0 means that everything passed.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if "--long" in arguments:
        os.environ[LONG_VARIABLE] = "1"
    os.chdir(ROOT)
    import pytest

    return int(pytest.main([*EVERY_CORE, *(argument for argument in arguments if argument != "--long")]))
