"""What is still worth filling, while somebody types: "3 of 9 missing" is a checklist, never a refusal."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spbe_assets.domain.fields import Field
from spbe_assets.i18n import _
from ui.widgets.basics import elided, icon_button, pill


class Checklist(QWidget):
    """One line under the head of an editor; `asked` wants the next missing field."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pill = pill("", "warn")
        self.names = elided("", "small")
        self.next_button = icon_button("arrow-right", _("Go to the next missing field (Ctrl+J)"))
        self.next_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.pill)
        row.addWidget(self.names, 1)
        row.addWidget(self.next_button)
        self.next_button.clicked.connect(self.asked)

    def show_missing(self, missing: Sequence[Field], wanted: int) -> None:
        """Say which of the fields worth filling are empty."""
        if missing:
            self.pill.set(_("{n} of {wanted} missing").format(n=len(missing), wanted=wanted), "warn")
        else:
            self.pill.set(_("All {wanted} filled").format(wanted=wanted), "good")
        self.names.set_whole(" · ".join(field.label for field in missing))
        self.next_button.setVisible(bool(missing))
