"""What a scan is answered with when it names no single record: a few lines, each taken by one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.palette.line_list import LineList
from ui.palette.lines import Group, Line
from ui.palette.overlay import Overlay
from ui.widgets.basics import divider, icon_label, label

HEAD_PX, ONE_LINE_PX = 70, 18
BESIDE_PX = 68
"""What of the card's width the sentence has not."""
FOOT_PX = 32
MOST_PX = 480


class ScanCard(Overlay):
    """A code, what is known of it, and what can be done; `keys` of a line is the key that takes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, _("Scanned code"))
        self.code = label("", "record")
        self.sentence = label("", "muted", wrap=True)
        self.list = LineList()
        self.list.setAccessibleName(_("What to do with the code"))

        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.code)
        words.addWidget(self.sentence)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(12)
        head.addWidget(icon_label("scan", "accent", 22), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.addWidget(label(_("Press the key at the right, or Enter · Esc to close"), "small"))
        foot.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(divider())
        self.body.addWidget(self.list, 1)
        self.body.addWidget(divider())
        self.body.addLayout(foot)

        self.list.picked.connect(self._take)

    def ask(self, code: str, sentence: str, groups: Sequence[Group]) -> None:
        """Show a code with what can be done with it."""
        self.code.setText(code)
        self.sentence.setText(sentence)
        self.setAccessibleDescription(f"{code}: {sentence}")
        self.list.show_groups(groups)
        self.open()
        head = HEAD_PX + max(0, self.sentence.heightForWidth(self.width_px() - BESIDE_PX) - ONE_LINE_PX)
        self.place(min(head + self.list.height_px() + 8 + FOOT_PX, MOST_PX))

    def _take(self, line: Line) -> None:
        self.dismiss()
        line.run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text().upper()
        wanted = next((line for line in self.list.lines() if typed and line.keys.upper() == typed), None)
        if wanted is not None:
            self._take(wanted)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            line = self.list.line()
            if line is not None:
                self._take(line)
        else:
            super().keyPressEvent(event)
