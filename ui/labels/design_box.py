"""Third step: what stands on every label beside its tag, with one label drawn as it will be printed."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QStandardPaths, Qt, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy

from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.domain.labels import OFFICIAL, ContentSize, Design, LabelContent, Part, Symbology
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import N_, _
from spbe_assets.labels import logo
from spbe_assets.labels.stock import Stock
from spbe_assets.services import settings
from ui.context import AppContext
from ui.labels.page import LabelPage, ask, form
from ui.labels.stock_sample import SAMPLE, StockSample
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_open

DESIGN_SETTING, LOGO_SETTING = "labels.design", "label.logo"
NOTE_LENGTH = 60
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
SVG_PX, MOST_SVG_BYTES = 400, 2_000_000
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
        self._logo = b""
        self.kind, self.code = QComboBox(), QComboBox()
        for kind, text in SIZES:
            self.kind.addItem(_(text), kind)
        for symbology, text in CODES:
            self.code.addItem(_(text), symbology)
        self.parts = {part: QCheckBox(_(text)) for part, text in PARTS.items()}
        self.note = QLineEdit(maxLength=NOTE_LENGTH, placeholderText=_("such as: Help desk 0761-12345"))
        self.logo_button, self.no_logo_button = button("", icon="image"), button(_("Remove"))
        self.warnings = label("", "warn", wrap=True)
        self.picture = StockSample()
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

        self._lay_out()
        self._take_kept(settings.installation(context.store, DESIGN_SETTING, {}))
        self.setFocusProxy(self.kind)
        self._connect()
        context.read_later(lambda session, _progress: settings.province(session, LOGO_SETTING, "")).then(
            self, self._take_logo
        )

    @property
    def design(self) -> Design:
        """What is printed."""
        parts = tuple(part for part, box in self.parts.items() if box.isChecked())
        return Design(self.kind.currentData(), self.code.currentData(), parts, self.note.text().strip(), self._logo)

    def show_paper(self, stock: Stock) -> None:
        """Draw the label on this paper."""
        self._stock = stock
        self._draw()

    def show_content(self, content: LabelContent) -> None:
        """Draw the label of this record."""
        self._content = content
        self._draw()

    @Slot()
    def ask_logo(self) -> QFileDialog:
        """Ask for the picture of a logo."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
        kinds = _("Pictures (*.png *.jpg *.jpeg *.svg)")
        return ask_open(self, _("Choose the logo"), folder, kinds, self.read_logo)

    def read_logo(self, path: Path) -> None:
        """Print this picture beside the owner, on this and every other installation."""
        try:
            png = svg_as_png(path) if path.suffix.lower() == ".svg" else logo.read(path)
        except AppError as error:
            self._context.error_raised.emit(error)
            return
        self._keep_logo(png)

    @Slot()
    def remove_logo(self) -> None:
        """Print no logo any more."""
        self._keep_logo(b"")

    def _keep_logo(self, png: bytes) -> None:
        text = b64encode(png).decode("ascii")
        said = _("The logo is printed from now on") if png else _("No logo is printed any more")
        self._context.write(lambda uow, _progress: settings.set_province(uow, LOGO_SETTING, text), "setting", said)
        self._take_logo(text)

    def _take_logo(self, text: Any) -> None:
        self._logo = b64decode(text) if isinstance(text, str) else b""
        self.logo_button.setText(_("Another logo…") if self._logo else _("Choose a logo…"))
        self.no_logo_button.setVisible(bool(self._logo))
        self._changed()

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
        store, chosen = self._context.store, self.design
        kept = {"size": str(chosen.size), "code": str(chosen.symbology), "parts": list(map(str, chosen.parts)),
                "note": chosen.note}  # fmt: skip

        def keep(_progress: Progress) -> None:
            settings.set_installation(store, DESIGN_SETTING, kept)

        self._context.run_later(keep)

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
        self.note.editingFinished.connect(self._on_answer)
        self.logo_button.clicked.connect(self.ask_logo)
        self.no_logo_button.clicked.connect(self.remove_logo)

    def _lay_out(self) -> None:
        asked = form()
        ask(asked, _("Layout"), self.kind)
        ask(asked, _("Code"), self.code)
        parts = QGridLayout()
        parts.setHorizontalSpacing(12)
        parts.setVerticalSpacing(4)
        for number, box in enumerate(self.parts.values()):
            parts.addWidget(box, number, 0)
        below = form()
        ask(below, _("A line of your own"), self.note)
        logos = QHBoxLayout()
        logos.setSpacing(8)
        logos.addWidget(self.logo_button)
        logos.addWidget(self.no_logo_button)
        logos.addStretch(1)
        self.asked.addLayout(asked)
        self.asked.addWidget(label(_("Beside the tag"), "muted"))
        self.asked.addLayout(parts)
        self.asked.addLayout(below)
        self.asked.addLayout(logos)
        self.asked.addStretch(1)
        self.stage.addWidget(self.picture, 1)
        self.stage.addWidget(self.warnings)


def svg_as_png(path: Path) -> bytes:
    """An SVG as the PNG that a design keeps.

    Raises:
        Invalid: it is too large, damaged or no SVG.
    """
    content = path.read_bytes() if path.stat().st_size <= MOST_SVG_BYTES else b""
    renderer = QSvgRenderer(QByteArray(content))
    size = renderer.defaultSize()
    if not content or not renderer.isValid() or size.isEmpty():
        raise Invalid(_("{file} can't be used as a logo: it is damaged, too large, or no SVG.").format(file=path.name))
    image = QImage(size.scaled(SVG_PX, SVG_PX, _KEEP), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    packed = QBuffer()
    packed.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(packed, b"PNG")
    return logo.prepared(bytes(packed.data().data()), path.name)


def _index(known: list[str], wanted: Any) -> int:
    """Where a kept value stands; the first where this version does not know it."""
    return known.index(wanted) if isinstance(wanted, str) and wanted in known else 0
