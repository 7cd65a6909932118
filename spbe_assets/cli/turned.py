"""How undo and redo tell what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spbe_assets import formats
from spbe_assets.cli.frame import Call
from spbe_assets.domain import reasons
from spbe_assets.i18n import ngettext

if TYPE_CHECKING:
    from spbe_assets.storage.undo import Reverted


def report(call: Call, done: Reverted, told: str) -> int:
    """Say what was turned back or done again.

    Returns:
        1 where later changes were left as they are, else 0.
    """
    changed = ngettext("{n} record or field changed.", "{n} records or fields changed.", done.changed)
    lines = [told.format(what=reasons.told(done.reason)), changed.format(n=formats.number(done.changed))]
    if done.left:
        left = ngettext("{n} was changed later and stays.", "{n} were changed later and stay.", done.left)
        lines.append(left.format(n=formats.number(done.left)))
    data = {"action": done.action, "reason": done.reason, "changed": done.changed, "left": done.left}
    call.answer(data, *lines)
    return 1 if done.left else 0
