"""Label: an assistant in five steps, each remembered, so that most runs begin at the last one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout

from spbe_assets import formats
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.labels import LabelContent, Listed
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.labels.drawing import least_module
from spbe_assets.labels.layout import draw, for_stock
from spbe_assets.labels.printing import Order, Printed
from ui import format
from ui.context import AppContext
from ui.inventory.chosen import Chosen
from ui.jobs import Job
from ui.labels import run
from ui.labels.delivery import Delivery
from ui.labels.design_box import DesignBox
from ui.labels.foot import Foot, is_a_file
from ui.labels.page import LabelPage
from ui.labels.paper_page import PaperPage
from ui.labels.place_page import PlacePage
from ui.labels.preview import Prepared, Preview
from ui.labels.print_page import PrintPage, counted
from ui.labels.what_box import PILE
from ui.labels.what_page import WhatPage
from ui.widgets.basics import button
from ui.widgets.card import Card
from ui.widgets.file_dialogs import ask_save, documents
from ui.widgets.notice import MessageBar
from ui.widgets.progress import ProgressPanel
from ui.widgets.screen import Screen
from ui.widgets.steps import DOWN, StepBar

STEPS = (N_("What to print"), N_("Label paper"), N_("Content"), N_("Place on the sheet"), N_("Preview and print"))
WHAT, PAPER, CONTENT, PLACE, PRINT = range(len(STEPS))
STEPS_PX = 184
SHOWN_ON = ("asset", "link", "agency", "category", "region", "setting", "label_print")


class LabelsScreen(Screen):
    """The preview is prepared again, off the GUI thread, a moment after each change."""

    name, title, icon = "labels", N_("Labels"), "qr-code"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.bar = MessageBar()
        self.steps = StepBar([_(title) for title in STEPS], DOWN)
        self.what, self.paper, self.place = WhatPage(context), PaperPage(context), PlacePage(context)
        self.design, self.print = DesignBox(context), PrintPage(context)
        self._pages: tuple[LabelPage, ...] = (self.what, self.paper, self.design, self.place, self.print)
        self.pages = QStackedWidget()
        self.panel: ProgressPanel | None = None
        self.preview, self.delivery = Preview(context, self), Delivery(context, self)
        self._written: Path | None = None
        self.test_button = button(_("Test page…"), icon="ruler")
        self.foot = Foot([_(title) for title in STEPS], STEPS_PX + 16)
        self.counts, self.save_button = self.foot.counts, self.foot.save_button

        self._lay_out()
        self._connect()
        for page in (self.place, self.design):
            page.show_paper(self.paper.paper)
        self.show_step(WHAT)
        self.refresh_when_shown()

    @property
    def order(self) -> Order:
        """What is to be printed."""
        paper, printer = self.paper.paper, self.place.printers.printer
        fit = self.place.printers.fit_for(paper)
        start, copies = self.place.start.value(), self.place.copies.value()
        return Order(self.what.wanted, paper, start, copies, self.design.design, fit, printer.dpi)

    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.affects(*SHOWN_ON):
            self.what.refresh()
            self.design.refresh(changes)
            self._ask()

    def show_argument(self, argument: object) -> None:
        """The chosen records of a list, or a filter: everything else is as it was the last time, so to the preview."""
        wanted = argument.filter if isinstance(argument, Chosen) else argument
        if isinstance(wanted, Listed):
            self.what.what.set_tags(PILE, wanted.tags)
            self.show_step(PRINT)
        elif isinstance(wanted, AssetFilter | LinkFilter):
            self.what.what.show_given(wanted)
            self.show_step(PRINT)

    def take_scan(self, code: str) -> bool:
        """A pile that is being scanned takes the code; else the window opens its record."""
        return self.steps.current == WHAT and self.what.take_scan(code)

    def show_step(self, step: int) -> None:
        """Go to a step; all can be reached at any time."""
        self.steps.show_step(step, reachable=PRINT)
        self.pages.setCurrentIndex(step)
        self.foot.show_step(step)
        self.setFocusProxy(self.save_button if step == PRINT else self._pages[step])
        self._focus(step)

    @Slot()
    def deliver(self) -> None:
        """Save, print or send, by the printer that is chosen."""
        prepared, printer = self.preview.shown, self.place.printers.printer
        if not self.save_button.isEnabled() or prepared is None:
            return
        if self.print.lacks_reason:
            self.print.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            self.bar.show_message("warn", _("Say why these labels are printed again, then print."))
        elif is_a_file(printer):
            self.ask_where()
        else:
            self.save_button.setEnabled(False)
            self.delivery.send(prepared, printer, self.print.why)

    @Slot()
    def ask_where(self) -> QFileDialog:
        """Ask for a file name and save there."""
        kind = self.place.printers.printer.kind
        ending = run.FORMS.get(kind, ".pdf")
        kinds = _("PDF document (*.pdf)") if ending == ".pdf" else _("Printer file (*{ending})").format(ending=ending)
        return ask_save(self, _("Save the labels"), default_path(ending), kinds, self.save)

    def save(self, path: Path) -> None:
        """Save what is previewed, then write the prints into the ledger."""
        if self.preview.shown is not None:
            self.bar.hide()
            self.save_button.setEnabled(False)
            self.delivery.write(self.preview.shown, path, self.print.why)

    @Slot()
    def open_written(self) -> None:
        """Open the saved file in whichever program the system uses for it."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _ask(self) -> None:
        self.save_button.setEnabled(False)
        self.preview.ask(self.order)

    @Slot()
    def _on_paper(self) -> None:
        for page in (self.place, self.design):
            page.show_paper(self.paper.paper)
        self._ask()

    @Slot(object)
    def _show(self, prepared: Prepared) -> None:
        printed, order = prepared.printed, prepared.order
        total = printed.run.labels if printed.is_whole else printed.records * order.copies
        self.what.show_printed(printed, total)
        self.place.show_count(printed.run.labels)
        if printed.contents:
            self._show_content(printed.contents[0], order)
        self.print.show_run(printed, prepared.file, self.place.printers.printer, order.stock.title)
        self.counts.setText(counted(printed))
        self.foot.show_printer(self.place.printers.printer)
        self.save_button.setEnabled(self.panel is None)
        if self.steps.current == PRINT:
            self._focus(PRINT)

    def _show_content(self, content: LabelContent, order: Order) -> None:
        stock, design = order.stock, for_stock(order.design, order.stock)
        drawing = draw(content, stock.cell_width, stock.cell_height, design, dot_mm=order.dot_mm)
        self.place.show_module(least_module(drawing), design)
        self.design.show_content(content)

    @Slot(object)
    def _show_nothing(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self.context.error_raised.emit(error)
            return
        for page in (self.what, self.print):
            page.show_nothing(str(error))
        self.place.show_count(0)
        self.counts.setText("")

    @Slot()
    def _give_tags(self) -> None:
        order = self.order
        said = _("Records without a tag got one")
        self.context.write(lambda uow, progress: run.give_tags(uow, order, progress), "tags", done=said)

    @Slot(object)
    def _show_progress(self, job: Job) -> None:
        self.panel = ProgressPanel(job, _("Printing labels"))
        self.panel.setContentsMargins(16, 0, 16, 8)
        self.body.insertWidget(1, self.panel)
        job.finished.connect(lambda _job: self._end_progress())

    def _end_progress(self) -> None:
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.save_button.setEnabled(self.preview.shown is not None)
        if self.steps.current == PRINT:
            self._focus(PRINT)

    @Slot(object, object, object)
    def _delivered(self, order: Order, printed: Printed, path: Path | None) -> None:
        """Keep showing these labels, whatever the filter now means, and remember paper, place and printer."""
        if path is not None:
            self._say_written(path, _("The labels were saved: {file}"))
        count = printed.run.labels
        self.context.message.emit(format.counted(ngettext("{n} label printed", "{n} labels printed", count), count))
        self.paper.remember()
        self.place.remember(order.stock, printed.run.next_cell)
        only = _only(printed, order)
        if only is not None:
            self.what.what.show_given(only)

    def _say_written(self, path: Path, sentence: str) -> None:
        self._written = path
        self.bar.show_message("good", sentence.format(file=path), _("Open"))

    def _focus(self, step: int) -> None:
        if step == PRINT and self.isVisible():
            wanted = self.print.reason if self.print.lacks_reason else self.save_button
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.isVisible():
            self._pages[step].enter()

    def _connect(self) -> None:
        for page in (self.what, self.place):
            page.changed.connect(self._ask)
        self.paper.changed.connect(self._on_paper)
        self.design.changed.connect(self._ask)
        self.preview.begun.connect(lambda: self.counts.setText(_("The preview is being prepared…")))
        self.preview.ready.connect(self._show)
        self.preview.refused.connect(self._show_nothing)
        self.preview.untagged.connect(self.print.warnings.show_untagged)
        self.preview.reprinted.connect(self.print.show_again)
        self.print.warnings.tags_wanted.connect(self._give_tags)
        self.delivery.working.connect(self._show_progress)
        self.delivery.delivered.connect(self._delivered)
        self.steps.chosen.connect(self.show_step)
        self.bar.acted.connect(self.open_written)
        self.foot.back_button.clicked.connect(lambda: self.show_step(self.steps.current - 1))
        self.foot.next_button.clicked.connect(lambda: self.show_step(self.steps.current + 1))
        self.save_button.clicked.connect(self.deliver)
        self.test_button.clicked.connect(self.place.printers.adjust)
        self.delivery.given_up.connect(self._end_progress)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+Return"), self, self._go_on, context=here).setWhatsThis(_("Next step, or print"))
        for keys in (QKeySequence(QKeySequence.StandardKey.Save), QKeySequence(QKeySequence.StandardKey.Print)):
            QShortcut(keys, self, self._print_now, context=here).setWhatsThis(_("Print"))

    @Slot()
    def _go_on(self) -> None:
        if self.steps.current == PRINT:
            self.deliver()
        else:
            self.show_step(self.steps.current + 1)

    @Slot()
    def _print_now(self) -> None:
        self.show_step(PRINT)
        self.deliver()

    def _lay_out(self) -> None:
        card = Card()
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(self.pages)
        for page in self._pages:
            self.pages.addWidget(page)
        left = QVBoxLayout()
        left.addWidget(self.steps)
        left.addStretch(1)
        self.steps.setFixedWidth(STEPS_PX)
        across = QHBoxLayout()
        across.setContentsMargins(16, 4, 16, 0)
        across.setSpacing(16)
        across.addLayout(left)
        across.addWidget(card, 1)
        self.head.add(self.test_button)
        self.body.addWidget(self.bar)
        self.body.addLayout(across, 1)
        self.body.addWidget(self.foot)


def default_path(ending: str = ".pdf") -> Path:
    """Where labels go unless somebody says otherwise: the documents folder, named by day."""
    name = _("labels")
    return documents() / f"{name}-{formats.today().isoformat()}{ending}"


def _only(printed: Printed, order: Order) -> AssetFilter | LinkFilter | None:
    """The filter that means just these records; None for a list or new numbers, which mean the same still."""
    ids = frozenset(content.record_id for content in printed.contents)
    if isinstance(order.wanted, LinkFilter):
        return LinkFilter(ids=ids)
    return AssetFilter(ids=ids) if isinstance(order.wanted, AssetFilter) else None
