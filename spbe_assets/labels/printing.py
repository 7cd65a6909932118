"""One printing run from a filter to a file for a printer: which records, on which paper, from which cell, how often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, repeat
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.orm import Session

from spbe_assets.domain.labels import Design, LabelContent, LabelRun
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.labels import dots
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.stock import Stock
from spbe_assets.services import labels

MOST_COPIES = 50
THERMAL_SUFFIXES = (".zpl", ".prn", ".tspl")
"""ZPL and, for the other two, TSPL."""

Wanted: TypeAlias = labels.Wanted


@dataclass(frozen=True, slots=True)
class Order:
    """What to print: each record that is wanted, `copies` times, in the order of tags, of names, or of a list.

    Assets without a tag have nothing to print and are left out. `dpi` is the resolution of a thermal printer; 0 for
    other printers, whose dots are too small to matter.
    """

    wanted: Wanted
    stock: Stock
    start_cell: int = 1
    copies: int = 1
    design: Design = Design()  # noqa: RUF009 - frozen
    fit: Fit = Fit()  # noqa: RUF009 - frozen
    dpi: int = 0

    @property
    def dot_mm(self) -> float:
        """How wide a dot is on the label, to which modules of codes are snapped; 0 where it doesn't matter."""
        return dots.size_mm(self.dpi) / self.fit.scale if self.dpi else 0.0


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed: the run, each record's label once, how many records there are, and tags of nobody in a list."""

    run: LabelRun
    contents: tuple[LabelContent, ...]
    records: int
    unknown: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return len(self.contents) >= self.records


def write(session: Session, order: Order, path: Path, progress: Progress = SILENT, most: int | None = None) -> Printed:
    """Write the labels as PDF, ZPL or TSPL, by the name's suffix; the same labels give the same bytes.

    Args:
        session: for reading.
        order: what to print.
        path: ends in .pdf, .zpl, .prn or .tspl; replaced only when everything is written.
        progress: told every hundred labels.
        most: so many records at most, for a preview of the first pages.

    Raises:
        Invalid: the paper has no such start cell, or no printer has this resolution.
        Refused: there is nothing to print, a thermal printer can't take the paper, or the file can't be written.
    """
    printed: list[LabelContent] = []
    chosen = labels.chosen(session, order.wanted, most)
    total = min(chosen.records, most or chosen.records) * order.copies
    copied = _copied(chosen.contents, printed, order.copies)
    run = _form(path, order)(
        path, order.stock, copied, design=order.design, fit=order.fit, start_cell=order.start_cell, total=total,
        progress=progress,
    )  # fmt: skip
    return Printed(run, tuple(printed), chosen.records, chosen.unknown)


def _form(path: Path, order: Order) -> Callable[..., LabelRun]:
    # Loaded here, because the window must not wait for ReportLab and Pillow.
    suffix = path.suffix.lower()
    if suffix not in THERMAL_SUFFIXES:
        from spbe_assets.labels import pdf

        return partial(pdf.render, dot_mm=order.dot_mm)
    from spbe_assets.labels import tspl, zpl

    return partial((zpl if suffix == ".zpl" else tspl).render, dpi=order.dpi or dots.DEFAULT)


def _copied(contents: Iterable[LabelContent], printed: list[LabelContent], copies: int) -> Iterator[LabelContent]:
    for content in contents:
        printed.append(content)
        yield from islice(repeat(content), copies if content.tag.strip() else 1)
