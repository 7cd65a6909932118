"""Free text over assets: two SQLite full-text indexes that hold exactly the rows that lists show.

`asset_find` cuts text into runs of three characters and finds any part of a word; `asset_find_short` serves one and
two letters, which runs of three can't. Whoever writes assets feeds both, whole chunks at a time: a trigger would make
SQLite flush the index once a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)  # fmt: skip
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from spbe_assets.domain.errors import StorageError
from spbe_assets.domain.ids import Id
from spbe_assets.storage.heads import chunks
from spbe_assets.storage.tables import Asset

_WORDS = re.compile(r"\S+")
_SHORT = re.compile(r"[^\W_]+")
_FOLDED = re.compile("[ks]", re.IGNORECASE)
_FOLDED_TO_ASCII = "*[\u017f\u212a]*"
"""The long s and the Kelvin sign: the index takes them for s and k."""
SHORTEST_RUN = 3
SHOWN = "asset_shown"
FORGOTTEN = "search index forgotten"
FED_BY = frozenset({"find_text", "deleted", "stub", "merged_into"})
"""Columns whose change must reach the indexes."""

_INDEXES = {
    "asset_find": "tokenize='trigram'",
    "asset_find_short": "tokenize='unicode61', prefix='1 2', detail='none'",
}


def create(connection: Connection) -> None:
    """Make the indexes in a new database; a view names the rows they hold."""
    connection.execute(text(f"CREATE VIEW {SHOWN} AS SELECT n, find_text FROM asset WHERE live"))
    for name, options in _INDEXES.items():
        connection.execute(
            text(f"CREATE VIRTUAL TABLE {name} USING fts5(find_text, content='{SHOWN}', content_rowid='n', {options})")
        )


def forget(connection: Connection) -> None:
    """Do without the indexes in a private copy: they are dropped, and this connection feeds none any more."""
    for name in _INDEXES:
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    connection.execute(text(f"DROP VIEW IF EXISTS {SHOWN}"))
    connection.info[FORGOTTEN] = True


def add(connection: Connection, assets: Sequence[Id]) -> None:
    """Take these assets into the indexes, so far as they are shown."""
    _feed(
        connection, assets, "INSERT INTO {index}(rowid, find_text) SELECT n, find_text FROM asset WHERE live AND id IN"
    )


@contextmanager
def kept_true(connection: Connection, assets: Sequence[Id]) -> Iterator[None]:
    """A block that may change the text of these assets, or whether they are shown."""
    _feed(
        connection,
        assets,
        "INSERT INTO {index}({index}, rowid, find_text) SELECT 'delete', n, find_text FROM asset WHERE live AND id IN",
    )
    yield
    add(connection, assets)


def _feed(connection: Connection, assets: Sequence[Id], statement: str) -> None:
    if FORGOTTEN in connection.info:
        return
    for some in chunks(assets):
        for index in _INDEXES:
            rows = text(f"{statement.format(index=index)} :rows").bindparams(bindparam("rows", expanding=True))
            connection.execute(rows, {"rows": some})


def words(typed: str) -> list[str]:
    """The words of a typed search, each of which must be found."""
    return _WORDS.findall(typed)[:12]


def matching(word: str) -> Select[Any] | None:
    """The row numbers of shown assets whose own text holds a word; None where a word holds nothing to search."""
    if len(word) >= SHORTEST_RUN:
        return _match("asset_find", _quoted(word))
    parts = _SHORT.findall(word)
    return _match("asset_find_short", " AND ".join(map(_prefix, parts))) if parts else None


def matching_all(typed: Sequence[str]) -> list[Select[Any]]:
    """The row numbers of shown assets that hold every word, as at most two questions: one for each index.

    One question for all words is many times faster than to hold the answers for single words against each other.
    """
    long = [_quoted(word) for word in typed if len(word) >= SHORTEST_RUN]
    short = [_prefix(part) for word in typed if len(word) < SHORTEST_RUN for part in _SHORT.findall(word)]
    asked = (("asset_find", long), ("asset_find_short", short))
    return [_match(index, " AND ".join(parts)) for index, parts in asked if parts]


def scan(word: str) -> ColumnElement[bool] | None:
    """The same as `matching`, asked of an asset's text row by row; None where that would not be the same.

    The indexes fold letters beyond ASCII in their own way, so a text that holds such is asked of the index after all.
    """
    numbers = matching(word) if word.isascii() else None
    if numbers is None:
        return None
    indexed = Asset.n.in_(numbers)
    if len(word) >= SHORTEST_RUN:
        held = Asset.find_text.icontains(word, autoescape=True)
        return or_(held, and_(_glob(_FOLDED_TO_ASCII), indexed)) if _FOLDED.search(word) else held
    begun = and_(*map(_begins_a_word, _SHORT.findall(word)))
    return case((_is_beyond_ascii(), indexed), else_=begun)


def _is_beyond_ascii() -> ColumnElement[bool]:
    return func.length(Asset.find_text) != func.length(cast(Asset.find_text, LargeBinary))


def _begins_a_word(part: str) -> ColumnElement[bool]:
    letters = "".join(f"[{letter.lower()}{letter.upper()}]" for letter in part)
    return or_(_glob(f"{letters}*"), _glob(f"*[^0-9A-Za-z]{letters}*"))


def _glob(pattern: str) -> ColumnElement[bool]:
    return Asset.find_text.op("GLOB", is_comparison=True)(pattern)


def _prefix(part: str) -> str:
    return f'"{part}"*'


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def text_condition(word: str) -> ColumnElement[bool] | None:
    """A condition on `Asset`: its own text holds the word."""
    found = matching(word)
    return None if found is None else Asset.n.in_(found)


def count(session: Session, word: str) -> int:
    """How many shown assets hold a word, without looking at the assets."""
    found = matching(word)
    if found is None:
        return 0
    return session.scalar(select(literal_column("count(*)", Integer)).select_from(found.subquery())) or 0


def _match(index: str, query: str) -> Select[Any]:
    source = table(index, column("rowid", Integer), column(index))
    return select(source.c.rowid).where(source.c[index].match(query))


def faulty(connection: Connection) -> list[str]:
    """The indexes that do not agree with the assets; their names, empty when all is well."""
    broken = []
    for name in _INDEXES:
        try:
            connection.execute(text(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)"))
        except StorageError:
            broken.append(name)
    return broken


def rebuild(connection: Connection) -> None:
    """Fill both indexes afresh from the assets that are shown."""
    for name in _INDEXES:
        connection.execute(text(f"INSERT INTO {name}({name}) VALUES ('rebuild')"))
