"""`pack`: hand out work, hand it over, and merge what came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli import pack_report
from spbe_assets.cli.frame import Call, ProgramGroup, named_input, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from spbe_assets.domain.changes import Changes
    from spbe_assets.domain.packs import Order, Report, Scope, Written
    from spbe_assets.services.packs import PackRow

FINDINGS = 1

command = ProgramGroup("pack", help=_("Packs: work for people in the field, and what they bring back."))


@program_command("create", _("Write a pack: all that its receiver lacks, signed, and read back from the disk."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--kind", type=click.Choice(["work", "return"]), help=_("What it is for; work where places are named."))
@click.option("--agency", "agencies", multiple=True, metavar="NAME", help=_("Hand out this agency."))
@click.option("--room", "rooms", multiple=True, metavar="NAME", help=_("Hand out only this room of the agencies."))
@click.option("--for", "receiver", metavar=_("WHO"), help=_("For this installation: its fingerprint, words or name."))
@click.option(
    "--photos",
    type=click.Choice(["assigned", "all", "none"]),
    default="assigned",
    help=_("Which photos travel: of what is handed out, all, or none."),
)
@click.option("--encrypt", is_flag=True, help=_("Only the receiver can open it."))
@click.option("--everything", is_flag=True, help=_("Also what the receiver said to have already."))
@click.option("--note", default="", metavar="TEXT", help=_("A line to the receiver."))
def create(call: Call, out: Path, **given: Any) -> None:
    """Write a pack."""
    from spbe_assets.sync import writing

    named_output(out)
    with call.writing() as store, watched(_("Writing the pack")) as progress:
        with store.read() as session:
            order = _order(session, given)
        written = writing.create(store, call.actor(store), order, out, progress)
    _tell_written(call, written, order.kind.value)


@program_command("ack", _("Acknowledge a merged pack: what arrived, and which photos have not."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
def ack(call: Call, file: Path, out: Path) -> None:
    """Write a receipt."""
    from spbe_assets.domain.errors import NotFound, Refused
    from spbe_assets.domain.packs import Order, PackKind
    from spbe_assets.services import packs
    from spbe_assets.sync import reading, writing

    named_output(out)
    with call.writing() as store, watched(_("Writing the pack")) as progress:
        with reading.opened(store, named_input(file)) as pack:
            header = pack.header
        with store.read() as session:
            try:
                packs.find(session, header.id)
            except NotFound:
                told = _("{file} was not merged here yet; merge it first.")
                raise Refused(told.format(file=file.name)) from None
        order = Order(PackKind.RECEIPT, header.fingerprint)
        written = writing.create(store, call.actor(store), order, out, progress)
    _tell_written(call, written, order.kind.value)


@program_command("inspect", _("Say what merging a pack would do; nothing is written."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def inspect(call: Call, file: Path) -> int:
    """Look into a pack."""
    from spbe_assets.sync import merging

    with call.reading() as store, watched(_("Reading the pack")) as progress:
        return _tell_report(call, merging.inspect(store, named_input(file), progress))


@program_command("merge", _("Merge a pack; nothing is lost, and what two people changed waits for a decision."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def merge(call: Call, file: Path) -> int:
    """Merge a pack."""
    from spbe_assets.sync import merging

    named_input(file)
    with call.writing() as store, watched(_("Merging the pack")) as progress:
        return _tell_report(call, merging.merge(store, call.actor(store), file, progress))


@program_command("list", _("List the packs that were written and merged here."))
@click.option("--way", type=click.Choice(["out", "in"]), help=_("Only those that went out or came in."))
def list_(call: Call, way: str | None) -> None:
    """List packs."""
    from spbe_assets.services import packs

    with call.reading() as store, store.read() as session:
        rows = packs.listed(session, way)
    call.answer([_data(row) for row in rows], *(_line(row) for row in rows))


@program_command("aside", _("Set a merged pack aside: what it brought is kept, but counts no more."))
@click.argument("pack", metavar="ID")
def aside(call: Call, pack: str) -> None:
    """Set a pack aside."""
    from spbe_assets.services import packs
    from spbe_assets.sync import merging

    with call.writing() as store, watched(_("Setting the pack aside")) as progress:
        with store.read() as session:
            row = packs.find(session, pack)
        changes = merging.set_aside(store, call.actor(store), row.id, progress)
    _tell_turned(call, row, changes, _("{file} is set aside; “pack again” merges it again."))


@program_command("again", _("Merge a pack again that was set aside."))
@click.argument("pack", metavar="ID")
def again(call: Call, pack: str) -> None:
    """Merge a pack again."""
    from spbe_assets.services import packs
    from spbe_assets.sync import merging

    with call.writing() as store, watched(_("Merging the pack")) as progress:
        with store.read() as session:
            row = packs.find(session, pack)
        changes = merging.fold_again(store, call.actor(store), row.id, progress)
    _tell_turned(call, row, changes, _("{file} is merged again."))


def _order(session: Session, given: dict[str, Any]) -> Order:
    from spbe_assets.domain.packs import Order, PackKind, PhotoChoice
    from spbe_assets.services import peers

    receiver = given["receiver"]
    scope = _scope(session, given["agencies"], given["rooms"])
    kind = PackKind(given["kind"]) if given["kind"] else PackKind.WORK if scope else PackKind.RETURN
    return Order(
        kind=kind,
        to=peers.find(session, receiver).fingerprint if receiver else None,
        scope=scope,
        photos=PhotoChoice(given["photos"]),
        encrypt=given["encrypt"],
        everything=given["everything"],
        note=given["note"],
    )


def _scope(session: Session, agencies: tuple[str, ...], rooms: tuple[str, ...]) -> Scope:
    """The places that are named: whole agencies, or only rooms of theirs."""
    from spbe_assets.cli.pairs import named
    from spbe_assets.domain.packs import Scope
    from spbe_assets.services import places

    within = tuple(named(session, "agency", name) for name in agencies)
    if not rooms:
        return Scope(within)
    only = within[0] if len(within) == 1 else None
    return Scope((), tuple(places.find_room(session, room, only) for room in rooms))


def _tell_written(call: Call, written: Written, kind: str) -> None:
    from spbe_assets.sync import stick

    outline = written.outline
    told = ngettext(
        "{kind} {file}: {n} changeset, {photos} photos, {size}.",
        "{kind} {file}: {n} changesets, {photos} photos, {size}.",
        outline.changesets,
    )
    line = told.format(
        kind=pack_report.kind(kind),
        file=written.path,
        n=formats.number(outline.changesets),
        photos=formats.number(outline.photos),
        size=pack_report.size(outline.size_bytes),
    )
    safe = _("It was read back and is whole.")
    if stick.is_on_stick(Path(written.path)):
        safe += " " + _("You can unplug the stick.")
    data = {
        "pack": written.id, "file": written.path, "kind": kind, "sha256": written.sha256,
        "changesets": outline.changesets, "photos": outline.photos, "size_bytes": outline.size_bytes,
    }  # fmt: skip
    call.answer(data, line, safe)


def _tell_report(call: Call, report: Report) -> int:
    call.answer(pack_report.as_data(report), *pack_report.as_lines(report))
    return FINDINGS if report.needs_a_person else 0


def _tell_turned(call: Call, row: PackRow, changes: Changes, told: str) -> None:
    touched = sum(len(ids) for ids in changes.touched.values())
    records = ngettext("{n} record changed.", "{n} records changed.", touched)
    data = {"pack": row.id, "file": row.file, "changed": touched}
    call.answer(data, told.format(file=row.file), records.format(n=formats.number(touched)))


def _data(row: PackRow) -> dict[str, Any]:
    return {
        "pack": row.id, "way": row.way, "kind": row.kind, "at": row.at, "written_at": row.written_at,
        "fingerprint": row.fingerprint, "name": row.name, "person": row.person, "file": row.file,
        "changesets": row.changesets, "photos": row.photos, "size_bytes": row.size_bytes, "aside_at": row.aside_at,
    }  # fmt: skip


def _line(row: PackRow) -> str:
    from spbe_assets.services import peers

    way = _("from {who}") if row.way == "in" else _("for {who}")
    who = peers.called(row.name, row.person) or _("anybody")
    state = _("set aside") if row.aside_at else ""
    at = formats.datetime_text(row.at, short=True)
    return "  ".join(
        part
        for part in (pack_report.short(row.id), at, pack_report.kind(row.kind), way.format(who=who), row.file, state)
        if part
    )


for one in (create, inspect, merge, ack, list_, aside, again):
    command.add_command(one)
