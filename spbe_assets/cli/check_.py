"""`check`: prove that the database is what its log says."""

from __future__ import annotations

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.i18n import _


@program_command("check", _("Verify the chain of changes, rebuild everything from it and compare; changes nothing."))
def command(call: Call) -> int:
    """Verify the database."""
    from spbe_assets.storage.check import check

    with call.reading() as store, watched(_("Checking")) as progress:
        findings = check(store, progress)
    call.answer({"ok": not findings, "findings": findings}, *(findings or [_("All is well.")]))
    return 1 if findings else 0
