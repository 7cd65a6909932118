"""`demo`: a synthetic province to try the program with."""

from __future__ import annotations

from dataclasses import asdict

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.i18n import _

ASSETS, MOST = 5_000, 5_000_000


@program_command("demo", _("Fill a new database with a synthetic province; the same seed makes the same one."))
@click.option(
    "--assets", type=click.IntRange(0, MOST), default=ASSETS, metavar="N", help=_("How many; 0 for agencies only.")
)
@click.option("--seed", type=int, default=1, metavar="S", help=_("Another number makes another province."))
def command(call: Call, assets: int, seed: int) -> None:
    """Fill a new database."""
    from spbe_assets.services import demo

    with (
        call.writing() as store,
        store.write(call.actor(store), demo.REASON) as uow,
        watched(_("Making the province")) as progress,
    ):
        made = demo.fill(uow, assets, seed, progress, formats.today())
    told = _("{file}: {agencies} agencies, {assets} assets, {links} links.")
    data = {**asdict(made), "action": uow.changes.action}
    numbers = {"agencies": made.agencies, "assets": made.assets, "links": made.links}
    call.answer(data, told.format(file=call.path, **{key: formats.number(n) for key, n in numbers.items()}))
