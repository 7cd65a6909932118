"""What a label says, which sizes of content there are, and what a printing run reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _


class ContentSize(StrEnum):
    """How much of the content a label carries."""

    FULL = "full"
    SMALL = "small"
    CABLE = "cable"


@dataclass(frozen=True, slots=True)
class LabelContent:
    """The text of one label, ready to print; empty parts are left out.

    `location` is kode lokasi and year, `goods` kode barang and register: the two lines of the official fraction.
    `name` is what the thing is, `model` brand and type (for a link: its two ends).
    """

    record_id: Id
    tag: str
    owner: str = ""
    unit: str = ""
    location: str = ""
    goods: str = ""
    name: str = ""
    model: str = ""
    table: str = "asset"

    @property
    def revision(self) -> str:
        """Changes whenever the printed text changes, so that an outdated label is recognised."""
        parts = (self.tag, self.owner, self.unit, self.location, self.goods, self.name, self.model)
        return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


class Problem(StrEnum):
    """What can be less than perfect about a label."""

    NO_TAG = "no_tag"
    SHORTENED = "shortened"
    MISSING_LETTERS = "missing_letters"
    SMALL_CODE = "small_code"


SENTENCES = {
    Problem.NO_TAG: N_("{text}: has no tag yet, so no label was printed. Give it a tag first."),
    Problem.SHORTENED: N_("{tag}: “{text}” was shortened. Choose a larger label or a shorter name."),
    Problem.MISSING_LETTERS: N_("{tag}: the letters “{text}” can't be printed and were replaced by □."),
    Problem.SMALL_CODE: N_(
        "The squares of the code are only {text} mm wide. Choose a larger label so that it scans well."
    ),
}


@dataclass(frozen=True, slots=True)
class LabelWarning:
    """One thing to know about a label; `text` is what was cut or could not be shown."""

    problem: Problem
    tag: str
    text: str

    def __str__(self) -> str:
        return _(SENTENCES[self.problem]).format(tag=self.tag, text=self.text)


@dataclass(frozen=True, slots=True)
class LabelRun:
    """What was printed. `warnings` holds the first thousand, `warned` how many there were."""

    pages: int
    labels: int
    warnings: tuple[LabelWarning, ...] = ()
    warned: int = 0
    next_cell: int = 1
