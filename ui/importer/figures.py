"""The figures of a plan side by side; each one is a filter of the list below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui import format, theme

HEIGHT, EDGE, LEAST = 54, 14, 84


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; `role` is the colour of a number above nought."""

    key: str
    title: str
    count: int
    role: str = "text"


class FigureButton(QAbstractButton):
    """A word over a number."""

    def __init__(self, figure: Figure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.update)
        self.show_figure(figure)

    def show_figure(self, figure: Figure) -> None:
        """Show another number."""
        self.figure = figure
        self.setAccessibleName(f"{figure.title}: {format.number(figure.count)}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        self.setFont(theme.font(12))
        return QSize(max(LEAST, self.fontMetrics().horizontalAdvance(self.figure.title) + 2 * EDGE), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), self.rect()
        if self.isChecked() or self.underMouse():
            painter.fillRect(room.adjusted(0, 0, -1, 0), theme.colour("selected" if self.isChecked() else "hover"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(room.topRight(), room.bottomRight())
        if self.isChecked():
            painter.fillRect(room.left(), room.bottom() - 1, room.width() - 1, 2, theme.colour("accent"))
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(room.adjusted(1, 1, -3, -3))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font(12))
        painter.drawText(room.adjusted(EDGE, 8, 0, -HEIGHT // 2 + 2), left, self.figure.title)
        painter.setPen(theme.colour(self.figure.role if self.figure.count else "muted"))
        painter.setFont(theme.font(16, QFont.Weight.DemiBold))
        painter.drawText(room.adjusted(EDGE, HEIGHT // 2 - 4, 0, -6), left, format.number(self.figure.count))


class FigureStrip(QFrame):
    """`chosen` carries the key of the figure that is now pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedHeight(HEIGHT + 2)
        self.buttons: dict[str, FigureButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._row.addStretch(1)

    def show_figures(self, figures: Sequence[Figure], chosen: str) -> None:
        """Take other figures; `chosen` is the pressed one."""
        if [figure.key for figure in figures] == list(self.buttons):
            for figure in figures:
                self.buttons[figure.key].show_figure(figure)
                self.buttons[figure.key].setChecked(figure.key == chosen)
            return
        had_focus = any(one.hasFocus() for one in self.buttons.values())
        for old in self.buttons.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {figure.key: FigureButton(figure) for figure in figures}
        for number, (key, made) in enumerate(self.buttons.items()):
            self._row.insertWidget(number, made)
            made.setChecked(key == chosen)
            made.clicked.connect(lambda _checked=False, key=key: self.choose(key))
        if had_focus and chosen in self.buttons:
            self.buttons[chosen].setFocus()

    def choose(self, key: str) -> None:
        """Press one figure."""
        for other, made in self.buttons.items():
            made.setChecked(other == key)
        self.chosen.emit(key)
