"""Inputs of the criterion form: an amount that may be a share of a setting, ticks, numbers of indicators."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from spbe_assets.domain.criteria import Framework, SettingSpec
from spbe_assets.domain.vocabulary import title
from spbe_assets.i18n import _
from spbe_assets.services import indicator_names
from ui import format
from ui.widgets.basics import ElidedLabel, elided, pad

MOST, PLACES = 1_000_000.0, 2
COLUMNS, SPIN_PX = 2, 150
FIXED = ""


class NumberSpin(QDoubleSpinBox):
    """Shows no zeros behind the decimal mark: 6, 0,5."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, MOST)
        self.setDecimals(PLACES)
        self.setAccessibleName(name)
        pad(self)

    def textFromValue(self, value: float) -> str:
        return format.decimal(round(value, PLACES), None if value != int(value) else 0)


class AmountBox(QWidget):
    """A plain number, or a setting of the province divided by a number; `edited` carries it as criteria write it."""

    edited = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = ""
        self.spin, self.setting = NumberSpin(name), QComboBox()
        self.setting.setAccessibleName(_("{name}: number or setting").format(name=name))
        self.setting.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.spin.setFixedWidth(SPIN_PX)
        row.addWidget(self.spin)
        row.addWidget(self.setting, 1)
        row.addStretch()
        self.setFocusProxy(self.spin)
        self.spin.valueChanged.connect(lambda _value: self.edited.emit(self.value()))
        self.setting.currentIndexChanged.connect(self._take_setting)

    def show_value(self, value: Any, unit: str, settings: Mapping[str, SettingSpec]) -> None:
        """Show a number or a text such as `mbps/4`."""
        name, _slash, divisor = value.partition("/") if isinstance(value, str) else (FIXED, "", "")
        with QSignalBlocker(self.spin), QSignalBlocker(self.setting):
            self.setting.clear()
            self.setting.addItem(_("fixed number"), FIXED)
            for key, setting in settings.items():
                self.setting.addItem(setting.title, key)
            self.setting.setCurrentIndex(max(self.setting.findData(name.strip()), 0))
            self.setting.setVisible(bool(settings))
            self._dress(unit)
            self.spin.setValue(float(divisor or 1) if name else float(value or 0))
        self._unit = unit

    def value(self) -> Any:
        """A number, or the setting with its divisor."""
        name, number = self.setting.currentData() or FIXED, self.spin.value()
        if not name:
            return int(number) if number == int(number) else number
        return name if number == 1 else f"{name}/{number:g}"

    def _take_setting(self) -> None:
        with QSignalBlocker(self.spin):
            self._dress(self._unit)
            if self.setting.currentData():
                self.spin.setValue(1)
        self.edited.emit(self.value())

    def _dress(self, unit: str) -> None:
        is_share = bool(self.setting.currentData())
        self.spin.setPrefix("÷ " if is_share else "")
        shown = "" if is_share or unit in ("ratio", "yes/no") else f" {_(unit)}" if unit not in ("", "%") else unit
        self.spin.setSuffix(shown)


class Ticks(QWidget):
    """Words of a list to tick, in two columns; `edited` carries those that are."""

    edited = Signal(object)

    def __init__(self, name: str, words: Sequence[StrEnum], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {str(word): QCheckBox(title(word)) for word in words}
        self.setAccessibleName(name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for place, box in enumerate(self.boxes.values()):
            grid.addWidget(box, place // COLUMNS, place % COLUMNS)
            box.toggled.connect(lambda _on: self.edited.emit(self.value()))

    def show_value(self, value: Sequence[str]) -> None:
        """Tick these."""
        for word, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(word in value)

    def value(self) -> list[str]:
        """What is ticked."""
        return [word for word, box in self.boxes.items() if box.isChecked()]


class Indicators(QWidget):
    """The numbers of the indicators of an evaluation as one types them, with their names; `edited` carries them."""

    edited = Signal(object)

    def __init__(self, framework: Framework, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = indicator_names.names(framework)
        self.line, self.told = QLineEdit(), elided("", "small")
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(_("for instance 16, 17"))
        self.line.setMaximumWidth(110)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(self.told, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._say)

    def show_value(self, numbers: Sequence[int]) -> None:
        """Show these numbers."""
        self.line.setText(", ".join(map(str, numbers)))
        self._tell(numbers)

    def value(self) -> list[int]:
        """What stands there, in its order."""
        return list(dict.fromkeys(int(found) for found in re.findall(r"\d{1,4}", self.line.text())))

    def names(self) -> ElidedLabel:
        """The text that names the indicators."""
        return self.told

    def _say(self) -> None:
        self._tell(self.value())
        self.edited.emit(self.value())

    def _tell(self, numbers: Sequence[int]) -> None:
        self.told.set_whole("; ".join(self._names.get(one, "?") for one in numbers))
