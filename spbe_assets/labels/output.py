"""What every form of a printing run shares: where the next label goes, the count and the warnings."""

from __future__ import annotations

from collections.abc import Iterable

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import ONCE, LabelContent, LabelRun, LabelWarning, Problem
from spbe_assets.i18n import _
from spbe_assets.labels import geometry
from spbe_assets.labels.geometry import Place
from spbe_assets.labels.stock import Stock

MOST_WARNINGS = 1000


class Tally:
    """Places labels in reading order and keeps the count of a run.

    Raises:
        Invalid: the stock has no such start cell.
    """

    def __init__(self, stock: Stock, start_cell: int) -> None:
        geometry.check_start(stock, start_cell)
        self._stock, self._start = stock, start_cell
        self._labels = 0
        self._warnings: list[LabelWarning] = []
        self._warned = 0
        self._said: set[Problem] = set()

    def place(self, content: LabelContent) -> Place | None:
        """Where the next label goes; None for one without a tag, which is left out and reported."""
        if not content.tag.strip():
            self.warn([LabelWarning(Problem.NO_TAG, "", content.name or content.record_id.hex()[-8:])])
            return None
        place = geometry.place(self._stock, self._labels, self._start)
        self._labels += 1
        return place

    def warn(self, warnings: Iterable[LabelWarning]) -> None:
        """Keep what there is to know about a label; what is the same for every label is kept once."""
        for warning in warnings:
            if warning.problem in ONCE and warning.problem in self._said:
                continue
            self._said.add(warning.problem)
            self._warned += 1
            if len(self._warnings) < MOST_WARNINGS:
                self._warnings.append(warning)

    def finish(self) -> LabelRun:
        """The run as it is reported.

        Raises:
            Refused: there was nothing to print.
        """
        if not self._labels:
            raise Refused(_("There is no label to print: nothing matches, or nothing that matches has a tag."))
        pages = geometry.pages_needed(self._stock, self._labels, self._start)
        after = geometry.next_cell(self._stock, self._labels, self._start)
        return LabelRun(pages, self._labels, tuple(self._warnings), self._warned, after)
