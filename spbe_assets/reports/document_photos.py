"""Photos of records in rows under their table, each scaled down to what paper needs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.utils import ImageReader

from spbe_assets.domain.errors import AppError
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.pdf_fonts import SANS
from spbe_assets.reports.document import Photo
from spbe_assets.reports.document_cells import lines_of
from spbe_assets.reports.paper import GREY, LINE, MARGIN
from spbe_assets.reports.sheet import Sheet
from spbe_assets.services import photos

PIXELS, QUALITY = 420, 70
WIDTH, HEIGHT, CAPTION, GAP = 176.0, 132.0, 20.0, 12.0
CAPTION_PT = 6.6


def draw_photos(sheet: Sheet, shown: Sequence[Photo], load: Callable[[str], bytes], progress: Progress) -> None:
    """Draw photos in rows; one that is not on this machine, or damaged, leaves a frame that says so."""
    across = max(1, int((sheet.width + GAP) // (WIDTH + GAP)))
    for number, photo in enumerate(shown):
        column = number % across
        if column == 0:
            sheet.need(HEIGHT + CAPTION + GAP)
            sheet.y -= HEIGHT + CAPTION + GAP
        progress.step(number, len(shown), _("Photos"))
        _draw(sheet, photo, MARGIN + column * (WIDTH + GAP), load)


def _draw(sheet: Sheet, photo: Photo, x: float, load: Callable[[str], bytes]) -> None:
    base, lacking = sheet.y, ""
    try:
        picture = ImageReader(io.BytesIO(_small(load(photo.sha256))))
        width, height = picture.getSize()
        scale = min(WIDTH / width, HEIGHT / height)
        wide, tall = width * scale, height * scale
        sheet.canvas.drawImage(picture, x + (WIDTH - wide) / 2, base + CAPTION + (HEIGHT - tall) / 2, wide, tall)
    except AppError as error:
        lacking = str(error)
    sheet.canvas.setStrokeColor(LINE)
    sheet.canvas.setLineWidth(0.5)
    sheet.canvas.rect(x, base + CAPTION, WIDTH, HEIGHT, stroke=1, fill=0)
    for place, line in enumerate(lines_of(lacking, WIDTH - 12, SANS, CAPTION_PT, 4)):
        sheet.y = base + CAPTION + HEIGHT / 2 - place * 9
        sheet.write(x + 6, line, CAPTION_PT, colour=GREY)
    for place, line in enumerate(lines_of(photo.caption, WIDTH, SANS, CAPTION_PT, 2)):
        sheet.y = base + CAPTION - 9 - place * 8.4
        sheet.write(x, line, CAPTION_PT)
    sheet.y = base


def _small(content: bytes) -> bytes:
    image = photos.image_of(photos.decoded(content, PIXELS)).convert("RGB")
    made = io.BytesIO()
    image.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()
