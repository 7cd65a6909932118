"""The rows of a long list that are in memory: whole pages, least recently used first out. No Qt."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from spbe_assets.domain.ids import Id

PAGE = 200
MAX_PAGES = 50


class Listed(Protocol):
    """What every listed row has: its local number and its identity."""

    @property
    def n(self) -> int:
        """Number within this database."""

    @property
    def id(self) -> Id:
        """Identity."""


R = TypeVar("R", bound=Listed)


class PageCache(Generic[R]):
    """Rows by position in `numbers`; asks `read` for a page of row numbers the first time one of them is needed."""

    def __init__(self, read: Callable[[Sequence[int]], Mapping[int, R]]) -> None:
        self._read = read
        self._pages: OrderedDict[int, list[R | None]] = OrderedDict()
        self.numbers: array[int] = array("q")

    def __len__(self) -> int:
        return len(self._pages)

    def start(self, numbers: array[int], first_page: Sequence[R] = ()) -> None:
        """Take a new result whose first rows may be known already."""
        self.numbers = numbers
        self._pages.clear()
        if first_page:
            self._pages[0] = list(first_page)

    def row(self, position: int) -> R | None:
        """The row at a position; None where it is not known yet or was deleted meanwhile."""
        page, offset = divmod(position, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._load(page)
        else:
            self._pages.move_to_end(page)
        return rows[offset] if offset < len(rows) else None

    def _load(self, page: int) -> list[R | None]:
        wanted = self.numbers[page * PAGE : (page + 1) * PAGE]
        if not wanted:
            return []
        found = self._read(wanted)
        rows = [found.get(n) for n in wanted]
        self._pages[page] = rows
        while len(self._pages) > MAX_PAGES:
            self._pages.popitem(last=False)
        return rows

    def known(self) -> Iterator[tuple[int, R]]:
        """Every row in memory with its position."""
        for page, rows in self._pages.items():
            for offset, row in enumerate(rows):
                if row is not None:
                    yield page * PAGE + offset, row

    def replace(self, position: int, row: R) -> None:
        """Put a newer version of a row that is in memory."""
        page, offset = divmod(position, PAGE)
        self._pages[page][offset] = row

    def forget_from(self, position: int) -> None:
        """Drop the pages whose rows moved because something came or went at `position`."""
        for page in [page for page in self._pages if page >= position // PAGE]:
            del self._pages[page]

    def forget(self) -> None:
        """Drop every row, such as when names that rows show have changed."""
        self._pages.clear()


def difference(old: array[int], new: array[int]) -> tuple[int, int, int]:
    """Where two results differ: equal rows at the start, then how many old ones gave way to how many new ones.

    Returns:
        (start, removed, added): `old[start:start+removed]` was replaced by `new[start:start+added]`.
    """
    shorter = min(len(old), len(new))
    start = _equal_run(shorter, lambda a, b: old[a:b] == new[a:b])
    o, n = len(old), len(new)
    tail = _equal_run(shorter - start, lambda a, b: old[o - b : o - a] == new[n - b : n - a])
    return start, o - start - tail, n - start - tail


def _equal_run(length: int, same: Callable[[int, int], bool]) -> int:
    done, step = 0, 65_536
    while step:
        while done + step <= length and same(done, done + step):
            done += step
        step //= 4
    return done
