"""The numbers that no regulation fixes."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import N_, _
from spbe_assets.services.thresholds import Threshold
from ui import format
from ui.context import AppContext
from ui.settings.page import Page
from ui.widgets.basics import button, label, pad

MOST = 100_000.0


class LimitsPage(Page):
    """For the whole province: readiness and reminders follow at once."""

    title, icon = N_("Thresholds"), "sliders-horizontal"
    about = N_("Numbers that no regulation fixes. For the whole province; readiness and reminders follow at once.")

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.inputs: dict[str, NumberInput] = {}
        self._rows = self.add_card()
        self.column.addStretch()
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Show what holds now."""
        if changes is None or changes.affects("setting"):
            self.context.read_later(_ask).then(self, self._show)

    def _show(self, found: list[Threshold]) -> None:
        for threshold in found:
            if threshold.key not in self.inputs:
                made = self.inputs[threshold.key] = NumberInput(threshold)
                self._rows.add(threshold.title, made)
                made.spin.setAccessibleName(threshold.title)
                made.typed.connect(partial(self._keep, threshold.key, threshold.title))
            self.inputs[threshold.key].show_threshold(threshold)

    def _keep(self, key: str, title: str, value: float | None) -> None:
        from spbe_assets.services import thresholds

        shown = _("the default") if value is None else format.decimal(value, None if value != int(value) else 0)
        self.context.write(
            lambda uow, _progress: thresholds.set_value(uow, key, value),
            "settings",
            done=_("{name}: {value}").format(name=title, value=shown),
        )


class NumberInput(QWidget):
    """A number with its unit; what was changed is marked and can be taken back.

    `typed` carries the new number, None for the default.
    """

    typed = Signal(object)

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = threshold
        self.spin = QDoubleSpinBox()
        is_whole = threshold.default == int(threshold.default)
        self.spin.setDecimals(0 if is_whole else 2)
        self.spin.setSingleStep(1 if is_whole else 0.05)
        self.spin.setRange(1 if is_whole else 0.01, MOST)
        self.spin.setGroupSeparatorShown(True)
        self.spin.setSuffix(f" {threshold.unit}" if threshold.unit else "")
        self.spin.setMinimumWidth(190)
        pad(self.spin)
        self.note = label("", "small")
        self.reset_button = button(_("Back to the default"), "flat")

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for part in (self.spin, self.note, self.reset_button):
            row.addWidget(part)
        row.addStretch()
        self.setFocusProxy(self.spin)

        self.spin.editingFinished.connect(self._say)
        self.reset_button.clicked.connect(lambda: self.typed.emit(None))

    def show_threshold(self, threshold: Threshold) -> None:
        """Show what holds now, unless somebody is typing."""
        self._shown = threshold
        if not self.spin.hasFocus() or self.spin.value() == threshold.value:
            self.spin.setValue(threshold.value)
        default = self.spin.textFromValue(threshold.default)
        changed = _("changed · default {value}") if threshold.is_changed else _("default")
        self.note.setText(changed.format(value=default))
        self.reset_button.setVisible(threshold.is_changed)

    @Slot()
    def _say(self) -> None:
        value = self.spin.value()
        if value != self._shown.value:
            self.typed.emit(None if value == self._shown.default else value)


def _ask(session: Any, _progress: Progress) -> list[Threshold]:
    from spbe_assets.services import criteria_sets, thresholds

    return thresholds.listed(session, criteria_sets.with_settings(session))
