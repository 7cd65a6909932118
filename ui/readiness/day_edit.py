"""A past day or today, typed or picked from a calendar."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QDateEdit, QWidget

from spbe_assets import formats, i18n
from spbe_assets.i18n import _
from ui.widgets.basics import pad


class DayEdit(QDateEdit):
    """Takes no day to come."""

    def __init__(self, day: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(i18n.language()))
        self.setDisplayFormat("d MMM yyyy")
        self.setCalendarPopup(True)
        self.setMaximumDate(_qt(formats.today()))
        self.setAccessibleName(_("Day"))
        self.set_day(day or formats.today())
        pad(self)

    @property
    def day(self) -> date:
        """The chosen day."""
        return cast(date, self.date().toPython())

    def set_day(self, day: date) -> None:
        """Show another day."""
        self.setDate(_qt(day))


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
