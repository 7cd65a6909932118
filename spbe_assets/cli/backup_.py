"""`backup OUT`: a tested copy of the database."""

from __future__ import annotations

from pathlib import Path

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _


@program_command("backup", _("Copy the database to a new file, also while it is in use, and test the copy."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
def command(call: Call, out: Path) -> None:
    """Take a backup."""
    from spbe_assets.storage import backup

    named_output(out)
    with call.reading() as store:
        made = backup.take(store.path, out)
    data = {"file": str(made.path), "taken_at": made.taken_at, "size_bytes": made.size_bytes, "rows": made.rows}
    told = _("{file}: copied and tested, {assets} assets and {links} links.")
    assets, links = (formats.number(made.rows[table]) for table in ("asset", "link"))
    call.answer(data, told.format(file=made.path, assets=assets, links=links))
