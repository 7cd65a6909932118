"""`prices`: the standard price list (SHS) that needs and plans are priced with."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, ProgramGroup, named_input
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain import amounts
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spbe_assets.services.prices import PriceLine
    from spbe_assets.sheets.price_list import PricedRow, PricePlan

SHOWN = 20
YEAR = click.IntRange(2000, 2100)

command = ProgramGroup("prices", help=_("The unit prices that plans reckon with: list, import, set."))


@program_command("list", _("List the prices; goods without one are shown with the estimate that stands in for it."))
@click.option("--year", type=YEAR, help=_("Only the price list of this year."))
def list_(call: Call, year: int | None) -> None:
    """List the prices."""
    from spbe_assets.services import goods, prices

    with call.reading() as store, store.read() as session:
        lines, known = prices.listed(session, year), prices.book(session)
    listed = [_line(line) for line in lines]
    wanted = year or formats.today().year
    guessed = [
        {"good": good.id, "title": good.title, "kode_barang": good.kode_barang, "unit": good.unit, "year": wanted,
         "rupiah": quote.rupiah}
        for good in goods.shipped().values()
        if (quote := known.quote(good.id, wanted)).origin is prices.PriceOrigin.ESTIMATE
    ]  # fmt: skip
    shown = [_told(one) for one in listed]
    shown += [_("{line} (estimate)").format(line=_told(one)) for one in guessed]
    inflation = f"{known.inflation:f}"
    call.answer({"prices": listed, "estimates": guessed, "inflation_percent": inflation}, *shown)


@program_command("set", _("Set the unit price of a good; “prices list” names the goods."))
@click.argument("good", metavar="GOOD")
@click.argument("rupiah", metavar="RUPIAH")
@click.option("--year", type=YEAR, help=_("The year of the price list; without it, this year's."))
@click.option("--source", default="", metavar="TEXT", help=_("Where the price comes from."))
def set_(call: Call, good: str, rupiah: str, year: int | None, source: str) -> None:
    """Set a price."""
    from spbe_assets.services import goods, prices

    amount, its_year = amounts.rupiah(rupiah), year or formats.today().year
    with call.writing() as store, store.write(call.actor(store), "price") as uow:
        if good not in goods.shipped() and good not in {line.good for line in prices.listed(uow.session)}:
            raise Refused(_("There is no good “{good}”; “prices list” names them.").format(good=good))
        prices.set_price(uow, good, its_year, amount, source=source)
    told = _("{good}, {year}: {price}")
    data = {"good": good, "year": its_year, "rupiah": amount, "action": uow.changes.action}
    call.answer(data, told.format(good=good, year=its_year, price=formats.rupiah(amount)))


@program_command("import", _("Import a price list: XLSX, XLS, ODS or CSV; undo takes it back as a whole."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--year", type=YEAR, required=True, help=_("The year of the list, for rows that name none."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would be done."))
def import_(call: Call, file: Path, year: int, dry_run: bool) -> int:
    """Import a price list."""
    from spbe_assets.sheets import price_list

    named_input(file)
    action = None
    with call.writing() as store:
        with store.read() as session, watched(_("Reading")) as progress:
            plan = price_list.plan_prices(session, file, year, progress)
        if not dry_run:
            with store.write(call.actor(store), f"prices {file.name}"[:200]) as uow:
                price_list.apply_prices(uow, plan)
            action = uow.changes.action
    call.answer(_import_data(plan) | {"batch": action}, *_import_lines(plan))
    return 1 if any(row.reason for row in plan.rows) else 0


@program_command("inflation", _("Show or set by how many percent a year prices rise after the year of their list."))
@click.argument("percent", required=False, metavar="[PERCENT]")
def inflation(call: Call, percent: str | None) -> None:
    """Show or set the inflation."""
    from spbe_assets.services import prices

    if percent is None:
        with call.reading() as store, store.read() as session:
            holds = prices.inflation(session)
    else:
        holds = _percent(percent)
        with call.writing() as store, store.write(call.actor(store), "settings") as uow:
            prices.set_inflation(uow, holds)
    call.answer({"inflation_percent": f"{holds:f}"}, _("{n} percent a year").format(n=formats.number(holds, 1)))


def _percent(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ".").rstrip("% "))
    except ArithmeticError:
        raise Invalid(_("“{text}” is not a percentage.").format(text=text)) from None


def _line(line: PriceLine) -> dict[str, Any]:
    from spbe_assets.services import prices

    return {
        "good": line.good, "title": prices.title_of(line), "kode_barang": line.kode_barang, "unit": line.unit,
        "year": line.year, "rupiah": line.rupiah, "source": line.source,
    }  # fmt: skip


def _told(line: dict[str, Any]) -> str:
    return f"{line['year']}  {line['good']:<22} {formats.rupiah(line['rupiah']):>18}  {line['title']}"


def _import_data(plan: PricePlan) -> dict[str, Any]:
    from spbe_assets.sheets.plan_model import Fate

    return {
        "rows": len(plan.rows),
        "new": plan.count(Fate.NEW),
        "changed": plan.count(Fate.CHANGED),
        "same": plan.count(Fate.SAME),
        "rejected": plan.count(Fate.REJECTED),
        "for_needs": sum(row.shipped and not row.reason for row in plan.rows),
        "problems": [{"row": row.row, "reason": row.reason} for row in _rejected(plan)],
        "notes": plan.notes,
    }


def _rejected(plan: PricePlan) -> list[PricedRow]:
    return [row for row in plan.rows if row.reason]


def _import_lines(plan: PricePlan) -> Iterator[str]:
    counts = {key: formats.number(n) for key, n in _import_data(plan).items() if isinstance(n, int)}
    told = _("{rows} prices: {new} new, {changed} changed, {same} same, {rejected} rejected; {for_needs} for needs.")
    yield told.format(**counts)
    yield from plan.notes
    for row in _rejected(plan)[:SHOWN]:
        yield _("Row {row}: {reason}").format(row=row.row, reason=row.reason)


for part in (list_, set_, import_, inflation):
    command.add_command(part)
