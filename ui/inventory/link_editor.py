"""Edits a link: what it is, its two ends, line and contract."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.domain.vocabulary import LinkStatus
from spbe_assets.i18n import _
from spbe_assets.services import links
from ui.context import AppContext
from ui.inventory.form_groups import LINK
from ui.inventory.place_search import search
from ui.inventory.record_editor import RecordEditor
from ui.jobs import Job

NEW = {"status": LinkStatus.ACTIVE}


class LinkEditor(RecordEditor):
    """A sheet beside the list; other screens follow through `context.changed`."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        searches = {table: partial(search, table) for table in ("agency", "site", "asset")}
        super().__init__(context, searches, ("link",), parent)
        self.form.add_groups(LINK)

    def show_record(self, record_id: Id) -> bool:
        link = self._read(record_id)
        if link is None:
            return False
        self.record_id, self.rev, self.is_new = record_id, link.rev, False
        self._head(link.get("name") or link.get("provider") or _("Link"), link.get("tag") or "")
        self.form.load("link", link.values, link.names)
        return True

    def show_new(self) -> None:
        self._begin(_("New link"), _("Gets the next tag of this installation when it is saved."))

    def show_copy(self, record_id: Id) -> bool:
        link = self._read(record_id)
        if link is None:
            return False
        name = link.get("name") or link.get("provider") or _("Link")
        self._begin(_("Copy of {name}").format(name=name), _("Tag, circuit id and IP block are left empty."))
        shared = self._context.read(lambda session: links.duplicate(session, record_id))
        self.form.put("link", shared, link.names)
        return True

    def _read(self, link_id: Id) -> Record | None:
        try:
            return self._context.read(lambda session: links.detail(session, link_id))
        except NotFound:
            return None

    def _begin(self, title: str, note: str) -> None:
        self.record_id, self.rev, self.is_new = None, None, True
        self._head(title, note)
        self.form.load("link", NEW, {})

    def _write(self, edits: Mapping[str, Mapping[str, Any]]) -> Job:
        record_id, rev, values = self.record_id, self.rev, dict(edits["link"])

        def change(uow: Any, _progress: object) -> Id:
            if record_id is None:
                return links.create(uow, NEW | values)
            links.update(uow, record_id, values, seen_rev=rev)
            return record_id

        return self._context.write(change, "create" if record_id is None else "edit", quiet=True)
