"""A write as people read it: a field with its two values in names and local form, or such as “Photo added”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain import amounts, fields, validation
from spbe_assets.domain.changeset import CREATE, DELETED
from spbe_assets.domain.fields import CATALOGUE, Field, Kind
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import references
from spbe_assets.services.attachments import DOCUMENT
from spbe_assets.storage.history import RowChange
from spbe_assets.storage.tables import MERGEABLE

MERGED = "merged_into"
SENTENCES = {
    "attachment": (N_("Photo added"), N_("Photo changed"), N_("Photo removed"), "caption"),
    DOCUMENT: (N_("Document added"), N_("Document changed"), N_("Document removed"), "caption"),
    "label_print": (N_("Label printed"), N_("Label print changed"), N_("Label print removed"), ""),
    "form_issue": (N_("Form issued"), N_("Issued form changed"), N_("Issued form removed"), "form"),
    "inventory_statement": (
        N_("Register declared complete"), N_("Declaration changed"), N_("Declaration withdrawn"), "subject"
    ),
    "tag_series": (N_("Tag series added"), N_("Tag series changed"), N_("Tag series removed"), "prefix"),
    "assessment": (N_("Readiness recorded"), N_("Recorded readiness changed"), N_("Recorded readiness removed"), ""),
    "need": (N_("Plan entry added"), N_("Plan entry changed"), N_("Plan entry removed"), "good"),
    "price": (N_("Price added"), N_("Price changed"), N_("Price removed"), "good"),
    "plan": (N_("Plan kept"), N_("Plan changed"), N_("Plan removed"), "name"),
    "criteria_set": (N_("Criteria added"), N_("Criteria changed"), N_("Criteria removed"), "name"),
    "setting": (N_("Setting added"), N_("Setting changed"), N_("Setting reset"), "key"),
    "view": (N_("Saved view added"), N_("Saved view changed"), N_("Saved view removed"), "name"),
    "installation": (
        N_("Installation made known"), N_("Installation changed"), N_("Installation revoked"), "name"
    ),
    "assignment": (N_("Work handed out"), N_("Handed-out work changed"), N_("Handed-out work withdrawn"), "person"),
    "sweep": (N_("Sweep started"), N_("Sweep changed"), N_("Sweep deleted"), "name"),
    "sweep_room": (N_("Room taken into a sweep"), N_("Room of a sweep marked"), N_("Room taken out of a sweep"), ""),
    "sighting": (N_("Seen in a sweep"), N_("Sighting changed"), N_("Sighting taken back"), "code"),
}  # fmt: skip
"""Table without fields in the catalogue (documents apart) -> added, changed, removed, the column that names a row."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one write says; `title` is the field, or the whole happening where `is_sentence` and `after` names it.

    A write of nothing visible has a verb only.
    """

    verb: str
    title: str = ""
    before: str = ""
    after: str = ""
    is_sentence: bool = False

    @property
    def sentence(self) -> str:
        """Such as `Photo added: nameplate`."""
        return _("{what}: {which}").format(what=self.title, which=self.after) if self.after else self.title


@dataclass(frozen=True)
class Known:
    """What changes refer to: `names` of records by table, and what the rows that sentences speak of are called."""

    names: dict[str, dict[Id, str]] = field(default_factory=dict)
    called: dict[Id, str] = field(default_factory=dict)
    documents: frozenset[Id] = frozenset()


def known(session: Session, changes: Iterable[RowChange]) -> Known:
    """What has to be read so that changes can be said."""
    wanted: dict[str, set[Id]] = {}
    spoken: dict[str, set[Id]] = {}
    for change in changes:
        if change.table in SENTENCES:
            spoken.setdefault(change.table, set()).add(change.row)
        if change.field == MERGED and change.table in references.NAMED:
            wanted.setdefault(change.table, set()).update(row for row in (change.before, change.after) if row)
        for key, value in _values(change):
            of = fields.field(change.table, key)
            if of is not None and of.kind is Kind.REFERENCE and value is not None:
                wanted.setdefault(of.refers_to, set()).add(value)
    names = {table: references.names(session, table, ids) for table, ids in wanted.items()}
    called: dict[Id, str] = {}
    for table, ids in spoken.items():
        called |= _called(session, table, ids)
    return Known(names, called, _documents(session, spoken.get("attachment", ())))


def said(change: RowChange, known: Known) -> Iterator[Said]:
    """What one change says: a line for each field, or a sentence."""
    verb = verb_of(change)
    if change.table in SENTENCES:
        yield _sentence(verb, change, known)
    elif change.field == CREATE:
        titled = CATALOGUE.get(change.table, {}).items()
        filled = [(of, change.after[key]) for key, of in titled if key in change.after]
        yield from (Said(verb, of.label, "", text(of, value, known)) for of, value in filled)
        if not filled:
            yield Said(verb)
    elif change.field == MERGED:
        title = _("Merged into another record") if change.after else _("Taken apart again")
        yield Said(verb, title, "", _merged_with(change, known), is_sentence=True)
    else:
        of = fields.field(change.table, change.field)
        values = () if of is None else (of.label, text(of, change.before, known), text(of, change.after, known))
        yield Said(verb, *values)


def _merged_with(change: RowChange, known: Known) -> str:
    """The record that another was merged into, or was until then."""
    return known.names.get(change.table, {}).get(change.after or change.before, "")


def verb_of(change: RowChange) -> str:
    """What was done to the row: the action's verb, or what the write itself says."""
    if change.verb in ("undo", "redo"):
        return change.verb
    if change.field == DELETED:
        return "delete" if change.after else "restore"
    if change.field == CREATE and change.verb == "edit":
        return "create"
    return change.verb


