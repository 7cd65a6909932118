"""What changed between two assessments, in words that window, command line and reports share."""

from __future__ import annotations

from spbe_assets import formats
from spbe_assets.domain.comparison import AgencyChange, Comparison, CriterionChange, Side, Turn
from spbe_assets.domain.criteria import Criterion
from spbe_assets.domain.readiness import State
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.reports import wording
from spbe_assets.services.since import Shift

SAID = {
    Turn.NEW: N_("new: {what}"),
    Turn.WORSE: N_("got worse: {what}"),
    Turn.BETTER: N_("mended: {what}"),
    Turn.GONE: N_("no longer here: {what}"),
}
TITLES = {
    Turn.NEW: N_("New"),
    Turn.WORSE: N_("Worse"),
    Turn.BETTER: N_("Better"),
    Turn.GONE: N_("Gone"),
}
LISTED = 10


def points_text(points: float | None) -> str:
    """By how much a score rose: +1.5, −2.0, 0.0, or ? where it was unknown on one side."""
    return wording.UNKNOWN_MARK if points is None else formats.points(points)


def side_text(side: Side) -> str:
    """What a side is: its day, with the name of a frozen one."""
    day = formats.date_text(side.as_of)
    return f"{side.name} ({day})" if side.name and side.name != day else day


def title(comparison: Comparison) -> str:
    """Both sides, the earlier first."""
    return f"{side_text(comparison.before)} → {side_text(comparison.after)}"


def criterion_title(comparison: Comparison, part: CriterionChange) -> str:
    """What a criterion asks for; its id where the criteria in use have it no more."""
    criterion = comparison.criteria.get(part.id)
    return criterion.title if criterion else part.id


def change_text(comparison: Comparison, part: CriterionChange) -> str:
    """What became of the records of a criterion: what is new, worse, mended and gone."""
    return "; ".join(change_texts(comparison, part)) or "–"


def change_texts(comparison: Comparison, part: CriterionChange) -> list[str]:
    """The same, one text for each turn."""
    criterion = comparison.criteria.get(part.id)
    if part.records is None or criterion is None:
        return [_counted(part)]
    found = [text for turn in SAID for text in turn_texts(comparison, part, turn)]
    if found or (part.before and part.after):
        return found
    return [_("did not apply before") if part.after else _("does not apply any more")]


def turn_texts(comparison: Comparison, part: CriterionChange, turn: Turn) -> list[str]:
    """What is new, or worse, mended or gone; those that cost points first, then those that can't be judged."""
    criterion = comparison.criteria.get(part.id)
    if criterion is None:
        return []
    counts = [(state, part.count(turn, state)) for state in (State.LOST, State.UNKNOWN)]
    return [_(SAID[turn]).format(what=finding(criterion, state, count)) for state, count in counts if count]


def finding(criterion: Criterion, state: State, count: int) -> str:
    """So many records that cost points, or that can't be judged."""
    return criterion.say("finding" if state is State.LOST else "lacking", count, formats.number(count))


def dearest(comparison: Comparison, change: AgencyChange) -> str:
    """The change that moved an agency's score most, in words; empty where no record changed."""
    parts = [part for part in change.criteria if part.points]
    falls = (change.points or 0.0) < 0
    ordered = sorted(parts, key=lambda part: (part.points or 0.0) * (1 if falls else -1))
    return next((change_text(comparison, part) for part in ordered if part.records), "")


def shift_text(shift: Shift) -> str:
    """What moved a score most: more or fewer records that cost points; empty where no record says so."""
    if shift.criterion is None:
        return ""
    what = finding(shift.criterion, shift.state, abs(shift.more))
    return (_("more: {what}") if shift.more > 0 else _("fewer: {what}")).format(what=what)


def basis_notes(comparison: Comparison) -> list[str]:
    """What keeps the two from being judged alike."""
    notes = []
    before, after = comparison.before, comparison.after
    if before.criteria != after.criteria:
        told = _("Criteria {before} then, {after} now: part of the difference is theirs.")
        notes.append(told.format(before=before.criteria, after=after.criteria))
    if comparison.settings_changed:
        count = len(comparison.settings_changed)
        told = ngettext(
            "{n} number of the province was set otherwise then.",
            "{n} numbers of the province were set otherwise then.",
            count,
        )
        notes.append(told.format(n=formats.number(count)))
    return notes


def summary_lines(comparison: Comparison) -> list[str]:
    """The comparison in a few lines: the province, then the agencies whose score changed most."""
    changed = [one for one in comparison.agencies if one.points]
    changed.sort(key=lambda one: (-abs(one.points or 0.0), one.side.name))
    lines = [f"{title(comparison)}: {_scores(comparison.before, comparison.after, comparison.points)}"]
    counts = [f"{_(TITLES[turn])} {formats.number(comparison.count(turn))}" for turn in TITLES]
    lines += [" · ".join(counts), *basis_notes(comparison)]
    for one in changed[:LISTED]:
        told = dearest(comparison, one)
        line = f"{one.side.short_name}: {_scores(one.before, one.after, one.points)}"
        lines.append(f"{line}, {told}" if told else line)
    rest = len(changed) - LISTED
    if rest > 0:
        more = ngettext("{n} more agency changed.", "{n} more agencies changed.", rest)
        lines.append(more.format(n=formats.number(rest)))
    return lines


def _scores(before: object, after: object, points: float | None) -> str:
    old, new = (wording.score_text(side.score.value) if side else "–" for side in (before, after))  # type: ignore[attr-defined]
    return f"{old} → {new} ({points_text(points)})"


def _counted(part: CriterionChange) -> str:
    """The numbers alone, where records can't be told apart."""
    before, after = (formats.number(side.lost) if side else "–" for side in (part.before, part.after))
    return _("{before} records cost points then, {after} now").format(before=before, after=after)
