"""Names and values side by side, as the record pane shows them; empty values are left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from spbe_assets.domain.fields import CATALOGUE, Field, Kind
from spbe_assets.domain.records import AssetDetail, Record
from spbe_assets.domain.vocabulary import Status, title
from spbe_assets.formats import day_of
from spbe_assets.i18n import _, ngettext
from spbe_assets.services.moves import MoveRow
from ui import format as formats
from ui.models import ends
from ui.widgets.basics import label

NAME_WIDTH = 120
CODES = (Kind.CODE, Kind.GOODS_CODE, Kind.IP, Kind.MAC)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line; `kind` as for labels, such as code, or warn for what asks for attention."""

    name: str
    text: str
    kind: str = ""


class Facts(QWidget):
    """A grid of facts whose values can be selected and copied."""

    def __init__(self, facts: Iterable[Fact], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, NAME_WIDTH)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(facts):
            name = label(fact.name, "muted", wrap=True)
            name.setFixedWidth(NAME_WIDTH)
            value = label(fact.text, fact.kind, wrap=True, select=True)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)


def asset_facts(
    detail: AssetDetail, today: date, soon_days: int = ends.USUAL_DAYS, loan: MoveRow | None = None
) -> list[Fact]:
    """What the summary says of an asset, in the order of a nameplate; what ends within `soon_days` is amber.

    `loan` is the one it has not come back from: meanwhile the borrower stands as the person in charge.
    """
    asset = detail.asset
    facts = [
        Fact(_("Brand / model"), _join(" ", asset.get("brand"), asset.get("model"))),
        Fact(_("Serial number"), asset.get("serial") or "", "code"),
        Fact(_("Kind"), detail.title),
        Fact(_("Agency"), detail.agency_path),
        Fact(_("Place"), detail.place_path),
        Fact(_("Person in charge"), asset.names.get("custodian_id", "")),
        _on_loan(loan, today, soon_days),
        Fact(_("Status"), "" if asset.get("status") is Status.ACTIVE else title(asset.get("status"))),
        Fact(_("Quantity"), formats.number(asset.get("quantity")) if (asset.get("quantity") or 1) > 1 else ""),
        Fact(_("Kode barang"), _join(" · ", asset.get("kode_barang"), asset.get("register")), "code"),
        Fact(_("Acquired"), _acquired(asset)),
        Fact(_("Ownership"), _join(" · ", title(asset.get("ownership")), asset.get("owner_name"))),
        _until(_("Warranty"), asset.get("warranty_end"), today, soon_days),
        _contract(asset, today, soon_days),
        _until(_("Support"), asset.get("support_end"), today, soon_days),
        Fact(_("Last seen"), _seen(asset)),
        Fact(_("Description"), asset.get("description") or ""),
        Fact(_("Notes"), asset.get("notes") or ""),
        *(Fact(name, str(value)) for name, value in (asset.get("extra") or {}).items()),
    ]
    return [fact for fact in facts if fact.text]


def record_facts(
    record: Record, today: date, soon_days: int = ends.USUAL_DAYS, *, skip: frozenset[str] = frozenset()
) -> list[Fact]:
    """Every filled field of a record in the order of the catalogue."""
    fields = (field for field in CATALOGUE[record.table].values() if field.key not in skip)
    filled = (field for field in fields if record.get(field.key) not in (None, "", {}))
    return [_field_fact(record, field, today, soon_days) for field in filled]


def _field_fact(record: Record, field: Field, today: date, soon_days: int) -> Fact:
    value = record.get(field.key)
    if field.key in ends.KEYS:
        return _until(field.label, value, today, soon_days)
    return Fact(field.label, formats.value(field, value, record.names), "code" if field.kind in CODES else "")


def _join(between: str, *parts: str | None) -> str:
    return between.join(part for part in parts if part)


def _acquired(asset: Record) -> str:
    price, day, year = asset.get("price_rupiah"), asset.get("acquired_on"), asset.get("year")
    when = formats.day(day) if day else str(year or "")
    return _join(" · ", when, "" if price is None else formats.rupiah(price), asset.get("fund_source"))


def _contract(asset: Record, today: date, soon_days: int) -> Fact:
    until = _until(_("Maintenance"), asset.get("contract_end"), today, soon_days)
    return replace(until, text=_join(" · ", asset.get("contract_number"), until.text))


def _on_loan(loan: MoveRow | None, today: date, soon_days: int) -> Fact:
    if loan is None or loan.due_on is None:
        since = _("Since {day}").format(day=formats.day(loan.on_date)) if loan and loan.on_date else ""
        return Fact(_("On loan"), since)
    due = _("Due back on {day}").format(day=formats.day(loan.due_on))
    if loan.is_overdue(today):
        return Fact(_("On loan"), _join(" · ", due, _("Overdue")), "bad")
    return Fact(_("On loan"), due, ends.tone(loan.due_on, today, soon_days))


def _seen(asset: Record) -> str:
    at = asset.get("verified_at")
    if at is None:
        return ""
    day = formats.day(day_of(at))
    return _join(", ", day, asset.get("verified_how"), asset.get("verified_by"))


def _until(name: str, end: date | None, today: date, soon_days: int) -> Fact:
    """A day something ends: red once it is over, amber shortly before, always with words."""
    if end is None:
        return Fact(name, "")
    left, kind = (end - today).days, ends.tone(end, today, soon_days)
    if kind == "bad":
        return Fact(name, _("ended {day}").format(day=formats.day(end)), kind)
    if not kind:
        return Fact(name, _("until {day}").format(day=formats.day(end)))
    text = ngettext("ends {day} ({n} day)", "ends {day} ({n} days)", left)
    return Fact(name, text.format(day=formats.day(end), n=left), kind)
