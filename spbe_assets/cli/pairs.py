"""FIELD=VALUE pairs of `add` and `edit`: checked against the field catalogue, references found by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.fields import CATALOGUE, Field, Kind
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Values = dict[str, dict[str, Any]]


def read(session: Session, tables: Sequence[str], pairs: Iterable[str]) -> Values:
    """Table -> key -> value. A field of the first table goes before one of the same name in a later one.

    Raises:
        Invalid: a pair has no “=”, its field does not exist, or its value is impossible.
        NotFound: a reference names nothing; the nearest names are told.
    """
    found: Values = {table: {} for table in tables}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise Invalid(_("“{pair}” is no FIELD=VALUE.").format(pair=pair))
        of = _field(tables, name.strip())
        found[of.table][of.key] = value(session, of, text)
    return found


def value(session: Session, of: Field, text: str) -> Any:
    """The value that a typed text means; an empty text clears the field."""
    from spbe_assets.domain.validation import parse_text

    if of.kind is not Kind.REFERENCE:
        return parse_text(of, text)
    return named(session, of.refers_to, text) if text.strip() else None


def named(session: Session, table: str, text: str) -> Id:
    """The row of a table with this name, abbreviation or code, or with this `table:short-id`.

    Raises:
        NotFound: nothing is called so; the nearest names are told.
    """
    from spbe_assets.cli import refs
    from spbe_assets.services import agencies, references

    if table == "agency":
        return agencies.find(session, text)
    if text.startswith(f"{table}:") or table in ("asset", "link"):
        return refs.find(session, text)[1]
    choices = references.choices(session, table, text)
    wanted = text.strip().casefold()
    exact = [choice.id for choice in choices if wanted in (choice.text.casefold(), choice.hint.casefold())]
    if len(exact) == 1 or len(choices) == 1:
        return (exact or [choices[0].id])[0]
    raise NotFound(_nothing(text, [f"{one.text} ({references.short(table, one.id)})" for one in choices[:5]]))


def _nothing(text: str, near: list[str]) -> str:
    if near:
        return _("“{text}” is not clear; did you mean {names}?").format(text=text, names=", ".join(near))
    return _("Nothing is called “{text}”; look for the right name with the search.").format(text=text)


def _field(tables: Sequence[str], name: str) -> Field:
    for table in tables:
        for key in (name, f"{name}_id"):
            if key in CATALOGUE[table]:
                return CATALOGUE[table][key]
    known = [key.removesuffix("_id") for table in tables for key in CATALOGUE[table]]
    near = get_close_matches(name, known, n=3) or known
    raise Invalid(_("There is no field “{name}”; possible: {names}.").format(name=name, names=", ".join(near)))
