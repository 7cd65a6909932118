"""The record pane of one asset: summary, technical details, links that end at it, photos, label, moves, history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.fields import field
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetDetail, LinkRow
from spbe_assets.domain.vocabulary import title
from spbe_assets.formats import today
from spbe_assets.i18n import _
from spbe_assets.services import assets, links, moves
from ui import format as formats
from ui import theme
from ui.context import AppContext
from ui.inventory.facts import Facts, asset_facts, record_facts
from ui.inventory.history_page import HistoryPage
from ui.inventory.label_tab import LabelTab
from ui.inventory.record_frame import RecordFrame
from ui.models.ends import Ends
from ui.moves.page import MovesPage
from ui.photos.tab import PhotosTab
from ui.widgets.basics import button, divider, label
from ui.widgets.notice import Notice

MOST_NAMED = 6


class AssetPane(RecordFrame):
    """Shows one asset; `link_asked` carries the id of a link that ends at it, `fill_asked` a missing field's key."""

    link_asked = Signal(object)
    fill_asked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.detail: AssetDetail | None = None
        self.photos, self.label = PhotosTab(context, self), LabelTab(context, self)

    def show_record(self, record_id: Id) -> bool:
        try:
            self.detail = self._context.read(lambda session: assets.detail(session, record_id))
        except NotFound:
            self.detail = None
            return False
        self._show(self.detail)
        return True

    def _show(self, detail: AssetDetail) -> None:
        asset = detail.asset
        self.tile.show_icon(detail.icon or "box")
        self.name.setText(asset.get("name") or detail.title or _("Unnamed"))
        nibar = asset.get("nibar") or ""
        self.codes.setText(" · ".join(part for part in (asset.get("tag"), nibar and f"NIBAR {_tail(nibar)}") if part))
        self.codes.setToolTip(nibar)
        self.pill.set(title(asset.get("condition")), theme.tone(asset.get("condition")))
        self.show_pages(self._pages_of(detail))

    def _pages_of(self, detail: AssetDetail) -> list[tuple[str, Callable[[], QWidget]]]:
        pages: list[tuple[str, Callable[[], QWidget]]] = [(_("Summary"), partial(self._summary, detail))]
        if detail.detail_table:
            pages.append((_("Technical"), partial(self._technical, detail)))
        pages.append((_("Links"), partial(self._network, detail)))
        pages.append(self.photos.for_record("asset", detail.asset.id))
        pages.append(self.label.for_record("asset", detail.asset.id))
        if self._context.read(lambda session: moves.of_asset(session, detail.asset.id, limit=1)):
            pages.append((_("Moves"), partial(MovesPage, self._context, detail.asset.id)))
        pages.append((_("History"), partial(self._history, detail)))
        return pages

    def _summary(self, detail: AssetDetail) -> QWidget:
        made, column = _page()
        loan = self._context.read(lambda session: moves.open_loan(session, detail.asset.id))
        column.addWidget(Facts(asset_facts(detail, today(), Ends.of(self._context).days, loan)))
        if detail.conflicts:
            names = _names(detail, detail.conflicts)
            column.addWidget(Notice("bad", _("Two people entered different values"), names))
        if detail.missing:
            column.addWidget(self._missing(detail))
        return made

    def _missing(self, detail: AssetDetail) -> Notice:
        text = _("{n} of {total} fields are still empty").format(n=len(detail.missing), total=detail.wanted)
        notice = Notice("warn", text, _names(detail, detail.missing), _("Fill in"))
        notice.acted.connect(lambda: self.fill_asked.emit(detail.missing[0]))
        return notice

    def _technical(self, detail: AssetDetail) -> QWidget:
        made, column = _page()
        facts = record_facts(detail.detail, today(), Ends.of(self._context).days) if detail.detail else []
        if facts:
            column.addWidget(Facts(facts))
        else:
            column.addWidget(label(_("No technical details yet. Choose Edit to fill them in."), "muted", wrap=True))
        return made

    def _network(self, detail: AssetDetail) -> QWidget:
        made, column = _page()
        found = self._context.read(lambda session: links.ending_at(session, detail.asset.id))
        if not found:
            column.addWidget(label(_("No link ends at this item."), "muted", wrap=True))
        for number, link in enumerate(found):
            if number:
                column.addWidget(divider())
            column.addWidget(self._link(link))
        return made

    def _link(self, link: LinkRow) -> QWidget:
        made, column = _page(2)
        opened = button(link.name or link.provider or link.tag or _("Link"), "flat")
        opened.clicked.connect(lambda: self.link_asked.emit(link.id))
        column.addWidget(opened, 0, Qt.AlignmentFlag.AlignLeft)
        rate = _("{rate} Mbps").format(rate=link.mbps_down) if link.mbps_down else ""
        facts = (link.tag, link.provider, rate, title(link.role), title(link.status))
        column.addWidget(label(" · ".join(part for part in facts if part), "small", wrap=True))
        column.addWidget(label(f"{link.end_a or '—'} → {link.end_z or '—'}", wrap=True))
        return made

    def _history(self, detail: AssetDetail) -> QWidget:
        return HistoryPage(self._context, ("asset", detail.asset.id))


def _page(spacing: int = 14) -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return made, column


def _tail(nibar: str) -> str:
    """The end of a 45-digit NIBAR; its head is the same for a whole agency."""
    return nibar if len(nibar) <= 16 else f"…{nibar[-12:]}"


def _names(detail: AssetDetail, keys: tuple[str, ...]) -> str:
    found = [known.label for key in keys if (known := field("asset", key) or field(detail.detail_table, key))]
    more = len(found) - MOST_NAMED
    text = " · ".join(found[:MOST_NAMED])
    return _("{names} and {n} more").format(names=text, n=formats.number(more)) if more > 0 else text
