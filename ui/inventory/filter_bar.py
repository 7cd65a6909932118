"""The row of filter chips: active ones first and filled, the usual ones after them, the rest under one chip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.formats import today
from spbe_assets.i18n import _
from spbe_assets.services import references
from ui import format as formats
from ui.context import AppContext
from ui.inventory.chip_popup import DayPopup, Popup, TickPopup, YearPopup
from ui.inventory.filter_kinds import KINDS, Filter, FilterKind, Option, Way, dates, fixed_options, summary
from ui.widgets.basics import chip

LIMIT = 50
WIDEST = 280
EMPTY = AssetFilter()


class FilterBar(QWidget):
    """Holds one filter and shows it as chips; `edited` fires when the user changes it. Its text is not touched."""

    edited = Signal(object)

    def __init__(
        self,
        context: AppContext,
        kinds: Sequence[FilterKind] = KINDS,
        empty: Filter = EMPTY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._kinds = context, kinds
        self._filter = empty
        self._names: dict[Any, str] = {}
        self._chips: list[tuple[QPushButton, bool]] = []
        self._keys: dict[QPushButton, str] = {}
        self._popup: Popup | None = None

        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 10)
        self._row.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._build()

    @property
    def filter(self) -> Filter:
        """What the chips mean now."""
        return self._filter

    def show_filter(self, wanted: Filter, names: Mapping[Any, str] | None = None) -> None:
        """Show a filter that came from elsewhere, such as a link on the home screen; `names` are of its values."""
        self._filter = wanted
        self._names |= names or {}
        self._learn_names()
        self._build()

    def _learn_names(self) -> None:
        for kind in self._kinds:
            if kind.way is Way.REFERENCES:
                unknown = [value for value in kind.chosen(self._filter) if value not in self._names]
                if unknown:
                    self._names |= self._context.read(partial(_names, kind=kind, values=unknown))

    def focus_first(self) -> None:
        """Put the keyboard on the first chip; the arrow keys go on from there."""
        (self._chips[0][0] if self._chips else self._more).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def words(self, text: str = "") -> str:
        """What the filter says, for the head of a printed list; with the text that is searched for."""
        said = [_("“{text}”").format(text=text)] if text else []
        active = (kind for kind in self._kinds if kind.is_active(self._filter))
        return " · ".join([*said, *(summary(kind, self._filter, self._names, formats.day) for kind in active)])

    def _focused(self) -> str | None:
        """The key of the chip with the keyboard, "" for another part of the bar, None where it is elsewhere."""
        widget = self.focusWidget()
        if widget is None or not widget.hasFocus():
            return None
        return self._keys.get(widget, "") if isinstance(widget, QPushButton) else ""

    def _refocus(self, key: str) -> None:
        made = next((one for one, known in self._keys.items() if known == key and not one.isHidden()), self._more)
        made.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        focused = self._focused()
        self._keys = {}
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._chips = []
        active = [kind for kind in self._kinds if kind.is_active(self._filter)]
        for kind in active:
            self._add(kind, on=True)
        for kind in self._kinds:
            if kind.always_shown and kind not in active:
                self._add(kind, on=False)
        self._more = chip(_("+ Filter"))
        self._more.clicked.connect(self._open_more)
        self._row.addWidget(self._more)
        self._none = chip(_("Clear all"))
        self._none.setVisible(len(active) > 1)
        self._none.clicked.connect(self.clear)
        self._row.addWidget(self._none)
        self._row.addStretch(1)
        self._fit()
        if focused is not None:
            self._refocus(focused)

    def _add(self, kind: FilterKind, *, on: bool) -> None:
        text = summary(kind, self._filter, self._names, formats.day) if on else kind.label
        made = chip(_shortened(text, self.fontMetrics()), on)
        made.setAccessibleName(text)
        if on:
            made.setToolTip(text)
        made.clicked.connect(partial(self._on_click, kind, made))
        if on:
            made.removed.connect(partial(self.remove, kind))
        self._row.addWidget(made)
        self._chips.append((made, on))
        self._keys[made] = kind.key

    def remove(self, kind: FilterKind) -> None:
        """Take one chip off."""
        self._put(kind.cleared(self._filter))

    def clear(self) -> None:
        """Take every chip off."""
        empty = self._filter
        for kind in self._kinds:
            empty = kind.cleared(empty)
        self._put(empty)

    def _on_click(self, kind: FilterKind, anchor: QWidget, _on: bool = False) -> None:
        if kind.way is Way.PICKED:
            self.remove(kind)
        elif kind.way is Way.TOGGLE:
            self._put(kind.put(self._filter, not kind.is_active(self._filter)))
        else:
            self.open_popup(kind, anchor)

    def open_popup(self, kind: FilterKind, anchor: QWidget | None = None) -> Popup:
        """Open the choices of a filter under its chip."""
        popup = self._make_popup(kind)
        popup.picked.connect(partial(self._take, kind))
        popup.open_under(anchor or self._more)
        popup.setFocus()
        popup.destroyed.connect(partial(self._after_popup, kind.key))
        self._popup = popup
        return popup

    def _after_popup(self, key: str, _popup: object = None) -> None:
        """The keyboard goes back to the chip unless somebody has put it elsewhere."""
        if isValid(self) and self.isVisible() and QApplication.focusWidget() in (None, self.window()):
            self._refocus(key)

    def _make_popup(self, kind: FilterKind) -> Popup:
        chosen = kind.chosen(self._filter)
        if kind.way is Way.YEARS:
            first, last = chosen
            return YearPopup(first, last, self)
        if kind.way is Way.DATE:
            typed = "" if chosen is None else f"{chosen:%d/%m/%Y}"
            return DayPopup(dates(kind, today()), chosen, typed, self)
        names = {option.value: option.text for option in fixed_options(kind)} | self._names
        ticked = {value: names.get(value, "") for value in chosen}
        load = partial(self._options, kind)
        return TickPopup(load, ticked, searchable=kind.way is Way.REFERENCES, parent=self)

    def _options(self, kind: FilterKind, text: str) -> list[Option]:
        if kind.options is not None:
            return self._context.read(kind.options)
        if kind.way is Way.CHECKS:
            return fixed_options(kind)
        found = self._context.read(partial(_search, kind=kind, text=text))
        return found

    def _take(self, kind: FilterKind, value: Any) -> None:
        if isinstance(value, Mapping):
            self._names |= value
        self._put(kind.put(self._filter, value))

    def _put(self, wanted: Filter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self._build()
            self.edited.emit(wanted)

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in (kind for kind in self._kinds if kind.way is not Way.PICKED):
            action = menu.addAction(kind.label)
            action.setCheckable(True)
            action.setChecked(kind.is_active(self._filter))
            action.triggered.connect(partial(self._on_click, kind, self._more))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _fit(self) -> None:
        """Hide the last unused chips where the row is too narrow; every filter stays under the last chip."""
        room = self.width() - 32 - self._more.sizeHint().width()
        if not self._none.isHidden():
            room -= self._none.sizeHint().width() + self._row.spacing()
        for made, on in self._chips:
            room -= made.sizeHint().width() + self._row.spacing()
            made.setVisible(on or room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())


def _shortened(text: str, metrics: QFontMetrics) -> str:
    # An ampersand in a name is a letter, not a shortcut.
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, WIDEST).replace("&", "&&")


def _search(session: Any, kind: FilterKind, text: str) -> list[Option]:
    found = references.choices(session, kind.refers_to, text, LIMIT)
    if kind.by_code:
        return [Option(choice.hint, choice.text) for choice in found]
    return [Option(choice.id, choice.text, choice.hint) for choice in found]


def _names(session: Any, kind: FilterKind, values: Sequence[Any]) -> dict[Any, str]:
    if kind.by_code:
        return {option.value: option.text for option in _search(session, kind, "")}
    return references.names(session, kind.refers_to, values)
