"""The filter options that lists, labels and exports share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass, Condition, LinkKind, LinkRole, LinkStatus, Status
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

F = TypeVar("F", bound=Callable[..., Any])
FLAGS = ("no_serial", "no_condition", "conflict", "duplicate", "on_loan", "overdue")
LABELS = {"none": "no_label", "outdated": "label_outdated", "current": "label_current"}
"""Choice of --label -> the part of the filter that it sets."""


def asset_options(function: F) -> F:
    """Add the options that narrow a list of assets; the function gets them all as keywords."""
    options = (
        click.option("--text", default="", metavar="TEXT", help=_("Only what a search for this text finds.")),
        click.option("--agency", "agencies", multiple=True, metavar="NAME", help=_("Only of this agency and below.")),
        click.option("--region", "regions", multiple=True, metavar="NAME", help=_("Only in this region.")),
        click.option("--category", "categories", multiple=True, metavar="CODE", help=_("Only of this category.")),
        _choices("--class", "classes", AssetClass, _("Only of this class.")),
        _choices("--condition", "conditions", Condition, _("Only in this condition.")),
        _choices("--status", "statuses", Status, _("Only with this status.")),
        click.option("--year-from", type=int, metavar="YEAR", help=_("Only acquired in this year or later.")),
        click.option("--year-to", type=int, metavar="YEAR", help=_("Only acquired in this year or earlier.")),
        _day("--warranty-before", _("Only where the warranty ends before this date.")),
        _day("--not-verified-since", _("Only what nobody has seen since this date.")),
        click.option(
            "--label",
            type=click.Choice(list(LABELS)),
            help=_("Only without a label, with an outdated or a current one."),
        ),
        click.option("--no-label", is_flag=True, hidden=True),
        *(click.option(f"--{flag.replace('_', '-')}", is_flag=True, help=text) for flag, text in _flag_helps()),
    )
    for option in reversed(options):
        function = option(function)
    return function


def asset_filter(session: Session, given: dict[str, Any]) -> AssetFilter:
    """The filter that the options mean.

    Raises:
        NotFound: an agency, region or category does not exist; the nearest names are told.
    """
    return AssetFilter(
        text=given["text"],
        agency_ids=_named(session, "agency", given["agencies"]),
        region_ids=_named(session, "region", given["regions"]),
        categories=_categories(session, given["categories"]),
        classes=frozenset(map(AssetClass, given["classes"])),
        conditions=frozenset(map(Condition, given["conditions"])),
        statuses=frozenset(map(Status, given["statuses"])),
        year_from=given["year_from"],
        year_to=given["year_to"],
        warranty_before=_date(given["warranty_before"]),
        not_verified_since=_date(given["not_verified_since"]),
        **{flag: given[flag] for flag in FLAGS},
        **_label(given),
    )


def link_options(function: F) -> F:
    """Add the options that narrow a list of links beside those that assets have too."""
    options = (
        _choices("--kind", "kinds", LinkKind, _("Links: only of this kind.")),
        _choices("--role", "roles", LinkRole, _("Links: only with this role.")),
        _choices("--link-status", "link_statuses", LinkStatus, _("Links: only with this status.")),
    )
    for option in reversed(options):
        function = option(function)
    return function


def link_filter(session: Session, given: dict[str, Any]) -> LinkFilter:
    """The filter on links that the options mean.

    Raises:
        NotFound: an agency or region does not exist; the nearest names are told.
    """
    return LinkFilter(
        text=given["text"],
        agency_ids=_named(session, "agency", given["agencies"]),
        region_ids=_named(session, "region", given["regions"]),
        kinds=frozenset(map(LinkKind, given["kinds"])),
        roles=frozenset(map(LinkRole, given["roles"])),
        statuses=frozenset(map(LinkStatus, given["link_statuses"])),
        **_label(given),
    )


def _label(given: dict[str, Any]) -> dict[str, Any]:
    """What --label says; --no-label is how earlier scripts say `--label none`."""
    chosen = "none" if given["no_label"] else given["label"]
    return {LABELS[chosen]: True} if chosen else {}


def _flag_helps() -> Iterable[tuple[str, str]]:
    return zip(
        FLAGS,
        (
            _("Only what has no serial number."),
            _("Only what has no condition."),
            _("Only what waits for a decision."),
            _("Only what may be recorded twice."),
            _("Only what is on loan."),
            _("Only what is on loan and should be back already."),
        ),
        strict=True,
    )


def _choices(option: str, name: str, options: type[Any], text: str) -> Callable[[F], F]:
    return click.option(option, name, type=click.Choice([str(one) for one in options]), multiple=True, help=text)


def _day(option: str, text: str) -> Callable[[F], F]:
    return click.option(option, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=text)


def _date(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _named(session: Session, table: str, names: Iterable[str]) -> frozenset[Id]:
    from spbe_assets.cli.pairs import named

    return frozenset(named(session, table, name) for name in names)


def _categories(session: Session, names: Iterable[str]) -> frozenset[str]:
    from spbe_assets.services import rows

    return frozenset(rows.record(session, "category", one).get("code") for one in _named(session, "category", names))
