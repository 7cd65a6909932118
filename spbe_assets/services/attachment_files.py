"""Files from outside made into attachments: the sound ones are prepared, of each other one is said why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import attachments, photos
from spbe_assets.services.attachments import PHOTO, Ready
from spbe_assets.services.photos import Pixels

MOST_FILES = 200
MOST_BYTES = 200_000_000
"""What one drop may bring; all of it is in memory until it is written."""

Source = Path | Pixels


@dataclass(frozen=True, slots=True)
class Prepared:
    """What can be attached, and a sentence for each file that can't."""

    ready: tuple[Ready, ...]
    refused: tuple[str, ...]


def prepare(sources: Sequence[Source], *, keep_position: bool = False, progress: Progress = SILENT) -> Prepared:
    """Read, check and scale files; none that is bad stops the others.

    Raises:
        Cancelled: somebody pressed Cancel.
    """
    ready: list[Ready] = []
    refused: list[str] = []
    size = 0
    for number, source in enumerate(sources[:MOST_FILES]):
        name = source.name if isinstance(source, Path) else _("Picture from the clipboard")
        progress.step(number, len(sources), name)
        try:
            made = _one(source, keep_position)
            size += len(made.content)
            if size > MOST_BYTES:
                raise Invalid(_("Too much at once; add it in a second step."))
            ready.append(made)
        except Invalid as error:
            refused.append(_("{file}: {reason}").format(file=name, reason=error))
    if len(sources) > MOST_FILES:
        refused.append(_("Only the first {n} files were taken; add the rest afterwards.").format(n=MOST_FILES))
    return Prepared(tuple(ready), tuple(refused))


def _one(source: Source, keep_position: bool) -> Ready:
    if isinstance(source, Pixels):
        made = photos.from_pixels(source)
        return Ready(PHOTO, "", made.content, made.mime, made.taken_at)
    content = read_file(source)
    if content.startswith(attachments.PDF_HEAD):
        return attachments.ready_document(content, source.stem)
    made = photos.prepared(content, keep_position=keep_position)
    return Ready(PHOTO, "", made.content, made.mime, made.taken_at)


def read_file(path: Path) -> bytes:
    """The bytes of a photo or document on disk.

    Raises:
        Invalid: it is no file, empty, or can’t be opened.
    """
    try:
        if not path.is_file():  # reading a pipe or device would never end
            raise Invalid(_("This is not a file; choose photos or PDF documents."))
        with path.open("rb") as opened:
            content = opened.read(photos.MOST_BYTES + 1)
    except OSError as error:
        raise Invalid(_("The file can’t be opened; copy it to this computer first.")) from error
    if not content:
        raise Invalid(_("The file is empty; copy it again."))
    return content
