"""Why an action was done, as the log holds it ("import kib_b.xlsx") and as people read it."""

from __future__ import annotations

from spbe_assets.i18n import N_, _

REASONS = {
    "create": N_("new record"),
    "edit": N_("edit"),
    "delete": N_("deletion"),
    "import": N_("import of {what}"),
    "demo": N_("sample data"),
    "merge": N_("merge of a pack"),
    "bulk": N_("bulk edit"),
    "combine": N_("merge of two records"),
    "resolve": N_("decision about a conflict"),
    "apart": N_("two records that are two things"),
    "move": N_("move to another place"),
    "duplicate": N_("copy of a record"),
    "labels": N_("printing of labels"),
    "settings": N_("settings"),
    "attach": N_("photos and documents"),
    "series": N_("tag series"),
    "tags": N_("new tags"),
    "hand-over": N_("hand-over {what}"),
    "lend": N_("loan {what}"),
    "take-back": N_("return of a loan {what}"),
    "repair": N_("sending to repair {what}"),
    "repaired": N_("return from repair {what}"),
    "disposal": N_("disposal proposal {what}"),
    "withdraw": N_("withdrawal of a disposal proposal"),
    "minutes": N_("minutes {what}"),
    "sweep": N_("sweep {what}"),
    "installation": N_("installation {what}"),
    "enrol": N_("enrolment of {what}"),
    "revoke": N_("revocation of {what}"),
    "pack": N_("work pack"),
    "freeze": N_("freezing of the readiness"),
}


def told(reason: str) -> str:
    """The reason of an action as people read it; one that this version does not know as it stands."""
    verb, _space, what = reason.partition(" ")
    return _(REASONS[verb]).format(what=what).strip() if verb in REASONS else reason
