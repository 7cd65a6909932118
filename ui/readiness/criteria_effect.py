"""Beside the editor: what the criteria as they stand would make of the province's score, and whom they change most."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.reports import wording
from spbe_assets.services.criteria_effect import Effect, Shift
from ui import format
from ui.readiness.words import ASPECT_HEADS
from ui.widgets.basics import divider, elided, label

WIDTH_PX, SHOWN = 280, 10


class EffectPane(QFrame):
    """Empty until the first answer; `wait` says that another one is on its way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setFixedWidth(WIDTH_PX)
        self.figure, self.said = label("–", "figure"), label("", "muted", wrap=True)
        self.state = label("", "small", wrap=True)
        self._lists = QVBoxLayout()
        self._host: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        column.addWidget(label(_("Score of the province"), "heading"))
        column.addWidget(self.figure)
        column.addWidget(self.said)
        column.addWidget(self.state)
        column.addWidget(divider())
        column.addLayout(self._lists)
        column.addStretch(1)

    def wait(self) -> None:
        """Say that the figures are those of before."""
        self.say(_("being computed…"))

    def say(self, text: str) -> None:
        """Say why there are no new figures; an empty text says nothing."""
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def show_effect(self, effect: Effect) -> None:
        """Show the shift of the province, of each aspect, and of the agencies that change most."""
        self.say("")
        self.figure.setText(_arrow(effect.province) if effect.province.is_change else _score(effect.province.after))
        self.said.setText(_difference(effect.province))
        if self._host is not None:
            self._host.hide()
            self._host.deleteLater()
        self._host = host = QWidget(self)
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        aspects = tuple(replace(shift, name=_(ASPECT_HEADS[aspect])) for aspect, shift in effect.aspects.items())
        _add_lines(grid, _("Aspects"), aspects)
        grid.setRowMinimumHeight(grid.rowCount(), 10)
        changed = len(effect.agencies)
        title = ngettext("{n} agency changes", "{n} agencies change", changed)
        _add_lines(grid, format.counted(title, changed), effect.agencies[:SHOWN])
        if changed > SHOWN:
            grid.addWidget(label(_("These change most."), "small"), grid.rowCount(), 0, 1, 3)
        self._lists.addWidget(host)
        host.show()


def _add_lines(grid: QGridLayout, title: str, shifts: tuple[Shift, ...]) -> None:
    grid.addWidget(label(title, "strong"), grid.rowCount(), 0, 1, 3)
    for shift in shifts:
        row = grid.rowCount()
        name = elided(shift.name)
        name.setMinimumWidth(60)
        grid.addWidget(name, row, 0)
        figures = _arrow(shift) if shift.is_change else _score(shift.after)
        grid.addWidget(label(figures, "muted"), row, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label(_size(shift), _tone(shift)), row, 2, Qt.AlignmentFlag.AlignRight)


def _score(value: float | None) -> str:
    return wording.score_text(value)


def _arrow(shift: Shift) -> str:
    return f"{_score(shift.before)} → {_score(shift.after)}"


def _size(shift: Shift) -> str:
    if not shift.is_change or shift.size is None:
        return ""
    sign = "+" if shift.size > 0 else "−"
    return f"{sign}{format.decimal(abs(shift.size), 1)}"


def _tone(shift: Shift) -> str:
    return "" if not shift.size else "good" if shift.size > 0 else "bad"


def _difference(shift: Shift) -> str:
    if not shift.is_change:
        return _("as with the criteria in use")
    if shift.size is None:
        return _("in use → with these criteria")
    return _("in use → with these criteria, {size} points").format(size=_size(shift))
