"""Bringing one earlier value back: what the offer says, and the one write that does it."""

from __future__ import annotations

from spbe_assets.i18n import _
from spbe_assets.services import record_changes
from spbe_assets.services.record_changes import FieldChange
from ui.context import AppContext
from ui.history.words import shortened

MOST_SAID = 60


def restore(context: AppContext, change: FieldChange) -> None:
    """Write the value that stood before a change, as one undo step; nothing where it stands already."""
    if not change.can_restore:
        return
    table, row, key, value = change.table, change.row, change.key, change.earlier
    done = _("{field} restored").format(field=change.title)
    context.write(lambda uow, _progress: record_changes.restore(uow, table, row, key, value), "edit", done)


def offer(change: FieldChange) -> str:
    """Which value would come back, in a sentence."""
    if not change.before:
        return _("{field}: restore this value (empty)").format(field=change.title)
    value = shortened(change.before, MOST_SAID)
    return _("{field}: restore this value ({value})").format(field=change.title, value=value)
