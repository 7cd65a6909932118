"""`redo`: do again what was undone last."""

from __future__ import annotations

from spbe_assets.cli import turned
from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.i18n import _


@program_command("redo", _("Do again what was undone last, unless something new was done since."))
def command(call: Call) -> int:
    """Do again what was undone last."""
    from spbe_assets.storage import undo

    with call.reading() as store, watched(_("Doing again")) as progress:
        done = undo.redo(store, call.actor(store), progress)
    return turned.report(call, done, _("Done again: {what}"))
