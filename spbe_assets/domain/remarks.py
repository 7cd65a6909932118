"""The remark column of a KIB B, which also carries what the form has no column for: condition and quantity.

"Kondisi: RR; Jumlah: 50; Kabel belum dirapikan" is a lightly damaged row of fifty that stays one row.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from spbe_assets.domain.vocabulary import Condition

_CONDITION, _QUANTITY, _TEXT, _BETWEEN = "Kondisi: ", "Jumlah: ", "Keterangan: ", "; "
_LEADING = re.compile(r"(?:Kondisi: (B|RR|RB)(?:; |$))?(?:Jumlah: ([1-9]\d{0,6})(?:; |$))?(?:Keterangan: )?")


class Remark(NamedTuple):
    """A remark taken apart; `quantity` is None where it is not said, so that a range of registers is several items."""

    text: str
    condition: Condition | None = None
    quantity: int | None = None


def read(written: str) -> Remark:
    """What a remark says; one without our words is all text."""
    found = _LEADING.match(written)
    if found is None:
        return Remark(written)
    condition = Condition(found[1]) if found[1] else None
    return Remark(written[found.end() :], condition, int(found[2]) if found[2] else None)


def write(remark: Remark) -> str:
    """The remark that `read` takes apart again."""
    parts = []
    if remark.condition is not None:
        parts.append(_CONDITION + remark.condition.value)
    if remark.quantity is not None:
        parts.append(f"{_QUANTITY}{remark.quantity}")
    if remark.text:
        is_ours = remark.text.startswith((_CONDITION, _QUANTITY, _TEXT))
        parts.append((_TEXT if is_ours else "") + remark.text)
    return _BETWEEN.join(parts)
