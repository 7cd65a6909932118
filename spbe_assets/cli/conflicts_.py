"""`conflicts`: what two people changed differently and a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from spbe_assets.cli.frame import Call
from spbe_assets.cli.frame import command as program_command
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.services.conflicts import Told, Version


@program_command("conflicts", _("List what two people changed differently; decide with “resolve”."))
def command(call: Call) -> int:
    """List what waits for a decision."""
    from spbe_assets.services import conflicts

    with call.reading() as store, store.read() as session:
        waiting = conflicts.every(session)
    lines = [line for one in waiting for line in _lines(one)] or [_("Nothing waits for a decision.")]
    call.answer([_data(one) for one in waiting], *lines)
    return 1 if waiting else 0


def _data(one: Told) -> dict[str, Any]:
    from spbe_assets.domain.changeset import to_json

    found = one.conflict
    return {
        "ref": one.ref, "tag": one.tag, "table": found.table, "field": found.field,
        "base": None if found.base is None else to_json(found.base.value),
        "here": to_json(found.here.value), "incoming": to_json(found.incoming.value),
        "kind": str(found.kind), "title": found.title, "name": one.name, "needs_value": found.needs_value,
        "heads": [
            {"way": version.way, "value": to_json(version.value), "text": version.text, "user": version.user,
             "installation": version.installation, "at": version.at}
            for version in found.versions
        ],
    }  # fmt: skip


def _lines(one: Told) -> Iterator[str]:
    found = one.conflict
    name = one.name if one.name != one.ref else ""
    yield " · ".join(part for part in (one.ref, name, f"{found.title} ({found.field})") if part)
    if found.base is not None:
        yield f"  {_way('base') + ':':<10} {found.base.text or '—'}"
    for version in found.versions:
        yield f"  {_way(version.way) + ':':<10} {version.text or '—'}{_by(version)}"


def _by(version: Version) -> str:
    from spbe_assets import formats

    when = "" if version.at is None else formats.datetime_text(version.at, short=True)
    parts = [part for part in (version.user, version.installation, when) if part]
    return f" ({', '.join(parts)})" if parts else ""


def _way(way: str) -> str:
    return {"base": _("before"), "here": _("here"), "incoming": _("incoming")}.get(way, _("other"))
