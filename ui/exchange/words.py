"""How packs, plans and pairs read."""

from __future__ import annotations

from collections.abc import Mapping

from spbe_assets.domain.packs import Header, PackKind, Report
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services.duplicates import REASONS, Pair, Reason
from spbe_assets.services.log_filter import SUBJECTS
from spbe_assets.services.packs import PackRow
from ui import format as formats
from ui.history.words import SUBJECT_TITLES

KINDS = {PackKind.WORK: N_("Work pack"), PackKind.RETURN: N_("Return pack"), PackKind.RECEIPT: N_("Receipt")}
OTHER = "other"
KB, MB = 1_000, 1_000_000


def reason(pair: Pair) -> str:
    """Why two records look alike."""
    return _("{what}: {which}").format(what=_(REASONS[pair.reason]), which=pair.value)


def is_near(pair: Pair) -> bool:
    """Whether they only look alike: a suggestion."""
    return pair.reason is Reason.NEAR_SERIAL


def kind(value: str) -> str:
    """What a pack is for."""
    return _(KINDS[PackKind(value)]) if value in set(PackKind) else value


def sender(person: str, name: str) -> str:
    """Who wrote a pack: the person and the installation."""
    return " · ".join(part for part in (person, name) if part)


def head(header: Header) -> str:
    """Whose pack it is, of when, and that nobody changed it on the way."""
    parts = (
        _("pack from {person}").format(person=header.person or header.name),
        header.name if header.person else "",
        formats.moment(header.written_at),
        _("signature good"),
    )
    return " · ".join(part for part in parts if part)


def size(size_bytes: int) -> str:
    """How large a file is."""
    if size_bytes >= MB:
        return _("{n} MB").format(n=formats.decimal(round(size_bytes / MB, 1)))
    return _("{n} KB").format(n=formats.number(max(1, round(size_bytes / KB))))


def contents(changesets: int, photos: int, size_bytes: int) -> str:
    """What a pack carries."""
    parts = [formats.counted(ngettext("{n} change", "{n} changes", changesets), changesets)]
    if photos:
        parts.append(formats.counted(ngettext("{n} photo", "{n} photos", photos), photos))
    return " · ".join((*parts, size(size_bytes)))


def state(pack: PackRow) -> tuple[str, str]:
    """How a pack stands, in a word and a tone."""
    if pack.way == "out":
        return _("Written"), "muted"
    return (_("Set aside"), "warn") if pack.aside_at else (_("Merged"), "good")


def by_subject(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Counts by table as counts by kind of record, with its title."""
    subjects = {table: subject for subject, tables in SUBJECTS.items() for table in tables}
    found: dict[str, int] = {}
    for table, count in counts.items():
        subject = subjects.get(table, OTHER)
        found[subject] = found.get(subject, 0) + count
    ordered = [*SUBJECTS, OTHER]
    titles = {**SUBJECT_TITLES, OTHER: N_("Sweeps, assignments and other")}
    return [(_(titles[one]), found[one]) for one in sorted(found, key=ordered.index) if found[one]]


def touched(report: Report) -> int:
    """How many records a pack adds or changes."""
    return sum(report.added.values()) + sum(report.changed.values())


def merged(report: Report) -> str:
    """What applying a pack did."""
    added, changed = sum(report.added.values()), sum(report.changed.values())
    parts = (
        (ngettext("{n} new", "{n} new", added), added),
        (ngettext("{n} changed", "{n} changed", changed), changed),
        (ngettext("{n} photo", "{n} photos", report.new_photos), report.new_photos),
    )
    what = ", ".join(formats.counted(sentence, n) for sentence, n in parts if n)
    person = report.header.person or report.header.name
    if not what:
        return _("Pack from {person} applied").format(person=person)
    return _("Pack from {person} applied: {what}").format(person=person, what=what)
