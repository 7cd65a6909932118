"""`sweep`: a scanner's file into a sweep, which sweeps there are, what came of one, and its minutes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, ProgramGroup, named_input, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.vocabulary import Condition, SightingResult
from spbe_assets.i18n import _, language, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from spbe_assets.domain.ids import Id
    from spbe_assets.services.sweep_import import Taken
    from spbe_assets.services.sweeps import Counts, Line, RoomView, Seen, SweepOverview, SweepRow

SHOWN = 50
CONDITIONS = [str(condition) for condition in Condition]

command = ProgramGroup("sweep", help=_("Take stock of rooms: import what was scanned, list sweeps, write minutes."))


@program_command("import", _("Take a scanner's file, one code on each line, into the open sweep of an agency."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--room", required=True, metavar="ROOM", help=_("The room that was scanned."))
@click.option("--agency", required=True, metavar="NAME", help=_("The agency whose rooms are swept."))
@click.option("--name", default="", metavar="NAME", help=_("The name of the sweep, if several are open or a new one."))
@click.option("--condition", type=click.Choice(CONDITIONS), help=_("The condition of everything in the file."))
def import_(call: Call, file: Path, room: str, agency: str, name: str, condition: str | None) -> int:
    """Take a scanner's file into a sweep; the whole file is one action that undo takes back."""
    from spbe_assets.labels import reading
    from spbe_assets.services import agencies, places, sweep_import, sweeps

    codes = reading.texts_in_file(named_input(file))
    stated = Condition(condition) if condition else None
    with call.writing() as store, watched(_("Looking codes up")) as progress:
        with store.write(call.actor(store), f"sweep {file.name}") as uow:
            agency_id = agencies.find(uow.session, agency)
            room_id = places.find_room(uow.session, room, agency_id)
            sweep_id = sweep_import.open_or_start(uow, agency_id, room_id, name)
            taken = sweep_import.take(uow, sweep_id, room_id, codes, stated, progress)
        with store.read() as session:
            view = sweeps.room(session, sweep_id, room_id)
    data = _imported(view, taken) | {"file": str(file), "batch": uow.changes.action}
    call.answer(data, *_import_lines(view, taken))
    return 1 if taken.exceptions else 0


@program_command("list", _("List the sweeps, the open ones first."))
@click.option("--open", "open_only", is_flag=True, help=_("Only those that still go on."))
def list_(call: Call, open_only: bool) -> None:
    """List the sweeps."""
    from spbe_assets.services import sweeps

    with call.reading() as store, store.read() as session:
        found = sweeps.listed(session, open_only=open_only)
    call.answer({"sweeps": [_row(one) for one in found]}, *(_row_text(one) for one in found))


@program_command("show", _("Show what came of a sweep, room by room, with its exceptions."))
@click.argument("sweep", metavar="ID")
def show(call: Call, sweep: str) -> None:
    """Show a sweep."""
    from spbe_assets.services import sweeps

    with call.reading() as store, store.read() as session:
        overview, rooms = _everything(session, sweep)
    exceptions = [(room, line) for room in rooms for line in room.lines if line.state in sweeps.EXCEPTIONS]
    data = _told(overview) | {"exceptions": [_line(room, line) for room, line in exceptions]}
    shown = [f"  {line.state.title}: {_called(line)} ({room.room})" for room, line in exceptions[:SHOWN]]
    if len(exceptions) > SHOWN:
        shown.append(_("… and {n} more; --json lists them all.").format(n=formats.number(len(exceptions) - SHOWN)))
    call.answer(data, *_overview_lines(overview), *shown)


@program_command("finish", _("End a sweep, complete or not; it tells what is still missing."))
@click.argument("sweep", metavar="ID")
@click.option("--number", default="", metavar="NUMBER", help=_("The number of its minutes."))
@click.option("--notes", default="", metavar="TEXT", help=_("What the minutes remark."))
def finish(call: Call, sweep: str, number: str, notes: str) -> int:
    """End a sweep."""
    from spbe_assets.services import sweep_import, sweeps

    with call.reading() as store, store.write(call.actor(store), "sweep") as uow:
        overview = sweeps.finish(uow, sweep_import.find(uow.session, sweep), number, notes)
    call.answer(_told(overview) | {"action": uow.changes.action}, *_overview_lines(overview))
    return 1 if overview.total.missing or overview.total.unsettled else 0


@program_command("minutes", _("Write the official minutes of a sweep, or with .xlsx a workbook of all its lines."))
@click.argument("sweep", metavar="ID")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.(pdf|xlsx)")
@click.option("--language", "code", type=click.Choice(["id", "en"]), help=_("The language of the minutes."))
def minutes(call: Call, sweep: str, out: Path, code: str | None) -> None:
    """Write the minutes of a sweep."""
    from spbe_assets.reports import sweep_minutes
    from spbe_assets.services import sweep_import

    with call.reading() as store, store.read() as session:
        sweep_id = sweep_import.find(session, sweep)
        pages = sweep_minutes.write(session, sweep_id, named_output(out), None, code or language())
    said = ngettext("{file}: {n} page.", "{file}: {n} pages.", pages) if pages else _("{file}: written.")
    call.answer({"file": str(out), "pages": pages}, said.format(file=out, n=formats.number(pages)))


