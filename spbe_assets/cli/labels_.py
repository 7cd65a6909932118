"""`labels OUT.pdf`: labels for the assets that the filters mean, for a list of tags, or blank ones; test pages too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from spbe_assets import formats
from spbe_assets.cli.filters import asset_filter, asset_options
from spbe_assets.cli.frame import Call, named_input, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.label_printers import Target, target
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import OFFICIAL, ContentSize, Design, Part, Symbology
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from spbe_assets.labels.printing import Printed, Wanted
    from spbe_assets.labels.stock import Stock

SHOWN = 20
SUFFIXES = (".pdf", ".zpl", ".prn", ".tspl")
MOST_COPIES = 50
RESOLUTIONS = ("203", "300", "600")


class Job(NamedTuple):
    """What was asked for on the command line, apart from the filter."""

    out: Path
    stock: Stock
    start: int
    copies: int
    design: Design
    tags: Path | None
    blank: int | None
    reason: str


@program_command("labels", _("Print labels to a PDF or on a label printer; without a filter for every asset."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.(pdf|zpl|prn)")
@click.option("--stock", metavar="ID", help=_("The label paper, such as avery-l7159."))
@click.option(
    "--start", type=click.IntRange(min=1), default=1, metavar="CELL", help=_("The first free cell of the sheet.")
)
@click.option(
    "--copies", type=click.IntRange(1, MOST_COPIES), default=1, metavar="N", help=_("So many labels for each asset.")
)
@click.option(
    "--size",
    type=click.Choice([one.value for one in ContentSize]),
    help=_("How much is printed; else as the paper allows."),
)
@click.option("--code", type=click.Choice([one.value for one in Symbology]), default="qr", help=_("The kind of code."))
@click.option("--parts", metavar="A,B,C", help=_("What is printed: {parts}.").format(parts=", ".join(Part)))
@click.option("--note", default="", metavar="TEXT", help=_("A line of your own on every label."))
@click.option(
    "--tags", type=click.Path(path_type=Path), metavar="FILE", help=_("A text file with one tag on each line.")
)
@click.option("--blank", type=click.IntRange(1, 100_000), metavar="N", help=_("N new tags, to be claimed by scanning."))
@click.option("--dpi", type=click.Choice(RESOLUTIONS), help=_("The resolution of the label printer; 203 if not said."))
@click.option(
    "--printer", metavar="ADDRESS",
    help=_("Send it there too: tcp://host[:port], queue:NAME, or a label printer set up in the program."),
)  # fmt: skip
@click.option("--reason", default="", metavar="TEXT", help=_("Why these labels are printed again."))
@click.option("--test-page", is_flag=True, help=_("A page to measure the printer with, instead of labels."))
@asset_options
def command(call: Call, out: Path, printer: str | None, dpi: str | None, test_page: bool, **given: Any) -> int:
    """Print labels."""
    from spbe_assets.labels import stock as stocks

    named = (given.pop(name) for name in ("stock", "start", "copies", "size", "code", "parts", "note"))
    stock_id, start, copies, size, code, parts, note = named
    tags, blank, reason = (given.pop(name) for name in ("tags", "blank", "reason"))
    _check(out, tags, blank, test_page, given)
    design = Design(ContentSize(size) if size else None, Symbology(code), _parts(parts), note)
    job = Job(out, stocks.find(stock_id or stocks.DEFAULT), start, copies, design, tags, blank, reason)
    sent_to = target(call, printer, job.stock, out, int(dpi) if dpi else None)
    if test_page:
        return _test_page(call, job, sent_to)
    printed = _print_blank(call, job, sent_to) if blank else _print(call, job, sent_to, given)
    return _report(call, job, sent_to, *printed)


def _check(out: Path, tags: Path | None, blank: int | None, test_page: bool, given: dict[str, Any]) -> None:
    named_output(out)
    if out.suffix.lower() not in SUFFIXES:
        raise Refused(
            _("Labels are written as PDF (.pdf), ZPL (.zpl) or TSPL (.prn); let the name end in one of these.")
        )
    if tags is not None:
        named_input(tags)
    if sum((tags is not None, blank is not None, test_page, any(given.values()))) > 1:
        raise Refused(_("Choose one: a filter, --tags, --blank or --test-page."))


def _parts(text: str | None) -> tuple[Part, ...]:
    if text is None:
        return OFFICIAL
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in list(Part)]
    if unknown:
        raise Refused(
            _("A label can't say “{name}”. Possible: {names}.").format(name=unknown[0], names=", ".join(Part))
        )
    return tuple(part for part in Part if part in names)


def _test_page(call: Call, job: Job, sent_to: Target) -> int:
    from spbe_assets.labels import test_page

    test_page.render(job.out, job.stock, dpi=sent_to.dpi, fit=sent_to.fit)
    sent_to.send(job.out)
    steps = test_page.steps(job.stock)
    lines = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    data = {"file": str(job.out), "printer": sent_to.text, "line_mm": test_page.line_mm(job.stock), "steps": steps}
    call.answer(data, str(job.out), *lines)
    return 0


def _print(call: Call, job: Job, sent_to: Target, given: dict[str, Any]) -> tuple[Printed, int, int]:
    """What was printed, how many assets had no tag, and how many labels are reprints without a reason."""
    from spbe_assets.services import label_ledger, labels

    with call.reading() as store:
        with store.read() as session:
            wanted = _wanted(session, job.tags, given)
            printed = _write(session, job, wanted, sent_to)
            untagged = 0 if job.tags else labels.count(session, wanted, has_tag=False)  # type: ignore[arg-type]
            again = 0 if job.reason else labels.already_printed(session, wanted, job.design).count
        sent_to.send(job.out)
        with store.write(call.actor(store), "labels") as uow:
            label_ledger.record_prints(uow, printed.contents, job.stock.id, job.reason, job.design.parts)
    return printed, untagged, again


def _print_blank(call: Call, job: Job, sent_to: Target) -> tuple[Printed, int, int]:
    from spbe_assets.services import labels

    with call.writing() as store:
        with store.write(call.actor(store), "labels blank") as uow:
            blank = labels.reserve_blank(uow, job.blank or 0, job.stock.id)
            printed = _write(uow.session, job, blank, sent_to)
        # Sent when the numbers are safely taken: a label that was printed must never come a second time.
        sent_to.send(job.out)
    return printed, 0, 0


def _wanted(session: Session, tags: Path | None, given: dict[str, Any]) -> Wanted:
    from spbe_assets.domain.labels import Listed

    if tags is None:
        return asset_filter(session, given)
    return Listed(tuple(tags.read_text("utf-8-sig", errors="replace").splitlines()))


def _write(session: Session, job: Job, wanted: Wanted, sent_to: Target) -> Printed:
    from spbe_assets.labels import logo, printing

    design = replace(job.design, logo=logo.kept(session))
    order = printing.Order(wanted, job.stock, job.start, job.copies, design, sent_to.fit, sent_to.dpi)
    with watched(_("Printing")) as progress:
        return printing.write(session, order, job.out, progress)


def _report(call: Call, job: Job, sent_to: Target, printed: Printed, untagged: int, again: int) -> int:
    run, unknown = printed.run, list(printed.unknown)
    warnings = [str(warning) for warning in run.warnings]
    data = {
        "file": str(job.out), "labels": run.labels, "pages": run.pages, "next_cell": run.next_cell,
        "warned": run.warned, "warnings": warnings, "unknown_tags": unknown, "untagged": untagged,
        "printed_again": again, "printer": sent_to.text,
    }  # fmt: skip
    told = ngettext("{n} label", "{n} labels", run.labels).format(n=formats.number(run.labels))
    lines = [f"{job.out}: {told}", *warnings[:SHOWN]]
    if run.warned > SHOWN:
        lines.append(_("… and {n} more remarks.").format(n=formats.number(run.warned - SHOWN)))
    if unknown:
        lines.append(_("Nobody carries these tags: {tags}").format(tags=", ".join(unknown[:SHOWN])))
    lines += _told_of_counts(untagged, again)
    call.answer(data, *lines)
    return 1 if unknown or run.warned or untagged else 0


def _told_of_counts(untagged: int, again: int) -> list[str]:
    lines = []
    if untagged:
        told = ngettext(
            "{n} asset has no tag yet and got no label.", "{n} assets have no tag yet and got no label.", untagged
        )
        lines.append(told.format(n=formats.number(untagged)))
    if again:
        told = ngettext(
            "{n} of them was printed before; say why with --reason.",
            "{n} of them were printed before; say why with --reason.",
            again,
        )
        lines.append(told.format(n=formats.number(again)))
    return lines
