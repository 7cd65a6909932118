"""`import FILE`: an agency's spreadsheet into the register, as one action that undo takes back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, named_input, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spbe_assets.sheets.apply import Receipt
    from spbe_assets.sheets.plan_model import Counts, ImportPlan, Problem
    from spbe_assets.sheets.recognise import Recognised
    from spbe_assets.storage.store import Store

PRESETS = ("auto", "kib-b", "kir", "snipe-it", "netbox", "links", "spbe", "generic", "template")
SHOWN = 20


@program_command("import", _("Import a spreadsheet: XLSX, XLS, ODS or CSV; undo takes it back as a whole."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--preset", type=click.Choice(PRESETS), default="auto", help=_("What kind of file it is."))
@click.option("--agency", metavar="NAME", help=_("Whose equipment it is; goes before what the file says."))
@click.option("--sheet", metavar="NAME", help=_("Only this sheet of the file."))
@click.option(
    "--header-row", type=click.IntRange(min=1), metavar="N", help=_("The row of the column titles, if it is not found.")
)
@click.option("--dry-run", is_flag=True, help=_("Only say what would be done."))
@click.option("--good-rows-only", is_flag=True, help=_("Import the good rows although others are rejected."))
@click.option("--rejects", type=click.Path(path_type=Path), metavar="OUT.xlsx", help=_("Write the rejected rows here."))
def command(call: Call, file: Path, **given: Any) -> int:
    """Import a spreadsheet."""
    named_input(file)
    _check_rejects(file, given["rejects"])
    recognised = _recognised(file, given)
    with call.writing() as store:
        plan = _plan(store, recognised, given["agency"])
        _write_rejects(plan, given["rejects"])
        receipt = _carry_out(call, store, plan, given)
    return _report(call, plan, receipt)


def _recognised(file: Path, given: dict[str, Any]) -> Recognised:
    """The file as read, before a database is made for it."""
    from spbe_assets.sheets.read import open_book
    from spbe_assets.sheets.recognise import recognise

    with watched(_("Reading")) as progress:
        return recognise(open_book(file, progress), given["preset"], given["sheet"], given["header_row"])


def _plan(store: Store, recognised: Recognised, agency: str | None) -> ImportPlan:
    from spbe_assets.services import agencies
    from spbe_assets.sheets.plan import plan
    from spbe_assets.sheets.plan_model import Options

    with watched(_("Comparing")) as progress, store.read() as session:
        agency_id = agencies.find(session, agency) if agency else None
        return plan(session, recognised, Options(agency_id=agency_id), progress)


def _check_rejects(file: Path, rejects: Path | None) -> None:
    if rejects is None:
        return
    named_output(rejects)
    if rejects.suffix.casefold() != ".xlsx" or rejects.absolute() == file.absolute():
        raise Refused(_("Rejected rows are written as XLSX, beside the file itself; let the name end in .xlsx."))


def _write_rejects(plan: ImportPlan, rejects: Path | None) -> None:
    """Write the rejected rows, before the import is refused for them; without any no file is made."""
    if rejects is not None and plan.counts.rejected:
        from spbe_assets.sheets.rejects import write_rejects

        write_rejects(plan, rejects)


def _carry_out(call: Call, store: Store, plan: ImportPlan, given: dict[str, Any]) -> Receipt:
    from spbe_assets.sheets import apply

    if given["dry_run"]:
        return apply.dry_run(plan)
    good_rows_only = given["good_rows_only"]
    apply.require_complete(plan, good_rows_only=good_rows_only)
    with watched(_("Importing")) as progress, store.write(call.actor(store), apply.reason(plan)) as uow:
        return apply.apply(uow, plan, progress, good_rows_only=good_rows_only)


def _report(call: Call, plan: ImportPlan, receipt: Receipt) -> int:
    unknown = [{"sheet": sheet, "title": title, "kept": bool(part)} for sheet, title, part in plan.unknown]
    data = {
        **asdict(receipt.counts),
        "problems": [_problem(problem) for problem in receipt.problems],
        "batch": receipt.batch,
        "preset": plan.recognised.preset.id,
        "unknown_columns": unknown,
        "notes": list(receipt.notes),
        "made_places": receipt.made_places,
    }
    call.answer(data, *_lines(plan, receipt))
    return 1 if receipt.counts.rejected or receipt.counts.duplicates else 0


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet, "row": problem.row, "column": problem.column, "reason": problem.reason,
        "rejects": problem.is_error,
    }  # fmt: skip


def _lines(plan: ImportPlan, receipt: Receipt) -> Iterator[str]:
    yield _("{file} read as: {kind}").format(file=plan.file, kind=plan.recognised.preset.title)
    yield _counted(receipt.counts)
    yield from receipt.notes
    for sheet, title, part in plan.unknown:
        told = _("Column “{title}” of sheet “{sheet}”: kept as a further field.") if part else _(
            "Column “{title}” of sheet “{sheet}”: not imported."
        )  # fmt: skip
        yield told.format(title=title, sheet=sheet)
    yield from (f"{one.sheet} {one.column}{one.row}: {one.reason}" for one in receipt.problems[:SHOWN])
    if len(receipt.problems) > SHOWN:
        yield _("… and {n} more remarks.").format(n=formats.number(len(receipt.problems) - SHOWN))
    if receipt.batch is not None:
        yield _("To take it back: undo {batch}").format(batch=receipt.batch.hex())


def _counted(counts: Counts) -> str:
    rows = ngettext("{n} row", "{n} rows", counts.rows).format(n=formats.number(counts.rows))
    told = _("{rows}: {new} new, {changed} changed, {same} the same, {duplicates} doubtful, {rejected} rejected")
    numbers = {key: formats.number(n) for key, n in asdict(counts).items()}
    return told.format(**{**numbers, "rows": rows})
