"""A pack that was written and read back: what it holds, and that the stick can be taken out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.domain.packs import Written
from spbe_assets.i18n import _
from ui.exchange import words
from ui.widgets.basics import button, icon_label, label
from ui.widgets.notice import Notice


class WrittenPage(QWidget):
    """The end of every pack."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.what = label("", "record", wrap=True), label("", "muted", wrap=True)
        self.place = label("", "code-muted", wrap=True, select=True)
        self.safe = Notice("good", "")
        self.folder_button = button(_("Show the folder"), "flat", "folder-open")
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(icon_label("package-check", "good", 40), 0, middle)
        for one in (self.title, self.what, self.place):
            one.setAlignment(middle)
            column.addWidget(one)
        column.addWidget(self.safe)
        column.addWidget(self.folder_button, 0, middle)
        column.addStretch(2)

    def show_written(self, written: Written, *, on_stick: bool) -> None:
        """Say what was written."""
        outline = written.outline
        self.title.setText(_("{file} was written and read back").format(file=Path(written.path).name))
        self.what.setText(words.contents(outline.changesets, outline.photos, outline.size_bytes))
        self.place.setText(written.path)
        self.safe.setVisible(on_stick)
        self.safe.set(_("You can remove the stick now."))
