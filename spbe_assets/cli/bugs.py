"""What happens when the program itself is wrong: a report in a file, one sentence, its own exit code."""

from __future__ import annotations

import contextlib
import logging
import platform
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import click

from spbe_assets import __version__, log
from spbe_assets.i18n import _
from spbe_assets.paths import log_folder

OUR_MISTAKE = 70


class Report:
    """A `with` block that turns an unexpected error into a report file; `code` is what to exit with then."""

    code = OUR_MISTAKE

    def __enter__(self) -> Report:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        told = _("A mistake in the program stopped this command; nothing was changed. The report is in {file}.")
        click.echo(told.format(file=write(error)), err=True)
        return True


def write(error: BaseException) -> Path:
    """Keep what a maintainer needs to know of an error; returns the report's file."""
    lines = "".join(traceback.format_exception(error))
    machine = f"{platform.platform()} · Python {platform.python_version()}"
    path = _folder() / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    path.write_text(f"SPBE Assets {__version__}\n{machine}\n\n{lines}", "utf-8")
    with contextlib.suppress(OSError):
        log.set_up()
    logging.getLogger("spbe_assets.cli").error("unexpected error, see %s: %s", path.name, type(error).__name__)
    return path


def _folder() -> Path:
    """The log folder, or the system's one for temporary files where that can't be made."""
    try:
        return log_folder()
    except OSError:
        return Path(tempfile.gettempdir())
