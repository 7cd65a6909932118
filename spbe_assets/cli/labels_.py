"""`labels OUT.pdf`: QR labels for the assets that the filters mean, for a list of tags, or blank ones."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets.cli.filters import asset_filter, asset_options
from spbe_assets.cli.frame import Call, named_input, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from spbe_assets.domain.labels import LabelContent, LabelRun
    from spbe_assets.storage.store import Store

SHOWN = 20


@program_command("labels", _("Print QR labels to a PDF; without a filter for every asset."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.pdf")
@click.option("--stock", metavar="ID", help=_("The label paper, such as avery-l7159."))
@click.option(
    "--start", type=click.IntRange(min=1), default=1, metavar="CELL", help=_("The first free cell of the sheet.")
)
@click.option(
    "--tags", type=click.Path(path_type=Path), metavar="FILE", help=_("A text file with one tag on each line.")
)
@click.option("--blank", type=click.IntRange(1, 100_000), metavar="N", help=_("N new tags, to be claimed by scanning."))
@asset_options
def command(
    call: Call, out: Path, stock: str | None, start: int, tags: Path | None, blank: int | None, **given: Any
) -> int:
    """Print labels."""
    _check(out, tags, blank, given)
    if blank:
        run, unknown = _print_blank(call, out, stock, start, blank), list[str]()
    else:
        run, unknown = _print(call, out, stock, start, tags, given)
    return _report(call, out, run, unknown)


def _check(out: Path, tags: Path | None, blank: int | None, given: dict[str, Any]) -> None:
    named_output(out)
    if out.suffix.lower() != ".pdf":
        raise Refused(_("Labels are written as PDF; let the name end in .pdf."))
    if tags is not None:
        named_input(tags)
    if sum((tags is not None, blank is not None, any(given.values()))) > 1:
        raise Refused(_("Choose one: a filter, --tags or --blank."))


def _print(
    call: Call, out: Path, stock: str | None, start: int, tags: Path | None, given: dict[str, Any]
) -> tuple[LabelRun, list[str]]:
    from spbe_assets.services import labels

    printed: list[LabelContent] = []
    with call.reading() as store:
        with store.read() as session:
            numbers, unknown = _numbers(session, tags, given)
            run = _render(out, stock, start, _kept(labels.contents(session, numbers), printed), len(numbers))
        _remember(call, store, printed, stock)
    return run, unknown


def _print_blank(call: Call, out: Path, stock: str | None, start: int, count: int) -> LabelRun:
    from spbe_assets.services import labels

    with call.writing() as store, store.write(call.actor(store), "labels blank") as uow:
        contents = labels.blank_contents(uow.session, uow.next_tags(count))
        return _render(out, stock, start, contents, count)


def _numbers(session: Session, tags: Path | None, given: dict[str, Any]) -> tuple[array[int], list[str]]:
    from spbe_assets.services import labels, listing

    if tags is None:
        return listing.numbers(session, asset_filter(session, given)), []
    lines = tags.read_text("utf-8-sig", errors="replace").splitlines()
    return labels.numbers_by_tags(session, lines)


def _render(out: Path, stock: str | None, start: int, contents: Iterable[LabelContent], total: int) -> LabelRun:
    from spbe_assets.labels import pdf
    from spbe_assets.labels import stock as stocks

    with watched(_("Printing")) as progress:
        paper = stocks.find(stock or stocks.DEFAULT)
        return pdf.render(out, paper, contents, start_cell=start, total=total, progress=progress)


def _kept(contents: Iterable[LabelContent], printed: list[LabelContent]) -> Iterable[LabelContent]:
    for content in contents:
        printed.append(content)
        yield content


def _remember(call: Call, store: Store, printed: list[LabelContent], stock: str | None) -> None:
    """Write into the ledger what was printed."""
    from spbe_assets.labels import stock as stocks
    from spbe_assets.services import labels

    with store.write(call.actor(store), "labels") as uow:
        labels.record_prints(uow, printed, stock or stocks.DEFAULT)


def _report(call: Call, out: Path, run: LabelRun, unknown: list[str]) -> int:
    warnings = [str(warning) for warning in run.warnings]
    data = {
        "file": str(out), "labels": run.labels, "pages": run.pages, "next_cell": run.next_cell,
        "warned": run.warned, "warnings": warnings, "unknown_tags": unknown,
    }  # fmt: skip
    told = ngettext("{n} label", "{n} labels", run.labels).format(n=run.labels)
    lines = [f"{out}: {told}", *warnings[:SHOWN]]
    if run.warned > SHOWN:
        lines.append(_("… and {n} more remarks.").format(n=run.warned - SHOWN))
    if unknown:
        lines.append(_("Nobody carries these tags: {tags}").format(tags=", ".join(unknown[:SHOWN])))
    call.answer(data, *lines)
    return 1 if unknown or run.warned else 0
