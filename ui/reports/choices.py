"""What was chosen for a report the last time: kept for each operator, and read back whatever stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.domain.redaction import INTERNAL, Redaction
from spbe_assets.domain.reports import DUE_DAYS, Scope
from spbe_assets.i18n import LANGUAGES

SETTING = "reports.last"
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of the assistant; they stay when another report is chosen. An empty language is the one in use."""

    report: str = ""
    scope: Scope = Scope.PROVINCE
    agency: tuple[Id, str] | None = None
    region: tuple[Id, str] | None = None
    redaction: Redaction = INTERNAL
    language: str = ""
    days: int = DUE_DAYS
    with_photos: bool = False


def to_kept(choices: Choices) -> dict[str, Any]:
    """The choices as plain JSON values."""
    return {
        "report": choices.report,
        "scope": str(choices.scope),
        "agency": _record_kept(choices.agency),
        "region": _record_kept(choices.region),
        "redaction": str(choices.redaction),
        "language": choices.language,
        "days": choices.days,
        "photos": choices.with_photos,
    }


def from_kept(kept: object) -> Choices:
    """What was kept; values of another version, or damaged, give the defaults."""
    if not isinstance(kept, Mapping):
        return Choices()
    days, language = kept.get("days"), kept.get("language")
    found = Choices(
        report=str(kept.get("report", "")),
        agency=_record(kept.get("agency")),
        region=_record(kept.get("region")),
        language=language if language in LANGUAGES else "",
        days=days if isinstance(days, int) and 0 <= days <= MOST_DAYS else DUE_DAYS,
        with_photos=kept.get("photos") is True,
    )
    if kept.get("scope") in set(Scope):
        found = replace(found, scope=Scope(kept["scope"]))
    if kept.get("redaction") in set(Redaction):
        found = replace(found, redaction=Redaction(kept["redaction"]))
    return found


def _record_kept(record: tuple[Id, str] | None) -> list[str] | None:
    return [record[0].hex(), record[1]] if record else None


def _record(kept: object) -> tuple[Id, str] | None:
    match kept:
        case [str(number), str(name)]:
            try:
                return bytes.fromhex(number), name
            except ValueError:
                return None
    return None
