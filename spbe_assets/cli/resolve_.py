"""`resolve REF FIELD (here|incoming|=VALUE)`: decide what a field holds that two people changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from spbe_assets.services.conflicts import Choice, Conflict, Told

SIDES = ("here", "incoming")


@program_command("resolve", _("Decide a conflict: take what stood here, what came in, or =VALUE."))
@click.argument("ref", metavar="REF")
@click.argument("field", metavar="FIELD")
@click.argument("choice", metavar="here|incoming|=VALUE")
def command(call: Call, ref: str, field: str, choice: str) -> None:
    """Decide one conflict."""
    from spbe_assets.services import conflicts

    with call.reading() as store, store.write(call.actor(store), "resolve") as uow:
        one = _waiting(uow.session, ref, field)
        found = one.conflict
        conflicts.resolve(uow, found.table, found.row, found.field, _choice(uow.session, found, choice))
    data = {"table": found.table, "id": found.row, "field": found.field, "action": uow.changes.action}
    call.answer(data, _("Decided: {title} of {ref}").format(title=found.title, ref=one.ref))


def _waiting(session: Session, ref: str, field: str) -> Told:
    """The conflict that is meant; what is combined or disputed is in no list, so it is sought among what waits."""
    from spbe_assets.services import conflicts

    every = [one for one in conflicts.every(session, worded=False) if _is_called(one, ref)]
    if not every:
        every = _of_found(session, ref)
    if len({one.record for one in every}) > 1:
        raise Refused(_("Several records are called “{ref}”; name one as “conflicts” does.").format(ref=ref))
    wanted = [one for one in every if field in _names(one.conflict)]
    if len(wanted) == 1:
        return wanted[0]
    known = ", ".join(_names(one.conflict)[0] for one in wanted or every)
    if wanted:
        raise Refused(_("“{field}” is not clear; give one of: {names}.").format(field=field, names=known))
    if every:
        told = _("“{field}” of {ref} does not wait for a decision; these do: {names}.")
        raise Refused(told.format(field=field, ref=ref, names=known))
    raise Refused(_("Nothing of {ref} waits for a decision; “conflicts” lists what does.").format(ref=ref))


def _of_found(session: Session, ref: str) -> list[Told]:
    """What waits in a record that is named otherwise, such as by its serial number."""
    from spbe_assets.cli import refs
    from spbe_assets.services import conflicts

    try:
        record = refs.find(session, ref)
    except NotFound:
        raise NotFound(
            _("No record “{ref}” waits for a decision; “conflicts” lists what does.").format(ref=ref)
        ) from None
    return [one for one in conflicts.every(session, worded=False) if one.record == record]


def _is_called(one: Told, ref: str) -> bool:
    from spbe_assets.services import references

    wanted = ref.strip().casefold()
    own, part = one.record, (one.conflict.table, one.conflict.row)
    names = {one.ref.casefold(), one.tag.casefold(), references.short(*own), references.short(*part)}
    table, colon, digits = wanted.partition(":")
    ends = bool(colon and len(digits) >= 4) and table == own[0] and own[1].hex().endswith(digits)
    return wanted in names - {""} or ends


def _names(found: Conflict) -> tuple[str, ...]:
    """What the field may be called, the clearest name first."""
    return (f"{found.table}.{found.field}", found.field, found.field.removesuffix("_id"))


def _choice(session: Session, found: Conflict, text: str) -> Choice:
    from spbe_assets.services.conflicts import Value

    if text in SIDES:
        return text
    if not text.startswith("="):
        raise Invalid(_("“{text}” is no choice; give here, incoming, or =VALUE.").format(text=text))
    return Value(_typed(session, found, text[1:]))


def _typed(session: Session, found: Conflict, text: str) -> Any:
    from spbe_assets.cli import pairs, refs
    from spbe_assets.domain import fields
    from spbe_assets.domain.changeset import DELETED
    from spbe_assets.domain.spellings import yes_no

    of = fields.field(found.table, found.field)
    if of is not None:
        return pairs.value(session, of, text)
    if found.field == DELETED:
        return yes_no(text)
    if found.field == "merged_into":
        return refs.find(session, text)[1] if text.strip() else None
    if all(isinstance(version.value, str) for version in found.versions):
        return text
    raise Invalid(_("This can't be typed; choose here or incoming."))