def _everything(session: Session, reference: str) -> tuple[SweepOverview, tuple[RoomView, ...]]:
    from spbe_assets.services import sweep_import, sweeps

    return sweeps.everything(session, sweep_import.find(session, reference))


def _ref(sweep_id: Id) -> str:
    from spbe_assets.services import references

    return references.short("sweep", sweep_id)


def _imported(view: RoomView, taken: Taken) -> dict[str, Any]:
    counted = {str(result).replace("-", "_"): taken.count(result) for result in SightingResult}
    return {
        "sweep": _ref(view.sweep.id), "name": view.sweep.title, "agency": view.sweep.agency, "room": view.room,
        "codes": len(taken.seen) + len(taken.unclear), **counted, "already": taken.already,
        "unclear": len(taken.unclear), "missing": view.counts.missing,
        "exceptions": [_seen(one) for one in taken.exceptions],
    }  # fmt: skip


def _seen(seen: Seen) -> dict[str, Any]:
    result = str(seen.result) if seen.result is not None else "unclear"
    return {
        "code": seen.code, "result": result, "tag": seen.tag, "name": seen.name, "sentence": seen.sentence,
        "candidates": [hit.tag for hit in seen.candidates],
    }  # fmt: skip


def _import_lines(view: RoomView, taken: Taken) -> Iterable[str]:
    yield f"{view.sweep.title} ({_ref(view.sweep.id)}) · {view.room}"
    total = len(taken.seen) + len(taken.unclear)
    yield ngettext("{n} code", "{n} codes", total).format(n=formats.number(total))
    found, wrong, unexpected, unknown = (formats.number(taken.count(result)) for result in SightingResult)
    told = _("Found {found}, wrong room {wrong}, unexpected {unexpected}, unknown {unknown}, seen before {already}")
    yield told.format(
        found=found, wrong=wrong, unexpected=unexpected, unknown=unknown, already=formats.number(taken.already)
    )
    yield _("Still missing in this room: {n}").format(n=formats.number(view.counts.missing))
    yield from (f"  {one.code}: {one.sentence}" for one in taken.exceptions[:SHOWN])
    if len(taken.exceptions) > SHOWN:
        rest = formats.number(len(taken.exceptions) - SHOWN)
        yield _("… and {n} more; --json lists them all.").format(n=rest)


def _row(row: SweepRow) -> dict[str, Any]:
    return {
        "id": _ref(row.id), "name": row.title, "agency": row.agency, "number": row.number, "open": row.is_open,
        "started_at": row.started_at, "started_by": row.started_by, "finished_at": row.finished_at,
        "finished_by": row.finished_by, "rooms": row.rooms, "rooms_done": row.rooms_done, "seen": row.seen,
    }  # fmt: skip


def _row_text(row: SweepRow) -> str:
    state = _("open") if row.is_open else _("finished {day}").format(
        day=formats.date_text(formats.day_of(row.finished_at), short=True) if row.finished_at else ""
    )  # fmt: skip
    rooms = ngettext("{n} room", "{n} rooms", row.rooms).format(n=formats.number(row.rooms))
    return " · ".join(part for part in (_ref(row.id), row.title, row.agency, rooms, state, row.number) if part)


def _told(overview: SweepOverview) -> dict[str, Any]:
    rooms = [
        {"room": one.room, "site": one.site, "done": one.done, "people": one.people, **_counts(one.counts)}
        for one in overview.rooms
    ]
    return {
        **_row(overview.sweep), "notes": overview.sweep.notes, "total": _counts(overview.total),
        "no_room": overview.no_room, "people": overview.people, "by_room": rooms,
    }  # fmt: skip


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "expected": counts.expected, "found": counts.found, "wrong_room": counts.wrong, "unexpected": counts.unexpected,
        "unknown": counts.unknown, "missing": counts.missing, "elsewhere": counts.elsewhere,
        "unsettled": counts.unsettled, "B": counts.good, "RR": counts.light_damage, "RB": counts.heavy_damage,
    }  # fmt: skip


def _overview_lines(overview: SweepOverview) -> Iterable[str]:
    yield _row_text(overview.sweep)
    yield from (f"  {_place(one.site, one.room)}: {_counts_text(one.counts)}" for one in overview.rooms)
    yield _counts_text(overview.total)


def _counts_text(counts: Counts) -> str:
    told = _("expected {expected}, found {found}, missing {missing}, exceptions {others}")
    others = counts.wrong + counts.unexpected + counts.unknown
    return told.format(
        expected=formats.number(counts.expected), found=formats.number(counts.found),
        missing=formats.number(counts.missing), others=formats.number(others),
    )  # fmt: skip


def _place(site: str, room: str) -> str:
    return " · ".join(part for part in (site, room) if part)


def _line(room: RoomView, line: Line) -> dict[str, Any]:
    return {
        "room": room.room, "state": str(line.state), "tag": line.tag, "name": line.name, "serial": line.serial,
        "code": line.code, "register_room": line.room, "agency": line.agency, "settled": str(line.settled),
        "condition": line.condition, "seen_at": line.seen_at, "seen_by": line.seen_by,
    }  # fmt: skip


def _called(line: Line) -> str:
    return " · ".join(part for part in (line.tag or line.code, line.name) if part)


for one in (import_, list_, show, finish, minutes):
    command.add_command(one)
