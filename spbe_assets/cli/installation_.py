"""`installation show`: who this installation is."""

from __future__ import annotations

from spbe_assets.cli.frame import Call, ProgramGroup
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _

command = ProgramGroup("installation", help=_("This installation: the one that its changes are signed with."))


@program_command("show", _("Show the name, fingerprint and tag series of this installation."))
def show(call: Call) -> None:
    """Show this installation."""
    from spbe_assets.services import installation

    with call.reading() as store, store.read() as session:
        me = installation.me(session)
    data = {"name": me.name, "fingerprint": me.fingerprint, "card": None, "series": me.series}
    call.answer(
        data,
        _("Name: {name}").format(name=me.name or "-"),
        _("Fingerprint: {fingerprint}").format(fingerprint=me.fingerprint),
        _("Tag series: {series}").format(series=me.series),
    )


command.add_command(show)
