"""Labels for thermal printers: every row of labels as one picture in the printer's dots, repeated by the printer.

Pictures rather than the printer's own fonts and codes: what comes out is what the preview shows, in any script and on
any make, and no text of a record can ever be taken for a command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

from PIL import Image, ImageChops

from spbe_assets import pdf_fonts
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import Design, LabelContent, LabelRun
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.labels import dots, raster
from spbe_assets.labels.drawing import Drawing
from spbe_assets.labels.geometry import Fit, Place
from spbe_assets.labels.layout import draw, for_stock
from spbe_assets.labels.output import Tally
from spbe_assets.labels.stock import Stock, StockKind
from spbe_assets.storage.whole_file import whole_file

PROGRESS_EVERY = 100


class Bitmap(NamedTuple):
    """The inked part of a page: its place in dots, bytes in a row, rows, and the rows' bytes, 1 for black."""

    x: int
    y: int
    row_bytes: int
    rows: int
    data: bytes


class Page(NamedTuple):
    """One row of labels: size in dots, what is black on it (None: nothing), and how often it is printed."""

    width: int
    height: int
    bitmap: Bitmap | None
    copies: int


Language: TypeAlias = Callable[[Stock, Page], bytes]
"""How a printer is told to print a page."""


def write(
    language: Language,
    path: Path,
    stock: Stock,
    contents: Iterable[LabelContent],
    *,
    design: Design,
    dpi: int,
    fit: Fit,
    start_cell: int,
    total: int,
    progress: Progress,
) -> LabelRun:
    """Write a run of labels in a printer's language; see `zpl.render`."""
    check(stock)
    rows = _Rows(stock, for_stock(design, stock), dpi, fit, Tally(stock, start_cell))
    with whole_file(path) as part, part.open("wb") as file:
        for page in rows.pages(_told(contents, total, progress)):
            file.write(language(stock, page))
        return rows.tally.finish()


def write_drawings(
    language: Language, path: Path, stock: Stock, drawings: Iterable[Drawing], *, dpi: int, fit: Fit
) -> None:
    """Write drawings, each as large as the page, in a printer's language, once each.

    Raises:
        Invalid: no label printer has this resolution.
        Refused: a thermal printer doesn't take this stock, or the file can't be written.
    """
    check(stock)
    density = dots.per_mm(dpi)
    with whole_file(path) as part, part.open("wb") as file:
        for drawing in drawings:
            image = raster.blank(stock.page_width, stock.page_height, density)
            raster.put(image, drawing, *_shift(fit, density), density * fit.scale)
            file.write(language(stock, page_of(_turned(image, stock), 1)))


def check(stock: Stock) -> None:
    """Refuse paper that a thermal printer has no way of taking.

    Raises:
        Refused: the stock is a sheet.
    """
    if stock.kind is StockKind.SHEET:
        raise Refused(
            _("{stock} is a sheet, which a label printer can't take. Choose a roll, or a PDF.").format(
                stock=stock.title
            )
        )


def size_mm(stock: Stock) -> tuple[float, float]:
    """Width and length of a page as the paper runs through the printer; labels on a tape lie along it."""
    if stock.kind is StockKind.TAPE:
        return stock.page_height, stock.page_width
    return stock.page_width, stock.page_height


def page_of(image: Image.Image, copies: int) -> Page:
    """A page out of an image of mode "1", black on white."""
    ink = ImageChops.logical_xor(image, Image.new("1", image.size, raster.PAPER))
    box = ink.getbbox()
    if box is None:
        return Page(image.width, image.height, None, copies)
    left, top, right, bottom = box
    row_bytes = -(-(right - left) // 8)
    data = ink.crop((left, top, left + 8 * row_bytes, bottom)).tobytes()
    return Page(image.width, image.height, Bitmap(left, top, row_bytes, bottom - top, data), copies)


def _told(contents: Iterable[LabelContent], total: int, progress: Progress) -> Iterator[LabelContent]:
    for done, content in enumerate(contents, 1):
        yield content
        if done % PROGRESS_EVERY == 0:
            progress.step(done, max(total, done), content.tag)


_Row: TypeAlias = list[tuple[Place, LabelContent]]


@dataclass(slots=True)
class _Rows:
    """Gathers labels into rows and draws each row once, however often it follows itself."""

    stock: Stock
    design: Design
    dpi: int
    fit: Fit
    tally: Tally
    density: float = field(init=False)

    def __post_init__(self) -> None:
        pdf_fonts.register()
        self.density = dots.per_mm(self.dpi)

    def pages(self, contents: Iterable[LabelContent]) -> Iterator[Page]:
        before: _Row = []
        copies = 0
        for row in self._rows(contents):
            if copies and _says(row) != _says(before):
                yield page_of(self._image(before), copies)
                copies = 0
            before, copies = row, copies + 1
        if copies:
            yield page_of(self._image(before), copies)

    def _rows(self, contents: Iterable[LabelContent]) -> Iterator[_Row]:
        row: _Row = []
        for content in contents:
            place = self.tally.place(content)
            if place is None:
                continue
            if row and row[0][0].page != place.page:
                yield row
                row = []
            row.append((place, content))
        if row:
            yield row

    def _image(self, row: _Row) -> Image.Image:
        image = raster.blank(self.stock.page_width, self.stock.page_height, self.density)
        scaled = self.density * self.fit.scale
        right, down = _shift(self.fit, self.density)
        for place, content in row:
            drawing = draw(content, place.rect.width, place.rect.height, self.design, dot_mm=1 / scaled)
            self.tally.warn(drawing.warnings)
            raster.put(image, drawing, place.rect.x * scaled + right, place.rect.y * scaled + down, scaled)
        return _turned(image, self.stock)


def _shift(fit: Fit, density: float) -> tuple[int, int]:
    """The correction's offset in whole dots, so that a label that is moved stays the same label."""
    return round(fit.offset_x * density), round(fit.offset_y * density)


def _turned(image: Image.Image, stock: Stock) -> Image.Image:
    """The image as the paper runs through the printer."""
    return image.transpose(Image.Transpose.ROTATE_90) if stock.kind is StockKind.TAPE else image


def _says(row: _Row) -> list[tuple[int, LabelContent]]:
    return [(place.cell, content) for place, content in row]
