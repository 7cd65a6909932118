"""The serial numbers of one go: a box that takes them, what it says to each, and the list they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from spbe_assets.domain import validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.sort_keys import normal_serial
from spbe_assets.domain.tags import SCHEME
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import entry
from spbe_assets.services.entry import Known
from ui import format as formats
from ui.context import AppContext
from ui.entry.item_lines import NAME, NUMBER, ItemLines
from ui.entry.serial_box import SerialBox
from ui.widgets.basics import button, label, set_kind
from ui.widgets.table import TableView

MOST_SAID = 3


class SerialsPane(QWidget):
    """Adds what is new and says of the rest where it is already; `changed` fires when lines come or go."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.serials = SerialBox()
        self.lines = ItemLines()
        self.table = TableView()
        self.said = label("", "small", wrap=True)
        self.count = label("", "strong")
        self.without_button = button(_("Add one without serial number"), "small", "plus")
        self.remove_button = button(_("Remove"), "small", "x")

        self._lay_out()
        self.serials.given.connect(self.take)
        self.without_button.clicked.connect(lambda: self.add([""]))
        self.remove_button.clicked.connect(self.remove)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.table, self.remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._tell()

    def _lay_out(self) -> None:
        self.table.setModel(self.lines)
        self.lines.setParent(self.table)
        self.table.setFrameShape(QFrame.Shape.StyledPanel)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((NUMBER, 52), (1, 160), (3, 112), (4, 128)):
            self.table.setColumnWidth(column, width)
        self.table.setAccessibleName(_("Items to be recorded"))
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.count, 1)
        tools.addWidget(self.without_button)
        tools.addWidget(self.remove_button)
        right = QVBoxLayout(self)
        right.setContentsMargins(16, 14, 16, 14)
        right.setSpacing(8)
        right.addWidget(label(_("Serial numbers"), "heading"))
        right.addWidget(self.serials)
        right.addWidget(self.said)
        right.addWidget(self.table, 1)
        right.addLayout(tools)

    def count_text(self) -> str:
        """How many items there are."""
        count = self.lines.rowCount()
        return formats.counted(ngettext("{n} item", "{n} items", count), count)

    def take(self, texts: Sequence[str]) -> None:
        """Add serial numbers; what is in the list or in the database already is said instead."""
        known = self._context.read(lambda session: entry.carriers(session, texts))
        added: list[str] = []
        refused: list[str] = []
        seen: set[str] = set()
        for text in texts:
            why = self._why_not(text, known, seen)
            seen.add(normal_serial(text))
            refused += [why] if why else []
            added += [] if why else [text.strip()]
        self.add(added)
        self._say(added, refused)

    def _why_not(self, text: str, known: Mapping[str, Known], seen: set[str]) -> str:
        key = normal_serial(text)
        if text.upper().startswith(SCHEME):
            return _("{code} is one of our labels, not a serial number.").format(code=text)
        if not key:
            return _("“{text}” is no serial number.").format(text=text)
        if key in seen:
            return _("{serial} comes twice.").format(serial=text)
        if (line := self.lines.line_of(text)) is not None:
            return _("{serial} is in the list already (no. {line}).").format(serial=text, line=line)
        if key in known:
            record = " ".join(filter(None, (known[key].tag, known[key].name)))
            return _("{serial} belongs to {record} already.").format(serial=text, record=record)
        try:
            validation.parse_text(CATALOGUE["asset"]["serial"], text)
        except Invalid as error:
            return str(error)
        return ""

    def _say(self, added: Sequence[str], refused: Sequence[str]) -> None:
        more = len(refused) - MOST_SAID
        parts = [*refused[:MOST_SAID]]
        if more > 0:
            parts.append(ngettext("{n} more was left out.", "{n} more were left out.", more).format(n=more))
        if len(added) > 1:
            parts.insert(0, ngettext("{n} added.", "{n} added.", len(added)).format(n=len(added)))
        elif added:
            parts.insert(0, _("{serial} added.").format(serial=added[0]))
        self.said.setText(" ".join(parts))
        set_kind(self.said, "bad" if refused else "small")

    def add(self, serials: Sequence[str]) -> None:
        """Append lines without asking; an empty text stands for an item without serial number."""
        if serials:
            self.lines.add(serials)
            self.table.scrollToBottom()
            self._tell()

    def remove(self) -> None:
        """Take the selected lines out, or the last one."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        self._remove(rows or {self.lines.rowCount() - 1})

    def remove_first(self, count: int) -> None:
        """Take out what has been recorded; what was scanned meanwhile stays for the next go."""
        self._remove(range(count))

    def _remove(self, rows: Iterable[int]) -> None:
        self.lines.remove(rows)
        self.said.clear()
        self._tell()

    def _tell(self) -> None:
        self.count.setText(self.count_text())
        self.remove_button.setEnabled(self.lines.rowCount() > 0)
        self.changed.emit()
