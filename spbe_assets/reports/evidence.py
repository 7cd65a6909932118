"""Evidence for the indicators of an evaluation: what was counted, how, by agency, and what the register can't show.

As PDF, XLSX and JSON it is a document like any other; as ZIP it is the pack that an assessor gets, with the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.amounts import decimal_mark
from spbe_assets.domain.criteria import FRAMEWORK_NAMES, Framework
from spbe_assets.domain.indicators import LEVEL_NAMES, Fact, Indicator
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import Fact as Kept
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import _
from spbe_assets.reports.document import Column, Document, Look, Mark, Part, Table, Tone
from spbe_assets.reports.document_files import subject_of
from spbe_assets.reports.document_files import write as write_document
from spbe_assets.services import indicators
from spbe_assets.services.indicators import Evidence

FRAMEWORKS = {"evidence-59-2020": Framework.SPBE_59_2020, "evidence-pemdi": Framework.PEMDI_2026}
"""Report of the catalogue -> the evaluation it is evidence for."""
PACK = ".zip"


def write(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the evidence in the form the name asks for; returns how many facts it tells of.

    Raises:
        NotFound: there is no such agency or region.
        Refused: it can't be written there.
        Cancelled: the user asked to stop.
    """
    found = read(session, wanted)
    if path.suffix.lower() == PACK:
        from spbe_assets.reports import evidence_pack

        evidence_pack.write(session, found, wanted, path, progress)
        return len(found.facts)
    return write_document(session, document(found), wanted, path, progress)


def read(session: Session, wanted: Wanted) -> Evidence:
    """Count what a wanted report tells.

    Raises:
        NotFound: there is no such agency or region.
    """
    return indicators.read(session, FRAMEWORKS[wanted.report], subject_of(session, wanted))


def document(found: Evidence) -> Document:
    """The report as a value."""
    subject, name = found.subject, _(FRAMEWORK_NAMES[found.framework])
    changes = sum(head.changes for head in subject.heads)
    return Document(
        report="evidence",
        title=_("Evidence for indicators"),
        heading=f"{name} · {subject.name}" if subject.name else name,
        subtitle=_("What the register shows, and what it can't; state of {date}.").format(
            date=formats.date_text(subject.as_of)
        ),
        subject=subject,
        count=len(found.facts),
        figures=(
            (formats.number(len(found.indicators)), _("indicators supported"), ""),
            (formats.number(len(found.facts)), _("facts counted"), ""),
            (formats.number(len(subject.agencies)), _("agencies"), ""),
            (formats.number(changes), _("changes in the log"), _("anchored at the foot of every page")),
        ),
        parts=tuple(part for one in found.indicators for part in _parts(found, one)),
    )


