"""The list of reports under their headings, each with what it answers below its title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spbe_assets.domain.reports import Report
from spbe_assets.i18n import _
from ui import theme

WIDTH_PX, BAR_PX = 244, 14
HEADING_PX, SIDE_PX, ABOVE_PX, TITLE_PX, BELOW_PX = 34, 16, 7, 20, 10
WRAPPED = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
REPORT = Qt.ItemDataRole.UserRole
ANSWERS = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class ReportList(QListWidget):
    """`wanted` carries the report that was chosen."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reports: dict[str, Report] = {}
        self.setFixedWidth(WIDTH_PX)
        self.setItemDelegate(ReportDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Reports"))
        self.currentItemChanged.connect(lambda now, _before: self._tell(now))

    def show_reports(self, reports: Sequence[Report]) -> None:
        """List these, in their order."""
        self.clear()
        self.reports = {report.id: report for report in reports}
        group = None
        for report in reports:
            if report.group is not group:
                group = report.group
                self._add(group.label, "", "", HEADING_PX).setFlags(Qt.ItemFlag.NoItemFlags)
            self._add(_(report.title), _(report.answers), report.id, _height(_(report.answers)))

    def choose(self, report_id: str) -> bool:
        """Choose a report; False where it is not listed."""
        for row in range(self.count()):
            if report_id and self.item(row).data(REPORT) == report_id:
                self.setCurrentRow(row)
                return True
        return False

    def _add(self, title: str, answers: str, report_id: str, height: int) -> QListWidgetItem:
        item = QListWidgetItem(title, self)
        item.setData(REPORT, report_id)
        item.setData(ANSWERS, answers)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, answers)
        item.setToolTip(answers)
        item.setSizeHint(QSize(0, height))
        return item

    def _tell(self, item: QListWidgetItem | None) -> None:
        report = self.reports.get(item.data(REPORT)) if item is not None else None
        if report is not None:
            self.wanted.emit(report)


def _height(answers: str) -> int:
    """Of a report whose answer is wrapped below its title."""
    room = QRect(0, 0, WIDTH_PX - 2 * SIDE_PX - BAR_PX, 1000)
    lines = QFontMetrics(theme.font(12)).boundingRect(room, int(WRAPPED), answers)
    return ABOVE_PX + TITLE_PX + lines.height() + BELOW_PX


class ReportDelegate(QStyledItemDelegate):
    """A heading, or a title with two lines below it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, title, answers = option.rect, index.data(), index.data(ANSWERS)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selected"))
        room = rect.adjusted(SIDE_PX, ABOVE_PX, -SIDE_PX, -4)
        if not answers:
            painter.setFont(theme.font(12, QFont.Weight.DemiBold))
            painter.setPen(theme.colour("muted"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignBottom), title)
        else:
            self._paint_report(painter, room, title, answers)
            painter.setPen(theme.colour("line"))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect)
        painter.restore()

    def _paint_report(self, painter: QPainter, room: QRect, title: str, answers: str) -> None:
        painter.setFont(theme.font(weight=QFont.Weight.Medium))
        painter.setPen(theme.colour("text"))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop), shown)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("muted"))
        painter.drawText(room.adjusted(0, TITLE_PX, 0, 2), int(WRAPPED), answers)
