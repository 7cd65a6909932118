"""Third step: what stands on every label beside its tag, with one label drawn as it will be printed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QSizePolicy

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.labels import OFFICIAL, ContentSize, Design, LabelContent, Part, Symbology
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import N_, _
from spbe_assets.labels.stock import Stock
from spbe_assets.services import settings
from ui.context import AppContext
from ui.jobs import Job
from ui.labels.logo_box import LogoBox
from ui.labels.page import LabelPage, ask, form
from ui.labels.stock_sample import SAMPLE, StockSample
from ui.widgets.basics import label

DESIGN_SETTING = "labels.design"
NOTE_LENGTH = 60
SIZES = (
    (None, N_("As suits the paper")),
    (ContentSize.FULL, N_("Official")),
    (ContentSize.SMALL, N_("Small")),
    (ContentSize.CABLE, N_("Cable flag")),
)
CODES = ((Symbology.QR, N_("QR code")), (Symbology.CODE128, N_("Bar code (Code 128)")))
PARTS = {
    Part.OWNER: N_("Owner"),
    Part.UNIT: N_("Agency"),
    Part.LOCATION: N_("Location code and year"),
    Part.GOODS: N_("Goods code and register"),
    Part.NAME: N_("Name"),
    Part.MODEL: N_("Brand and type"),
    Part.SERIAL: N_("Serial number"),
    Part.NIBAR: N_("NIBAR"),
    Part.ROOM: N_("Room"),
}


class DesignBox(LabelPage):
    """`design` is what was chosen; kept for this installation, the logo for the whole province."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(_("Content"))
        self._context = context
        self._stock: Stock | None = None
        self._content: LabelContent = SAMPLE
        self._keeping: Job | None = None
        self._is_behind = False
        self.kind, self.code = QComboBox(), QComboBox()
        self.kind.addItems([_(text) for _size, text in SIZES])
        self.code.addItems([_(text) for _symbology, text in CODES])
        self.parts = {part: QCheckBox(_(text)) for part, text in PARTS.items()}
        self.note = QLineEdit(maxLength=NOTE_LENGTH, placeholderText=_("such as: Help desk 0761-12345"))
        self.note.setAccessibleName(_("A line of your own"))
        self.logo = LogoBox(context)
        self.warnings = label("", "warn", wrap=True)
        self.picture = StockSample()
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

        self._lay_out()
        self._take_kept(settings.installation(context.store, DESIGN_SETTING, {}))
        self.setFocusProxy(self.kind)
        self._connect()

    @property
    def design(self) -> Design:
        """What is printed."""
        parts = tuple(part for part, box in self.parts.items() if box.isChecked())
        size, symbology = SIZES[self.kind.currentIndex()][0], CODES[self.code.currentIndex()][0]
        return Design(size, symbology, parts, self.note.text().strip(), self.logo.png)

    def show_paper(self, stock: Stock) -> None:
        """Draw the label on this paper."""
        self._stock = stock
        self._draw()

    def show_content(self, content: LabelContent) -> None:
        """Draw the label of this record."""
        self._content = content
        self._draw()

    def refresh(self, changes: Changes | None) -> None:
        """Print the logo that the province has now; it may come from elsewhere, or be taken back."""
        if changes is None or changes.affects("setting"):
            self.logo.refresh()

    def _take_kept(self, kept: Any) -> None:
        """Begin with what was chosen the last time, as far as this version understands it."""
        values = kept if isinstance(kept, dict) else {}
        sizes, codes = [str(kind) for kind, _text in SIZES], [str(code) for code, _text in CODES]
        self.kind.setCurrentIndex(_index(sizes, values.get("size")))
        self.code.setCurrentIndex(_index(codes, values.get("code")))
        parts = values.get("parts", list(OFFICIAL))
        for part, box in self.parts.items():
            box.setChecked(part in parts if isinstance(parts, list) else part in OFFICIAL)
        self.note.setText(str(values.get("note", ""))[:NOTE_LENGTH])

    def _remember(self) -> None:
        """Keep the answers, one after the other, so that the last ones are what stays."""
        if self._keeping is not None:
            self._is_behind = True
            return
        store, chosen = self._context.store, self.design
        kept = {"size": str(chosen.size), "code": str(chosen.symbology), "parts": list(map(str, chosen.parts)),
                "note": chosen.note}  # fmt: skip

        def keep(_progress: Progress) -> None:
            settings.set_installation(store, DESIGN_SETTING, kept)

        self._keeping = self._context.run_later(keep)
        self._keeping.finished.connect(self._on_kept)

    @Slot()
    def _on_kept(self) -> None:
        self._keeping = None
        if self._is_behind:
            self._is_behind = False
            self._remember()

    def _on_answer(self) -> None:
        self._remember()
        self._changed()

    def _changed(self) -> None:
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        if self._stock is None:
            return
        self.picture.show_stock(self._stock, self.design, self._content)
        drawing = self.picture.drawing
        self.warnings.setText("\n".join(map(str, drawing.warnings)) if drawing else "")
        self.warnings.setVisible(bool(self.warnings.text()))

    def _connect(self) -> None:
        for box in (self.kind, self.code):
            box.currentIndexChanged.connect(lambda _index: self._on_answer())
        for part in self.parts.values():
            part.toggled.connect(lambda _on: self._on_answer())
        self.note.textEdited.connect(lambda _text: self._draw())
        self.note.editingFinished.connect(self._on_answer)
        self.logo.changed.connect(self._changed)

    def _lay_out(self) -> None:
        asked = form()
        ask(asked, _("Layout"), self.kind)
        ask(asked, _("Code"), self.code)
        parts = QGridLayout()
        parts.setHorizontalSpacing(12)
        parts.setVerticalSpacing(4)
        for number, box in enumerate(self.parts.values()):
            parts.addWidget(box, number, 0)
        self.asked.addLayout(asked)
        self.asked.addWidget(label(_("Beside the tag"), "muted"))
        self.asked.addLayout(parts)
        self.asked.addWidget(label(_("A line of your own"), "muted"))
        self.asked.addWidget(self.note)
        self.asked.addWidget(label(_("Logo"), "muted"))
        self.asked.addWidget(self.logo)
        self.asked.addStretch(1)
        self.stage.addWidget(self.picture, 1)
        self.stage.addWidget(self.warnings)


def _index(known: list[str], wanted: Any) -> int:
    """Where a kept value stands; the first where this version does not know it."""
    return known.index(wanted) if isinstance(wanted, str) and wanted in known else 0
