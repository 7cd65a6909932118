"""`installation`: who this installation is, and whose packs it accepts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets.cli.frame import Call, ProgramGroup, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.services.peers import PeerRow

command = ProgramGroup(
    "installation", help=_("This installation, which signs its packs, and those whose packs are accepted.")
)


@program_command("show", _("Show the name, fingerprint, card and tag series of this installation."))
def show(call: Call) -> None:
    """Show this installation."""
    from spbe_assets.domain import cards
    from spbe_assets.storage import identity
    from spbe_assets.sync import keys

    with call.reading() as store:
        card = keys.card(store)
        with store.read() as session:
            series = identity.me(session).series
    words = cards.words(card.fingerprint)
    call.answer(
        {
            "name": card.name, "person": card.person, "fingerprint": card.fingerprint, "words": words,
            "card": card.text, "series": series,
        },
        _("Name: {name}").format(name=card.name or "-"),
        _("Person: {name}").format(name=card.person or "-"),
        _("Fingerprint: {fingerprint}").format(fingerprint=card.fingerprint),
        _("Words: {words}").format(words=" ".join(words)),
        _("Tag series: {series}").format(series=", ".join(series)),
        _("Card: {card}").format(card=card.text),
    )  # fmt: skip


@program_command("list", _("List the installations that were enrolled."))
def list_(call: Call) -> None:
    """List the enrolled installations."""
    from spbe_assets.services import peers

    with call.reading() as store, store.read() as session:
        rows = peers.listed(session)
    call.answer([_data(row) for row in rows], *(_line(row) for row in rows))


@program_command("enrol", _("Accept the packs of an installation, by its card, a file with it, or its fingerprint."))
@click.argument("card", metavar="CARD")
@click.option("--name", default="", metavar=_("NAME"), help=_("What it is called here, such as Laptop Sari."))
@click.option("--person", default="", metavar=_("NAME"), help=_("Who works with it."))
def enrol(call: Call, card: str, name: str, person: str) -> None:
    """Enrol an installation."""
    from spbe_assets.services import peers

    given = _given(card)
    reason = peers.enrolment(given, name)
    with call.writing() as store, store.write(call.actor(store), reason) as uow:
        row = peers.enrol(uow, given, name, person)
    told = _("{name} is enrolled. Compare its words: {words}")
    call.answer(_data(row), told.format(name=row.name, words=" ".join(row.words)))


@program_command("revoke", _("Refuse the packs of an installation; what it sent before stays."))
@click.argument("who", metavar="WHO")
def revoke(call: Call, who: str) -> None:
    """Revoke an installation."""
    row = _trust(call, who, is_trusted=False)
    call.answer(_data(row), _("The packs of {name} are refused from now on.").format(name=row.name))


@program_command("reinstate", _("Accept the packs of a revoked installation again."))
@click.argument("who", metavar="WHO")
def reinstate(call: Call, who: str) -> None:
    """Reinstate an installation."""
    row = _trust(call, who, is_trusted=True)
    call.answer(_data(row), _("The packs of {name} are accepted again.").format(name=row.name))


@program_command("rename", _("Say what this installation is called and who works with it."))
@click.argument("name", metavar="NAME")
@click.option("--person", metavar=_("NAME"), help=_("Who works with it."))
def rename(call: Call, name: str, person: str | None) -> None:
    """Rename this installation."""
    from dataclasses import replace

    from spbe_assets.services import peers
    from spbe_assets.sync import keys

    with call.writing() as store:
        present = keys.card(store)
        card = replace(present, name=name, person=present.person if person is None else person)
        with store.write(call.actor(store), f"{peers.PRESENT} {card.name}") as uow:
            peers.rename_self(uow, card)
        card = keys.card(store)
    call.answer(
        {"name": card.name, "person": card.person, "card": card.text},
        _("This installation is called {name} now.").format(name=peers.called(card.name, card.person)),
    )


@program_command("card", _("Write the card of this installation as .pdf, .png or .txt."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
def card(call: Call, out: Path) -> None:
    """Write the card."""
    from spbe_assets.labels import cards as card_files
    from spbe_assets.sync import keys

    with call.reading() as store:
        own = keys.card(store)
    card_files.write(own, named_output(out))
    call.answer({"file": str(out), "card": own.text}, _("The card is in {file}.").format(file=out))


def _given(text: str) -> str:
    """The card or fingerprint that was named, or that stands in the file that was."""
    from spbe_assets.domain import cards

    try:
        if cards.is_card(text) or not Path(text).is_file():
            return text
    except (OSError, ValueError):  # too long for the name of a file, for instance
        return text
    from spbe_assets.labels import cards as card_files

    return card_files.read(Path(text))


def _trust(call: Call, who: str, *, is_trusted: bool) -> PeerRow:
    """Accept or refuse the packs of an enrolled installation from now on."""
    from spbe_assets.services import peers

    change, verb = (peers.reinstate, peers.ENROL) if is_trusted else (peers.revoke, peers.REVOKE)
    with call.writing() as store:
        with store.read() as session:
            found = peers.find(session, who)
        with store.write(call.actor(store), f"{verb} {found.name}") as uow:
            change(uow, found.fingerprint)
        with store.read() as session:
            return peers.find(session, found.fingerprint)


def _data(row: PeerRow) -> dict[str, Any]:
    return {
        "fingerprint": row.fingerprint, "name": row.name, "person": row.person, "words": row.words,
        "has_card": row.has_card, "enrolled_at": row.enrolled_at, "enrolled_by": row.enrolled_by,
        "heard_at": row.heard_at, "revoked_at": row.revoked_at, "state": "trusted" if row.is_trusted else "revoked",
    }  # fmt: skip


def _line(row: PeerRow) -> str:
    from spbe_assets.services import peers

    state = _("accepted") if row.is_trusted else _("revoked")
    return f"{row.fingerprint[:8]}  {state}  {peers.called(row.name, row.person)}"


for one in (show, list_, enrol, revoke, reinstate, rename, card):
    command.add_command(one)
