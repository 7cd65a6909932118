"""The tag series of this installation."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import AppError
from spbe_assets.i18n import N_, _
from spbe_assets.services import numbering
from ui import format
from ui.context import AppContext
from ui.settings.page import Page
from ui.widgets.basics import button, label, pad


class NumberingPage(Page):
    """Which tags new records get on this computer."""

    title, icon = N_("Numbering"), "tag"
    about = N_(
        "A tag is series, number and a check character. Each installation numbers in a series of its own, so that two "
        "offline computers never give the same tag."
    )

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.next_tag = label("", "code", select=True)
        self.prefix = QLineEdit()
        self.prefix.setValidator(QRegularExpressionValidator("[0-9A-Za-z]{0,8}", self))
        self.prefix.setPlaceholderText("R7")
        self.first = QSpinBox()
        self.first.setRange(1, numbering.LARGEST_NUMBER)
        pad(self.first)
        self.use_button = button(_("Use this series"))
        self.problem = label("", "bad", wrap=True)
        self.problem.hide()

        rows = self.add_card(_("This installation"))
        rows.add(_("Next tag"), self.next_tag)
        rows = self.add_card(_("Another series"), _("such as a short one that the admin handed out"))
        rows.add(_("Series"), self.prefix, _("One to eight letters and digits."))
        rows.add(_("First number"), self.first, _("Numbers that were used already are skipped."))
        rows.add_buttons(self.use_button)
        self.column.addWidget(self.problem)
        self.column.addStretch()

        self.use_button.setEnabled(False)
        self.prefix.textChanged.connect(lambda text: self.use_button.setEnabled(bool(text)))
        self.prefix.returnPressed.connect(self.use_button.click)
        self.use_button.clicked.connect(self._use)
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Show the next tag; it moves on with every new record."""
        if changes is None or changes.affects("tag_series", "asset"):
            replica = self.context.store.replica
            series = self.context.read(lambda session: numbering.present(session, replica))
            self.next_tag.setText(series.next_tag if series else format.NOTHING)

    @Slot()
    def _use(self) -> None:
        prefix, first = self.prefix.text(), self.first.value()
        said = _("New records are numbered in the series {prefix}").format(prefix=prefix.upper())
        self.problem.hide()
        job = self.context.write(
            lambda uow, _progress: numbering.begin(uow, prefix, first), "series", done=said, quiet=True
        )
        job.then(self, self._show_used)
        job.otherwise(self, self._show_problem)

    def _show_used(self, _series: Any) -> None:
        self.prefix.clear()
        self.first.setValue(1)

    def _show_problem(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.problem.setText(str(error))
            self.problem.show()
            self.prefix.setFocus()
        else:
            self.context.error_raised.emit(error)
