"""One printing run from a filter to a PDF: which records, on which paper, from which cell, how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, repeat
from pathlib import Path

from sqlalchemy.orm import Session

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.labels import LabelContent, LabelRun
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.labels.stock import Stock
from spbe_assets.services import labels, link_listing

MOST_COPIES = 50


@dataclass(frozen=True, slots=True)
class Order:
    """What to print: each record that the filter means, `copies` times, in the order of tags or names.

    Assets without a tag have nothing to print and are left out.
    """

    wanted: AssetFilter | LinkFilter
    stock: Stock
    start_cell: int = 1
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed: the run, each record's label once, and whether records were left out for a preview."""

    run: LabelRun
    contents: tuple[LabelContent, ...]
    records: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return len(self.contents) >= self.records


def write(session: Session, order: Order, path: Path, progress: Progress = SILENT, most: int | None = None) -> Printed:
    """Write the labels to a PDF; the same labels give the same bytes.

    Args:
        session: for reading.
        order: what to print.
        path: replaced only when everything is written.
        progress: told every hundred labels.
        most: so many records at most, for a preview of the first pages.

    Raises:
        Invalid: the paper has no such start cell.
        Refused: there is nothing to print, or the file can't be written.
    """
    from spbe_assets.labels import pdf  # loads ReportLab, which the window must not wait for

    printed: list[LabelContent] = []
    contents, records = _contents(session, order.wanted, most)
    total = min(records, most or records) * order.copies
    copied = _copied(contents, printed, order.copies)
    run = pdf.render(path, order.stock, copied, start_cell=order.start_cell, total=total, progress=progress)
    return Printed(run, tuple(printed), records)


def _contents(
    session: Session, wanted: AssetFilter | LinkFilter, most: int | None
) -> tuple[Iterator[LabelContent], int]:
    if isinstance(wanted, LinkFilter):
        links = link_listing.numbers(session, wanted)
        return labels.link_contents(session, links[:most]), len(links)
    first = labels.tagged(session, wanted, most)
    is_whole = most is None or len(first) < most
    return labels.contents(session, first), len(first) if is_whole else labels.count(session, wanted, has_tag=True)


def _copied(contents: Iterable[LabelContent], printed: list[LabelContent], copies: int) -> Iterator[LabelContent]:
    for content in contents:
        printed.append(content)
        yield from islice(repeat(content), copies if content.tag.strip() else 1)
