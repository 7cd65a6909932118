"""`undo [ACTION]`: turn back one action as a whole."""

from __future__ import annotations

import click

from spbe_assets.cli import turned
from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _


@program_command("undo", _("Turn back an action: the one named, as import and history show it, or else the last one."))
@click.argument("action", required=False, metavar="[ACTION]")
def command(call: Call, action: str | None) -> int:
    """Turn back an action."""
    from spbe_assets.storage import undo

    with call.reading() as store, watched(_("Undoing")) as progress:
        done = undo.undo(store, call.actor(store), _action_id(action), progress)
    return turned.report(call, done, _("Undone: {what}"))


def _action_id(text: str | None) -> Id | None:
    if text is None:
        return None
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Refused(_("“{text}” is no action; history and import show it.").format(text=text)) from None
