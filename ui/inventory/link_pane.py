"""The record pane of one link: its two ends and contract, what was measured on it, photos, label, history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.domain.vocabulary import LinkStatus, title
from spbe_assets.formats import today
from spbe_assets.i18n import _
from spbe_assets.services import links
from ui.context import AppContext
from ui.inventory.facts import Fact, Facts, record_facts
from ui.inventory.history_page import HistoryPage
from ui.inventory.label_tab import LabelTab
from ui.inventory.record_frame import RecordFrame
from ui.links.measurements import MeasurementsPage
from ui.models.ends import Ends
from ui.photos.tab import PhotosTab

TONES = {LinkStatus.ACTIVE: "good", LinkStatus.DOWN: "bad"}
ENDS = ("a_agency_id", "a_site_id", "a_asset_id", "a_port", "a_text")
IN_HEAD = frozenset({"name", "tag", "status"}) | {f"{end}{key[1:]}" for end in "az" for key in ENDS}


class LinkPane(RecordFrame):
    """Shows one link."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.link: Record | None = None
        self.photos, self.label = PhotosTab(context, self), LabelTab(context, self)
        self._measurements: MeasurementsPage | None = None
        self.tile.show_icon("cable")

    def show_record(self, record_id: Id) -> bool:
        try:
            link = self._context.read(lambda session: links.detail(session, record_id))
        except NotFound:
            self.link = None
            return False
        self.link = link
        self.name.setText(link.get("name") or link.get("provider") or _("Link"))
        self.codes.setText(" · ".join(part for part in (link.get("tag"), link.get("circuit_id")) if part))
        self.pill.set(title(link.get("status")), TONES.get(link.get("status"), "muted"))
        pages: list[tuple[str, Callable[[], QWidget]]] = [
            (_("Summary"), partial(self._summary, link)),
            (_("Measurements"), partial(self._measured, link)),
            self.photos.for_record("link", link.id),
            self.label.for_record("link", link.id),
            (_("History"), partial(self._history, link)),
        ]
        self.show_pages(pages)
        return True

    def _summary(self, link: Record) -> QWidget:
        ends = [Fact(_("End A"), end_text(link, "a")), Fact(_("End Z"), end_text(link, "z"))]
        facts = [fact for fact in ends if fact.text]
        return Facts(facts + record_facts(link, today(), Ends.of(self._context).days, skip=IN_HEAD))

    def _measured(self, link: Record) -> QWidget:
        if self._measurements is None:
            self._measurements = MeasurementsPage(self._context)
            self.keep(self._measurements)
        self._measurements.show_link(link)
        return self._measurements

    def _history(self, link: Record) -> QWidget:
        return HistoryPage(self._context, ("link", link.id))


def end_text(link: Record, end: str) -> str:
    """One end of a link as people name it: agency, site, device and port, or the typed text."""
    names = [link.names.get(f"{end}_{key}_id", "") for key in ("agency", "site", "asset")]
    parts = [*names, link.get(f"{end}_port") or "", link.get(f"{end}_text") or ""]
    return " › ".join(part for part in parts if part)
