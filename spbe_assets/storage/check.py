"""Proof that a database is what its log says: chain, rebuild and compare, references, search index, blobs."""

from __future__ import annotations

import hashlib
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, or_, select, text

from spbe_assets.domain.changeset import NO_PREV, Changeset, parse
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _, ngettext
from spbe_assets.storage import chain, merge, migrations, search
from spbe_assets.storage.columns import shape
from spbe_assets.storage.engine import sqlite_engine
from spbe_assets.storage.rows_in import insert_rows
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import MERGEABLE, Aside, Base, Blob, Head
from spbe_assets.storage.tables import Changeset as Row

BATCH = 20
LISTED = 5
LOCAL_ONLY = {"n", "rev", "next_number", "live"}
STATE_TABLES = ("head", "superseded", "conflict", "touch")


def check(store: Store, progress: Progress = SILENT) -> list[str]:
    """Examine a database without changing it.

    Returns:
        What is wrong, one sentence each; empty when all is well.
    """
    steps = (*FOUNDATIONS, _references, _search, _blobs, _rebuild)
    findings: list[str] = []
    with store.read() as session:
        connection = session.connection()
        for done, step in enumerate(steps):
            progress.step(done, len(steps))
            findings += itertools.islice(step(connection), LISTED)
            if findings and step in FOUNDATIONS:
                return findings
    progress.step(len(steps), len(steps))
    return findings


def _integrity(connection: Connection) -> Iterator[str]:
    for (line,) in connection.execute(text("PRAGMA integrity_check(5)")):
        if line != "ok":
            yield _("The file is damaged: {what}").format(what=line)


def _chain(connection: Connection) -> Iterator[str]:
    links: dict[bytes, tuple[bytes, int]] = {}
    for n, stored in _stored(connection):
        try:
            changeset = parse(chain.unpack(stored.body))
        except (Refused, chain.Damaged) as error:
            yield _("Changeset {n} can't be read: {why}").format(n=n, why=error)
            continue
        links[changeset.id] = (changeset.replica, changeset.seq)
        problem = _link_problem(changeset, stored, links)
        if problem:
            yield problem.format(n=n)


def _link_problem(changeset: Changeset, stored: Row, links: dict[bytes, tuple[bytes, int]]) -> str:
    if changeset.id != stored.id:
        return _("Changeset {n} was altered: its contents do not fit its hash.")
    same = (changeset.replica, changeset.seq, changeset.prev, changeset.hlc, changeset.action, changeset.user)
    if same != (stored.replica, stored.seq, stored.prev, stored.hlc, stored.action, stored.user):
        return _("Changeset {n} was altered: its entry does not fit its contents.")
    if changeset.seq == 1 and changeset.prev != NO_PREV:
        return _("Changeset {n} is not the start of its chain.")
    before = links.get(changeset.prev)
    if changeset.seq > 1 and before is not None and before != (changeset.replica, changeset.seq - 1):
        return _("Changeset {n} does not follow the one before it.")
    return ""


def _stored(connection: Connection) -> Iterator[tuple[int, Row]]:
    last = 0
    columns = (Row.n, Row.id, Row.replica, Row.seq, Row.prev, Row.hlc, Row.action, Row.user, Row.body)
    while rows := connection.execute(select(*columns).where(Row.n > last).order_by(Row.n).limit(BATCH)).all():
        for row in rows:
            yield row.n, row  # type: ignore[misc]
        last = rows[-1].n


def _references(connection: Connection) -> Iterator[str]:
    for table, *_rest in connection.execute(text("PRAGMA foreign_key_check")):
        yield _("A row of {table} refers to one that is not there.").format(table=table)


def _search(connection: Connection) -> Iterator[str]:
    for name in search.faulty(connection):
        yield _("The search index {name} does not fit the assets.").format(name=name)


def _blobs(connection: Connection) -> Iterator[str]:
    for name in connection.scalars(select(Blob.sha256)).all():
        content = connection.scalar(select(Blob.content).where(Blob.sha256 == name)) or b""
        if hashlib.sha256(content).hexdigest() != name:
            yield _("The photo or document {name} is damaged.").format(name=name[:12])


def _rebuild(connection: Connection) -> Iterator[str]:
    """Build every table afresh from the log in a scratch file and compare row by row."""
    with tempfile.TemporaryDirectory(prefix="spbe-check-") as folder:
        engine = sqlite_engine(Path(folder) / "rebuilt.spbe")
        try:
            with engine.begin() as rebuilt:
                migrations.create_schema(rebuilt)
                aside = [{"changeset": n} for n in chain.aside(connection)]
                insert_rows(rebuilt, Aside.__table__, aside)  # type: ignore[arg-type]
                bodies = chain.bodies(connection)
                while some := list(itertools.islice(bodies, BATCH)):
                    merge.apply(rebuilt, [parse(body) for body in some])
                yield from _differences(connection, rebuilt)
        finally:
            engine.dispose()


def _differences(connection: Connection, rebuilt: Connection) -> Iterator[str]:
    tables = [shape(name).table for name in MERGEABLE] + [Base.metadata.tables[name] for name in STATE_TABLES]
    for table in tables:
        count = sum(1 for here, there in _pairs(connection, rebuilt, table) if here != there)
        if count:
            sentence = ngettext(
                "{n} row of {table} does not fit the log.", "{n} rows of {table} do not fit the log.", count
            )
            yield sentence.format(n=count, table=table.name)


def _pairs(connection: Connection, rebuilt: Connection, table: Table) -> Iterator[tuple[object, object]]:
    columns = [column for column in table.columns if column.name not in LOCAL_ONLY]
    order = [table.c.id] if "id" in table.c else list(table.primary_key)
    query = select(*columns).where(*_real(table)).order_by(*order)
    here = connection.execution_options(stream_results=True).execute(query).yield_per(500)
    there = rebuilt.execution_options(stream_results=True).execute(query).yield_per(500)
    yield from itertools.zip_longest(map(tuple, here), map(tuple, there))


def _real(table: Table) -> Iterator[ColumnElement[bool]]:
    """Leave out rows of which nobody has written anything; where others refer to them is checked elsewhere."""
    if "stub" in table.c:
        yield or_(table.c.stub.is_(False), select(Head.row).where(Head.row == table.c.id).exists())


FOUNDATIONS = (_integrity, _chain)
"""What the other steps can't be trusted without."""
