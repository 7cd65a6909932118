"""A plan as a document: for its head on the first page, then what is bought, for whom, and what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.graphics.shapes import Drawing

from spbe_assets import formats
from spbe_assets.domain.plan import Effect, Plan, Purchase
from spbe_assets.domain.readiness import LogHead
from spbe_assets.domain.redaction import Fact
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports import plan_words, wording
from spbe_assets.reports.document import Chart, Column, Document, Look, Part, Table
from spbe_assets.reports.plan_charts import gain_bars, money_bars
from spbe_assets.services.report_subject import Subject

MOST_BARS = 8
ARROW = "→"


def document(plan: Plan) -> Document:
    """The plan as PDF and spreadsheet show it."""
    bought = ngettext("{n} purchase", "{n} purchases", len(plan.purchases)).format(
        n=formats.number(len(plan.purchases))
    )
    parts: list[Part] = [_aspect_chart(plan), _years(plan)]
    if plan.cost:
        parts.append(_money_chart(plan))
    parts += [_goods(plan), _agencies(plan), _aspects(plan), _purchases(plan), _left(plan), _criteria(plan)]
    parts.append(_assumptions(plan))
    return Document(
        report="plan",
        title=_("Plan of purchases"),
        heading=plan_words.heading(plan),
        subtitle=_("{bought}, state of {day}. Scores are those of the readiness report.").format(
            bought=bought, day=formats.date_text(plan.as_of)
        ),
        subject=_subject(plan),
        count=len(plan.purchases),
        figures=_figures(plan),
        parts=tuple(parts),
        filter=_("criteria {version}").format(version=plan.criteria_version),
    )


def _subject(plan: Plan) -> Subject:
    heads = tuple(LogHead(head.installation, head.changes, head.head) for head in plan.heads)
    return Subject(plan.as_of, plan.owner, plan.province, "", (), heads, {}, {})


def _figures(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    before, after = wording.score_text(plan.score_before), wording.score_text(plan.score_after)
    left = _("{amount} not needed").format(amount=formats.rupiah_short(plan.budget - plan.cost))
    return (
        (formats.rupiah_short(plan.budget), _("budget"), plan_words.years_text(plan)),
        (formats.rupiah_short(plan.cost), _("planned"), left),
        (f"{before} {ARROW} {after}", _("score of the province"), _("of 100")),
        (plan_words.gain_text(plan.gain, 2), _("points gained"), plan_words.proof_short(plan)),
    )


def _aspect_chart(plan: Plan) -> Chart:
    bars = [(plan_words.effect_title(one), one.before or 0.0, one.after or 0.0) for one in plan.aspects]

    def draw(width: float) -> Drawing:
        return gain_bars(bars, width)

    note = _("Solid: the score today. Hatched: what the plan adds.")
    return Chart(_("What the plan does to each aspect"), draw, note)


def _money_chart(plan: Plan) -> Chart:
    dearest = sorted((one for one in plan.agencies if one.cost), key=lambda one: -one.cost)
    bars = [(one.title, one.cost) for one in dearest[:MOST_BARS]]
    rest = dearest[MOST_BARS:]
    others = ngettext("{n} more agency gets {amount}.", "{n} more agencies get {amount}.", len(rest))
    amount = formats.rupiah_short(sum(one.cost for one in rest))

    def draw(width: float) -> Drawing:
        return money_bars(bars, width)

    note = others.format(n=formats.number(len(rest)), amount=amount) if rest else ""
    return Chart(_("Where the money goes"), draw, note)


def _years(plan: Plan) -> Table:
    columns = (
        Column("year", _("Year"), Fact.DATE, 10),
        Column("budget", _("Budget"), Fact.MONEY, 20, Look.RUPIAH, "Rp"),
        Column("cost", _("Planned"), Fact.MONEY, 20, Look.RUPIAH, "Rp"),
        Column("rest", _("Left over"), Fact.MONEY, 20, Look.RUPIAH, "Rp"),
        Column("purchases", _("Purchases"), Fact.COUNT, 12, Look.WHOLE),
        Column("score", _("Score at its end"), Fact.SCORE, 14, Look.SCORE),
    )
    counts = {one.year: sum(line.year == one.year for line in plan.purchases) for one in plan.years}
    rows: list[list[Any]] = [
        [str(one.year), one.budget, one.cost, one.budget - one.cost, counts[one.year], one.score] for one in plan.years
    ]
    if len(rows) > 1:
        rows.append(
            [_("Total"), plan.budget, plan.cost, plan.budget - plan.cost, len(plan.purchases), plan.score_after]
        )
    return Table("years", _("Budgets"), columns, rows)


def _goods(plan: Plan) -> Table:
    columns = (
        Column("title", _("What is bought"), Fact.KIND, 40),
        Column("kode_barang", _("Kode barang"), Fact.CODE, 20),
        Column("kind", _("Kind"), Fact.KIND, 15),
        Column("quantity", _("Quantity"), Fact.COUNT, 11, Look.WHOLE),
        Column("unit", _("Counted in"), Fact.KIND, 10),
        Column("cost", _("Cost"), Fact.MONEY, 18, Look.RUPIAH, "Rp"),
        Column("gain", _("Gain"), Fact.SCORE, 11, Look.GAIN),
        Column("per", _("Gain for Rp 100 m"), Fact.SCORE, 14, Look.GAIN),
    )
    grouped: defaultdict[tuple[str, ...], list[Purchase]] = defaultdict(list)
    for line in plan.purchases:
        grouped[plan_words.good_title(line), line.kode_barang, line.kind.label, line.unit].append(line)
    rows: list[list[Any]] = []
    for (title, kode, kind, unit), lines in grouped.items():
        cost, gain = sum(line.cost for line in lines), sum(line.gain for line in lines)
        per = 100_000_000 * gain / cost if cost else None
        rows.append([title, kode, kind, sum(line.quantity for line in lines), unit, cost, gain, per])
    rows.sort(key=lambda row: (-row[5], row[0]))
    return Table("goods", _("Purchases by good"), columns, rows)


def _agencies(plan: Plan) -> Table:
    columns = (
        Column("agency", _("Agency"), Fact.AGENCY, 60),
        *_score_columns(),
        Column("gaps", _("Gaps closed"), Fact.COUNT, 12, Look.WHOLE),
        Column("cost", _("Cost"), Fact.MONEY, 20, Look.RUPIAH, "Rp"),
        Column("least", _("At least"), Fact.MONEY, 16, Look.RUPIAH, "Rp", on_paper=bool(plan.terms.agency_least)),
        Column("most", _("At most"), Fact.MONEY, 16, Look.RUPIAH, "Rp", on_paper=bool(plan.terms.agency_most)),
    )
    served = sorted((one for one in plan.agencies if one.cost or one.gaps), key=lambda one: (-one.cost, one.title))
    rows = [
        [one.title, *_scores(one), one.gaps, one.cost, plan.terms.agency_least.get(one.id),
         plan.terms.agency_most.get(one.id)]
        for one in served
    ]  # fmt: skip
    lacking = len(plan.agencies) - len(served)
    told = ngettext("{n} agency gets nothing from this plan.", "{n} agencies get nothing from this plan.", lacking)
    note = told.format(n=formats.number(lacking)) if lacking else ""
    return Table("agencies", _("Purchases by agency"), columns, rows, note=note)


def _aspects(plan: Plan) -> Table:
    columns = (
        Column("aspect", _("Aspect"), Fact.KIND, 60),
        *_score_columns(),
        Column("gaps", _("Gaps closed"), Fact.COUNT, 14, Look.WHOLE),
    )
    rows = [[plan_words.effect_title(one), *_scores(one), one.gaps] for one in plan.aspects]
    return Table("aspects", _("Effect by aspect"), columns, rows)


def _criteria(plan: Plan) -> Table:
    columns = (
        Column("criterion", _("Criterion"), Fact.KIND, 60),
        *_score_columns(),
        Column("gaps", _("Gaps closed"), Fact.COUNT, 14, Look.WHOLE),
    )
    rows = [[one.title, *_scores(one), one.gaps] for one in plan.criteria if one.gaps]
    return Table("criteria_effects", _("Effect by criterion"), columns, rows)


def _score_columns() -> tuple[Column, ...]:
    return (
        Column("before", _("Score today"), Fact.SCORE, 13, Look.SCORE),
        Column("after", _("With the plan"), Fact.SCORE, 17, Look.SCORE),
        Column("change", _("Rise"), Fact.SCORE, 11, Look.SCORE),
    )


def _scores(effect: Effect) -> list[float | None]:
    known = effect.before is not None and effect.after is not None
    return [effect.before, effect.after, round(effect.after - effect.before, 1) if known else None]  # type: ignore[operator]


def _purchases(plan: Plan) -> Table:
    titles = {one.id: one.title for one in plan.criteria}
    columns = (
        Column("year", _("Year"), Fact.DATE, 28),
        Column("agency", _("Agency"), Fact.AGENCY, 92),
        Column("title", _("What is bought"), Fact.KIND, 84),
        Column("kode_barang", _("Kode barang"), Fact.CODE, 60, on_paper=False),
        Column("kind", _("Kind"), Fact.KIND, 46),
        Column("quantity", _("Quantity"), Fact.COUNT, 36, Look.WHOLE),
        Column("unit", _("Counted in"), Fact.KIND, 30),
        Column("unit_price", _("Unit price"), Fact.MONEY, 56, Look.RUPIAH, "Rp"),
        Column("price_from", _("Price from"), Fact.KIND, 42),
        Column("cost", _("Cost"), Fact.MONEY, 60, Look.RUPIAH, "Rp"),
        Column("gain", _("Gain"), Fact.SCORE, 34, Look.GAIN),
        Column("closes", _("Closes gaps in"), Fact.KIND, 118),
    )
    rows = [_purchase(line, titles) for line in plan.purchases]
    note = _("Gain: points of the province's score. Within a year the best for its money stands first.")
    return Table("items", _("All purchases"), columns, rows, note=note)


def _purchase(line: Purchase, titles: Mapping[str, str]) -> list[Any]:
    closes = "; ".join(titles.get(one, one) for one in line.closes)
    if line.must:
        closes = "; ".join(part for part in (_("must be bought"), closes) if part)
    return [
        str(line.year), line.agency, plan_words.good_title(line), line.kode_barang, line.kind.label, line.quantity,
        line.unit, line.unit_price, plan_words.price_label(line.price_from), line.cost, line.gain, closes,
    ]  # fmt: skip


def _left(plan: Plan) -> Table:
    columns = (
        Column("agency", _("Agency"), Fact.AGENCY, 60),
        Column("title", _("What is needed"), Fact.KIND, 60),
        Column("quantity", _("Quantity"), Fact.COUNT, 14, Look.WHOLE),
        Column("unit", _("Counted in"), Fact.KIND, 12),
        Column("cost", _("Cost"), Fact.MONEY, 22, Look.RUPIAH, "Rp"),
        Column("gain", _("Gain"), Fact.SCORE, 14, Look.GAIN),
    )
    rows = [[one.agency, one.title, one.quantity, one.unit, one.cost, one.gain] for one in plan.left]
    total = sum(one.cost or 0 for one in plan.left)
    note = _("Together {amount}. The most useful stands first; gain is what it would still bring after this plan.")
    return Table(
        "left", _("Left for later years"), columns, rows, note=note.format(amount=formats.rupiah(total)) if rows else ""
    )


def _assumptions(plan: Plan) -> Table:
    columns = (Column("what", _("Assumption"), Fact.KIND, 40), Column("value", _("Holds"), Fact.KIND, 120))
    rows: Sequence[Sequence[str]] = plan_words.assumptions(plan)
    return Table("assumptions", _("What the plan rests on"), columns, rows)