def text(of: Field, value: Any, known: Known) -> str:
    """A value as people read it; empty for nothing."""
    if value in (None, "", {}):
        return ""
    if of.kind is Kind.REFERENCE:
        return known.names.get(of.refers_to, {}).get(value, "") or _("without a name")
    if of.kind is Kind.RUPIAH:
        return f"Rp {amounts.grouped(value)}"
    return _with_unit(_plain(of, value), of)


def _plain(of: Field, value: Any) -> str:
    if of.kind is Kind.DATE:
        return formats.date_text(value, short=True)
    if of.kind is Kind.TIME:
        return formats.datetime_text(value, short=True)
    if of.kind is Kind.INTEGER:
        return amounts.grouped(value)
    if of.kind is Kind.DECIMAL and value == int(value):
        return amounts.grouped(int(value))
    return " · ".join(validation.show(of, value).splitlines())


def _with_unit(shown: str, of: Field) -> str:
    return f"{shown} {_(of.unit)}" if of.unit else shown


def _sentence(verb: str, change: RowChange, known: Known) -> Said:
    added, changed, removed, column = SENTENCES[DOCUMENT if change.row in known.documents else change.table]
    which = known.called.get(change.row, "")
    if change.field == CREATE:
        return Said(verb, _(added), "", which, is_sentence=True)
    if change.field == DELETED:
        return Said(verb, _(removed if change.after else added), "", which, is_sentence=True)
    if change.field == column and change.before:
        which = _("{before} → {after}").format(before=change.before, after=change.after or "—")
    return Said(verb, _(changed), "", which, is_sentence=True)


def _values(change: RowChange) -> Iterable[tuple[str, Any]]:
    if change.field == CREATE:
        return list(change.after.items())
    return (change.field, change.before), (change.field, change.after)


def _called(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, str]:
    kind, column = MERGEABLE[table], SENTENCES[table][3]
    if not column:
        return {}
    chosen = select(kind.id, getattr(kind, column)).where(kind.id.in_(list(ids)))
    return {row: name or "" for row, name in session.execute(chosen)}


def _documents(session: Session, ids: Iterable[Id]) -> frozenset[Id]:
    kind: Any = MERGEABLE["attachment"]
    wanted = list(ids)
    chosen = select(kind.id).where(kind.id.in_(wanted), kind.kind == DOCUMENT)
    return frozenset(session.scalars(chosen)) if wanted else frozenset()
