"""The front of a rack: which unit holds what. Arrow keys walk over the items, Enter opens one in the inventory."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.tallies import Unit
from ui import theme
from ui.context import AppContext
from ui.navigation import INVENTORY

UNIT_PX = 18
NUMBERS_PX = 30
MOST_U = 60
LOOSE_GAP_PX = 26


class RackView(QWidget):
    """Unit 1 is at the bottom, as on the rack itself; what has no position is listed underneath.

    An item is as high as its model is known to be and stands on the unit that was written down.
    """

    def __init__(
        self, context: AppContext, height_u: int, units: Sequence[Unit], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        placed = [unit.at_u for unit in units if unit.at_u is not None]
        self.height_u = min(max([height_u, *placed]), MOST_U)
        self.units = [unit for unit in units if unit.at_u is None or unit.at_u <= self.height_u]
        self._lanes = _lanes(self.units)
        self.current = 0 if self.units else -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if units else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Front view of the rack"))
        self._tell()

    def sizeHint(self) -> QSize:
        loose = sum(unit.at_u is None for unit in self.units)
        return QSize(240, self.height_u * UNIT_PX + 2 + (LOOSE_GAP_PX + loose * UNIT_PX if loose else 0))

    def rect_of(self, number: int) -> QRect:
        """Where an item is drawn; those that would cover each other share the width."""
        unit, room = self.units[number], self.width() - NUMBERS_PX - 2
        if unit.at_u is None:
            first = [one.at_u for one in self.units].index(None)
            top = self.height_u * UNIT_PX + LOOSE_GAP_PX + (number - first) * UNIT_PX
            return QRect(NUMBERS_PX + 1, top, room, UNIT_PX - 1)
        lane, lanes = self._lanes[number]
        wide = room // lanes
        last = min(unit.at_u + unit.height_u - 1, self.height_u)
        top, high = (self.height_u - last) * UNIT_PX + 1, (last - unit.at_u + 1) * UNIT_PX - 1
        return QRect(NUMBERS_PX + 1 + lane * wide, top, wide, high)

    def text_of(self, number: int) -> str:
        """What an item is called."""
        unit = self.units[number]
        return " · ".join(part for part in (unit.name, unit.tag) if part)

    def open(self, number: int) -> None:
        """Show an item in the inventory."""
        if 0 <= number < len(self.units):
            self._context.navigate(INVENTORY, self.units[number].asset_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(11))
        self._paint_frame(painter)
        for number in range(len(self.units)):
            self._paint_item(painter, number)
        if any(unit.at_u is None for unit in self.units):
            painter.setPen(theme.colour("muted"))
            box = QRect(0, self.height_u * UNIT_PX + 4, self.width(), LOOSE_GAP_PX - 4)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), _("Without a position"))
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        frame = QRect(NUMBERS_PX, 0, self.width() - NUMBERS_PX - 1, self.height_u * UNIT_PX + 1)
        painter.setBrush(theme.colour("window"))
        painter.setPen(theme.colour("field_line"))
        painter.drawRect(frame)
        for at in range(1, self.height_u + 1):
            top = (self.height_u - at) * UNIT_PX
            painter.setPen(theme.colour("line"))
            if at < self.height_u:
                painter.drawLine(NUMBERS_PX + 1, top, self.width() - 2, top)
            painter.setPen(theme.colour("muted"))
            box = QRect(0, top + 1, NUMBERS_PX - 7, UNIT_PX)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(at))

    def _paint_item(self, painter: QPainter, number: int) -> None:
        box = self.rect_of(number)
        painter.setPen(theme.colour("accent"))
        painter.setBrush(theme.colour("soft_accent"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setPen(theme.colour("text"))
        inside = box.adjusted(6, 0, -6, 0)
        text = painter.fontMetrics().elidedText(self.text_of(number), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        if self.hasFocus() and number == self.current:
            theme.paint_ring(painter, box)

    def _at(self, event: QMouseEvent | QHelpEvent) -> int:
        point = event.pos() if isinstance(event, QHelpEvent) else event.position().toPoint()
        return next((number for number in range(len(self.units)) if self.rect_of(number).contains(point)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.open(self._at(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk over the items, Enter opens the marked one."""
        key, last = event.key(), len(self.units) - 1
        if key == Qt.Key.Key_Down and self.current < last:
            self.current += 1
        elif key == Qt.Key.Key_Up and self.current > 0:
            self.current -= 1
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open(self.current)
            return
        else:
            super().keyPressEvent(event)
            return
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self.current >= 0:
            at = self.units[self.current].at_u
            place = f"U{at} " if at is not None else ""
            self.setAccessibleDescription(f"{place}{self.text_of(self.current)}")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(event)
            QToolTip.showText(event.globalPos(), self.text_of(number) if number >= 0 else "", self)
            return True
        return super().event(event)


def _lanes(units: Sequence[Unit]) -> dict[int, tuple[int, int]]:
    """Number of a placed item -> its lane from the left, and how many lanes share the width there."""
    placed = sorted((unit.at_u, number) for number, unit in enumerate(units) if unit.at_u is not None)
    lanes: dict[int, tuple[int, int]] = {}
    cluster: list[tuple[int, int]] = []
    ends: list[int] = []
    for at, number in placed:
        if ends and at > max(ends):
            lanes |= {one: (lane, len(ends)) for one, lane in cluster}
            cluster, ends = [], []
        lane = next((free for free, end in enumerate(ends) if end < at), len(ends))
        ends[lane : lane + 1] = [at + units[number].height_u - 1]
        cluster.append((number, lane))
    return lanes | {one: (lane, len(ends)) for one, lane in cluster}
