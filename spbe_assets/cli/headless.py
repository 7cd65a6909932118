"""What `python3 main.py` does where no window can be shown: the main job on a sample inventory, without one."""

from __future__ import annotations

from pathlib import Path

import click

from spbe_assets.cli import app
from spbe_assets.i18n import _, use
from spbe_assets.paths import data_folder

ASSETS = 2_000
LABELLED = "Diskominfotik"


def run() -> int:
    """Make the sample province, its labels and its readiness report, and tell where they lie.

    Returns:
        The exit code of the first step that failed, else 0.
    """
    from spbe_assets.cli import language

    use(language.chosen())
    click.echo(_("There is no display here, so no window can open; a sample of the work is made without one."))
    folder = data_folder() / "sample"
    folder.mkdir(exist_ok=True)
    database = folder / "sample.spbe"
    for step in _steps(folder, database):
        code = app.run([*step, "--db", str(database)])
        if code > app.FINDINGS:
            return code
    click.echo(_("Everything else works by command too: python3 main.py --help"))
    return 0


def _steps(folder: Path, database: Path) -> list[list[str]]:
    make = [] if database.exists() else [["demo", "--assets", str(ASSETS)]]
    labels = ["labels", str(folder / "labels.pdf"), "--agency", LABELLED]
    return [*make, labels, ["readiness", str(folder / "readiness.pdf")]]
