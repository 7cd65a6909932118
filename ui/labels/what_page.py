"""First step: what gets a label, with the first of them named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QListWidget, QSpinBox, QWidget

from spbe_assets.domain.labels import LabelContent
from spbe_assets.i18n import _, ngettext
from spbe_assets.labels.printing import Printed, Wanted
from spbe_assets.services import labels
from spbe_assets.services.scanning import Scan
from ui import format
from ui.context import AppContext
from ui.labels.page import LabelPage, ask, form
from ui.labels.what_box import BLANK, FILE, PILE, WhatBox
from ui.scanning.asking import Asker
from ui.widgets.basics import button, label, pad
from ui.widgets.file_dialogs import ask_open, documents
from ui.widgets.notice import Notice

MOST_NEW = 2_000
UNKNOWN = 20
NAMED = 200
"""So many labels are named in the list; the preview shows all."""


class WhatPage(LabelPage):
    """`wanted` is what gets a label."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(_("What gets a label"))
        self._context = context
        self.what = WhatBox(context)
        self._asker = Asker(context, self)
        self.scan_button = button(_("Scan…"), icon="scan")
        self.clear_button = button(_("Empty the pile"), icon="trash-2")
        self.file_button = button(_("Choose the file…"), icon="folder-open")
        self.amount = QSpinBox()
        self.amount.setRange(1, MOST_NEW)
        self.amount.setValue(24)
        pad(self.amount)
        self.note = Notice("warn", "")
        self.note.hide()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Labels"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.counts = label("", "strong", wrap=True)
        amount = QWidget()
        asked = form()
        amount.setLayout(asked)
        asked.setContentsMargins(0, 0, 0, 0)
        ask(asked, _("How many"), self.amount)

        self.asked.addWidget(self.what)
        for part in (self.scan_button, self.clear_button, self.file_button, amount):
            self.asked.addWidget(part)
        self._parts = {PILE: (self.scan_button, self.clear_button), FILE: (self.file_button,), BLANK: (amount,)}
        self.asked.addWidget(self.note)
        self.asked.addStretch(1)
        self.stage.addWidget(self.counts)
        self.stage.addWidget(self.list, 1)
        self.setFocusProxy(self.what)
        self._shown = self.what.chosen
        self._show_parts()

        self.what.changed.connect(self._on_what)
        self._asker.answered.connect(self._pile)
        self.scan_button.clicked.connect(self.open_scanner)
        self.clear_button.clicked.connect(lambda: self.what.set_tags(PILE, ()))
        self.file_button.clicked.connect(self.ask_file)
        self.amount.valueChanged.connect(lambda _value: self._ask_numbers())

    @property
    def wanted(self) -> Wanted:
        """What gets a label."""
        return self.what.wanted

    def show_printed(self, printed: Printed, total: int) -> None:
        """Name the first labels of a run, and say how many there are and which tags nobody carries."""
        contents = printed.contents
        self.list.clear()
        self.list.addItems([_named(content) for content in contents[:NAMED]])
        if printed.unknown:
            self.note.set(_("Nobody carries these tags: {tags}").format(tags=", ".join(printed.unknown[:UNKNOWN])))
            self.note.show()
        said = format.counted(ngettext("{n} label", "{n} labels", total), total)
        rest = total - min(len(contents), NAMED)
        more = format.counted(ngettext("{n} more", "{n} more", rest), rest) if rest > 0 else ""
        self.counts.setText(" · ".join(filter(None, (said, more and _("and {more} below").format(more=more)))))

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to print."""
        self.list.clear()
        self.counts.setText(sentence)

    def take_scan(self, code: str) -> bool:
        """Put a scanned record on the pile, where a pile is being scanned."""
        if self.what.chosen != PILE:
            return False
        self.note.hide()
        self._asker.ask([code])
        return True

    @Slot()
    def open_scanner(self) -> None:
        """Scan with the camera, from pictures or from a batch scanner's list."""
        from ui.scanning.dialog import ScanDialog

        dialog = ScanDialog(self._context, self.window())
        dialog.taken.connect(self.add_tags)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(list)
    def add_tags(self, tags: Sequence[str]) -> None:
        """Put records on the pile, each once."""
        self.what.set_tags(PILE, tuple(dict.fromkeys((*self.what.tags(PILE), *tags))))

    @Slot()
    def ask_file(self) -> QFileDialog:
        """Ask for the list."""
        kinds = _("Text files (*.txt *.csv)")
        return ask_open(self, _("Choose the list of tags"), documents(), kinds, self.read_file)

    def read_file(self, path: Path) -> None:
        """Take the tags of a list."""
        from spbe_assets.services import tag_list

        job = self._context.run_later(lambda _progress: tag_list.read(path))
        job.then(self, lambda listed: self.what.set_tags(FILE, listed.tags))

    def refresh(self) -> None:
        """Count again, and ask which numbers come next."""
        self.what.count()
        if self.what.chosen == BLANK:
            self._ask_numbers()

    def _on_what(self) -> None:
        if self._shown != self.what.chosen:
            self._shown = self.what.chosen
            self.note.hide()
            self._show_parts()
        if self.what.chosen == BLANK and not self.what.tags(BLANK):
            self._ask_numbers()
        self.changed.emit()

    def _show_parts(self) -> None:
        hints = {
            PILE: _("Scan the labels or serial numbers one after another; each is added to the pile."),
            FILE: _("A text file with one tag on each line, as a batch scanner writes it."),
            BLANK: _(
                "Numbers of your own series. Stick them on first and scan them later, to claim them for a record."
            ),
        }
        for key, parts in self._parts.items():
            for part in parts:
                part.setVisible(self.what.chosen == key)
        self.hint.setText(hints.get(self.what.chosen, ""))
        self.hint.setVisible(bool(self.hint.text()))

    def _ask_numbers(self) -> None:
        amount, replica = self.amount.value(), self._context.store.replica
        job = self._context.read_later(lambda session, _progress: labels.next_blank(session, replica, amount))
        job.then(self, lambda blank: self.what.set_tags(BLANK, blank.tags) if self.amount.value() == amount else None)

    @Slot(list)
    def _pile(self, scans: Sequence[Scan]) -> None:
        for scan in scans:
            self._lay_down(scan)

    def _lay_down(self, scan: Scan) -> None:
        tags = [hit.tag for hit in scan.hits if hit.tag]
        if len(tags) == 1:
            self.add_tags(tags)
        else:
            self.note.set(_("{code} is not one record with a tag, so it was not added.").format(code=scan.code))
            self.note.show()


def _named(content: LabelContent) -> str:
    return "  ·  ".join(part for part in (content.tag, content.name, content.unit) if part)
