"""What a label says, which sizes of content there are, and what a printing run reports."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _


class ContentSize(StrEnum):
    """How much of the content a label carries."""

    FULL = "full"
    SMALL = "small"
    CABLE = "cable"


class Symbology(StrEnum):
    """How the tag is encoded: QR for phones and cameras, Code 128 for hand scanners that read lines only."""

    QR = "qr"
    CODE128 = "code128"


class Part(StrEnum):
    """What a label can say beside its tag; the value is the field of `LabelContent`."""

    OWNER = "owner"
    UNIT = "unit"
    LOCATION = "location"
    GOODS = "goods"
    NAME = "name"
    MODEL = "model"
    SERIAL = "serial"
    NIBAR = "nibar"
    ROOM = "room"


OFFICIAL = (Part.OWNER, Part.UNIT, Part.LOCATION, Part.GOODS, Part.NAME, Part.MODEL)
"""The parts of the official label (DOMAIN 3.5), which is what people get who choose nothing."""


@dataclass(frozen=True, slots=True)
class Design:
    """What is printed on a label.

    `size` is the layout (None: the one that suits the stock), `parts` what is said, `note` a line of one's own under
    it, `logo` a PNG beside the owner (empty: none).
    """

    size: ContentSize | None = None
    symbology: Symbology = Symbology.QR
    parts: tuple[Part, ...] = OFFICIAL
    note: str = ""
    logo: bytes = b""


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
    serial: str = ""
    nibar: str = ""
    room: str = ""
    table: str = "asset"

    def revision(self, parts: Collection[Part] = OFFICIAL) -> str:
        """Changes whenever one of the printed parts changes, so that an outdated label is recognised.

        The parts stand before the dot (a bit each, hexadecimal), so that `is_current` knows what was printed.
        """
        printed = [part for part in Part if part in parts]
        mask = sum(1 << number for number, part in enumerate(Part) if part in printed)
        said = "\x1f".join((self.tag, *(getattr(self, part) for part in printed)))
        return f"{mask:x}.{sha256(said.encode('utf-8', 'replace')).hexdigest()[:16]}"

    def is_current(self, revision: str) -> bool:
        """Whether a label that was printed at `revision` still says what this record would say."""
        mask = int(revision.partition(".")[0], 16) if re.fullmatch(r"[0-9a-f]{1,8}\.[0-9a-f]{16}", revision) else 0
        parts = [part for number, part in enumerate(Part) if mask >> number & 1]
        return mask > 0 and self.revision(parts) == revision


@dataclass(frozen=True, slots=True)
class Listed:
    """Records by their tags, in this order: a pile that was scanned one after another, or a list in a file."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """Labels with nothing but these tags and the owner, to be claimed in the field by scanning."""

    tags: tuple[str, ...]


class Problem(StrEnum):
    """What can be less than perfect about a label."""

    NO_TAG = "no_tag"
    SHORTENED = "shortened"
    MISSING_LETTERS = "missing_letters"
    SMALL_CODE = "small_code"
    NARROW_BARS = "narrow_bars"
    NO_BARS = "no_bars"


ONCE = frozenset((Problem.SMALL_CODE, Problem.NARROW_BARS))
"""What is the same for every label of a run, so that it is said once."""
SENTENCES = {
    Problem.NO_TAG: N_("{text}: has no tag yet, so no label was printed. Give it a tag first."),
    Problem.SHORTENED: N_("{tag}: “{text}” was shortened. Choose a larger label or a shorter name."),
    Problem.MISSING_LETTERS: N_("{tag}: the letters “{text}” can't be printed and were replaced by □."),
    Problem.SMALL_CODE: N_(
        "The squares of the code are only {text} mm wide. Choose a larger label so that it scans well."
    ),
    Problem.NARROW_BARS: N_(
        "The bars of Code 128 would be only {text} mm wide, too narrow for hand scanners, so QR codes are printed "
        "instead. Choose a wider label."
    ),
    Problem.NO_BARS: N_(
        "{tag}: Code 128 can't hold the letters of this tag, so a QR code is printed instead. Give it a plainer tag."
    ),
}


@dataclass(frozen=True, slots=True)
class LabelWarning:
    """One thing to know about a label; `text` is what was cut or could not be shown, or a width in mm."""

    problem: Problem
    tag: str
    text: str

    def __str__(self) -> str:
        text = formats.number(Decimal(self.text), 2) if self.problem in ONCE else self.text
        return _(SENTENCES[self.problem]).format(tag=self.tag, text=text)


@dataclass(frozen=True, slots=True)
class LabelRun:
    """What was printed. `warnings` holds the first thousand, `warned` how many there were."""

    pages: int
    labels: int
    warnings: tuple[LabelWarning, ...] = ()
    warned: int = 0
    next_cell: int = 1