def letters(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """The letter by which each fact of an indicator goes, and its id."""
    return zip(ascii_uppercase, indicator.facts, strict=False)


def statement(found: Evidence, indicator: Indicator) -> str:
    """Towards which level the register is evidence, in one sentence that claims no level."""
    towards = indicator.towards(found.facts)
    if not indicator.highest:
        return _("The register names no level for this indicator; the facts are material for whoever assesses it.")
    names = LEVEL_NAMES[found.framework]
    highest = _("At most it can be evidence towards level {level}.").format(level=indicator.highest)
    if not towards:
        return _("The register holds no evidence towards a level.") + " " + highest
    told = _("The register holds evidence towards level {level} ({name}); whether it is reached is for the assessor.")
    return told.format(level=towards, name=names[towards - 1]) + " " + highest


def _parts(found: Evidence, indicator: Indicator) -> Iterator[Part]:
    yield _facts(found, indicator)
    if indicator.levels:
        yield _levels(found, indicator)
    yield _cannot(indicator)
    if any(fact.by_agency for fact in found.of(indicator)):
        yield _by_agency(found, indicator)


def _facts(found: Evidence, indicator: Indicator) -> Table:
    columns = (
        Column("letter", "", Kept.KIND, 3),
        Column("fact", _("Fact"), Kept.KIND, 30),
        Column("good", _("Yes"), Kept.COUNT, 8, Look.WHOLE),
        Column("of", _("Of"), Kept.COUNT, 8, Look.WHOLE),
        Column("share", _("Share"), Kept.SCORE, 8, Look.SHARE),
        Column("bad", _("No"), Kept.COUNT, 8, Look.WHOLE),
        Column("unknown", _("Not known"), Kept.COUNT, 9, Look.WHOLE),
        Column("how", _("How it was counted"), Kept.KIND, 52),
    )
    rows = [[letter, *_row(found.facts[name])] for letter, name in letters(indicator)]
    title = _("Indicator {n}: {name} (weight {weight})")
    weight = indicator.weight.removesuffix(".00").replace(".", decimal_mark())
    return Table(
        f"facts-{indicator.number}",
        title.format(n=indicator.number, name=indicator.name, weight=weight),
        columns,
        rows,
        note=statement(found, indicator),
    )


def _row(fact: Fact) -> list[Any]:
    count = fact.count
    if count is None:
        title = f"{fact.title}: {formats.date_text(fact.day) or '–'}" if fact.number is None else fact.title
        return [title, fact.number, None, None, None, None, fact.how]
    return [fact.title, count.good, count.of, count.share, count.bad, count.unknown, fact.how]


def _levels(found: Evidence, indicator: Indicator) -> Table:
    towards = indicator.towards(found.facts)
    columns = (
        Column("level", _("Level"), Kept.KIND, 8),
        Column("name", _("Name"), Kept.KIND, 22),
        Column("text", _("What it asks for"), Kept.KIND, 80),
        Column("evidence", _("In the register"), Kept.KIND, 30, Look.MARK),
    )
    rows = [
        [str(level), name, text, _evidence(level, towards, indicator.highest)]
        for level, (name, text) in enumerate(zip(LEVEL_NAMES[found.framework], indicator.levels, strict=True), 1)
    ]
    title = _("Indicator {n}: levels").format(n=indicator.number)
    return Table(f"levels-{indicator.number}", title, columns, rows, note=indicator.caution)


def _evidence(level: int, towards: int, highest: int) -> Mark:
    if level <= towards:
        return Mark(_("evidence towards it"), Tone.GOOD)
    if level <= highest:
        return Mark(_("not yet"), Tone.WARN)
    return Mark(_("can't be shown"), Tone.PLAIN)


def _cannot(indicator: Indicator) -> Table:
    columns = (Column("what", _("To be shown by other papers"), Kept.KIND, 100),)
    title = _("Indicator {n}: what the register can't show").format(n=indicator.number)
    note = "" if indicator.levels else indicator.caution
    return Table(f"cannot-{indicator.number}", title, columns, [[one] for one in indicator.cannot], note=note)


def _by_agency(found: Evidence, indicator: Indicator) -> Table:
    shown = [(letter, found.facts[name]) for letter, name in letters(indicator) if found.facts[name].by_agency]
    columns = (
        Column("agency", _("Agency"), Kept.AGENCY, 40),
        *(Column(fact.id, letter, Kept.COUNT, 12) for letter, fact in shown),
    )
    rows = [
        [agency.name, *(_of_agency(fact, agency.id) for _letter, fact in shown)]
        for agency in found.subject.agencies
        if any(agency.id in fact.by_agency for _letter, fact in shown)
    ]
    title = _("Indicator {n}: by agency").format(n=indicator.number)
    note = _(
        "Yes / of all; the letters are those of the facts. A question mark: for so many it is not known. "
        "Agencies without such records are left out."
    )
    return Table(f"agencies-{indicator.number}", title, columns, rows, note=note)


def _of_agency(fact: Fact, agency: Any) -> str:
    count = fact.by_agency.get(agency)
    if count is None:
        return "–"
    told = f"{formats.number(count.good)} / {formats.number(count.of)}"
    return f"{told} ({formats.number(count.unknown)}?)" if count.unknown else told
