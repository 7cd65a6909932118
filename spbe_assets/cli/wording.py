"""How the command line calls what people did."""

from __future__ import annotations

from spbe_assets.i18n import N_, _

REASONS = {
    "create": N_("new record"),
    "edit": N_("edit"),
    "delete": N_("deletion"),
    "import": N_("import of {what}"),
    "demo": N_("sample data"),
    "bulk": N_("bulk edit"),
    "duplicate": N_("copy of a record"),
    "labels": N_("printing of labels"),
}


def reason(text: str) -> str:
    """The reason of an action ("import kib_b.xlsx") as people read it."""
    verb, _space, what = text.partition(" ")
    return _(REASONS[verb]).format(what=what) if verb in REASONS else text
