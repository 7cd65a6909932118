"""Every report and form there is, one entry each: what it answers, of whom it can be, and who writes it.

A new report is a function `(session, wanted, path, progress) -> records written` and one entry here. Writers are named
rather than imported: most are never needed in one run, and some belong to a neighbouring layer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from spbe_assets import formats, i18n
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import PUBLIC
from spbe_assets.domain.reports import Group, Option, Report, Scope, Wanted
from spbe_assets.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EVERYBODY = (Scope.PROVINCE, Scope.REGION, Scope.AGENCY)
HERE = "spbe_assets.reports"


def _all_forms(module: str) -> dict[str, str]:
    return dict.fromkeys((".pdf", ".xlsx", ".json"), f"{HERE}.{module}:write")


FORMS = {
    ".pdf": f"{HERE}.forms.writers:write_pdf",
    ".xlsx": "spbe_assets.sheets.forms.writers:write_xlsx",
}
"""Official forms as `services.forms` reads them."""


REPORTS: tuple[Report, ...] = (
    Report(
        "readiness",
        N_("Readiness of the province"),
        N_("How ready everybody is, what holds us back, and a page for the head of each agency."),
        Group.READINESS,
        (Scope.PROVINCE, Scope.REGION),
        _all_forms("readiness_wanted"),
        frozenset({Option.AS_OF}),
        is_public=True,
    ),
    Report(
        "agency",
        N_("Agency on one page"),
        N_("For its head: the score, the three most useful steps, why, and how old the equipment is."),
        Group.READINESS,
        (Scope.AGENCY,),
        _all_forms("readiness_wanted"),
        frozenset({Option.AS_OF}),
        is_public=True,
    ),
    Report(
        "plan",
        N_("Plan of purchases"),
        N_("What the chosen plan buys, what it costs, and what the score becomes."),
        Group.PLAN,
        (Scope.PROVINCE,),
        _all_forms("plan_wanted"),
    ),
    Report(
        "book",
        N_("Infrastructure book"),
        N_("Every server, link, device and room of an agency with its technical facts."),
        Group.REGISTER,
        (Scope.AGENCY,),
        _all_forms("book"),
        frozenset({Option.PHOTOS, Option.AS_OF}),
        is_public=True,
    ),
    Report(
        "expiring",
        N_("What expires"),
        N_("Warranties, contracts, support and links that end soon or have ended already."),
        Group.REGISTER,
        EVERYBODY,
        _all_forms("expiring"),
        frozenset({Option.DAYS, Option.AS_OF}),
    ),
    Report(
        "links",
        N_("Link register"),
        N_("Every link with what was contracted and what was measured last."),
        Group.REGISTER,
        EVERYBODY,
        _all_forms("links"),
        frozenset({Option.AS_OF}),
        is_public=True,
    ),
    Report(
        "ages",
        N_("Age and condition"),
        N_("How old the equipment is, how much is past its useful life or heavily damaged, and what it cost."),
        Group.REGISTER,
        EVERYBODY,
        _all_forms("age_condition"),
        frozenset({Option.AS_OF}),
        is_public=True,
    ),
    Report(
        "work",
        N_("Stock-taking done"),
        N_("How much each agency has seen with its own eyes, and when."),
        Group.REGISTER,
        EVERYBODY,
        _all_forms("work_done"),
        frozenset({Option.AS_OF}),
        is_public=True,
    ),
    *(
        Report(
            report_id,
            title,
            N_(
                "What the register shows for the indicators it can support, and what it can't; as ZIP with the records."
            ),
            Group.EVIDENCE,
            EVERYBODY,
            dict.fromkeys((".pdf", ".zip", ".xlsx", ".json"), f"{HERE}.evidence:write"),
            frozenset({Option.AS_OF}),
            is_public=True,
        )
        for report_id, title in (
            ("evidence-59-2020", N_("Evidence for the SPBE evaluation (59/2020)")),
            ("evidence-pemdi", N_("Evidence for the Pemdi evaluation 2026")),
        )
    ),
    Report(
        "public",
        N_("Public data for the portal"),
        N_("Counts and scores of all agencies as open data, with a page that anybody can read."),
        Group.EVIDENCE,
        (Scope.PROVINCE,),
        {".zip": f"{HERE}.public_data:write_wanted"},
        is_public=True,
    ),
    Report(
        "spbe-workbook",
        N_("SPBE infrastructure workbook"),
        N_("The ten official sheets of the infrastructure architecture; they can be imported again."),
        Group.FORMS,
        EVERYBODY,
        {".xlsx": "spbe_assets.sheets.spbe_workbook:write_wanted"},
    ),
    Report(
        "kib-b",
        N_("KIB B, inventory card of equipment"),
        N_("The official inventory card of equipment and machines, one for each agency; it can be imported again."),
        Group.FORMS,
        EVERYBODY,
        FORMS,
    ),
    Report(
        "kir",
        N_("KIR, inventory cards of rooms"),
        N_("What stands in each room, to be posted there and signed."),
        Group.FORMS,
        (Scope.AGENCY, Scope.REGION, Scope.PROVINCE),
        FORMS,
    ),
    Report(
        "kibar",
        N_("KIBAR, identity cards of items"),
        N_("A page for each item with its code, its facts and what became of it."),
        Group.FORMS,
        (Scope.AGENCY,),
        {".pdf": FORMS[".pdf"]},
    ),
    Report(
        "rkbmd",
        N_("RKBMD, plan of needs"),
        N_("What the chosen plan procures and maintains, as the official plan of needs of each agency."),
        Group.FORMS,
        EVERYBODY,
        FORMS,
    ),
    Report(
        "labels",
        N_("Label register"),
        N_("Which labels were printed, when, by whom and why."),
        Group.FORMS,
        EVERYBODY,
        FORMS,
    ),
)


@cache
def listed() -> tuple[Report, ...]:
    """The reports whose code is there, those of a group together."""
    there = [report for report in REPORTS if all(map(_is_there, report.writers.values()))]
    return tuple(sorted(there, key=lambda report: list(Group).index(report.group)))


def report(report_id: str) -> Report:
    """One report.

    Raises:
        NotFound: there is none of that name.
    """
    for one in listed():
        if one.id == report_id:
            return one
    names = ", ".join(one.id for one in listed())
    raise NotFound(_("There is no report “{name}”; choose one of {names}.").format(name=report_id, names=names))


def write(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write a report in the form that the name of the file asks for; returns how many records it tells of.

    Raises:
        NotFound: there is no such report, agency or region.
        Refused: it can't be written in that form, of that scope or for the public, or not in that place.
        Cancelled: the user asked to stop.
    """
    chosen = report(wanted.report)
    check(chosen, wanted, path)
    module, _colon, function = chosen.writers[path.suffix.lower()].partition(":")
    with i18n.speaking(wanted.language or i18n.language()), _on_the_day(session, wanted, progress) as then:
        return int(getattr(import_module(module), function)(then, wanted, path, progress))


