"""One input widget per kind of field of the catalogue; each gives a Python value or says in a sentence why not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
    QWidgetAction,
)

from spbe_assets.domain import validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import Field, Kind
from spbe_assets.domain.vocabulary import title
from spbe_assets.i18n import _
from ui import theme
from ui.context import AppContext
from ui.icons import set_icon
from ui.inventory.reference_box import ReferenceBox, Search
from ui.widgets.basics import label

MONOSPACED = {Kind.CODE, Kind.IP, Kind.MAC, Kind.GOODS_CODE}
SCANNED = {"tag", "serial", "nibar", "mac"}
"""Fields that a scanner fills where they have the focus; see `ui.scanner`."""
SHORT = {
    Kind.INTEGER,
    Kind.YEAR,
    Kind.DECIMAL,
    Kind.RUPIAH,
    Kind.DATE,
    Kind.YES_NO,
    Kind.CHOICE,
    Kind.IP,
    Kind.MAC,
    Kind.CODE,
    Kind.GOODS_CODE,
}


class FieldInput(QWidget):
    """Base of all inputs: `edited` fires on every change by the user, `left` when the focus goes on.

    `entered` fires when Enter was pressed and the form should go on to the next field.
    """

    edited = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def _hold(self, widget: QWidget) -> None:
        self._row.addWidget(widget, 1)
        self.setFocusProxy(widget)
        widget.setAccessibleName(self.field.label)

    def _tell(self) -> None:
        self.edited.emit()
        self.left.emit()

    def value(self) -> Any:
        """The value as the catalogue wants it. Raises Invalid with a sentence."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Whether nothing was given; something wrong is not nothing."""
        try:
            return self.value() in (None, "")
        except Invalid:
            return False

    def show_value(self, value: Any, name: str = "") -> None:
        """Put a value without firing `edited`; `name` is what a reference is called."""
        raise NotImplementedError

    def shown_name(self) -> str:
        """What a reference is called here."""
        return ""


class LineInput(FieldInput):
    """Texts, codes, figures and money in one line, with the unit beside it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit()
        if field.kind in MONOSPACED:
            self.line.setFont(theme.mono_font())
        if field.key in SCANNED:
            self.line.setProperty("takes_scans", field.key)
        self._hold(self.line)
        if field.kind is Kind.RUPIAH:
            self.line.setPlaceholderText("Rp")
        elif field.unit:
            self._row.addWidget(label(_(field.unit), "muted"))
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.editingFinished.connect(self._tidy)
        self.line.returnPressed.connect(self.entered)

    def value(self) -> Any:
        return validation.parse_text(self.field, self.line.text())

    def show_value(self, value: Any, name: str = "") -> None:
        self.line.setText(validation.show(self.field, value))
        self.line.setCursorPosition(0)

    def _tidy(self) -> None:
        """Write figures, money and codes the usual way once they have been typed."""
        with suppress(Invalid):
            self.show_value(self.value())
        self.left.emit()


class DateInput(LineInput):
    """A date typed in any usual form, or picked from a calendar."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setPlaceholderText(_("day/month/year"))
        self._menu = QMenu(self)
        self.calendar = QCalendarWidget()
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(self.calendar)
        self._menu.addAction(action)
        opener = QAction(_("Calendar"), self)
        set_icon(opener, "calendar", "muted")
        self.line.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)
        opener.triggered.connect(self._open_calendar)
        self.calendar.clicked.connect(self._pick)

    def _open_calendar(self) -> None:
        self._menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))

    def _pick(self, day: QDate) -> None:
        self._menu.close()
        self.show_value(day.toPython())
        self.edited.emit()


class LongInput(FieldInput):
    """A text of several lines; Tab goes on to the next field."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QPlainTextEdit(tabChangesFocus=True)
        self.box.setFixedHeight(68)
        self._hold(self.box)
        self._quiet = False
        self.box.textChanged.connect(self._on_text)

    def value(self) -> Any:
        return validation.parse_text(self.field, self.box.toPlainText())

    def show_value(self, value: Any, name: str = "") -> None:
        self._quiet = True
        self.box.setPlainText(value or "")
        self._quiet = False

    def _on_text(self) -> None:
        if not self._quiet:
            self.edited.emit()


class CalmCombo(QComboBox):
    """A combo box that leaves the wheel to the form around it, so that scrolling changes no value."""

    entered = Signal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class ChoiceInput(FieldInput):
    """One of a few fixed answers, or none; yes, no and unknown are three."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.combo = CalmCombo()
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hold(self.combo)
        self._values: list[Any] = []
        for text, value in _answers(field):
            self._add(text, value)
        self.combo.activated.connect(lambda _at: self._tell())
        self.combo.entered.connect(self.entered)

    def _add(self, text: str, value: Any) -> None:
        self.combo.addItem(text)
        self._values.append(value)

    def value(self) -> Any:
        return self._values[max(self.combo.currentIndex(), 0)]

    def show_value(self, value: Any, name: str = "") -> None:
        if value not in self._values:  # a value of a newer version is kept, not lost
            self._add(title(value), value)
        self.combo.setCurrentIndex(self._values.index(value))


def _answers(field: Field) -> list[tuple[str, Any]]:
    if field.kind is Kind.YES_NO:
        return [(_("Unknown"), None), (_("Yes"), True), (_("No"), False)]
    return [("—", None), *((title(value), value) for value in field.choices or ())]


class ReferenceInput(FieldInput):
    """Another record, found by typing."""

    def __init__(self, field: Field, context: AppContext, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = ReferenceBox(context, search)
        self._hold(self.box)
        self.box.typed.connect(self.edited)
        self.box.chosen.connect(self._tell)
        self.box.entered.connect(self.entered)

    def value(self) -> Any:
        return self.box.record_id()

    def is_empty(self) -> bool:
        # Asking for the value would settle a name that is only half typed.
        return not self.box.text().strip()

    def show_value(self, value: Any, name: str = "") -> None:
        self.box.show_record(value, name)

    def shown_name(self) -> str:
        return self.box.text()
