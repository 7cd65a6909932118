"""How old the equipment is and in which condition: by year, by class and by agency."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportlab.graphics.shapes import Drawing
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain import vocabulary
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import Fact
from spbe_assets.domain.reports import Wanted
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports.charts import age_columns, share_bars
from spbe_assets.reports.document import Chart, Column, Document, Look, Part, Table
from spbe_assets.reports.document_files import subject_of
from spbe_assets.reports.document_files import write as write_document
from spbe_assets.services import age_condition
from spbe_assets.services.age_condition import AgeCondition, Stock


def write(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the report; returns how many assets it tells of.

    Raises:
        NotFound: there is no such agency or region.
        Refused: it can't be written there.
    """
    return write_document(session, document(session, wanted), wanted, path, progress)


def document(session: Session, wanted: Wanted) -> Document:
    """The report as a value."""
    subject = subject_of(session, wanted)
    found = age_condition.read(session, subject)
    title, items = _("Age and condition"), found.total.items
    told = ngettext("{n} asset in the books, state of {date}.", "{n} assets in the books, state of {date}.", items)
    parts: list[Part] = [_chart(found, subject.as_of.year), _life_chart(found), _classes(found)]
    if len(found.by_agency) > 1:
        who = Column("agency", _("Agency"), Fact.AGENCY, 100)
        parts.append(_group("agencies", _("By agency"), who, found.by_agency))
    years = {str(year): stock for year, stock in sorted(found.by_year.items(), reverse=True)}
    parts.append(_group("years", _("By year of acquisition"), Column("year", _("Year"), Fact.DATE, 100), years))
    return Document(
        report="ages",
        title=title,
        heading=subject.name or title,
        subtitle=told.format(n=formats.number(items), date=formats.date_text(subject.as_of)),
        subject=subject,
        count=items,
        figures=_figures(found.total),
        parts=tuple(parts),
        is_wide=False,
    )


def _figures(total: Stock) -> tuple[tuple[str, str, str], ...]:
    number = formats.number
    undated = _("{n} without a year").format(n=number(total.undated))
    past = ngettext("{n} asset", "{n} assets", total.past_life).format(n=number(total.past_life))
    unknown = _("{n} without a condition").format(n=number(total.items - total.judged))
    unpriced = _("{n} without a price").format(n=number(total.unpriced))
    return (
        (number(total.items), _("assets"), undated),
        (_share(total.past_life_share), _("past their useful life"), past),
        (_share(total.heavy_share), _("heavily damaged"), unknown),
        (formats.rupiah_short(total.rupiah), _("paid for them"), unpriced),
    )


def _share(share: float | None) -> str:
    return "?" if share is None else formats.percent(share)


def _chart(found: AgeCondition, this_year: int) -> Chart:
    ages = {year: stock.conditions for year, stock in found.by_year.items()}

    def draw(width: float) -> Drawing:
        return age_columns(ages, this_year, width)

    note = _(
        "Year of acquisition. Light: good · medium: lightly damaged · dark: heavily damaged · hatched: not recorded."
    )
    return Chart(_("Age and condition"), draw, note)


def _life_chart(found: AgeCondition) -> Chart:
    bars = [
        (_class_name(kind), stock.past_life / stock.items, stock.undated / stock.items)
        for kind, stock in found.by_class.items()
    ]

    def draw(width: float) -> Drawing:
        return share_bars(bars, width)

    note = _("Solid: past the useful life. Hatched: may be, the year or the useful life is not recorded.")
    return Chart(_("Past the useful life"), draw, note)


def _classes(found: AgeCondition) -> Table:
    named = {_class_name(kind): stock for kind, stock in found.by_class.items()}
    return _group("classes", _("By class"), Column("class", _("Class"), Fact.KIND, 100), named)


def _class_name(kind: Any) -> str:
    return vocabulary.title(kind) or _("No category")


def _group(key: str, title: str, first: Column, stocks: Mapping[str, Stock]) -> Table:
    columns = (
        first,
        Column("items", _("Assets"), Fact.COUNT, 36, Look.WHOLE),
        Column("past_life", _("Past life"), Fact.COUNT, 36, Look.WHOLE),
        Column("past_life_share", _("Share"), Fact.COUNT, 32, Look.SHARE),
        Column("good", _("Good"), Fact.CONDITION, 42, Look.WHOLE),
        Column("light", _("Lightly damaged"), Fact.CONDITION, 42, Look.WHOLE),
        Column("heavy", _("Heavily damaged"), Fact.CONDITION, 42, Look.WHOLE),
        Column("heavy_share", _("Share"), Fact.CONDITION, 32, Look.SHARE),
        Column("unknown", _("Not recorded"), Fact.CONDITION, 42, Look.WHOLE),
        Column("rupiah", _("Price paid"), Fact.MONEY, 76, Look.RUPIAH, "Rp"),
        Column("past_life_rupiah", _("of that past life"), Fact.MONEY, 76, Look.RUPIAH, "Rp"),
    )
    return Table(key, title, columns, [_row(name, stock) for name, stock in stocks.items()])


def _row(name: str, stock: Stock) -> list[Any]:
    return [
        name, stock.items, stock.past_life, _rounded(stock.past_life_share), stock.conditions[Condition.GOOD],
        stock.conditions[Condition.LIGHT_DAMAGE], stock.heavy, _rounded(stock.heavy_share), stock.conditions[None],
        stock.rupiah, stock.past_life_rupiah,
    ]  # fmt: skip


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
