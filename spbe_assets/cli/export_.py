"""`export WHAT OUT`: lists, the empty template, official forms, the SPBE workbook and the public data."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.filters import asset_filter, asset_options, link_filter, link_options
from spbe_assets.cli.frame import Call, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from spbe_assets.domain.progress import Progress

ASSETS, LINKS, TEMPLATE = "assets", "links", "template"
KIB_B, KIR, KIBAR, RKBMD, LABELS = "kib-b", "kir", "kibar", "rkbmd", "labels"
SPBE, PUBLIC = "spbe", "public"
PUBLIC_MODULE = "spbe_assets.reports.public_data"
"""Has `write(session, path, progress)`, which returns the rows written; without it there is no such kind."""
KINDS = tuple(
    kind
    for kind in (ASSETS, LINKS, KIB_B, KIR, KIBAR, RKBMD, SPBE, PUBLIC, LABELS, TEMPLATE)
    if kind != PUBLIC or find_spec(PUBLIC_MODULE) is not None
)
LISTS = (".xlsx", ".csv", ".json")
ENDINGS = {
    ASSETS: LISTS, LINKS: LISTS, TEMPLATE: (".xlsx",), KIB_B: (".xlsx", ".pdf"), KIR: (".xlsx", ".pdf"),
    KIBAR: (".pdf",), RKBMD: (".xlsx", ".pdf"), LABELS: (".xlsx", ".pdf"), SPBE: (".xlsx",), PUBLIC: (".zip", ""),
}  # fmt: skip
SHARED = frozenset(("text", "agencies", "regions", "label", "no_label"))
"""Filters that assets and links both have."""
OF_LINKS = frozenset(("kinds", "roles", "link_statuses"))
PLACES = frozenset(("agencies", "regions"))


@program_command("export", _("Export a list, an official form, the SPBE workbook, the public data or the template."))
@click.argument("what", type=click.Choice(KINDS), metavar="|".join(KINDS))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--room", "rooms", multiple=True, metavar="NAME", help=_("KIR: only of this room."))
@click.option("--issue", is_flag=True, help=_("KIR: note that these cards are posted now."))
@click.option("--paper", type=click.Choice(["a4", "f4"]), help=_("The paper of official forms."))
@asset_options
@link_options
def command(call: Call, what: str, out: Path, **given: Any) -> None:
    """Export something."""
    own = {name: given.pop(name) for name in ("rooms", "issue", "paper")}
    _check(what, out, given, own)
    if what == TEMPLATE:
        from spbe_assets.sheets.export import write_template

        write_template(out)
        call.answer({"file": str(out), "rows": 0}, _("{file}: empty template").format(file=out))
        return
    if own["issue"]:
        _issue(call, out, given, own)
        return
    with call.reading() as store, store.read() as session, watched(_("Exporting")) as progress:
        rows = _write(session, what, out, given, own, progress)
    call.answer({"file": str(out), "rows": rows}, f"{out}: {_counted(what, rows)}")


def _check(what: str, out: Path, given: dict[str, Any], own: dict[str, Any]) -> None:
    if out.suffix.casefold() not in ENDINGS[what]:
        endings = ", ".join(filter(None, ENDINGS[what]))
        raise Refused(_("{file}: choose a name that ends in {endings}.").format(file=out.name, endings=endings))
    if what != PUBLIC or out.suffix:
        named_output(out)
    allowed = {
        ASSETS: given.keys() - OF_LINKS, LINKS: SHARED | OF_LINKS, KIBAR: given.keys() - OF_LINKS,
        TEMPLATE: frozenset[str](), PUBLIC: frozenset[str](), SPBE: frozenset(("agencies",)),
    }.get(what, PLACES)  # fmt: skip
    if any(value for name, value in given.items() if name not in allowed):
        raise Refused(_("One of these filters does not fit such a list; leave it out."))
    if (own["rooms"] or own["issue"]) and what != KIR:
        raise Refused(_("--room and --issue are for room cards (kir) only."))
    if own["paper"] and what not in (KIB_B, KIR, RKBMD, LABELS):
        raise Refused(_("--paper is for official forms only."))


def _write(
    session: Session, what: str, out: Path, given: dict[str, Any], own: dict[str, Any], progress: Progress
) -> int:
    if what == SPBE:
        return _write_spbe(session, out, given, progress)
    if what == PUBLIC:
        return _write_public(session, out, progress)
    if what == KIBAR:
        from spbe_assets.reports.forms import writers
        from spbe_assets.services import listing
        from spbe_assets.services.forms import kibar

        numbers = listing.numbers(session, asset_filter(session, given))
        return writers.write_cards(session, kibar.cards(session, numbers, progress), out)
    if what in (ASSETS, LINKS):
        from spbe_assets.sheets.export import write_assets, write_links

        if what == LINKS:
            return write_links(session, link_filter(session, given), out, progress)
        return write_assets(session, asset_filter(session, given), out, progress)
    return _write_forms(out, _forms(session, what, given, own, progress), own["paper"])


def _forms(session: Session, what: str, given: dict[str, Any], own: dict[str, Any], progress: Progress) -> Any:
    from spbe_assets.services.forms import kir, wanted

    agencies = _agencies(session, given)
    if what == KIR:
        return kir.forms(kir.cards(session, agencies, _rooms(session, own), progress))
    return wanted.of_agencies(session, what, agencies, progress)


def _write_forms(out: Path, forms: Any, paper: str | None) -> int:
    if out.suffix.casefold() == ".pdf":
        from spbe_assets.reports.forms import paper as pages

        return sum(pages.write(out, forms, paper=paper or "a4"))
    from spbe_assets.sheets.forms import workbook

    return sum(workbook.write(out, forms, paper=workbook.F4 if paper == "f4" else workbook.A4))


def _issue(call: Call, out: Path, given: dict[str, Any], own: dict[str, Any]) -> None:
    """Write room cards and note that they are posted, so that a room that changes afterwards is told."""
    from spbe_assets.services import form_issues
    from spbe_assets.services.forms import kir

    with call.reading() as store:
        with store.read() as session, watched(_("Exporting")) as progress:
            cards = list(kir.cards(session, _agencies(session, given), _rooms(session, own), progress))
            rows = _write_forms(out, kir.forms(cards), own["paper"])
        with store.write(call.actor(store), "room cards") as uow:
            form_issues.record(uow, cards)
    told = ngettext("{n} room card issued", "{n} room cards issued", len(cards)).format(n=formats.number(len(cards)))
    call.answer({"file": str(out), "rows": rows, "issued": len(cards)}, f"{out}: {told}")


def _agencies(session: Session, given: dict[str, Any]) -> Any:
    from spbe_assets.services import areas

    found = asset_filter(session, given)
    return found.agency_ids | (areas.agencies_in(session, found.region_ids) if found.region_ids else frozenset())


def _rooms(session: Session, own: dict[str, Any]) -> list[Any]:
    from spbe_assets.cli.pairs import named

    return [named(session, "room", name) for name in own["rooms"]]


def _write_spbe(session: Session, out: Path, given: dict[str, Any], progress: Progress) -> int:
    from spbe_assets.sheets import spbe_workbook

    agencies = asset_filter(session, given).agency_ids or None
    return sum(spbe_workbook.write(session, agencies, out, progress).values())


def _write_public(session: Session, out: Path, progress: Progress) -> int:
    return int(import_module(PUBLIC_MODULE).write(session, out, progress))


def _counted(what: str, rows: int) -> str:
    if what == LINKS:
        return ngettext("{n} link", "{n} links", rows).format(n=formats.number(rows))
    if what in (ASSETS, KIBAR):
        return ngettext("{n} asset", "{n} assets", rows).format(n=formats.number(rows))
    return ngettext("{n} row", "{n} rows", rows).format(n=formats.number(rows))
