"""One line of the lists in the readiness pane."""

from __future__ import annotations

from typing import NamedTuple

from spbe_assets.domain.comparison import Turn
from spbe_assets.domain.readiness import State


class Link(NamedTuple):
    """Something a line leads to: the records in one state, or that turned so between two assessments."""

    state: State | Turn
    text: str


class Line(NamedTuple):
    """What is painted: a title with a figure at its right, a small text below, and links that can be clicked.

    `note` stands where the links would, when there are none. `key` is what the line stands for.
    """

    title: str
    sub: str = ""
    figure: str = ""
    tone: str = "muted"
    links: tuple[Link, ...] = ()
    note: str = ""
    tip: str = ""
    key: object = None
