"""A document on A4: figures, charts, tables whose heads repeat, cards of records, and their photos."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reportlab.graphics import renderPDF

from spbe_assets import __version__, formats, pdf_fonts
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.pdf_fonts import SANS, SANS_SEMIBOLD
from spbe_assets.reports import wording
from spbe_assets.reports.document import RIGHT, Chart, Document, Part, Readable, Table, narrowed
from spbe_assets.reports.document_cards import draw_cards, first_height
from spbe_assets.reports.document_cells import HEAD_PT, PADDING, TEXT_PT, CellRow, lines_of, row_of, widths_of
from spbe_assets.reports.document_photos import draw_photos
from spbe_assets.reports.paper import ACCENT, GREY, INK, MARGIN, Furniture, fit
from spbe_assets.reports.sheet import Sheet
from spbe_assets.storage.whole_file import whole_file

MOST_ROWS = 20_000
"""More than some seven hundred pages is nothing anybody reads; a spreadsheet serves better."""
TITLE_PT, SECTION_PT, FIGURE_PT, NOTE_PT = 18.0, 9.75, 16.0, 7.0
GAP, LEADING = 14.0, 9.6
HEAD_ROOM, HEAD_OF_SECTION, CHART_ROOM = 28.0, 62.0, 70.0
STEP_ROWS = 50

Load = Callable[[str], bytes]


def write(path: Path, shown: Readable, load: Load, progress: Progress = SILENT) -> int:
    """Write the document and return its number of pages; the file appears only when it is complete.

    Args:
        path: of the PDF.
        shown: what its readers may see.
        load: gives the bytes of a photo by its hash.
        progress: is told of the rows.

    Raises:
        Refused: it is too long to print, or can't be written there.
        Cancelled: the user asked to stop.
    """
    rows = sum(len(part.rows) for part in shown.document.parts if isinstance(part, Table))
    if rows > MOST_ROWS:
        told = _("A printed report can have at most {n} rows; narrow it, or save it as a spreadsheet.")
        raise Refused(told.format(n=formats.number(MOST_ROWS)))
    with whole_file(path) as part:
        return _Pages(part, shown, load, progress, rows).written()


class _Pages:
    """One run over the document from top to bottom."""

    def __init__(self, path: Path, shown: Readable, load: Load, progress: Progress, rows: int) -> None:
        document = shown.document
        self.document, self._load, self._progress = document, load, progress
        self._rows, self._done = rows, 0
        self.sheet = Sheet(path, f"{document.title} {document.heading}", furniture(shown), is_wide=document.is_wide)

    def written(self) -> int:
        """Draw everything; returns the number of pages."""
        self._opening()
        for number, part in enumerate(self.document.parts):
            self._part(number, part)
        return self.sheet.end()

    def _opening(self) -> None:
        document, sheet = self.document, self.sheet
        for text in lines_of(document.heading, sheet.width, SANS_SEMIBOLD, TITLE_PT, 3):
            sheet.y -= TITLE_PT
            sheet.write(MARGIN, text, TITLE_PT, SANS_SEMIBOLD)
            sheet.y -= 4
        sheet.y -= 10
        sheet.write(MARGIN, fit(document.subtitle, sheet.width), 8.25, colour=GREY)
        sheet.y -= 16
        if document.figures:
            self._figures(document.figures)
        if document.has_contents:
            self._contents()

    def _figures(self, figures: Sequence[tuple[str, str, str]]) -> None:
        sheet = self.sheet
        width = (sheet.width - GAP * (len(figures) - 1)) / len(figures)
        top, lowest = sheet.y, sheet.y
        for place, (figure, title, remark) in enumerate(figures):
            x, sheet.y = MARGIN + place * (width + GAP), top
            sheet.canvas.setStrokeColor(ACCENT)
            sheet.canvas.setLineWidth(1.5)
            sheet.canvas.line(x, top, x + width, top)
            sheet.y -= FIGURE_PT + 5
            sheet.write(x, fit(figure, width, SANS_SEMIBOLD, FIGURE_PT), FIGURE_PT, SANS_SEMIBOLD)
            for text, colour in ((title, INK), (remark, GREY)):
                for line in lines_of(text, width, SANS, TEXT_PT, 2):
                    sheet.y -= LEADING + 0.8
                    sheet.write(x, line, TEXT_PT, colour=colour)
            lowest = min(lowest, sheet.y)
        sheet.y = lowest - 8

    def _contents(self) -> None:
        sheet = self.sheet
        self._title(_("Contents"))
        for number, part in enumerate(self.document.parts):
            sheet.need(14)
            sheet.y -= 13
            told = part.title
            if isinstance(part, Table):
                told = f"{told} ({formats.number(len(part.rows))})"
            text = fit(told, sheet.width - 60)
            sheet.write(MARGIN, text, 8.25)
            sheet.write_later(_mark(number), MARGIN + sheet.width, sheet.y, 8.25)
            area = (MARGIN, sheet.y - 3, MARGIN + sheet.width, sheet.y + 9)
            sheet.canvas.linkRect("", _mark(number), area, relative=0, thickness=0)
            sheet.line(sheet.y - 3.6)
        sheet.y -= 6

    def _part(self, number: int, part: Part) -> None:
        sheet = self.sheet
        sheet.need(self._least(part))
        sheet.canvas.bookmarkPage(_mark(number), fit="XYZ", left=0, top=sheet.y)
        sheet.canvas.addOutlineEntry(pdf_fonts.cover(part.title).text, _mark(number), 0)
        if self.document.has_contents:
            sheet.fill(_mark(number), str(sheet.number))
        self._title(part.title)
        if isinstance(part, Chart):
            self._chart(part)
        elif part.as_cards:
            draw_cards(sheet, part, self._step)
        else:
            self._table(part)
        self._note(part.note)
        if isinstance(part, Table) and part.photos:
            draw_photos(sheet, part.photos, self._load, self._progress)

    def _least(self, part: Part) -> float:
        """What the heading of a part takes together with what has to stand below it on the same page."""
        if isinstance(part, Chart):
            return HEAD_OF_SECTION + max(CHART_ROOM, float(part.draw(self.sheet.width).height))
        return HEAD_ROOM + first_height(self.sheet, part) if part.as_cards else HEAD_OF_SECTION

    def _title(self, title: str) -> None:
        sheet = self.sheet
        sheet.y -= 13 + SECTION_PT
        sheet.write(MARGIN, fit(title, sheet.width, SANS_SEMIBOLD, SECTION_PT), SECTION_PT, SANS_SEMIBOLD)
        sheet.y -= 3

    def _chart(self, chart: Chart) -> None:
        sheet = self.sheet
        drawing = chart.draw(sheet.width)
        sheet.need(drawing.height + 24)
        sheet.y -= drawing.height + 4
        renderPDF.draw(drawing, sheet.canvas, MARGIN, sheet.y)

    def _note(self, note: str) -> None:
        sheet = self.sheet
        for line in lines_of(note, sheet.width, SANS, NOTE_PT, 4):
            sheet.need(12)
            sheet.y -= NOTE_PT + 3
            sheet.write(MARGIN, line, NOTE_PT, colour=GREY)

    def _table(self, table: Table) -> None:
        table = narrowed(table, lambda column: column.on_paper)
        sheet, widths = self.sheet, widths_of(table.columns, self.sheet.width)
        if not table.rows:
            sheet.y -= 12
            sheet.write(MARGIN, _("Nothing to list"), TEXT_PT, colour=GREY)
            return
        self._heads(table, widths)
        for row in self._counted(row_of(row, table.columns, widths) for row in table.rows):
            if sheet.room < row.height:
                sheet.begin_page()
                self._heads(table, widths)
            row.draw(sheet, widths, table.columns)

    def _heads(self, table: Table, widths: Sequence[float]) -> None:
        sheet = self.sheet
        lines = [
            lines_of(f"{column.title} ({column.unit})" if column.unit else column.title, width - 2 * PADDING,
                     SANS_SEMIBOLD, HEAD_PT, 2)
            for column, width in zip(table.columns, widths, strict=True)
        ]  # fmt: skip
        tallest = max(map(len, lines))
        top, x = sheet.y - 4, MARGIN
        for said, column, width in zip(lines, table.columns, widths, strict=True):
            for place, line in enumerate(said):
                sheet.y = top - (tallest - len(said) + place + 1) * (HEAD_PT + 1.6)
                if column.look in RIGHT:
                    sheet.write_right(x + width - PADDING, line, HEAD_PT, SANS_SEMIBOLD, GREY)
                else:
                    sheet.write(x + PADDING, line, HEAD_PT, SANS_SEMIBOLD, GREY)
            x += width
        sheet.y = top - tallest * (HEAD_PT + 1.6) - 4
        sheet.line(sheet.y, 0.8, INK)

    def _counted(self, rows: Iterator[CellRow]) -> Iterator[CellRow]:
        for row in rows:
            self._step()
            yield row

    def _step(self) -> None:
        if self._done % STEP_ROWS == 0:
            self._progress.step(self._done, self._rows, _("Writing"))
        self._done += 1


def furniture(shown: Readable) -> Furniture:
    """Header and foot of every page: what the report rests on, and the anchors of the log."""
    document: Document = shown.document
    owner, name = shown.owner, document.subject.name
    return Furniture(
        head_left=f"{owner} · {name}" if name else owner,
        head_right=document.title,
        foot=(shown.basis, wording.heads_line(document.subject.heads)),
        program=f"SPBE Assets {__version__}",
    )


def _mark(number: int) -> str:
    return f"part-{number}"