@contextmanager
def _on_the_day(session: Session, wanted: Wanted, progress: Progress) -> Iterator[Session]:
    """The database as it was at the end of the day that is wanted."""
    file = session.get_bind().engine.url.database
    if wanted.as_of is None or wanted.as_of == formats.today() or file is None:
        yield session
        return
    from spbe_assets.storage import as_of

    with as_of.state_of(Path(file), wanted.as_of, progress) as then:
        yield then


def check(chosen: Report, wanted: Wanted, path: Path) -> None:
    """Refuse what a report can't be.

    Raises:
        Refused: its scope, form, profile or day does not fit.
    """
    if path.suffix.lower() not in chosen.writers:
        told = _("{file}: choose a name that ends in {endings}.")
        raise Refused(told.format(file=path.name, endings=", ".join(chosen.endings)))
    if wanted.scope not in chosen.scopes:
        raise Refused(_(SCOPE_LACKING[wanted.scope]).format(report=_(chosen.title)))
    if wanted.redaction is PUBLIC and not chosen.is_public:
        raise Refused(_("“{report}” is for the office only; choose another report.").format(report=_(chosen.title)))
    if wanted.as_of and wanted.as_of > formats.today():
        raise Refused(_("{date} is not here yet; choose today or a day before.").format(date=wanted.as_of.isoformat()))
    if wanted.as_of and wanted.as_of != formats.today() and Option.AS_OF not in chosen.options:
        raise Refused(_("“{report}” can only tell today's state.").format(report=_(chosen.title)))


SCOPE_LACKING = {
    Scope.PROVINCE: N_("“{report}” is about one agency; choose which."),
    Scope.REGION: N_("“{report}” can't be about a region; choose an agency or the province."),
    Scope.AGENCY: N_("“{report}” can't be about one agency; leave the agency out."),
}


def _is_there(writer: str) -> bool:
    module = writer.partition(":")[0]
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
