"""`stocks`: the label papers that are known; take one's own over from a file, write one to a file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets.cli.frame import Call, named_input, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spbe_assets.labels.stock import Stock


@program_command("stocks", _("List the label papers, or take one over from a file or write one to a file."))
@click.option(
    "--import", "source", type=click.Path(path_type=Path), metavar="FILE",
    help=_("Take the label papers of a file over among your own."),
)  # fmt: skip
@click.option(
    "--export", type=(str, click.Path(path_type=Path)), metavar="ID FILE",
    help=_("Write a label paper to a file, for another installation."),
)  # fmt: skip
def command(call: Call, source: Path | None, export: tuple[str, Path] | None) -> int:
    """List, import or export label papers."""
    if source and export:
        raise Refused(_("Choose one: --import or --export."))
    if source:
        return _import(call, source)
    return _export(call, *export) if export else _list(call)


def _list(call: Call) -> int:
    from spbe_assets.labels import own_stocks
    from spbe_assets.labels import stock as stocks

    own = own_stocks.own()
    papers = stocks.catalogue()
    data = {"stocks": _told(papers.values(), own.stocks), "problems": own.problems}
    call.answer(data, *(f"{paper.id:<20} {paper.title}" for paper in papers.values()), *own.problems)
    return 1 if own.problems else 0


def _import(call: Call, source: Path) -> int:
    from spbe_assets.labels import own_stocks

    taken = own_stocks.import_file(named_input(source))
    told = _("{id}: {title} is now among your own label papers.")
    lines = [told.format(id=paper.id, title=paper.title) for paper in taken]
    call.answer({"stocks": _told(taken, {paper.id for paper in taken})}, *lines)
    return 0


def _export(call: Call, stock_id: str, out: Path) -> int:
    from spbe_assets.labels import own_stocks
    from spbe_assets.labels import stock as stocks

    paper = stocks.find(stock_id)
    own_stocks.export(paper, named_output(out))
    call.answer({"file": str(out), "id": paper.id}, f"{out}: {paper.title}")
    return 0


def _told(papers: Iterable[Stock], own: Iterable[str]) -> list[dict[str, Any]]:
    mine = set(own)
    return [asdict(paper) | {"title": paper.title, "own": paper.id in mine} for paper in papers]
