"""What can be done with a scanned code, as lines: for the card over the window and for the pile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.services import assets, claiming
from spbe_assets.services.scanning import Hit, Outcome, Scan
from ui import navigation
from ui.context import AppContext
from ui.palette import sources
from ui.palette.lines import Group, Line

ONE_KEY = "123456789"
RECORDED = ("asset", "link")
"""Tables whose records carry tags."""
OnShow = tuple[str, Id, str]


@dataclass(frozen=True, slots=True)
class ScanAnswers:
    """`go` opens a place with an argument, `search` finds a text, `on_show` tells the record that is open now."""

    context: AppContext
    go: Callable[[str, object], None]
    search: Callable[[str], object]
    on_show: Callable[[], OnShow | None]

    def groups(self, scan: Scan) -> list[Group]:
        """The lines of a scan under their headings; `keys` of a line is the one key that takes it."""
        title = _("Did you mean") if scan.outcome is Outcome.MISTYPED else ""
        found = [sources.record_line(hit, self.go) for hit in scan.hits]
        numbered = tuple(replace(line, keys=ONE_KEY[at] if at < len(ONE_KEY) else "") for at, line in enumerate(found))
        groups = [Group(title, numbered)] if numbered else []
        actions = tuple(self._actions(scan))
        return [*groups, Group("", actions)] if actions else groups

    def _actions(self, scan: Scan) -> list[Line]:
        if scan.outcome in (Outcome.OUTDATED, Outcome.SUPERSEDED):
            return [self.print_label(hit) for hit in scan.hits[:1]] or [self._search(scan.code)]
        if scan.outcome is Outcome.UNKNOWN:
            return [*self._unknown(scan), self._search(scan.code)]
        return [self._search(scan.code)] if scan.outcome is Outcome.MISTYPED else []

    def print_label(self, hit: Hit) -> Line:
        """The line that goes to the label screen with one record."""
        wanted = (AssetFilter if hit.table == "asset" else LinkFilter)(ids=frozenset({hit.id}))
        return Line(
            "print", _("Print a new label"), partial(self.go, navigation.LABELS, wanted), icon="printer", keys="L"
        )

    def _unknown(self, scan: Scan) -> list[Line]:
        if scan.refusal:
            return []
        key = "tag" if scan.is_tag else "serial"
        said = _("New item with this tag") if scan.is_tag else _("New item with this serial number")
        begin = partial(self.go, navigation.INVENTORY, (navigation.NEW, {key: scan.code}))
        return [*self._put(scan), Line("new", said, begin, icon="plus", keys="N")]

    def _put(self, scan: Scan) -> list[Line]:
        """Put the code on the record that is open: a tag where it may be claimed, a serial number on equipment."""
        shown = self.on_show()
        if shown is None or not (scan.can_claim and shown[0] in RECORDED if scan.is_tag else shown[0] == "asset"):
            return []
        table, record_id, called = shown
        said = _("Put this tag on {name}") if scan.is_tag else _("Put this serial number on {name}")
        put = partial(self._write, table, record_id, scan, called)
        return [Line("put", said.format(name=called), put, icon="tag", keys="P")]

    def _write(self, table: str, record_id: Id, scan: Scan, called: str) -> None:
        code, is_tag = scan.code, scan.is_tag

        def change(uow: Any, _progress: Progress) -> None:
            if is_tag:
                claiming.claim(uow, code, table, record_id)
            else:
                assets.update(uow, record_id, {"serial": code})

        self.context.write(change, "edit", _("{code} put on {name}").format(code=code, name=called))

    def _search(self, code: str) -> Line:
        return Line("search", _("Search for it"), partial(self.search, code), icon="search", keys="S")
